echo x >x
"$MODERATO" inspect x
