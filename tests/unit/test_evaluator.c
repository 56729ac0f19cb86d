/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <math.h>
#include <unistd.h>

#include "moderato/evaluator.h"

/* What is added of one comment. */
struct entry {
	const char *text;
	const char *source;
	double margin;
	double score;
	int positive;
	int label;
	int fold;
};

static moderato_evaluator *new_evaluator(size_t n_attributes, unsigned long long seed)
{
	static const char *const attributes[] = {"spam", "toxicity"};
	moderato_evaluator *e;
	moderato_error err;

	if (moderato_evaluator_new(&e, attributes, n_attributes, seed, &err))
		fail_msg("%s", err.message);
	return e;
}

static moderato_comment comment_of(const struct entry *entry)
{
	moderato_comment comment = {.text = {entry->text, strlen(entry->text)}};

	if (entry->source)
		comment.source = (moderato_str){entry->source, strlen(entry->source)};
	return comment;
}

static void add(moderato_evaluator *e, size_t attribute, const struct entry *entries, size_t n)
{
	moderato_error err;
	size_t i;

	for (i = 0; i < n; i++) {
		const struct entry *r = &entries[i];
		const moderato_comment comment = comment_of(r);

		if (moderato_evaluator_add(
				e, attribute, &comment, r->margin, r->score, r->positive, r->label, r->fold, &err))
			fail_msg("row %zu: %s", i, err.message);
	}
}

static const moderato_figures *figures_of(moderato_evaluator *e, size_t *n)
{
	const moderato_figures *figures;
	moderato_error err;

	if (moderato_evaluator_figures(e, &figures, n, &err))
		fail_msg("%s", err.message);
	return figures;
}

/* The figures of the only attribute's slice; fails when there are none. */
static moderato_figures find(moderato_evaluator *e, moderato_slice slice, const char *name)
{
	const moderato_figures *figures;
	size_t n;
	size_t i;

	figures = figures_of(e, &n);
	for (i = 0; i < n; i++)
		if (figures[i].slice == slice && !strcmp(figures[i].name, name))
			return figures[i];
	fail_msg("no slice %d \"%s\"", (int)slice, name);
	return (moderato_figures){.n = 0};
}

/* Write a file of terms, have it read, remove it. */
static moderato_status read_identities(
	moderato_evaluator *e, const char *content, moderato_error *err)
{
	char path[100];
	moderato_status status;

	temporary(path, sizeof(path), "terms.txt");
	write_file(path, content, strlen(content));
	status = moderato_evaluator_identities(e, path, err);
	remove_temporary(path);
	return status;
}

static void name_identities(moderato_evaluator *e, const char *content)
{
	moderato_error err;

	if (read_identities(e, content, &err))
		fail_msg("%s", err.message);
}

/* Ones at 4, 3, 1 and zeros at 3, 2, 0: of nine pairs seven are right and one ties. */
static const struct entry six[] = {
	{"a", NULL, 4, 0.9, -1, 1, -1},
	{"b", NULL, 3, 0.6, -1, 1, -1},
	{"c", NULL, 3, 0.6, -1, 0, -1},
	{"d", NULL, 2, 0.4, -1, 0, -1},
	{"e", NULL, 1, 0.3, -1, 1, -1},
	{"f", NULL, 0, 0.1, -1, 0, -1},
};

