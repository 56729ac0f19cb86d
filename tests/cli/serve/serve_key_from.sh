# A key that clients have already keeps its value; its hash is what anybody else computes.
echo 'AIzaSyExample-Key_of~another.server' | "$MODERATO" serve key new old --from - >a
cat a
grep -c "$(printf 'moderato:AIzaSyExample-Key_of~another.server' | sha256sum | cut -d ' ' -f 1)" a
printf 'abc' >key
"$MODERATO" serve key new old --from key --scopes akismet
for bad in '' '\n' 'two words\n' 'caf\303\251\n'; do
	printf "$bad" | "$MODERATO" serve key new old --from -
	echo $?
done
"$MODERATO" serve key new old --from none
echo $?
