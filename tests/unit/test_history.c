/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "moderato/history.h"

/* The labels of a comment in that state as "spam=0 toxicity=0 ". */
static const char *labels_of(moderato_history *h, const char *state, const char *type)
{
	static char text[256];
	moderato_comment comment = {.text = str("A text"), .state = str(state), .type = str(type)};
	size_t i;

	moderato_history_label(h, &comment);
	*text = '\0';
	for (i = 0; i < comment.n_labels; i++) {
		strncat(text, comment.labels[i].attribute.ptr, comment.labels[i].attribute.len);
		strcat(text, comment.labels[i].value ? "=1 " : "=0 ");
	}
	return text;
}

static void default_map__each_state__has_its_labels(void **state)
{
	moderato_history *h;

	(void)state;
	assert_int_equal(moderato_history_new(&h, NULL, NULL), MODERATO_OK);
	assert_string_equal(labels_of(h, "published", NULL), "spam=0 toxicity=0 ");
	assert_string_equal(labels_of(h, "spam", NULL), "spam=1 ");
	assert_string_equal(labels_of(h, "removed", NULL), "toxicity=1 ");
	assert_string_equal(labels_of(h, "held", NULL), "");
	assert_string_equal(labels_of(h, "trash", NULL), "");
	assert_string_equal(labels_of(h, "deleted", NULL), "");
	assert_string_equal(labels_of(h, "Published", NULL), "");
	assert_string_equal(labels_of(h, NULL, NULL), "");
	assert_string_equal(labels_of(h, "spam", "trackback"), "");
	moderato_history_free(h);
}

static void text__that_is_missing__gives_no_label(void **state)
{
	static const struct {
		const char *text;
		bool labelled;
	} cases[] = {
		{NULL, false},
		{"", false},
		{" \t\r\n", false},
		{"\xc2\xa0\xe2\x80\x8b\xef\xbb\xbf\xe3\x80\x80", false},
		{"<p></p>\n<br />&nbsp;&#160;&#xA0;&ZeroWidthSpace;", false},
		{"<!-- wp:paragraph --><p> </p>", false},
		{"[deleted]", false},
		{" [removed]\n", false},
		{"<p>[ Removed by Reddit ]</p>", false},
		{"This comment has been removed by the author.", false},
		{"<i>This comment has been removed by a blog administrator.</i>", false},
		{"<p>(post deleted by author)</p>", false},
		{".", true},
		{"<p><img src=\"cat.jpg\"></p>", true},
		{"<a href='http://x.example'></a>", true},
		{"1 < 2", true},
		{"<", true},
		{"<3", true},
		{"&amp;", true},
		{"&", true},
		{"\xf0\x9f\x91\x8d", true},
		{"[deleted] was what it said", true},
		{"deleted", true},
	};
	const moderato_history_row *rows;
	size_t without = 0;
	moderato_history *h;
	size_t n;
	size_t i;

	(void)state;
	assert_int_equal(moderato_history_new(&h, NULL, NULL), MODERATO_OK);
	for (i = 0; i < COUNT(cases); i++) {
		moderato_comment comment = {.text = str(cases[i].text), .state = str("published")};

		moderato_history_label(h, &comment);
		if (comment.n_labels != (cases[i].labelled ? 2 : 0))
			fail_msg("'%s' has %zu labels", cases[i].text, comment.n_labels);
		without += !cases[i].labelled;
		comment.n_labels = 0;
		comment.state = str("trash"); /* has no labels anyway: counted as what it is */
		moderato_history_label(h, &comment);
	}
	rows = moderato_history_rows(h, &n);
	assert_string_equal(rows[7].state, "no text");
	assert_int_equal(rows[7].n, without);
	assert_int_equal(rows[3].n, COUNT(cases));
	moderato_history_free(h);
}

static void rows__what_was_seen__is_counted(void **state)
{
	static const size_t seen[] = {2, 0, 1, 0, 0, 0, 1, 0, 1, 1};
	const moderato_label own = {str("insult"), 1};
	moderato_comment labelled = {.state = str("spam"), .labels = &own, .n_labels = 1};
	const moderato_history_row *rows;
	moderato_history *h;
	size_t n;
	size_t i;

	(void)state;
	assert_int_equal(moderato_history_new(&h, "spam:spam=1,published:a=0+b=1", NULL), MODERATO_OK);
	labels_of(h, "published", NULL);
	labels_of(h, "published", NULL);
	labels_of(h, "spam", NULL);
	labels_of(h, "spam", "pingback");
	labels_of(h, "odd", NULL);
	moderato_history_label(h, &labelled);
	assert_ptr_equal(labelled.labels, &own);
	rows = moderato_history_rows(h, &n);
	assert_int_equal(n, COUNT(seen));
	for (i = 0; i < n; i++)
		assert_int_equal(rows[i].n, seen[i]);
	assert_string_equal(rows[0].state, "published");
	assert_string_equal(rows[0].labels, "a=0+b=1");
	assert_string_equal(rows[2].labels, "spam=1");
	assert_string_equal(rows[4].labels, "");
	assert_string_equal(rows[6].state, "other type");
	moderato_history_free(h);
}

static void map__each_bad_one__is_refused_with_its_place(void **state)
{
	static const struct {
		const char *map;
		const char *message;
	} cases[] = {
		{"", "no state (published, held, spam, trash, removed, deleted) at ''"},
		{"spam", "a state without labels at 'spam'"},
		{"spam,held:spam=1", "a state without labels at 'spam'"},
		{"spam:", "no label at ''"},
		{"spam:spam", "no label at 'spam'"},
		{"spam:spam=2", "no label at 'spam=2'"},
		{"spam:spam=10", "no label at 'spam=10'"},
		{"spam:=1", "no label at '=1'"},
		{"spam:Spam=1", "no label at 'Spam=1'"},
		{"spam:spam=1,", "no state (published, held, spam, trash, removed, deleted) at ''"},
		{"spam:spam=1,spam:toxicity=1", "a state twice at 'spam'"},
		{"spam:spam=1+spam=0", "an attribute twice at 'spam=0'"},
		{"approved:spam=0",
			"no state (published, held, spam, trash, removed, deleted) at 'approved'"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_error err = {.message = ""};
		moderato_history *h;

		assert_int_equal(moderato_history_new(&h, cases[i].map, &err), MODERATO_EINVAL);
		assert_null(h);
		assert_memory_equal(err.message, "states: ", 8);
		assert_memory_equal(err.message + 8, cases[i].message, strlen(cases[i].message));
	}
}

static void map__labels_of_one_state__are_limited(void **state)
{
	char map[400] = "held:";
	moderato_history *h;
	int i;

	(void)state;
	for (i = 0; i < 16; i++) {
		char label[16];

		snprintf(label, sizeof(label), "%sa%d=1", i ? "+" : "", i);
		strcat(map, label);
	}
	assert_int_equal(moderato_history_new(&h, map, NULL), MODERATO_OK);
	moderato_history_free(h);
	strcat(map, "+b=0");
	assert_int_equal(moderato_history_new(&h, map, NULL), MODERATO_EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(default_map__each_state__has_its_labels),
		cmocka_unit_test(text__that_is_missing__gives_no_label),
		cmocka_unit_test(rows__what_was_seen__is_counted),
		cmocka_unit_test(map__each_bad_one__is_refused_with_its_place),
		cmocka_unit_test(map__labels_of_one_state__are_limited),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
