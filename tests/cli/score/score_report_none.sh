# A page without comments is a page.
$MODERATO score --format jsonl --report page.html /dev/null
sed -n '/id="facts"/,/<\/script>/p' page.html | sed 's/^<script[^>]*>//; s/<\/script>$//' | jq -c '.n, .days, .listed'
grep -c 'class="rows"' page.html || :
