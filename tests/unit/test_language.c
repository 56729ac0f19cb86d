/* SPDX-License-Identifier: MIT */
/* Languages: which one a text is in, how tags compare, and rules that ask. */
#include "policy_case.h"

#include <pthread.h>

#include "moderato/language.h"
#include "policy/language_tag.h"
#include "text/english.h"
#include "text/language.h"

static const struct {
	const char *text;
	const char *code; /* NULL: too little to tell */
} texts[] = {
	{"you are a liar and everybody knows it", "en"},
	{"du bist doch ein l\xC3\xBCgner und alle wissen das", "de"},
	{"c'est n'importe quoi, qui \xC3\xA9"
	 "crit ces b\xC3\xAAtises",
		"fr"},
	{"voc\xC3\xAA \xC3\xA9 um mentiroso e todo mundo sabe disso", "pt"},
	{"eres un mentiroso y todo el mundo lo sabe", "es"},
	{"sei un bugiardo e lo sanno tutti", "it"},
	{"wat een onzin, wie schrijft zoiets", "nl"},
	{"ca\xC5\x82kowicie si\xC4\x99 z panem zgadzam, to skandal", "pl"},
	{"size tamamen kat\xC4\xB1l\xC4\xB1yorum, bu bir rezalet", "tr"},
	{"\xD0\xBC\xD1\x8D\xD1\x80 \xD0\xBD\xD0\xB8\xD0\xBA\xD0\xBE\xD0\xB3\xD0\xB4\xD0\xB0 "
	 "\xD0\xBD\xD0\xB5 \xD0\xB2\xD1\x8B\xD0\xBF\xD0\xBE\xD0\xBB\xD0\xBD\xD1\x8F\xD0\xB5\xD1\x82",
		"ru"},
	{"jsi lh\xC3\xA1\xC5\x99 a v\xC5\xA1ichni to v\xC4\x9B"
	 "d\xC3\xAD",
		"cs"},
	{"\xEB\xA7\x9E\xEC\x95\x84\xEC\x9A\x94 \xEA\xB0\x90\xEC\x82\xAC\xED\x95\xA9\xEB\x8B\x88\xEB\x8B"
	 "\xA4",
		"ko"},
	{"", NULL},
	{"ok", NULL},
	{"12345 67890", NULL},
	{"se on totta", NULL},
};

static bool same_code(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void language_detect__short_comments__are_told_apart(void **state)
{
	const char *code;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		assert_true(language_detect(str(texts[i].text), &code));
		if (!same_code(code, texts[i].code))
			fail_msg("%s: %s", texts[i].text, code ? code : "unknown");
	}
}

/* CLD2 looks beyond the end; what is there must not matter, and need not be there. */
static void language_detect__what_follows_the_text__does_not_matter(void **state)
{
	static const char *const next[] = {"", "e", "\xD0\xB9\xD0\xB9\xD0\xB9", "\xE0\xB9\x86", "\xFF"};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		for (k = 0; k < COUNT(next); k++) {
			char text[200];
			const char *code;

			snprintf(text, sizeof(text), "%s%s", texts[i].text, next[k]);
			assert_true(language_detect((moderato_str){text, strlen(texts[i].text)}, &code));
			assert_true(same_code(code, texts[i].code));
		}
	}
}

static void *detect_often(void *payload)
{
	size_t *wrong = payload;
	size_t i;

	for (i = 0; i < 50 * COUNT(texts); i++) {
		const char *code;

		if (!language_detect(str(texts[i % COUNT(texts)].text), &code) ||
			!same_code(code, texts[i % COUNT(texts)].code))
			++*wrong;
	}
	return NULL;
}

