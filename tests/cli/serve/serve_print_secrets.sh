# Neither a key nor a secret is printed, and what stands for a secret is not taken for one.
"$MODERATO" serve --key 0123456789ab --print-config >a.yaml || exit
grep -c 0123456789ab a.yaml
grep -A 1 -e '- name:' -e '^coral' a.yaml
exec "$MODERATO" serve --config a.yaml
