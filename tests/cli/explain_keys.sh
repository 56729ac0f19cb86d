"$MODERATO" explain --attributes insult --top 1 you idiot | sed 's/:[0-9.e-]*\([,}]\)/:N\1/g;s/"feature":"[^"]*"/"feature":F/;s/\[[0-9],[0-9]*\]/S/g'
