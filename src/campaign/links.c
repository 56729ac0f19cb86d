/* SPDX-License-Identifier: MIT */
/* Two rounds over the bands. In each band, sorting puts signatures with equal keys side by side, in
 * a bucket; the first round unites what is alike, the second adds what is nearly so. */
#include "campaign/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"

enum {
	MINIMA = MODERATO_SIGNATURE_MINIMA,

	/* A band is two minima, and each minimum is in four bands, next to a different one each time.
	 * Two comments that share J of their shingles meet in a given band with a probability of J²:
	 * they miss each other in all 62 one time in 50 at J = 0.25, and hardly ever at 0.4. */
	BANDS = 2 * MINIMA,
	STEP = 5,

	/* A comment is compared with at most this many others of its bucket, each from a different set,
	 * because time must stay linear: a phrase that everybody uses fills a bucket. Real variants
	 * share most bands and still meet. */
	COMPARED = 8,

	JOINED = 7, /* a set of this many comments is a template, which others may join */

	DIGIT_BITS = 11,
	DIGITS = 1 << DIGIT_BITS,
	ROUNDS = 3, /* of 11 bits each, for a key of 32 bits */
};

/* A radix sort of signatures by their keys in a band. An item has the key in its upper half and the
 * index of the signature in its lower half. Sorting by the key alone keeps the order of items with
 * equal keys, which form a bucket. */
struct sorter {
	uint64_t *items; /* [n] */
	uint64_t *spare; /* [n] */
	size_t n;
};

static void sort_by_key(struct sorter *s)
{
	size_t round;

	for (round = 0; round < ROUNDS; round++) {
		const unsigned shift = 32 + (unsigned)round * DIGIT_BITS;
		size_t place[DIGITS + 1] = {0};
		uint64_t *items = s->items;
		size_t i;

		for (i = 0; i < s->n; i++)
			place[(items[i] >> shift & (DIGITS - 1)) + 1]++;
		for (i = 1; i < DIGITS; i++)
			place[i] += place[i - 1];
		for (i = 0; i < s->n; i++)
			s->spare[place[items[i] >> shift & (DIGITS - 1)]++] = items[i];
		s->items = s->spare;
		s->spare = items;
	}
}

uint64_t signature_hash(const moderato_signature *signature)
{
	uint64_t hash = HASH_K0;
	size_t i;

	for (i = 0; i < MINIMA; i++)
		hash = hash_fold(hash ^ signature->minimum[i], HASH_K1);
	return hash_fold(hash ^ HASH_K1, HASH_K0);
}

/* The key of a signature in a band. Band BANDS is the whole signature, so that equal ones meet
 * whatever else is in their buckets. */
static uint32_t band_key(const moderato_signature *signature, size_t band)
{
	const uint16_t *m = signature->minimum;
	const size_t first = band % MINIMA;
	const size_t second = (first + (band < MINIMA ? 1 : STEP)) % MINIMA;

	if (band == BANDS)
		return (uint32_t)signature_hash(signature);
	return (uint32_t)m[first] << 16 | m[second];
}

/* The earliest member of i's set (union-find with path halving). */
static uint32_t root_of(uint32_t *parent, uint32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

/* What makes two comments variants of one text. If two sets of a and b shingles share s of them,
 * then J = s / (a + b - s), and therefore s = (a + b) J / (1 + J); J is estimated by equal /
 * MINIMA. */
struct likeness {
	size_t equal;  /* the least number of equal minima */
	size_t shared; /* the least number of shared shingles, as estimated */
};

/* Makes two comments variants. A quarter of the shingles is enough for comments of fifty words.
 * Comments of a dozen words need most of them, because a quarter is a common phrase there ("what is
 * the difference between"). Measured by tests/bench/campaigns.py. */
static const struct likeness strong = {8, MODERATO_SHINGLES_MIN};

/* Enough for joining a set of JOINED or more comments. */
static const struct likeness weak = {7, 10};

/* Enough for joining such a set if it holds for two of its comments. */
static const struct likeness faint = {5, 10};

static bool are_alike(const moderato_signature *left, const moderato_signature *right,
	const struct likeness *likeness)
{
	const size_t equal = moderato_signature_equal(left, right);
	const size_t both = (size_t)left->shingles + right->shingles;

	return equal >= likeness->equal && both * equal >= likeness->shared * (MINIMA + equal);
}

/* ---- the first round: comments that are alike become one set ---- */

/* The sets that were met last in a bucket, each represented by its last member there. */
struct recent {
	uint32_t member[COMPARED];
	size_t n;
	size_t next; /* which one is replaced when all are taken */
};

/* Adds a set, by its member i; replaces another one when all places are taken. */
static void remember_set(struct recent *recent, uint32_t i)
{
	const size_t k = recent->n < COMPARED ? recent->n++ : recent->next++ % COMPARED;

	recent->member[k] = i;
}

/* Unites two sets, given by their earliest members: the earlier of these becomes the parent. */
static void unite(uint32_t *parent, uint32_t a, uint32_t b)
{
	parent[a < b ? b : a] = a < b ? a : b;
}

/* Unites the set of i with those of the recent comments that it is like. */
static void unite_with_recent(
	struct recent *recent, const moderato_signature *signatures, uint32_t *parent, uint32_t i)
{
	bool known = false;
	size_t k;

	for (k = 0; k < recent->n; k++) {
		const uint32_t root = root_of(parent, i);
		const uint32_t other = root_of(parent, recent->member[k]);

		if (root != other) {
			if (!are_alike(&signatures[i], &signatures[recent->member[k]], &strong))
				continue;
			unite(parent, root, other);
		}
		recent->member[k] = i;
		known = true;
	}
	if (!known)
		remember_set(recent, i);
}

/* ---- the second round: comments that are a little alike join a template ---- */

/* The state of the second round: arrays over signatures. */
struct joining {
	const uint32_t *first; /* for each signature, the earliest of its set */
	const uint32_t *size;  /* the size of each set, at its earliest member */
	uint32_t *join_to; /* for each small set, at its earliest member: the large set that it joins;
						  or itself */
	uint32_t *doubt;   /* for each small set: a faintly similar comment of a large set; or itself */
};

/* True if comment i, of a small set, belongs to the set of `other`: if they are weakly alike, or
 * faintly, and i's set is faintly like another comment of that set. Two accidents are rare. */
static bool joins_set_of(
	const struct joining *sets, const moderato_signature *signatures, uint32_t i, uint32_t other)
{
	uint32_t *doubt = &sets->doubt[sets->first[i]];

	if (are_alike(&signatures[i], &signatures[other], &weak))
		return true;
	if (*doubt == other || !are_alike(&signatures[i], &signatures[other], &faint))
		return false;
	if (*doubt != sets->first[i] && sets->first[*doubt] == sets->first[other])
		return true;
	*doubt = other;
	return false;
}

static void join_recent(struct recent *recent, const moderato_signature *signatures,
	const struct joining *sets, uint32_t i)
{
	const uint32_t first = sets->first[i];
	const bool large = sets->size[first] >= JOINED;
	size_t k;

	if (!large && sets->join_to[first] != first)
		return;
	for (k = 0; k < recent->n; k++) {
		const uint32_t other = recent->member[k];

		if (large && sets->first[other] == first) {
			recent->member[k] = i;
			return;
		}
		if (!large && joins_set_of(sets, signatures, i, other)) {
			sets->join_to[first] = sets->first[other];
			return;
		}
	}
	if (large)
		remember_set(recent, i);
}

/* ---- both rounds ---- */

static void sort_band(struct sorter *s, size_t band, const moderato_signature *signatures)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		s->items[i] = (uint64_t)band_key(&signatures[i], band) << 32 | i;
	sort_by_key(s);
}

