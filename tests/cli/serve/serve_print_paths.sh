# Paths are relative to the folder of the configuration, and are printed whole.
mkdir conf
cat >conf/a.yaml <<'YAML'
bundle: b.bundle
policy: /etc/policy.yaml
listen: ["unix:run/x.sock"]
log: {access: "-"}
coral: {secrets_file: ../secrets}
YAML
echo one >secrets
"$MODERATO" serve --print-config --config conf/a.yaml | grep -v '#' | sed "s,$PWD,HERE," |
	grep -e bundle -e policy -e listen -e access: -e secrets -e '#'
