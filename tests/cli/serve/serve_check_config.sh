# What is wrong is told in one line, with the file and the line.
check() {
	printf "$1" >a.yaml
	"$MODERATO" serve --check-config --config a.yaml
	echo $?
}
check 'anonymous: true\n'
check '# nothing\n'
check 'anonymous: true\nlimits:\n  bodi: 2MiB\n'
check 'anonymous: true\nlimits:\n  body: 2 MB\n'
check 'anonymous: true\npolicy: none.yaml\n'
check 'anonymous: true\nbundle: a.yaml\n'
check 'anonymous: true\nfeedback: none/feedback.jsonl\n'
check 'anonymous: true\nlog: {access: none/access.log}\n'
check 'anonymous: true\ntls: {certificate: none.pem, key: none.pem}\n'
check 'anonymous: true\ntls: {certificate: a.yaml, key: a.yaml}\n'
check 'coral: {secrets_file: none}\n'
check 'a: *b\n'
"$MODERATO" serve --check-config --config none.yaml
echo $?
"$MODERATO" serve --check-config --key 0123456789ab
# Files that will be written to are not made.
check 'anonymous: true\nfeedback: feedback.jsonl\nlog: {access: access.log}\nshadow: {bundle: '$BUNDLE', samples: samples.jsonl}\n'
ls
