/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_WORDPRESS_H
#define IMPORT_WORDPRESS_H
/* WordPress's words for the states of comments. */
#include "moderato/comment.h"

/* What stands in comment_approved for a state; one that is absent or unknown is held. */
const char *wordpress_approved(moderato_str state);

/* The state that comment_approved says; absent for a word that is not known, such as a plug-in's.
 */
moderato_str wordpress_state(moderato_str approved);

#endif
