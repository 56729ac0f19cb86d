/* SPDX-License-Identifier: MIT */
#include "small_bundle.h"

#include "base/rng.h"
#include "feature/heuristics.h"
#include "feature/ngram.h"
#include "model/rehearsal.h"
#include "promise.h"

#define BITS 8u
#define N_LINEAR 6u /* the first six attributes */
#define STRIDE 8u
#define DENSE_MAX 1024u /* at least heuristics_size() */
#define EMBEDDING_DIMS_SMALL LINEAR_LANES
#define SECOND_FLOATS_MAX 1024u /* at least second_floats() of its inputs */
#define N_SV 3u
#define N_ENTRIES 9u

static const char *const attributes[] = {"spam", "toxicity", "insult", "profanity", "threat",
	"identity_attack", "severe_toxicity", "kernel"};

static uint8_t codes[1u << BITS][STRIDE];
static float books[1 + N_LINEAR][256];
static float dense[N_LINEAR * DENSE_MAX];
static uint64_t terms[2];

/* Three support vectors of three entries each; coefficients of either sign. */
static const uint64_t start[N_SV + 1] = {0, 3, 6, 9};
static const uint32_t indices[N_ENTRIES] = {0, 7, 100, 3, 7, 200, 31, 100, 257};
static const float values[N_ENTRIES] = {0.5f, 1, 0.25f, 1, 0.5f, 0.125f, 1, 1, 0.15f};
static const double coefficients[N_SV] = {1, -0.5, 0.75};

static void fill_linear(struct bundle_parts *parts)
{
	const size_t n_dense = heuristics_size();
	struct rng rng;
	size_t i;
	size_t k;

	rng_seed(&rng, 1);
	for (i = 0; i < COUNT(codes); i++)
		for (k = 0; k < STRIDE; k++)
			codes[i][k] = (uint8_t)rng_below(&rng, 256);
	for (i = 0; i < COUNT(books); i++)
		for (k = 0; k < 256; k++)
			books[i][k] = (float)(i ? rng_double(&rng) * 4 - 2 : rng_double(&rng) + 0.25);
	books[0][0] = 0; /* the features that training did not see */
	promise(n_dense <= DENSE_MAX);
	for (i = 0; i < N_LINEAR * n_dense; i++)
		dense[i] = (float)(rng_double(&rng) - 0.5);
	terms[0] = word_hash("bicycle", 7);
	terms[1] = word_hash("harbour", 7);
	parts->codes = codes[0];
	parts->books = books[0];
	parts->dense = dense;
	parts->sets[0] = (struct termset){"things", terms, termset_sort(terms, COUNT(terms))};
	parts->n_sets = 1;
}

static void fill_head(struct bundle_head *head, const char *attribute, enum head_type type)
{
	memcpy(head->attribute, attribute, strlen(attribute));
	memcpy(head->description, "small", 5);
	head->type = type;
	head->bias = type == HEAD_KERNEL ? 0.125 : 0;
	head->kernel = (struct kernel_params){KERNEL_RBF, 3, 0.5, 0};
	head->calibration = (struct calibration)CALIBRATION_PLAIN;
}

/* One head has knots in place of a sigmoid. */
static void fill_isotonic(struct calibration *calibration)
{
	*calibration = (struct calibration){.type = CALIBRATION_ISOTONIC, .n_knots = 3};
	calibration->margin[0] = -1;
	calibration->margin[2] = 1.5;
	calibration->p[0] = 0.02;
	calibration->p[1] = 0.5;
	calibration->p[2] = 0.99;
}

static void fill_heads(struct bundle_parts *parts)
{
	uint32_t i;

	for (i = 0; i < parts->shape.n_heads; i++) {
		const enum head_type type = i < N_LINEAR    ? HEAD_LINEAR
									: i == N_LINEAR ? HEAD_SEVERITY
													: HEAD_KERNEL;

		fill_head(&parts->heads[i], attributes[i], type);
		parts->heads[i].column = type == HEAD_LINEAR ? i : 0;
	}
	fill_isotonic(&parts->heads[0].calibration);
}

/* Two words with vectors. */
static void fill_embedding(struct bundle_parts *parts)
{
	static const uint8_t weight[] = {200, 100};
	static int8_t vector[2][EMBEDDING_DIMS_SMALL];
	static uint32_t key[2];
	const uint32_t one = (uint32_t)(word_hash("bicycle", 7) >> 32);
	const uint32_t two = (uint32_t)(word_hash("harbour", 7) >> 32);
	size_t i;

	key[0] = one < two ? one : two;
	key[1] = one < two ? two : one;
	for (i = 0; i < EMBEDDING_DIMS_SMALL; i++) {
		vector[0][i] = (int8_t)(i * 9);
		vector[1][i] = (int8_t)(40 - i * 11);
	}
	parts->embedding = (struct embedding){
		.n = 2, .dims = EMBEDDING_DIMS_SMALL, .key = key, .weight = weight, .vector = vector[0]};
}

