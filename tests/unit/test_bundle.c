/* SPDX-License-Identifier: MIT */
/* Bundles that were damaged, cut or made to lie. */
#include "trained.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

#include "feature/space.h"
#include "model/bundle.h"
#include "moderato/card.h"

/* A good bundle and a copy to spoil, which ends where its memory ends. */
struct fixture {
	struct buffer good[3]; /* linear with a term set; rbf; linear with a second stage */
	char *spoilt;
	size_t len;
	moderato_error err;
};

enum { LINEAR, RBF, SECOND, KINDS };

static const char *const names[KINDS] = {"linear", "rbf", "linear"};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	moderato_train_options options = small_options();

	assert_non_null(f);
	train_samples(&options, 0, "bicycle\nharbour\nfree money\n", &f->good[0]);
	options.kernel = "rbf";
	options.attributes = "toxicity";
	train_samples(&options, 28, NULL, &f->good[RBF]);
	options = small_options();
	options.attributes = "toxicity";
	options.second = "all";
	train_samples(&options, 0, NULL, &f->good[SECOND]);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	buffer_dispose(&f->good[0]);
	buffer_dispose(&f->good[1]);
	buffer_dispose(&f->good[SECOND]);
	free(f);
	return 0;
}

static void spoil(struct fixture *f, size_t which, size_t len)
{
	f->len = len;
	f->spoilt = malloc(len ? len : 1);
	assert_non_null(f->spoilt);
	memcpy(f->spoilt, f->good[which].data, len);
}

static moderato_status open_spoilt(struct fixture *f, moderato_bundle **bundle)
{
	f->err.message[0] = '\0';
	return moderato_bundle_open_memory(
		bundle, "spoilt", (moderato_str){f->spoilt, f->len}, &f->err);
}

/* It is refused, in words. */
static void check_refused(struct fixture *f, const char *name, size_t where)
{
	moderato_bundle *bundle;
	const moderato_status status = open_spoilt(f, &bundle);

	if ((status != MODERATO_EFORMAT && status != MODERATO_EMISMATCH) || bundle ||
		strncmp(f->err.message, "spoilt: ", 8) != 0 || strchr(f->err.message, '\n'))
		fail_msg("%s at %zu: status %d, '%s'", name, where, (int)status, f->err.message);
}

static void put_checksum(struct fixture *f)
{
	const uint64_t checksum = bundle_checksum((const unsigned char *)f->spoilt, f->len);

	memcpy(f->spoilt + offsetof(struct bundle_header, checksum), &checksum, sizeof(checksum));
}

static void bundle__made_by_the_trainer__opens(void **state)
{
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < KINDS; i++) {
		moderato_bundle *bundle;

		must(moderato_bundle_open_memory(&bundle, names[i], buffer_view(&f->good[i]), &f->err),
			f->err);
		assert_int_equal(moderato_bundle_n_attributes(bundle), i == LINEAR ? 2 : 1);
		assert_int_equal(moderato_bundle_find(bundle, "toxicity"), i == LINEAR ? 1 : 0);
		assert_int_equal(moderato_bundle_find(bundle, "threat"), -1);
		assert_int_equal(bundle->has_second, i == SECOND);
		assert_non_null(strstr(moderato_bundle_describe(bundle, 0), names[i]));
		assert_memory_equal(moderato_bundle_card(bundle).ptr, "# Model card\n", 13);
		moderato_bundle_free(bundle);
	}
}

static void bundle__any_byte_flipped__is_refused(void **state)
{
	struct fixture *f = *state;
	size_t i;
	size_t at;

	for (i = 0; i < KINDS; i++) {
		spoil(f, i, f->good[i].len);
		for (at = 0; at < f->len; at++) {
			const char flip = (char)(1 << at % 8);

			f->spoilt[at] ^= flip;
			check_refused(f, names[i], at);
			f->spoilt[at] ^= flip;
		}
		free(f->spoilt);
	}
}

