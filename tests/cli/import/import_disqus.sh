cat >export.xml <<'XML'
<?xml version="1.0"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="2"><id>mill</id><link>https://mill.example/</link><title>The mill</title></thread>
<post dsq:id="4">
	<message><![CDATA[<p>Good news.</p>]]></message>
	<createdAt>2013-10-10T19:20:29Z</createdAt>
	<isDeleted>false</isDeleted>
	<isSpam>true</isSpam>
	<author><name>Ann</name><email>ann@mail.example</email></author>
	<ipAddress>192.0.2.7</ipAddress>
	<thread dsq:id="2" />
	<parent dsq:id="3" />
</post>
</disqus>
XML
gzip -c export.xml | "$MODERATO" import
