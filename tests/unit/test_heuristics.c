/* SPDX-License-Identifier: MIT */
#include "reading.h"

/* Is the heuristic of that name on for the comment read last? */
static bool is_on(const char *name)
{
	char other[128];
	size_t i;

	for (i = 0; i < reading.reader->n_active; i++) {
		heuristics_name(
			reading.reader->active[i], term_sets, COUNT(term_sets), other, sizeof(other));
		if (strcmp(other, name) == 0)
			return true;
	}
	return false;
}

static void list_on(void)
{
	char name[128];
	size_t i;

	for (i = 0; i < reading.reader->n_active; i++) {
		heuristics_name(reading.reader->active[i], term_sets, COUNT(term_sets), name, sizeof(name));
		print_error("on: %s\n", name);
	}
}

static const struct row {
	const char *name;
	const char *text;
	const char *author;
	const char *author_url;
} rows[] = {
	{"links > 0, <= 1", "see x.example/a", NULL, NULL},
	{"hidden links", "see lucky [dot] example", NULL, NULL},
	{"links in markup > 0, <= 2", "[go](http://x.example)", NULL, NULL},
	{"link share of the text > 0.7", "http://x.example/abc", NULL, NULL},
	{"link shorteners", "see bit.ly/abc", NULL, NULL},
	{"e-mail addresses > 0, <= 1", "to ann@mail.example", NULL, NULL},
	{"phone numbers > 0, <= 1", "it is 555-123-4567", NULL, NULL},
	{"contact words > 0, <= 1", "my whatsapp is open", NULL, NULL},
	{"calls to action > 0, <= 1", "do subscribe", NULL, NULL},
	{"sums of money > 0, <= 1", "it costs $20", NULL, NULL},
	{"money words > 1, <= 3", "earn bitcoin", NULL, NULL},
	{"author gives a url", "so it is", NULL, "http://x.example"},
	{"digits in the author's name", "so it is", "ann77", NULL},
	{"author's name is a phrase > 0, <= 2", "so it is", "cheap tools", NULL},
	{"author's name is a phrase > 2", "so it is", "cheap seo tools", NULL},
	{"author's name is a link", "so it is", "www.x.example", NULL},
	{"words of the author's name > 1, <= 2", "so it is", "Ann Lee", NULL},
	{"words of the author's name > 3", "so it is", "Ann Lee of Leeds", NULL},
	{"words of the author's name in the url's path > 1", "so it is", "seo tools",
		"http://x.example/seo-tools"},
	{"words of the author's name in the url's host > 0, <= 1", "so it is", "Ann Lee",
		"http://ann.example"},
	{"parts of the author's url's path > 1, <= 2", "so it is", NULL, "http://x.example/a/b"},
	{"author's url is a file's", "so it is", NULL, "http://x.example/a.php"},
	{"hyphens in the author's url's host > 0, <= 1", "so it is", NULL, "http://x-y.example"},
	{"hyphens in the author's url's path > 2", "so it is", NULL, "http://x.example/a-b-c-d"},
	{"digits in the author's url's host > 1", "so it is", NULL, "http://x24.example"},
	{"characters > 20, <= 60", "as long as this one is here", NULL, NULL},
	{"words > 2, <= 5", "one fine day", NULL, NULL},
	{"letters a word > 5, <= 6.5", "letters planet", NULL, NULL},
	{"longest word > 12, <= 18", "incomprehensible", NULL, NULL},
	{"repeated words > 0.6", "so so so so so so so so", NULL, NULL},
	{"share of the commonest word > 0.4", "so so so so so so so so", NULL, NULL},
	{"one character in a row > 2, <= 4", "soooo", NULL, NULL},
	{"line ends > 0, <= 2", "so\nit is", NULL, NULL},
	{"upper case > 0.85", "THIS IS LOUD", NULL, NULL},
	{"words in capitals > 1, <= 3", "THIS IS LOUD", NULL, NULL},
	{"exclamation marks > 1, <= 3", "so!!", NULL, NULL},
	{"question marks > 0, <= 1", "why?", NULL, NULL},
	{"end marks in a row > 1, <= 3", "so!?", NULL, NULL},
	{"punctuation > 0.15", "a, b! c?", NULL, NULL},
	{"quotation marks > 0, <= 2", "\"so\"", NULL, NULL},
	{"digits > 0.4", "12345", NULL, NULL},
	{"emoji and symbols > 1, <= 4", "\xF0\x9F\x98\x80 \xF0\x9F\x98\x80", NULL, NULL},
	{"share of emoji > 0.4", "\xF0\x9F\x98\x80 so", NULL, NULL},
	{"mentions > 0, <= 2", "@ann so", NULL, NULL},
	{"hashtags > 0, <= 2", "#so", NULL, NULL},
	{"numbers > 0, <= 2", "there are 3", NULL, NULL},
	{"tags > 0, <= 4", "<b>so</b>", NULL, NULL},
	{"entities > 0, <= 4", "so &amp; so", NULL, NULL},
	{"letters beyond Latin > 0.5", "\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB8\xD0\xBD\xD0\xBE", NULL, NULL},
	{"invisible characters > 0, <= 3", "so\xE2\x80\x8Bso", NULL, NULL},
	{"direction overrides", "\xE2\x80\xAEos", NULL, NULL},
	{"styled letters > 0, <= 4", "\xEF\xBD\x93\xEF\xBD\x8F", NULL, NULL},
	{"words of mixed scripts > 0, <= 2",
		"\xD1\x81"
		"asino",
		NULL, NULL},
	{"stacked marks", "a\xCC\x81\xCC\x82\xCC\x83", NULL, NULL},
	{"invalid bytes > 0, <= 4", "so\x80so", NULL, NULL},
	{"masked words > 0, <= 1", "f*ck", NULL, NULL},
	{"spaced words > 0, <= 1", "i d i o t", NULL, NULL},
	{"leet words > 0, <= 2", "id10t", NULL, NULL},
	{"masked words > 1", "f*ck this sh*t", NULL, NULL},
	{"masked words > 1", "f*ck sh*t cr*p and nine other words that hide nothing at all", NULL,
		NULL},
	{"second person > 0.25", "you", NULL, NULL},
	{"first person > 0.15", "i am", NULL, NULL},
	{"courtesy > 0, <= 1", "thanks", NULL, NULL},
	{"reported speech > 0, <= 2", "he said so", NULL, NULL},
	{"negation > 0, <= 2", "it is not so", NULL, NULL},
	{"link in a short text", "see x.example", NULL, NULL},
	{"link and call to action", "download x.example", NULL, NULL},
	{"link and money", "earn at x.example", NULL, NULL},
	{"contact and money", "earn, whatsapp ann", NULL, NULL},
	{"praise with a url", "thank you", NULL, "http://x.example"},
	{"capitals and exclamation marks", "THIS IS LOUD!!", NULL, NULL},
	{"short and to a person", "you are kind", NULL, NULL},
	{"rude > 0, <= 1", "what a gronk", NULL, NULL},
	{"rude > 1, <= 3", "gr0nk, utter twaddle", NULL, NULL},
	{"mild > 3", "gosh gosh gosh gosh", NULL, NULL},
};

