#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write what takes the most memory of feeds, Blogger's two exports, Stack Exchange's, WordPress's
database and Movable Type's export, for tests/checks/memory_exports.sh, to a folder.

    tests/checks/memory_exports_inputs.py FOLDER
"""
from memory_words import COMMENT, write

RECORD = 2 << 20  # MODERATO_RECORD_BYTES_MAX
TAG = 256 << 10   # XML_TOKEN_BYTES_MAX

FEED = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>"
KIND = (b"<category scheme='http://schemas.google.com/g/2005#kind' "
        b"term='http://schemas.google.com/blogger/2008/kind#%s'/>")
SAID = b'<entry><id>c%d</id>' + KIND % b'comment' + b'<content>%s</content></entry>\n'
POST = b'<entry><id>%s</id>' + KIND % b'post' + b'<title>%s</title></entry>\n'
# Names, each of which expat remembers, in a record that is read to its end though it is too long.
NAMES = b''.join(b'<a%x/>' % i for i in range(1200000))
markup = b'<b>x</b>' * (COMMENT // 8 - 20)
write('feed.xml', FEED, b'<title>Comments on x</title>',
      *(b'<entry><id>c%d</id><content>%s</content><summary>%s</summary><title>%s</title></entry>\n'
        % (i, markup, b'&amp;' * 100000, markup) for i in range(8)), b'</feed>')
write('names.xml', FEED, b'<title>Comments on x</title>', b'<entry><id>x</id>', NAMES, b'</entry></feed>')
# More posts than are kept, of which short ones take the most, before and after what belongs to them.
write('blogger.xml', FEED, *(POST % (b'p%d' % i, b't') for i in range(800000)), SAID % (1, markup),
      b'<entry>' + KIND % b'comment', NAMES, b'</entry></feed>')
write('takeout.xml', FEED[:-1] + b" xmlns:blogger='http://schemas.google.com/blogger/2018'>",
      b'<entry><id>c</id><blogger:type>COMMENT</blogger:type><content>' + markup + b'</content></entry>\n',
      *(b'<entry><id>p%0100d</id><blogger:type>POST</blogger:type><title>%s</title></entry>\n'
        % (i, b't' * 400) for i in range(150000)), b'</feed>')
write('stackexchange.xml', b'<?xml version="1.0"?><comments>\n',
      *(b'<row Id="%d" PostId="1" Text="%s"/>\n' % (i, b'&#xA;' * ((TAG - 100) // 5)) for i in range(20)),
      b'<row PostId="1" Text="x">', NAMES, b'</row></comments>')
# Rows as long as a record may be, and more posts than are kept.
write('wp.sql', b'INSERT INTO wp_comments (comment_ID,comment_post_ID,comment_content,comment_agent) VALUES ',
      b','.join(b"(%d,%d,'%s','%s')" % (i, i, b"\\'" * (COMMENT // 2 - 100), b'a' * (RECORD - COMMENT - 200))
                for i in range(6)), b';\n',
      *(b"INSERT INTO wp_posts (ID,post_title,guid) VALUES (%d,'t','');\n" % i for i in range(800000)))
write('mt.txt', b'AUTHOR: Ed\nTITLE: x\nDATE: 05/03/2024 09:00:00 AM\n-----\nBODY:\n', b'word ' * (1 << 20), b'\n-----\n',
      *(b'COMMENT:\nAUTHOR: Ann\nDATE: 05/03/2024 12:00:01 AM\n%s\n-----\n' % (b'word \n' * (COMMENT // 6 - 20))
        for i in range(20)), b'--------\n')
