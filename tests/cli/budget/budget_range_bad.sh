# Budgets are shares of all.
for option in --hold=1.1 --hold=-1 --reject=2 --hold=x; do
	"$MODERATO" budget "$option" "$CORPUS/benign.jsonl"
	echo $?
done
