# A JSON document that is no export known says what was found.
printf '{"version": 2,\n "items": [{"name": "x"}]}\n' >x.json
"$MODERATO" import x.json
