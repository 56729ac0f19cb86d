#!/bin/sh
# SPDX-License-Identifier: MIT
# The default bundle is what models/default/make.sh makes of the corpora as they are: opened by this
# program, of the card beside it, trained on files of the sizes that are there now, by the same
# command. (Training it anew takes minutes: `make models && git diff --stat models`.)
. tests/checks/lib.sh
bundle=models/default/default.bundle
facts=$("$moderato" inspect --bundle $bundle --output jsonl)
is "seven attributes" "$(echo "$facts" | jq -r '[.attributes[].name] | join(" ")')" \
	"spam toxicity severe_toxicity insult profanity threat identity_attack"
is "at most 32 MB" "$([ "$(wc -c <$bundle)" -le 32000000 ] && echo yes)" yes
card=$("$moderato" inspect --bundle $bundle --card)
is "the card beside it" "$card" "$(cat models/default/default.card.md)"
# The figures for programs: those of the Markdown, and the bundle's where it has them.
json=models/default/default.card.json
is "a card for programs beside it" "$(jq -r '.moderato_card' $json)" 1
is "of the same command" "$(jq -r '.command' $json)" "$(echo "$facts" | jq -r '.facts.command')"
is "of the same held-out files" \
	"$(jq -r '.held_out[] | "| \(.file) | \(.bytes) | \(.hash) | \(.n) | \(.n_trained) |"' $json)" \
	"$(sed -n '/^| file | bytes | hash | comments /,/^$/p' models/default/default.card.md | sed '1,2d;/^$/d')"
is "with the same counts" \
	"$(jq -r '.held_out[] | .file as $f | .figures[] | select(.slice != "identity")
		| "| \($f) | \(.attribute) | \(.slice) | \(.name) | \(.n) | \(.n_positive) |"' $json)" \
	"$(sed -n '/^| file | attribute | slice /,/^$/p' models/default/default.card.md | sed '1,2d;/^$/d' |
		cut -d'|' -f1-7 | sed 's/$/|/')"
if "$B/moderato" inspect --bundle $bundle --card-json >/dev/null 2>&1; then
	is "the same in the bundle" "$("$B/moderato" inspect --bundle $bundle --card-json)" "$(cat $json)"
fi
notes=$(cat models/default/notes.md)
case $card in
*"$notes"*) is "the notes are in the card" yes yes ;;
*) is "the notes are in the card" no yes ;;
esac
for file in corpus/[!s]*.jsonl corpus/spam.jsonl ../shared/corpora/train/*.jsonl; do
	[ -e "$file" ] || continue
	is "trained on $file as it is" \
		"$(echo "$facts" | jq -r --arg f "corpus ${file##*/}" '.facts[$f] // "nothing" | split(" ")[0]')" \
		"$(wc -c <"$file" | tr -d ' ')"
done
# What both trainings share, as make.sh says it; the weights of ordinary comments and of grades are the second's alone.
options=$(CORPORA=../shared/corpora/train MODE=options models/default/make.sh "$moderato" | awk '
	/^--(cost|contrast|perturb-train|weight|assume|bits|chars|folds|termset|positive|min-comments)$/ {
		option = $0; getline; print option, $0}' | sort)
command=$(echo "$facts" | jq -r '.facts.command')
used=$(echo "$command" | grep -oE '\-\-(cost|contrast|perturb-train|weight|assume|bits|chars|folds|termset|positive|min-comments) [^ \\]+' | grep -vE 'ordinary-|encoder-grades' | sort)
is "trained by make.sh's options" "$used" "$options"
finish
