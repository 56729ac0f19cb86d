/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "text/words.h"

struct arena arena;

int dispose_arena(void **state)
{
	(void)state;
	arena_dispose(&arena);
	return 0;
}

struct text normal_of(const char *s, size_t len)
{
	const struct text in = {s, len, NULL};
	struct text normal;

	assert_true(normalize(&arena, &in, &normal));
	return normal;
}

void check_rewrites(const struct rewrite *rows, size_t n_rows,
	struct text (*rewrite)(const char *s, size_t len, size_t *n))
{
	size_t i;
	size_t n;

	for (i = 0; i < n_rows; i++) {
		const struct text out = rewrite(rows[i].in, strlen(rows[i].in), &n);

		if (out.len != strlen(rows[i].out) || memcmp(out.s, rows[i].out, out.len) != 0 ||
			n != rows[i].n)
			fail_msg("'%s': '%.*s', %zu", rows[i].in, (int)out.len, out.s, n);
	}
}

void check_origins_and_pad(const struct text *text, size_t len)
{
	size_t i;

	for (i = 0; i < text->len; i++) {
		const moderato_span span = text_original(text, i, i + 1);

		assert_true(span.begin < span.end && span.end <= len);
		if (i)
			assert_true(span.begin >= text_original(text, i - 1, i).begin);
	}
	for (i = 0; i < WORD_PAD; i++)
		assert_int_equal(text->s[text->len + i], ' ');
}