static bool begins_bucket(const struct sorter *s, size_t i)
{
	return !i || s->items[i] >> 32 != s->items[i - 1] >> 32;
}

static void link_all(struct sorter *s, const moderato_signature *signatures, uint32_t *parent)
{
	struct recent recent = {.n = 0};
	size_t band;
	size_t i;

	for (i = 0; i < s->n; i++)
		parent[i] = (uint32_t)i;
	for (band = BANDS + 1; band-- > 0;) {
		sort_band(s, band, signatures);
		for (i = 0; i < s->n; i++) {
			if (begins_bucket(s, i))
				recent = (struct recent){.n = 0};
			unite_with_recent(&recent, signatures, parent, (uint32_t)s->items[i]);
		}
	}
	for (i = 0; i < s->n; i++) /* a parent precedes i, so that it is a root by now */
		parent[i] = parent[parent[i]];
}

/* Walks buckets in both directions, because a comment may stand before the set that it joins. */
static void join_all(
	struct sorter *s, const moderato_signature *signatures, const struct joining *sets)
{
	struct recent recent = {.n = 0};
	size_t band;
	size_t i;

	for (band = 0; band < BANDS; band++) {
		sort_band(s, band, signatures);
		for (i = 0; i < s->n; i++) {
			if (begins_bucket(s, i))
				recent = (struct recent){.n = 0};
			join_recent(&recent, signatures, sets, (uint32_t)s->items[i]);
		}
		recent = (struct recent){.n = 0};
		for (i = s->n; i-- > 0;) {
			join_recent(&recent, signatures, sets, (uint32_t)s->items[i]);
			if (begins_bucket(s, i))
				recent = (struct recent){.n = 0};
		}
	}
}

/* Counts the sizes of the sets, and lets each set join itself. */
static void begin_joining(
	const uint32_t *first, size_t n, uint32_t *size, uint32_t *join_to, uint32_t *doubt)
{
	size_t i;

	memset(size, 0, n * sizeof(*size));
	for (i = 0; i < n; i++) {
		join_to[i] = (uint32_t)i;
		doubt[i] = (uint32_t)i;
		size[first[i]]++;
	}
}

static void apply_joins(const uint32_t *join_to, size_t n, uint32_t *parent)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (join_to[i] != i)
			unite(parent, root_of(parent, (uint32_t)i), root_of(parent, join_to[i]));
	for (i = 0; i < n; i++)
		parent[i] = parent[parent[i]];
}

bool links_find(const moderato_signature *signatures, size_t n, uint32_t *parent)
{
	struct sorter s = {.items = resize_array(NULL, n + !n, sizeof(*s.items)),
		.spare = resize_array(NULL, n + !n, sizeof(*s.spare)),
		.n = n};
	uint32_t *size = resize_array(NULL, n + !n, sizeof(*size));
	uint32_t *join_to = resize_array(NULL, n + !n, sizeof(*join_to));
	uint32_t *doubt = resize_array(NULL, n + !n, sizeof(*doubt));
	const struct joining sets = {parent, size, join_to, doubt};
	const bool good = s.items && s.spare && size && join_to && doubt;

	if (good) {
		link_all(&s, signatures, parent);
		begin_joining(parent, n, size, join_to, doubt);
		join_all(&s, signatures, &sets);
		apply_joins(join_to, n, parent);
	}
	free(doubt);
	free(join_to);
	free(size);
	free(s.items);
	free(s.spare);
	return good;
}
