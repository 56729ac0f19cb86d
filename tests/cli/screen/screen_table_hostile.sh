# Escape sequences and direction marks of a comment do not reach the terminal.
printf 'a\033[31mb\202c\342\200\256d\007e' | "$MODERATO" screen --output table | sed -n 3p
