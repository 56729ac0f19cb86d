/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include <utf8proc.h>

#include "base/codepoint.h"

/* --- what is expected: utf8proc over the whole text, then the typographic folds --- */

/* clang-format off */
static const struct typographic {
	uint32_t from;
	char to;
} typography[] = {
	{0x2018, '\''}, {0x2019, '\''}, {0x201B, '\''}, {0x2032, '\''}, {0x02BC, '\''}, {0x201C, '"'},
	{0x201D, '"'}, {0x201F, '"'}, {0x00AB, '"'}, {0x00BB, '"'}, {0x2010, '-'}, {0x2011, '-'},
	{0x2012, '-'}, {0x2013, '-'}, {0x2014, '-'}, {0x2015, '-'}, {0x2212, '-'}, {0x2800, ' '},
};
/* clang-format on */

static uint32_t fold_sign(uint32_t cp)
{
	size_t i;

	for (i = 0; i < COUNT(typography); i++)
		if (typography[i].from == cp)
			return (unsigned char)typography[i].to;
	if (cp >= 0x1F150 && cp <= 0x1F169) /* white letters in black circles and boxes */
		return 'a' + (cp - 0x1F150);
	if (cp >= 0x1F170 && cp <= 0x1F189)
		return 'a' + (cp - 0x1F170);
	return cp;
}

/* `s` is NUL-terminated; the result is malloc'ed and NUL-terminated. */
static char *expected_of(const char *s)
{
	char *folded = (char *)utf8proc_NFKC_Casefold((const utf8proc_uint8_t *)s);
	size_t to = 0;
	size_t i = 0;
	size_t n;

	if (!folded)
		fail_msg("utf8proc refuses '%s'", s);
	while (folded[i]) { /* no fold is longer than what it replaces */
		const uint32_t cp = codepoint_get(folded + i, &n);

		to += codepoint_put(folded + to, fold_sign(cp));
		i += n;
	}
	folded[to] = '\0';
	return folded;
}

/* Every byte comes from whole code points of the input, and later ones from no earlier ones. */
static void check_origins(const char *name, const struct text *in, const struct text *out)
{
	size_t i;

	if (!out->origin)
		return;
	for (i = 0; i < out->len; i++) {
		const struct origin o = out->origin[i];

		if (o.begin >= o.end || o.end > in->len)
			fail_msg("%s: byte %zu comes from %u to %u of %zu", name, i, o.begin, o.end, in->len);
		if (((unsigned char)in->s[o.begin] & 0xC0) == 0x80 ||
			(o.end < in->len && ((unsigned char)in->s[o.end] & 0xC0) == 0x80))
			fail_msg("%s: byte %zu comes from part of a character", name, i);
		if (i && (o.begin < out->origin[i - 1].begin || o.end < out->origin[i - 1].end))
			fail_msg("%s: byte %zu comes from before byte %zu", name, i, i - 1);
	}
}

/* A text in hexadecimal, for messages. */
static const char *code_points(const char *s)
{
	static char out[1024];
	size_t to = 0;
	size_t i = 0;
	size_t n;

	out[0] = '\0';
	for (; s[i] && to + 16 < sizeof(out); i += n)
		to += (size_t)snprintf(out + to, sizeof(out) - to, " %04X", codepoint_get(s + i, &n));
	return out;
}

/* `s` has no NUL. */
static void check_text(const char *name, const char *s)
{
	const struct text in = {s, strlen(s), NULL};
	char *expected = expected_of(s);
	struct text out;

	assert_true(normalize(&arena, &in, &out));
	if (out.len != strlen(expected) || memcmp(out.s, expected, out.len) != 0) {
		char *got = strndup(out.s, out.len);

		print_error("input   %s\n", code_points(s));
		print_error("expected%s\n", code_points(expected));
		print_error("got     %s\n", got ? code_points(got) : "");
		fail_msg("%s: not what utf8proc makes of it", name);
	}
	check_origins(name, &in, &out);
	free(expected);
	arena_reset(&arena);
}

/* --- ASCII --- */

