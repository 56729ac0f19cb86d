# A site's own states become labels; what has none is left out, and what was found is told.
cat > history.jsonl <<'J'
{"text":"The canal froze in January.","state":"published","group":"ice"}
{"text":"Buy backlinks","state":"spam","group":"ice"}
{"text":"You are a fool","state":"removed","group":"locks"}
{"text":"Waiting","state":"held"}
{"text":"Binned","state":"trash"}
{"text":"A site links here","state":"published","type":"pingback"}
{"text":"Judged already","state":"spam","labels":{"spam":0}}
{"text":"Of another program","state":"approved"}
J
"$MODERATO" import --labels history.jsonl
echo "-- a mapping of one's own"
"$MODERATO" import --labels --states 'trash:off_topic=1,published:off_topic=0' history.jsonl
echo "-- wrong uses"
"$MODERATO" import --states spam:spam=1 history.jsonl; echo $?
"$MODERATO" import --labels --states spam history.jsonl; echo $?
