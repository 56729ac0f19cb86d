# Somebody who says nothing is told how to begin.
exec "$MODERATO" serve
