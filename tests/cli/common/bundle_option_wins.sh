MODERATO_BUNDLE=nosuch.bundle "$MODERATO" screen --bundle "$BUNDLE" --output scores hello | wc -l
