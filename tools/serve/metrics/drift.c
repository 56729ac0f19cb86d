/* SPDX-License-Identifier: MIT */
#include "serve/metrics/drift.h"

#include <math.h>
#include <stdio.h>

static size_t total(const uint64_t counts[SCORE_BUCKETS])
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < SCORE_BUCKETS; i++)
		n += counts[i];
	return (size_t)n;
}

double drift_index(const struct drift_reference *reference, const uint64_t counts[SCORE_BUCKETS])
{
	const double n = (double)total(counts);
	double index = 0;
	size_t bucket = 0;
	size_t bin;

	for (bin = 0; bin < reference->n_bins; bin++) {
		const double q = fmax(reference->share[bin], .5 / (double)reference->n);
		uint64_t here = 0;
		double p;

		while (bucket < reference->end[bin])
			here += counts[bucket++];
		p = fmax((double)here, .5) / n;
		index += (p - q) * log(p / q);
	}
	return index;
}

double drift_reference_above(const struct drift_reference *reference, size_t end)
{
	double above = 0;
	size_t bin = reference->n_bins;

	while (bin && reference->end[bin - 1] > end)
		above += reference->share[--bin];
	return bin && reference->end[bin - 1] == end ? above : -1;
}

double drift_counts_above(const uint64_t counts[SCORE_BUCKETS], size_t end)
{
	uint64_t above = 0;
	size_t i;

	for (i = end; i < SCORE_BUCKETS; i++)
		above += counts[i];
	return (double)above / (double)total(counts);
}

void drift_begin(struct drift *drift, const moderato_bundle *bundle, const unsigned char *slot,
	const score_counts now)
{
	struct drift_reference references[MODERATO_ATTRIBUTES_MAX] = {{.n = 0}};
	const char *names[MODERATO_ATTRIBUTES_MAX];
	const size_t n = moderato_bundle_n_attributes(bundle);
	size_t i;

	if (drift->checksum == moderato_bundle_checksum(bundle))
		return;
	*drift = (struct drift){.checksum = moderato_bundle_checksum(bundle)};
	for (i = 0; i < n; i++)
		names[i] = moderato_bundle_attribute(bundle, i);
	drift_read_card(moderato_bundle_card_json(bundle), names, n, references);
	for (i = 0; i < n; i++)
		if (slot[i] != ATTRIBUTE_SLOTS)
			drift->attributes[slot[i]].reference = references[i];
	for (i = 0; i < ATTRIBUTE_SLOTS; i++)
		memcpy(drift->attributes[i].began, now[i], sizeof(now[i]));
}

/* Makes the first scores the reference, bucket by bucket. */
static void take_reference(
	struct drift_reference *reference, const uint64_t counts[SCORE_BUCKETS], size_t n)
{
	size_t i;

	*reference = (struct drift_reference){.n = n, .n_bins = SCORE_BUCKETS};
	for (i = 0; i < SCORE_BUCKETS; i++) {
		reference->end[i] = (unsigned char)(i + 1);
		reference->share[i] = (double)counts[i] / (double)n;
	}
}

static void look_at(struct drift_attribute *a, const uint64_t now[SCORE_BUCKETS])
{
	uint64_t counts[SCORE_BUCKETS];
	size_t n;
	size_t i;

	for (i = 0; i < SCORE_BUCKETS; i++)
		counts[i] = now[i] - a->began[i];
	n = total(counts);
	if (n < (a->reference.n ? DRIFT_WINDOW : DRIFT_FIRST))
		return;
	memcpy(a->began, now, sizeof(a->began));
	if (!a->reference.n) {
		take_reference(&a->reference, counts, n);
		return;
	}
	a->index = drift_index(&a->reference, counts);
	a->n = n;
	memcpy(a->window, counts, sizeof(counts));
}

void drift_look(struct drift *drift, const score_counts now)
{
	size_t i;

	for (i = 0; i < ATTRIBUTE_SLOTS; i++)
		look_at(&drift->attributes[i], now[i]);
}
