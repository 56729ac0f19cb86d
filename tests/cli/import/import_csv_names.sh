# Columns named as WordPress's table, YouTube's takeout and its API, and Facebook's API have them.
printf 'comment_ID,comment_post_ID,comment_author,comment_author_email,comment_author_url,comment_author_IP,comment_date,comment_date_gmt,comment_content,comment_karma,comment_agent\n7,3,Tansy,t@example.org,,192.0.2.1,2024-07-01 19:01:00,2024-07-01 17:01:00,Who would buy a mill?,0,Lynx\n' >wordpress.csv
printf 'Comment ID,Channel ID,Comment Create Timestamp,Price,Parent Comment ID,Post ID,Video ID,Comment Text,Top-Level Comment ID\nUg1,UC1,2024-07-01T17:01:00.1+00:00,0,,,v1,Who would buy a mill?,\n' >takeout.csv
printf 'id,authorDisplayName,authorChannelUrl,videoId,publishedAt,textDisplay,textOriginal\nUg1,Tansy,https://example.org/@tansy,v1,2024-07-01T17:01:00Z,Who &lt;3,Who <3\n' >api.csv
printf 'id,message,created_time,from.name,parent.id\n1_2,Who would buy a mill?,2024-07-01T17:01:00+0000,Tansy,1\n' >facebook.csv
"$MODERATO" import wordpress.csv takeout.csv api.csv facebook.csv
echo "-- as wp comment list writes it"
printf 'comment_ID,comment_post_ID,comment_date,comment_approved,comment_author,comment_content,comment_parent\n1,3,2024-05-03 12:00:00,1,Ann,"Hi, you",0\n2,3,2024-05-03 12:05:00,spam,S,Buy,1\n3,3,2024-05-03 12:05:00,plugin,S,Buy,0\n' >cli.csv
"$MODERATO" import cli.csv
echo "-- German, with times as they are written there, rows that are empty and cells that are too many"
printf 'Kommentar;Name;Datum;E-Mail\nHallo;Ann;3.5.2024 14:05;a@example.org\nJa;Bob;3. Mai 2024 um 15:05 Uhr;;\n;;;\nNein;Cy;gestern;;;;\nzu viel;Di;;;x\n' >german.csv
"$MODERATO" import german.csv
echo "-- American"
printf 'text,user,date\nhi,Ann,5/13/2024 2:05 PM\nho,Bob,5/3/2024 12:05 AM\nhm,Cy,05/03/2024 15:00\n' | "$MODERATO" import
