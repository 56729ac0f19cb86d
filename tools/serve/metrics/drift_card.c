/* SPDX-License-Identifier: MIT */
/* What a bundle's card says of the distribution of scores. For each held-out file and attribute it
 * has how many comments there were, how many of them were to be caught, and for a few thresholds
 * the shares of both that are at or above it: together, the share of all comments. Only files in
 * which few comments are to be caught are of use, because those that come are ordinary ones. */
#include <stdio.h>

#include "base/json.h"
#include "serve/metrics/drift.h"

enum { COMMENTS_MIN = 1000, THRESHOLDS_MAX = 32 };
#define POSITIVE_MAX .1 /* share of comments that are to be caught */

/* Each level of the card has a reader of its own, while that above is being read. */
enum level { DOCUMENT, HELD_OUT, HELD_OUT_FILE, ROWS, ROW, LEVELS };

struct row {
	moderato_str attribute;
	moderato_str slice;
	double n;
	double n_positive;
	double score;
	double benign;
	double caught;
};

struct threshold {
	size_t end; /* the bucket that begins there */
	double benign;
	double caught;
};

struct card_reader {
	struct json_reader *readers[LEVELS];
	const char *attribute; /* whose reference is looked for */
	struct drift_reference *reference;
	double positive; /* share of those to be caught, in the file of `reference` */
	/* of the current file */
	moderato_str held_out;
	moderato_str file;
	moderato_str figures;
	moderato_str costs;
	double n;
	double n_positive;
	struct threshold thresholds[THRESHOLDS_MAX];
	size_t n_thresholds;
	struct row row;
};

static void take_text(moderato_str *to, const struct json_value *value)
{
	if (value->type == JSON_STRING)
		*to = value->string;
}

static void take_raw(moderato_str *to, const struct json_value *value)
{
	if (value->type == JSON_ARRAY)
		*to = value->raw;
}

static void take_number(double *to, const struct json_value *value)
{
	if (value->type == JSON_NUMBER)
		*to = value->number;
}

static moderato_status row_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct row *row = &((struct card_reader *)payload)->row;

	(void)err;
	if (str_is(key, "attribute"))
		take_text(&row->attribute, value);
	else if (str_is(key, "slice"))
		take_text(&row->slice, value);
	else if (str_is(key, "n"))
		take_number(&row->n, value);
	else if (str_is(key, "n_positive"))
		take_number(&row->n_positive, value);
	else if (str_is(key, "score"))
		take_number(&row->score, value);
	else if (str_is(key, "benign"))
		take_number(&row->benign, value);
	else if (str_is(key, "caught"))
		take_number(&row->caught, value);
	return MODERATO_OK;
}

/* Reads a row. False: it is of another attribute. */
static bool read_row(struct card_reader *r, const struct json_value *value)
{
	r->row = (struct row){.n = 0, .score = -1, .benign = -1, .caught = -1};
	return value->type == JSON_OBJECT &&
		   !json_read_object(r->readers[ROW], value->raw, row_member, r, NULL) &&
		   str_is(r->row.attribute, r->attribute);
}

static moderato_status take_figures(
	void *payload, const struct json_value *value, moderato_error *err)
{
	struct card_reader *r = payload;

	(void)err;
	if (read_row(r, value) && str_is(r->row.slice, "all")) {
		r->n = r->row.n;
		r->n_positive = r->row.n_positive;
	}
	return MODERATO_OK;
}

static bool is_share(double x)
{
	return x >= 0 && x <= 1;
}

