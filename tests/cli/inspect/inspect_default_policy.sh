unset MODERATO_BUNDLE
"$MODERATO" inspect --default-policy | grep -c "^rules:"
