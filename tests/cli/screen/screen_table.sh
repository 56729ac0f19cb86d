"$MODERATO" screen --output table Lovely walk, thank you | sed "s/0\.[0-9]*.*//"