static void bundle__cut_anywhere__is_refused(void **state)
{
	struct fixture *f = *state;
	size_t i;
	size_t len;

	for (i = 0; i < KINDS; i++)
		for (len = 0; len < f->good[i].len; len += len < 4096 ? 1 : 61) {
			spoil(f, i, len);
			check_refused(f, names[i], len);
			free(f->spoilt);
		}
}

static void bundle__bytes_behind_it__are_refused(void **state)
{
	struct fixture *f = *state;

	spoil(f, 0, f->good[0].len);
	f->spoilt = realloc(f->spoilt, ++f->len);
	assert_non_null(f->spoilt);
	f->spoilt[f->len - 1] = '\0';
	check_refused(f, "one byte more", f->len);
	put_checksum(f);
	check_refused(f, "one byte more, checksum right", f->len);
	free(f->spoilt);
}

static void bundle__cut_with_its_header_put_right__is_refused(void **state)
{
	struct fixture *f = *state;
	size_t i;
	size_t len;

	for (i = 0; i < KINDS; i++)
		for (len = sizeof(struct bundle_header); len < f->good[i].len - 64; len += 29) {
			const uint64_t said = len;
			moderato_bundle *bundle;

			spoil(f, i, len);
			memcpy(f->spoilt + offsetof(struct bundle_header, len), &said, sizeof(said));
			put_checksum(f);
			if (open_spoilt(f, &bundle) == MODERATO_OK) /* only the card's end may be missing */
				fail_msg("%s: %zu bytes of %zu were taken", names[i], len, f->good[i].len);
			free(f->spoilt);
		}
}

static void bundle__of_another_version__is_a_mismatch(void **state)
{
	static const struct {
		const char *name;
		size_t at;
		uint32_t value;
		const char *expected;
	} table[] = {
		{"newer format", offsetof(struct bundle_header, format), BUNDLE_FORMAT + 1,
			"spoilt: bundle format 2, this program reads 1"},
		{"format 0", offsetof(struct bundle_header, format), 0,
			"spoilt: bundle format 0, this program reads 1"},
		{"newer space", offsetof(struct bundle_header, feature_space), FEATURE_SPACE_VERSION + 1,
			NULL},
		{"space 0", offsetof(struct bundle_header, feature_space), 0, NULL},
	};
	struct fixture *f = *state;
	moderato_bundle *bundle;
	char expected[128];
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		spoil(f, 0, f->good[0].len);
		memcpy(f->spoilt + table[i].at, &table[i].value, 4);
		put_checksum(f);
		snprintf(expected, sizeof(expected),
			"spoilt: made for feature space %u, this program has %d: train it anew", table[i].value,
			FEATURE_SPACE_VERSION);
		if (open_spoilt(f, &bundle) != MODERATO_EMISMATCH ||
			strcmp(f->err.message, table[i].expected ? table[i].expected : expected) != 0)
			fail_msg("%s: '%s'", table[i].name, f->err.message);
		assert_null(bundle);
		free(f->spoilt);
	}
}

/* --- lies --- */

static void check_scores(const moderato_scores *scores, const char *what)
{
	size_t i;

	for (i = 0; i < scores->n; i++)
		if (!isfinite(scores->margin[i]) || !(scores->score[i] >= 0 && scores->score[i] <= 1))
			fail_msg("%s: margin %g, score %g", what, scores->margin[i], scores->score[i]);
}

/* Three comments get finite scores, and an explanation or a refusal. */
static void check_use(const moderato_bundle *bundle, const char *what)
{
	static const char *const texts[] = {
		"You are an idiot", "", "free money, a bicycle at the harbour! http://a.example"};
	const moderato_classifier_options options = {.no_cache = 1};
	moderato_classifier *classifier;
	moderato_error err;
	size_t i;

	must(moderato_classifier_new(&classifier, bundle, &options, &err), err);
	for (i = 0; i < COUNT(texts); i++) {
		const moderato_comment comment = {.text = str(texts[i])};
		moderato_explanation explanation;
		moderato_scores scores;

		if (moderato_classifier_score(classifier, &comment, &scores, &err) == MODERATO_OK)
			check_scores(&scores, what);
		moderato_classifier_explain(classifier, &comment, 0, &explanation, &err);
	}
	moderato_classifier_free(classifier);
}

