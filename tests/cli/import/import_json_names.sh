# JSON of other programs: members are called as the columns of tables may be, or as --columns says.
echo '[{"comment":"hello there","author":"a"}]' >comment.json
echo '{"body":"hello there","author":"a"}' >body.jsonl
"$MODERATO" import comment.json body.jsonl
echo "== names"
cat >names.jsonl <<'END'
{"comment_id": 7, "message": "hello", "user_name": "Ann", "created_utc": 1680486026, "thread_id": 3}
{"content": "hello", "comment": "this is likelier", "Email": "a@example.org", "is_root": true}
{"text": "our own", "username": "stays what it is"}
{"body": "of another program", "source": {"id": "7"}, "state": 2}
{"title": "no text"}
END
"$MODERATO" import names.jsonl
echo "== paths"
cat >paths.json <<'END'
[
	{"comment": {"body": "hello", "by": {"name": "Ann", "mail.address": "a@example.org"}}, "at": "2023-04-03T01:40:26+02:00", "flag": "ham"},
	{"comment": {"body": 5}, "flag": -1, "text": "not this"},
	{"comment": {"body": "again"}, "flag": "junk"},
	{"comment": {"body": "again"}, "flag": "perhaps"},
	{"comment.body": "flat", "comment": {"body": "deep"}, "flag": true},
	{"comment": "none"}
]
END
columns=text=comment.body,author=comment.by.name,author_email=comment.by.mail.address,created=at,labels.spam=flag
"$MODERATO" import --columns $columns --labels-map junk=1 paths.json
"$MODERATO" import -q --columns $columns paths.json | wc -l
echo "== another form's members"
echo '{"id":"c1","body":"hello","author":"x","subreddit":"y","link_id":"t3_a","parent_id":"t3_a","name":"t1_c1"}' >reddit.jsonl
"$MODERATO" import --columns text=author,author=body reddit.jsonl
echo "== options"
for map in text=#1 text text=a,text=b what=a; do
	"$MODERATO" import --columns $map paths.json
	echo "exit $?"
done
"$MODERATO" import --no-header --format jsonl names.jsonl
echo "exit $?"
echo '{"text":"x","labels":{"spam":"Junk","insult":"no","threat":-1,"a":"?"}}' | "$MODERATO" import --labels-map junk=1,?=
echo '{"text":"x","labels":{"spam":"junk"}}' | "$MODERATO" import
echo "== authors that are objects"
cat >authors.json <<'END'
[
	{"id": 1, "body": "A", "author": {"id": 5, "name": "Ann"}},
	{"id": 2, "text": "B", "author": {"username": "bob", "name": null}},
	{"id": 3, "comment": "C", "user": {"login": "cy"}, "group": {"id": 7}},
	{"id": 4, "text": "D", "author": {"id": 6}},
	{"id": 5, "text": "E", "author": ["Di"]}
]
END
"$MODERATO" import authors.json
