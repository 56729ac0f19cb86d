#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write an export of MB megabytes in that form to standard output, made of the comments of corpus/.
Each comment has a number of its own, and each fiftieth begins another page. A block of comments is
made once and numbered again and again, which is several times as fast.

    tests/bench/forms.py FORM MB     (without arguments: the names of the forms)
"""
import glob
import html
import json
import sys
from xml.sax.saxutils import escape


def attribute(text):
    return escape(text, {'"': '&quot;', '\n': '&#xA;', '\r': '&#xD;', '\t': '&#x9;'})


def cdata(text):
    return '<![CDATA[' + text.replace(']]>', '') + ']]>'


def sql(text):
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'").replace('\n', '\\n') + "'"


def paragraph(text):
    return json.dumps('<p>' + html.escape(text, False) + '</p>', ensure_ascii=False)


def plain(text):
    return json.dumps(text, ensure_ascii=False)


def facebook(text):  # its UTF-8 is spelt as Latin-1
    return json.dumps(text.encode().decode('latin-1'))


def movable(text):
    return text.replace('\r', '').replace('\n-----\n', '\n\n')


def block(text):
    return '\n'.join('  ' + line for line in text.split('\n'))


ATOM = ("<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:gd='http://schemas.google.com/g/2005' "
        "xmlns:thr='http://purl.org/syndication/thread/1.0'>")
KIND = ("<category scheme='http://schemas.google.com/g/2005#kind' "
        "term='http://schemas.google.com/blogger/2008/kind#%s'/>")

# For each form: how a text is written, the beginning, what a page begins with, a comment, what is
# between comments, what a page ends with, and the end. {t} is the text, {i} the comment's number
# and {p} the page's.
FORMS = {
    'rss': (
        cdata, '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Comments for Ridge</title>', '',
        '<item><title>Comment on Stile {p} by Ann Lowe</title>'
        '<link>https://r.example/{p}/#comment-{i}</link><dc:creator><![CDATA[Ann Lowe]]></dc:creator>'
        '<pubDate>Fri, 03 May 2024 10:00:00 +0200</pubDate>'
        '<guid isPermaLink="false">https://r.example/?p={p}#comment-{i}</guid>'
        '<content:encoded>{t}</content:encoded></item>\n', '', '', '</channel></rss>\n'),
    'atom': (
        escape, ATOM + '<title type="text">Comments on Ridge</title>', '',
        '<entry><title>By: Ann Lowe</title>'
        '<link rel="alternate" href="https://r.example/{p}/#comment-{i}" type="text/html"/>'
        '<author><name>Ann Lowe</name><uri>http://ann.example</uri></author>'
        '<id>https://r.example/{p}/#comment-{i}</id><updated>2024-05-03T10:00:00Z</updated>'
        '<published>2024-05-03T09:00:00Z</published><content type="html">{t}</content>'
        '<thr:in-reply-to ref="https://r.example/{p}" href="https://r.example/{p}"/></entry>\n',
        '', '', '</feed>\n'),
    'blogger': (
        escape, ATOM + '<id>tag:blogger.com,1999:blog-1.archive</id><title>Ridge</title>', '',
        '<entry><id>tag:blogger.com,1999:blog-1.post-{i}</id>'
        '<published>2024-05-03T10:00:00.000+02:00</published>'
        '<updated>2024-05-03T10:00:09.000+02:00</updated>' + KIND % 'comment' +
        '<title type="text">Good news</title><content type="html">{t}</content>'
        '<link rel="edit" type="application/atom+xml" '
        'href="http://www.blogger.com/feeds/1/7/comments/default/{i}"/>'
        '<link rel="self" type="application/atom+xml" '
        'href="http://www.blogger.com/feeds/1/7/comments/default/{i}"/>'
        '<link rel="alternate" type="text/html" '
        'href="http://ridge.example/{p}.html?showComment=1714723200000#c{i}" title=""/>'
        '<author><name>Ann</name><uri>http://ann.example/</uri><email>noreply@blogger.com</email>'
        '<gd:image rel="http://schemas.google.com/g/2005#thumbnail" width="16" height="16" '
        'src="https://img1.blogblog.com/img/b16-rounded.gif"/></author>'
        '<thr:in-reply-to href="http://ridge.example/{p}.html" '
        'ref="tag:blogger.com,1999:blog-1.post-p{p}" '
        'source="http://www.blogger.com/feeds/1/posts/default/{p}" type="text/html"/>'
        '<gd:extendedProperty name="blogger.itemClass" value="pid-1"/></entry>\n', '',
        '<entry><id>tag:blogger.com,1999:blog-1.post-p{p}</id>' + KIND % 'post' +
        '<title type="text">Stile {p}</title><content type="html">The post</content>'
        '<link rel="alternate" type="text/html" href="http://ridge.example/{p}.html"/></entry>\n',
        '</feed>\n'),
    'takeout': (
        escape, ATOM[:-1] + " xmlns:blogger='http://schemas.google.com/blogger/2018'>" 
        '<id>tag:blogger.com,1999:blog-1</id><title>Ridge</title>', '',
        '<entry><id>tag:blogger.com,1999:blog-1.post-{i}</id>'
        '<blogger:parent>tag:blogger.com,1999:blog-1.post-p{p}</blogger:parent><blogger:inReplyTo/>'
        '<blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status>'
        '<author><name>Ann</name><uri>http://ann.example/</uri><blogger:type>BLOGGER</blogger:type>'
        '</author><title></title><content type="html">{t}</content>'
        '<blogger:created>2024-05-03T09:59:00Z</blogger:created>'
        '<published>2024-05-03T10:00:00Z</published><updated>2024-05-03T10:00:00Z</updated>'
        '<blogger:trashed/></entry>\n', '',
        '<entry><id>tag:blogger.com,1999:blog-1.post-p{p}</id><blogger:type>POST</blogger:type>'
        '<blogger:status>LIVE</blogger:status><title>Stile {p}</title>'
        '<content type="html">The post</content><blogger:filename>/2024/{p}.html</blogger:filename>'
        '</entry>\n', '</feed>\n'),
    'stackexchange': (
        attribute, '<?xml version="1.0" encoding="utf-8"?>\n<comments>\n', '',
        '  <row Id="{i}" PostId="{p}" Score="5" Text="{t}" '
        'CreationDate="2010-07-19T19:15:52.517" UserId="13" ContentLicense="CC BY-SA 2.5" />\n',
        '', '', '</comments>\n'),
    'sql': (
        sql, '-- MariaDB dump\n/*!40101 SET NAMES utf8mb4 */;\n', 'INSERT INTO `wp_comments` VALUES ',
        "({i},{p},'Ann Lowe','ann@mail.example','http://ann.example','192.0.2.1',"
        "'2024-05-03 12:00:00','2024-05-03 10:00:00',{t},0,'1','Mozilla/5.0 (X11; Linux x86_64)',"
        "'comment',0,3)", ',',
        ";\nINSERT INTO `wp_posts` VALUES ({p},1,'2024-05-01 00:00:00','2024-05-01 00:00:00',"
        "'The post','Stile {p}','','publish','open','open','','stiles','','','2024-05-01 00:00:00',"
        "'2024-05-01 00:00:00','',0,'https://r.example/?p={p}',0,'post','',2);\n",
        '-- Dump completed on 2024-05-04\n'),
    'mtif': (
        movable, '', 'AUTHOR: Ed\nTITLE: Stile {p}\nBASENAME: stile_{p}\nSTATUS: Publish\n'
        'DATE: 05/03/2024 09:00:00 AM\n-----\nBODY:\nThe post.\n-----\n',
        'COMMENT:\nAUTHOR: Ann Lowe\nEMAIL: ann@mail.example\nIP: 192.0.2.1\n'
        'URL: http://ann.example\nDATE: 05/03/2024 12:00:01 AM\n{t}\n-----\n', '', '--------\n', ''),
    'wpjson': (
        paragraph, '[', '',
        '{{"id":{i},"post":{p},"parent":0,"author":0,"author_name":"Ann","author_url":'
        '"https://ann.example/","date":"2024-01-01T10:00:00","date_gmt":"2024-01-01T09:00:00",'
        '"content":{{"rendered":{t}}},"link":"https:\\/\\/w.example\\/{p}\\/#comment-{i}","status":'
        '"approved","type":"comment","author_avatar_urls":{{"24":"https://a.example/24","48":'
        '"https://a.example/48"}},"meta":[],"_links":{{"self":[{{"href":'
        '"https://w.example/wp-json/wp/v2/comments/{i}"}}],"up":[{{"embeddable":true,"post_type":'
        '"post","href":"https://w.example/wp-json/wp/v2/posts/{p}"}}]}}}}', ',\n', ',\n', 'null]\n'),
    'wpcli': (
        plain, '[', '',
        '{{"comment_ID":"{i}","comment_post_ID":"{p}","comment_date":"2024-01-01 10:00:00",'
        '"comment_date_gmt":"2024-01-01 09:00:00","comment_approved":"1","comment_author":"Ann",'
        '"comment_author_email":"ann@mail.example","comment_content":{t}}}', ',\n', ',\n', 'null]\n'),
    'github': (
        plain, '[', '',
        '{{"url":"https://api.github.com/repos/o/r/issues/comments/{i}","html_url":'
        '"https://github.com/o/r/issues/{p}#issuecomment-{i}","issue_url":'
        '"https://api.github.com/repos/o/r/issues/{p}","id":{i},"node_id":"IC_{i}","user":{{"login":'
        '"octo","id":1,"node_id":"U_1","avatar_url":"https://a.example/1","url":'
        '"https://api.github.com/users/octo","html_url":"https://github.com/octo","type":"User",'
        '"site_admin":false}},"created_at":"2011-04-14T16:00:49Z","updated_at":'
        '"2011-04-14T16:00:49Z","author_association":"NONE","body":{t},"reactions":{{"url":"x",'
        '"total_count":0,"+1":0}},"performed_via_github_app":null}}', ',\n', ',\n', 'null]\n'),
    'discussions': (
        plain, '{"data":{"repository":{"discussion":{"id":"D_1","title":"Stiles","url":'
        '"https://github.com/o/r/discussions/1","comments":{"nodes":[', '',
        '{{"id":"DC_{i}","author":{{"login":"octo"}},"createdAt":"2024-05-03T10:00:00Z","url":'
        '"https://github.com/o/r/discussions/1#discussioncomment-{i}","body":{t},"replies":'
        '{{"nodes":[]}}}}', ',\n', ',\n', 'null]}}}}}\n'),
    'hn': (
        paragraph, '{"id":1,"type":"story","title":"A mill","author":"reeve","text":null,"children":[',
        '', '{{"id":{i},"created_at":"2024-07-01T17:01:00.000Z","created_at_i":1719853260,"type":'
        '"comment","author":"tansy","title":null,"url":null,"text":{t},"points":null,"parent_id":1,'
        '"story_id":1,"children":[],"options":[]}}', ',\n', ',\n', 'null]}\n'),
    'hnitems': (
        paragraph, '', '', '{{"by":"tansy","id":{i},"kids":[{p}],"parent":100,"text":{t},"time":'
        '1719853260,"type":"comment"}}\n', '', '', ''),
    'youtube': (
        plain, '{"kind":"youtube#commentThreadListResponse","etag":"x","items":[',
        '', '{{"kind":"youtube#commentThread","etag":"e","id":"Ug{i}","snippet":{{"channelId":"UC",'
        '"videoId":"v{p}","topLevelComment":{{"kind":"youtube#comment","etag":"e","id":"Ug{i}",'
        '"snippet":{{"channelId":"UC","videoId":"v{p}","textDisplay":{t},"textOriginal":{t},'
        '"authorDisplayName":"@ann","authorProfileImageUrl":"https://yt3.example/a",'
        '"authorChannelUrl":"http://www.youtube.com/@ann","authorChannelId":{{"value":"UCa"}},'
        '"canRate":true,"viewerRating":"none","likeCount":3,"publishedAt":"2024-05-01T10:00:00Z",'
        '"updatedAt":"2024-05-01T10:00:00Z"}}}},"canReply":true,"totalReplyCount":0,"isPublic":true}}'
        '}}', ',\n', ',\n', 'null]}\n'),
    'ytdlp': (
        plain, '{"id":"v1","title":"A video","webpage_url":"https://www.youtube.com/watch?v=v1",'
        '"comments":[', '', '{{"id":"c{i}","text":{t},"like_count":1,"author_id":"UC","author":"@ann",'
        '"author_thumbnail":"https://yt3.example/a","parent":"root","_time_text":"1 year ago",'
        '"timestamp":1680000000,"author_url":"https://www.youtube.com/@ann","author_is_uploader":'
        'false,"is_favorited":false,"is_pinned":false}}', ',\n', ',\n',
        'null],"comment_count":3,"_type":"video"}\n'),
    'facebook': (
        facebook, '{"comments_v2":[', '', '{{"timestamp":1609459200,"data":[{{"comment":{{'
        '"timestamp":1609459201,"comment":{t},"author":"Ann Lowe"}}}}],"title":'
        '"Ann Lowe commented on Bob\'s post {i}."}}', ',\n', ',\n', 'null]}\n'),
    'mastodon': (
        paragraph, '{"ancestors":[],"descendants":[', '',
        '{{"id":"{i}","created_at":"2024-01-01T00:02:00.000Z","in_reply_to_id":"{p}",'
        '"in_reply_to_account_id":"1","sensitive":false,"spoiler_text":"","visibility":"public",'
        '"language":"en","uri":"https://m.example/users/ann/statuses/{i}","url":'
        '"https://m.example/@ann/{i}","replies_count":0,"reblogs_count":0,"favourites_count":0,'
        '"edited_at":null,"content":{t},"reblog":null,"application":{{"name":"Web","website":null}},'
        '"account":{{"id":"1","username":"ann","acct":"ann","display_name":"Ann","locked":false,'
        '"bot":false,"created_at":"2016-03-16T00:00:00.000Z","note":"<p>About me</p>","url":'
        '"https://m.example/@ann","avatar":"x","emojis":[],"fields":[]}},"media_attachments":[],'
        '"mentions":[],"tags":[],"emojis":[],"card":null,"poll":null}}', ',\n', ',\n', 'null]}\n'),
    'ghost': (
        paragraph, '{"comments":[', '',
        '{{"id":"{i}","parent_id":null,"in_reply_to_id":null,"in_reply_to_snippet":null,"status":'
        '"published","html":{t},"created_at":"2023-07-06T10:00:00.000Z","edited_at":null,"member":'
        '{{"id":"m1","uuid":"u","name":"Ann","email":"ann@mail.example","expertise":"Gardener",'
        '"avatar_image":null}},"replies":[],"post":{{"id":"p{p}","uuid":"pu","title":"Leeks {p}",'
        '"url":"https://g.example/{p}/","feature_image":null}},"liked":true,"count":{{"replies":0,'
        '"likes":1,"reports":0}}}}', ',\n', ',\n', 'null]}\n'),
    'cusdis': (
        plain, '{"data":{"commentCount":2,"data":[', '',
        '{{"id":"c{i}","createdAt":"2021-05-01T10:00:00.000Z","content":{t},"by_nickname":"Ann",'
        '"by_email":"ann@mail.example","approved":true,"moderatorId":null,"page":{{"id":"pg{p}",'
        '"slug":"leeks","url":"https://b.example/{p}","title":"Leeks {p}","createdAt":'
        '"2021-05-01T09:00:00.000Z","projectId":"pr"}},"replies":{{"commentCount":0,"data":[],'
        '"pageCount":1,"pageSize":10}},"parsedCreatedAt":"2021-05-01 10:00"}}', ',\n', ',\n',
        'null],"pageCount":1,"pageSize":10}}\n'),
    'hyvor': (
        plain, '[', '',
        '{{"id":{i},"created_at":1700000000,"user":{{"type":"guest","id":3,"name":"Bob","username":'
        'null,"email":"bob@mail.example","picture_url":null,"website_url":"https://bob.example"}},'
        '"page":{{"id":{p},"created_at":1690000000,"title":"Post {p}","identifier":"post-{p}","url":'
        '"https://h.example/{p}","is_closed":false,"author_email":null,"comments_count":0}},"body":'
        '{t},"status":"published","parent":null,"ip_address":"192.0.2.9","has_mod_seen":true,'
        '"is_edited":false,"flags_count":0,"upvotes":0,"downvotes":0,"user_vote":null,"history":[]}}',
        ',\n', ',\n', 'null]\n'),
    'staticman': (
        plain, '', '', '{{"_id":"530a10c0-bcf8-11e8-8d8b-f9{i}","_parent":'
        '"https://s.example/{p}.html","name":"Ann","email":"72f6ffec6e34ab5d69f3811272b5ae97","url":'
        '"https://ann.example","message":{t},"date":"2018-09-20T17:12:17.199Z"}}\n', '', '', ''),
    'staticyaml': (
        block, '', '', '---\n_id: 530a10c0-bcf8-11e8-8d8b-f9{i}\n_parent: leeks-{p}\n'
        'message: |-\n{t}\nname: Ann\nemail: 72f6ffec6e34ab5d69f3811272b5ae97\ndate: 1537463537\n',
        '', '', ''),
    'jsonl': (
        plain, '', '', '{{"text":{t},"id":"g{i}","author":"tansy","created":"2020-12-01T00:00:00Z",'
        '"parent_id":"ge8t","group":"k{p}","state":"published"}}\n', '', '', ''),
}
PAGE = 50  # comments on a page
PAGES, BLOCK = 9999, 16000000  # how many pages, and characters, the block has at most
TURN = b'@@@@'  # stands for the block's number, which is part of all numbers in it


def texts_of_corpus():
    for path in sorted(glob.glob('corpus/*.jsonl')):
        with open(path, encoding='utf-8') as lines:
            for line in lines:
                yield json.loads(line)['text']


def block_of(name, texts):
    _, _, page_begin, comment, between, page_end, _ = FORMS[name]
    turn = TURN.decode()
    pages = []
    size = 0
    for page in range(PAGES):
        p = f'{turn}{page:04d}'
        comments = (comment.format(t=texts[i % len(texts)], i=f'{turn}{i:06d}', p=p)
                    for i in range(page * PAGE, (page + 1) * PAGE))
        pages.append(page_begin.format(p=p) + between.join(comments) + page_end.format(p=p))
        size += len(pages[-1])
        if size > BLOCK:
            break
    return [page.encode() for page in pages]


def write(name, megabytes, out):
    written, begin, *_, end = FORMS[name]
    pages = block_of(name, [written(text) for text in texts_of_corpus()])
    block = b''.join(pages)
    left = megabytes * 1e6
    out.write(begin.encode())
    for turn in range(1000, 10000):
        if left < len(block):  # the last one: pages as many as are wanted
            block = b''.join(pages[:1 + int(left * len(pages) / len(block))])
            out.write(block.replace(TURN, b'%d' % turn))
            break
        left -= out.write(block.replace(TURN, b'%d' % turn))
    out.write(end.encode())


if __name__ == '__main__':
    if len(sys.argv) == 3:
        write(sys.argv[1], float(sys.argv[2]), sys.stdout.buffer)
    else:
        print('\n'.join(FORMS))
