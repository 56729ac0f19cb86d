# What it writes can be scored, and perturbed again.
printf '{"id":"1","text":"you stupid idiot"}\n' | "$MODERATO" perturb --family leet,mask --share 1 |
	"$MODERATO" perturb --family split --share 1 | "$MODERATO" score -q | wc -l