static void figures__hand_computed_rows__match(void **state)
{
	moderato_evaluator *e = new_evaluator(1, 1);
	const moderato_figures *f;
	size_t n;

	(void)state;
	add(e, 0, six, COUNT(six));
	f = figures_of(e, &n);
	assert_int_equal(n, 1);
	assert_string_equal(f->attribute, "spam");
	assert_int_equal(f->slice, MODERATO_SLICE_ALL);
	assert_string_equal(f->name, "");
	assert_int_equal(f->n, 6);
	assert_int_equal(f->n_positive, 3);
	check_near("auc", f->auc, (3 + 2.5 + 1) / 9);
	check_near("average precision", f->average_precision, (1 + 2.0 / 3 + 3.0 / 5) / 3);
	check_near("precision", f->precision, 2.0 / 3);
	check_near("recall", f->recall, 2.0 / 3);
	check_near("f1", f->f1, 2.0 / 3);
	check_near("brier", f->brier, (0.01 + 0.16 + 0.36 + 0.16 + 0.49 + 0.01) / 6);
	/* Bins: 0.9 alone, two of 0.6 with mean label 0.5, and the rest alone. */
	check_near("ece", f->ece, (0.1 + 2 * 0.1 + 0.4 + 0.7 + 0.1) / 6);
	check_near("low", f->auc_low, NAN);
	check_near("high", f->auc_high, NAN);
	check_near("subgroup", f->subgroup_auc, NAN);
	check_near("bpsn", f->bpsn_auc, NAN);
	check_near("bnsp", f->bnsp_auc, NAN);
	moderato_evaluator_free(e);
}

static void figures__tuned_decisions__replace_the_threshold(void **state)
{
	static const struct entry rows[] = {
		{"a", NULL, 4, 0.1, 1, 1, 0},
		{"b", NULL, 3, 0.9, 0, 1, 0},
		{"c", NULL, 2, 0.2, 1, 1, 0},
		{"d", NULL, 1, 0.1, 1, 0, 1},
		{"e", NULL, 0, 0.5, -1, 0, 1}, /* at the threshold is positive */
		{"f", NULL, 0, 0.499999, -1, 0, 1},
	};
	moderato_evaluator *e = new_evaluator(1, 1);
	moderato_figures f;

	(void)state;
	add(e, 0, rows, COUNT(rows));
	f = find(e, MODERATO_SLICE_ALL, "");
	check_near("precision", f.precision, 2.0 / 4);
	check_near("recall", f.recall, 2.0 / 3);
	check_near("f1", f.f1, 4.0 / 7);
	moderato_evaluator_free(e);
}

static void figures__slices__come_in_order(void **state)
{
	static const struct entry rows[] = {
		{"A gay man.", "wiki", 1, 0.8, -1, 1, 1},
		{"A woman", "wiki", -1, 0.2, -1, 0, 0},
		{"Gay, and?", "blog", -1, 0.2, -1, 0, 1},
		{"A man, a plan", NULL, 1, 0.8, -1, 1, -1},
	};
	static const struct {
		const char *attribute;
		moderato_slice slice;
		const char *name;
		size_t n;
		size_t n_positive;
	} expected[] = {
		{"spam", MODERATO_SLICE_ALL, "", 1, 1},
		{"spam", MODERATO_SLICE_SOURCE, "wiki", 1, 1},
		{"spam", MODERATO_SLICE_FOLD, "1", 1, 1},
		{"spam", MODERATO_SLICE_IDENTITY, "man", 1, 1},
		{"spam", MODERATO_SLICE_IDENTITY, "gay", 1, 1},
		{"toxicity", MODERATO_SLICE_ALL, "", 4, 2},
		{"toxicity", MODERATO_SLICE_SOURCE, "wiki", 2, 1},
		{"toxicity", MODERATO_SLICE_SOURCE, "blog", 1, 0},
		{"toxicity", MODERATO_SLICE_SOURCE, "(no source)", 1, 1},
		{"toxicity", MODERATO_SLICE_FOLD, "0", 1, 0},
		{"toxicity", MODERATO_SLICE_FOLD, "1", 2, 1},
		{"toxicity", MODERATO_SLICE_IDENTITY, "man", 2, 2},
		{"toxicity", MODERATO_SLICE_IDENTITY, "gay", 2, 1},
	};
	moderato_evaluator *e = new_evaluator(2, 1);
	const moderato_figures *f;
	size_t n;
	size_t i;

	(void)state;
	name_identities(e, "man\ngay\nlesbian\n");
	add(e, 0, rows, 1);
	add(e, 1, rows, COUNT(rows));
	f = figures_of(e, &n);
	for (i = 0; i < n && i < COUNT(expected); i++)
		if (strcmp(f[i].attribute, expected[i].attribute) || f[i].slice != expected[i].slice ||
			strcmp(f[i].name, expected[i].name) || f[i].n != expected[i].n ||
			f[i].n_positive != expected[i].n_positive)
			fail_msg("row %zu: got %s %d \"%s\" %zu %zu", i, f[i].attribute, (int)f[i].slice,
				f[i].name, f[i].n, f[i].n_positive);
	assert_int_equal(n, COUNT(expected));
	moderato_evaluator_free(e);
}

