printf 'key,body\n7,hello\n8,"a, b"\n' >in.csv
"$MODERATO" score -q --columns text=body,id='#1' in.csv | grep -o '"id":"[78]"'
