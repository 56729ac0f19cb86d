/* SPDX-License-Identifier: MIT */
/* Any bytes as a bundle: opened as they are, then with the header's numbers put right, so that what
 * lies behind the checksum is reached. What opens is used in every way. An input that does not
 * begin as a bundle is a list of edits of a good one (bundle_edits.h). */
#include <math.h>

#include "feature/space.h"
#include "classify/classifier_internal.h"
#include "model/rehearsal.h"
#include "moderato/card.h"
#include "moderato/exporter.h"
#include "bundle_edits.h"
#include "promise.h"
#include "stages.h"

static const char *const texts[] = {"", "You are a harbour idi0t, see https://a.example/buy NOW!!!",
	"\xff f*ck \xd1\x81r\xd0\xb0p i d i o t &amp; <b>bicycle</b> \xf0\x9f\x98\x80"};

static moderato_status count(void *payload, const char *data, size_t len, moderato_error *err)
{
	size_t *bytes = payload;

	(void)err;
	promise(data && len);
	*bytes += len;
	return MODERATO_OK;
}

static void export_heads(const moderato_bundle *bundle)
{
	moderato_error err = {"", 0};
	size_t bytes = 0;
	size_t i;

	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++) {
		if (!stage_is_chosen(i, moderato_bundle_n_attributes(bundle)))
			continue;
		if (moderato_export_libsvm(bundle, i, MODERATO_LIBSVM_SVR, count, &bytes, &err))
			promise_message(&err);
		if (moderato_export_libsvm(bundle, i, MODERATO_LIBSVM_SVC, count, &bytes, &err))
			promise_message(&err);
	}
}

static void describe(const moderato_bundle *bundle)
{
	const char *key;
	const char *value;
	size_t total = moderato_bundle_card(bundle).len;
	size_t i;

	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++) {
		promise(moderato_bundle_find(bundle, moderato_bundle_attribute(bundle, i)) == (int)i);
		total += strlen(moderato_bundle_describe(bundle, i));
	}
	for (i = 0; moderato_bundle_fact(bundle, i, &key, &value); i++)
		total += strlen(key) + strlen(value);
	promise(total <= bundle->len);
}

static void score_vector(moderato_classifier *classifier)
{
	static const unsigned index[] = {1, 8, 101, 258, 1u << 22, (unsigned)-1};
	static const double value[] = {0.5, 1, -2, 1e-3, 1, 7};
	const moderato_vector vector = {index, value, COUNT(index)};
	moderato_scores scores;
	moderato_error err = {"", 0};

	if (moderato_classifier_score_vector(classifier, &vector, &scores, &err))
		promise_message(&err);
	else
		promise_scores(classifier->bundle, &scores);
}

static void explain(moderato_classifier *classifier, const moderato_comment *comment)
{
	moderato_explanation explanation;
	moderato_vector vector;
	moderato_error err = {"", 0};
	size_t i;

	for (i = 0; i < moderato_bundle_n_attributes(classifier->bundle); i++)
		if (stage_is_chosen(i, moderato_bundle_n_attributes(classifier->bundle)) &&
			moderato_classifier_explain(classifier, comment, i, &explanation, &err))
			promise_message(&err);
	if (moderato_classifier_features(classifier, comment, &vector, &err))
		promise_message(&err);
}

static void score(moderato_classifier *classifier, const moderato_comment *comment)
{
	moderato_scores scores;
	moderato_error err = {"", 0};

	if (moderato_classifier_score(classifier, comment, &scores, &err)) {
		promise_message(&err);
		return;
	}
	promise_scores(classifier->bundle, &scores);
	explain(classifier, comment);
}

static void unfold(const moderato_bundle *bundle)
{
	struct rehearsal r;
	moderato_error err = {"", 0};
	size_t e;

	if (rehearsal_read(bundle, &r, &err))
		promise_message(&err);
	for (e = 0; r.n && e < r.start[r.n]; e++) {
		promise(r.index[e] < (1u << bundle->shape->space.bits) + bundle->shape->n_dense);
		promise(isfinite(r.value[e]));
	}
	rehearsal_dispose(&r);
}

/* The card for programs, as the gate reads it. */
static void parse_card(const moderato_bundle *bundle)
{
	const moderato_str json = moderato_bundle_card_json(bundle);
	moderato_card *card = NULL;
	moderato_error err = {"", 0};

	promise(json.ptr || !json.len);
	if (json.len && moderato_card_parse(&card, "card", json, &err))
		promise_message(&err);
	moderato_card_free(card);
}

static void use(const moderato_bundle *bundle)
{
	const moderato_classifier_options options = {
		.cache_words = 16, .second = MODERATO_SECOND_ALWAYS};
	moderato_classifier *classifier;
	moderato_error err = {"", 0};
	size_t i;

	describe(bundle);
	unfold(bundle);
	parse_card(bundle);
	export_heads(bundle);
	if (moderato_classifier_new(&classifier, bundle, &options, &err)) {
		promise(bundle->encoder_width); /* all but the encoder was checked before */
		promise_message(&err);
		return;
	}
	for (i = 0; i < COUNT(texts); i++) {
		const moderato_comment comment = {.text = {texts[i], strlen(texts[i])}};

		if (stage_is_chosen(i, COUNT(texts)))
			score(classifier, &comment);
	}
	score_vector(classifier);
	moderato_classifier_free(classifier);
}

static void open_and_use(const unsigned char *bytes, size_t len)
{
	moderato_bundle *bundle;
	moderato_error err = {"", 0};

	if (moderato_bundle_open_memory(
			&bundle, "fuzz", (moderato_str){(const char *)bytes, len}, &err)) {
		promise(!bundle);
		promise_message(&err);
		return;
	}
	use(bundle);
	moderato_bundle_free(bundle);
}

static bool is_whole(const uint8_t *data, size_t size)
{
	return !size || (size >= 8 && !memcmp(data, BUNDLE_MAGIC, 8));
}

/* The bytes stand at the end of an allocation of their own, so that a sanitiser sees one step
 * beyond them. */
static unsigned char *bytes_of(const uint8_t *data, size_t size, size_t *len)
{
	static struct buffer edited;
	unsigned char *copy;

	if (!is_whole(data, size)) {
		bundle_edited(data, size, &edited);
		data = (const uint8_t *)edited.data;
		size = edited.len;
	}
	copy = malloc(size ? size : 1);
	promise(copy);
	if (size)
		memcpy(copy, data, size);
	*len = size;
	return copy;
}

/* Edits are always put right: that other checksums are refused, whole bundles show. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len;
	unsigned char *bytes = bytes_of(data, size, &len);

	stages_begin(data, size);
	if (is_whole(data, size))
		open_and_use(bytes, len);
	bundle_put_right(bytes, len);
	open_and_use(bytes, len);
	free(bytes);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	return bundle_mutate(data, size, max_size, seed);
}
