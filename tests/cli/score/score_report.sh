# A page beside the usual output: what it says of the run, and its rows (without scores).
$MODERATO score --output csv --report page.html $CORPUS/sample-thread.jsonl | cut -d , -f 1,2 | tail -n 4
grep -c 'Content-Security-Policy' page.html
sed -n '/id="facts"/,/<\/script>/p' page.html | sed 's/^<script[^>]*>//; s/<\/script>$//' |
	jq -c '.files, .policy, .skipped, .listed, .attributes, .rules[0], .n, .undated, .days, (.bins[0] | length, add)'
sed -n '/class="rows"/,/<\/script>/p' page.html | sed '/^<script/d; s/^\]<\/script>$//; s/,$//; /^$/d' |
	jq -c 'del(.[2], .[3][]?[1], .[4])' | head -n 8
ls
