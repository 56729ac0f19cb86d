/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_COMMENT_H
#define MODERATO_COMMENT_H
/**
 * @file moderato/comment.h
 * A comment: the text and what is known around it. Plain values that borrow.
 *
 * Nothing in these structs owns memory. Texts are pointer + length in bytes,
 * not NUL-terminated, and may hold any bytes: the classifier repairs what is
 * not valid UTF-8. An absent field is {NULL, 0}.
 */
#include <stdint.h>

#include "moderato/status.h"

MODERATO_BEGIN_DECLS

/** A comment's text longer than this, in bytes, is refused with MODERATO_ELIMIT: no
 *  publisher takes longer ones, and it bounds the memory of one comment. */
#define MODERATO_COMMENT_BYTES_MAX ((size_t)1 << 18)

/** Borrowed bytes. */
typedef struct moderato_str {
	const char *ptr; /**< NULL when absent */
	size_t len;      /**< bytes */
} moderato_str;

/** A byte range [begin, end) of the original text. */
typedef struct moderato_span {
	size_t begin;
	size_t end;
} moderato_span;

/** What a person said of one attribute. */
typedef struct moderato_label {
	moderato_str attribute; /**< such as "toxicity" */
	int value;              /**< 0 or 1; an attribute that is not listed is unknown */
} moderato_label;

/**
 * What a site did with a comment, in `state`: published; held (waits for a moderator); spam (filed
 * as such); trash (thrown away, for whatever reason); removed (by a moderator); deleted (by its
 * author). NULL-terminated; static.
 */
MODERATO_API const char *const *moderato_states(void);

/** A comment. Only `text` is required. */
typedef struct moderato_comment {
	moderato_str text;
	moderato_str id;
	moderato_str author;
	moderato_str author_email;
	moderato_str author_url;
	moderato_str ip;
	moderato_str user_agent;
	moderato_str title;  /**< of the page or the thread, or the comment's heading */
	moderato_str parent; /**< the text that this one answers */
	moderato_str parent_id;
	moderato_str url; /**< of the page */
	moderato_str created;
	moderato_str lang;
	moderato_str type;  /**< "pingback", "trackback" or a plug-in's; absent: a reader's comment */
	moderato_str state; /**< what the site did with it, one of moderato_states(); absent: unknown */
	moderato_str source; /**< the corpus it came from; training weighs by it */
	moderato_str group;  /**< rows of one group stay on one side of a split */
	const moderato_label *labels;
	size_t n_labels;
	const moderato_span *spans; /**< what people marked, for an attribute that the corpus knows:
									 sorted, disjoint; NULL: unknown */
	size_t n_spans;             /**< 0 with `spans` not NULL: people marked nothing */
	moderato_str extra; /**< unknown JSON members as written, `"a":1,"b":[2]`: passed through */
	size_t repeated;    /**< comments of its batch that say nearly the same, itself among them
							 (moderato/campaign.h); 0: unknown. No reader sets it */
	uint64_t campaign;  /**< the id of its campaign, for the verdict; 0: none, or unknown */
	size_t line;        /**< where the record begins in its file, from 1; 0 unknown */
} moderato_comment;

#define MODERATO_COMMENT_INIT                                                                      \
	{                                                                                              \
		0                                                                                          \
	}

MODERATO_END_DECLS
#endif
