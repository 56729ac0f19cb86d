/* SPDX-License-Identifier: MIT */
#include "classify/second_reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "encode/encoder_reading.h"

/* ---- the encoder, one for all threads ---- */

static void free_encoder(void *encoder)
{
	encoder_file_dispose(encoder);
	free(encoder);
}

static moderato_status read_encoder(
	const moderato_bundle *bundle, struct encoder_file **out, moderato_error *err)
{
	struct encoder_file *file;
	moderato_status status;

	if (bundle->forgot_encoder)
		return fail(err, MODERATO_EINVAL, "the bundle's encoder is not in memory any more");
	file = malloc(sizeof(*file));
	status = file ? encoder_file_read(file, "encoder", bundle->encoder, err) : fail_no_memory(err);
	if (!status && file->encoder.width != bundle->encoder_width) {
		encoder_file_dispose(file);
		status = fail(err, MODERATO_EFORMAT, "encoder: its vectors have %u numbers, its heads %u",
			file->encoder.width, bundle->encoder_width);
	}
	if (status) {
		free(file);
		return status;
	}
	*out = file;
	return MODERATO_OK;
}

moderato_status second_reading_encoder(
	const moderato_bundle *bundle, const struct encoder_file **out, moderato_error *err)
{
	struct bundle_shared *shared = bundle->shared;
	struct encoder_file *file;
	moderato_status status = MODERATO_OK;

	pthread_mutex_lock(&shared->lock);
	file = shared->encoder;
	if (!file) {
		status = read_encoder(bundle, &file, err);
		if (!status) {
			shared->encoder = file;
			shared->free_encoder = free_encoder;
		}
	}
	pthread_mutex_unlock(&shared->lock);
	*out = file;
	return status;
}

/* ---- which comments ---- */

bool second_reading_wanted(
	const moderato_classifier *c, moderato_second_reading which, const moderato_scores *scores)
{
	size_t i;

	if (!c->encoder || which == MODERATO_SECOND_NEVER)
		return false;
	if (which == MODERATO_SECOND_ALWAYS)
		return true;
	for (i = 0; i < c->bundle->n_heads; i++) {
		const struct encoder_head *head = &c->bundle->encoder_heads[i];

		if (head->width && scores->score[i] >= head->from)
			return true;
	}
	return false;
}

/* The encoder has learned English. Of a text that is too short to tell it can make something. */
static bool is_foreign(const char *language)
{
	return language && strcmp(language, "en") != 0;
}

/* ---- reading ---- */

moderato_status second_reading_text(moderato_classifier *c, moderato_error *err)
{
	struct second_reading *r = &c->reading;
	const char *language;

	r->text = (struct text){NULL, 0, NULL};
	if (!c->doc.words.n)
		return MODERATO_OK;
	if (!classifier_language(c, &language))
		return fail_no_memory(err);
	return is_foreign(language) || reading_of(&c->doc, &c->arena, &r->text) ? MODERATO_OK
																			: fail_no_memory(err);
}

moderato_status second_reading_encode(moderato_classifier *c, moderato_error *err)
{
	struct second_reading *r = &c->reading;
	const moderato_status status = second_reading_text(c, err);

	r->done = false;
	if (status || !r->text.s)
		return status;
	r->mixed = arena_array(&c->arena, c->encoder->encoder.width, sizeof(*r->mixed));
	if (!r->mixed || !windows_read(c->encoder, &r->text, &c->arena, &r->windows))
		return fail_no_memory(err);
	r->done = true;
	return MODERATO_OK;
}

size_t second_reading_worst(const moderato_classifier *c, const struct encoder_head *head)
{
	const struct windows *w = &c->reading.windows;
	double most = 0;
	size_t worst = 0;
	size_t k;

	for (k = 0; k < w->n && w->n > 1; k++) {
		const double part = encoder_head_vector_part(head, w->vector + k * head->width);

		if (!k || part > most) {
			most = part;
			worst = k;
		}
	}
	return worst;
}

const float *second_reading_vector_for(
	const moderato_classifier *c, const struct encoder_head *head)
{
	const struct second_reading *r = &c->reading;

	if (r->windows.n == 1)
		return r->windows.vector;
	windows_mix(
		r->windows.vector, r->windows.n, head->width, second_reading_worst(c, head), r->mixed);
	return r->mixed;
}

/* What the first reading found, as the encoder's heads take it: the margins of the linear heads by
 * column, then the facts. input[ENCODER_HEAD_INPUTS_MAX]. */
static void first_inputs(const moderato_bundle *bundle, const struct evidence *evidence,
	const double *margin, float *input)
{
	const size_t n_linear = bundle->linear.n_heads;
	size_t i;

	for (i = 0; i < bundle->n_heads; i++)
		if (bundle->heads[i]->type == HEAD_LINEAR)
			input[bundle->heads[i]->column] = (float)margin[i];
	memcpy(input + n_linear, evidence->fact, sizeof(evidence->fact));
}

moderato_status second_reading(moderato_classifier *c, moderato_scores *scores, moderato_error *err)
{
	const moderato_bundle *b = c->bundle;
	struct second_reading *r = &c->reading;
	const moderato_status status = second_reading_encode(c, err);
	size_t i;

	if (status || !r->done)
		return status;
	first_inputs(b, &c->evidence, scores->margin, r->input);
	for (i = 0; i < b->n_heads; i++)
		if (b->encoder_heads[i].width)
			scores->margin[i] = encoder_head_margin(
				&b->encoder_heads[i], second_reading_vector_for(c, &b->encoder_heads[i]), r->input);
	scores->readings = 2;
	return heads_calibrate(b, STAGE_ENCODER, scores, err);
}
