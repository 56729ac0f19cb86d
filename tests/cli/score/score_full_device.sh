[ -e /dev/full ] || exit 4
"$MODERATO" score "$CORPUS/spam.jsonl" >/dev/full 2>text
code=$?
cat text >&2
exit $code
