/* SPDX-License-Identifier: MIT */
/* The base's sample as rows after those of the data, and what becomes of refused heads. */
#include "train/rehearse.h"

#include <string.h>

#include "base/fail.h"
#include "dataset/base_heads.h"

/* The sample's source: no corpus has this name by accident. */
static const moderato_str sample_source = {"what the base knew", 18};

moderato_status rehearse_open(struct train_inputs *in, moderato_error *err)
{
	moderato_status status;

	if (!in->base || in->options.protocol || in->known.n)
		return MODERATO_OK;
	status = rehearsal_read(in->base, &in->known, err);
	if (!status && in->known.n)
		status = dataset_source(&in->data, sample_source, &in->known_source, err);
	if (status)
		rehearsal_dispose(&in->known); /* so that a second run tries again */
	return status;
}

/* --- rows --- */

/* Make room for the sample's features, the base's margins and the offsets. False: out of memory. */
static bool reserve_rows(const struct train_inputs *in, struct dataset_rows *rows)
{
	const size_t n = in->data.n + in->known.n;
	const size_t more = in->known.start[in->known.n] + in->known.n * (base_heads(in->base) + 1) +
						rows->start[in->data.n];
	size_t *start = resize_array(rows->start, n + 1, sizeof(*start));
	uint32_t *index;
	float *value;

	if (start)
		rows->start = start;
	index = resize_array(rows->index, more, sizeof(*index));
	if (index)
		rows->index = index;
	value = resize_array(rows->value, more, sizeof(*value));
	if (value)
		rows->value = value;
	return start && index && value;
}

static void append_row(const struct train_inputs *in, struct dataset_rows *rows, size_t i)
{
	const struct rehearsal *known = &in->known;
	const size_t from = known->start[i];
	const size_t n = known->start[i + 1] - from;
	const size_t first = rows->start[in->data.n + i];
	float margin[MODERATO_ATTRIBUTES_MAX];
	size_t at = first + n;
	size_t e;

	if (n) {
		memcpy(rows->index + first, known->index + from, n * sizeof(*rows->index));
		memcpy(rows->value + first, known->value + from, n * sizeof(*rows->value));
	}
	base_margins(in->base, rows->index + first, rows->value + first, n, margin);
	for (e = 0; e < base_heads(in->base); e++) {
		rows->index[at] = rows->first_base + (uint32_t)e;
		rows->value[at++] = margin[e];
	}
	for (e = first; rows->place && e < at; e++)
		rows->index[e] = rows->place[rows->index[e]];
	if (train_layout(in).offset != 0.0f) {
		rows->index[at] = rows->first_source + in->known_source;
		rows->value[at++] = train_layout(in).offset;
	}
	rows->start[in->data.n + i + 1] = at;
}

bool rehearse_append(const struct train_inputs *in, struct dataset_rows *rows)
{
	size_t i;

	if (!in->known.n)
		return true;
	if (!reserve_rows(in, rows))
		return false;
	for (i = 0; i < in->known.n; i++)
		append_row(in, rows, i);
	rows->rows = (struct rows){rows->start, rows->index, rows->value, in->data.n + in->known.n};
	return true;
}

/* --- refused heads --- */

moderato_status rehearse_drop(
	struct train_heads *heads, const struct train_inputs *in, moderato_error *err)
{
	const bool stays = in->base && in->options.space.context == in->base->shape->space.context;
	const moderato_known *last = NULL;
	size_t i;

	for (i = heads->n; in->known.n && i > 0; i--) {
		if (heads->v[i - 1].known.change > 0)
			continue;
		last = &heads->v[i - 1].known;
		if (stays && heads->n > 1) {
			train_heads_drop(heads, in->base, i - 1);
			last = NULL;
		}
	}
	return last ? fail(err, MODERATO_EINVAL,
					  "%s: refused, for it forgets what the base knew (%s), and no part of the "
					  "change is better",
					  last->attribute, last->lost)
				: MODERATO_OK;
}
