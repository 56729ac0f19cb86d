# YouTube: two answers of its API, one after the other, and one that was cut off.
cd "$SEEDS/json_records" && "$MODERATO" import youtube-threads.json youtube-cut.json
echo "-- what youtube-comment-downloader writes"
"$MODERATO" import youtube-downloader.json
