printf 'anonymous: true\n' | "$MODERATO" serve --check-config --config -