static void heuristics__each_row__turns_its_feature_on(void **state)
{
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const moderato_comment comment = {.text = str(rows[i].text),
			.author = str(rows[i].author),
			.author_url = str(rows[i].author_url)};

		read_comment(&comment);
		if (!is_on(rows[i].name)) {
			list_on();
			fail_msg("'%s': '%s' is off", rows[i].text, rows[i].name);
		}
		for (k = 1; k < reading.reader->n_active; k++)
			if (reading.reader->active[k] <= reading.reader->active[k - 1])
				fail_msg("'%s': features do not rise", rows[i].text);
	}
}

/* The name less its bin. */
static size_t stem(const char *name)
{
	const char *bin = strstr(name, " > ");

	return bin ? (size_t)(bin - name) : strlen(name);
}

/* Nor do capitals, accents or another script. */
static void heuristics__disguise_of_most_words__is_no_feature(void **state)
{
	static const char *const texts[] = {"g*od m*rning t* all wh* re*d th*s",
		"g o o d  m o r n i n g  t o d a y  e v e r y b o d y", "g00dn3ss m0rn1ng t0day fr13nds",
		"GOOD MORNING TO ALL", "caf\xC3\xA9 na\xC3\xAFve r\xC3\xA9sum\xC3\xA9 \xC3\xA0 la carte",
		"\xD0\xB4\xD0\xBE\xD0\xB1\xD1\x80\xD0\xBE\xD0\xB5 \xD1\x83\xD1\x82\xD1\x80\xD0\xBE"};
	static const char *const names[] = {"masked words > 0, <= 1", "masked words > 1",
		"spaced words > 0, <= 1", "spaced words > 1", "leet words > 0, <= 2", "leet words > 2",
		"words of mixed scripts > 0, <= 2", "styled letters > 0, <= 4"};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		read_text(texts[i]);
		for (k = 0; k < COUNT(names); k++)
			if (is_on(names[k]))
				fail_msg("'%s': '%s' is on", texts[i], names[k]);
	}
}