static void ascii__random_with_controls__fast_path_equals_the_general_one(void **state)
{
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 1);
	for (round = 0; round < 3000; round++) {
		char s[100];
		const struct text in = {s, rng_below(&rng, sizeof(s) + 1), NULL};
		struct text fast;
		struct text general;
		size_t i;

		for (i = 0; i < in.len; i++)
			s[i] = (char)rng_below(&rng, 128);
		assert_true(normalize(&arena, &in, &fast));
		assert_true(normalize_general(&arena, &in, &general));
		assert_int_equal(fast.len, general.len);
		assert_memory_equal(fast.s, general.s, fast.len);
		for (i = 0; i < fast.len; i++) {
			const moderato_span a = text_original(&fast, i, i + 1);
			const moderato_span b = text_original(&general, i, i + 1);

			assert_true(a.begin == i && a.end == i + 1);
			assert_true(b.begin == i && b.end == i + 1);
		}
		arena_reset(&arena);
	}
}

static void ascii__each_byte__equals_utf8proc(void **state)
{
	char s[128];
	size_t i;

	(void)state;
	for (i = 0; i < 127; i++)
		s[i] = (char)(i + 1);
	s[127] = '\0';
	check_text("0x01 to 0x7F", s);
	check_text("nothing", "");
}

/* --- tables --- */

static const struct {
	const char *name;
	const char *in;
	const char *out;
} table[] = {
	{"capitals",
		"\xC3\x89"
		"COLE",
		"\xC3\xA9"
		"cole"},
	{"composed here and there", "e\xCC\x81", "\xC3\xA9"},
	{"full width", "\xEF\xBC\xA1\xEF\xBD\x82\xEF\xBC\x93", "ab3"},
	{"mathematical", "\xF0\x9D\x90\x88\xF0\x9D\x93\xAD", "id"},
	{"circled", "\xE2\x92\xB6\xE2\x93\x91", "ab"},
	{"ligature", "\xEF\xAC\x81ne", "fine"},
	{"superscript", "x\xC2\xB2", "x2"},
	{"sharp s",
		"Stra\xC3\x9F"
		"e",
		"strasse"},
	{"final sigma", "\xCE\xA3\xCE\xA3\xCF\x82", "\xCF\x83\xCF\x83\xCF\x83"},
	{"dotted capital I", "\xC4\xB0", "i\xCC\x87"},
	{"zero-width characters",
		"i\xE2\x80\x8B"
		"d\xC2\xAD"
		"i\xE2\x81\xA0o\xEF\xBB\xBFt",
		"idiot"},
	{"no-break space",
		"a\xC2\xA0"
		"b",
		"a b"},
	{"ideographic space",
		"a\xE3\x80\x80"
		"b",
		"a b"},
	{"curly quotes",
		"\xE2\x80\x9C"
		"don\xE2\x80\x99t\xE2\x80\x9D",
		"\"don't\""},
	{"angle quotes",
		"\xC2\xAB"
		"a\xC2\xBB",
		"\"a\""},
	{"dashes", "\xE2\x80\x93\xE2\x80\x94\xE2\x88\x92\xE2\x80\x91", "----"},
	{"prime", "5\xE2\x80\xB2\xE2\x80\xB3", "5'''"},
	{"ellipsis", "no\xE2\x80\xA6", "no..."},
	{"acute accent by itself", "\xC2\xB4", " \xCC\x81"},
	{"Hangul from letters", "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81"},
	{"Hangul with a final apart", "\xEA\xB0\x80\xE1\x86\xA8", "\xEA\xB0\x81"},
	{"half-width Kana", "\xEF\xBD\xB6\xEF\xBE\x9E", "\xE3\x82\xAC"},
	{"marks in the other order", "a\xCC\xA3\xCC\x82", "\xE1\xBA\xAD"},
	{"marks in order", "a\xCC\x82\xCC\xA3", "\xE1\xBA\xAD"},
	{"Bengali vowel of two parts", "\xE0\xA6\x95\xE0\xA7\x87\xE0\xA6\xBE",
		"\xE0\xA6\x95\xE0\xA7\x8B"},
	{"Devanagari that stays apart", "\xE0\xA5\x98", "\xE0\xA4\x95\xE0\xA4\xBC"},
	{"emoji", "\xF0\x9F\x98\x80\xEF\xB8\x8F", "\xF0\x9F\x98\x80"},
	{"private use", "\xEE\x80\x80", "\xEE\x80\x80"},
	{"not assigned", "\xCD\xB8", "\xCD\xB8"},
	{"replacement", "\xEF\xBF\xBD", "\xEF\xBF\xBD"},
};

static void normalize__table__folds(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		const struct text in = {table[i].in, strlen(table[i].in), NULL};
		struct text out;

		assert_true(normalize(&arena, &in, &out));
		if (out.len != strlen(table[i].out) || memcmp(out.s, table[i].out, out.len) != 0)
			fail_msg("%s: got '%.*s'", table[i].name, (int)out.len, out.s);
		check_text(table[i].name, table[i].in);
	}
}