static void figures__one_source_or_no_fold__has_no_slice(void **state)
{
	static const struct entry rows[] = {
		{"a", "wiki", 1, 0.8, -1, 1, -1}, {"b", "wiki", -1, 0.2, -1, 0, -1}};
	moderato_evaluator *e = new_evaluator(1, 1);
	size_t n;

	(void)state;
	add(e, 0, rows, COUNT(rows));
	figures_of(e, &n);
	assert_int_equal(n, 1);
	moderato_evaluator_free(e);
}

static void figures__one_class__has_counts_only(void **state)
{
	moderato_evaluator *e = new_evaluator(2, 1);
	const moderato_figures *f;
	size_t n;
	size_t i;

	(void)state;
	add(e, 0, six, 2);
	f = figures_of(e, &n);
	assert_int_equal(n, 2);
	for (i = 0; i < n; i++) { /* the second has no rows at all */
		assert_int_equal(f[i].n, i ? 0 : 2);
		assert_int_equal(f[i].n_positive, i ? 0 : 2);
		check_near("auc", f[i].auc, NAN);
		check_near("low", f[i].auc_low, NAN);
		check_near("average precision", f[i].average_precision, NAN);
		check_near("precision", f[i].precision, NAN);
		check_near("recall", f[i].recall, NAN);
		check_near("f1", f[i].f1, NAN);
		check_near("ece", f[i].ece, NAN);
		check_near("brier", f[i].brier, NAN);
	}
	moderato_evaluator_free(e);
}

static void figures__identity__has_bias(void **state)
{
	static const struct entry rows[] = {
		{"gay people", NULL, 5, 0.9, -1, 1, -1},
		{"gay people", NULL, 3, 0.7, -1, 0, -1},
		{"gay people", NULL, 1, 0.6, -1, 0, -1},
		{"people", NULL, 4, 0.8, -1, 1, -1},
		{"people", NULL, 2, 0.6, -1, 1, -1},
		{"people", NULL, 0, 0.1, -1, 0, -1},
		{"people", NULL, 6, 0.95, -1, 0, -1},
		{"a lesbian", NULL, 1, 0.6, -1, 0, -1},
	};
	moderato_evaluator *e = new_evaluator(1, 1);
	moderato_figures f;

	(void)state;
	name_identities(e, "gay\nlesbian\n");
	add(e, 0, rows, COUNT(rows));
	f = find(e, MODERATO_SLICE_IDENTITY, "gay");
	assert_int_equal(f.n, 3);
	assert_int_equal(f.n_positive, 1);
	check_near("auc", f.auc, 1);
	check_near("precision", f.precision, 1.0 / 3);
	check_near("subgroup", f.subgroup_auc, 1);
	check_near("bpsn", f.bpsn_auc, 3.0 / 4); /* 4 and 2 against 3 and 1 */
	check_near("bnsp", f.bnsp_auc, 2.0 / 3); /* 5 against 0, 6 and 1 */
	/* All of its rows are benign, as they should be: whether they score too high is still known. */
	f = find(e, MODERATO_SLICE_IDENTITY, "lesbian");
	assert_int_equal(f.n, 1);
	check_near("auc of one class", f.auc, NAN);
	check_near("subgroup of one class", f.subgroup_auc, NAN);
	check_near("bpsn of one class", f.bpsn_auc, 1); /* 5, 4 and 2 against 1 */
	check_near("bnsp of one class", f.bnsp_auc, NAN);
	moderato_evaluator_free(e);
}

