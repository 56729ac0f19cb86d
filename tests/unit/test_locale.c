/* SPDX-License-Identifier: MIT */
/* A host may have set a locale that writes 0,5 or in which I is not the capital of i: nothing that
 * the library reads or writes may follow it. The locale is compiled here (localedef), so that the
 * test does not hang on what is installed; skipped where that cannot be done. */
#include "trained.h"

#include <ctype.h>
#include <locale.h>

#include "moderato/exporter.h"

static moderato_error err;
static char folder[256];

/* Switch to a locale, such as "de_DE"; false when it cannot be had. */
static bool use_locale(const char *name)
{
	char command[600];
	char full[32];

	snprintf(full, sizeof(full), "%s.UTF-8", name);
	temporary(folder, sizeof(folder), full);
	snprintf(command, sizeof(command),
		"localedef -c -i %s -f UTF-8 '%s' >/dev/null 2>&1; test -d '%s'", name, folder, folder);
	if (system(command) != 0)
		return false;
	*strrchr(folder, '/') = '\0';
	setenv("LOCPATH", folder, 1);
	return setlocale(LC_ALL, full) != NULL;
}

static int leave(void **state)
{
	char command[300];

	(void)state;
	setlocale(LC_ALL, "C");
	unsetenv("LOCPATH");
	if (strncmp(folder, "/tmp/moderato-test.", 19) == 0) {
		snprintf(command, sizeof(command), "rm -rf '%.25s'", folder);
		assert_int_equal(system(command), 0);
	}
	return 0;
}

/* Everything with numbers in it that the library makes of the samples. */
static void make_all(struct buffer *out)
{
	moderato_train_options options = small_options();
	const moderato_comment comment = {.text = str("You ARE an idiot!!! http://a.example $5")};
	struct buffer bytes = BUFFER_INIT;
	moderato_classifier *classifier;
	moderato_explanation e;
	moderato_bundle *bundle;
	char number[32];
	size_t i;

	options.c = "0.25,1.5";
	options.positive = "1.25,balanced";
	options.source_weights = "odd=0.75";
	train_samples(&options, 0, NULL, &bytes);
	buffer_clear(out);
	buffer_add(out, bytes.data, bytes.len);
	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&bytes), &err), err);
	must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
	must(moderato_classifier_explain(classifier, &comment, 0, &e, &err), err);
	for (i = 0; i < e.n_shares; i++)
		buffer_add_str(out, e.shares[i].feature);
	buffer_add(out, number, moderato_format_number(number, e.margin));
	moderato_classifier_free(classifier);
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
}

static void everything__under_a_decimal_comma__is_the_same(void **state)
{
	struct buffer before = BUFFER_INIT;
	struct buffer after = BUFFER_INIT;

	(void)state;
	make_all(&before);
	if (!use_locale("de_DE") || strcmp(localeconv()->decimal_point, ",") != 0) {
		buffer_dispose(&before);
		skip();
	}
	make_all(&after);
	assert_int_equal(after.len, before.len);
	assert_memory_equal(after.data, before.data, before.len);
	assert_string_equal(setlocale(LC_ALL, NULL), "de_DE.UTF-8");
	buffer_dispose(&before);
	buffer_dispose(&after);
}

/* In capitals what is usually written small: markup, names of columns, charsets, states. */
static const char *const shouted[] = {
	"<!DOCTYPE HTML><HTML><HEAD><TITLE>T</TITLE><SCRIPT TYPE=\"APPLICATION/LD+JSON\">"
	"{\"@type\":\"Comment\",\"text\":\"I think it is\",\"author\":\"BY "
	"Iris\"}</SCRIPT></HEAD></HTML>",
	"<!DOCTYPE HTML><HTML><META ENCODING=\"ISO-8859-9\"><BODY><DIV ITEMSCOPE "
	"ITEMTYPE=\"http://schema.org/Comment\"><I ITEMPROP=\"author\">BY Iris</I> "
	"<DIV ITEMPROP=\"text\">\xddyi</DIV></DIV></BODY></HTML>",
	"<HTML><BODY><OL class=\"comment-list\"><LI ID=\"comment-1\" class=\"comment\"><CITE "
	"class=\"AUTHOR\">Iris</CITE> <SPAN CLASS=\"TIME\">2024-01-02</SPAN><P>It is</P></LI>"
	"<LI ID=\"comment-2\" class=\"comment\"><CITE class=\"AUTHOR\">Ian</CITE> "
	"<SPAN CLASS=\"TIME\">2024-01-02</SPAN><P>It is</P></LI></OL></BODY></HTML>",
	"COMMENT_ID,TITLE,PUBLISHED_AT,TEXT,INSULT\r\n1,I,2024-01-02,it is,TRUE\r\n",
	"{\"text\":\"HI <BLOCKQUOTE>HI</BLOCKQUOTE> \\u00DC "
	"I\",\"author_url\":\"HTTP://WWW.IRIS.EXAMPLE/IRIS\","
	"\"author\":\"IRIS\"}\n",
	("<?xml version=\"1.0\" "
	 "encoding=\"ISO-8859-9\"?><disqus><post><id>1</id><message>\xdd</message>"
	 "<isSpam>TRUE</isSpam><isDeleted>FALSE</isDeleted></post></disqus>"),
};

/* The comments in them, as JSON, and their features. */
static void read_shouted(const moderato_bundle *bundle, struct buffer *out)
{
	moderato_classifier *classifier;
	size_t i, k;

	must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
	for (i = 0; i < COUNT(shouted); i++) {
		moderato_reader *reader;
		moderato_comment c;
		moderato_vector v;

		must(moderato_reader_open_memory(&reader, "f.HTML", str(shouted[i]), NULL, &err), err);
		must(moderato_reader_next(reader, &c, &err), err);
		must(moderato_comment_json(&c, &out->data, &out->len, &out->cap, &err), err);
		must(moderato_classifier_features(classifier, &c, &v, &err), err);
		for (k = 0; k < v.n; k++)
			buffer_printf(out, " %u", v.index[k]);
		moderato_reader_free(reader);
	}
	moderato_classifier_free(classifier);
}

static void comments__under_a_dotless_i__are_the_same(void **state)
{
	const moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;
	struct buffer before = BUFFER_INIT;
	struct buffer after = BUFFER_INIT;
	moderato_bundle *bundle;

	(void)state;
	train_samples(&options, 0, NULL, &bytes);
	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&bytes), &err), err);
	read_shouted(bundle, &before);
	if (use_locale("tr_TR")) {
		assert_int_not_equal(tolower('I'), 'i'); /* the sanitiser's strcasecmp() knows no locale */
		read_shouted(bundle, &after);
		assert_string_equal(buffer_cstr(&after), buffer_cstr(&before));
	}
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
	buffer_dispose(&before);
	buffer_dispose(&after);
	if (!folder[0] || strncmp(setlocale(LC_ALL, NULL), "tr_TR", 5) != 0)
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(everything__under_a_decimal_comma__is_the_same, leave),
		cmocka_unit_test_teardown(comments__under_a_dotless_i__are_the_same, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
