echo hello >bad.bundle
"$MODERATO" screen --bundle bad.bundle hello