/* A group of ten and ten in a background of as many: each AUC against it has an interval around it;
 * with one row fewer those that need that row have none. */
static void figures__identity__has_intervals(void **state)
{
	int drop;

	(void)state;
	for (drop = 0; drop < 2; drop++) {
		moderato_evaluator *e = new_evaluator(1, 1);
		moderato_figures f;
		int i;

		name_identities(e, "gay\n");
		for (i = 0; i < 40 - drop; i++) { /* the last is a one of the group */
			const int one = i % 2;
			const struct entry row = {
				i < 20 ? "people" : "gay", NULL, i * 7 % 20 + 4 * one, 0.5, -1, one, -1};

			add(e, 0, &row, 1);
		}
		f = find(e, MODERATO_SLICE_IDENTITY, "gay");
		assert_true(f.bpsn_auc_low < f.bpsn_auc && f.bpsn_auc < f.bpsn_auc_high);
		assert_true(
			drop ? isnan(f.subgroup_auc_low)
				 : f.subgroup_auc_low < f.subgroup_auc && f.subgroup_auc < f.subgroup_auc_high);
		assert_true(drop ? isnan(f.bnsp_auc_high)
						 : f.bnsp_auc_low < f.bnsp_auc && f.bnsp_auc < f.bnsp_auc_high);
		moderato_evaluator_free(e);
	}
}

static void identities__whole_words__match(void **state)
{
	static const struct {
		const char *term;
		const char *text;
		bool named;
	} table[] = {
		{"gay", "I am gay.", true},
		{"gay", "GAY!", true},
		{"gay", "gay", true},
		{"gay", "(gay)", true},
		{"gay", "gays", false},
		{"gay", "a megayacht", false},
		{"gay", "", false},
		{"gay", "g4y and gaaay", true},
		{"gay", "<i>gay</i>", true},
		{"Gay", "gay", true},
		{"wheelchair user", "a wheelchair user", true},
		{"wheelchair user", "Wheelchair users", false},
		{"wheelchair user", "a wheelchair for a user", false},
		{"wheelchair user", "wheelchair wheelchair  user", true},
		{"wheelchair user", "wheelchair", false},
		{"one two three four", "zero one two three four five", true},
		{"\xc3\xa9migr\xc3\xa9", "un \xc3\x89MIGR\xc3\x89 heureux", true},
		{"\xd1\x81\xd1\x8b\xd1\x80\xd0\xb8\xd0\xb5\xd1\x86",
			"\xd0\xa1\xd1\x8b\xd1\x80\xd0\xb8\xd0\xb5\xd1\x86!", true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		const struct entry row = {table[i].text, NULL, 0, 0.5, -1, 1, -1};
		moderato_evaluator *e = new_evaluator(1, 1);
		size_t n;

		name_identities(e, table[i].term);
		add(e, 0, &row, 1);
		figures_of(e, &n);
		if (n != 1 + (size_t)table[i].named)
			fail_msg("\"%s\" in \"%s\": got %s", table[i].term, table[i].text,
				n == 2 ? "named" : "not named");
		moderato_evaluator_free(e);
	}
}

static void identities__file__has_comments_blanks_and_crlf(void **state)
{
	static const struct entry row = {"a deaf wheelchair user", NULL, 0, 0.5, -1, 1, -1};
	moderato_evaluator *e = new_evaluator(1, 1);
	const moderato_figures *f;
	size_t n;

	(void)state;
	name_identities(e, "# terms\r\n\r\n \t\n  deaf \t\r\nwheelchair user\r\n#user\nuser");
	add(e, 0, &row, 1);
	f = figures_of(e, &n);
	assert_int_equal(n, 4);
	assert_string_equal(f[1].name, "deaf");
	assert_string_equal(f[2].name, "wheelchair user");
	assert_string_equal(f[3].name, "user");
	moderato_evaluator_free(e);
}

static void identities__bad_file__is_refused_with_its_line(void **state)
{
	static const struct {
		const char *content;
		moderato_status status;
		size_t line;
		const char *message;
	} table[] = {
		{"gay\none two three four five\n", MODERATO_EFORMAT, 2,
			"expected a term of 1 to 4 words, got 5"},
		{"# a\n\n***\n", MODERATO_EFORMAT, 3, "expected a term of 1 to 4 words, got 0"},
		{"gay\nman\nGaaay\n", MODERATO_EFORMAT, 3, "expected each term once, got \"gay\" again"},
	};
	static const struct entry row = {"gay", NULL, 0, 0.5, -1, 1, -1};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_evaluator *e = new_evaluator(1, 1);
		moderato_error err;
		size_t n;

		if (read_identities(e, table[i].content, &err) != table[i].status ||
			err.line != table[i].line || !strstr(err.message, table[i].message))
			fail_msg("case %zu: got line %zu, %s", i, err.line, err.message);
		add(e, 0, &row, 1);
		figures_of(e, &n); /* nothing of the file was kept */
		assert_int_equal(n, 1);
		moderato_evaluator_free(e);
	}
}

