# The parent decides: the texts are all alike.
awk 'BEGIN { for (i = 0; i < 60; i++) printf "{\"text\":\"well said %d\",\"parent\":\"a %s plan\",\"labels\":{\"insult\":%d}}\n", i % 7, i % 3 ? "splendid" : "rotten", i % 3 == 0 }' >c.jsonl
train() { "$MODERATO" train -q --bits 14 --folds 2 --cost 1 -o "$1" $2 c.jsonl | jq -c 'select(.slice == "all") | .auc > 0.99'; }
train text.bundle
train parent.bundle "--context parent"
echo '{"text":"well said","parent":"a rotten plan"}' >one.jsonl
"$MODERATO" explain --stream --top 0 --bundle parent.bundle --attributes insult one.jsonl |
	jq -c '(.shares | map(.share) | add) + .rest + .bias - .margin | fabs < 1e-6'
"$MODERATO" explain --stream --top 0 --bundle parent.bundle --attributes insult one.jsonl | jq -r '.shares[].feature' | grep '^parent rotten'
"$MODERATO" train -q -o x.bundle --context parent,mood c.jsonl
