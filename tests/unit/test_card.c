/* SPDX-License-Identifier: MIT */
#include "trained.h"

#include <math.h>

#include "train/card_read.h"
#include "moderato/card.h"

#define HEAD "# Model card\n\n" HELD_OUT_HEADING "\n\n"
#define RULE5 "\n| --- | ---: | --- | ---: | ---: |\n"
#define FILES HELD_OUT_FILES RULE5 "| a.jsonl | 10 | 00000000000000ff | 300 | 2 |\n\n"
#define FIGURES HELD_OUT_FIGURES "\n| --- |\n"
#define ROW "| a.jsonl | spam | all |  | 300 | 100 | 0.9000 (0.8500–0.9400) | 1 | 1 | 1 | 1 | 1 |\n"
#define IDENTITIES HELD_OUT_IDENTITIES "\n| --- |\n"

static moderato_card *parsed(const char *text)
{
	moderato_card *card;
	moderato_error err;

	must(moderato_card_parse(&card, "card.md", str(text), &err), err);
	return card;
}

static void parse__a_card__has_its_figures(void **state)
{
	moderato_card *card =
		parsed("# Model card\r\n\nprose | with bars\n| other | table |\n\n" HELD_OUT_HEADING
			   "\r\n\nprose\n\n" FILES FIGURES ROW
			   "| a.jsonl | spam | source | x \\| y | 7 | 0 | – | – | – | – | – | – |\n"
			   "| a.jsonl | spam | source | z | 7 | 1 | 0.5 | – | – | – | – | – |\n"
			   "\n" IDENTITIES "| a.jsonl | spam | gay | 30 | 20 | 0.5 (0.4–0.6) | 1 | – |\n"
			   "\n### More\n\n| x | y |\n| --- | --- |\n| 1 | 2 |\n\n## Training\n" FIGURES);

	(void)state;
	assert_int_equal(card->n_files, 1);
	assert_int_equal(card->n_rows, 4);
	assert_string_equal(moderato_card_file(card, 0), "a.jsonl");
	assert_null(moderato_card_file(card, 1));
	assert_int_equal(moderato_card_find(card, 255), 0);
	assert_int_equal(moderato_card_find(card, 254), -1);
	assert_int_equal(moderato_card_has_identities(card, 0), 1);
	assert_int_equal(card->rows[0].n, 300);
	assert_int_equal(card->rows[0].n_positive, 100);
	assert_true(fabs(card->rows[0].auc[0].low - 0.85) < 1e-12);
	assert_true(fabs(card->rows[0].auc[0].high - 0.94) < 1e-12);
	assert_string_equal(card->rows[1].name, "x \\| y");
	assert_true(isnan(card->rows[1].auc[0].value));
	assert_true(card->rows[2].auc[0].value == 0.5 && isnan(card->rows[2].auc[0].low));
	assert_int_equal(card->rows[3].slice, MODERATO_SLICE_IDENTITY);
	assert_string_equal(card->rows[3].name, "gay");
	assert_true(card->rows[3].auc[1].value == 1 && isnan(card->rows[3].auc[2].value));
	moderato_card_free(card);
}

