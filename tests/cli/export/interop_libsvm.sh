# The real svm-train reads `features`; the real svm-predict gives the margins that score prints.
for i in 1 2 3 4 5 6 7 8 9; do
	echo '{"text":"you are an idiot, number '$i'","labels":{"toxicity":1}}'
	echo '{"text":"thank you for number '$i'","labels":{"toxicity":0}}'
done >in.jsonl
"$MODERATO" train --quiet --kernel rbf --folds 3 -o rbf.bundle in.jsonl >figures
for bundle in rbf.bundle "$BUNDLE"; do
	"$MODERATO" features --bundle "$bundle" --attributes toxicity in.jsonl >vectors
	"$MODERATO" export --bundle "$bundle" --attributes toxicity -o head.model
	svm-predict vectors head.model predicted >log
	"$MODERATO" score --quiet --bundle "$bundle" --with margins --output jsonl in.jsonl |
		jq .margins.toxicity >margins
	paste predicted margins | awk '{d = $1 - $2; if (d > 1e-6 || d < -1e-6) n++}
		END {print NR, "margins,", n + 0, "differ by more than 1e-6"}'
done
svm-train -q -t 0 vectors trained.model && svm-predict vectors trained.model labels