/* Noise of either sign, about inputs that are in standard deviations already. */
static void fill_second(struct bundle_parts *parts)
{
	static float floats[2][SECOND_FLOATS_MAX];
	const size_t n = second_inputs(N_LINEAR);
	struct rng rng;
	size_t h;
	size_t i;

	promise(second_floats(n, EMBEDDING_DIMS_SMALL) <= SECOND_FLOATS_MAX);
	rng_seed(&rng, 2);
	for (h = 0; h < COUNT(floats); h++) {
		for (i = 0; i < second_floats(n, EMBEDDING_DIMS_SMALL); i++)
			floats[h][i] = (float)(rng_double(&rng) - 0.5) / 4;
		for (i = 0; i < n + EMBEDDING_DIMS_SMALL; i++)
			floats[h][n + EMBEDDING_DIMS_SMALL + i] = 1;
		parts->second[h] = (struct second){.bias = -0.25, .calibration = CALIBRATION_PLAIN};
		second_place(&parts->second[h], n, EMBEDDING_DIMS_SMALL, floats[h]);
	}
}

/* Three comments of a few features and heuristics each. */
static void fill_rehearsal(const struct bundle_parts *parts, struct buffer *out)
{
	const struct rehearsal_scale scale = {
		codes[0], STRIDE, books[0], BITS, parts->shape.n_dense, parts->shape.space.dense_value};
	struct rehearsal r = {.n_attributes = 2};
	uint32_t i;

	memcpy(r.attributes[0], attributes[0], strlen(attributes[0]) + 1);
	memcpy(r.attributes[1], attributes[1], strlen(attributes[1]) + 1);
	for (i = 0; i < 3; i++) {
		promise(rehearsal_add(&r));
		r.held[i] = i == 1;
		r.labels[2 * i] = (int8_t)(i % 2);
		promise(rehearsal_add_feature(&r, 3 + i, 0.25f));
		promise(rehearsal_add_feature(&r, 100 + 31 * i, 1));
		promise(rehearsal_add_feature(&r, (1u << BITS) + 7 * i, scale.dense_value));
	}
	promise(rehearsal_write(&r, &scale, out));
	rehearsal_dispose(&r);
}

static struct kernel_head support_vectors(void)
{
	return (struct kernel_head){
		.n_sv = N_SV, .start = start, .index = indices, .value = values, .coef = coefficients};
}

void small_bundle(enum small_bundle_kind kind, struct buffer *out)
{
	static const char facts[] = "format\t1\nseed\t1\n";
	static const char card[] = "# A small bundle\n";
	static const char card_json[] =
		"{\"moderato_card\":1,\"held_out\":[{\"file\":\"a\",\"hash\":\"00000000000000ff\","
		"\"figures\":[{\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":3,"
		"\"n_positive\":1,\"auc\":0.5}]}]}\n";
	static struct bundle_parts parts; /* some 20 KB */
	struct buffer rehearsal = BUFFER_INIT;
	const struct space space = SPACE_DEFAULT;

	memset(&parts, 0, sizeof(parts));
	parts.facts = (moderato_str){facts, sizeof(facts) - 1};
	parts.card = (moderato_str){card, sizeof(card) - 1};
	parts.card_json = (moderato_str){card_json, sizeof(card_json) - 1};
	if (kind == SMALL_VECTORS) {
		parts.shape =
			(struct bundle_shape){.kind = BUNDLE_VECTORS, .n_features = 300, .n_heads = 1};
		fill_head(&parts.heads[0], "kernel", HEAD_KERNEL);
		parts.kernels[0] = support_vectors();
	} else {
		parts.shape = (struct bundle_shape){.kind = BUNDLE_COMMENTS,
			.space = space,
			.n_dense = (uint32_t)heuristics_size(),
			.stride = STRIDE,
			.n_linear = N_LINEAR,
			.n_heads = COUNT(attributes) - (kind == SMALL_LINEAR)};
		parts.shape.space.bits = BITS;
		fill_linear(&parts);
		fill_heads(&parts);
		fill_rehearsal(&parts, &rehearsal);
		parts.rehearsal = buffer_view(&rehearsal);
		if (kind == SMALL_SECOND) {
			fill_embedding(&parts);
			fill_second(&parts);
		}
		if (kind != SMALL_LINEAR)
			parts.kernels[COUNT(attributes) - 1] = support_vectors();
	}
	promise(!bundle_build(&parts, out, NULL));
	buffer_dispose(&rehearsal);
}
