/* SPDX-License-Identifier: MIT */
/* How the text that the encoder reads is cut into pieces, held to the reference's own ids. */
#include "text_case.h"

#include "encode/pieces.h"
#include "pieces_golden.inc"

static struct vocabulary golden;

static int build_golden(void **state)
{
	moderato_error err;

	(void)state;
	must(vocabulary_build(&golden, (moderato_str){golden_vocabulary, sizeof(golden_vocabulary) - 1},
			 GOLDEN_PIECES, &err),
		err);
	return 0;
}

static int dispose_golden(void **state)
{
	vocabulary_dispose(&golden);
	return dispose_arena(state);
}

static struct pieces cut(const char *s, size_t len, size_t most)
{
	const struct text text = {s, len, NULL};
	struct pieces p;

	assert_true(pieces_of(&golden, &text, most, &arena, &p));
	return p;
}

static void pieces__golden_texts__same_ids_as_the_reference(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(golden_pieces); i++) {
		const struct pieces p =
			cut(golden_pieces[i].text, golden_pieces[i].len, golden_pieces[i].most);

		for (k = 0; k < p.n && k < golden_pieces[i].n; k++)
			if (p.ids[k] != golden_pieces[i].ids[k])
				fail_msg("'%s': id %zu is %u", golden_pieces[i].text, k, p.ids[k]);
		if (p.n != golden_pieces[i].n)
			fail_msg("'%s': %zu ids", golden_pieces[i].text, p.n);
		arena_reset(&arena);
	}
}

/* In order, disjoint, whole characters, and empty only at the ends. */
static void pieces__any_text__spans_rise(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(golden_pieces); i++) {
		const char *s = golden_pieces[i].text;
		const struct pieces p = cut(s, golden_pieces[i].len, golden_pieces[i].most);

		assert_true(p.spans[0].end == 0 && p.spans[p.n - 1].begin == golden_pieces[i].len);
		for (k = 1; k + 1 < p.n; k++) {
			assert_true(p.spans[k].begin >= p.spans[k - 1].end);
			assert_true(p.spans[k].end > p.spans[k].begin);
			assert_true(p.spans[k].end <= p.spans[k + 1].begin);
			assert_true(((unsigned char)s[p.spans[k].begin] & 0xC0) != 0x80);
		}
		arena_reset(&arena);
	}
}

static void check_span(const struct pieces *p, size_t i, size_t begin, size_t end)
{
	assert_int_equal(p->spans[i].begin, begin);
	assert_int_equal(p->spans[i].end, end);
}

static void pieces__spans__say_where_each_piece_stands(void **state)
{
	const struct pieces p = cut("you  unbelievable qq!", 21, 48);

	(void)state;
	assert_int_equal(p.n, 8); /* [CLS] you un ##believ ##able [UNK] ! [SEP] */
	check_span(&p, 0, 0, 0);
	check_span(&p, 1, 0, 3);
	check_span(&p, 2, 5, 7);
	check_span(&p, 3, 7, 13);
	check_span(&p, 4, 13, 17);
	check_span(&p, p.n - 3, 18, 20); /* unknown: the whole word */
	check_span(&p, p.n - 2, 20, 21);
	check_span(&p, p.n - 1, 21, 21);
}

/* However long the text is, it takes no more memory than what stays of it, and both ends stay. */
static void pieces__long_text__keeps_both_ends(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct pieces p;

	(void)state;
	buffer_add_str(&text, "idiot ");
	add_times(&text, "you ", 100000);
	buffer_add_str(&text, "harbour");
	arena_dispose(&arena);
	p = cut(text.data, text.len, 80);
	assert_int_equal(p.n, 80);
	check_span(&p, 1, 0, 5);
	check_span(&p, 59, 6 + 57 * 4, 6 + 57 * 4 + 3);                       /* 59 at the beginning, */
	check_span(&p, 60, 6 + (100000 - 18) * 4, 6 + (100000 - 18) * 4 + 3); /* and 19 at the end */
	check_span(&p, 78, text.len - 7, text.len);
	assert_true(arena.total < 100000);
	buffer_dispose(&text);
}

/* --- vocabularies --- */

#define MARKS "[CLS]\0[SEP]\0[UNK]\0"