static void typography__each__becomes_ascii(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(typography); i++) {
		char s[4];
		const struct text in = {s, codepoint_put(s, typography[i].from), NULL};
		struct text out;

		assert_true(normalize(&arena, &in, &out));
		if (out.len != 1 || out.s[0] != typography[i].to)
			fail_msg("U+%04X: got '%.*s'", typography[i].from, (int)out.len, out.s);
	}
}

/* --- every code point, and random texts --- */

/* Alone, and behind a letter with which it may combine. */
static void codepoint__each__equals_utf8proc(void **state)
{
	char s[64 * 10 + 1];
	uint32_t cp = 1;

	(void)state;
	while (cp <= 0x10FFFF) {
		const uint32_t first = cp;
		char name[32];
		size_t n = 0;

		for (; n + 10 < sizeof(s) && cp <= 0x10FFFF; cp++) {
			if ((cp >= 0xD800 && cp <= 0xDFFF) || (cp >= 0x1F1E6 && cp <= 0x1F1FF))
				continue;
			n += codepoint_put(s + n, cp);
			s[n++] = 'A';
			n += codepoint_put(s + n, cp);
		}
		s[n] = '\0';
		snprintf(name, sizeof(name), "U+%04X to U+%04X", first, cp - 1);
		check_text(name, s);
	}
}

/* Where random characters come from. */
struct block {
	uint32_t first;
	uint32_t last;
};

/* clang-format off */
static const struct block blocks[] = {
	{0x20, 0x7E}, {0xA0, 0xFF}, {0x100, 0x24F}, {0x250, 0x2FF}, {0x300, 0x36F}, {0x370, 0x3FF},
	{0x400, 0x52F}, {0x530, 0x58F}, {0x590, 0x5FF}, {0x600, 0x6FF}, {0x900, 0x97F}, {0x980, 0x9FF},
	{0xB00, 0xB7F}, {0xB80, 0xBFF}, {0xC00, 0xC7F}, {0xC80, 0xCFF}, {0xD00, 0xD7F}, {0xD80, 0xDFF},
	{0xE00, 0xE7F}, {0xF00, 0xFFF}, {0x1000, 0x109F}, {0x10A0, 0x10FF}, {0x1100, 0x11FF},
	{0x13A0, 0x13FF}, {0x1B00, 0x1B7F}, {0x1E00, 0x1FFF}, {0x2000, 0x206F}, {0x2070, 0x218F},
	{0x2190, 0x23FF}, {0x2460, 0x24FF}, {0x3000, 0x30FF}, {0x3130, 0x318F}, {0x3200, 0x33FF},
	{0x4E00, 0x9FFF}, {0xA960, 0xA97F}, {0xAC00, 0xD7FF}, {0xF900, 0xFAFF}, {0xFB00, 0xFDFF},
	{0xFE00, 0xFFEF}, {0x11000, 0x110CF}, {0x11100, 0x1114F}, {0x11300, 0x1137F},
	{0x11480, 0x114DF}, {0x11580, 0x115FF}, {0x1D100, 0x1D1FF}, {0x1D400, 0x1D7FF},
	{0x1E900, 0x1E95F}, {0x1F100, 0x1F1E5}, {0x1F300, 0x1F6FF}, {0x20000, 0x2A6DF},
	{0x2F800, 0x2FA1F}, {0xE0000, 0xE01EF},
};
/* clang-format on */

static uint32_t random_of(struct rng *rng, const struct block *b)
{
	return b->first + (uint32_t)rng_below(rng, b->last - b->first + 1);
}

static void random__many_scripts__equals_utf8proc(void **state)
{
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 2);
	for (round = 0; round < 20000; round++) {
		const struct block *one = &blocks[rng_below(&rng, COUNT(blocks))];
		const size_t len = 1 + rng_below(&rng, 24);
		char s[24 * 4 + 1];
		size_t n = 0;
		size_t i;

		/* Mostly one script, so that letters meet their own marks. */
		for (i = 0; i < len; i++)
			n += codepoint_put(
				s + n, random_of(&rng,
						   rng_below(&rng, 4) ? one : &blocks[rng_below(&rng, COUNT(blocks))]));
		s[n] = '\0';
		check_text("random", s);
	}
}

