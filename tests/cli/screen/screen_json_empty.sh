"$MODERATO" screen --json </dev/null
