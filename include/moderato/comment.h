/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_COMMENT_H
#define MODERATO_COMMENT_H
/**
 * @file moderato/comment.h
 * A comment: its text and what is known about it, as plain structs that borrow all their data.
 *
 * Nothing in these structs owns memory. A text is a pointer and a length in bytes. It need not
 * be NUL-terminated and may hold any bytes: the classifier repairs what is not valid UTF-8.
 * An absent field is {NULL, 0}.
 */
#include <stdint.h>

#include "moderato/status.h"

MODERATO_BEGIN_DECLS

/** The most bytes of a comment's text; longer ones are refused with MODERATO_ELIMIT. The limit
 *  bounds the memory for one comment; no publisher accepts longer ones. */
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

/** A person's judgement of one attribute. */
typedef struct moderato_label {
	moderato_str attribute; /**< such as "toxicity" */
	int value;              /**< 0 or 1; attributes without a label are unknown */
} moderato_label;

/**
 * The values of `state`, which says what a site did with a comment: published; held (it waits for a
 * moderator); spam (it was filed as such); trash (it was thrown away, for whatever reason); removed
 * (by a moderator); deleted (by its author). A static, NULL-terminated array.
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
	moderato_str parent; /**< the text of the comment that this one answers */
	moderato_str parent_id;
	moderato_str url; /**< of the page */
	moderato_str created;
	moderato_str lang;
	moderato_str type;  /**< "pingback", "trackback" or a plug-in's; absent: a reader's comment */
	moderato_str state; /**< what the site did with it, one of moderato_states(); absent: unknown */
	moderato_str source; /**< the corpus it came from; training can weigh sources */
	moderato_str group;  /**< comments of one group are never split between folds */
	const moderato_label *labels;
	size_t n_labels;
	const moderato_span *spans;  /**< the text that people marked as evidence for the corpus's
									attribute: sorted, disjoint; NULL: unknown */
	size_t n_spans;              /**< if 0 and `spans` is not NULL: people marked nothing */
	const moderato_span *quoted; /**< what the text quotes of others, by its markup, with the line
								   that says whom: sorted, disjoint. Set by readers of exports,
								   pages and tables; the classifier finds quotations by itself */
	size_t n_quoted;
	moderato_str extra; /**< unknown JSON members as written, `"a":1,"b":[2]`: passed through */
	size_t repeated;    /**< comments of its batch with nearly the same text, including itself
							 (moderato/campaign.h); 0: unknown. Readers leave it 0 */
	uint64_t campaign;  /**< the id of its campaign, for the verdict; 0: none, or unknown */
	size_t line;        /**< the line of its file where the record begins, from 1; 0: unknown */
} moderato_comment;

#define MODERATO_COMMENT_INIT                                                                      \
	{                                                                                              \
		0                                                                                          \
	}

MODERATO_END_DECLS
#endif