/* Put a number somewhere, make the checksum right, and see: refused, or it scores. */
static void lie(struct fixture *f, const char *what, size_t at, const void *value, size_t size)
{
	moderato_bundle *bundle;
	char truth[8];
	char name[96];

	memcpy(truth, f->spoilt + at, size);
	if (memcmp(truth, value, size) == 0)
		return;
	memcpy(f->spoilt + at, value, size);
	put_checksum(f);
	snprintf(name, sizeof(name), "%s, %zu bytes at %zu", what, size, at);
	if (open_spoilt(f, &bundle) == MODERATO_OK)
		check_use(bundle, name);
	else if (!*f->err.message || bundle)
		fail_msg("%s: refused without a word", name);
	moderato_bundle_free(bundle);
	memcpy(f->spoilt + at, truth, size);
}

static void lie_in_every_way(struct fixture *f, const char *what, size_t at, size_t end)
{
	uint64_t values[5] = {0, 1, UINT64_MAX};
	size_t size;
	size_t i;

	for (size = 4; size <= 8; size += 4) {
		uint64_t truth = 0;

		if (at % size || end - at < size)
			continue;
		memcpy(&truth, f->spoilt + at, size);
		values[3] = truth + 1;
		values[4] = truth - 1;
		for (i = 0; i < COUNT(values); i++)
			lie(f, what, at, &values[i], size);
	}
}

/* Every field; of a long section all of the front and some of the rest, so that it ends today. */
static void lie_in_section(struct fixture *f, const char *what, size_t begin, size_t end)
{
	const size_t front = begin + 512;
	size_t step = end - begin > 4096 ? (end - begin) / 400 / 4 * 4 : 4;
	size_t at;

	for (at = begin; at + 4 <= end; at += at < front ? 4 : step)
		lie_in_every_way(f, what, at, end);
}

static void bundle__lying_fields__never_crash(void **state)
{
	static const char *const tags[] = {"SPAC", "HEAD", "VECT", "TERM", "SECO"};
	struct fixture *f = *state;
	size_t i;
	size_t k;
	size_t s;

	for (i = 0; i < KINDS; i++) {
		struct bundle_header header;
		struct bundle_section section;

		spoil(f, i, f->good[i].len);
		memcpy(&header, f->spoilt, sizeof(header));
		lie_in_section(
			f, "header and table", 8, sizeof(header) + header.n_sections * sizeof(section));
		for (s = 0; s < header.n_sections; s++) {
			memcpy(&section, f->spoilt + sizeof(header) + s * sizeof(section), sizeof(section));
			for (k = 0; k < COUNT(tags); k++)
				if (memcmp(section.tag, tags[k], 4) == 0)
					lie_in_section(f, tags[k], section.offset, section.offset + section.len);
		}
		free(f->spoilt);
	}
}

/* Where the table has the first section of that tag, and the section. */
static size_t find_section(const struct fixture *f, const char *tag, struct bundle_section *section)
{
	struct bundle_header header;
	size_t at = sizeof(header);
	size_t s;

	memcpy(&header, f->spoilt, sizeof(header));
	for (s = 0; s < header.n_sections; s++, at += sizeof(*section)) {
		memcpy(section, f->spoilt + at, sizeof(*section));
		if (memcmp(section->tag, tag, 4) == 0)
			return at;
	}
	fail_msg("there is no section %s", tag);
	return 0;
}

struct lie {
	const char *what;
	size_t at;
	const void *value;
	size_t size;
};

/* Each lie is refused with a message that names the section's part `named`, and so is the section
 * cut short. */
static void check_lies(
	struct fixture *f, const char *tag, const char *named, const struct lie *lies, size_t n_lies)
{
	struct bundle_section section;
	const size_t table = find_section(f, tag, &section);
	size_t k;

