/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/hash_keyed.h"
#include "base/string_table.h"

enum { MANY = 5000 };

static char names[MANY][8];

static moderato_str name(size_t i)
{
	snprintf(names[i], sizeof(names[i]), "n%zu", i);
	return str_of(names[i]);
}

static void strings__get_numbers_in_the_order_of_arrival(void **state)
{
	struct string_table t = {0};
	size_t i;

	(void)state;
	assert_int_equal(string_table_find(&t, str_of("n0")), STRING_TABLE_NONE);
	for (i = 0; i < MANY; i++) {
		assert_int_equal(string_table_find(&t, name(i)), STRING_TABLE_NONE);
		assert_true(string_table_add(&t, name(i)));
		assert_true(2 * t.n <= t.n_slots);
	}
	assert_int_equal(t.n, MANY);
	for (i = 0; i < MANY; i++) {
		assert_int_equal(string_table_find(&t, name(i)), i);
		assert_ptr_equal(t.strings[i].ptr, names[i]);
	}
	string_table_dispose(&t);
	assert_null(t.strings);
}

static void strings__may_hold_any_bytes_or_none(void **state)
{
	const moderato_str some[] = {{"a\0b", 3}, {"a\0c", 3}, {"a", 1}, {"", 0}, {"\xff", 1}};
	struct string_table t = {0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(some); i++)
		assert_true(string_table_add(&t, some[i]));
	for (i = 0; i < COUNT(some); i++)
		assert_int_equal(string_table_find(&t, some[i]), i);
	assert_int_equal(string_table_find(&t, (moderato_str){NULL, 0}), 3);
	string_table_dispose(&t);
}

/* SipHash-1-3 of the bytes 0, 1, 2, … under the key 0, 1, …, 15, as its authors' program prints it.
 */
static void keyed_hash__is_siphash_1_3(void **state)
{
	static const struct {
		size_t len;
		uint64_t hash;
	} known[] = {{0, 0xabac0158050fc4dc}, {1, 0xc9f49bf37d57ca93}, {7, 0xd3927d989bb11140},
		{8, 0x369095118d299a8e}, {15, 0xd320d86d2a519956}, {63, 0x9d199062b7bbb3a8}};
	const struct hash_key key = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
	unsigned char bytes[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (i = 0; i < COUNT(known); i++)
		assert_int_equal(hash_keyed_by(&key, bytes, known[i].len), known[i].hash);
}

/* Without the key, each of these ends in one state of the fixed hash, and thus in one slot. */
static void strings__chosen_to_have_one_hash__do_not_meet(void **state)
{
	enum { CHOSEN = 20000, IN_REACH = 64 };
	static char ids[CHOSEN][16];
	const uint64_t start = hash_fold(16 ^ HASH_K0, HASH_K1);
	struct string_table t = {0};
	size_t run = 0;
	size_t longest = 0;
	size_t i;

	(void)state;
	for (i = 0; i < CHOSEN; i++) {
		const uint64_t first = i;
		const uint64_t second = hash_fold(start ^ first, HASH_K1);

		memcpy(ids[i], &first, 8);
		memcpy(ids[i] + 8, &second, 8);
		assert_int_equal(hash_bytes(ids[i], 16, 0), hash_bytes(ids[0], 16, 0));
		assert_true(string_table_add(&t, (moderato_str){ids[i], 16}));
	}
	for (i = 0; i < t.n_slots; i++) {
		run = t.slots[i] ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	assert_true(longest < IN_REACH);
	assert_int_equal(string_table_find(&t, (moderato_str){ids[CHOSEN - 1], 16}), CHOSEN - 1);
	string_table_dispose(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings__get_numbers_in_the_order_of_arrival),
		cmocka_unit_test(strings__may_hold_any_bytes_or_none),
		cmocka_unit_test(keyed_hash__is_siphash_1_3),
		cmocka_unit_test(strings__chosen_to_have_one_hash__do_not_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
