"$MODERATO" screen --fail-on publish hello
