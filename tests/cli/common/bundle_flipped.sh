# A bundle with one bit flipped is refused, never scored wrongly.
cp "$BUNDLE" broken.bundle
printf '\001' | dd of=broken.bundle bs=1 seek=100000 conv=notrunc 2>/dev/null
"$MODERATO" screen --bundle broken.bundle hello
