# Only thresholds are changed: names, other signs and notes of the policy's own stay.
cat >own.yaml <<'P'
version: 1
rules:
  # when: {spam: ">= 0.5"}
  - name: "spam: >= 0.5"
    when: {spam: ">= 0.5"} # mine
    action: hold
  - name: two
    when: {insult: ">= 0.5", toxicity: ">= 0.4"} # mine too
    action: reject
  - name: either
    when: {links: ">= 2"}
    any: {insult: ">= 0.5", threat: "< 0.4"} # stays
    action: reject
  - name: swearing
    when: {profanity: ">= 0.5"}
    action: reject
P
"$MODERATO" budget -q --policy own.yaml "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" >new.yaml
sed -E 's/[0-9]\.[0-9]{4}"/N"/g; s/# [0-9.]+ % of ordinary comments(, [0-9]+ %)?/# N/' new.yaml
"$MODERATO" screen --policy new.yaml --output jsonl hello | jq -r .decision
"$MODERATO" budget -q --policy new.yaml "$CORPUS/benign.jsonl" "$CORPUS/spam.jsonl" | cmp - new.yaml && echo again
