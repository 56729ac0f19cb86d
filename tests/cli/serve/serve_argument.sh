exec "$MODERATO" serve here
