"$MODERATO" eval -j 1 --perturb all --seed 5 "$CORPUS/abuse.jsonl" >a
"$MODERATO" eval -j 3 --perturb all --seed 5 "$CORPUS/abuse.jsonl" >b
cmp a b && grep -c '"slice":"perturbation"' a
