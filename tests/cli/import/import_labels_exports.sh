# What WordPress and Disqus say of their comments, as labels.
cat >blog.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>The mill</title><link>https://mill.example/</link><wp:post_id>7</wp:post_id>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[Good news.]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type></wp:comment>
<wp:comment><wp:comment_id>2</wp:comment_id><wp:comment_content><![CDATA[Backlinks for sale]]></wp:comment_content><wp:comment_approved>spam</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>
<wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_content><![CDATA[Waiting]]></wp:comment_content><wp:comment_approved>0</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>
<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_content><![CDATA[Binned]]></wp:comment_content><wp:comment_approved>trash</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>
<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_content><![CDATA[[...] a site links here [...]]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_type>pingback</wp:comment_type></wp:comment>
</item></channel></rss>
XML
post() { # id, deleted, spam, approved
	printf '<post dsq:id="%s"><message><![CDATA[<p>Number %s.</p>]]></message><isDeleted>%s</isDeleted><isSpam>%s</isSpam><isApproved>%s</isApproved><thread dsq:id="2" /></post>\n' \
		"$1" "$1" "$2" "$3" "$4"
}
{
	echo '<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"><thread dsq:id="2"><link>https://mill.example/</link></thread>'
	post 11 false false true
	post 12 false true false
	post 13 true false true
	post 14 false false false
	echo '</disqus>'
} >disqus.xml
for export in blog.xml disqus.xml; do
	"$MODERATO" import --labels $export | jq -c '[.id, .state, .labels, .group]'
done
"$MODERATO" import -q --labels --states trash:toxicity=1 disqus.xml | jq -c '[.id, .labels]'
