/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "trained.h"

#include "train/card_json.h"
#include "train/card_parse.h"
#include "moderato/card.h"

#define HEAD "{\"moderato_card\":1,\n\"held_out\":["
#define FILE_HEAD "{\"file\":\"a.jsonl\",\"hash\":\"00000000000000ff\",\"figures\":[\n"
#define ALL                                                                                        \
	"{\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":300,\"n_positive\":100,"        \
	"\"auc\":0.9000,\"auc_low\":0.8500,\"auc_high\":0.9400}"
#define TAIL "]}]}"

static moderato_card *parsed(const char *text)
{
	moderato_card *card;
	moderato_error err;

	must(moderato_card_parse(&card, "card.json", str(text), &err), err);
	return card;
}

static void parse__a_card__has_its_figures(void **state)
{
	moderato_card *card = parsed(
		"\r\n {\"other\":[{\"held_out\":1}], \"moderato_card\" : 1.0, \"held_out\": [ "
		"{\"n\":9,\"figures\":[" ALL
		",{\"name\":\"x | y\",\"slice\":\"source\",\"attribute\":\"spam\",\"n\":7,\"n_positive\":0,"
		"\"auc\":null,\"new\":{\"auc\":2}},"
		"{\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"z\",\"n\":7,\"n_positive\":1,"
		"\"auc\":0.5},"
		"{\"attribute\":\"spam\",\"slice\":\"identity\",\"name\":\"g\\u0061y\",\"n\":30,"
		"\"n_positive\":20,\"subgroup_auc\":0.5,\"subgroup_auc_low\":0.4,\"subgroup_auc_high\":0.6,"
		"\"bpsn_auc\":1,\"bnsp_auc\":null}"
		"],\"hash\":\"00000000000000ff\",\"file\":\"a.jsonl\"}]}\n");

	(void)state;
	assert_int_equal(card->n_files, 1);
	assert_int_equal(card->n_rows, 4);
	assert_string_equal(moderato_card_file(card, 0), "a.jsonl");
	assert_null(moderato_card_file(card, 1));
	assert_int_equal(moderato_card_find(card, 255), 0);
	assert_int_equal(moderato_card_find(card, 254), -1);
	assert_int_equal(moderato_card_has_identities(card, 0), 1);
	assert_int_equal(card->rows[0].figures.n, 300);
	assert_int_equal(card->rows[0].figures.n_positive, 100);
	assert_true(card->rows[0].figures.auc_low == 0.85);
	assert_true(card->rows[0].figures.auc_high == 0.94);
	assert_true(isnan(card->rows[0].figures.ece));
	assert_string_equal(card->rows[1].figures.name, "x | y");
	assert_true(isnan(card->rows[1].figures.auc));
	assert_true(card->rows[2].figures.auc == 0.5 && isnan(card->rows[2].figures.auc_low));
	assert_int_equal(card->rows[3].figures.slice, MODERATO_SLICE_IDENTITY);
	assert_string_equal(card->rows[3].figures.name, "gay");
	assert_true(card->rows[3].figures.bpsn_auc == 1 && isnan(card->rows[3].figures.bnsp_auc));
	moderato_card_free(card);
	card = parsed("{\"moderato_card\":1}"); /* trained without held-out files */
	assert_null(moderato_card_file(card, 0));
	moderato_card_free(card);
}

/* A row like ALL, but for what is wrong. */
#define SPOILT(from_attribute) HEAD FILE_HEAD ALL ",{" from_attribute "}" TAIL
#define COUNTS "\"n\":3,\"n_positive\":1"
#define SPAM "\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\"," COUNTS

