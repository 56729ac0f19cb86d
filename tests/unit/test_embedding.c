/* SPDX-License-Identifier: MIT */
/* Word vectors: how they are counted, factored, learned and read. */
#include "support.h"

#include <math.h>

#include "feature/ngram.h"
#include "feature/termset.h"
#include "train/cooccurrence.h"
#include "train/embed.h"
#include "train/svd.h"
#include "model/embedding.h"

/* --- counting --- */

static double entry_of(const struct sparse_matrix *m, size_t row, size_t column)
{
	size_t e;

	for (e = m->start[row]; e < m->start[row + 1]; e++)
		if (m->column[e] == column)
			return (double)m->value[e];
	return 0;
}

/* Words 0 1 | 0 1 | 2 2: by hand, counts are (0,1) 2, (1,0) 2, (2,2) 2. */
static void cooccurrence__counts__as_by_hand(void **state)
{
	static const uint32_t words[] = {
		0, 1, WORD_STREAM_END, 0, 1, WORD_STREAM_END, 2, 2, WORD_STREAM_END};
	const struct word_stream stream = {words, COUNT(words), 3};
	struct sparse_matrix m;

	(void)state;
	assert_true(cooccurrence_count(&stream, 1, &m));
	assert_int_equal(m.n_rows, 3);
	assert_int_equal(m.n_columns, 3);
	assert_int_equal(m.start[3], 3); /* three pairs occur at all */
	/* each row's 2 is all that it has, each context's share is a third: ln(2 / (2 · 1/3)) */
	assert_true(fabs(entry_of(&m, 0, 1) - log(3)) < 1e-6);
	assert_true(fabs(entry_of(&m, 1, 0) - log(3)) < 1e-6);
	assert_true(fabs(entry_of(&m, 2, 2) - log(3)) < 1e-6);
	sparse_matrix_dispose(&m);
}

/* A pair counts less the further apart, no pair crosses the end of a text, and what is not a word
 * keeps its place. */
static void cooccurrence__distance__divides(void **state)
{
	static const uint32_t words[] = {
		0, WORD_STREAM_OTHER, 1, 2, WORD_STREAM_END, 3, WORD_STREAM_END};
	static const double total[] = {0.5 + 1.0 / 3, 0.5 + 1, 1.0 / 3 + 1};
	const struct word_stream stream = {words, COUNT(words), 4};
	struct sparse_matrix m;
	double sum = 0;
	size_t i;

	(void)state;
	assert_true(cooccurrence_count(&stream, 1, &m));
	assert_int_equal(m.start[4], m.start[3]); /* word 3 is alone */
	/* counts are (0,1) 1/2, (0,2) 1/3, (1,2) 1, and the same the other way round */
	for (i = 0; i < 3; i++)
		sum += pow(total[i], 0.75);
	assert_true(fabs(entry_of(&m, 0, 1) - log(0.5 / total[0] / pow(total[1], 0.75) * sum)) < 1e-6);
	assert_true(
		fabs(entry_of(&m, 0, 2) - log(1.0 / 3 / total[0] / pow(total[2], 0.75) * sum)) < 1e-6);
	assert_true(fabs(entry_of(&m, 2, 1) - log(1 / total[2] / pow(total[1], 0.75) * sum)) < 1e-6);
	assert_true(entry_of(&m, 0, 3) == 0);
	sparse_matrix_dispose(&m);
}

static void fill_random(uint32_t *words, size_t n, uint32_t n_words)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, 21);
	for (i = 0; i < n; i++) {
		const double x = rng_double(&rng);

		words[i] = rng_below(&rng, 15) ? (uint32_t)(n_words * x * x) : WORD_STREAM_END;
	}
}

static void cooccurrence__threads__change_nothing(void **state)
{
	enum { N = 20000, WORDS = 1700 };
	static uint32_t words[N];
	const struct word_stream stream = {words, N, WORDS};
	struct sparse_matrix one;
	struct sparse_matrix four;

	(void)state;
	fill_random(words, N, WORDS);
	assert_true(cooccurrence_count(&stream, 1, &one));
	assert_true(cooccurrence_count(&stream, 4, &four));
	assert_memory_equal(one.start, four.start, (WORDS + 1) * sizeof(*one.start));
	assert_memory_equal(one.column, four.column, one.start[WORDS] * sizeof(*one.column));
	assert_memory_equal(one.value, four.value, one.start[WORDS] * sizeof(*one.value));
	sparse_matrix_dispose(&one);
	sparse_matrix_dispose(&four);
}

