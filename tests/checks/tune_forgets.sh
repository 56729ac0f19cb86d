#!/bin/sh
# SPDX-License-Identifier: MIT
# A bundle that is tuned to a site, or trained further, keeps what it knew: plain advertisements of
# kinds that the site never saw. What would forget them is refused, and says why.
. tests/checks/lib.sh
base=$test_bundle
corpus=$root/corpus site=$root/corpus/sample-site.xml
cd "$work" || exit 4

cat >spam.jsonl <<'END'
{"text":"Buy cheap viagra online no prescription http://pills.example"}
{"text":"Cheap cialis and viagra, best price, order now http://pharmacy.example/buy"}
{"text":"FREE casino bonus, 100 spins, sign up now http://casino.example"}
{"text":"Best replica watches, 80% off, free shipping http://watches.example"}
{"text":"Earn $5000 a week from home, click here http://earn.example"}
END
cat >plain.jsonl <<'END'
{"text":"I disagree, the council should have asked first."}
{"text":"Thank you for the article, my mother lives near there."}
{"text":"The bus was late again this morning, third time this week."}
END
scores() { # bundle file: the spam scores in a row
	"$moderato" score -q --bundle "$1" --output jsonl "$2" | jq -s '[.[].scores.spam]'
}
figure() { jq -es ".[] | select(.attribute == \"spam\") | $2" "$1"; } # file what

check "the base knows plain spam" jq -en "$(scores "$base" spam.jsonl) | min > 0.97"
for jobs in 1 2; do
	"$moderato" tune -q -j $jobs --bundle "$base" -o tuned$jobs.bundle "$site" >figures$jobs
	check "tuned, -j $jobs" [ $? -eq 0 ]
done
check "any number of threads gives the same bytes" cmp tuned1.bundle tuned2.bundle
check "the site gains" figure figures1 '.head == "tuned" and .auc > .base_auc + 0.01'
check "it is measured what is forgotten: nothing" figure figures1 \
	'.knew | .comments[1] >= 30 and .change > 0 and .auc > .base_auc - 0.01 and .caught > .base_caught - 0.05'
check "plain spam is held as before" jq -en "$(scores tuned1.bundle spam.jsonl) | min >= 0.90"
check "plain comments are not" jq -en "$(scores tuned1.bundle plain.jsonl) | max < 0.1"
check "the card says so" grep -q '^| spam |.* trained |$' tuned1.card.md
"$moderato" tune -q --bundle tuned1.bundle -o again.bundle "$site" >again 2>/dev/null
check "what is tuned can be tuned again" figure again '.knew != null'

# The same site with its labels the wrong way round.
"$moderato" import -q --labels "$site" |
	jq -c 'select(.labels.spam != null) | .labels = {spam: (1 - .labels.spam)}' >wrong.jsonl
"$moderato" tune -q --bundle "$base" -o wrong.bundle wrong.jsonl >wrong 2>wrong.said
check "labels the wrong way round are refused" [ $? -eq 1 ]
check "with the reason" grep -qE 'spam: the (tuned head forgets what the bundle knew|labels contradict the bundle) \(' wrong.said
check "and nothing is written" [ ! -e wrong.bundle ]
"$moderato" train -q --base "$base" --attributes spam --folds 3 --cost 0.3 -o wrong.bundle wrong.jsonl >/dev/null 2>wrong.said
refuses_or_keeps() { # status: of training, which wrote wrong.bundle when it was 0
	[ "$1" -eq 3 ] && grep -q 'spam: refused, for it forgets what the base knew (.*, was .*)' wrong.said ||
		jq -en "$(scores wrong.bundle spam.jsonl) | min >= 0.90"
}
check "train --base refuses them, too, or goes only as far as plain spam stays spam" refuses_or_keeps $?
"$moderato" import -q --labels "$site" | "$moderato" train --base "$base" --attributes spam --folds 3 \
	--cost 0.3 -o on.bundle >/dev/null 2>on.said
check "train --base with the right labels" [ $? -eq 0 ]
check "says what became of it" grep -q 'spam: AUC on what the base knew: ' on.said
check "and keeps it" jq -en "$(scores on.bundle spam.jsonl) | min >= 0.90"

# A bundle that carries nothing along.
"$moderato" train -q --rehearsal -1 --attributes spam --bits 16 --folds 2 --cost 0.3 -o bare.bundle "$corpus/spam.jsonl" "$corpus/adverts.jsonl" >/dev/null
"$moderato" tune --bundle bare.bundle -o x.bundle "$site" >bare 2>bare.said
check "without a sample tune says that it cannot tell" \
	grep -q 'what was forgotten cannot be checked' bare.said
check "in its figures as well" figure bare '.knew == null'
check "and in the card" grep -q 'Nothing can be said: the base carries no comments along' x.card.md

finish
