/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_HISTORY_H
#define MODERATO_HISTORY_H
/**
 * @file moderato/history.h
 * Labels from a site's own moderation history: what became of a comment says what it was.
 *
 * A mapping names, for a state (moderato_states()), the labels that it stands for:
 * `STATE:ATTRIBUTE=0|1+…,…`. The default, MODERATO_HISTORY_MAP, takes what was published for
 * neither spam nor toxic, what was filed as spam for spam (and knows nothing of its manners), and
 * what moderators removed for toxic. It takes no label from what is held, what was thrown away for
 * reasons that nobody noted, or what its author deleted. Neither does anything that is no reader's
 * comment (`type`: a pingback, a trackback). Labels that a comment has already are kept as they
 * are, whatever its state.
 *
 * Not thread-safe.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** What states stand for unless another mapping is given. */
#define MODERATO_HISTORY_MAP "published:spam=0+toxicity=0,spam:spam=1,removed:toxicity=1"

typedef struct moderato_history moderato_history; /* opaque */

/** How often a state was seen, and what it stands for. */
typedef struct moderato_history_row {
	const char *state;  /**< one of moderato_states(), "other type" for what is no reader's comment,
							 "labelled" for what had labels, "unknown" for no or another state */
	const char *labels; /**< such as "spam=0+toxicity=0"; "" for none; "as they are" */
	size_t n;           /**< comments */
} moderato_history_row;

/**
 * @param out receives the history; free it with moderato_history_free(). NULL on failure
 * @param map the mapping; NULL: MODERATO_HISTORY_MAP. Copied
 * @return MODERATO_OK; MODERATO_EINVAL: an unknown state, an attribute that is no name, a label
 *         other than 0 and 1, a state or an attribute twice, more than 16 labels of a state: the
 *         message has the place; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_history_new(
	moderato_history **out, const char *map, moderato_error *err);

/** Count a comment, and give it its state's labels unless it has labels. They live as long as the
 *  history. */
MODERATO_API void moderato_history_label(moderato_history *history, moderato_comment *comment);

/** What was seen so far, states in the order of moderato_states(), then the other three; *n rows,
 *  those of no comment too. They live as long as the history and are up to date until the next
 *  moderato_history_label(). */
MODERATO_API const moderato_history_row *moderato_history_rows(
	const moderato_history *history, size_t *n);

/** Free; NULL is fine. */
MODERATO_API void moderato_history_free(moderato_history *history);

MODERATO_END_DECLS
#endif
