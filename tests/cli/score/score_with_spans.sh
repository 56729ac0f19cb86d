echo you idiot | "$MODERATO" score -q --with spans,explain --attributes insult | grep -o '"spans":{"insult":\|"explain":{"insult":'
