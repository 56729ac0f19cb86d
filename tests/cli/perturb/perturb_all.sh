# One line for each family; labels and unknown members stay, spans of the old text do not.
printf '%s\n' '{"id":"1","text":"Go home, you stupid idiot","labels":{"toxicity":1},"group":"g","x":[1],"spans":[[0,2]]}' |
	"$MODERATO" perturb --share 1 --seed 1
