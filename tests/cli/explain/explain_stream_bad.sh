printf '{"text":"a"}\n{"x":1}\n' | "$MODERATO" explain --format jsonl | wc -l
