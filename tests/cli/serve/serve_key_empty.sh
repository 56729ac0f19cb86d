exec "$MODERATO" serve --key ''
