/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_SHARE_LIST_H
#define CLASSIFY_SHARE_LIST_H
/* The shares of one head's margin while they are found: the largest of them, as many as are wanted,
 * and the sums of the others. A text of distinct words has four features a byte, which must be
 * neither named nor kept when ten of them are asked for. */
#include <math.h>
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/classifier.h"

struct listed_share {
	moderato_share share;
	size_t number; /* how many features were found before */
};

struct share_list {
	struct arena *arena; /* all memory is in it */
	size_t top;          /* how many are listed; 0: all */
	size_t shown;        /* how many of them are wanted; 0: all */
	bool sums_rest;      /* the others are wanted as sums */
	uint32_t column;     /* of the head */
	size_t part;         /* the head's index in the bundle */

	double least;           /* smaller ones are not listed; -1 while there is room */
	struct listed_share *v; /* [n] once it is full a heap, whose root is to go first */
	size_t n;
	size_t cap;
	moderato_rest up; /* those that were not listed, as they came */
	moderato_rest down;
	bool failed; /* out of memory */
};

/* What there is to say about a list that is complete. */
struct share_sums {
	const moderato_share *v; /* by falling magnitude; equal ones by name */
	size_t n;
	moderato_rest up;
	moderato_rest down;
	double rest; /* both, summed in their order; beyond SHARES_SORTED, as they come */
};

/* Where the others are summed, this many shares are sorted as if all were listed. So a comment of
 * some thousand bytes has the same sums, to the last bit, whatever is asked for. */
#define SHARES_SORTED ((size_t)32768)

void share_list_init(struct share_list *l, struct arena *arena, size_t top, bool sums_rest);

/* Could this share be listed? If so, share_list_add() decides, by its name, too; otherwise it is
 * for share_list_drop(). */
static inline bool share_list_wants(const struct share_list *l, double share)
{
	return fabs(share) >= l->least;
}

void share_list_add(struct share_list *l, const moderato_share *share, size_t number);

static inline void share_list_drop(struct share_list *l, double share)
{
	moderato_rest *side = share < 0 ? &l->down : &l->up;

	side->n += share != 0;
	side->sum += share;
}

/* Ends the list. False: memory ran out, now or before. */
bool share_list_finish(struct share_list *l, struct share_sums *out);

#endif
