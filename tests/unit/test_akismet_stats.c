/* SPDX-License-Identifier: MIT */
/* Counts of sites and months. */
#include "support.h"

#include "serve/akismet/akismet_stats.h"

enum { NOVEMBER = 2026 * 12 + 10 };

static const moderato_str all_sites = {NULL, 0};

static uint64_t sum(struct akismet_stats *stats, const struct key *key, moderato_str blog,
	int first, int last, enum akismet_event event)
{
	return akismet_stats_sum(stats, key, blog, first, last, NULL).n[event];
}

static void counts__sites_and_keys__are_apart(void **state)
{
	const struct key ann = {.hash = {1}};
	const struct key bob = {.hash = {2}};
	struct akismet_stats *stats = akismet_stats_new();
	struct arena arena = ARENA_INIT;
	struct akismet_site *sites;
	size_t n;

	(void)state;
	akismet_stats_count(stats, &ann, str("http://a.example/"), AKISMET_SPAM, NOVEMBER);
	akismet_stats_count(stats, &ann, str("https://a.example"), AKISMET_HAM, NOVEMBER);
	akismet_stats_count(stats, &ann, str("http://b.example/blog/"), AKISMET_SPAM, NOVEMBER);
	akismet_stats_count(stats, &bob, str("http://a.example"), AKISMET_FALSE_POSITIVE, NOVEMBER);
	akismet_stats_count(stats, NULL, str("http://a.example"), AKISMET_MISSED_SPAM, NOVEMBER);
	assert_int_equal(sum(stats, &ann, all_sites, NOVEMBER, NOVEMBER, AKISMET_SPAM), 2);
	assert_int_equal(sum(stats, &ann, str("a.example"), NOVEMBER, NOVEMBER, AKISMET_SPAM), 1);
	assert_int_equal(sum(stats, &ann, str("a.example"), NOVEMBER, NOVEMBER, AKISMET_HAM), 1);
	assert_int_equal(sum(stats, &bob, all_sites, NOVEMBER, NOVEMBER, AKISMET_SPAM), 0);
	assert_int_equal(sum(stats, &bob, all_sites, NOVEMBER, NOVEMBER, AKISMET_FALSE_POSITIVE), 1);
	assert_int_equal(sum(stats, NULL, all_sites, NOVEMBER, NOVEMBER, AKISMET_MISSED_SPAM), 1);
	assert_true(akismet_stats_sites(stats, &ann, NOVEMBER, str("BLOG"), &arena, &sites, &n));
	assert_int_equal(n, 1);
	assert_string_equal(sites[0].name, "b.example/blog");
	assert_true(akismet_stats_sites(stats, &ann, NOVEMBER, all_sites, &arena, &sites, &n));
	assert_int_equal(n, 2);
	assert_true(akismet_stats_sites(stats, &ann, NOVEMBER - 1, all_sites, &arena, &sites, &n));
	assert_int_equal(n, 0);
	arena_dispose(&arena);
	akismet_stats_free(stats);
}

static void counts__months__pass(void **state)
{
	struct akismet_stats *stats = akismet_stats_new();
	size_t n_sites;
	int month;

	(void)state;
	for (month = NOVEMBER - 20; month <= NOVEMBER; month++)
		akismet_stats_count(stats, NULL, str("a"), AKISMET_SPAM, month);
	assert_int_equal(sum(stats, NULL, str("a"), 0, NOVEMBER, AKISMET_SPAM), AKISMET_MONTHS);
	assert_int_equal(sum(stats, NULL, str("a"), NOVEMBER - 1, NOVEMBER, AKISMET_SPAM), 2);
	akismet_stats_sum(stats, NULL, str("a"), NOVEMBER - 13, NOVEMBER - 13, &n_sites);
	assert_int_equal(n_sites, 0);
	akismet_stats_sum(stats, NULL, str("a"), NOVEMBER - 12, NOVEMBER - 12, &n_sites);
	assert_int_equal(n_sites, 1);
	/* the clock goes back: the older month takes the place of the one that shares it */
	akismet_stats_count(stats, NULL, str("a"), AKISMET_SPAM, NOVEMBER - AKISMET_MONTHS);
	assert_int_equal(sum(stats, NULL, str("a"), NOVEMBER, NOVEMBER, AKISMET_SPAM), 0);
	akismet_stats_free(stats);
}

static void sites__of_a_key__have_a_limit(void **state)
{
	const struct key ann = {.hash = {1}};
	struct akismet_stats *stats = akismet_stats_new();
	struct arena arena = ARENA_INIT;
	struct akismet_site *sites;
	char name[32];
	size_t n;
	size_t i;

	(void)state;
	for (i = 0; i < AKISMET_SITES_PER_KEY + 100; i++) {
		snprintf(name, sizeof(name), "http://%zu.example", i);
		akismet_stats_count(stats, &ann, str(name), AKISMET_HAM, NOVEMBER);
	}
	assert_int_equal(
		sum(stats, &ann, all_sites, NOVEMBER, NOVEMBER, AKISMET_HAM), AKISMET_SITES_PER_KEY + 100);
	assert_true(akismet_stats_sites(stats, &ann, NOVEMBER, str("other sites"), &arena, &sites, &n));
	assert_int_equal(n, 1);
	assert_int_equal(sites[0].counts.n[AKISMET_HAM], 100);
	assert_true(akismet_stats_sites(stats, &ann, NOVEMBER, all_sites, &arena, &sites, &n));
	assert_int_equal(n, AKISMET_SITES_PER_KEY + 1);
	arena_dispose(&arena);
	akismet_stats_free(stats);
}

static void sites__of_all_keys__have_a_limit(void **state)
{
	struct akismet_stats *stats = akismet_stats_new();
	struct key key = {.hash = {0}};
	uint64_t all = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 3 * AKISMET_SITES_MAX; i++) {
		char name[32];

		memcpy(key.hash, &i, sizeof(i)); /* a key for each site */
		snprintf(name, sizeof(name), "%zu", i);
		akismet_stats_count(stats, &key, str(name), AKISMET_HAM, NOVEMBER);
		all += sum(stats, &key, all_sites, NOVEMBER, NOVEMBER, AKISMET_HAM);
	}
	assert_int_equal(all, AKISMET_SITES_MAX);
	akismet_stats_free(stats);
}

static void names__any_bytes__are_a_site(void **state)
{
	static const moderato_str names[] = {
		{NULL, 0}, {"", 0}, {"http://", 7}, {"////", 4}, {"a\0b", 3}};
	struct akismet_stats *stats = akismet_stats_new();
	struct buffer name = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++)
		akismet_stats_count(stats, NULL, names[i], AKISMET_HAM, NOVEMBER);
	assert_int_equal(sum(stats, NULL, str(""), NOVEMBER, NOVEMBER, AKISMET_HAM), COUNT(names));
	add_times(&name, "x", AKISMET_SITE_BYTES);
	akismet_stats_count(stats, NULL, buffer_view(&name), AKISMET_SPAM, NOVEMBER);
	add_times(&name, "y", AKISMET_SITE_BYTES);
	assert_int_equal(sum(stats, NULL, buffer_view(&name), NOVEMBER, NOVEMBER, AKISMET_SPAM), 1);
	buffer_dispose(&name);
	akismet_stats_free(stats);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts__sites_and_keys__are_apart),
		cmocka_unit_test(counts__months__pass),
		cmocka_unit_test(sites__of_a_key__have_a_limit),
		cmocka_unit_test(sites__of_all_keys__have_a_limit),
		cmocka_unit_test(names__any_bytes__are_a_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
