# Feeds of comments, as WordPress, Blogger, TypePad, Disqus, Reddit and others have them.
ns='xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:thr="http://purl.org/syndication/thread/1.0" xmlns:atom="http://www.w3.org/2005/Atom"'
cat >rss.xml <<XML
<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" $ns><channel><title>Kommentare zu: Neue &amp;amp; alte Stege</title><atom:link href="https://r.example/1/feed/" rel="self"/><link>https://r.example/1</link><image><title>Logo</title><url>x</url></image>
<item><title>Von: Ann Lowe</title><link>https://r.example/1#comment-5</link><dc:creator><![CDATA[Ann Lowe]]></dc:creator><pubDate>Fri, 03 May 2024 10:00:00 +0200</pubDate><guid isPermaLink="false">https://r.example/?p=1#comment-5</guid><description><![CDATA[Good news for my mother.]]></description><content:encoded><![CDATA[<p>Good news for my mother.</p>]]></content:encoded><slash:comments>0</slash:comments></item>
<item><title>Von: Bo</title><link>https://r.example/1/comment-page-2/#comment-6</link><dc:creator>Bo</dc:creator><pubDate>3 May 24 10:00 GMT</pubDate><guid>https://r.example/?p=1#comment-6</guid><description>Als Antwort auf &lt;a href="https://r.example/1#comment-5"&gt;Ann&lt;/a&gt;.</description><thr:in-reply-to ref="https://r.example/?p=1#comment-5" href="https://r.example/1#comment-5"/></item>
</channel></rss>
XML
cat >site.xml <<XML
<rss version="2.0" $ns><channel><title>Comments for Ridge</title>
<item><title>Comment on New stiles by Ann Lowe</title><link>https://r.example/1#comment-5</link><dc:creator>Ann Lowe</dc:creator><description>a</description></item>
<item><title>Re: Gates</title><link>https://r.example/2#comment-77</link><author>bo@mail.example (Bo Hart)</author><pubDate>yesterday</pubDate><description>b</description></item>
<item><title>By: Cy</title><description>c</description></item>
<item><title>An article</title><link>https://r.example/3</link><wfw:commentRss>https://r.example/3/feed</wfw:commentRss><description>An article</description></item>
</channel></rss>
XML
cat >atom.xml <<XML
<feed xmlns="http://www.w3.org/2005/Atom" $ns><title type="text">Comments on New stiles</title><id>https://r.example/1/feed/atom/</id><link rel="alternate" href="https://r.example/1#comments"/>
<entry><title>By: Ann Lowe</title><link rel="alternate" href="https://r.example/1#comment-5" type="text/html"/><author><name>Ann Lowe</name><uri>http://ann.example</uri><email>ann@mail.example</email></author><id>https://r.example/1#comment-5</id><updated>2024-05-03T10:00:00Z</updated><published>2024-05-03T09:00:00Z</published><content type="html" xml:base="x"><![CDATA[<p>Good news</p>]]></content><thr:in-reply-to ref="https://r.example/1" href="https://r.example/1" type="text/html"/></entry>
<entry><title>Bo on New stiles</title><author><name>Bo</name></author><id>https://r.example/1#comment-6</id><updated>2024-05-03T10:00:00Z</updated><summary>So good</summary><thr:in-reply-to ref="https://r.example/1#comment-5" href="https://r.example/1#comment-5"/></entry>
</feed>
XML
cat >blogger.xml <<XML
<feed xmlns="http://www.w3.org/2005/Atom" $ns><id>tag:blogger.com,1999:blog-1.post-7.comments</id><title type="text">Comments on Ridge: New stiles</title>
<entry><id>tag:blogger.com,1999:blog-1.post-3</id><title type="text">Thanks</title><content type="html">Thanks</content><link rel="related" href="http://www.blogger.com/feeds/1/7/comments/default/2"/><link rel="alternate" type="text/html" href="http://ridge.example/stiles.html?showComment=1#c3"/><author><name>Cy</name></author><thr:in-reply-to href="http://ridge.example/stiles.html" ref="tag:blogger.com,1999:blog-1.post-7"/></entry></feed>
XML
cat >reddit.xml <<XML
<feed xmlns="http://www.w3.org/2005/Atom"><title>New stiles : ridge</title><entry><author><name>/u/ed</name></author><content type="html">The post</content><id>t3_aa1</id><link href="https://www.reddit.com/r/ridge/comments/aa1/new_stiles/"/><title>New stiles</title></entry>
<entry><author><name>/u/ann</name><uri>https://www.reddit.com/user/ann</uri></author><content type="html">&lt;p&gt;Good&lt;/p&gt;</content><id>t1_cc3</id><link href="https://www.reddit.com/r/ridge/comments/aa1/new_stiles/cc3/"/><updated>2024-05-03T10:00:00+00:00</updated><title>/u/ann on New stiles</title></entry></feed>
XML
cat >rdf.xml <<XML
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" $ns><channel><title>Recent comments</title><link>x</link></channel>
<item><title>Gates</title><link>http://r.example/node/3#comment-9</link><dc:creator>Di</dc:creator><dc:date>2024-05-03T10:00:00+01:00</dc:date><description>d</description></item></rdf:RDF>
XML
{
	echo "<rss version=\"2.0\" $ns><channel><title>Kommentare für den Grat</title>"
	while read -r title; do
		echo "<item><title>$title</title><link>https://r.example/1#comment-5</link><dc:creator>Ann Lowe</dc:creator><description>a</description></item>"
	done <<'TITLES'
Kommentar zu Neue Stege von Ann Lowe
Kommentar zu Grüße von Bo
Commentaires sur Échaliers neufs par Ann Lowe
Comentario en Portillas nuevas por Ann Lowe
Comentários em Cancelas por Ann Lowe
Reactie op Nieuwe hekken door Ann Lowe
Commenti su Cancelli di Ann Lowe
Комментарий к записи Новые калитки (Ann Lowe)
Ann Lowe对《新的台阶》的评论
Ann Lowe より 新しい踏み段 へのコメント
Ein Besuch bei Ann Lowe
TITLES
	echo "</channel></rss>"
} >languages.xml
cat >page_fr.xml <<XML
<rss version="2.0" $ns><channel><title>Commentaires sur : Échaliers : le retour</title><item><title>Par : Ann</title><link>https://r.example/1#comment-5</link><dc:creator>Ann</dc:creator><description>a</description></item></channel></rss>
XML
cat >page_zh.xml <<XML
<rss version="2.0" $ns><channel><title>《新的台阶》的评论</title><item><title>来自:Ann</title><link>https://r.example/1#comment-5</link><dc:creator>Ann</dc:creator><description>a</description></item></channel></rss>
XML
for feed in languages page_fr page_zh; do
	"$MODERATO" import $feed.xml | sed 's/.*"title":\("[^"]*"\).*/\1/'
done
for feed in rss site atom blogger reddit rdf; do
	echo "-- $feed"
	"$MODERATO" import $feed.xml
done
echo "-- articles are no comments"
cat >articles.xml <<XML
<rss version="2.0" $ns><channel><title>No comments</title><item><title>New stiles</title><link>https://r.example/1</link><comments>https://r.example/1#comments</comments><guid>https://r.example/?p=1</guid><description><![CDATA[See <a href="https://r.example/0#comment-5">Ann's comment</a>]]></description><wfw:commentRss>https://r.example/1/feed</wfw:commentRss><slash:comments>2</slash:comments></item></channel></rss>
XML
"$MODERATO" import articles.xml
