echo hello | "$MODERATO" score --with margins --attributes spam | grep -o '"margins":{"spam":'