	for (k = 0; k < n_lies; k++) {
		char truth[8];

		memcpy(truth, f->spoilt + lies[k].at, lies[k].size);
		memcpy(f->spoilt + lies[k].at, lies[k].value, lies[k].size);
		put_checksum(f);
		check_refused(f, lies[k].what, lies[k].at);
		if (!strstr(f->err.message, named))
			fail_msg("%s: '%s'", lies[k].what, f->err.message);
		memcpy(f->spoilt + lies[k].at, truth, lies[k].size);
	}
	for (k = 1; k <= section.len; k++) { /* cut, by as little as a byte */
		struct bundle_section cut = section;

		cut.len -= k;
		memcpy(f->spoilt + table, &cut, sizeof(cut));
		put_checksum(f);
		check_refused(f, "cut", k);
	}
}

static void bundle__word_vectors_that_lie__are_refused(void **state)
{
	static const uint32_t none = 0;
	static const uint32_t seven = 7;
	static const uint32_t many = EMBEDDING_DIMS_MAX + 8;
	static const uint32_t huge = 0x20000000;
	struct fixture *f = *state;
	struct bundle_section section;

	spoil(f, SECOND, f->good[SECOND].len);
	find_section(f, "EMBE", &section);
	const size_t at = section.offset;
	uint32_t second_key;
	memcpy(&second_key, f->spoilt + at + 12, 4);
	const struct lie lies[] = {
		{"no words", at, &none, 4},
		{"words beyond the section", at, &seven, 4},
		{"words without end", at, &huge, 4},
		{"no numbers", at + 4, &none, 4},
		{"numbers that are no whole vectors", at + 4, &seven, 4},
		{"too many numbers", at + 4, &many, 4},
		{"keys that do not rise", at + 8, &second_key, 4},
	};

	check_lies(f, "EMBE", "word vectors", lies, COUNT(lies));
	free(f->spoilt);
}

static void bundle__second_stage_that_lies__is_refused(void **state)
{
	static const uint32_t nan_bits = 0x7FC00000;
	static const uint64_t infinity_bits = UINT64_C(0x7FF0000000000000);
	static const uint32_t none = 0;
	static const uint32_t many = CALIBRATION_KNOTS_MAX + 1;
	struct fixture *f = *state;
	struct bundle_section section;

	spoil(f, SECOND, f->good[SECOND].len);
	find_section(f, "SECO", &section);
	const struct lie lies[] = {
		{"no inputs", section.offset + offsetof(struct bundle_second, n_inputs), &none, 4},
		{"other inputs", section.offset + offsetof(struct bundle_second, n_inputs), &many, 4},
		{"bias", section.offset + offsetof(struct bundle_second, bias), &infinity_bits, 8},
		{"knots",
			section.offset + offsetof(struct bundle_second, calibration) +
				offsetof(struct calibration, n_knots),
			&many, 4},
		{"first mean", section.offset + sizeof(struct bundle_second), &nan_bits, 4},
		{"other numbers of the vector", section.offset + offsetof(struct bundle_second, dims),
			&many, 4},
		{"last of the weights", section.offset + section.len - 4, &nan_bits, 4},
	};

	check_lies(f, "SECO", "second stage", lies, COUNT(lies));
	free(f->spoilt);
}

/* The card for programs may be missing, but it may not lie outside of the file; what is in it is
 * looked at by those who read it. */
static void bundle__card_for_programs__is_optional_and_checked(void **state)
{
	struct fixture *f = *state;
	struct bundle_section section;
	struct bundle_section lie;
	moderato_bundle *bundle;
	moderato_card *card;
	moderato_str json;
	size_t table;

	spoil(f, LINEAR, f->good[LINEAR].len);
	table = find_section(f, "CARJ", &section);
	lie = section;
	lie.offset += f->len / 64 * 64;
	memcpy(f->spoilt + table, &lie, sizeof(lie));
	put_checksum(f);
	check_refused(f, "outside", table);
	assert_string_equal(f->err.message, "spoilt: damaged bundle: the card's JSON");
	lie = section;
	lie.len = f->len;
	memcpy(f->spoilt + table, &lie, sizeof(lie));
	put_checksum(f);
	check_refused(f, "too long", table);

	lie = section;
	memcpy(lie.tag, "NONE", 4);
	memcpy(f->spoilt + table, &lie, sizeof(lie));
	put_checksum(f);
	must(open_spoilt(f, &bundle), f->err);
	assert_int_equal(moderato_bundle_card_json(bundle).len, 0);
	assert_null(moderato_bundle_card_json(bundle).ptr);
	moderato_bundle_free(bundle);

	memcpy(f->spoilt + table, &section, sizeof(section));
	memcpy(f->spoilt + section.offset, "{\"held_out\":0", 13);
	put_checksum(f);
	must(open_spoilt(f, &bundle), f->err);
	json = moderato_bundle_card_json(bundle);
	assert_int_equal(json.len, section.len);
	assert_int_equal(moderato_card_parse(&card, "the card", json, &f->err), MODERATO_EFORMAT);
	assert_null(card);
	moderato_bundle_free(bundle);
	free(f->spoilt);
}

