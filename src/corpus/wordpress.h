/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_WORDPRESS_H
#define CORPUS_WORDPRESS_H
/* WordPress's words for the states of comments. */
#include "moderato/comment.h"

/* Returns the value of comment_approved for a state. An absent or unknown state counts as
 * held. */
const char *wordpress_approved(moderato_str state);

/* Returns the state for values of comment_approved and comment_type. It is absent for an unknown
 * word, such as a plug-in's, and for the notes that editors write to each other about blocks of an
 * article: those are open or resolved, and nobody waits for a decision on them. */
moderato_str wordpress_state(moderato_str approved, moderato_str type);

#endif
