# A row that is broken is lost and told with its line; those around it are not.
row() { # id, text as it is in the dump
	printf "(%s,7,'A','','','','2024-05-03 10:00:00','2024-05-03 10:00:00',%s,0,'1','','',0,0)" "$1" "$2"
}
long=$(head -c 90000 /dev/zero | tr '\0' y)
{
	echo '-- MySQL dump 10.13'
	echo 'INSERT INTO `wp_comments` VALUES'
	row 1 "'Whole'"; echo ,
	row 2 "'It's broken'"; echo ,
	row 3 "'Not closed"; echo ,
	row 4 "'After them'"; echo ,
	echo "(5,7,'too few'),"
	row 6 "NOW()"; echo ,
	row 8 "'$long$long$long'"; echo ,
	row 9 "'After a long one'"; echo ';'
	echo "INSERT INTO \`wp_options\` VALUES (1,'it's broken'),(2,'x');"
	echo "INSERT INTO \`wp_comments\` VALUES $(row 10 "'After another table'");"
	printf 'INSERT INTO `wp_comments` VALUES '; row 11 "'Before the end'"; printf ",(12,7,'cut o"
} >dump.sql
"$MODERATO" import dump.sql | jq -c '[.id, .text[:20]]'
echo "-- in another table, to the end"
printf "INSERT INTO wp_comments (comment_content) VALUES ('a');\nINSERT INTO wp_links VALUES (1,'not closed" | "$MODERATO" import
