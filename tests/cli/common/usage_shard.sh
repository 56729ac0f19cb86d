for shard in 0/4 5/4 1/65537 1 a/b 1/ 1/2x ''; do
	"$MODERATO" score --shard "$shard" </dev/null
done
"$MODERATO" score --shard 65536/65536 </dev/null && echo fine
"$MODERATO" score --resume </dev/null
