for address in nowhere 127.0.0.1 ::1:80 127.0.0.1:99999 unix:none/x.sock; do
	"$MODERATO" serve --key 0123456789ab --listen "$address"
	echo $?
done
