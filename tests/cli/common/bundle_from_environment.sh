MODERATO_BUNDLE=nosuch.bundle "$MODERATO" screen hello
