# What it prints is an entry of a configuration, with the hash of the key above it.
hash() { printf 'moderato:%s' "$1" | sha256sum | cut -d ' ' -f 1; }
"$MODERATO" serve key new coral --scopes perspective,score --rate 600/minute --expires 2099-01-31 >out || exit
key=$(sed -n 's/.*not shown again: \([0-9a-f]\{12\}\)$/\1/p' out)
sed "s/$key/KEY/; s/$(hash "$key")/HASH/" out
{ echo keys:; cat out; } >a.yaml
"$MODERATO" serve --check-config --config a.yaml
"$MODERATO" serve key new coral --config a.yaml
echo $?
# Another name and a long key.
"$MODERATO" serve key new blog --long --config a.yaml >out
key=$(sed -n 's/.*not shown again: \([0-9a-f]\{32\}\)$/\1/p' out)
sed "s/$key/KEY/; s/$(hash "$key")/HASH/" out
cat out >>a.yaml
exec "$MODERATO" serve --check-config --config a.yaml
