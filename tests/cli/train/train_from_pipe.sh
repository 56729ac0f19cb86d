# A corpus from a pipe or standard input trains as a file does; it only leaves no record.
for i in 1 2 3 4 5 6; do
	echo '{"text":"buy number '$i' now","labels":{"spam":1}}'
	echo '{"text":"I read number '$i' with joy","labels":{"spam":0}}'
done >in.jsonl
mkfifo pipe
cat in.jsonl >pipe &
"$MODERATO" train --quiet --folds 2 -o pipe.bundle pipe >figures && echo trained
"$MODERATO" train --quiet --folds 2 -o stdin.bundle - <in.jsonl >figures && echo trained
