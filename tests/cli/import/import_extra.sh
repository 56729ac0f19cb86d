printf '{"mood":[1,2],"text":"a\\u00e9","id":"1"}\n' | "$MODERATO" import