/* Thresholds between the bounds of buckets are passed over: the counters do not know them. */
static moderato_status take_cost(void *payload, const struct json_value *value, moderato_error *err)
{
	struct card_reader *r = payload;
	size_t end;

	(void)err;
	if (!read_row(r, value) || r->n_thresholds == THRESHOLDS_MAX ||
		!(r->row.score > 0 && r->row.score < 1) || !is_share(r->row.benign) ||
		!is_share(r->row.caught))
		return MODERATO_OK;
	end = (size_t)(r->row.score * SCORE_BUCKETS + .5);
	if ((double)end / SCORE_BUCKETS != r->row.score ||
		(r->n_thresholds && end <= r->thresholds[r->n_thresholds - 1].end))
		return MODERATO_OK;
	r->thresholds[r->n_thresholds++] = (struct threshold){end, r->row.benign, r->row.caught};
	return MODERATO_OK;
}

/* The share of all comments of the file above threshold i; of the one before the first, all. */
static double share_above(const struct card_reader *r, size_t i)
{
	const double positive = r->n_positive / r->n;
	const struct threshold *t = &r->thresholds[i];

	return i == r->n_thresholds ? 0 : t->benign * (1 - positive) + t->caught * positive;
}

static void make_reference(struct card_reader *r)
{
	struct drift_reference *to = r->reference;
	double above = 1;
	size_t i;

	*to = (struct drift_reference){.n = (size_t)r->n, .n_bins = r->n_thresholds + 1};
	snprintf(to->source, sizeof(to->source), "%.*s", (int)r->file.len, r->file.ptr);
	for (i = 0; i <= r->n_thresholds; i++) {
		const double next = share_above(r, i);

		to->end[i] =
			(unsigned char)(i < r->n_thresholds ? r->thresholds[i].end : (size_t)SCORE_BUCKETS);
		to->share[i] = above > next ? above - next : 0;
		above = next;
	}
	r->positive = r->n_positive / r->n;
}

static moderato_status file_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct card_reader *r = payload;

	(void)err;
	if (str_is(key, "file"))
		take_text(&r->file, value);
	else if (str_is(key, "figures"))
		take_raw(&r->figures, value);
	else if (str_is(key, "thresholds"))
		take_raw(&r->costs, value);
	return MODERATO_OK;
}

static moderato_status take_file(void *payload, const struct json_value *value, moderato_error *err)
{
	struct card_reader *r = payload;

	(void)err;
	r->file = r->figures = r->costs = (moderato_str){"", 0};
	r->n = r->n_positive = 0;
	r->n_thresholds = 0;
	if (value->type != JSON_OBJECT ||
		json_read_object(r->readers[HELD_OUT_FILE], value->raw, file_member, r, NULL) ||
		!r->figures.len || !r->costs.len ||
		json_read_array(r->readers[ROWS], r->figures, take_figures, r, NULL) ||
		json_read_array(r->readers[ROWS], r->costs, take_cost, r, NULL))
		return MODERATO_OK;
	if (r->n >= COMMENTS_MIN && r->n < 1e15 && r->n_positive >= 0 && r->n_thresholds &&
		r->n_positive / r->n < r->positive)
		make_reference(r);
	return MODERATO_OK;
}

static moderato_status document_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct card_reader *r = payload;

	(void)err;
	if (str_is(key, "held_out"))
		take_raw(&r->held_out, value);
	return MODERATO_OK;
}

void drift_read_card(
	moderato_str card, const char *const *attributes, size_t n, struct drift_reference *references)
{
	struct card_reader r = {.held_out = {"", 0}};
	bool ok = card.len > 0;
	size_t i;

	for (i = 0; i < LEVELS; i++) {
		r.readers[i] = json_reader_new();
		ok &= r.readers[i] != NULL;
	}
	if (ok)
		ok = !json_read_object(r.readers[DOCUMENT], card, document_member, &r, NULL);
	for (i = 0; ok && r.held_out.len && i < n; i++) {
		r.attribute = attributes[i];
		r.reference = &references[i];
		r.positive = POSITIVE_MAX;
		json_read_array(r.readers[HELD_OUT], r.held_out, take_file, &r, NULL);
	}
	for (i = 0; i < LEVELS; i++)
		json_reader_free(r.readers[i]);
}
