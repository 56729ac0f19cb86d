/* SPDX-License-Identifier: MIT */
#include "corpus/wordpress.h"

#include <string.h>

#include "base/str.h"
#include "corpus/source.h"

/* The first word for a state is the one that is written. */
static const struct {
	const char *approved;
	const char *state;
} states[] = {{"1", "published"}, {"approve", "published"}, {"approved", "published"},
	{"0", "held"}, {"hold", "held"}, {"unapproved", "held"}, {"spam", "spam"}, {"trash", "trash"},
	{"post-trashed", "trash"}, {"trash", "removed"}, {"trash", "deleted"}};

enum { N_SHOWN = 6 }; /* states of comments that are neither spam nor in the trash */

#define N_STATES (sizeof(states) / sizeof(*states))

const char *wordpress_approved(moderato_str state)
{
	size_t i;

	for (i = 0; i < N_STATES; i++)
		if (str_is_nocase(state, states[i].state))
			return states[i].approved;
	return "0";
}

moderato_str wordpress_state(moderato_str approved, moderato_str type)
{
	const bool note = str_is_nocase(type, "note");
	size_t i;

	for (i = 0; i < N_STATES; i++)
		if (str_is_nocase(approved, states[i].approved) && !(note && i < N_SHOWN))
			return (moderato_str){states[i].state, strlen(states[i].state)};
	return (moderato_str){NULL, 0};
}
