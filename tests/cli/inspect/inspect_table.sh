"$MODERATO" inspect --output table | sed -n "/^Attributes/,\$p" | cut -c 1-20 | sed "s/ *$//"
