# Both forms of Blogger's export: a comment may come before its post, and what was removed, waits or
# is spam is told apart.
cat >blog.xml <<'XML'
<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0' xmlns:app='http://purl.org/atom/app#'>
<id>tag:blogger.com,1999:blog-1.archive</id><title type='text'>Ridge</title>
<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>
<entry><id>tag:blogger.com,1999:blog-1.layout</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#template'/><title type='text'>Template: Ridge</title><content type='text'>&lt;html/></content></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2024-05-03T10:00:00.000+02:00</published><updated>2024-05-03T10:00:09.000+02:00</updated>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/>
<title type='text'>Good news</title><content type='html'>Good news for my mother.&lt;br /&gt;Bye</content>
<link rel='edit' type='application/atom+xml' href='http://www.blogger.com/feeds/1/7/comments/default/2'/>
<link rel='self' type='application/atom+xml' href='http://www.blogger.com/feeds/1/7/comments/default/2'/>
<link rel='alternate' type='text/html' href='http://ridge.example/2024/05/stiles.html?showComment=1714723200000#c2' title=''/>
<author><name>Ann &amp;amp; Bo</name><uri>http://ann.example/</uri><email>noreply@blogger.com</email><gd:image rel='x' src='y'/></author>
<thr:in-reply-to href='http://ridge.example/2024/05/stiles.html' ref='tag:blogger.com,1999:blog-1.post-7' source='http://www.blogger.com/feeds/1/posts/default/7' type='text/html'/>
<gd:extendedProperty name='blogger.itemClass' value='pid-1'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-7</id><published>2024-05-02T10:00:00.000Z</published>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><category scheme='http://www.blogger.com/atom/ns#' term='comment'/>
<title type='text'>New stiles</title><content type='html'>The post</content><link rel='alternate' type='text/html' href='http://ridge.example/2024/05/stiles.html' title='New stiles'/><author><name>Ed</name></author></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-3</id><published>2024-05-03T11:00:00.000Z</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><title type='text'>Thanks</title><content type='xhtml'><div xmlns="http://www.w3.org/1999/xhtml"><p>Thanks, <b>Ann</b></p></div></content>
<link rel='related' type='application/atom+xml' href='http://www.blogger.com/feeds/1/7/comments/default/2'/><author><name>Cy</name><email>cy@mail.example</email></author>
<thr:in-reply-to href='http://ridge.example/2024/05/stiles.html' ref='tag:blogger.com,1999:blog-1.post-7'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-4</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><content type='html'>This comment has been removed by the author.</content><thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-7'/><gd:extendedProperty name='blogger.contentRemoved' value='true'/></entry>
<entry><id>tag:blogger.com,1999:blog-1.post-5</id><app:control><app:draft>yes</app:draft></app:control><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><content type='html'>Waiting</content><link rel='alternate' href='http://ridge.example/2024/05/gates.html?showComment=1#c5'/><thr:in-reply-to ref='tag:blogger.com,1999:blog-1.post-8'/></entry>
</feed>
XML
"$MODERATO" import blog.xml
comment() { # number, status, what else
	printf '<entry><id>tag:blogger.com,1999:blog-1.post-%s</id><blogger:parent>tag:blogger.com,1999:blog-1.post-7</blogger:parent>%s<blogger:type>COMMENT</blogger:type><blogger:status>%s</blogger:status><author><name>Ann</name><uri>http://ann.example/</uri><blogger:type>BLOGGER</blogger:type></author><title></title><content type="html">Number %s</content><blogger:created>2024-05-03T09:59:00Z</blogger:created><published>2024-05-03T10:00:00Z</published><updated>2024-05-03T10:00:00Z</updated>%s</entry>\n' \
		"$1" "$4" "$2" "$1" "$3"
}
{
	echo "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id><title>Ridge</title>"
	comment 2 LIVE '<blogger:trashed/>' '<blogger:inReplyTo/>'
	comment 3 SPAM '' '<blogger:inReplyTo>tag:blogger.com,1999:blog-1.post-2</blogger:inReplyTo>'
	comment 4 PENDING '' ''
	comment 5 LIVE '<blogger:trashed>2024-06-01T00:00:00Z</blogger:trashed>' ''
	comment 6 EMPTIED '' ''
	comment 8 OF_TOMORROW '' ''
	echo '<entry><id>tag:blogger.com,1999:blog-1.post-9</id><blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status><content type="html"></content></entry>'
	echo "<entry><id>tag:blogger.com,1999:blog-1.post-7</id><blogger:type>POST</blogger:type><blogger:status>LIVE</blogger:status><title>New stiles</title><content type='html'>The post</content><blogger:filename>/2024/05/stiles.html</blogger:filename><link/><enclosure/></entry></feed>"
} >feed.atom
"$MODERATO" import feed.atom
echo "-- labels, and from a pipe"
"$MODERATO" import --labels feed.atom | jq -c '[.id, .state, .labels]'
"$MODERATO" import -q <blog.xml | jq -c '[.id, .title]'
cat blog.xml | "$MODERATO" import -q | jq -c '[.id, .title]'
