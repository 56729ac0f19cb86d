# JSON of other programs in which the comments are in an array within an object, as APIs answer page by page.
two='[{"id":1,"body":"Hello","user":{"name":"Ann"},"replies":[{"id":9,"body":"not read"}]},{"id":2,"body":"Bye","user":{"name":"Bob"}}]'
echo "{\"comments\":$two}" >comments.json
echo "{\"meta\":{\"comments\":7,\"items\":[{\"id\":3,\"text\":\"of the page\"}]},\"data\":$two,\"links\":[\"a\"]}" >data.json
echo "{\"@context\":\"/c\",\"hydra:member\":$two,\"hydra:totalItems\":2}" >hydra.json
echo "{\"status\":\"ok\",\"data\":{\"comments\":$two,\"total\":2}}" >nested.json
printf '{\n  "content": %s,\n  "pageable": {"pageNumber": 0}\n}\n' "$two" >spring.json
for page in comments data hydra nested spring; do
	echo "== $page"
	"$MODERATO" import $page.json | jq -c '[.id, .author, .text]'
done
echo "== pages, one a line, and from a pipe"
cat comments.json comments.json >pages.json
"$MODERATO" import -q pages.json | wc -l
cat pages.json | "$MODERATO" import -q | wc -l
echo "== mistakes"
cat >broken.json <<'END'
{"count": 4, "results": [
	{"id": 1, "text": "first", "author": "Ann"},
	{"id": 2, "text": 5, "author": "Ann"},
	{"id": 3, "text": "third" "author": "Ann"},
	{"id": 4, "text": "fourth", "author": "Ann"},
	{"id": 5, "te
END
"$MODERATO" import broken.json
echo "exit $?"
echo "== nothing in it"
echo '{"count":0,"next":null,"results":[]}' >empty.json
"$MODERATO" import empty.json
echo "exit $?"
echo "== none"
echo '{"error":404,"message":"not found"}' >error.json
echo '{"messages":[{"role":"user","content":"hello"}]}' >chat.json
echo '{"errors":[{"id":7,"message":"too many"}]}' >errors.json
"$MODERATO" import error.json chat.json errors.json
echo "exit $?"
