# The condition alone makes score look for campaigns.
for n in 4 5; do
	printf 'version: 1\nrules:\n  - name: campaign\n    when: {repeated: %s}\n    action: hold\n' $n >policy.yaml
	"$MODERATO" score --policy policy.yaml --output csv --attributes spam "$CORPUS/sample-campaign.jsonl" | cut -d, -f1,2,4-
done
"$MODERATO" screen --policy policy.yaml "One comment has no batch." | grep -o '"decision":"[a-z]*"'
