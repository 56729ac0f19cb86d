echo you idiot | "$MODERATO" score --with spans,explain --attributes insult | grep -o '"spans":{"insult":\|"explain":{"insult":'
