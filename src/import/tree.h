/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TREE_H
#define IMPORT_TREE_H
/*
 * What the JSON formats share. A discussion as JSON is objects within objects, some of which are
 * comments. A format says which members of which objects matter (struct shape), and what to make of
 * an object once it is complete (finish). All else is passed over unread.
 *
 * A comment is handed out when its object ends: behind its answers where they stand within it. What
 * is kept of the objects that are open is bounded, whatever their number.
 */
#include "base/arena.h"
#include "base/json_stream.h"
#include "corpus/source.h"
#include "import/names.h"

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

struct tree;

enum verdict {
	NO_COMMENT,
	COMMENT,
	WITHOUT_TEXT, /* a comment whose text was taken away: counted */
	BAD_COMMENT,  /* tree.problem says why */
};

struct tree_format {
	const char *what;           /* such as "Reddit" */
	const struct shape *root;   /* of a document */
	const struct shape *record; /* of a comment: to find the next one behind a mistake */
	bool names_late; /* what comments refer to may stand behind them: it is read first, if it can
						be; else `names` is for what came before, and forgets when it is full */
	enum verdict (*finish)(struct tree *t, moderato_comment *comment);
};

struct tree {
	struct source source;
	struct json_stream json;
	const struct tree_format *format;
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
	size_t ordinal;     /* for the formats to count with */
	struct arena arena; /* for what is made of a comment's values */
	struct names names; /* for the formats to know people and threads by their ids */
	bool names_known;   /* they were read first */
	bool names_full_said;
	bool ended;
	const char *problem;
	const struct shape *resumed; /* what was found behind a mistake; NULL: nothing just now */
};

moderato_status open_tree(
	struct source **out, struct input *in, const struct tree_format *format, moderato_error *err);

/* Of the record that is finished; {NULL, 0}: it has none. The last of several. */
moderato_str tree_get(const struct tree *t, unsigned slot);
bool tree_has(const struct tree *t, unsigned slot); /* something that is not null */
bool tree_is_true(const struct tree *t, unsigned slot);

const struct shape *tree_shape(const struct tree *t);

/* The same of the record around it that keeps anything, and of the outermost record that has it. */
moderato_str tree_parent(const struct tree *t, unsigned slot);
moderato_str tree_outer(const struct tree *t, unsigned slot);

/* The comment's text: MODERATO's limits and types are checked. COMMENT or BAD_COMMENT. */
enum verdict tree_text(struct tree *t, unsigned slot, moderato_comment *comment);

/* Two texts as one, and a time as ISO 8601 in UTC where it can be understood; {NULL, 0} of nothing.
 * They live as long as the comment. */
moderato_str tree_join(struct tree *t, moderato_str a, moderato_str b);
moderato_str tree_time(struct tree *t, moderato_str text);

/* What is not empty. */
static inline moderato_str filled(moderato_str s)
{
	return s.len ? s : (moderato_str){NULL, 0};
}

static inline moderato_str either(moderato_str a, moderato_str b)
{
	return a.len ? a : filled(b);
}

static inline bool is_text(moderato_str s, const char *text)
{
	return s.len == strlen(text) && !memcmp(s.ptr, text, s.len);
}

static inline moderato_str str_of(const char *text)
{
	return (moderato_str){text, strlen(text)};
}

#endif
