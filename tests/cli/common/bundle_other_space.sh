# A bundle of another format version is refused with both numbers.
cp "$BUNDLE" other.bundle
printf '\007' | dd of=other.bundle bs=1 seek=8 conv=notrunc 2>/dev/null
"$MODERATO" screen --bundle other.bundle hello
