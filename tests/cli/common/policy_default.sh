# The policy that ships can be read back.
"$MODERATO" inspect --default-policy >policy.yaml
"$MODERATO" screen --policy policy.yaml hello >a
"$MODERATO" screen hello >b
cmp a b
