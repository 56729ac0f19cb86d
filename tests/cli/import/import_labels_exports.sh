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
# A thread that is deleted, or a text that is missing, gives no label, whatever the comment's state says.
cat >gone.xml <<'XML'
<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="2"><link>https://mill.example/</link><isDeleted>false</isDeleted></thread>
<thread dsq:id="3"><link>https://mill.example/gone</link><isDeleted>true</isDeleted></thread>
<post dsq:id="21"><message>Kept</message><isSpam>false</isSpam><thread dsq:id="2" /></post>
<post dsq:id="22"><message>In a deleted thread</message><isSpam>false</isSpam><thread dsq:id="3" /></post>
<post dsq:id="23"><message/><isSpam>false</isSpam><thread dsq:id="2" /></post>
</disqus>
XML
cat >trashed.xml <<'XML'
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><link>https://mill.example/</link><wp:post_id>7</wp:post_id><wp:status>trash</wp:status>
<wp:comment><wp:comment_id>31</wp:comment_id><wp:comment_content>In a trashed post</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
<wp:comment><wp:comment_id>32</wp:comment_id><wp:comment_content>Backlinks</wp:comment_content><wp:comment_approved>spam</wp:comment_approved></wp:comment>
</item><item><link>https://mill.example/2</link><wp:post_id>8</wp:post_id><wp:status>publish</wp:status>
<wp:comment><wp:comment_id>33</wp:comment_id><wp:comment_content>Kept</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
<wp:comment><wp:comment_id>34</wp:comment_id><wp:comment_content><![CDATA[<p>&nbsp;</p>]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>
</item></channel></rss>
XML
cat >topics.json <<'J'
[{"post_stream":{"posts":[{"id":41,"username":"ann","cooked":"<p>In a deleted topic</p>","post_number":1,"topic_id":5}]},"id":5,"title":"T","deleted_at":"2024-05-03T10:00:00Z"},
{"post_stream":{"posts":[{"id":42,"username":"ann","cooked":"<p>Kept</p>","post_number":1,"topic_id":6}]},"id":6,"title":"U","deleted_at":null}]
J
cat >reddit.json <<'J'
[{"kind":"t3","data":{"id":"p1","title":"T","removed_by_category":"moderator"}},{"kind":"t3","data":{"id":"p2","title":"U","removed_by_category":null}},
{"kind":"t1","data":{"id":"51","author":"ann","body":"Under a removed post","link_id":"t3_p1","subreddit":"s"}},
{"kind":"t1","data":{"id":"52","author":"ann","body":"Kept","link_id":"t3_p2","subreddit":"s"}}]
J
cat >hn.jsonl <<'J'
{"id":1,"type":"story","time":1,"by":"bo","title":"T","dead":true}
{"id":2,"type":"story","time":1,"by":"bo","title":"U"}
{"id":61,"type":"comment","time":2,"by":"ann","parent":1,"text":"Under a dead story"}
{"id":62,"type":"comment","time":2,"by":"ann","parent":2,"text":"Kept"}
J
for export in gone.xml trashed.xml topics.json reddit.json hn.jsonl; do
	echo "-- $export"
	"$MODERATO" import --labels $export | jq -c '[.id, .state, .labels, .group]'
done