/* --- singular values --- */

/* U diag(9, 4, 1) Vᵀ of small orthonormal columns, as a sparse matrix that has no zeros. */
static void svd__known_matrix__gives_its_vectors(void **state)
{
	enum { N = 4 };
	static const double u[3][N] = {{.5, .5, .5, .5}, {.5, -.5, .5, -.5}, {.5, .5, -.5, -.5}};
	static const double size[3] = {9, 4, 1};
	size_t start[N + 1];
	uint16_t column[N * N];
	float value[N * N];
	float left[N * 3];
	const struct sparse_matrix m = {N, N, start, column, value};
	size_t i;
	size_t j;
	size_t k;

	(void)state;
	for (i = 0; i < N; i++) {
		start[i] = i * N;
		for (j = 0; j < N; j++) {
			double sum = 0;

			for (k = 0; k < 3; k++)
				sum += u[k][i] * size[k] * u[(k + 1) % 3][j];
			column[i * N + j] = (uint16_t)j;
			value[i * N + j] = (float)sum;
		}
	}
	start[N] = N * N;
	assert_true(svd_left(&m, 3, 1, left));
	for (k = 0; k < 3; k++) {
		const double sign = (double)left[k] * u[k][0] > 0 ? 1 : -1;

		for (i = 0; i < N; i++)
			assert_true(fabs((double)left[i * 3 + k] - sign * u[k][i] * sqrt(size[k])) < 1e-3);
	}
}

/* More vectors than the matrix has rank: the rest is zeros. */
static void svd__beyond_the_rank__is_zero(void **state)
{
	static size_t start[] = {0, 1, 2, 3};
	static uint16_t column[] = {0, 0, 0};
	static float value[] = {1, 2, 3};
	const struct sparse_matrix m = {3, 1, start, column, value};
	float left[3 * 8];
	size_t i;

	(void)state;
	assert_true(svd_left(&m, 8, 5, left));
	for (i = 0; i < 3 * 8; i++)
		if (i % 8)
			assert_true(fabs((double)left[i]) < 1e-2);
	assert_true(fabs(fabs((double)left[2 * 8]) - 3 / sqrt(sqrt(14))) < 1e-3);
}

/* --- learning --- */

#define KINDS 2

/* Texts in which words of two kinds stand among neighbours of their kind. Word w is of kind
 * w % KINDS. */
static size_t write_texts(uint64_t *keys, size_t n_texts, uint32_t n_words)
{
	struct rng rng;
	size_t n = 0;
	size_t i;
	size_t k;

	rng_seed(&rng, 22);
	for (i = 0; i < n_texts; i++) {
		for (k = 0; k < 8; k++)
			keys[n++] = rng_mix(1 + rng_below(&rng, n_words / KINDS) * KINDS + i % KINDS);
		keys[n++] = 0;
	}
	return n;
}

static double similarity(const struct embedding *e, uint64_t a, uint64_t b)
{
	const int8_t *x = e->vector + embedding_find(e, rng_mix(1 + a)) * e->dims;
	const int8_t *y = e->vector + embedding_find(e, rng_mix(1 + b)) * e->dims;
	double sum = 0;
	size_t d;

	for (d = 0; d < e->dims; d++)
		sum += (double)x[d] * (double)y[d];
	return sum / (127.0 * 127.0);
}

static void embed__words_of_similar_use__have_similar_vectors(void **state)
{
	enum { TEXTS = 4000, WORDS = 600 };
	static uint64_t keys[TEXTS * 9];
	const size_t n = write_texts(keys, TEXTS, WORDS);
	double same = 0;
	double other = 0;
	struct embed e;
	uint64_t w;

	(void)state;
	assert_true(embed_learn(keys, n, 1, 1, &e));
	assert_int_equal(e.table.n, WORDS);
	e.table.first = NULL;
	assert_true(embedding_index(&e.table));
	for (w = 0; w < 200; w += KINDS) {
		same += similarity(&e.table, w, w + 2 * KINDS);
		other += similarity(&e.table, w, w + 1);
	}
	if (same < other + 10)
		fail_msg("of one kind %g, of two %g", same, other);
	free(e.table.first);
	embed_dispose(&e);
}

