/* SPDX-License-Identifier: MIT */
/* The signature of a comment: the minima of its shingles under 31 hash functions (MinHash). */
#include "base/fail.h"
#include "base/hash.h"
#include "base/rng.h"
#include "campaign/unquoted.h"
#include "campaign/shingles.h"
#include "moderato/campaign.h"

enum { LANES = MODERATO_SIGNATURE_MINIMA };

/* Hash function i of a shingle x is lo(x) · a[i] + hi(x) · b[i] modulo 2^32, with odd a and b. This
 * is pairwise independent, as minima need (Broder et al., Min-wise independent permutations, 2000),
 * and takes only two multiplications. The factors are the output of SplitMix64's function for 1, 2,
 * … */
static void draw_factors(uint32_t a[LANES], uint32_t b[LANES])
{
	size_t i;

	for (i = 0; i < LANES; i++) {
		const uint64_t factors = rng_mix(i + 1);

		a[i] = (uint32_t)factors | 1;
		b[i] = (uint32_t)(factors >> 32) | 1;
	}
}

static void find_minima(const struct shingles *shingles, uint32_t minimum[LANES])
{
	uint32_t a[LANES];
	uint32_t b[LANES];
	size_t i;
	size_t k;

	draw_factors(a, b);
	for (k = 0; k < LANES; k++)
		minimum[k] = UINT32_MAX;
	for (i = 0; i < shingles->n; i++) {
		const uint32_t lo = (uint32_t)shingles->v[i];
		const uint32_t hi = (uint32_t)(shingles->v[i] >> 32);

		for (k = 0; k < LANES; k++) {
			const uint32_t hash = lo * a[k] + hi * b[k];

			minimum[k] = hash < minimum[k] ? hash : minimum[k];
		}
	}
}

/* Reads a comment's own shingles, without those that it quotes; of a comment that only quotes, all.
 * Returns false when memory runs out. */
static bool read_own(struct arena *arena, const moderato_comment *comment, struct shingles *own)
{
	struct shingles parent;
	moderato_str text;
	bool any;

	if (!unquoted_text(arena, comment->text, &text) || !shingles_read(arena, text, own))
		return false;
	any = own->letters > 0;
	if (own->n && comment->parent.len) {
		if (!shingles_read(arena, comment->parent, &parent) ||
			!shingles_subtract(arena, own, &parent))
			return false;
		any = own->n > 0;
	}
	return (any || shingles_read(arena, comment->text, own)) && shingles_unique(arena, own);
}

moderato_status moderato_signature_of(
	const moderato_comment *comment, moderato_signature *signature, moderato_error *err)
{
	struct arena arena = ARENA_INIT;
	moderato_status status = MODERATO_END;
	uint32_t minimum[LANES];
	struct shingles own;
	size_t i;

	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX ||
		comment->parent.len > MODERATO_COMMENT_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "the comment or its parent is over %zu bytes long",
			MODERATO_COMMENT_BYTES_MAX);
	if (!read_own(&arena, comment, &own)) {
		status = fail_no_memory(err);
	} else if (own.n >= MODERATO_SHINGLES_MIN) {
		status = MODERATO_OK;
		find_minima(&own, minimum);
		/* Minima are small numbers, so their 16 bits are taken from a hash of all 32. */
		for (i = 0; i < LANES; i++)
			signature->minimum[i] = (uint16_t)hash_fold(minimum[i] ^ HASH_K0, HASH_K1);
		signature->shingles = own.n < UINT16_MAX ? (uint16_t)own.n : UINT16_MAX;
	}
	arena_dispose(&arena);
	return status;
}

size_t moderato_signature_equal(const moderato_signature *left, const moderato_signature *right)
{
	unsigned equal = 0;
	size_t i;

	for (i = 0; i < LANES; i++)
		equal += left->minimum[i] == right->minimum[i];
	return equal;
}
