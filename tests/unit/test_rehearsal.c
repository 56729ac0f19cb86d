/* SPDX-License-Identifier: MIT */
/* The sample that a bundle carries along: written, read, damaged, drawn. */
#include "trained.h"

#include <math.h>

#include "train/rehearsal_draw.h"
#include "model/bundle.h"
#include "model/rehearsal.h"

#define BITS 10u
#define N_BUCKETS (1u << BITS)
#define N_DENSE 40u

static moderato_error err;
static uint8_t codes[N_BUCKETS * 2];
static float book[256];
static struct bundle_shape shape;
static moderato_bundle bundle;

static int setup(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 256; i++)
		book[i] = (float)i / 16;
	for (i = 0; i < N_BUCKETS; i++)
		codes[2 * i] = (uint8_t)(i % 7 ? 1 + i % 255 : 0); /* every seventh does not exist */
	shape.kind = BUNDLE_COMMENTS;
	shape.space.bits = BITS;
	shape.space.dense_value = 0.15f;
	shape.n_dense = N_DENSE;
	bundle.shape = &shape;
	bundle.linear.codes = codes;
	bundle.linear.stride = 2;
	bundle.linear.books = book;
	return 0;
}

static struct rehearsal_scale scale(void)
{
	return (struct rehearsal_scale){codes, 2, book, BITS, N_DENSE, 0.15f};
}

/* Comments of one to twenty features, heuristics too; values of one to nine times a unit. */
static void fill(struct rehearsal *r, size_t n)
{
	size_t i;
	uint32_t k;

	*r = (struct rehearsal){.n_attributes = 2};
	memcpy(r->attributes[0], "spam", 5);
	memcpy(r->attributes[1], "toxicity", 9);
	for (i = 0; i < n; i++) {
		assert_true(rehearsal_add(r));
		r->held[i] = i % 3 == 0;
		r->labels[2 * i] = (int8_t)(i % 3) - 1;
		r->labels[2 * i + 1] = (int8_t)(i % 2);
		for (k = 0; k < i % 20; k++) {
			const uint32_t bucket = (uint32_t)(k * 50 + i % 50);
			const float unit = 0.01f * (float)(1 + i % 5);

			assert_true(rehearsal_add_feature(
				r, bucket, unit * (float)(1 + k * k % 9) * book[codes[2 * (size_t)bucket]]));
		}
		for (k = 0; k < i % 4; k++)
			assert_true(rehearsal_add_feature(r, N_BUCKETS + k * 11, 0.15f));
	}
}

static moderato_status read_section(const struct buffer *section, struct rehearsal *out)
{
	bundle.rehearsal = buffer_view(section);
	return rehearsal_read(&bundle, out, &err);
}

static void rehearsal__written_and_read__is_the_same_to_a_tenth(void **state)
{
	const struct rehearsal_scale s = scale();
	struct buffer section = BUFFER_INIT;
	struct rehearsal in;
	struct rehearsal out;
	size_t i;
	size_t e;

	(void)state;
	fill(&in, 100);
	assert_true(rehearsal_write(&in, &s, &section));
	must(read_section(&section, &out), err);
	assert_int_equal(out.n, 100);
	assert_int_equal(out.n_attributes, 2);
	assert_string_equal(out.attributes[1], "toxicity");
	assert_int_equal(rehearsal_column(&out, "toxicity"), 1);
	assert_int_equal(rehearsal_column(&out, "insult"), -1);
	assert_memory_equal(in.held, out.held, 100);
	assert_memory_equal(in.labels, out.labels, 200);
	for (i = 0; i < 100; i++) {
		size_t k = out.start[i];

		for (e = in.start[i]; e < in.start[i + 1]; e++) {
			if (in.index[e] < N_BUCKETS && !codes[2 * (size_t)in.index[e]])
				continue; /* no feature of this bundle */
			assert_int_equal(in.index[e], out.index[k]);
			assert_true(fabsf(in.value[e] / out.value[k] - 1) < 0.1f);
			k++;
		}
		assert_int_equal(k, out.start[i + 1]);
	}
	rehearsal_dispose(&in);
	rehearsal_dispose(&out);
	buffer_dispose(&section);
}

static void rehearsal__none__has_no_comments(void **state)
{
	const struct buffer nothing = BUFFER_INIT;
	struct rehearsal out;

	(void)state;
	must(read_section(&nothing, &out), err);
	assert_int_equal(out.n, 0);
	rehearsal_dispose(&out);
}

