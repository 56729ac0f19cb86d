/* SPDX-License-Identifier: MIT */
/* Comments that are longer than an encoder has places: how they are cut, and what each part gives.
 */
#include "support.h"

#include <math.h>

#include "encode/windows.h"

#define GOLDEN "tests/unit/encoder_golden.bin"
enum { LETTERS_MAX = 2048 };

static struct buffer bytes = BUFFER_INIT;
static struct encoder_file file;
static struct arena arena;
static moderato_error err;

static int setup(void **state)
{
	(void)state;
	read_file(GOLDEN, &bytes);
	must(encoder_file_read(&file, "golden", buffer_view(&bytes), &err), err);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	encoder_file_dispose(&file);
	buffer_dispose(&bytes);
	arena_dispose(&arena);
	return 0;
}

/* The windows of n signs, each of which is a piece. */
static struct windows windows_of(size_t n)
{
	static char s[LETTERS_MAX];
	const struct text text = {s, n, NULL};
	struct windows w;
	size_t i;

	assert_true(n <= sizeof(s));
	for (i = 0; i < n; i++)
		s[i] = "!?.,"[i * i % 7 % 4];
	arena_reset(&arena);
	assert_true(windows_read(&file, &text, &arena, &w));
	return w;
}

static void windows__any_length__are_few_and_cover_all(void **state)
{
	const size_t room = file.encoder.places - PIECES_MIN;
	size_t n, k, first, end;

	(void)state;
	for (n = 0; n < (WINDOWS_MAX + 2) * room; n++) {
		const struct windows w = windows_of(n);
		const size_t read = n < WINDOWS_MAX * room ? n : WINDOWS_MAX * room;
		size_t at = 1;

		assert_int_equal(w.pieces.n, read + PIECES_MIN);
		assert_int_equal(w.n, read ? (read + room - 1) / room : 1);
		for (k = 0; k < w.n; k++) {
			windows_pieces(&w, k, &first, &end);
			assert_int_equal(first, at);
			assert_true(end >= first && end - first <= room);
			at = end;
		}
		assert_int_equal(at, w.pieces.n - 1);
	}
}

static void windows__each__is_read_like_a_comment(void **state)
{
	const size_t width = file.encoder.width;
	const struct windows w = windows_of(3 * file.encoder.places);
	uint32_t ids[64];
	float vector[64];
	size_t k, i, first, end;

	(void)state;
	assert_true(w.n > 3 && width <= COUNT(vector));
	for (k = 0; k < w.n; k++) {
		uint32_t length = 0;

		windows_pieces(&w, k, &first, &end);
		ids[length++] = w.pieces.ids[0];
		for (i = first; i < end; i++)
			ids[length++] = w.pieces.ids[i];
		ids[length++] = w.pieces.ids[w.pieces.n - 1];
		assert_true(encoder_vectors(&file.encoder, &arena, ids, &length, 1, vector));
		assert_memory_equal(vector, w.vector + k * width, width * sizeof(*vector));
	}
	windows_mix(w.vector, w.n, width, 1, vector);
	for (i = 0; i < width; i++) {
		double sum = 0;

		for (k = 0; k < w.n; k++)
			sum += (double)w.vector[k * width + i];
		sum = (sum / (double)w.n + (double)w.vector[width + i]) / 2;
		assert_true(fabs(sum - (double)vector[i]) < 1e-5);
	}
}

static void windows__a_short_text__is_one(void **state)
{
	const struct windows w = windows_of(5);
	float vector[64];

	(void)state;
	assert_int_equal(w.n, 1);
	windows_mix(w.vector, w.n, file.encoder.width, 0, vector);
	assert_memory_equal(vector, w.vector, file.encoder.width * sizeof(*vector));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows__any_length__are_few_and_cover_all),
		cmocka_unit_test(windows__each__is_read_like_a_comment),
		cmocka_unit_test(windows__a_short_text__is_one),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
