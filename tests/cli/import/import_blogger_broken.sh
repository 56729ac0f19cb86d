# What is broken costs its record and is told with its line; an export without comments is no fault.
comment() { # number, content, how the entry ends
	echo "<entry><id>tag:blogger.com,1999:blog-1.post-$1</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><content type='html'>$2</content><thr:in-reply-to href='http://r.example/' ref='tag:blogger.com,1999:blog-1.post-1'/>$3"
}
head="<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
{
	echo "$head"
	comment 1 Whole '</entry>'
	comment 2 'Not closed'
	comment 3 'A < and & in it' '</entry>'
	comment 4 'Undeclared &nbsp;&eacute;' '</entry>'
	printf '<entry><id>tag:blogger.com,1999:blog-1.post-7</id><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/><title>Long</title><content type="html">'
	head -c 3000000 /dev/zero | tr '\0' x
	echo '</content></entry>'
	printf '<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#comment"/><content type="html">'
	head -c 300000 /dev/zero | tr '\0' y
	echo '</content></entry>'
	comment 5 'After them' '</entry>'
	comment 6 'Cut off'
} >blog.xml
"$MODERATO" import blog.xml
echo "-- nothing"
echo "$head<entry><id>a</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/></entry></feed>" | "$MODERATO" import
