# The policy that ships, with thresholds that keep budgets on ordinary comments, each with its cost.
"$MODERATO" budget --hold 0.02 --reject 0.001 "$CORPUS/benign.jsonl" "$CORPUS/abuse.jsonl" >policy.yaml
grep -c . policy.yaml
sed -E 's/[0-9]+\.[0-9]{4}"/N"/g; s/# .* of those labelled/# NOTE/; s/# [0-9.]+ % of ordinary comments/# NOTE/' policy.yaml | grep -E 'when:|any:'
# It is a policy, with which no more is held than that; and of itself it makes the same again.
jq -c 'select(all(.labels[]; . != 1))' "$CORPUS/benign.jsonl" "$CORPUS/abuse.jsonl" >ordinary.jsonl
"$MODERATO" score -q --policy policy.yaml --output jsonl ordinary.jsonl | jq -s -c '[(map(select(.decision == "reject")) | length) <= 0.001 * length, (map(select(.decision != "publish")) | length) <= 0.02 * length]'
"$MODERATO" budget -q --hold 0.02 --reject 0.001 --policy policy.yaml "$CORPUS/benign.jsonl" "$CORPUS/abuse.jsonl" | cmp - policy.yaml && echo again
