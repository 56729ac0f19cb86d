# WordPress: answers of its REST API, wp comment list, phpMyAdmin's table; broken and cut off.
cd "$SEEDS/json_records" && "$MODERATO" import wpjson-rest.json wpjson-cli.json wpjson-phpmyadmin.json wpjson-cut.json
echo "-- WordPress.com's own API"
"$MODERATO" import wpjson-com.json
