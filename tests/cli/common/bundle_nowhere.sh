unset MODERATO_BUNDLE
mkdir -p a/b/c/d
cp "$MODERATO" a/b/c/d/moderato
a/b/c/d/moderato screen hello 2>text
code=$?
cut -c 1-61 text
exit $code