/* It is read in full or refused, never beyond its end: the copy ends where its memory ends. */
static void check_damaged(const char *data, size_t len)
{
	struct buffer section = {malloc(len ? len : 1), len, len, false};
	struct rehearsal out;
	size_t e;

	assert_non_null(section.data);
	memcpy(section.data, data, len);
	if (read_section(&section, &out))
		assert_string_equal(err.message, "damaged bundle: rehearsal");
	for (e = 0; out.n && e < out.start[out.n]; e++) {
		assert_in_range(out.index[e], 0, N_BUCKETS + N_DENSE - 1);
		assert_true(isfinite(out.value[e]) && out.value[e] > 0);
	}
	rehearsal_dispose(&out);
	free(section.data);
}

static void rehearsal__any_bit_flipped_or_cut__stays_within_bounds(void **state)
{
	const struct rehearsal_scale s = scale();
	struct buffer section = BUFFER_INIT;
	struct rehearsal in;
	size_t at;

	(void)state;
	fill(&in, 40);
	assert_true(rehearsal_write(&in, &s, &section));
	for (at = 0; at < section.len * 8; at++) {
		section.data[at / 8] ^= (char)(1 << at % 8);
		check_damaged(section.data, section.len);
		section.data[at / 8] ^= (char)(1 << at % 8);
	}
	for (at = 0; at < section.len; at++)
		check_damaged(section.data, at);
	rehearsal_dispose(&in);
	buffer_dispose(&section);
}

static void rehearsal__counts_that_lie__are_refused(void **state)
{
	static const uint32_t cases[][2] = {{0, 1}, {17, 1}, {UINT32_MAX, 1}, {2, 41},
		{2, REHEARSAL_COMMENTS_MAX + 1}, {2, UINT32_MAX}};
	const struct rehearsal_scale s = scale();
	struct buffer section = BUFFER_INIT;
	struct rehearsal r;
	size_t i;

	(void)state;
	fill(&r, 40);
	assert_true(rehearsal_write(&r, &s, &section));
	rehearsal_dispose(&r);
	for (i = 0; i < COUNT(cases); i++) {
		memcpy(section.data, cases[i], sizeof(cases[i]));
		assert_int_equal(read_section(&section, &r), MODERATO_EFORMAT);
		rehearsal_dispose(&r);
	}
	buffer_dispose(&section);
}

/* --- drawn by the trainer --- */

static void sample_of(int n, unsigned jobs, struct buffer *bytes, struct rehearsal *out)
{
	moderato_train_options options = small_options();
	moderato_bundle *trained;

	options.rehearsal = n;
	options.jobs = jobs;
	train_samples(&options, 0, NULL, bytes);
	must(moderato_bundle_open_memory(&trained, "trained", buffer_view(bytes), &err), err);
	must(rehearsal_read(trained, out, &err), err);
	moderato_bundle_free(trained);
}

static void draw__as_many_as_asked_for__of_both_labels(void **state)
{
	static const struct {
		int asked;
		size_t n;
	} cases[] = {{-1, 0}, {1, 1}, {20, 20}, {59, 59}, {60, 60}, {61, 60}, {0, 60}};
	struct buffer bytes = BUFFER_INIT;
	struct rehearsal r;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		size_t ones = 0;

		sample_of(cases[i].asked, 1, &bytes, &r);
		assert_int_equal(r.n, cases[i].n);
		for (k = 0; k < r.n * r.n_attributes; k++)
			ones += r.labels[k] == 1;
		assert_true(r.n < 20 || ones * 5 >= r.n);
		rehearsal_dispose(&r);
	}
	buffer_dispose(&bytes);
}

static void draw__too_many__is_refused(void **state)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;

	(void)state;
	options.rehearsal = (int)REHEARSAL_COMMENTS_MAX;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	moderato_trainer_free(trainer);
	options.rehearsal++;
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "rehearsal 16385"));
}

static void draw__any_number_of_jobs__gives_the_same_bytes(void **state)
{
	struct buffer bytes[2] = {BUFFER_INIT, BUFFER_INIT};
	struct rehearsal r;
	unsigned i;

	(void)state;
	for (i = 0; i < 2; i++) {
		sample_of(30, i + 1, &bytes[i], &r);
		rehearsal_dispose(&r);
	}
	assert_int_equal(bytes[0].len, bytes[1].len);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
	buffer_dispose(&bytes[0]);
	buffer_dispose(&bytes[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rehearsal__written_and_read__is_the_same_to_a_tenth),
		cmocka_unit_test(rehearsal__none__has_no_comments),
		cmocka_unit_test(rehearsal__any_bit_flipped_or_cut__stays_within_bounds),
		cmocka_unit_test(rehearsal__counts_that_lie__are_refused),
		cmocka_unit_test(draw__as_many_as_asked_for__of_both_labels),
		cmocka_unit_test(draw__too_many__is_refused),
		cmocka_unit_test(draw__any_number_of_jobs__gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