/* --- files --- */

static void check_open(
	const char *name, const char *path, moderato_status expected, const char *message)
{
	moderato_bundle *bundle;
	moderato_error err = {"", 0};
	const moderato_status status = moderato_bundle_open(&bundle, path, &err);

	if (status != expected || (status && (bundle || !strstr(err.message, message))))
		fail_msg("%s: status %d, '%s'", name, (int)status, err.message);
	moderato_bundle_free(bundle);
}

static void bundle__file_or_folder__says_what_is_wrong(void **state)
{
	struct fixture *f = *state;
	char first[256];
	char second[300];
	char folder[256];

	temporary(first, sizeof(first), "a.bundle");
	strcpy(folder, first);
	*strrchr(folder, '/') = '\0';
	snprintf(second, sizeof(second), "%s/b.bundle", folder);

	check_open("missing", first, MODERATO_EIO, "No such file");
	check_open("folder of none", folder, MODERATO_EIO, "no *.bundle in this folder");
	write_file(first, "", 0);
	check_open("empty", first, MODERATO_EFORMAT, "not a moderato bundle");
	check_open(
		"folder of an empty one", folder, MODERATO_EFORMAT, "a.bundle: not a moderato bundle");
	write_file(first, f->good[0].data, f->good[0].len);
	check_open("good", first, MODERATO_OK, "");
	check_open("folder of one", folder, MODERATO_OK, "");
	write_file(second, f->good[1].data, f->good[1].len / 2);
	check_open("cut", second, MODERATO_EFORMAT, "truncated bundle");
	check_open("folder of two", folder, MODERATO_EIO, "more than one *.bundle");
	unlink(second);
	unlink(first);
	assert_int_equal(mkdir(first, 0700), 0);
	check_open("a folder of that name", folder, MODERATO_EIO, "not a regular file");
	check_open("a folder of that name itself", first, MODERATO_EIO, "no *.bundle");
	rmdir(first);
	rmdir(folder);
}

static void bundle__memory_off_its_alignment__is_refused(void **state)
{
	struct fixture *f = *state;
	moderato_bundle *bundle;

	assert_int_equal(moderato_bundle_open_memory(&bundle, "odd",
						 (moderato_str){f->good[0].data + 1, f->good[0].len - 1}, &f->err),
		MODERATO_EINVAL);
	assert_null(bundle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bundle__made_by_the_trainer__opens),
		cmocka_unit_test(bundle__any_byte_flipped__is_refused),
		cmocka_unit_test(bundle__cut_anywhere__is_refused),
		cmocka_unit_test(bundle__bytes_behind_it__are_refused),
		cmocka_unit_test(bundle__cut_with_its_header_put_right__is_refused),
		cmocka_unit_test(bundle__of_another_version__is_a_mismatch),
		cmocka_unit_test(bundle__lying_fields__never_crash),
		cmocka_unit_test(bundle__second_stage_that_lies__is_refused),
		cmocka_unit_test(bundle__card_for_programs__is_optional_and_checked),
		cmocka_unit_test(bundle__word_vectors_that_lie__are_refused),
		cmocka_unit_test(bundle__file_or_folder__says_what_is_wrong),
		cmocka_unit_test(bundle__memory_off_its_alignment__is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
