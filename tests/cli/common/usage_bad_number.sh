"$MODERATO" score -j many