static void identities__missing_file_or_too_late__is_refused(void **state)
{
	moderato_evaluator *e = new_evaluator(1, 1);
	moderato_error err;

	(void)state;
	assert_int_equal(moderato_evaluator_identities(e, "/nonexistent/terms", &err), MODERATO_EIO);
	assert_int_equal(moderato_evaluator_identities(e, "/tmp", &err), MODERATO_EIO);
	add(e, 0, six, 1);
	assert_int_equal(read_identities(e, "gay\n", &err), MODERATO_EINVAL);
	moderato_evaluator_free(e);
}

/* Terms "xbab", "xcab" … that differ also in their skeletons. */
static void write_terms(char *out, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		out += sprintf(out, "x%cy%cz\n", "bcdfghjkmnpqrtvw"[i / 16], "bcdfghjkmnpqrtvw"[i % 16]);
}

static void identities__limit__is_128_terms(void **state)
{
	static const struct entry row = {"a xwywz, xrywz and xbybz", NULL, 0, 0.5, -1, 1, -1};
	char content[1024];
	size_t n_terms;

	(void)state;
	for (n_terms = 127; n_terms <= 129; n_terms++) {
		moderato_evaluator *e = new_evaluator(1, 1);
		moderato_error err;
		moderato_status status;

		write_terms(content, n_terms);
		status = read_identities(e, content, &err);
		if (status != (n_terms > 128 ? MODERATO_ELIMIT : MODERATO_OK))
			fail_msg("%zu terms: got %s", n_terms, moderato_status_name(status));
		if (n_terms == 128) {
			size_t n;

			add(e, 0, &row, 1);
			figures_of(e, &n);
			assert_int_equal(n, 2); /* all, and the first term */
			moderato_evaluator_free(e);
			e = new_evaluator(1, 1);
			name_identities(e, content);
			add(e, 0, &(struct entry){"xkywz", NULL, 0, 0.5, -1, 1, -1}, 1);
			find(e, MODERATO_SLICE_IDENTITY, "xkywz"); /* the last one */
		}
		moderato_evaluator_free(e);
	}
}

/* Rows whose margin tells the label roughly. */
static void add_random(moderato_evaluator *e, size_t n, size_t n_positive, uint64_t seed)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, seed);
	for (i = 0; i < n; i++) {
		const int label = i < n_positive;
		const double margin = rng_double(&rng) * 2 - 1 + (label ? 0.4 : 0);
		const struct entry row = {
			"x", NULL, margin, 1 / (1 + exp(-margin)), -1, label, (int)(i % 3)};

		add(e, 0, &row, 1);
	}
}

