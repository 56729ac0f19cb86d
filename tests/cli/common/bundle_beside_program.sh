# models/default beside the program, or above a build folder.
unset MODERATO_BUNDLE
mkdir -p build/release models/default
cp "$MODERATO" build/release/moderato
cp "$BUNDLE" models/default/default.bundle
build/release/moderato screen --output scores hello | wc -l
