# All settings, with what each is for; it reads back to the same.
"$MODERATO" serve --print-config >a.yaml || exit
cat a.yaml
"$MODERATO" serve --print-config --config a.yaml | cmp - a.yaml
