/* SPDX-License-Identifier: MIT */
/* A host may have set a locale that writes 0,5: nothing that the library reads or writes may follow
 * it. The locale is compiled here (localedef), so that the test does not hang on what is installed;
 * skipped where that cannot be done. */
#include "trained.h"

#include <locale.h>

#include "moderato/exporter.h"

static moderato_error err;
static char folder[256];

/* Switch to a locale with a decimal comma; false when there is none to be had. */
static bool use_comma(void)
{
	char command[600];

	temporary(folder, sizeof(folder), "de_DE.UTF-8");
	snprintf(command, sizeof(command),
		"localedef -c -i de_DE -f UTF-8 '%s' >/dev/null 2>&1; test -d '%s'", folder, folder);
	if (system(command) != 0)
		return false;
	*strrchr(folder, '/') = '\0';
	setenv("LOCPATH", folder, 1);
	return setlocale(LC_ALL, "de_DE.UTF-8") && strcmp(localeconv()->decimal_point, ",") == 0;
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
	if (!use_comma()) {
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(everything__under_a_decimal_comma__is_the_same, leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
