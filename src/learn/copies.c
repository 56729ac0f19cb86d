/* SPDX-License-Identifier: MIT */
/* Disguised copies of training comments: some of the comments are trained on once more with half of
 * their words in disguise, so that a disguise by itself means neither abuse nor its absence. */
#include "base/fail.h"
#include "base/rng.h"
#include "learn/trainer_internal.h"

/* Keeps the draw apart from what else the seed decides, and from disguises that are measured. */
#define STREAM UINT64_C(0xC0B1E5)

/* Add a copy, already disguised, of the last comment. */
static moderato_status add_copy(
	moderato_trainer *t, const moderato_comment *comment, moderato_error *err)
{
	struct dataset *ds = &t->data;
	const size_t original = ds->n - 1;
	moderato_status status = dataset_add(ds, comment, err);

	if (status)
		return status;
	ds->comments[original + 1].group = ds->comments[original].group;
	ds->comments[original + 1].copy = true;
	if (t->options.families && !texts_add(&t->texts, comment)) {
		ds->n--;
		return fail(err, MODERATO_ENOMEM, "out of memory");
	}
	ds->n_copies++;
	return MODERATO_OK;
}

moderato_status train_add_copy(
	moderato_trainer *t, const moderato_comment *comment, moderato_error *err)
{
	const uint64_t seed = rng_mix(t->options.fit.seed ^ STREAM);
	const moderato_perturb_options options = {.share = 0.5, .seed = seed};
	moderato_comment copy = *comment;
	moderato_status status = MODERATO_OK;
	moderato_family family;
	struct rng rng;

	rng_seed(&rng, rng_mix(seed + t->data.n - t->data.n_copies));
	if (rng_double(&rng) >= t->options.copies)
		return MODERATO_OK;
	family = (moderato_family)rng_below(&rng, MODERATO_FAMILIES);
	if (!t->perturber)
		status = moderato_perturber_new(&t->perturber, &options, err);
	if (!status)
		status = moderato_perturb(t->perturber, comment, family, &t->perturbed, err);
	if (status || !t->perturbed.n_words)
		return status;
	copy.text = t->perturbed.text;
	return add_copy(t, &copy, err);
}

uint8_t *train_copies(const moderato_trainer *t)
{
	uint8_t *copy = resize_array(NULL, t->data.n, sizeof(*copy));
	size_t i;

	for (i = 0; copy && i < t->data.n; i++)
		copy[i] = t->data.comments[i].copy;
	return copy;
}
