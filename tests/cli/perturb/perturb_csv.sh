printf 'key,comment\n7,"such a stupid, stupid idiot"\n' |
	"$MODERATO" perturb --columns text=comment,id=key --family dotted,join --seed 2
