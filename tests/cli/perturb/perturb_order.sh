# What becomes of a comment does not depend on the others or on the other families.
"$MODERATO" perturb --family swap,mask "$CORPUS/spam.jsonl" | grep '"family":"mask"' | sort >a
tac "$CORPUS/spam.jsonl" | "$MODERATO" perturb --family mask | sort >b
cmp a b && wc -l <a
