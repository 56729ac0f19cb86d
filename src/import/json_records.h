/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_JSON_RECORDS_H
#define IMPORT_JSON_RECORDS_H
/*
 * What the JSON formats share. A discussion as JSON is objects within objects, some of which are
 * comments. A format says which members of which objects matter (struct shape), and what to make of
 * an object once it is complete (finish). All else is passed over unread.
 *
 * A comment is handed out when its object ends: after its answers where they stand within it. What
 * is kept of the objects that are open is bounded, whatever their number.
 */
#include "base/arena.h"
#include "base/json_stream.h"
#include "corpus/source.h"
#include "import/name_table.h"

struct shape;

/* What to do with a member of an object. */
struct member {
	const char *key;
	unsigned char len;
	unsigned char slot;       /* keep its value there, if it is no container; 0: do not */
	const struct shape *into; /* an object, or objects in an array, to walk; NULL: pass over */
};

#define KEEP(key, slot)                                                                            \
	{                                                                                              \
		key, sizeof(key) - 1, slot, NULL                                                           \
	}
#define INTO(key, shape)                                                                           \
	{                                                                                              \
		key, sizeof(key) - 1, 0, shape                                                             \
	}
#define KEEP_OR_INTO(key, slot, shape)                                                             \
	{                                                                                              \
		key, sizeof(key) - 1, slot, shape                                                          \
	}

/* An object. What it keeps belongs to it if it is a record, else to the record around it. */
struct shape {
	const struct member *members;
	size_t n;
	const struct shape *others; /* members of other keys whose values are objects: of this shape,
								   the key in SLOT_KEY; NULL: pass over */
	bool record;
};

#define SHAPE_OF(members) members, sizeof(members) / sizeof(*(members))

enum { SLOT_KEY = 255 };

struct json_records;

enum verdict {
	NO_COMMENT,
	COMMENT,
	WITHOUT_TEXT, /* a comment whose text was taken away: counted */
	BAD_COMMENT,  /* json_records.problem says why */
};

struct json_records_format {
	const char *what;           /* such as "Reddit" */
	const struct shape *root;   /* of a document */
	const struct shape *record; /* of a comment: to find the next one after a mistake */
	bool names_late; /* what comments refer to may stand after them: it is read first, if it can
						be; else `names` is for what came before, and forgets at times */
	enum verdict (*finish)(struct json_records *r, moderato_comment *comment);
};

struct json_records {
	struct source source;
	struct json_stream json;
	const struct json_records_format *format;
	struct frame *frames; /* a container that is walked, the innermost last */
	size_t n_frames;
	size_t cap_frames;
	struct field *fields; /* what is kept of all open records */
	size_t n_fields;
	size_t cap_fields;
	struct buffer held;          /* its bytes */
	struct buffer key;           /* of the member that comes next, where it is kept */
	const struct member *member; /* that comes next; NULL: pass over */
	bool other;                  /* it is one of shape.others */
	size_t record;               /* the record that is finished: index of its frame */
	size_t n_comments;
	size_t ordinal;          /* for the formats to count with */
	struct arena arena;      /* for what is made of a comment's values */
	struct name_table names; /* for the formats to know people and threads by their ids */
	bool names_known;        /* they were read first */
	bool names_full_said;
	bool ended;
	const char *problem;
	const struct shape *resumed; /* what was found after a mistake; NULL: nothing just now */
};

moderato_status open_json_records(struct source **out, struct input *in,
	const struct json_records_format *format, moderato_error *err);

/* Of the record that is finished; {NULL, 0}: it has none. The last of several. */
moderato_str record_get(const struct json_records *r, unsigned slot);
bool record_has(const struct json_records *r, unsigned slot); /* something that is not null */
bool record_is_true(const struct json_records *r, unsigned slot);

const struct shape *record_shape(const struct json_records *r);

/* The same of the record around it that keeps anything, and of the outermost record that has it. */
moderato_str record_parent(const struct json_records *r, unsigned slot);
moderato_str record_outer(const struct json_records *r, unsigned slot);

/* The comment's text: MODERATO's limits and types are checked. COMMENT or BAD_COMMENT. */
enum verdict record_text(struct json_records *r, unsigned slot, moderato_comment *comment);

/* Two texts as one, and a time as ISO 8601 in UTC where it can be understood; {NULL, 0} of nothing.
 * They live as long as the comment. */
moderato_str record_join(struct json_records *r, moderato_str a, moderato_str b);
moderato_str record_time(struct json_records *r, moderato_str text);

/* What is not empty. */
static inline moderato_str filled(moderato_str s)
{
	return s.len ? s : (moderato_str){NULL, 0};
}

static inline moderato_str either(moderato_str a, moderato_str b)
{
	return a.len ? a : filled(b);
}

#endif