static void random__hangul_letters__equals_utf8proc(void **state)
{
	static const struct block letters[] = {
		{0x1100, 0x1112},
		{0x1161, 0x1175},
		{0x11A7, 0x11C2},
		{0xAC00, 0xAC40},
		{0x1160, 0x1160},
		{0x115F, 0x115F},
		{0x3131, 0x3163},
		{0xFFA0, 0xFFDC},
		{0x0300, 0x0304},
		{0x1176, 0x11FF},
	};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 3);
	for (round = 0; round < 10000; round++) {
		char s[12 * 4 + 1];
		size_t n = 0;
		size_t i;

		for (i = 0; i < 12; i++)
			n += codepoint_put(s + n, random_of(&rng, &letters[rng_below(&rng, COUNT(letters))]));
		s[n] = '\0';
		check_text("Hangul", s);
	}
}

/* Marks of many combining classes, sorted and composed across the whole run. */
static void random__combining_runs__equal_utf8proc(void **state)
{
	static const struct block bases[] = {{'A', 'z'}, {0xC0, 0x17F}, {0x391, 0x3C9}, {0x410, 0x44F},
		{0x905, 0x939}, {0x5D0, 0x5EA}, {0x627, 0x64A}, {0x1E00, 0x1EFF}, {0xAC00, 0xAC10}};
	static const struct block marks[] = {{0x300, 0x36F}, {0x300, 0x345}, {0x483, 0x487},
		{0x591, 0x5C7}, {0x64B, 0x65F}, {0x93C, 0x93C}, {0x94D, 0x94D}, {0x1AB0, 0x1ABD},
		{0x1DC0, 0x1DFF}, {0x20D0, 0x20F0}, {0x3099, 0x309A}, {0xFE20, 0xFE2F}, {0x200B, 0x200D}};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 4);
	for (round = 0; round < 6000; round++) {
		const size_t run = 1 + rng_below(&rng, 60);
		char s[2 * 62 * 4 + 1];
		size_t n = 0;
		size_t k;

		for (k = 0; k < 2; k++) {
			size_t i;

			n += codepoint_put(s + n, random_of(&rng, &bases[rng_below(&rng, COUNT(bases))]));
			for (i = 0; i < run; i++)
				n += codepoint_put(s + n, random_of(&rng, &marks[rng_below(&rng, COUNT(marks))]));
		}
		s[n] = '\0';
		check_text("a run of marks", s);
	}
}

/* Beyond what is sorted together nothing is lost either. */
static void zalgo__hundreds_of_marks__are_all_kept(void **state)
{
	static const size_t runs[] = {62, 63, 64, 65, 127, 128, 500};
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(runs); k++) {
		char s[1 + 500 * 2];
		const struct text in = {s, 1 + runs[k] * 2, NULL};
		struct text out;
		size_t i;

		s[0] = 'x';
		for (i = 0; i < runs[k]; i++)
			codepoint_put(s + 1 + 2 * i, i % 2 ? 0x316 : 0x301); /* below and above: to be sorted */
		assert_true(normalize(&arena, &in, &out));
		if (out.len != in.len)
			fail_msg("%zu marks: %zu bytes of %zu", runs[k], out.len, in.len);
		check_origins("zalgo", &in, &out);
	}
}

/* Two regional indicators are a flag where a country has one; all others are letters. */
static void regional__pairs_that_are_flags__stay(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} cases[] = {
		{"\U0001F1FA\U0001F1F8 ok", "\U0001F1FA\U0001F1F8 ok"},
		{"\U0001F1FA\U0001F1F8\U0001F1EC\U0001F1E7", "\U0001F1FA\U0001F1F8\U0001F1EC\U0001F1E7"},
		{"\U0001F1E6", "a"},
		{"\U0001F1E6\U0001F1E7", "ab"},
		{"\U0001F1FB\U0001F1EE\U0001F1E6\U0001F1EC\U0001F1F7\U0001F1E6", "viagra"},
		{"\U0001F1F8 \U0001F1EA \U0001F1FD", "s e x"},
		{"\U0001F1F8\u200B\U0001F1EA\u200B\U0001F1FD", "sex"},
		{"\U0001F170\U0001F17D\U0001F150", "ana"},
		{"x\u0301\U0001F1E6\u0301", "x\u0301a\u0301"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct text in = {cases[i].in, strlen(cases[i].in), NULL};
		struct text out;

		assert_true(normalize(&arena, &in, &out));
		if (out.len != strlen(cases[i].out) || memcmp(out.s, cases[i].out, out.len) != 0)
			fail_msg("'%s': '%.*s'", cases[i].in, (int)out.len, out.s);
	}
}

