# The line end that echo adds is not part of the comment.
printf "you are an idiot" | "$MODERATO" screen >a
printf "you are an idiot\r\n" | "$MODERATO" screen >b
"$MODERATO" screen you are an idiot >c
"$MODERATO" screen - <<X >d
you are an idiot
X
cmp a b && cmp a c && cmp a d
