#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the inputs that take the most memory that is known, for tests/checks/memory.sh, to a folder.

    tests/checks/memory_inputs.py FOLDER
"""
from memory_words import COMMENT, words, write

RECORD = 2 << 20   # MODERATO_RECORD_BYTES_MAX
dense = words(0, 90000)[:COMMENT - 100]
write('comment.txt', dense)
line = b'{"text":"' + dense + b'","parent":"' + dense + b'","author":"x"}\n'
write('comments.jsonl', line * 6)
write('many.jsonl', line * 12)
write('records.jsonl', b'{"text":"a","x":"' + b'x' * (RECORD - 100) + b'"}\n', b'{"text":"b"}\n')
write('rows.jsonl', *(b'{"text":"%s","labels":{"spam":%d,"toxicity":%d}}\n'
                      % (words(40 * i, 8), i % 2, i // 2 % 2) for i in range(20000)))
write('few.jsonl', *(b'{"text":"%s","labels":{"spam":%d,"toxicity":%d}}\n'
                     % (words(40 * i, 8), i % 2, i // 2 % 2) for i in range(2000)))

write('long.csv', b'text,author\n', (b'"' + b'a""' * (COMMENT // 3 - 10) + b'",b\n') * 4)
write('wide.csv', b'text' + b',c' * 4095 + b'\n', (b'x' + b',y' * 4095 + b'\n') * 100)
write('page.txt', b'Log in to comment\n', *(b'  \xe2\x80\xa2 name\n\n    ' + b'word ' * 50000 + b'\n'
                                            for i in range(4)))
write('tags.html', b'<html><body>', b'<p>' * (20 << 20))
write('text.html', b'<html><body><div class=comment><i class=author>a</i><p>', b'word ' * (12 << 20))
write('references.html', b'<html><body><div class=comment><i class=author>a</i><p>',
      b'a&amp;' * (10 << 20))
write('discussion.html', b'<html><body>',
      (b'<li class=comment>' + b'<p>x' * 12 + b'<p class=author>a<p class=text>' + b'word ' * 35 + b'\n') * 240000)
write('latin.html', b'<meta charset=iso-8859-1><div class=comment><i class=author>a</i><p>',
      b'\xe9\xe8 ' * (20 << 20))
write('ld.html', b'<html><script type="application/ld+json">[',
      b'{"@type":"Comment","text":"some words of a reader","author":"b"},' * 900000, b'{}]</script>')
write('repeated.json', b'{"id":1,"type":"story",', b'"author":"",' * 1000000, b'"text":"x"}')
write('stories.json', b'[', b','.join(b'{"id":%d,"type":"story","title":"%s","by":"x","time":1}'
                                      % (i, b't' * 400) for i in range(100000)), b']')
write('threads.xml', b'<?xml version="1.0"?><disqus xmlns:dsq="x">',
      *(b'<thread dsq:id="%d"><link>http://x.example/%s</link><title>%s</title></thread>'
        % (i, b'l' * 200, b't' * 200) for i in range(50000)),
      b'<post dsq:id="1"><message>x</message></post></disqus>')
BEGIN = (b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
         b'<title>t</title>')
write('broken.xml', BEGIN, b'<wp:comment><wp:comment_content>a<</wp:comment_content>' * 40000)
write('names.xml', BEGIN, b'<wp:comment>', *(b'<a%d/>' % i for i in range(500000)),
      b'</wp:comment></item></channel></rss>')
