head -c 5000 "$BUNDLE" >cut.bundle
"$MODERATO" screen --bundle cut.bundle hello 2>/dev/null
