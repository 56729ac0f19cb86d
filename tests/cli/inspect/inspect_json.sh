"$MODERATO" inspect | grep -o '^{"facts":{\|"attributes":\[{"name":"spam"'
