# What a second reading gains and costs, and a bundle with another share. The encoder is a small one of
# random numbers: how much is gained is not tested.
"$MODERATO" train -q -o twice.bundle --encoder "$SEEDS/../../unit/encoder_golden.bin" --second all --attributes toxicity,insult --bits 14 --folds 2 --cost 1 "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >/dev/null
"$MODERATO" cascade -q --bundle twice.bundle --ordinary "$CORPUS/news.jsonl" "$CORPUS/abuse.jsonl" "$CORPUS/benign.jsonl" >table
sed -E '1!s/[0-9]\.[0-9]{4}/N/g; s/ *-?[0-9.]+ %$/ N/; s/^ *([0-9]+)\.[0-9] %/\1 %/' table
# A share of the bundle's own choice, and read by all, by none.
"$MODERATO" cascade --bundle twice.bundle --ordinary "$CORPUS/news.jsonl" --share 0.25 -o quarter.bundle 2>told
sed -E 's/[0-9]\.[0-9]{4}/N/; s/2[45]\.[0-9]+ %/N %/' told
for second in auto always never; do
	"$MODERATO" score -q --second $second --bundle quarter.bundle --output jsonl "$CORPUS/news.jsonl" >$second.jsonl
	"$MODERATO" score -q -j 2 --second $second --bundle quarter.bundle --output jsonl "$CORPUS/news.jsonl" | cmp - $second.jsonl
	jq -s '[.[] | select(.readings == 2)] | length * 100 / 1830 | round' $second.jsonl
done
# Who is read once has the scores of 'never', who is read twice those of 'always'.
jq -c '[.readings, .scores]' auto.jsonl >auto
jq -c '[2, .scores]' always.jsonl >always
jq -c '[null, .scores]' never.jsonl >never
paste -d '\n' always never | grep -Fxc -f auto | awk '{print ($1 >= 1830 ? "same" : "differ")}'
# The policy says it, and the option has the last word.
printf 'version: 1\nsecond_reading: never\nrules:\n  - {name: a, when: {links: 9}, action: hold}\n' >never.yaml
"$MODERATO" score -q --policy never.yaml --bundle quarter.bundle --output jsonl "$CORPUS/news.jsonl" | grep -c readings
"$MODERATO" score -q --policy never.yaml --second always --bundle quarter.bundle --output jsonl "$CORPUS/news.jsonl" | grep -c readings
# Explained, it sums to the margin.
"$MODERATO" explain --top 1000 --second always --bundle quarter.bundle --attributes toxicity --output jsonl "You are a fool and a liar." >explained
jq -r '.shares[] | select(.feature | startswith("encoder: what")) | .feature' explained
jq '(.bias + ([.shares[].share] | add) - .margin) | fabs < 1e-4' explained
