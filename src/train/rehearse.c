/* SPDX-License-Identifier: MIT */
/* The base's sample as rows and columns behind those of the data. */
#include "train/rehearse.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/rng.h"
#include "dataset/base_heads.h"

/* The sample's source: no corpus has this name by accident. */
#define SOURCE "what the base knew"

/* The sample as a whole weighs what the new comments do. Measured on sample-site.xml, news and a
 * mixture of eight hundred: with half of that plain spam loses twice as much, with twice that the
 * gain on new comments falls (identity_attack from 0.881 to 0.857). No row weighs more than so
 * much: a few that are repeated a hundred times are learned by heart. */
#define WEIGHT_MAX 8.0

moderato_status rehearse_open(moderato_trainer *t, moderato_error *err)
{
	moderato_status status;
	int source;

	if (!t->base || t->options.protocol || t->known.n)
		return MODERATO_OK;
	status = rehearsal_read(t->base, &t->known, err);
	source = status || !t->known.n
				 ? 0
				 : dataset_source(&t->data, (moderato_str){SOURCE, sizeof(SOURCE) - 1});
	if (source < 0)
		status = t->data.n_sources == DATASET_SOURCES_MAX
					 ? fail(err, MODERATO_ELIMIT, "more than %d sources", DATASET_SOURCES_MAX - 1)
					 : fail_no_memory(err);
	if (status)
		rehearsal_dispose(&t->known); /* a second run begins anew */
	else
		t->known_source = (uint32_t)source;
	return status;
}

/* --- rows --- */

/* Room for the sample's features, the base's margins and the offsets. */
static bool reserve(const moderato_trainer *t, struct dataset_rows *rows)
{
	const size_t n = t->data.n + t->known.n;
	const size_t more = t->known.start[t->known.n] + t->known.n * (base_heads(t->base) + 1) +
						rows->start[t->data.n];
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

static void append_row(const moderato_trainer *t, struct dataset_rows *rows, size_t i)
{
	const struct rehearsal *known = &t->known;
	const size_t from = known->start[i];
	const size_t n = known->start[i + 1] - from;
	const size_t first = rows->start[t->data.n + i];
	float margin[MODERATO_ATTRIBUTES_MAX];
	size_t at = first + n;
	size_t e;

	if (n) {
		memcpy(rows->index + first, known->index + from, n * sizeof(*rows->index));
		memcpy(rows->value + first, known->value + from, n * sizeof(*rows->value));
	}
	base_margins(t->base, rows->index + first, rows->value + first, n, margin);
	for (e = 0; e < base_heads(t->base); e++) {
		rows->index[at] = rows->first_base + (uint32_t)e;
		rows->value[at++] = margin[e];
	}
	for (e = first; rows->place && e < at; e++)
		rows->index[e] = rows->place[rows->index[e]];
	if (train_layout(t).offset != 0.0f) {
		rows->index[at] = rows->first_source + t->known_source;
		rows->value[at++] = train_layout(t).offset;
	}
	rows->start[t->data.n + i + 1] = at;
}

bool rehearse_append(const moderato_trainer *t, struct dataset_rows *rows)
{
	size_t i;

	if (!t->known.n)
		return true;
	if (!reserve(t, rows))
		return false;
	for (i = 0; i < t->known.n; i++)
		append_row(t, rows, i);
	rows->rows = (struct rows){rows->start, rows->index, rows->value, t->data.n + t->known.n};
	return true;
}

/* --- columns --- */

static bool extend(void **column, size_t n, size_t size)
{
	void *longer = resize_array(*column, n, size);

	if (longer)
		*column = longer;
	return *column && longer;
}

static bool extend_all(struct rehearse_columns *c, size_t n)
{
	void *columns[] = {c->label, c->group, c->source, c->copy};
	const bool ok =
		c->label && c->group && c->source && c->copy && extend(&columns[0], n, sizeof(*c->label)) &&
		extend(&columns[1], n, sizeof(*c->group)) && extend(&columns[2], n, sizeof(*c->source)) &&
		extend(&columns[3], n, sizeof(*c->copy));

	*c = (struct rehearse_columns){columns[0], columns[1], columns[2], columns[3]};
	return ok;
}

/* What a row of the sample weighs. */
static double balance(const moderato_trainer *t, const struct rehearse_columns *c)
{
	double known = 0;
	double fresh = 0;
	size_t i;

	for (i = 0; i < t->data.n; i++)
		if (c->label[i] >= 0)
			fresh += t->weight[c->source[i]];
	for (; i < t->data.n + t->known.n; i++)
		known += c->label[i] >= 0;
	return known > 0 && fresh > 0 ? fmin(fresh / known, WEIGHT_MAX) : 1;
}

bool rehearse_columns(
	moderato_trainer *t, const struct train_head *head, struct rehearse_columns *c)
{
	const int column = rehearsal_column(&t->known, head->attribute);
	size_t i;

	*c = (struct rehearse_columns){
		train_column(t, head->column), train_groups(t), train_sources(t), train_copies(t)};
	if (!extend_all(c, t->data.n + t->known.n))
		return false;
	for (i = 0; i < t->known.n; i++) {
		const size_t row = t->data.n + i;

		c->label[row] = column < 0 || t->known.held[i]
							? LABEL_UNKNOWN
							: t->known.labels[i * t->known.n_attributes + (size_t)column];
		c->group[row] = rng_mix(i);
		c->source[row] = t->known_source;
		c->copy[row] = 0;
	}
	if (t->known.n)
		t->weight[t->known_source] = balance(t, c);
	return true;
}

void rehearse_columns_dispose(struct rehearse_columns *c)
{
	free(c->label);
	free(c->group);
	free(c->source);
	free(c->copy);
}

moderato_status rehearse_drop(moderato_trainer *t, moderato_error *err)
{
	const bool stays = t->base && t->options.space.context == t->base->shape->space.context;
	const moderato_known *last = NULL;
	size_t i;

	for (i = t->n_heads; t->known.n && i > 0; i--) {
		if (t->heads[i - 1].known.change > 0)
			continue;
		last = &t->heads[i - 1].known;
		if (stays && t->n_heads > 1) {
			train_drop_head(t, i - 1);
			last = NULL;
		}
	}
	return last ? fail(err, MODERATO_EINVAL,
					  "%s: refused, for it forgets what the base knew (%s), and no part of the "
					  "change is better",
					  last->attribute, last->lost)
				: MODERATO_OK;
}
