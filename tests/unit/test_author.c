/* SPDX-License-Identifier: MIT */
/* What an author's name and url look like. */
#include "support.h"

#include "feature/author.h"
#include "feature/context.h"

static struct author_signs signs_of(const char *name, const char *url)
{
	const moderato_comment comment = {.author = str(name), .author_url = str(url)};
	struct author_signs signs;

	author_signs_read(&comment, &signs);
	return signs;
}

static void author__name__is_counted_in_words(void **state)
{
	static const struct {
		const char *name;
		size_t words;
		size_t lower;
		size_t link;
	} cases[] = {
		{"Ann", 1, 0, 0},
		{"Ann Lee", 2, 0, 0},
		{"  ann,  Lee ", 2, 1, 0},
		{"cheap seo tools", 3, 3, 0},
		{"\xC3\x89mile Zola", 2, 0, 0},
		{"...", 0, 0, 0},
		{"www.shop.example", 3, 3, 1},
		{"SHOP.COM", 2, 0, 1},
		{"a/b", 2, 2, 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct author_signs a = signs_of(cases[i].name, NULL);

		if (a.name_words != cases[i].words || a.name_lower != cases[i].lower ||
			a.name_is_link != cases[i].link)
			fail_msg("'%s': %zu words, %zu lower, link %zu", cases[i].name, a.name_words,
				a.name_lower, a.name_is_link);
	}
}

static void author__name__is_found_in_the_url(void **state)
{
	static const struct {
		const char *name;
		const char *url;
		size_t path;
		size_t host;
	} cases[] = {
		{"cheap jerseys", "http://shop.example/Cheap-JERSEYS-5.php", 2, 0},
		{"Ann Lee", "https://annlee.example/", 0, 2},
		{"Ann Lee", "annlee.example", 0, 2},
		{"ann", "http://x.example/?q=ann", 1, 0},
		{"ann", "http://x.example?q=ann", 1, 0},
		{"ann", "http://ann.example/ann", 1, 1},
		{"http", "http://x.example/", 0, 0},
		{"my ab", "http://myab.example/my/ab", 0, 0}, /* two letters occur anywhere */
		{"jerseys", "http://x.example/jersey", 0, 0},
		{"ann", "", 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct author_signs a = signs_of(cases[i].name, cases[i].url);

		if (a.name_in_path != cases[i].path || a.name_in_host != cases[i].host)
			fail_msg("'%s', %s: %zu in the path, %zu in the host", cases[i].name, cases[i].url,
				a.name_in_path, a.name_in_host);
	}
}

static void author__url__is_taken_apart(void **state)
{
	static const struct {
		const char *url;
		size_t parts;
		size_t file;
		size_t host_dashes;
		size_t path_dashes;
		size_t digits;
	} cases[] = {
		{"http://x.example", 0, 0, 0, 0, 0},
		{"http://x.example/", 0, 0, 0, 0, 0},
		{"http://x.example/a", 1, 0, 0, 0, 0},
		{"http://x.example/a/", 1, 0, 0, 0, 0},
		{"http://x.example//a/b.php", 2, 1, 0, 0, 0},
		{"HTTPS://x-y-24.example/a-b/c?d=1-2", 3, 0, 2, 2, 2},
		{"http://x.example/a.HTML", 1, 1, 0, 0, 0},
		{"http://x.example/a.h", 1, 0, 0, 0, 0},
		{"http://x.example/a.js", 1, 1, 0, 0, 0},
		{"http://x.example/a.shtml", 1, 0, 0, 0, 0},
		{"http://x.example/php", 1, 0, 0, 0, 0},
		{"/", 0, 0, 0, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct author_signs a = signs_of(NULL, cases[i].url);

		if (a.path_parts != cases[i].parts || a.path_is_file != cases[i].file ||
			a.dashes_in_host != cases[i].host_dashes || a.dashes_in_path != cases[i].path_dashes ||
			a.digits_in_host != cases[i].digits)
			fail_msg("%s: parts %zu, file %zu, dashes %zu %zu, digits %zu", cases[i].url,
				a.path_parts, a.path_is_file, a.dashes_in_host, a.dashes_in_path, a.digits_in_host);
	}
}

static void author__nobody__gives_no_sign(void **state)
{
	const struct author_signs none = {0};
	const struct author_signs a = signs_of(NULL, NULL);

	(void)state;
	assert_memory_equal(&a, &none, sizeof(a));
}

static void author__digits__count_in_name_and_email(void **state)
{
	moderato_comment comment = {.author = {"ann7", 4}, .author_email = {"a@x.example", 11}};
	struct author_signs a;

	(void)state;
	author_signs_read(&comment, &a);
	assert_int_equal(a.name_digits, 1);
	comment.author_email = str("a7@x.example");
	author_signs_read(&comment, &a);
	assert_int_equal(a.name_digits, 2);
	comment.author = str("ann");
	author_signs_read(&comment, &a);
	assert_int_equal(a.name_digits, 1);
}

/* What ends behind the limit is cut, what ends at it is not. */
static void author__limit__holds_for_name_and_url(void **state)
{
	static char name[CONTEXT_AUTHOR_BYTES_MAX + 2];
	static char url[CONTEXT_AUTHOR_BYTES_MAX + 2];
	size_t len;

	(void)state;
	for (len = CONTEXT_AUTHOR_BYTES_MAX - 1; len <= CONTEXT_AUTHOR_BYTES_MAX + 1; len++) {
		const size_t whole = len <= CONTEXT_AUTHOR_BYTES_MAX;
		struct author_signs a;

		memset(name, ' ', len);
		memset(url, 'x', len);
		name[len] = url[len] = '\0';
		name[len - 1] = 'b'; /* one more word, if seen */
		url[0] = '/';
		memcpy(url + len - 4, ".php", 4);
		a = signs_of(name, url);
		assert_int_equal(a.name_words, whole);
		assert_int_equal(a.path_is_file, 1); /* ".ph" is one too */
		memcpy(url + len - 4, "a-b-", 4);
		assert_int_equal(signs_of(name, url).dashes_in_path, whole ? 2 : 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(author__name__is_counted_in_words),
		cmocka_unit_test(author__name__is_found_in_the_url),
		cmocka_unit_test(author__url__is_taken_apart),
		cmocka_unit_test(author__nobody__gives_no_sign),
		cmocka_unit_test(author__digits__count_in_name_and_email),
		cmocka_unit_test(author__limit__holds_for_name_and_url),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
