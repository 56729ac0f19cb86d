# Times become UTC in ISO 8601 in every form of input and output; what cannot be read stays, and is counted.
cat >dates.csv <<'END'
comment,created_utc,author
"hello there all",1680486026,bob
"hello again",1680486026.0,bob
"hello 3",1680486026000,bob
"hello 4",2023-04-03 01:40:26,bob
"hello 5","Apr 3, 2023 1:40 AM",bob
"hello 6",04/03/2023 01:40,bob
"hi 7",2023-04-03T01:40:26+0200,bob
"hi 8","Mon, 03 Apr 2023 01:40:26 GMT",bob
"hi 9",2023-04-03,bob
"hi 10",20230403,bob
"hi 11",,bob
END
"$MODERATO" import dates.csv
"$MODERATO" import -q --to wxr dates.csv | grep -c 'comment_date_gmt.*2023-04-0[23] [02][13]:40:26'
"$MODERATO" import dates.csv | "$MODERATO" import -q | grep -c '"created":"2023-04-0[23]T[02][13]:40:26Z"'
cat >dates.jsonl <<'END'
{"id": 1, "text": "a", "created": 1680486026}
{"id": 2, "text": "b", "created": 1680486026123.5, "parent_id": 1, "group": 7}
{"id": 3, "text": "c", "created": "Mon Apr 03 01:40:26 +0000 2023"}
{"id": 4, "text": "d", "created": "soon"}
END
"$MODERATO" import dates.jsonl
# The report's page has them as seconds.
"$MODERATO" score -q --report page.html dates.csv >/dev/null
grep -o '16804[78][0-9]*' page.html | sort | uniq -c