/* --- the quick way and the general one --- */

static void check_ways(const char *s, size_t len, const struct origin *moved)
{
	const struct text in = {s, len, moved};
	struct text quick;
	struct text general;
	size_t i;

	assert_true(normalize(&arena, &in, &quick));
	assert_true(normalize_general(&arena, &in, &general));
	assert_int_equal(quick.len, general.len);
	assert_memory_equal(quick.s, general.s, quick.len);
	for (i = 0; i < quick.len; i++) {
		const moderato_span a = text_original(&quick, i, i + 1);
		const moderato_span b = text_original(&general, i, i + 1);

		if (a.begin != b.begin || a.end != b.end)
			fail_msg("byte %zu: %zu to %zu, not %zu to %zu", i, a.begin, a.end, b.begin, b.end);
	}
	arena_reset(&arena);
}

/* Letters, what combines with them, what is dropped between them, and runs of ASCII. */
static void random__all_kinds__both_ways_agree_to_the_origin(void **state)
{
	static const uint32_t joins[] = {0x301, 0x316, 0x345, 0x3099, 0x1161, 0x11A8, 0x94D, 0xE48,
		0x9BE, 0xFF9E, 0x200B, 0xFE0F, 0x1F1E6, 0x1F1FA, 0xAD, 0xE0061, 0x2026, 0xDF, 0xFDFA, 0x390,
		0x130, 0xB4};
	struct origin moved[40 * 8];
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 5);
	for (round = 0; round < 20000; round++) {
		const struct block *block = &blocks[rng_below(&rng, COUNT(blocks))];
		const size_t len = rng_below(&rng, 40);
		char s[40 * 8];
		size_t n = 0;
		size_t i;

		for (i = 0; i < len; i++) {
			const size_t kind = rng_below(&rng, 4);

			if (kind < 2)
				n += codepoint_put(
					s + n, kind ? joins[rng_below(&rng, COUNT(joins))] : random_of(&rng, block));
			else
				for (size_t run = rng_below(&rng, kind == 2 ? 2 : 9); run; run--)
					s[n++] = (char)(' ' + rng_below(&rng, 95));
		}
		check_ways(s, n, NULL);
		for (i = 0; i < n; i++) { /* each code point from three times its bytes */
			size_t bytes;
			size_t k;

			codepoint_get(s + i, &bytes);
			for (k = 0; k < bytes; k++)
				moved[i + k] = (struct origin){(uint32_t)(3 * i), (uint32_t)(3 * (i + bytes))};
			i += bytes - 1;
		}
		check_ways(s, n, moved);
	}
}

/* --- origins --- */

static void origins__table__lead_back(void **state)
{
	static const struct {
		const char *in;
		const char *piece; /* of the output */
		size_t begin;
		size_t end;
	} cases[] = {
		{"a \xEF\xAC\x81 z", "fi", 2, 5},
		{"a \xEF\xAC\x81 z", "z", 6, 7},
		{"xe\xCC\x81y", "\xC3\xA9", 1, 4},
		{"i\xE2\x80\x8B"
		 "d!",
			"id", 0, 5},
		{"i\xE2\x80\x8B"
		 "d!",
			"d", 4, 5},
		{"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8 k", "\xEA\xB0\x81", 0, 9},
		{"\xE2\x80\x9Cno\xE2\x80\x9D", "no\"", 3, 8},
		{"\xC3\x9F"
		 "a",
			"ssa", 0, 3},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct text in = {cases[i].in, strlen(cases[i].in), NULL};
		const size_t n = strlen(cases[i].piece);
		struct text out;
		const char *at;
		moderato_span span;

		assert_true(normalize(&arena, &in, &out));
		at = memmem(out.s, out.len, cases[i].piece, n);
		if (!at)
			fail_msg("'%s': no '%s' in '%.*s'", cases[i].in, cases[i].piece, (int)out.len, out.s);
		span = text_original(&out, (size_t)(at - out.s), (size_t)(at - out.s) + n);
		if (span.begin != cases[i].begin || span.end != cases[i].end)
			fail_msg("'%s' of '%s': %zu to %zu", cases[i].piece, cases[i].in, span.begin, span.end);
	}
}

