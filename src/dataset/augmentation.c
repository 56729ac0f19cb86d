/* SPDX-License-Identifier: MIT */
/* The seed and the comment's number decide which comments get a copy and in which disguise, so that
 * threads may ask in any order. */
#include "dataset/augmentation.h"

#include "base/rng.h"

/* A constant of its own, so that the draw differs from everything else that the seed decides, and
 * from the disguises that are measured. */
#define STREAM UINT64_C(0xC0B1E5)

moderato_status augmentation_init(
	struct augmentation *a, double share, uint64_t seed, moderato_error *err)
{
	moderato_perturb_options options = {.share = 0.5, .seed = rng_mix(seed ^ STREAM)};

	*a = (struct augmentation){.share = share, .seed = options.seed};
	return share > 0 ? moderato_perturber_new(&a->perturber, &options, err) : MODERATO_OK;
}

void augmentation_dispose(struct augmentation *a)
{
	moderato_perturber_free(a->perturber);
	*a = (struct augmentation){.share = 0};
}

moderato_status augmentation_draw(const struct augmentation *a, const moderato_comment *comment,
	uint64_t number, moderato_perturbed *out, bool *drawn, moderato_error *err)
{
	moderato_status status;
	moderato_family family;
	struct rng rng;

	*drawn = false;
	if (a->share <= 0)
		return MODERATO_OK;
	rng_seed(&rng, rng_mix(a->seed + number));
	if (rng_double(&rng) >= a->share)
		return MODERATO_OK;
	family = (moderato_family)rng_below(&rng, MODERATO_FAMILIES);
	status = moderato_perturb(a->perturber, comment, family, out, err);
	*drawn = !status && out->n_words && out->text.len <= MODERATO_COMMENT_BYTES_MAX;
	return status;
}
