"$MODERATO" train -o x.bundle --attributes spam --folds 1 --cost 1 --calibration platt \
	"$CORPUS/spam.jsonl"
