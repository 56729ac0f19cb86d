# yt-dlp: info.json with comments, and one that was cut off.
cd "$SEEDS/json_records" && "$MODERATO" import ytdlp-info.json ytdlp-cut.json
echo "-- without comments, and without formats"
echo '{"id":"abc","channel_id":"UC1","title":"A mill","upload_date":"20240102","duration":9.5,"subtitles":{}}' | "$MODERATO" import
echo $?
echo "-- of another site, and one that says that there are none"
cd "$SEEDS/json_records" && "$MODERATO" import ytdlp-other-site.json ytdlp-null.json