static void parse__what_is_wrong__is_told_with_its_place(void **state)
{
	static const char unnamed[] = "held_out[0].figures[1].";
	static const struct {
		const char *text;
		const char *message;
	} table[] = {
		{"", "card.json: an object is expected"},
		{"# Model card\n", "card.json: an object is expected"},
		{"[]", "card.json: an object is expected"},
		{"{\"moderato_card\":1", "card.json: "},
		{"{\"moderato_card\":1} {}", "card.json: "},
		{"{}", "card.json: moderato_card: expected this member"},
		{"{\"moderato_card\":\"1\"}", "card.json: moderato_card: expected a count"},
		{"{\"moderato_card\":1,\"held_out\":{}}", "card.json: held_out: expected an array"},
		{"{\"moderato_card\":1,\"held_out\":[1]}", "held_out: expected an array of objects"},
		{"{\"moderato_card\":1,\"held_out\":[{\"a\":\"\xff\"}]}", "card.json: bytes that are not"},
		{HEAD "{\"hash\":\"00000000000000ff\",\"figures\":[]}]}",
			"card.json: held_out[0].file: expected this member"},
		{HEAD "{\"file\":\"\",\"hash\":\"00000000000000ff\",\"figures\":[]}]}",
			"held_out[0].file: expected a name"},
		{HEAD "{\"file\":7,\"hash\":\"00000000000000ff\",\"figures\":[]}]}",
			"held_out[0].file: expected a text"},
		{HEAD "{\"file\":\"a\",\"hash\":\"0000000000000ff\",\"figures\":[]}]}",
			"held_out[0].hash: expected a text of 16"},
		{HEAD "{\"file\":\"a\",\"hash\":\"00000000000000FF\",\"figures\":[]}]}", "a text of 16"},
		{HEAD "{\"file\":\"a\",\"hash\":\"0000000000000000f\",\"figures\":[]}]}", "a text of 16"},
		{HEAD "{\"file\":\"a\",\"hash\":255,\"figures\":[]}]}", "a text of 16"},
		{HEAD "{\"file\":\"a\",\"hash\":\"00000000000000ff\",\"figures\":7}]}",
			"held_out[0].figures: expected an array"},
		{HEAD "{\"file\":\"a\",\"hash\":\"00000000000000ff\",\"figures\":[[]]}]}",
			"held_out[0].figures: expected an array of objects"},
		{SPOILT("\"attribute\":\"\",\"slice\":\"all\",\"name\":\"\"," COUNTS),
			"attribute: expected a name"},
		{SPOILT("\"slice\":\"all\",\"name\":\"\"," COUNTS), "attribute: expected this member"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"fold\",\"name\":\"1\"," COUNTS),
			"slice: expected"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"\\u001b[2J\"," COUNTS),
			"name: expected a text without control characters"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"a\\u0000b\"," COUNTS),
			"name: expected a text without control characters"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"\xc2\x9b\"," COUNTS),
			"name: expected a text without control characters"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":3,\"n_positive\":4"),
			"n_positive: expected no more positive"},
		{SPOILT("\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":-1,\"n_positive\":4"),
			"n: expected a count"},
		{SPOILT(
			 "\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":1.5,\"n_positive\":1"),
			"n: expected a count"},
		{SPOILT(
			 "\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":1e300,\"n_positive\":1"),
			"n: expected a count"},
		{SPOILT(SPAM ",\"auc\":1.1"), "auc: expected a number from 0 to 1"},
		{SPOILT(SPAM ",\"auc\":-0.1"), "auc: expected a number from 0 to 1"},
		{SPOILT(SPAM ",\"auc\":\"0.5\""), "auc: expected a number from 0 to 1"},
		{SPOILT(SPAM ",\"ece\":7"), "ece: expected a number from 0 to 1"},
		{SPOILT(SPAM ",\"auc\":0.5,\"auc_low\":0.6,\"auc_high\":0.4"), "auc: expected intervals"},
		{SPOILT(SPAM ",\"auc\":0.5,\"auc_low\":0.4"), "auc: expected intervals"},
		{SPOILT(SPAM ",\"auc_low\":0.4,\"auc_high\":0.6"), "auc: expected intervals"},
		{SPOILT(SPAM ",\"auc\":NaN"), "card.json: a value is expected"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_card *card;
		moderato_error err = {"", 0};
		const moderato_status status =
			moderato_card_parse(&card, "card.json", str(table[i].text), &err);

		if (status != MODERATO_EFORMAT || card || !strstr(err.message, table[i].message) ||
			(strstr(table[i].text, ALL) && !strstr(err.message, unnamed) &&
				!strstr(table[i].text, "NaN")))
			fail_msg("case %zu: status %d, '%s', expected '%s'", i, (int)status, err.message,
				table[i].message);
	}
}