static const struct {
	const char *name;
	const char *text;
	size_t len;
	uint32_t n;
	bool good;
} vocabularies[] = {
	{"the least", MARKS, sizeof(MARKS) - 1, 3, true},
	{"without ##", MARKS "a\0", sizeof(MARKS "a\0") - 1, 4, true},
	{"with #", "#\0" MARKS, sizeof("#\0" MARKS) - 1, 4, true},
	{"none", "", 0, 0, false},
	{"fewer than it says", MARKS, sizeof(MARKS) - 1, 4, false},
	{"more than it says", MARKS "a\0", sizeof(MARKS "a\0") - 1, 3, false},
	{"without an end", MARKS "a", sizeof(MARKS "a") - 1, 4, false},
	{"not sorted", MARKS "b\0a\0", sizeof(MARKS "b\0a\0") - 1, 5, false},
	{"twice the same", MARKS "a\0a\0", sizeof(MARKS "a\0a\0") - 1, 5, false},
	{"prefix behind", MARKS "ab\0a\0", sizeof(MARKS "ab\0a\0") - 1, 5, false},
	{"sorted as signed", MARKS "\xc3\xa9\0a\0", sizeof(MARKS "\xc3\xa9\0a\0") - 1, 5, false},
	{"an empty piece", "\0" MARKS, sizeof("\0" MARKS) - 1, 4, false},
	{"half a character", MARKS "\xc3\0", sizeof(MARKS "\xc3\0") - 1, 4, false},
	{"no mark", "[CLS]\0[SEP]\0a\0", sizeof("[CLS]\0[SEP]\0a\0") - 1, 3, false},
	{"a mark cut short", "[CLS]\0[SEP]\0[UNK\0", sizeof("[CLS]\0[SEP]\0[UNK\0") - 1, 3, false},
	{"no end of counting", MARKS, sizeof(MARKS) - 1, UINT32_MAX, false},
};

static void vocabulary__built__only_from_sorted_pieces(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(vocabularies); i++) {
		moderato_error err = {"", 0};
		struct vocabulary v;
		const moderato_status status = vocabulary_build(
			&v, (moderato_str){vocabularies[i].text, vocabularies[i].len}, vocabularies[i].n, &err);

		if ((status == MODERATO_OK) != vocabularies[i].good ||
			(status && (status != MODERATO_EFORMAT || !*err.message || v.nodes)))
			fail_msg("%s: %d, '%s'", vocabularies[i].name, (int)status, err.message);
		vocabulary_dispose(&v);
	}
}

static void vocabulary__long_piece__is_refused(void **state)
{
	static const bool good[] = {true, false};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++) {
		struct buffer text = BUFFER_INIT;
		struct vocabulary v;

		buffer_add(&text, MARKS, sizeof(MARKS) - 1);
		add_times(&text, "a", VOCABULARY_PIECE_BYTES_MAX + i);
		buffer_add_char(&text, '\0');
		assert_int_equal(good[i], !vocabulary_build(&v, buffer_view(&text), 4, NULL));
		vocabulary_dispose(&v);
		buffer_dispose(&text);
	}
}

/* Every piece is found, alone and with more behind it, and none but it. */
static void vocabulary__each_piece__is_found_by_its_rank(void **state)
{
	const char *piece = golden_vocabulary;
	uint32_t i;

	(void)state;
	for (i = 0; i < GOLDEN_PIECES; i++, piece += strlen(piece) + 1) {
		char longer[VOCABULARY_PIECE_BYTES_MAX + 2];
		size_t used;

		assert_int_equal(vocabulary_longest(&golden, 0, piece, strlen(piece), &used), i);
		assert_int_equal(used, strlen(piece));
		snprintf(longer, sizeof(longer), "%s\x01", piece);
		assert_int_equal(vocabulary_longest(&golden, 0, longer, strlen(longer), &used), i);
		assert_int_equal(used, strlen(piece));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces__golden_texts__same_ids_as_the_reference),
		cmocka_unit_test(pieces__any_text__spans_rise),
		cmocka_unit_test(pieces__spans__say_where_each_piece_stands),
		cmocka_unit_test(pieces__long_text__keeps_both_ends),
		cmocka_unit_test(vocabulary__built__only_from_sorted_pieces),
		cmocka_unit_test(vocabulary__long_piece__is_refused),
		cmocka_unit_test(vocabulary__each_piece__is_found_by_its_rank),
	};

	return cmocka_run_group_tests(tests, build_golden, dispose_golden);
}