static void embed__threads__change_nothing(void **state)
{
	enum { TEXTS = 3000, WORDS = 600 };
	static uint64_t keys[TEXTS * 9];
	const size_t n = write_texts(keys, TEXTS, WORDS);
	struct embed one;
	struct embed three;

	(void)state;
	assert_true(embed_learn(keys, n, 1, 1, &one));
	assert_true(embed_learn(keys, n, 1, 3, &three));
	assert_int_equal(one.table.n, three.table.n);
	assert_memory_equal(one.key, three.key, one.table.n * sizeof(*one.key));
	assert_memory_equal(one.vector, three.vector, one.table.n * one.table.dims);
	embed_dispose(&one);
	embed_dispose(&three);
}

static void embed__little_text__gives_no_table(void **state)
{
	static const uint64_t keys[] = {5, 6, 7, 0, 5, 6, 7, 0, 5, 6, 7, 0};
	struct embed e;

	(void)state;
	assert_true(embed_learn(keys, COUNT(keys), 1, 1, &e));
	assert_int_equal(e.table.n, 0);
	assert_true(embed_learn(keys, 0, 1, 1, &e));
	assert_int_equal(e.table.n, 0);
	embed_dispose(&e);
}

/* --- reading --- */

static const uint32_t few_keys[] = {0, 7, 0x00010000, 0x00010001, 0x7fffffff, 0xffffffff};
static const uint8_t few_weights[] = {255, 0, 51, 102, 204, 255};
static int8_t few_vectors[6][8];

static void few_init(struct embedding *e)
{
	*e = (struct embedding){
		.n = 6, .dims = 8, .key = few_keys, .weight = few_weights, .vector = few_vectors[0]};
	assert_true(embedding_index(e));
}

static void embedding__find__finds_all_and_only_them(void **state)
{
	struct embedding e;
	size_t i;

	(void)state;
	few_init(&e);
	for (i = 0; i < e.n; i++) {
		assert_int_equal(embedding_find(&e, (uint64_t)few_keys[i] << 32), i);
		assert_int_equal(embedding_find(&e, (uint64_t)few_keys[i] << 32 | 0xffffffff), i);
	}
	assert_int_equal(embedding_find(&e, UINT64_C(1) << 32), e.n);
	assert_int_equal(embedding_find(&e, UINT64_C(0x00010002) << 32), e.n);
	assert_int_equal(embedding_find(&e, UINT64_C(0xfffffffe) << 32), e.n);
	embedding_dispose(&e);
}

static void embedding__mean__is_weighted_and_drawn_to_zero(void **state)
{
	struct embedding_sum sum = {.weight = 0};
	struct embedding e;
	float mean[8];
	size_t d;

	(void)state;
	for (d = 0; d < 8; d++) {
		few_vectors[0][d] = (int8_t)(10 * d);
		few_vectors[4][d] = (int8_t) - (int)d;
	}
	few_init(&e);
	embedding_mean(&e, &sum, mean);
	assert_true(mean[7] == 0);
	embedding_add(&e, 0, 2, &sum); /* weight 2 */
	embedding_add(&e, 4, 1, &sum); /* weight 0.8 */
	embedding_mean(&e, &sum, mean);
	for (d = 0; d < 8; d++)
		assert_true(
			fabs((double)mean[d] - (20.0 * (double)d - 0.8 * (double)d) / 127 / (2.8 + 3)) < 1e-6);
	embedding_dispose(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cooccurrence__counts__as_by_hand),
		cmocka_unit_test(cooccurrence__distance__divides),
		cmocka_unit_test(cooccurrence__threads__change_nothing),
		cmocka_unit_test(svd__known_matrix__gives_its_vectors),
		cmocka_unit_test(svd__beyond_the_rank__is_zero),
		cmocka_unit_test(embed__words_of_similar_use__have_similar_vectors),
		cmocka_unit_test(embed__threads__change_nothing),
		cmocka_unit_test(embed__little_text__gives_no_table),
		cmocka_unit_test(embedding__find__finds_all_and_only_them),
		cmocka_unit_test(embedding__mean__is_weighted_and_drawn_to_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
