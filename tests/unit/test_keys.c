/* SPDX-License-Identifier: MIT */
/* Keys: whose one is, and which are refused. */
#include "support.h"

#include <time.h>

#include "serve/crypto.h"
#include "serve/config/keys.h"
#include "serve/protocol.h"

static moderato_error err;

static struct key_terms named(const char *name)
{
	return (struct key_terms){.name = name, .scopes = SCOPE_ALL};
}

static void hashes__are_sha256_of_a_prefix_and_the_key(void **state)
{
	char hash[KEY_HASH_TEXT];

	(void)state;
	key_hash_text(str("0123456789ab"), hash);
	/* printf 'moderato:0123456789ab' | sha256sum */
	assert_string_equal(
		hash, "sha256:61f6f3017f71af25dd333c4b9a0ad99b502d4719e371c7e7cf5a329a829697e3");
}

static void a_key__is_found_by_what_a_client_shows(void **state)
{
	struct keys keys = {0};
	const struct key_terms one = named("one");
	const struct key_terms two = {"two", SCOPE_AKISMET, {600, 60}, 0};
	char hash[KEY_HASH_TEXT];
	const struct key *found;

	(void)state;
	must(keys_add(&keys, &one, str("0123456789ab"), &err), err);
	key_hash_text(str("ba9876543210"), hash);
	must(keys_add_hash(&keys, &two, str(hash), &err), err);
	found = keys_find(&keys, str("0123456789ab"));
	assert_string_equal(found->name, "one");
	found = keys_find(&keys, str("ba9876543210"));
	assert_string_equal(found->name, "two");
	assert_int_equal(found->scopes, SCOPE_AKISMET);
	assert_int_equal(found->rate->limit.requests, 600);
	assert_null(keys_find(&keys, str("0123456789aB")));
	assert_null(keys_find(&keys, str("0123456789a")));
	assert_null(keys_find(&keys, str("")));
	assert_null(keys_find(&keys, str(hash))); /* the hash is not the key */
	keys_dispose(&keys);
	assert_null(keys_find(&keys, str("0123456789ab")));
}

static void names_and_keys__are_there_once(void **state)
{
	struct keys keys = {0};
	const struct key_terms one = named("one");
	const struct key_terms two = named("two");

	(void)state;
	must(keys_add(&keys, &one, str("a"), &err), err);
	assert_int_equal(keys_add(&keys, &one, str("b"), &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "there are two keys with the name 'one'");
	assert_int_equal(keys_add(&keys, &two, str("a"), &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "'two' is the same key as 'one'");
	assert_int_equal(keys.n, 1);
	keys_dispose(&keys);
}

static void there_may_be__a_thousand(void **state)
{
	static char names[KEYS_MAX + 1][8];
	struct keys keys = {0};
	size_t i;

	(void)state;
	for (i = 0; i <= KEYS_MAX; i++) {
		const struct key_terms terms = named(names[i]);

		snprintf(names[i], sizeof(names[i]), "k%zu", i);
		assert_int_equal(keys_add(&keys, &terms, str(names[i]), &err),
			i < KEYS_MAX ? MODERATO_OK : MODERATO_EINVAL);
	}
	assert_string_equal(keys_find(&keys, str("k999"))->name, "k999");
	keys_dispose(&keys);
}

static void a_hash__must_be_whole(void **state)
{
	static const char *const bad[] = {"", "sha256:", "0123456789ab",
		"sha256:755c74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275a",
		"sha256:755c74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275a8a",
		"sha256:755c74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275ag",
		"sha512:755c74d906d36802af87f03614ac57f040d9ac7b2049ae5eb8d774fac4b275a8"};
	struct keys keys = {0};
	const struct key_terms terms = named("one");
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		assert_int_equal(keys_add_hash(&keys, &terms, str(bad[i]), &err), MODERATO_EFORMAT);
	assert_int_equal(keys.n, 0);
	keys_dispose(&keys);
}

static void a_key_that_has_expired__is_nobodys(void **state)
{
	struct keys keys = {0};
	struct key_terms past = named("past");
	struct key_terms future = named("future");

	(void)state;
	past.expires = time(NULL) - 1;
	future.expires = time(NULL) + 3600;
	must(keys_add(&keys, &past, str("a"), &err), err);
	must(keys_add(&keys, &future, str("b"), &err), err);
	assert_null(keys_find(&keys, str("a")));
	assert_non_null(keys_find(&keys, str("b")));
	keys_dispose(&keys);
}

static void a_reload__gives_nobody_new_requests(void **state)
{
	struct keys old = {0};
	struct keys new = {0};
	const struct key_terms one = {"one", SCOPE_ALL, {1, 60}, 0};
	const struct key_terms renamed = {"renamed", SCOPE_ALL, {1, 60}, 0};
	const struct key_terms two = {"two", SCOPE_ALL, {1, 60}, 0};

	(void)state;
	must(keys_add(&old, &one, str("a"), &err), err);
	assert_int_equal(rate_take(old.v[0].rate, 1000), 0);
	must(keys_add(&new, &two, str("b"), &err), err);
	must(keys_add(&new, &renamed, str("a"), &err), err);
	keys_inherit(&new, &old);
	assert_int_equal(rate_take(new.v[0].rate, 1000), 0);
	assert_int_equal(rate_take(new.v[1].rate, 1000), 60);
	keys_dispose(&old);
	keys_dispose(&new);
}

/* Each finds its own among as many as there may be, in another order. */
static void a_reload__of_a_thousand__finds_each(void **state)
{
	static char names[KEYS_MAX][12];
	struct keys old = {0};
	struct keys new = {0};
	size_t i;

	(void)state;
	for (i = 0; i < KEYS_MAX; i++) {
		const struct key_terms terms = {names[i], SCOPE_ALL, {1000, 60}, 0};

		snprintf(names[i], sizeof(names[i]), "k%zu", i);
		must(keys_add(&old, &terms, str(names[i]), &err), err);
		old.v[i].rate->level = i;
	}
	for (i = KEYS_MAX; i-- > 0;) {
		const struct key_terms terms = {names[i], SCOPE_ALL, {1000, 60}, 0};

		must(keys_add(&new, &terms, str(names[i]), &err), err);
	}
	keys_inherit(&new, &old);
	for (i = 0; i < KEYS_MAX; i++)
		assert_int_equal(new.v[i].rate->level, KEYS_MAX - 1 - i);
	keys_dispose(&old);
	keys_dispose(&new);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hashes__are_sha256_of_a_prefix_and_the_key),
		cmocka_unit_test(a_key__is_found_by_what_a_client_shows),
		cmocka_unit_test(names_and_keys__are_there_once),
		cmocka_unit_test(there_may_be__a_thousand),
		cmocka_unit_test(a_hash__must_be_whole),
		cmocka_unit_test(a_key_that_has_expired__is_nobodys),
		cmocka_unit_test(a_reload__gives_nobody_new_requests),
		cmocka_unit_test(a_reload__of_a_thousand__finds_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
