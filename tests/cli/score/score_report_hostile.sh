# What could end a script element, a string or a line is escaped; spans are UTF-16 units; what is
# not valid UTF-8 is U+FFFD.
cat > in.jsonl <<'END'
{"id":"</script>","text":"</SCRIPT><!-- \u2028 \u2029 \u0000 \"\\ 😀 you are an idiot","author":"<b>"}
END
printf '{"id":"bad","text":"\377\300\200 you are an idiot"}\n' >> in.jsonl
echo '{"text":"fine"}' >> in.jsonl
cat > policy.yaml <<'END'
version: 1
rules:
  - name: insult
    when: {insult: ">= 0.5"}
    action: reject
  - name: toxicity
    when: {toxicity: ">= 0.4"}
    action: hold
END
$MODERATO score -q --policy policy.yaml --report page.html in.jsonl | jq -c '[.id, .decision, .reasons[].spans]'
sed -n '/class="rows"/,/<\/script>/p' page.html | sed 's/\],\[\[.*\]\],/],…,/; s/,\[[0-9,]*\],/,[…],/'
sed -n '/class="rows"/,/<\/script>/p' page.html | sed '/^<script/d; s/^\]<\/script>$//; s/,$//; /^$/d' |
	jq -c '(.[4] | explode | tostring), .[3][]'
