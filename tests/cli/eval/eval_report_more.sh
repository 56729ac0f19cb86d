# The page has the disguises and the marked spans too, when they are measured.
{ cat "$CORPUS/abuse.jsonl"; echo '{"text":"you idiot","spans":[[4,9]],"labels":{"toxicity":1}}'; } >in.jsonl
"$MODERATO" eval --attributes toxicity --report page.html --perturb case,leet in.jsonl >/dev/null
sed -n '/id="facts"/,/<\/script>/p' page.html | sed 's/^<script[^>]*>//; s/<\/script>$//' >facts
jq -c '.figures[] | select(.slice == "perturbation") | [.name, (.auc, .auc_loss, .recall_kept, .held_perturbed | type)]' facts
jq -c '.figures[] | select(.n_spans) | [.n_spans, (.span_f1 | type)]' facts
