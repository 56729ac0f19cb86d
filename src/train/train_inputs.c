/* SPDX-License-Identifier: MIT */
/* Collects what a training is made from: which base is fit for the options, how comments get into
 * the data set, which of them form a group, how much a source counts. Term sets are read in
 * train_termsets.c, vectors in train_vectors.c, held-out files in held_out.c. */
#include "train/train_inputs.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/whole_file.h"
#include "train/rehearse.h"

/* Check the base and take over its feature space, which becomes the new bundle's. */
static moderato_status open_base(
	struct train_inputs *in, const moderato_train_options *options, moderato_error *err)
{
	moderato_status status = moderato_bundle_open(&in->base, options->base, err);
	const moderato_bundle *base = in->base;
	uint32_t context;

	if (status)
		return status;
	if (base->shape->kind != BUNDLE_COMMENTS || !base->linear.n_heads)
		return fail(err, MODERATO_EINVAL,
			"base %s: expected a bundle of linear heads that reads "
			"comments",
			options->base);
	if (base->n_sets)
		return fail(
			err, MODERATO_EINVAL, "base %s: expected a bundle without term sets", options->base);
	if (in->options.fit.kernel.type != KERNEL_LINEAR)
		return fail(err, MODERATO_EINVAL, "base: only linear heads can start from one");
	if (options->bits || options->chars_max)
		return fail(err, MODERATO_EINVAL,
			"base: its features are the new bundle's; bits and "
			"letters in a row cannot be chosen");
	if (options->second)
		return fail(
			err, MODERATO_EINVAL, "base: a second stage is trained with its heads, not from one");
	context = in->options.space.context;
	in->options.space = base->shape->space;
	in->options.space.context |= context;
	in->encoder.borrowed = true;
	in->encoder.bytes = base->encoder_width ? base->encoder : (moderato_str){NULL, 0};
	return base->encoder_width
			   ? encoder_file_read(&in->encoder.file, options->base, in->encoder.bytes, err)
			   : MODERATO_OK;
}

/* An encoder stands in a file of its own, or in a bundle that was trained with it. */
static moderato_status read_encoder(
	struct train_encoder *encoder, const char *path, moderato_error *err)
{
	moderato_status status = whole_file_read(path, BUNDLE_BYTES_MAX, &encoder->bytes, err);

	if (status || encoder->bytes.len < sizeof(BUNDLE_MAGIC) - 1 ||
		memcmp(encoder->bytes.ptr, BUNDLE_MAGIC, sizeof(BUNDLE_MAGIC) - 1) != 0)
		return status;
	whole_file_free(encoder->bytes);
	encoder->bytes = (moderato_str){NULL, 0};
	status = moderato_bundle_open(&encoder->bundle, path, err);
	if (!status && !encoder->bundle->encoder.len)
		return fail(err, MODERATO_EINVAL, "%s: a bundle without an encoder", path);
	encoder->borrowed = true;
	if (!status)
		encoder->bytes = encoder->bundle->encoder;
	return status;
}

static moderato_status open_encoder(
	struct train_inputs *in, const moderato_train_options *options, moderato_error *err)
{
	struct train_encoder *encoder = &in->encoder;
	moderato_status status;

	if (options->base)
		return fail(err, MODERATO_EINVAL, "encoder: a bundle that starts from one has its encoder");
	if (!options->second)
		return fail(err, MODERATO_EINVAL,
			"encoder: its heads are of the attributes that have a second stage, and none has");
	status = read_encoder(encoder, options->encoder, err);
	if (!status)
		status = encoder_file_read(&encoder->file, options->encoder, encoder->bytes, err);
	if (!status && encoder->file.encoder.width > ENCODER_HEAD_WIDTH_MAX)
		status = fail(err, MODERATO_EINVAL, "%s: its vectors have %u numbers, more than %d",
			options->encoder, encoder->file.encoder.width, ENCODER_HEAD_WIDTH_MAX);
	return status;
}

static moderato_status open_cache(struct train_inputs *in, const char *path, moderato_error *err)
{
	if (!in->encoder.bytes.len)
		return fail(err, MODERATO_EINVAL, "vector cache: there is no encoder");
	return encoder_cache_read(
		&in->encoder.cache, path, in->encoder.bytes, in->encoder.file.encoder.width, err);
}

moderato_status train_inputs_init(
	struct train_inputs *in, const moderato_train_options *options, moderato_error *err)
{
	moderato_status status = train_options_parse(&in->options, options, err);

