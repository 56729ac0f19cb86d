/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_HISTORY_H
#define MODERATO_HISTORY_H
/**
 * @file moderato/history.h
 * Derives labels from a site's own moderation history: what was done with a comment tells what it
 * was.
 *
 * A mapping names, for a state (moderato_states()), the labels that it stands for:
 * `STATE:ATTRIBUTE=0|1+…,…`. The default, MODERATO_HISTORY_MAP, says that published comments are
 * neither spam nor toxic, that comments filed as spam are spam (toxicity unknown), and that
 * comments removed by moderators are toxic. Comments that are held, in the trash (the reason is not
 * recorded) or deleted by their author get no label, and neither does anything but a reader's
 * comment (`type`: a pingback, a trackback) or a comment without a text: one that is empty, or a
 * site's own words in place of a text that is gone. Labels that a comment already has are kept,
 * whatever its state.
 *
 * Not thread-safe.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** The mapping that is used unless another one is given. */
#define MODERATO_HISTORY_MAP "published:spam=0+toxicity=0,spam:spam=1,removed:toxicity=1"

typedef struct moderato_history moderato_history; /* opaque */

/** How often a state was seen, and which labels it stands for. */
typedef struct moderato_history_row {
	const char *state;  /**< one of moderato_states(); "other type" for anything but a reader's
						   comment; "no text" for comments that would have got labels if they had a
						   text; "labelled" for comments that had labels; "unknown" for a missing or
						   another state */
	const char *labels; /**< such as "spam=0+toxicity=0"; "" for none; "as they are" */
	size_t n;           /**< comments */
} moderato_history_row;

/**
 * @param out receives the history; free it with moderato_history_free(). NULL on failure
 * @param map the mapping; NULL: MODERATO_HISTORY_MAP. Copied
 * @return MODERATO_OK; MODERATO_EINVAL: an unknown state, an attribute that is not a valid name, a
 *         label other than 0 and 1, a state or an attribute twice, more than 16 labels of a state:
 *         the message has the place; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_history_new(
	moderato_history **out, const char *map, moderato_error *err);

/** Count a comment, and give it its state's labels unless it has labels. They live as long as the
 *  history. */
MODERATO_API void moderato_history_label(moderato_history *history, moderato_comment *comment);

/** Returns the counts so far: *n rows, the states in the order of moderato_states(), then the other
 *  four. States that were never seen have a row too. The rows live as long as the history and are
 *  up to date until the next moderato_history_label(). */
MODERATO_API const moderato_history_row *moderato_history_rows(
	const moderato_history *history, size_t *n);

/** Free; NULL is fine. */
MODERATO_API void moderato_history_free(moderato_history *history);

MODERATO_END_DECLS
#endif
