# Columns named as WordPress's table, YouTube's takeout and its API, and Facebook's API have them.
printf 'comment_ID,comment_post_ID,comment_author,comment_author_email,comment_author_url,comment_author_IP,comment_date,comment_date_gmt,comment_content,comment_karma,comment_agent\n7,3,Tansy,t@example.org,,192.0.2.1,2024-07-01 19:01:00,2024-07-01 17:01:00,Who would buy a mill?,0,Lynx\n' >wordpress.csv
printf 'Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text,Top-Level Comment ID\nUg1,UC1,2024-07-01T17:01:00.1+00:00,0,,,v1,Who would buy a mill?,\n' >takeout.csv
printf 'id,authorDisplayName,authorChannelUrl,videoId,publishedAt,textDisplay,textOriginal\nUg1,Tansy,https://example.org/@tansy,v1,2024-07-01T17:01:00Z,Who &lt;3,Who <3\n' >api.csv
printf 'id,message,created_time,from.name,parent.id\n1_2,Who would buy a mill?,2024-07-01T17:01:00+0000,Tansy,1\n' >facebook.csv
"$MODERATO" import wordpress.csv takeout.csv api.csv facebook.csv