	if (!status && options->base)
		status = open_base(in, options, err);
	if (!status && options->encoder)
		status = open_encoder(in, options, err);
	if (!status && options->vector_cache)
		status = open_cache(in, options->vector_cache, err);
	if (!status && options->grades && options->protocol)
		return fail(err, MODERATO_EINVAL,
			"grades: whoever graded has seen the comments that a protocol holds out");
	if (!status && options->grades)
		status = grades_read(&in->grades, options->grades, err);
	return status;
}

static void vectors_dispose(struct train_vectors *v)
{
	free(v->start);
	free(v->index);
	free(v->value);
	free(v->label);
}

void train_inputs_dispose(struct train_inputs *in)
{
	size_t i;

	for (i = 0; i < in->n_sets; i++)
		free(in->sets[i].terms);
	for (i = 0; i < in->n_corpora; i++)
		free(in->corpora[i].name);
	free(in->corpora);
	free(in->text_hashes.v);
	vectors_dispose(&in->vectors);
	train_tests_dispose(&in->tests);
	intake_free(in->reading.intake);
	if (in->reading.started)
		dataset_dispose(&in->data);
	moderato_bundle_free(in->base);
	encoder_file_dispose(&in->encoder.file);
	encoder_cache_dispose(&in->encoder.cache);
	if (!in->encoder.borrowed)
		whole_file_free(in->encoder.bytes);
	moderato_bundle_free(in->encoder.bundle);
	rehearsal_dispose(&in->known);
	grades_dispose(&in->grades);
	moderato_campaigns_free(in->reading.campaigns);
	text_store_dispose(&in->texts);
	augmentation_dispose(&in->reading.augmentation);
	train_options_dispose(&in->options);
}

/* --- comments --- */

/* Set up the data set and everything that takes comments into it. On failure all of it is undone.
 */
static moderato_status start_reading(struct train_inputs *in, moderato_error *err)
{
	struct train_reading *reading = &in->reading;
	const struct intake_plan plan = {.data = &in->data,
		.texts = in->options.families || in->options.n_second || in->encoder.bytes.len ? &in->texts
																					   : NULL,
		.augmentation = &reading->augmentation,
		.jobs = in->options.fit.jobs};
	struct termset sets[TERMSETS_MAX];
	moderato_status status;
	size_t i;

	for (i = 0; i < in->n_sets; i++)
		sets[i] = (struct termset){in->sets[i].name, in->sets[i].terms, in->sets[i].n};
	status = dataset_init(&in->data, &in->options.space, sets, in->n_sets, err);
	if (!status)
		status = augmentation_init(
			&reading->augmentation, in->options.copies, in->options.fit.seed, err);
	if (!status && in->options.near_duplicates)
		status = moderato_campaigns_new(&reading->campaigns, 0, err);
	if (!status)
		status = intake_new(&reading->intake, &plan, err);
	if (status) {
		moderato_campaigns_free(reading->campaigns);
		reading->campaigns = NULL;
		augmentation_dispose(&reading->augmentation);
		dataset_dispose(&in->data);
		return status;
	}
	in->data.base = in->base;
	reading->started = true;
	return MODERATO_OK;
}

static bool reserve_hash(struct text_hashes *hashes)
{
	void *v = hashes->v;
	const bool ok = grow_array(&v, &hashes->cap, hashes->n + 1, sizeof(*hashes->v));

	hashes->v = v;
	return ok;
}

/* The comment's signature, by which near-duplicates are found. `*is_short`: it has none. */
static moderato_status sign_comment(const moderato_comment *comment, moderato_signature *signature,
	bool *is_short, moderato_error *err)
{
	const moderato_status status = moderato_signature_of(comment, signature, err);

	*is_short = status == MODERATO_END;
	return *is_short ? MODERATO_OK : status;
}

moderato_status train_inputs_add(
	struct train_inputs *in, const moderato_comment *comment, moderato_error *err)
{
	struct train_reading *reading = &in->reading;
	struct dataset_facts facts;
	moderato_signature signature;
	bool is_short = false;
	moderato_status status = MODERATO_OK;

