echo "{" | "$MODERATO" screen --json 2>text
code=$?
wc -l <text
exit $code