static void parse__what_is_wrong__is_told_with_its_line(void **state)
{
	static const struct {
		const char *text;
		const char *message;
	} table[] = {
		{"", "card.md:1: expected a card"},
		{"# Other\n", "card.md:1: expected a card"},
		{"# Model cards\n", "card.md:1: expected a card"},
		{"# Model card\n\n## Figures\n", "no held-out figures"},
		{HEAD, "no held-out figures"},
		{HEAD FILES, "no held-out figures"},
		{HEAD FILES FIGURES ROW "\n" HELD_OUT_HEADING "\n", "another"},
		{HEAD HELD_OUT_FILES "\n| a |", "card.md:6: expected the line"},
		{HEAD HELD_OUT_FILES, "expected the line"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000ff |\n", "card.md:7: expected 5 cells"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000ff | 1 | 0 | x |\n", "5 cells"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000ff | 1 \n", "5 cells"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000ff | 1 \\|", "5 cells"},
		{HEAD HELD_OUT_FILES RULE5 "| | 1 | 00000000000000ff | 1 | 0 |\n", "a file's name"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000f | 1 | 0 |\n", "a hash of 16"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000FF | 1 | 0 |\n", "a hash of 16"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 000000000000000ff | 1 | 0 |\n", "a hash of 16"},
		{HEAD HELD_OUT_FILES RULE5 "| a | -1 | 00000000000000ff | 1 | 0 |\n", "a count"},
		{HEAD HELD_OUT_FILES RULE5 "| a | 1 | 00000000000000ff | 9999999999999999 | 0 |\n",
			"a count"},
		{HEAD FILES HELD_OUT_FILES RULE5 "| a.jsonl | 1 | 00000000000000ff | 1 | 0 |\n",
			"each file once"},
		{HEAD FIGURES ROW, "card.md:7: expected a file of the table"},
		{HEAD FILES FIGURES "| b | spam | all | | 3 | 1 | – | 1 | 1 | 1 | 1 | 1 |\n",
			"card.md:11: expected a file of the table"},
		{HEAD FILES FIGURES "| a.jsonl | | all | | 3 | 1 | – | 1 | 1 | 1 | 1 | 1 |\n",
			"an attribute"},
		{HEAD FILES FIGURES "| a.jsonl | spam | fold | | 3 | 1 | – | 1 | 1 | 1 | 1 | 1 |\n",
			"the slice all or source"},
		{HEAD FILES FIGURES "| a.jsonl | spam | all | | 3 | 4 | – | 1 | 1 | 1 | 1 | 1 |\n",
			"no more positive"},
		{HEAD FILES FIGURES "| a.jsonl | spam | all | | 3 | 1 | 1.1 | 1 | 1 | 1 | 1 | 1 |\n",
			"an AUC such as"},
		{HEAD FILES FIGURES "| a.jsonl | spam | all | | 3 | 1 | nan | 1 | 1 | 1 | 1 | 1 |\n",
			"an AUC such as"},
		{HEAD FILES FIGURES
			"| a.jsonl | spam | all | | 3 | 1 | 0.5 (0.6–0.4) | 1 | 1 | 1 | 1 | 1 |\n",
			"an AUC such as"},
		{HEAD FILES FIGURES
			"| a.jsonl | spam | all | | 3 | 1 | 0.5 (0.4-0.6) | 1 | 1 | 1 | 1 | 1 |\n",
			"an AUC such as"},
		{HEAD FILES FIGURES
			"| a.jsonl | spam | all | | 3 | 1 | 0.5 (0.4–0.6)x | 1 | 1 | 1 | 1 | 1 |\n",
			"an AUC such as"},
		{HEAD FILES FIGURES
			"| a.jsonl | spam | source | \033[2J | 3 | 1 | – | 1 | 1 | 1 | 1 | 1 |\n",
			"without control characters"},
		{HEAD FILES IDENTITIES "| a.jsonl | spam | gay | 3 | 1 | – | – |\n", "expected 8 cells"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_card *card;
		moderato_error err = {"", 0};
		const moderato_status status =
			moderato_card_parse(&card, "card.md", str(table[i].text), &err);

		if (status != MODERATO_EFORMAT || card || !strstr(err.message, table[i].message))
			fail_msg("case %zu: status %d, '%s', expected '%s'", i, (int)status, err.message,
				table[i].message);
	}
}

static void parse__limits__are_kept(void **state)
{
	struct buffer text = BUFFER_INIT;
	moderato_card *card;
	moderato_error err;
	size_t n;

	(void)state;
	for (n = HELD_OUT_FILES_MAX; n <= HELD_OUT_FILES_MAX + 1; n++) {
		size_t i;

		buffer_clear(&text);
		buffer_add_str(&text, HEAD HELD_OUT_FILES RULE5);
		for (i = 0; i < n; i++)
			buffer_printf(&text, "| f%zu | 1 | %016zx | 1 | 0 |\n", i, i);
		buffer_add_str(&text, "\n" FIGURES);
		buffer_add_str(&text, "| f0 | spam | all | | 3 | 1 | – | 1 | 1 | 1 | 1 | 1 |\n");
		assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err),
			n > HELD_OUT_FILES_MAX ? MODERATO_ELIMIT : MODERATO_OK);
		moderato_card_free(card);
	}
	buffer_clear(&text);
	buffer_add_str(&text, HEAD FILES FIGURES ROW "\n");
	while (text.len < MODERATO_CARD_BYTES_MAX)
		buffer_add_char(&text, ' ');
	assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err), MODERATO_OK);
	moderato_card_free(card);
	buffer_add_char(&text, ' ');
	assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err), MODERATO_ELIMIT);
	text.data[20] = '\0';
	text.len = 200;
	assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err), MODERATO_EFORMAT);
	buffer_dispose(&text);
}

/* --- compare --- */

static void keep_last(void *payload, const char *message)
{
	snprintf(payload, 256, "%s", message);
}

static moderato_figures figure(moderato_slice slice, const char *name, double auc)
{
	moderato_figures f = {.attribute = "spam", .slice = slice, .name = name, .n = 300};

	f.n_positive = 100;
	f.auc = f.subgroup_auc = f.bpsn_auc = f.bnsp_auc = auc;
	return f;
}

