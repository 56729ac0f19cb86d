#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write what takes the most memory of the forms and options that tests/checks/memory_forms.sh is
about, to a folder.

    tests/checks/memory_forms_inputs.py FOLDER
"""
import random

from memory_words import COMMENT, words, write

dense = words(0, 90000)[:COMMENT - 100]
write('comments.jsonl', (b'{"text":"' + dense + b'","parent":"' + dense + b'","author":"x"}\n') * 2)
write('threads.jsonl', (b'{"text":"' + dense + b'"}\n') * 70)
# A report's page: as many bytes as it takes, and as many rows and threads.
write('bytes.jsonl', (b'{"text":"' + b'a' * (COMMENT - 100) + b'"}\n') * 280)
write('rows.jsonl', *(b'{"text":"a","group":"%0200d","url":"http://x.example/%0200d"}\n' % (i, i)
                      for i in range(40000)))
write('labels.jsonl', *(b'{"text":"%s","group":"%d","labels":{"spam":%d,"toxicity":%d}}\n'
                        % (words(40 * i, 8), i // 4, i % 2, i // 2 % 2) for i in range(2000)))

write('labelled.jsonl', *(b'{"text":"%s","labels":{"spam":%d,"toxicity":%d}}\n'
                          % (words(40 * i, 8), i % 2, i // 2 % 2) for i in range(20000)))
# Words that can be read in three ways have the most features.
rng = random.Random(1)
write('leet.jsonl', b'{"text":"', ' '.join(''.join(rng.choice('abcdefgh1|034$') for _ in range(12))
                                           for _ in range(COMMENT // 13 - 10)).encode(), b'"}\n')
# A body that is long, and says little.
write('long.jsonl', b'{"text":"a","x":"' + b'x' * ((2 << 20) - 100) + b'"}\n')

# What is not read, and names that are kept because what they belong to may follow.
AROUND = b'"x":"' + b'y' * 100 + b'"'
write('reddit.json', b'[{"kind":"Listing","data":{"children":[',
      b','.join(b'{"kind":"t1","data":{"id":"a%d","body":"hello","author":"x",%s}}' % (i, AROUND)
                for i in range(60000)), b']}}]')
write('commento.json', b'{"version":1,"commenters":[',
      b','.join(b'{"commenterHex":"%064d","name":"%0200d"}' % (i, i) for i in range(150000)),
      b'],"comments":[{"commentHex":"c","commenterHex":"%064d","markdown":"m"}]}' % 1)
write('remark42.json', b'{"version":1}\n',
      *(b'{"id":"%d","text":"<p>x</p>","user":{"name":"a"},"locator":{"url":"u"},%s}\n' % (i, AROUND)
        for i in range(40000)))
write('isso.json', b'[', b','.join(b'{"id":%d,"text":"x","author":"a","replies":[],%s}' % (i, AROUND)
                                   for i in range(60000)), b']')
write('discourse.json', b'{"post_stream":{"posts":[',
      b','.join(b'{"id":%d,"username":"a","cooked":"<p>x</p>","post_number":%d,%s}' % (i, i, AROUND)
                for i in range(60000)), b']}}')
write('coral.json', b'[',
      b','.join(b'{"id":"%d","body":"x","author":{"username":"a"},"storyID":"s",%s}' % (i, AROUND)
                for i in range(60000)), b']')
write('deep.json', b'{"id":1,"type":"story","children":[',
      (b'{"id":2,"type":"comment","author":"x","text":"' + b'h' * 30000 + b'","children":[') * 1500)
# Threads of a Disqus export, of which all are kept: 40 MB of text.
write('threads.xml', b'<?xml version="1.0"?><disqus xmlns:dsq="x">',
      *(b'<thread dsq:id="%d"><link>http://x.example/%s</link><title>%s</title></thread>'
        % (i, b'l' * 400, b't' * 400) for i in range(50000)),
      b'<post dsq:id="1"><message>x</message></post></disqus>')
# More than a window of 128 MB, which nothing but --long=27 packs, in a few kilobytes.
write('window.txt', (b'a line of text that is repeated\n' * 32768) * 140)
