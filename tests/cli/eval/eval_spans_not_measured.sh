echo '{"text":"you idiot","spans":[[4,9]]}' | "$MODERATO" eval --spans toxicity --attributes spam