static void compare__one_figure__is_worse_below_the_interval_only(void **state)
{
	static const struct {
		double auc;
		size_t n;
		const char *attribute;
		size_t compared;
		const char *told; /* NULL: nothing */
	} table[] = {
		{0.95, 300, NULL, 1, NULL},
		{0.85, 300, NULL, 1, NULL},
		{0.84996, 300, NULL, 1, NULL}, /* 0.8500 when rounded as the card is */
		{0.8499, 300, NULL, 1, "spam:auc is 0.8499, recorded 0.9000 (0.8500–0.9400)"},
		{NAN, 300, NULL, 1, "spam:auc has no value, recorded 0.9000 (0.8500–0.9400)"},
		{0.95, 299, NULL, 0,
			"spam:auc was measured on 299 comments, 100 of them positive, and recorded on 300, 100 "
			"of them positive"},
		{0.1, 300, "threat", 0, NULL},
		{0.1, 300, "spam", 1, "spam:auc is 0.1000, recorded 0.9000 (0.8500–0.9400)"},
	};
	moderato_card *card = parsed(HEAD FILES FIGURES ROW);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_figures f = figure(MODERATO_SLICE_ALL, "", table[i].auc);
		char told[256] = "";
		size_t compared, worse;
		moderato_error err;

		f.n = table[i].n;
		must(moderato_card_compare(
				 card, 0, table[i].attribute, &f, 1, keep_last, told, &compared, &worse, &err),
			err);
		if (compared != table[i].compared || worse != (table[i].told != NULL) ||
			strcmp(told, table[i].told ? table[i].told : "") != 0)
			fail_msg("case %zu: %zu compared, %zu worse, '%s'", i, compared, worse, told);
	}
	moderato_card_free(card);
}

/* A name that Markdown would take apart is found again, an identity has three figures, and what is
 * recorded without an interval is not compared. */
static void compare__slices__are_found_by_name(void **state)
{
	moderato_card *card = parsed(HEAD FILES FIGURES
		"| a.jsonl | spam | source | x \\| \\\\?y | 300 | 100 | 0.9 (0.8–0.95) | 1 | 1 | 1 | 1 | 1 "
		"|\n"
		"| a.jsonl | spam | source | z | 300 | 100 | 0.9 | 1 | 1 | 1 | 1 | 1 |\n\n" IDENTITIES
		"| a.jsonl | spam | gay | 300 | 100 | 0.9 (0.8–0.95) | 0.9 (0.3–0.95) | – |\n");
	moderato_figures f[3] = {figure(MODERATO_SLICE_SOURCE, "  x | \\\ty ", 0.85),
		figure(MODERATO_SLICE_SOURCE, "z", 0.1), figure(MODERATO_SLICE_IDENTITY, "gay", 0.5)};
	char told[256] = "";
	size_t compared, worse;
	moderato_error err;

	(void)state;
	must(moderato_card_compare(card, 0, NULL, f, 3, keep_last, told, &compared, &worse, &err), err);
	assert_int_equal(compared, 3);
	assert_int_equal(worse, 1);
	assert_string_equal(
		told, "spam:subgroup_auc for identity gay is 0.5000, recorded 0.9000 (0.8000–0.9500)");
	must(moderato_card_compare(card, 0, NULL, f, 2, keep_last, told, &compared, &worse, &err), err);
	assert_int_equal(worse, 1);
	assert_string_equal(told, "spam:auc for identity gay is recorded and was not measured");
	moderato_card_free(card);
}

/* --- what train writes --- */

/* The samples as JSON lines; some with a source that has bars. */
static void write_samples(const char *path, size_t from, size_t to)
{
	struct buffer text = BUFFER_INIT;
	size_t i;

	for (i = from; i < to; i++)
		buffer_printf(&text, "{\"text\":\"%s\",\"labels\":{\"toxicity\":%d},\"source\":\"%s\"}\n",
			samples[i].text, samples[i].toxicity > 0, i % 2 ? "a|b \\\\" : "plain");
	write_file(path, text.data, text.len);
	buffer_dispose(&text);
}

static moderato_trainer *trained(const char *test, const char *identities)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	moderato_error err;

	options.attributes = "toxicity";
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(moderato_trainer_add_test(trainer, test, NULL, &err), err);
	if (identities)
		must(moderato_trainer_test_identities(trainer, identities, &err), err);
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	return trainer;
}