static void language_detect__many_threads__give_the_same(void **state)
{
	pthread_t threads[4];
	size_t wrong[COUNT(threads)] = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, detect_often, &wrong[i]), 0);
	for (i = 0; i < COUNT(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

/* Codes with blanks between them, which is what a test compares. */
static void check_languages(moderato_str text, const char *expected)
{
	moderato_language languages[MODERATO_LANGUAGES_MAX];
	moderato_error err;
	char got[100] = "";
	int left = 100;
	size_t n;
	size_t i;

	must(moderato_languages_detect(text, languages, &n, &err), err);
	assert_in_range(n, 0, MODERATO_LANGUAGES_MAX);
	for (i = 0; i < n; i++) {
		const size_t at = strlen(got);

		assert_in_range(languages[i].percent, 1, left);
		left -= languages[i].percent;
		snprintf(got + at, sizeof(got) - at, "%s%s", i ? " " : "", languages[i].code);
	}
	if (strcmp(got, expected) != 0)
		fail_msg("%.*s: '%s', not '%s'", (int)text.len, text.ptr, got, expected);
}

static void languages_detect__a_comment__has_current_codes(void **state)
{
	static const char german[] =
		"Das ist doch ein ganz und gar dummer Vorschlag, wie kann man nur ";
	static const char english[] = "and everybody in this town has known it for many years now, ";
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"what kind of idiot name is foo?", "en"},
		{"\xD7\x90\xD7\xAA\xD7\x94 \xD7\xA9\xD7\xA7\xD7\xA8\xD7\x9F "
		 "\xD7\x95\xD7\x9B\xD7\x95\xD7\x9C\xD7\x9D "
		 "\xD7\x99\xD7\x95\xD7\x93\xD7\xA2\xD7\x99\xD7\x9D",
			"he"},
		{"\xE4\xBD\xA0\xE5\x9C\xA8\xE8\xAF\xB4\xE4\xBB\x80\xE4\xB9\x88\xEF\xBC\x8C"
		 "\xE8\xBF\x99\xE6\xA0\xB7\xE5\x81\x9A\xE6\x98\xAF\xE4\xB8\x8D\xE5\xAF\xB9"
		 "\xE7\x9A\x84",
			"zh"},
		{"\xE4\xBD\xA0\xE5\x9C\xA8\xE8\xAA\xAA\xE4\xBB\x80\xE9\xBA\xBC\xEF\xBC\x8C"
		 "\xE9\x80\x99\xE6\xA8\xA3\xE5\x81\x9A\xE6\x98\xAF\xE4\xB8\x8D\xE5\xB0\x8D"
		 "\xE7\x9A\x84",
			"zh"},
		{"wie kann man nur so dumm sein "
		 "https://the.example/and-everybody-has-known-it-for-many-years-and-nobody-said-a-word",
			"de"},
		{"<p class=\"and everybody here has known\">wie kann man nur so dumm sein</p>", "de"},
		{"a < b", ""},
		{"", ""},
		{"ok", ""},
		{"12345 :-)", ""},
	};
	struct buffer mixed = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		check_languages(str(cases[i].text), cases[i].expected);
	check_languages((moderato_str){NULL, 0}, "");
	check_languages(str("you are a liar \xff\xfe and everybody \xC3 knows it"), "en");
	add_times(&mixed, german, 8);
	add_times(&mixed, english, 3);
	check_languages(buffer_view(&mixed), "de en");
	buffer_dispose(&mixed);
}

