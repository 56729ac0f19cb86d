cat >comments.jsonl <<'JSON'
{"id":"4","text":"Good <b>news</b> ]]> at last","author":"Ann","created":"2014-01-14T17:31:03Z","title":"The mill","url":"https://mill.example/7","state":"published","group":"7"}
{"id":"5","text":"No.","parent_id":"4","state":"spam","group":"7"}
JSON
"$MODERATO" import --to wxr comments.jsonl | tee out.xml
xmllint --noout out.xml
"$MODERATO" import out.xml
