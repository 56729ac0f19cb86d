"$MODERATO" screen --policy nosuch.yaml hello