/* A stage before this one has moved the text: its origins are carried on, in both paths. */
static void origins__of_the_stage_before__are_kept(void **state)
{
	static const struct origin moved[] = {{10, 15}, {15, 16}, {20, 22}, {20, 22}};
	const struct text in = {"AbC", 3, moved};
	const struct text accented = {"AB\xC3\x89", 4, moved};
	struct text out;

	(void)state;
	assert_true(normalize(&arena, &in, &out));
	assert_memory_equal(out.s, "abc", 3);
	assert_int_equal(text_original(&out, 0, 1).end, 15);
	assert_int_equal(text_original(&out, 2, 3).begin, 20);
	assert_true(normalize(&arena, &accented, &out));
	assert_memory_equal(out.s, "ab\xC3\xA9", 4);
	assert_int_equal(text_original(&out, 0, 1).end, 15);
	assert_int_equal(text_original(&out, 1, 4).begin, 15);
	assert_int_equal(text_original(&out, 1, 4).end, 22);
}

/* --- the properties of characters --- */

static void properties__table__are_unicodes(void **state)
{
	static const struct {
		uint32_t cp;
		enum codepoint_class class;
		bool upper;
	} cases[] = {
		{'a', CODEPOINT_LETTER, false},
		{'A', CODEPOINT_LETTER, true},
		{0x01C5, CODEPOINT_LETTER, true},
		{0x0416, CODEPOINT_LETTER, true},
		{0x0436, CODEPOINT_LETTER, false},
		{0x4E00, CODEPOINT_LETTER, false},
		{0x0301, CODEPOINT_LETTER, false},
		{0xFFFD, CODEPOINT_LETTER, false},
		{0xE000, CODEPOINT_LETTER, false},
		{'7', CODEPOINT_DIGIT, false},
		{0x0664, CODEPOINT_DIGIT, false},
		{0x2160, CODEPOINT_DIGIT, false},
		{0x1F600, CODEPOINT_SYMBOL, false},
		{0x20AC, CODEPOINT_SYMBOL, false},
		{'+', CODEPOINT_SYMBOL, false},
		{'!', CODEPOINT_PUNCTUATION, false},
		{0x3002, CODEPOINT_PUNCTUATION, false},
		{'_', CODEPOINT_PUNCTUATION, false},
		{' ', CODEPOINT_SPACE, false},
		{0x2028, CODEPOINT_SPACE, false},
		{'\n', CODEPOINT_SPACE, false},
		{0x200B, CODEPOINT_SPACE, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (codepoint_classify(cases[i].cp) != cases[i].class ||
			codepoint_is_upper(cases[i].cp) != cases[i].upper)
			fail_msg("U+%04X: class %d", cases[i].cp, (int)codepoint_classify(cases[i].cp));
}

static void base__table__drops_marks(void **state)
{
	static const struct {
		uint32_t cp;
		size_t n;
		uint32_t out;
	} cases[] = {
		{'a', 1, 'a'},
		{0xE9, 1, 'e'},
		{0x1EAD, 1, 'a'},
		{0x0439, 1, 0x0438},
		{0x0301, 0, 0},
		{0xFB01, 1, 0xFB01},
		{0x1F600, 1, 0x1F600},
		{0xAC01, 1, 0xAC01},
		{0x0958, 1, 0x0915},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		uint32_t out[4] = {0};
		const size_t n = codepoint_base(cases[i].cp, out);

		if (n != cases[i].n || (n && out[0] != cases[i].out))
			fail_msg("U+%04X: %zu, U+%04X", cases[i].cp, n, out[0]);
	}
	assert_string_equal(normalize_unicode_version(), utf8proc_unicode_version());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ascii__random_with_controls__fast_path_equals_the_general_one),
		cmocka_unit_test(ascii__each_byte__equals_utf8proc),
		cmocka_unit_test(normalize__table__folds),
		cmocka_unit_test(typography__each__becomes_ascii),
		cmocka_unit_test(regional__pairs_that_are_flags__stay),
		cmocka_unit_test(codepoint__each__equals_utf8proc),
		cmocka_unit_test(random__many_scripts__equals_utf8proc),
		cmocka_unit_test(random__hangul_letters__equals_utf8proc),
		cmocka_unit_test(random__combining_runs__equal_utf8proc),
		cmocka_unit_test(zalgo__hundreds_of_marks__are_all_kept),
		cmocka_unit_test(random__all_kinds__both_ways_agree_to_the_origin),
		cmocka_unit_test(origins__table__lead_back),
		cmocka_unit_test(origins__of_the_stage_before__are_kept),
		cmocka_unit_test(properties__table__are_unicodes),
		cmocka_unit_test(base__table__drops_marks),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
