#!/bin/sh
# SPDX-License-Identifier: MIT
# Parquet, where the plug-in that reads it was built: columns of all types say what is written beside
# the files (tests/parquet/make.py made these), and every option and command has them as it has CSV.
# cli/import/import_parquet and unit/parquet hold what is refused, with and without the plug-in.
. tests/checks/lib.sh
unset MODERATO_PARQUET
is "without the plug-in --version says nothing of it" \
	"$(MODERATO_PARQUET='' "$moderato" --version | grep -c Arrow)" 0
[ -e "$B/moderato-parquet.so" ] || skip_all "no Arrow: make deps-arrow installs it below build/"
export MODERATO_BUNDLE="$test_bundle"
files=$root/tests/parquet

is "--version names the library" "$("$moderato" --version | sed -n 's/.*, \(Arrow\) [0-9.]*$/\1/p')" Arrow
for name in types old; do
	check "$name.parquet" sh -c "'$moderato' import -q '$files/$name.parquet' | diff '$files/$name.jsonl' -"
done
is "what is left out is said" "$("$moderato" import "$files/types.parquet" 2>&1 >/dev/null)" \
	"moderato: 2 columns are left out, as lists and bytes are no text"
is "standard input that is a file" "$("$moderato" import -q - <"$files/old.parquet" | cksum)" \
	"$(cksum <"$files/old.jsonl")"
is "columns by names and numbers" \
	"$("$moderato" import -q --columns text=username,author=#18,labels.insult=spam --labels-map false=1 \
		"$files/types.parquet" | jq -cM '[.text, .author[-2:], .labels.insult]' | head -n 2 | tr -d '\n')" \
	'["ann","00",1]["bob","01",1]'
said() { # options: the message that refuses them
	"$moderato" import "$@" "$files/types.parquet" 2>&1 | sed "s|.*$files/||"
}
is "a list is no text" "$(said --columns text=tags.list.element)" \
	'types.parquet: column "tags.list.element" is a list or a map, not text'
is "bytes are no text" "$(said --columns text=hash)" 'types.parquet: column "hash" is binary data, not text'
is "another format" "$(said --format csv)" "types.parquet: this is parquet, not csv"
is "a delimiter" "$(said --delimiter ';')" "types.parquet: a delimiter is for csv and tsv, this is parquet"
is "a character set" "$(said --charset koi8-r)" \
	"types.parquet: a character set is for text, this is parquet"

if [ -z "$SAN" ]; then # the manual's figure
	took=$("${PYTHON:-/usr/bin/python3}" -B tests/checks/peak.py "$moderato" import -q "$files/types.parquet")
	check "$took MB, promised 48" [ "$took" -le 48 ]
fi

# Shards make the whole, and the threads' order is the file's.
for i in 1 2 3; do
	"$moderato" score -q --shard $i/3 "$files/types.parquet"
done >"$work/shards"
"$moderato" score -q "$files/types.parquet" >"$work/whole"
is "rows of the whole" "$(wc -l <"$work/whole")" 5
check "three shards" cmp "$work/whole" "$work/shards"
finish
