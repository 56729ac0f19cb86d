printf '%s\n' '{"id":"4","text":"Good, \"they\" said","created":"2014-01-14T17:31:03Z","group":"7"}' '{"text":""}' |
	"$MODERATO" import --to csv
