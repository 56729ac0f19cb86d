/* SPDX-License-Identifier: MIT */
/* Numbers as text, and numbers in order. */
#include "support.h"

#include <math.h>

#include "base/number.h"
#include "base/radix.h"

/* ---- as text ---- */

/* What format_double() promises, in the plainest way. */
static void by_trying(char out[32], double value)
{
	int digits;

	for (digits = 15; digits <= 17; digits++) {
		snprintf(out, 32, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			break;
	}
}

static void check_number(double value)
{
	char expected[32];
	char got[32];
	const size_t n = format_double(got, value);

	if (!isfinite(value)) {
		assert_string_equal(got, "null");
		return;
	}
	by_trying(expected, value);
	if (n != strlen(got) || strcmp(got, expected) != 0)
		fail_msg("%a: got %s, expected %s", value, got, expected);
}

static double from_bits(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	return isfinite(value) ? value : 0;
}

static void format_double__numbers_of_all_sizes__are_as_printf_writes_them(void **state)
{
	struct rng rng;
	int e;
	int i;

	(void)state;
	rng_seed(&rng, 1);
	for (i = 0; i < 100000; i++)
		check_number(from_bits(rng_next(&rng)));
	for (e = -330; e <= 308; e++)
		for (i = 1; i < 20; i++) {
			char text[32];

			snprintf(text, sizeof(text), "%de%d", i, e);
			check_number(strtod(text, NULL));
			check_number(-nextafter(strtod(text, NULL), 0));
			check_number(nextafter(strtod(text, NULL), 2));
		}
	for (i = 0; i < 64; i++) {
		check_number(ldexp(1, i));
		check_number(ldexp(1, i) + 1);
		check_number(ldexp(1, -i) - 1);
	}
	check_number(0);
	check_number(-0.0);
	check_number(0x1p-1074);
	check_number(0x1.fffffffffffffp+1023);
}

/* ---- in order ---- */

enum { ITEMS_MAX = 3000 };

static uint64_t random_key(struct rng *rng, size_t way)
{
	const uint64_t bits = rng_next(rng);

	switch (way) {
	case 0:
		return bits;
	case 1:
		return bits & 0xff00ff; /* many are equal */
	case 2:
		return bits % 3;
	default:
		return 7;
	}
}

static void radix_sort__any_keys__rise_and_equal_ones_stay(void **state)
{
	static const size_t sizes[] = {0, 1, 2, 47, 48, 49, 256, 257, ITEMS_MAX};
	static struct radix_item v[ITEMS_MAX];
	static struct radix_item scratch[ITEMS_MAX];
	struct rng rng;
	size_t s;
	size_t way;
	size_t i;

	(void)state;
	rng_seed(&rng, 2);
	for (s = 0; s < COUNT(sizes); s++)
		for (way = 0; way < 4; way++) {
			uint64_t sum = 0;

			for (i = 0; i < sizes[s]; i++) {
				v[i] = (struct radix_item){random_key(&rng, way), (double)i};
				sum += v[i].key * (i + 1);
			}
			radix_sort(v, scratch, sizes[s]);
			for (i = 0; i < sizes[s]; i++) {
				sum -= v[i].key * ((uint64_t)v[i].value + 1);
				assert_true(!i || v[i - 1].key < v[i].key ||
							(v[i - 1].key == v[i].key && v[i - 1].value < v[i].value));
			}
			assert_int_equal(sum, 0);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(format_double__numbers_of_all_sizes__are_as_printf_writes_them),
		cmocka_unit_test(radix_sort__any_keys__rise_and_equal_ones_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
