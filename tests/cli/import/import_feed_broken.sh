# What is broken costs its entry and is told with its line; a feed without comments is no fault.
item() { # number, description, how the item ends
	echo "<item><link>https://r.example/1#comment-$1</link><description>$2</description>$3"
}
{
	echo '<rss version="2.0"><channel><title>Comments on: Stiles</title>'
	item 1 Whole '</item>'
	item 2 'Not closed'
	item 3 'A < and & in it' '</item>'
	item 4 'Undeclared &nbsp;&eacute;' '</item>'
	printf '<item><link>https://r.example/1#comment-5</link><description>'
	head -c 300000 /dev/zero | tr '\0' y
	echo '</description></item>'
	item 6 'After it' '<dc:creator>A</dc:creator x></item>'
	item 7 'Cut off'
} >feed.xml
"$MODERATO" import feed.xml
echo "-- nothing"
echo '<rss version="2.0"><channel><title>Comments on: Stiles</title></channel></rss>' | "$MODERATO" import
echo $?
echo '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Stege のコメント</title><atom:link href="https://r.example/comments/feed/" rel="self" type="application/rss+xml" /></channel></rss>' | "$MODERATO" import
echo $?
echo "<feed xmlns='http://www.w3.org/2005/Atom'><title type='text'>Ridge</title><link rel='self' type='application/atom+xml' href='https://www.blogger.com/feeds/7/comments/default'/></feed>" | "$MODERATO" import
echo $?
