/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_JSON_RECORDS_H
#define IMPORT_JSON_RECORDS_H
/*
 * What the JSON formats share. A discussion in JSON consists of nested objects, some of which are
 * comments. A format says which members of which objects matter (struct shape), and what to make
 * of an object once it is complete (finish). Everything else is skipped unread.
 *
 * A comment is handed out when its object ends, so after the answers that are nested in it. What
 * is kept of open objects is bounded, however many there are.
 */
#include "base/arena.h"
#include "base/json_stream.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/name_table.h"

struct shape;

/* Says what to do with a member of an object. */
struct member {
	const char *key;
	unsigned char len;
	unsigned char slot;       /* slot for its value, unless it is a container; 0: do not keep it */
	const struct shape *into; /* the shape of the object, or of the objects in the array, to read;
								 NULL: skip the value */
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

/* An object. The values that it keeps belong to it if it is a record, otherwise to the record
 * around it. */
struct shape {
	const struct member *members;
	size_t n;
	const struct shape *others; /* shape of all other members that are objects; their key is kept in
								   SLOT_KEY; NULL: skip them */
	bool record;
};

#define SHAPE_OF(members) members, sizeof(members) / sizeof(*(members))

enum { SLOT_KEY = 255 };

struct json_records;

enum verdict {
	NO_COMMENT,
	COMMENT,
	WITHOUT_TEXT, /* a comment whose text was removed; it is counted */
	BAD_COMMENT,  /* json_records.problem says why */
};

struct json_records_format {
	const char *what;           /* such as "Reddit" */
	const struct shape *root;   /* a document's shape */
	const struct shape *record; /* a comment's shape, to find the next one after a mistake */
	bool names_late; /* comments may refer to what follows them, so the input is read first for
						`names`, if that is possible. Otherwise `names` holds only what came before,
						and forgets at times */
	enum verdict (*finish)(struct json_records *r, moderato_comment *comment);
};

struct json_records {
	struct source source;
	struct json_stream json;
	const struct json_records_format *format;
	struct frame *frames; /* the containers that are being read, the innermost last */
	size_t n_frames;
	size_t cap_frames;
	struct field *fields; /* the values that are kept of all open records */
	size_t n_fields;
	size_t cap_fields;
	struct buffer held;          /* the bytes of these values */
	struct buffer key;           /* the key of the next member, where it is kept */
	const struct member *member; /* the next member; NULL: skip it */
	bool other;                  /* the next member is one of shape.others */
	size_t record;               /* index of the frame of the record that is being finished */
	size_t n_records;            /* that have begun */
	size_t n_comments;
	size_t ordinal;          /* a counter for the formats to use */
	struct arena arena;      /* holds what is made of a comment's values */
	struct name_table names; /* people and threads by their ids, for the formats to use */
	bool names_known;        /* the names were read first */
	bool names_full_said;
	bool keyed;    /* an object with a member was seen */
	bool familiar; /* and one with a member that the format knows */
	bool ended;
	const char *problem;
	const struct shape *resumed; /* the shape found after a mistake; NULL: there was none */
};

moderato_status open_json_records(struct source **out, struct input *in,
	const struct json_records_format *format, moderato_error *err);

/* Returns the value in the slot of the record that is being finished, the last one if there are
 * several, or {NULL, 0} if there is none. */
moderato_str record_get(const struct json_records *r, unsigned slot);
bool record_has(const struct json_records *r, unsigned slot); /* true if it is not null */
bool record_is_true(const struct json_records *r, unsigned slot);

const struct shape *record_shape(const struct json_records *r);

/* The same for the nearest record around it that keeps anything, and for the outermost record
 * that has a value. */
moderato_str record_parent(const struct json_records *r, unsigned slot);
moderato_str record_outer(const struct json_records *r, unsigned slot);

/* Returns the index of the record around that one, which may be `record`; SIZE_MAX if there is
 * none. Of such a record, the others return the shape, the number in the order in which records
 * begin, from 1, and what its slot has so far. */
size_t record_around(const struct json_records *r, size_t record);
const struct shape *record_shape_at(const struct json_records *r, size_t record);
size_t record_number(const struct json_records *r, size_t record);
moderato_str record_get_at(const struct json_records *r, size_t record, unsigned slot);

/* Sets the comment's text after checking its type and MODERATO's limits. Returns COMMENT or
 * BAD_COMMENT. */
enum verdict record_text(struct json_records *r, unsigned slot, moderato_comment *comment);

/* Joins two texts; rewrites a time as ISO 8601 in UTC if it can be understood. Both return
 * {NULL, 0} if given nothing. The results live as long as the comment. */
moderato_str record_join(struct json_records *r, moderato_str a, moderato_str b);
moderato_str record_time(struct json_records *r, moderato_str text);

/* Returns the string, or an absent one if it is empty. */
static inline moderato_str filled(moderato_str s)
{
	return s.len ? s : (moderato_str){NULL, 0};
}

static inline moderato_str either(moderato_str a, moderato_str b)
{
	return a.len ? a : filled(b);
}

/* Returns the address of a comment's page, given that of the comment within it. */
static inline moderato_str without_anchor(moderato_str url)
{
	const char *anchor = url.len ? memchr(url.ptr, '#', url.len) : NULL;

	return filled(anchor ? str_part(url, 0, (size_t)(anchor - url.ptr)) : url);
}

#endif
