# Bytes that are not UTF-8 are repaired; the places are those of the new text.
printf 'stupid \377\376 idiots fo\303 liars\n' |
	"$MODERATO" perturb --format lines --family spaced,case --share 1 --with original
