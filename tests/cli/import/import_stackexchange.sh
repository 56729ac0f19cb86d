# Comments.xml of a Stack Exchange dump, with every member; Posts.xml has none.
cat >Comments.xml <<'XML'
<?xml version="1.0" encoding="utf-8"?>
<comments>
  <row Id="1" PostId="3" Score="5" Text="Could be a poster child fo argumentative &amp; subjective. At the least, &lt;b&gt; needs&#xA;`code`." CreationDate="2010-07-19T19:15:52.517" UserId="13" ContentLicense="CC BY-SA 2.5" />
  <row Id="2" PostId="5" Score="0" Text="Yes, R is nice- but WHY is it 'valuable'." CreationDate="2010-07-19T19:16:14.980" UserDisplayName="user28" ContentLicense="CC BY-SA 2.5" />
  <row Id="3" PostId="9" Score="0" Text="" CreationDate="2010-07-19T19:18:54.617" UserId="13" />
</comments>
XML
"$MODERATO" import Comments.xml
gzip -c Comments.xml | "$MODERATO" import --labels | jq -c '[.id, .labels]'
echo "-- other tables of a dump"
echo '<?xml version="1.0" encoding="utf-8"?><posts><row Id="1" PostTypeId="1" Body="x" /></posts>' | "$MODERATO" import
echo $?
echo '<?xml version="1.0" encoding="utf-8"?><votes><row Id="1" PostId="1" VoteTypeId="2" /></votes>' | "$MODERATO" import
echo $?
echo "-- an empty table"
printf '<?xml version="1.0" encoding="utf-8"?>\n<comments>\n</comments>\n' >empty.xml
"$MODERATO" import empty.xml
echo $?
