mkdir folder
"$MODERATO" score folder