static void interval__few_rows_of_a_class__is_not_given(void **state)
{
	static const struct {
		size_t n;
		size_t n_positive;
		bool given;
	} table[] = {{40, 20, true}, {39, 20, false}, {39, 19, false}, {200, 19, false},
		{200, 20, true}, {200, 181, false}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_evaluator *e = new_evaluator(1, 7);
		moderato_figures f;

		add_random(e, table[i].n, table[i].n_positive, 3);
		f = find(e, MODERATO_SLICE_ALL, "");
		if (isnan(f.auc_low) == table[i].given || isnan(f.auc_high) == table[i].given)
			fail_msg(
				"%zu of %zu: got %g to %g", table[i].n_positive, table[i].n, f.auc_low, f.auc_high);
		if (table[i].given)
			assert_true(0.4 < f.auc_low && f.auc_low < f.auc && f.auc < f.auc_high);
		moderato_evaluator_free(e);
	}
}

static void interval__seed__decides(void **state)
{
	static const unsigned long long seeds[] = {7, 7, 8};
	double low[3];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		moderato_evaluator *e = new_evaluator(1, seeds[i]);

		add_random(e, 200, 60, 3);
		low[i] = find(e, MODERATO_SLICE_ALL, "").auc_low;
		moderato_evaluator_free(e);
	}
	assert_true(low[0] == low[1]);
	assert_true(low[0] != low[2]);
}

static bool same_figures(const moderato_figures *a, const moderato_figures *b)
{
	return a->slice == b->slice && !strcmp(a->name, b->name) && a->n == b->n &&
		   a->n_positive == b->n_positive && a->auc == b->auc && a->f1 == b->f1 &&
		   a->ece == b->ece && a->brier == b->brier && a->average_precision == b->average_precision;
}

static void figures__another_order_of_rows__are_the_same(void **state)
{
	moderato_evaluator *e = new_evaluator(1, 1);
	moderato_evaluator *reversed = new_evaluator(1, 1);
	const moderato_figures *f;
	const moderato_figures *g;
	size_t n;
	size_t m;
	size_t i;

	(void)state;
	for (i = 0; i < 60; i++) {
		const size_t k = 59 - i;
		const struct entry row = {"x", NULL, (double)(i * 7 % 10), (double)(i * 7 % 10) / 10, -1,
			i % 3 == 0, (int)(i % 4)};
		const struct entry back = {"x", NULL, (double)(k * 7 % 10), (double)(k * 7 % 10) / 10, -1,
			k % 3 == 0, (int)(k % 4)};

		add(e, 0, &row, 1);
		add(reversed, 0, &back, 1);
	}
	f = figures_of(e, &n);
	g = figures_of(reversed, &m);
	assert_int_equal(n, 5);
	assert_int_equal(m, 5);
	for (i = 0; i < n; i++)
		if (!same_figures(&f[i], &g[i]))
			fail_msg("slice %zu differs: auc %.17g and %.17g", i, f[i].auc, g[i].auc);
	moderato_evaluator_free(e);
	moderato_evaluator_free(reversed);
}

static void figures__rows_added_after__count_next_time(void **state)
{
	moderato_evaluator *e = new_evaluator(1, 1);

	(void)state;
	add(e, 0, six, 4);
	check_near("four", find(e, MODERATO_SLICE_ALL, "").auc, 3.5 / 4);
	add(e, 0, six + 4, 2);
	check_near("six", find(e, MODERATO_SLICE_ALL, "").auc, 6.5 / 9);
	check_near("again", find(e, MODERATO_SLICE_ALL, "").auc, 6.5 / 9);
	moderato_evaluator_free(e);
}

static void figures__many_sources__each_have_a_slice(void **state)
{
	moderato_evaluator *e = new_evaluator(1, 1);
	const moderato_figures *f;
	size_t n;
	size_t i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		char source[32];
		const struct entry row = {"x", source, (double)i, 0.5, -1, i % 2000 < 1000, -1};

		snprintf(source, sizeof(source), "s%zu", i % 1000);
		add(e, 0, &row, 1);
	}
	f = figures_of(e, &n);
	assert_int_equal(n, 1001);
	for (i = 1; i < n; i++) {
		char name[32];

		snprintf(name, sizeof(name), "s%zu", i - 1);
		assert_string_equal(f[i].name, name);
		assert_int_equal(f[i].n, 3);
		assert_int_equal(f[i].n_positive, 2);
		check_near(name, f[i].auc, 0.5); /* 1 of the third round above, of the first below */
	}
	moderato_evaluator_free(e);
}

