#!/bin/sh
# SPDX-License-Identifier: MIT
# What `make quality` measures with: the metrics by hand-computed values, and the command on tiny
# made-up sets. Needs python3-numpy; skipped without.
. tests/checks/lib.sh
: "${PYTHON:=/usr/bin/python3}"
"$PYTHON" -c 'import numpy' 2>/dev/null || skip_all "no python3-numpy"
quality() {
	"$PYTHON" -B tests/quality/quality.py --bundle "$work/tiny.bundle" --recipe "$work/make.sh" "$@"
}
has() { # pattern, file: such a line
	grep -Eq -- "$1" "$2" || { echo "no $1 in:" && cat "$2" && return 1; }
}

"$PYTHON" -B tests/quality/test_quality.py >"$work/unit" 2>&1
units=$?
# shellcheck disable=SC2046 # two numbers
set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$work/unit")
[ "$units" -eq 0 ] || cat "$work/unit"
add "${1:-0}" "${2:-1}"

# Sets of the names that are measured, each of some made-up sentences.
"$PYTHON" - "$work" <<'END'
import itertools, json, os, random, sys
rng = random.Random(1)
friends = "what a lovely garden|thank you for the recipe|the train was late again|gay and american people live here"
foes = "you are a stupid idiot|shut up you moron|only an idiot says that|what a pathetic clown you are"
adverts = "buy cheap pills at pills.example|earn cash now at win.example|free followers click here|cheap watches sale"
ends = "today|in my town|I think|as my aunt says|on Monday|for the second time|near the lake|with my friends".split("|")
made = {kind: [f"{a} {b} {n}" for n, (a, b) in enumerate(itertools.product(texts.split("|"), ends))]
        for kind, texts in (("toxicity", foes), ("spam", adverts), ("", friends))}
def rows(source, attribute, **more):
    found = [{"id": f"{source}-{n}", "source": source, "text": text, "labels": {attribute: label}, "group": f"g{n % 5}", **more}
             for label in (0, 1) for n, text in enumerate(made[attribute if attribute == "spam" and label else "toxicity" if label else ""])]
    rng.shuffle(found)
    return found
sizes = set()
def write(path, some):  # no two files of one size: that would look like one file
    while (size := sum(len(json.dumps(row)) for row in some)) in sizes:
        some[0]["pad"] = some[0].get("pad", "") + "x"
    sizes.add(size)
    path = os.path.join(sys.argv[1], path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in some)
# Sources do not share texts, or they would be held out together.
def own(source, some):
    return [row | {"text": row["text"] + " " + source} for row in some]
for source in ("toxic-spans", "paradetox", "davidson", "cad-reddit", "wikipedia-toxicity", "sbic",
               "jigsaw2018-train20k", "civil-chunk18"):
    write(f"corpora/train/{source}.jsonl", [r | {"labels": dict.fromkeys(("toxicity", "insult", "identity_attack"), r["labels"]["toxicity"])}
                                            for r in own(source, rows(source, "toxicity"))])
for source in ("youtube-spam", "sms-spam", "blog-spam"):
    write(f"corpora/train/{source}.jsonl", own(source, rows(source, "spam")))
for name in ("wikipedia-context", "globe-and-mail", "offcombr", "salminen-fbyt", "identity-madlibs"):
    write(f"corpora/eval/{name}.jsonl", rows(name, "toxicity", perspective=0.5))
write("corpora/eval/c3-globe.jsonl", [r | {"labels": r["labels"] | {"insult": r["labels"]["toxicity"]}} for r in rows("c3", "toxicity")])
for name, attribute in (("insults-test", "insult"), ("conan", "identity_attack")):
    write(f"corpora/eval/{name}.jsonl", rows(name, attribute))
for name in ("youtube-politics", "gab-reddit", "reddit-coronavirus"):
    write(f"corpora/background/{name}.jsonl", [{"id": str(n), "text": t} for n, t in enumerate(made[""] + made["toxicity"][:9])])
functions = [("everyday_short", "publish", ""), ("other_languages_a", "publish", ""), ("insult_reader_direct", "flag", "toxicity"),
             ("insults_slavic_turkish", "flag", "toxicity"), ("spam_with_link", "flag", "spam"), ("spam_other_languages", "flag", "spam")]
