"$MODERATO" score --bundle nosuch.bundle
