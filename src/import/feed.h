/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_FEED_H
#define IMPORT_FEED_H
/* Reads the entries of a feed, one after the other:
 *
 *     Atom  <feed><title>…</title><entry><id>…</id><author><name>…</name></author> …
 * </entry></feed> RSS   <rss><channel><title>…</title><item><guid>…</guid> …
 * </item></channel></rss> RDF   <rdf:RDF><channel>…</channel><item>…</item></rdf:RDF>
 *
 * What the entries are, posts or comments, is up to the formats that read feeds. */
#include <stdbool.h>

#include "base/buffer.h"
#include "corpus/source.h"
#include "import/xml/xml.h"
#include "import/xml/xml_fields.h"

/* What is kept of an entry. Names with a prefix are matched with the prefix that is usual. */
enum feed_field {
	FEED_ID, /* Atom's id, RSS's guid */
	FEED_TITLE,
	FEED_AUTHOR, /* the author's name; in RSS dc:creator, or author as it is written */
	FEED_AUTHOR_URL,
	FEED_AUTHOR_EMAIL,
	FEED_PUBLISHED,
	FEED_UPDATED,
	FEED_CONTENT,
	FEED_SUMMARY,    /* RSS's description is one, too */
	FEED_LINK,       /* the entry's page */
	FEED_RELATED,    /* an Atom link with rel="related" */
	FEED_REPLY_REF,  /* the attributes of thr:in-reply-to: the id of what is answered … */
	FEED_REPLY_HREF, /* … and its page */
	FEED_POST_FEED,  /* wfw:commentRss: the feed of the entry's comments, which only posts have */
	FEED_KIND,       /* Blogger: ends with "comment" for a comment, in any case */
	FEED_STATUS,
	FEED_POST,
	FEED_IN_REPLY_TO,
	FEED_TRASHED,
	FEED_FILENAME,
	FEED_REMOVED,
	FEED_DRAFT,
	FEED_FIELDS
};

struct feed {
	struct input *in;
	struct xml *xml;
	struct xml_field fields[FEED_FIELDS];
	struct buffer texts; /* the texts of the fields */
	struct buffer title; /* of the whole feed */
	size_t entry;        /* depth of the entry that is being read; 0: none */
	int field;           /* what the element that began last in it is, or -1 */
	bool titled;         /* the feed's title has been read */
	bool brief;          /* contents are not wanted */
};

/* Returns false if out of memory. The input still belongs to the caller. */
bool feed_open(struct feed *feed, struct input *in);
void feed_close(struct feed *feed);

/* Reads the next entry. A field that is missing or empty is absent in `fields`, which borrow until
 * the next call. MODERATO_END; MODERATO_EFORMAT and MODERATO_ELIMIT: something was lost, and the
 * next call reads on. An entry that is no comment is never too long: its content is not kept. */
moderato_status feed_read(struct feed *feed, moderato_str fields[FEED_FIELDS], moderato_error *err);

/* Returns whether an entry with these fields says that it is a Blogger comment or another of
 * Blogger's kinds. */
bool feed_is_blogger_comment(const moderato_str fields[FEED_FIELDS]);

/* Returns the content without the <div> that Atom puts around XHTML. */
moderato_str feed_text(const moderato_str fields[FEED_FIELDS]);

/* Returns when the entry was published, as it is written. */
moderato_str feed_time(const moderato_str fields[FEED_FIELDS]);

/* Returns what follows the last "/comments/default/" of the address of a Blogger comment; absent if
 * it has none. */
moderato_str feed_blogger_number(moderato_str address);

#endif
