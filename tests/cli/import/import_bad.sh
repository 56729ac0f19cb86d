printf '{"text":"a"}\n{"x":1}\n' | "$MODERATO" import --strict