static void add__bad_argument__changes_nothing(void **state)
{
	static const struct {
		const char *name;
		size_t attribute;
		struct entry row;
	} table[] = {
		{"attribute", 1, {"x", NULL, 0, 0.5, -1, 1, -1}},
		{"margin", 0, {"x", NULL, NAN, 0.5, -1, 1, -1}},
		{"infinite margin", 0, {"x", NULL, INFINITY, 0.5, -1, 1, -1}},
		{"score", 0, {"x", NULL, 0, 1.1, -1, 1, -1}},
		{"score nan", 0, {"x", NULL, 0, NAN, -1, 1, -1}},
		{"positive", 0, {"x", NULL, 0, 0.5, 2, 1, -1}},
		{"label", 0, {"x", NULL, 0, 0.5, -1, -1, -1}},
		{"fold", 0, {"x", NULL, 0, 0.5, -1, 1, -2}},
		{"high fold", 0, {"x", NULL, 0, 0.5, -1, 1, 65535}},
	};
	moderato_evaluator *e = new_evaluator(1, 1);
	size_t n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		const struct entry *r = &table[i].row;
		const moderato_comment comment = comment_of(r);
		moderato_error err;

		if (moderato_evaluator_add(e, table[i].attribute, &comment, r->margin, r->score,
				r->positive, r->label, r->fold, &err) != MODERATO_EINVAL)
			fail_msg("%s was taken", table[i].name);
	}
	assert_int_equal(figures_of(e, &n)->n, 0);
	assert_int_equal(n, 1);
	moderato_evaluator_free(e);
}

static void add__text_without_bytes__is_fine(void **state)
{
	const moderato_comment comment = {.line = 1};
	moderato_evaluator *e = new_evaluator(1, 1);
	moderato_error err;

	(void)state;
	name_identities(e, "gay\n");
	assert_int_equal(moderato_evaluator_add(e, 0, &comment, 1, 0.5, -1, 1, -1, &err), MODERATO_OK);
	assert_int_equal(find(e, MODERATO_SLICE_ALL, "").n, 1);
	moderato_evaluator_free(e);
}

static void new__no_attribute__is_refused(void **state)
{
	moderato_evaluator *e;
	moderato_error err;

	(void)state;
	assert_int_equal(moderato_evaluator_new(&e, NULL, 0, 1, &err), MODERATO_EINVAL);
	assert_null(e);
	moderato_evaluator_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures__hand_computed_rows__match),
		cmocka_unit_test(figures__tuned_decisions__replace_the_threshold),
		cmocka_unit_test(figures__slices__come_in_order),
		cmocka_unit_test(figures__one_source_or_no_fold__has_no_slice),
		cmocka_unit_test(figures__one_class__has_counts_only),
		cmocka_unit_test(figures__identity__has_bias),
		cmocka_unit_test(figures__identity__has_intervals),
		cmocka_unit_test(identities__whole_words__match),
		cmocka_unit_test(identities__file__has_comments_blanks_and_crlf),
		cmocka_unit_test(identities__bad_file__is_refused_with_its_line),
		cmocka_unit_test(identities__missing_file_or_too_late__is_refused),
		cmocka_unit_test(identities__limit__is_128_terms),
		cmocka_unit_test(interval__few_rows_of_a_class__is_not_given),
		cmocka_unit_test(interval__seed__decides),
		cmocka_unit_test(figures__another_order_of_rows__are_the_same),
		cmocka_unit_test(figures__rows_added_after__count_next_time),
		cmocka_unit_test(figures__many_sources__each_have_a_slice),
		cmocka_unit_test(add__bad_argument__changes_nothing),
		cmocka_unit_test(add__text_without_bytes__is_fine),
		cmocka_unit_test(new__no_attribute__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
