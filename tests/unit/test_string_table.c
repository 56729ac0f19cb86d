/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/hash.h"
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

/* Strings whose hashes meet in one slot of a small table: those within the probes are found. */
static void strings__that_meet__are_looked_for_as_long_as_asked(void **state)
{
	struct string_table t = {.probes_max = 3};
	moderato_str meeting[6];
	size_t n = 0;
	size_t i;

	(void)state;
	for (i = 0; i < MANY && n < 6; i++)
		if ((hash_bytes(name(i).ptr, name(i).len, 0) & 15) == 7)
			meeting[n++] = name(i);
	assert_int_equal(n, 6);
	for (i = 0; i < n; i++)
		assert_true(string_table_add(&t, meeting[i]));
	assert_int_equal(t.n_slots, 16);
	for (i = 0; i < n; i++)
		assert_int_equal(string_table_find(&t, meeting[i]), i < 3 ? i : STRING_TABLE_NONE);
	string_table_dispose(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings__get_numbers_in_the_order_of_arrival),
		cmocka_unit_test(strings__may_hold_any_bytes_or_none),
		cmocka_unit_test(strings__that_meet__are_looked_for_as_long_as_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
