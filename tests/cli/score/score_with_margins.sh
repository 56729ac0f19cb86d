echo hello | "$MODERATO" score -q --with margins --attributes spam | grep -o '"margins":{"spam":'
