/* SPDX-License-Identifier: MIT */
/* Any bytes as a bundle: opened as they are, then with the header's numbers put right, so that what
 * lies behind the checksum is reached. What opens is used in every way.
 *
 * An input that does not begin as a bundle is a list of edits of a good one: a byte that chooses
 * which, then for each edit four bytes of place, one of length and the bytes to put there. It stays
 * useful when the format moves on and the seeds that are whole bundles are refused. */
#include <math.h>

#include "base/buffer.h"
#include "feature/space.h"
#include "classify/classifier_internal.h"
#include "model/rehearsal.h"
#include "moderato/card.h"
#include "moderato/exporter.h"
#include "promise.h"
#include "small_bundle.h"

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
		if (moderato_classifier_explain(classifier, comment, i, &explanation, &err))
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
	const moderato_classifier_options options = {.cache_words = 16};
	moderato_classifier *classifier;
	size_t i;

	describe(bundle);
	unfold(bundle);
	parse_card(bundle);
	export_heads(bundle);
	promise(!moderato_classifier_new(&classifier, bundle, &options, NULL));
	for (i = 0; i < COUNT(texts); i++) {
		const moderato_comment comment = {.text = {texts[i], strlen(texts[i])}};

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

/* What would end the reading before it has begun. */
static void put_right(unsigned char *bytes, size_t len)
{
	struct bundle_header header;

	if (len < sizeof(header))
		return;
	memcpy(&header, bytes, sizeof(header));
	memcpy(header.magic, BUNDLE_MAGIC, sizeof(header.magic));
	header.format = BUNDLE_FORMAT;
	header.feature_space = FEATURE_SPACE_VERSION;
	header.len = len;
	memcpy(bytes, &header, sizeof(header));
	header.checksum = bundle_checksum(bytes, len);
	memcpy(bytes, &header, sizeof(header));
}

static void edit(struct buffer *bundle, const uint8_t *data, size_t size)
{
	while (size > 5) {
		const uint32_t place = (uint32_t)hash_load(data, 4);
		const size_t n = data[4] < size - 5 ? data[4] : size - 5;
		const size_t at = place % bundle->len;

		memcpy(bundle->data + at, data + 5, n < bundle->len - at ? n : bundle->len - at);
		data += 5 + n;
		size -= 5 + n;
	}
}

static enum small_bundle_kind kind_of(uint8_t byte)
{
	if (byte & 4)
		return SMALL_SECOND;
	return byte & 1 ? SMALL_VECTORS : SMALL_COMMENTS;
}

/* The input itself, or the edited bundle; malloc'ed, for its alignment and its exact end. */
static unsigned char *bytes_of(const uint8_t *data, size_t size, size_t *len)
{
	struct buffer bundle = BUFFER_INIT;
	unsigned char *copy;

	if (size && (size < 8 || memcmp(data, BUNDLE_MAGIC, 8) != 0)) {
		small_bundle(kind_of(data[0]), &bundle);
		edit(&bundle, data + 1, size - 1);
	} else {
		buffer_add(&bundle, (const char *)data, size);
	}
	copy = malloc(bundle.len ? bundle.len : 1);
	promise(copy && !bundle.failed);
	if (bundle.len)
		memcpy(copy, bundle.data, bundle.len);
	*len = bundle.len;
	buffer_dispose(&bundle);
	return copy;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t len;
	unsigned char *bytes = bytes_of(data, size, &len);

	open_and_use(bytes, len);
	put_right(bytes, len);
	open_and_use(bytes, len);
	free(bytes);
	return 0;
}
