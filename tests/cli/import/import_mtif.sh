# Movable Type's export, with every member, a ping, and dashes in a text; TypePad's has addresses.
cat >export.txt <<'TXT'
AUTHOR: Ed
TITLE: New stiles
BASENAME: stiles
STATUS: Publish
ALLOW COMMENTS: 1
DATE: 05/03/2024 09:00:00 AM
-----
BODY:
The council has replaced eleven stiles.
COMMENT:
is no comment here.
-----
EXTENDED BODY:
More.
-----
EXCERPT:

-----
KEYWORDS:

-----
COMMENT:
AUTHOR: Ann Lowe
EMAIL: ann@mail.example
IP: 192.0.2.1
URL: http://ann.example
DATE: 05/03/2024 12:00:01 AM
SECRET: 0
PASS:
Good news <b>for</b> my mother:

-----
she cannot climb.
URL: http://not-a-field.example
--------
Bye
-----
COMMENT:
AUTHOR: Bob Hart
DATE: 05/03/2024 15:30
-----
PING:
TITLE: On stiles
URL: http://other.example/1
IP: 192.0.2.2
BLOG NAME: Another site
DATE: 12/31/2024 12:30:00 PM
What they say
-----
--------
TITLE: Gates
AUTHOR: Ed
UNIQUE URL: http://ridge.example/gates.html
DATE: 05/04/2024 09:00:00
-----
COMMENT:
DATE: yesterday
No author
-----
COMMENT:
AUTHOR: Di
URL: <a href="http://di.example/?a=1" rel="nofollow">http://di.example/</a>
A link
-----
COMMENT:
AUTHOR: Ed
URL: <a name="ed">Ed</a>
No link
-----
--------
AUTHOR: Ed
TITLE: Nothing
-----
BODY:
x
-----

TXT
"$MODERATO" import export.txt
echo "-- CRLF, compressed, labels"
sed 's/$/\r/' export.txt | gzip -c | "$MODERATO" import --labels | jq -c '[.author, .text, .title, .created, .type, .labels]'
echo "-- prose with dashes is none"
printf 'Dear Ed,\nTITLE: x\n-----\nBODY:\nx\n' | "$MODERATO" import | jq -r .text | head -n 1