static void train__held_out_file__card_has_figures_that_read_back(void **state)
{
	moderato_trainer *trainer;
	struct buffer bytes = BUFFER_INIT;
	moderato_bundle *bundle;
	moderato_card *card;
	moderato_error err;
	moderato_str text, kept;
	unsigned long long hash;
	char path[256], terms[256];

	(void)state;
	temporary(path, sizeof(path), "held.jsonl");
	temporary(terms, sizeof(terms), "terms.txt");
	write_file(terms, "harbour\n", 8);
	write_samples(path, 0, COUNT(samples));
	trainer = trained(path, terms);
	text = moderato_trainer_card(trainer);
	assert_non_null(strstr(text.ptr, " | 60 | 60 |\n")); /* every text is trained on as well */
	must(moderato_card_parse(&card, "c", text, &err), err);
	must(moderato_file_hash(path, &hash, &err), err);
	assert_int_equal(moderato_card_find(card, hash), 0);
	assert_string_equal(moderato_card_file(card, 0), "held.jsonl");
	assert_int_equal(card->n_rows, 3); /* all and two sources; "harbour" is too rare */
	assert_int_equal(card->rows[0].n, COUNT(samples));
	assert_true(isfinite(card->rows[0].auc[0].low));
	assert_string_equal(card->rows[2].name, "a\\|b \\\\");
	/* The bundle holds the same card. */
	written(trainer, &bytes);
	must(moderato_bundle_open_memory(&bundle, "b", buffer_view(&bytes), &err), err);
	kept = moderato_bundle_card(bundle);
	assert_int_equal(kept.len, text.len);
	assert_memory_equal(kept.ptr, text.ptr, text.len);
	moderato_bundle_free(bundle);
	moderato_card_free(card);
	moderato_trainer_free(trainer);
	buffer_dispose(&bytes);
	remove_temporary(path);
	remove_temporary(terms);
}

static void train__held_out_file_that_is_trained_on__is_refused(void **state)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	moderato_error err;
	char path[256], copy[256];

	(void)state;
	temporary(path, sizeof(path), "a.jsonl");
	temporary(copy, sizeof(copy), "b.jsonl");
	write_samples(path, 0, 40);
	write_samples(copy, 0, 40);
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(moderato_trainer_add_test(trainer, copy, NULL, &err), err);
	assert_int_equal(moderato_trainer_add_test(trainer, path, NULL, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "name or content"));
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_add_corpus(trainer, path, &err), err);
	assert_int_equal(moderato_trainer_run(trainer, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "is trained on, as a.jsonl"));
	moderato_trainer_free(trainer);
	remove_temporary(path);
	remove_temporary(copy);
}

static void add_test__file_that_cannot_measure__is_refused(void **state)
{
	static const struct {
		const char *text;
		moderato_status status;
	} table[] = {
		{"{\"text\":\"a\",\"labels\":{\"spam\":1}}\n{\"text\":\n", MODERATO_EFORMAT},
		{"{\"text\":\"a\"}\n", MODERATO_EFORMAT},
		{"{\"text\":\"a\",\"labels\":{\"spam\":1}}\n", MODERATO_OK},
	};
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	moderato_error err;
	char path[256];
	size_t i;

	(void)state;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	for (i = 0; i < COUNT(table); i++) {
		temporary(path, sizeof(path), "t.jsonl");
		write_file(path, table[i].text, strlen(table[i].text));
		if (moderato_trainer_add_test(trainer, path, NULL, &err) != table[i].status)
			fail_msg("case %zu: %s", i, err.message);
		remove_temporary(path);
	}
	assert_int_equal(moderato_trainer_add_test(trainer, "/nonexistent", NULL, &err), MODERATO_EIO);
	assert_int_equal(moderato_trainer_test_identities(trainer, "/nonexistent", &err), MODERATO_EIO);
	moderato_trainer_free(trainer);
}

static void train__notes_with_the_section__are_refused(void **state)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	moderato_error err;
	char path[256];

	(void)state;
	temporary(path, sizeof(path), "t.jsonl");
	write_samples(path, 0, 40);
	options.notes = "text\n" HELD_OUT_HEADING "\n\nall is well\n";
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(moderato_trainer_add_test(trainer, path, NULL, &err), err);
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	assert_int_equal(moderato_trainer_run(trainer, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "the notes have a section"));
	moderato_trainer_free(trainer);
	remove_temporary(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse__a_card__has_its_figures),
		cmocka_unit_test(parse__what_is_wrong__is_told_with_its_line),
		cmocka_unit_test(parse__limits__are_kept),
		cmocka_unit_test(compare__one_figure__is_worse_below_the_interval_only),
		cmocka_unit_test(compare__slices__are_found_by_name),
		cmocka_unit_test(train__held_out_file__card_has_figures_that_read_back),
		cmocka_unit_test(train__held_out_file_that_is_trained_on__is_refused),
		cmocka_unit_test(add_test__file_that_cannot_measure__is_refused),
		cmocka_unit_test(train__notes_with_the_section__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
