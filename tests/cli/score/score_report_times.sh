# Times as exports write them become seconds; what is none is kept as it is.
for created in 2025-02-03T08:12:40Z 2025-02-03T08:12:40.123456Z '2025-02-03 09:12:40 +0100' \
	2025-02-03T09:12:40+01:00 2025-02-03T03:12-05 '2025-02-03 08:12' 2025-02-03 2025/02/03 1738570360 1738570360000 \
	1738570360.25 2024-02-29 2025-02-29 2000-02-29T00:00:00Z 2100-02-29 1970-01-01 2199-12-31T23:59:59Z 2200-01-01 \
	2025-13-01 2025-02-03T25:00 2025-02-03T08:12:40Zx 20250203 0000-00-00 yesterday; do
	jq -cn --arg created "$created" '{text: "a", created: $created}'
done > in.jsonl
$MODERATO score -q --output csv --report page.html in.jsonl | wc -l
sed -n '/class="rows"/,/<\/script>/p' page.html | sed '/^<script/d; s/^\]<\/script>$//; s/,$//; /^$/d' > rows
jq -r .created in.jsonl | paste - rows | while IFS="$(printf '\t')" read -r created row; do
	printf '%-30s %s\n' "$created" "$(printf '%s' "$row" | jq -c '.[7] | if type == "number" and . > 0 then "\(.) \(todate)" else . end')"
done
sed -n '/id="facts"/,/<\/script>/p' page.html | sed 's/^<script[^>]*>//; s/<\/script>$//' | jq -c '.undated, .days'