static void parse__another_format__is_a_mismatch(void **state)
{
	moderato_card *card;
	moderato_error err;

	(void)state;
	assert_int_equal(
		moderato_card_parse(&card, "c", str("{\"moderato_card\":2}"), &err), MODERATO_EMISMATCH);
	assert_string_equal(err.message, "c: card format 2, this program reads 1");
	assert_null(card);
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
		buffer_add_str(&text, HEAD);
		for (i = 0; i < n; i++)
			buffer_printf(&text, "%s{\"file\":\"f%zu\",\"hash\":\"%016zx\",\"figures\":[]}",
				i ? "," : "", i, i);
		buffer_add_str(&text, "]}");
		assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err),
			n > HELD_OUT_FILES_MAX ? MODERATO_ELIMIT : MODERATO_OK);
		moderato_card_free(card);
	}
	buffer_clear(&text);
	buffer_add_str(&text, HEAD FILE_HEAD ALL TAIL);
	while (text.len < MODERATO_CARD_BYTES_MAX)
		buffer_add_char(&text, ' ');
	assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err), MODERATO_OK);
	moderato_card_free(card);
	buffer_add_char(&text, ' ');
	assert_int_equal(moderato_card_parse(&card, "c", buffer_view(&text), &err), MODERATO_ELIMIT);
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
	moderato_card *card = parsed(HEAD FILE_HEAD ALL TAIL);
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

/* A name that a terminal would obey is found again, an identity has three figures, and what is
 * recorded without an interval is not compared. */
static void compare__slices__are_found_by_name(void **state)
{
	moderato_card *card = parsed(HEAD FILE_HEAD
		"{\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"x | \\\\?y\",\"n\":300,"
		"\"n_positive\":100,\"auc\":0.9,\"auc_low\":0.8,\"auc_high\":0.95},"
		"{\"attribute\":\"spam\",\"slice\":\"source\",\"name\":\"z\",\"n\":300,"
		"\"n_positive\":100,\"auc\":0.9},"
		"{\"attribute\":\"spam\",\"slice\":\"identity\",\"name\":\"gay\",\"n\":300,"
		"\"n_positive\":100,\"subgroup_auc\":0.9,\"subgroup_auc_low\":0.8,"
		"\"subgroup_auc_high\":0.95,\"bpsn_auc\":0.9,\"bpsn_auc_low\":0.3,"
		"\"bpsn_auc_high\":0.95,\"bnsp_auc\":null}" TAIL);
	moderato_figures f[3] = {figure(MODERATO_SLICE_SOURCE, "x | \\\ty", 0.85),
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

/* The Markdown says the same. */
static void check_same_auc(moderato_str markdown, const moderato_figures *f)
{
	char cell[64];

	snprintf(cell, sizeof(cell), "| %.4f (%.4f–%.4f) |", f->auc, f->auc_low, f->auc_high);
	assert_non_null(memmem(markdown.ptr, markdown.len, cell, strlen(cell)));
}

static void train__held_out_file__card_has_figures_that_read_back(void **state)
{
	moderato_trainer *trainer;
	struct buffer bytes = BUFFER_INIT;
	moderato_bundle *bundle;
	moderato_card *card;
	moderato_error err;
	moderato_str text, json, kept;
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
	json = moderato_trainer_card_json(trainer);
	must(moderato_card_parse(&card, "c", json, &err), err);
	must(moderato_file_hash(path, &hash, &err), err);
	assert_int_equal(moderato_card_find(card, hash), 0);
	assert_string_equal(moderato_card_file(card, 0), "held.jsonl");
	assert_int_equal(card->n_rows, 3); /* all and two sources; "harbour" is too rare */
	assert_int_equal(card->rows[0].figures.n, COUNT(samples));
	assert_true(isfinite(card->rows[0].figures.auc_low));
	assert_string_equal(card->rows[2].figures.name, "a|b \\");
	check_same_auc(text, &card->rows[0].figures);
	/* The bundle holds the same cards. */
	written(trainer, &bytes);
	must(moderato_bundle_open_memory(&bundle, "b", buffer_view(&bytes), &err), err);
	kept = moderato_bundle_card(bundle);
	assert_int_equal(kept.len, text.len);
	assert_memory_equal(kept.ptr, text.ptr, text.len);
	kept = moderato_bundle_card_json(bundle);
	assert_int_equal(kept.len, json.len);
	assert_memory_equal(kept.ptr, json.ptr, json.len);
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
		cmocka_unit_test(parse__what_is_wrong__is_told_with_its_place),
		cmocka_unit_test(parse__another_format__is_a_mismatch),
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
