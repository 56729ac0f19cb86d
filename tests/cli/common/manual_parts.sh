# What the build puts into the manual page is roff; only known parts can be asked for.
"$MODERATO" --man inspect
"$MODERATO" --man formats | sed -n '1,3p'
"$MODERATO" --man common | grep -c '^\.TP$'
"$MODERATO" --man nosuch; echo $?
"$MODERATO" --man; echo $?
