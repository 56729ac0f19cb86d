# yt-dlp: info.json with comments, and one that was cut off.
cd "$SEEDS/json_records" && "$MODERATO" import ytdlp-info.json ytdlp-cut.json