write("cases/checklist.jsonl", [
    {"id": f"{f}-{n}", "function": f, "text": " ".join(t.split()[:6]), "expect": e,
     "attributes": {"toxicity": int(kind == "toxicity"), "spam": int(kind == "spam")}}
    for f, e, kind in functions for n, t in enumerate(made[kind][:16])])
END
cat >"$work/make.sh" <<'END'
#!/bin/sh
set -- "$1" train --seed 1 --out "${2:-x}" --bits 14 --cost 0.1 --min-comments 1 --folds 2 --weight sms-spam=0.5 \
	--assume spam=0:toxic-spans --quiet "$CORPORA"/*.jsonl
[ "${MODE:-}" != options ] || { shift && printf '%s\n' "$@" && exit; }
exec "$@"
END
chmod +x "$work/make.sh"
train=$work/corpora/train
printf '%s\n' '# Models' '<!-- quality:choose -->' 'old' '<!-- /quality:choose -->' 'between' '<!-- quality:confirm -->' \
	'<!-- /quality:confirm -->' 'end' >"$work/README.md"

check "a bundle of them" env CORPORA="$train" "$work/make.sh" "$moderato" "$work/tiny.bundle"
# Sanitised programs take long to train: there only what scores.
if [ -z "${SAN:-}" ]; then
	check "all of it" quality --half both --readme "$work/README.md" "$moderato" "$train"
	for use in talk news forum short spam "other languages"; do
		check "both halves have a number for: $use" [ "$(grep -c "^| $use |" "$work/README.md")" = 2 ]
	done
	check "the sentences that were learned are told apart" has '^\| without davidson: AUC \| 1\.000 \|' "$work/README.md"
	check "and spam in another video" has '^\| youtube-spam, leave one video out: AUC \| (1\.000|0\.9)' "$work/README.md"
	check "siblings are left out" has 'without toxic-spans.* and without civil-chunk18 \|$' "$work/README.md"
	check "what stands around the table stays" [ "$(grep -cE '^(# Models|between|end|old)$' "$work/README.md")" = 3 ]
else
	check "what scores" quality --half both "$moderato" "$train" sets words checklist calibration
fi
quality --half choose "$moderato" "$train" sets levels checklist >"$work/out" 2>"$work/err"
check "a few parts" has '^\| wikipedia-context toxicity: AUC \| [01]\.[0-9]{3} \| .* \| 64 \| 32 positive \|$' "$work/out"
check "beside another scorer" has '^\| wikipedia-context: AUC of Perspective \| 0\.500 \|' "$work/out"
quality --half choose "$moderato" "$train" sets levels checklist >"$work/again" 2>/dev/null
check "the same figures again" cmp "$work/out" "$work/again"
quality "$moderato" "$train" perspective >"$work/out" 2>"$work/err"
check "thresholds beside another scorer's" has '^\| 0\.7 \| 0\.00 % \(0 of 0\) \| [0-9.]+ % \(' "$work/out"
check "and on other comments" has '^\| `reddit-coronavirus` \| 41 \|' "$work/out"
rm "$work/corpora/eval/offcombr.jsonl"
quality --half choose "$moderato" "$train" sets >"$work/out" 2>"$work/err"
check "a set that is not there is told" has 'left out: no eval/offcombr' "$work/err"
check "and the others are measured" has '^\| globe-and-mail toxicity: AUC' "$work/out"
check "but not the use that needs it" [ "$(grep -c 'other languages' "$work/out")" = 0 ]
cp "$train/sbic.jsonl" "$work/corpora/eval/renamed.jsonl"
quality "$moderato" "$train" words >"$work/out" 2>&1
check "a bundle is not measured on what it was trained on" has 'trained on what it would be measured on: sbic' "$work/out"
quality "$moderato" "$work/nowhere" >"$work/out" 2>&1
check "no corpora: an error" [ $? -eq 1 ]
check "that says what CORPORA is" has 'no labelled sources in .*nowhere: CORPORA names the folder' "$work/out"
quality --readme "$work/README.md" "$moderato" "$train" sets >"$work/out" 2>&1
check "no table of some parts into a file" [ $? -eq 2 ]
finish
