cat >export.xml <<'XML'
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<item>
	<title>The mill</title>
	<link>https://mill.example/7</link>
	<content:encoded><![CDATA[<p>The post</p>]]></content:encoded>
	<wp:post_id>7</wp:post_id>
	<wp:comment>
		<wp:comment_id>3</wp:comment_id>
		<wp:comment_author><![CDATA[Ann]]></wp:comment_author>
		<wp:comment_author_email>ann@mail.example</wp:comment_author_email>
		<wp:comment_date_gmt>2014-01-14 17:31:03</wp:comment_date_gmt>
		<wp:comment_content><![CDATA[Good <b>news</b>, at last.]]></wp:comment_content>
		<wp:comment_approved>1</wp:comment_approved>
		<wp:comment_parent>0</wp:comment_parent>
	</wp:comment>
	<wp:comment>
		<wp:comment_id>4</wp:comment_id>
		<wp:comment_content>A <b>broken</i> field</wp:comment_content>
		<wp:comment_approved>spam</wp:comment_approved>
		<wp:comment_type>trackback</wp:comment_type>
		<wp:comment_parent>3</wp:comment_parent>
	</wp:comment>
	<wp:comment>
		<wp:comment_id>5</wp:comment_id>
	<wp:comment>
		<wp:comment_id>6</wp:comment_id>
		<wp:comment_content>After one that is not closed</wp:comment_content>
		<wp:comment_approved>0</wp:comment_approved>
	</wp:comment>
	<wp:comment>
		<wp:comment_id>7</wp:comment_id>
		<wp:comment_content>A note of an editor</wp:comment_content>
		<wp:comment_approved>0</wp:comment_approved>
		<wp:comment_type>note</wp:comment_type>
	</wp:comment>
</item>
</channel>
</rss>
XML
"$MODERATO" import export.xml