static void english__little_words__are_enough_of_a_text(void **state)
{
	static const struct {
		const char *text;
		bool certain;
	} cases[] = {
		{"", false},
		{"the", false},
		{"the and", false},
		{"the and you", true},
		{"THE, and... YOU!", true},
		{"the cat and the dog", true},
		{"and the dear old dogs, cats, cows, pigs, goats, hens: they rest", true},     /* 3 of 12 */
		{"the and you un dau tri pedwar pump chwech saith wyth naw deg un dau", true}, /* 3 of 15 */
		{"the and you un dau tri pedwar pump chwech saith wyth naw deg un dau tri", false},
		{"das ist so und in was die man war all hat me", false},
		{"because everything whatever", false},
		{"\xD1\x82\xD1\x8B the \xC3\xA9 and \xD0\xB6\xD0\xB6 you", true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (english_is_certain(str(cases[i].text)) != cases[i].certain)
			fail_msg("%s", cases[i].text);
	for (i = 0; i < COUNT(texts); i++)
		if (english_is_certain(str(texts[i].text)) && strcmp(texts[i].code, "en") != 0)
			fail_msg("%s", texts[i].text);
}

static void languages_detect__bytes__are_limited(void **state)
{
	moderato_language languages[MODERATO_LANGUAGES_MAX];
	struct buffer text = BUFFER_INIT;
	moderato_error err;
	size_t n;

	(void)state;
	add_times(&text, "<a ", MODERATO_COMMENT_BYTES_MAX / 3 + 1);
	text.len = MODERATO_COMMENT_BYTES_MAX;
	must(moderato_languages_detect(buffer_view(&text), languages, &n, &err), err);
	buffer_add_char(&text, 'x');
	n = 9;
	assert_int_equal(
		moderato_languages_detect(buffer_view(&text), languages, &n, &err), MODERATO_ELIMIT);
	assert_int_equal(n, 0);
	buffer_dispose(&text);
}

static void language_tag_read__what_is_no_tag__is_refused(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {
		{"en", true},
		{"EN-gb", true},
		{"en_GB", true},
		{"zh-Hant-TW", true},
		{"haw", true},
		{"unknown", true},
		{"und", true},
		{"de-1996", true},
		{"en-12345678", true},
		{"en-123456789", false},
		{"", false},
		{"e", false},
		{"engl", false},
		{"english", false},
		{"e1", false},
		{"en-", false},
		{"-en", false},
		{"en--GB", false},
		{"en GB", false},
		{"en-GB\n", false},
		{"d\xC3\xA9", false},
		{"en-b-c-d-e-f-g-h", true}, /* LANGUAGE_SUBTAGS_MAX */
		{"en-b-c-d-e-f-g", true},
		{"en-b-c-d-e-f-g-h-i", false},
	};
	struct language_tag tag;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (language_tag_read(str(cases[i].text), &tag) != cases[i].good)
			fail_msg("'%s'", cases[i].text);
}

/* ---- rules ---- */

struct detection {
	const char *code;
	size_t asked;
	bool fails;
};

static bool detect(void *payload, const char **code)
{
	struct detection *detection = payload;

	detection->asked++;
	*code = detection->code;
	return !detection->fails;
}

static void init_detection(struct case_input *c, struct detection *detection, const char *lang)
{
	init_input(c, "hello");
	c->input.lang = lang ? str(lang) : (moderato_str){NULL, 0};
	c->input.detect = detect;
	c->input.detect_payload = detection;
}

static void languages__listed_or_not__need_a_known_one(void **state)
{
	static const struct {
		const char *list;
		const char *lang;
		const char *detected;
		bool held;
	} cases[] = {
		{"languages: [en, de]", NULL, "en", true},
		{"languages: [en, de]", NULL, "fr", false},
		{"languages: [en, de]", NULL, NULL, false},
		{"languages: [en, de]", "de", "fr", true}, /* what the comment says counts */
		{"languages: [en, de]", "fr", "de", false},
		{"languages: [en]", "EN_us", "fr", true},
		{"languages: [en-GB]", "en-gb-oxendict", "fr", true},
		{"languages: [en-GB]", "en", "fr", false},
		{"languages: [en-GB]", NULL, "en", false},
		{"languages: [he]", NULL, "iw", true},
		{"languages: [iw]", "heb", NULL, true},
		{"languages: [no]", "nb-NO", NULL, true},
		{"languages: [zh]", NULL, "zh-Hant", true},
		{"languages: [zh-Hant]", NULL, "zh", false},
		{"languages: [en]", "und", "en", true},
		{"languages: [en]", "unknown", "en", true},
		{"languages: [en]", "English (UK)", "en", true}, /* no tag */
		{"languages: [en]", "english", "en", true},
		{"languages: [unknown]", NULL, NULL, true},
		{"languages: [unknown]", NULL, "en", false},
		{"languages: [en, unknown]", NULL, NULL, true},
		{"not_languages: [en, de]", NULL, "en", false},
		{"not_languages: [en, de]", NULL, "fr", true},
		{"not_languages: [en, de]", NULL, NULL, false},
		{"not_languages: [en, de]", "fr", NULL, true},
		{"not_languages: [en, unknown]", NULL, NULL, false},
		{"not_languages: [en, unknown]", NULL, "fr", true},
		{"not_languages: [pt-BR]", "pt-PT", NULL, true},
		{"languages: [pt], not_languages: [pt-BR]", "pt-PT", NULL, true},
		{"languages: [pt], not_languages: [pt-BR]", "pt-br", NULL, false},
		{"languages: [pt], not_languages: [pt-BR]", "en", NULL, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct detection detection = {.code = cases[i].detected};
		struct case_input c;
		char yaml[200];

		init_detection(&c, &detection, cases[i].lang);
		snprintf(yaml, sizeof(yaml), HEAD "- {name: a, action: hold, %s}\n", cases[i].list);
		if ((decide(yaml, &c) == MODERATO_HOLD) != cases[i].held)
			fail_msg("%s, lang %s, detected %s", cases[i].list, cases[i].lang, cases[i].detected);
	}
}

static void languages__nobody_can_tell__is_unknown(void **state)
{
	struct case_input c;

	(void)state;
	init_input(&c, "");
	assert_int_equal(decide(RULE "    languages: [unknown]\n", &c), MODERATO_HOLD);
	assert_int_equal(decide(RULE "    not_languages: [en]\n", &c), MODERATO_PUBLISH);
}

/* Only where a rule depends on it, and then once. */
static void languages__detection__is_lazy(void **state)
{
	static const struct {
		const char *rules;
		const char *lang;
		size_t asked;
	} cases[] = {
		{"- {name: a, action: hold, when: {links: 0}}\n", NULL, 0},
		{"- {name: a, action: hold, languages: [en], when: {links: 1}}\n", NULL, 0},
		{"- {name: a, action: hold, languages: [en], authors: [bob]}\n", NULL, 0},
		{"- {name: a, action: hold, languages: [en], phrases: [bye]}\n", NULL, 0},
		{"- {name: a, action: hold, languages: [en], phrases: [hello]}\n", NULL, 1},
		{"- {name: a, action: hold, languages: [en]}\n", "en", 0},
		{"- {name: a, action: hold, languages: [en]}\n", NULL, 1},
		{"- {name: a, action: hold, languages: [en]}\n"
		 "- {name: b, action: hold, not_languages: [de]}\n"
		 "- {name: c, action: hold, languages: [fr, en], not_languages: [de]}\n",
			NULL, 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct detection detection = {.code = "en"};
		struct case_input c;
		char yaml[300];

		init_detection(&c, &detection, cases[i].lang);
		snprintf(yaml, sizeof(yaml), HEAD "%s", cases[i].rules);
		(void)decide(yaml, &c);
		if (detection.asked != cases[i].asked)
			fail_msg("asked %zu times:\n%s", detection.asked, cases[i].rules);
	}
}

static void languages__memory_is_out__is_said(void **state)
{
	moderato_policy *policy = parse(RULE "    languages: [en]\n");
	struct detection detection = {.fails = true};
	struct policy_binding binding = {0};
	struct arena arena = ARENA_INIT;
	const struct policy_hit *hits;
	moderato_decision decision;
	struct case_input c;
	size_t n_hits;

	(void)state;
	init_detection(&c, &detection, NULL);
	assert_int_equal(policy_bind(policy, attributes, COUNT(attributes), &binding, NULL), 0);
	assert_int_equal(
		policy_apply(policy, &binding, &c.input, &arena, &hits, &n_hits, &decision, NULL),
		MODERATO_ENOMEM);
	arena_dispose(&arena);
	moderato_policy_free(policy);
}

static void policy_parse__what_is_no_language__is_named_with_its_line(void **state)
{
	moderato_policy *policy;
	moderato_error err = {"", 0};

	(void)state;
	assert_int_equal(moderato_policy_parse(&policy, "p.yaml",
						 str(RULE "    languages:\n    - en\n    - english\n"), &err),
		MODERATO_EFORMAT);
	assert_string_equal(err.message,
		"p.yaml:7: languages: expected a language's code, such as en or pt-BR, or unknown, not "
		"'english'");
	assert_int_equal(
		moderato_policy_parse(&policy, "p.yaml", str(RULE "    not_languages: en\n"), &err),
		MODERATO_EFORMAT);
	assert_string_equal(err.message,
		"p.yaml:5: not_languages: expected a list of languages, such as [en, pt], not 'en'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(language_detect__short_comments__are_told_apart),
		cmocka_unit_test(language_detect__what_follows_the_text__does_not_matter),
		cmocka_unit_test(language_detect__many_threads__give_the_same),
		cmocka_unit_test(languages_detect__a_comment__has_current_codes),
		cmocka_unit_test(english__little_words__are_enough_of_a_text),
		cmocka_unit_test(languages_detect__bytes__are_limited),
		cmocka_unit_test(language_tag_read__what_is_no_tag__is_refused),
		cmocka_unit_test(languages__listed_or_not__need_a_known_one),
		cmocka_unit_test(languages__nobody_can_tell__is_unknown),
		cmocka_unit_test(languages__detection__is_lazy),
		cmocka_unit_test(languages__memory_is_out__is_said),
		cmocka_unit_test(policy_parse__what_is_no_language__is_named_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