	if (in->vectors.n)
		return fail(err, MODERATO_EINVAL, "comments cannot be mixed with foreign vectors");
	if (!reading->started)
		status = start_reading(in, err);
	if (!status && !reserve_hash(&in->text_hashes))
		status = fail_no_memory(err);
	if (!status)
		status = dataset_facts(&in->data, comment, &facts, err);
	if (!status && reading->campaigns)
		status = sign_comment(comment, &signature, &is_short, err);
	if (!status)
		status = intake_add(reading->intake, comment, &facts, err);
	if (!status && reading->campaigns) {
		status = moderato_campaigns_add(reading->campaigns, is_short ? NULL : &signature, err);
		reading->campaigns_failed |= status != MODERATO_OK; /* the row has no number there */
	}
	if (!status && in->grades.n && !grades_look_up(&in->grades, comment->text))
		status = fail_no_memory(err);
	if (!status)
		in->text_hashes.v[in->text_hashes.n++] =
			hash_bytes(comment->text.ptr, comment->text.len, 0);
	return status;
}

/* --- when all comments are in --- */

/* Give near-duplicates a group of their own, whatever their threads: if template spam kept its
 * threads' groups, it would tie all threads together. */
static moderato_status join_near_duplicates(struct train_inputs *in, moderato_error *err)
{
	struct train_reading *reading = &in->reading;
	moderato_status status = MODERATO_OK;
	moderato_campaign campaign;
	size_t number = 0;
	size_t i;

	if (!reading->campaigns || reading->campaigns_found)
		return status;
	if (reading->campaigns_failed)
		return fail(err, MODERATO_ENOMEM, "out of memory for a comment's near-duplicates");
	status = moderato_campaigns_find(reading->campaigns, err);
	for (i = 0; !status && i < in->data.n; i++) {
		struct dataset_comment *row = &in->data.comments[i];

		if (row->copy)
			row->group = row[-1].group;
		else if (moderato_campaigns_of(reading->campaigns, number++, &campaign))
			row->group = hash_bytes(&campaign.first, sizeof(campaign.first), 2);
	}
	reading->campaigns_found = !status;
	return status;
}

/* Grades count as a source, so that --weight can say how much. */
static moderato_status open_grades(struct train_inputs *in, moderato_error *err)
{
	const moderato_str source = {GRADES_SOURCE, sizeof(GRADES_SOURCE) - 1};

	return in->grades.n ? dataset_source(&in->data, source, &in->grades_source, err) : MODERATO_OK;
}

/* Set the weight of each source. MODERATO_EINVAL: a source that is named does not exist. */
static moderato_status set_weights(struct train_inputs *in, moderato_error *err)
{
	const struct train_options *o = &in->options;
	size_t i;
	size_t k;

	for (i = 0; i < in->data.n_sources; i++) {
		in->weight[i] = 1.0;
		in->calibrates[i] = 0;
		for (k = 0; k < o->n_calibrates; k++)
			in->calibrates[i] |= strcmp(in->data.sources[i], o->calibrates[k]) == 0;
	}
	for (k = 0; k < o->n_weights; k++) {
		const struct source_weight *w = &o->weights[k];

		for (i = 0; i < in->data.n_sources && strcmp(in->data.sources[i], w->source) != 0;)
			i++;
		if (i == in->data.n_sources)
			return fail(err, MODERATO_EINVAL,
				"weight for source '%s': no comment is of that source", w->source);
		in->weight[i] = w->weight;
	}
	return MODERATO_OK;
}

static moderato_status check_vectors(const struct train_inputs *in, moderato_error *err)
{
	if (in->vectors.n && in->options.families)
		return fail(err, MODERATO_EINVAL, "perturb: vectors have no text");
	if (in->vectors.n && in->base)
		return fail(err, MODERATO_EINVAL, "base: vectors have no words");
	return MODERATO_OK;
}

moderato_status train_inputs_finish(struct train_inputs *in, moderato_error *err)
{
	moderato_status status = check_vectors(in, err);

	if (!status)
		status = train_tests_check(in, err);
	if (status || in->vectors.n)
		return status;
	if (in->reading.started)
		status = intake_finish(in->reading.intake, err);
	if (status)
		return status;
	if (!in->reading.started || !in->data.n)
		return fail(err, MODERATO_EINVAL, "the corpus is empty");
	status = join_near_duplicates(in, err);
	if (!status)
		status = rehearse_open(in, err);
	if (!status)
		status = open_grades(in, err);
	return status ? status : set_weights(in, err);
}

struct dataset_layout train_layout(const struct train_inputs *in)
{
	const bool linear = in->options.fit.kernel.type == KERNEL_LINEAR;

	return (struct dataset_layout){
		linear && in->data.n_sources > 1 ? TRAIN_OFFSET : 0.0f, linear, in->options.fit.jobs};
}