static void heuristics__table__every_name_has_a_row_above(void **state)
{
	char before[128] = "";
	size_t names = 0;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < heuristics_size(); i++) {
		char name[128];
		size_t n;

		heuristics_name(i, term_sets, COUNT(term_sets), name, sizeof(name));
		n = stem(name);
		assert_in_range(n, 1, 60);
		if (strncmp(name, "unused", n) == 0 || (stem(before) == n && !strncmp(before, name, n)))
			continue;
		memcpy(before, name, sizeof(before));
		names++;
		for (k = 0; k < COUNT(rows); k++)
			if (stem(rows[k].name) == n && strncmp(rows[k].name, name, n) == 0)
				break;
		if (k == COUNT(rows))
			fail_msg("no comment here turns '%s' on", name);
	}
	assert_true(names >= 40 + COUNT(term_sets) && names <= HEURISTICS_MAX);
}

static void heuristics__plain_comments__leave_them_off(void **state)
{
	static const char *const off[] = {"links > 0, <= 1", "phone numbers > 0, <= 1",
		"author gives a url", "words in capitals > 0, <= 1", "link in a short text",
		"masked words > 0, <= 1", "invalid bytes > 0, <= 4", "rude > 0, <= 1"};
	size_t i;

	(void)state;
	read_text("");
	assert_int_equal(reading.reader->n_active, 0);
	read_text("The bus was late again this morning.");
	for (i = 0; i < COUNT(off); i++)
		if (is_on(off[i]))
			fail_msg("'%s' is on", off[i]);
}

/* A value that equals an edge belongs below it. */
static void heuristics__edges__belong_to_the_bin_below(void **state)
{
	static const struct {
		size_t links;
		const char *name; /* NULL: off */
	} cases[] = {
		{0, NULL},
		{1, "links > 0, <= 1"},
		{2, "links > 1, <= 3"},
		{3, "links > 1, <= 3"},
		{4, "links > 3, <= 8"},
		{8, "links > 3, <= 8"},
		{9, "links > 8"},
		{1000000, "links > 8"},
	};
	const moderato_comment comment = MODERATO_COMMENT_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct document doc = {.comment = &comment};
		uint32_t active[HEURISTICS_MAX];
		char name[128];

		doc.words.n_links = cases[i].links;
		assert_int_equal(heuristics_active(&doc, 0, active) > 0, cases[i].name != NULL);
		if (!cases[i].name)
			continue;
		heuristics_name(active[0], NULL, 0, name, sizeof(name));
		if (strcmp(name, cases[i].name) != 0)
			fail_msg("%zu links: '%s'", cases[i].links, name);
	}
}

static void heuristics__long_name__is_cut_to_the_room(void **state)
{
	char name[6];

	(void)state;
	heuristics_name(0, NULL, 0, name, sizeof(name));
	assert_string_equal(name, "links");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heuristics__each_row__turns_its_feature_on),
		cmocka_unit_test(heuristics__disguise_of_most_words__is_no_feature),
		cmocka_unit_test(heuristics__table__every_name_has_a_row_above),
		cmocka_unit_test(heuristics__plain_comments__leave_them_off),
		cmocka_unit_test(heuristics__edges__belong_to_the_bin_below),
		cmocka_unit_test(heuristics__long_name__is_cut_to_the_room),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
