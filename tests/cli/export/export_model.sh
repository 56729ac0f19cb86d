"$MODERATO" export --attributes spam | head -n 2
"$MODERATO" export --attributes spam --type svc -o spam.model
head -n 1 spam.model
ls
