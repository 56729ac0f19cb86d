/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <utf8proc.h>

#include "text/character.h"
#include "text/confusables.h"
/* The rows themselves, to look at each. */
#include "text/confusables.inc"

/* Fold each code point of a text, those that look like nothing staying what they are. */
static void fold_text(const char *text, char *out, size_t cap)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)text;
	size_t used = 0;

	while (*p) {
		utf8proc_int32_t cp;
		utf8proc_ssize_t len = utf8proc_iterate(p, -1, &cp);
		size_t n;
		const char *letters;

		assert_true(len > 0);
		letters = confusable_fold((uint32_t)cp, &n);
		if (!letters) {
			letters = (const char *)p;
			n = (size_t)len;
		}
		assert_true(used + n < cap);
		memcpy(out + used, letters, n);
		used += n;
		p += len;
	}
	out[used] = '\0';
}

static void fold__words_in_disguise__read_as_ascii(void **state)
{
	static const struct {
		const char *name;
		const char *text; /* normalised: small letters */
		const char *expected;
	} cases[] = {
		{"ascii stays", "plain text 1", "plain text 1"},
		{"Cyrillic", "ѕсаmmеr", "scammer"},
		{"Cyrillic letters that look alike as capitals", "внмткзь", "bhmtk3b"},
		{"every Cyrillic twin", "авекмнорстухіјѕԁԛԝһ", "abekmhopctyxijsdqwh"},
		{"palochka", "vіаgrа ӏ", "viagra i"},
		{"accented Cyrillic", "sёx ѕhїt", "sex shit"},
		{"faux Cyrillic", "яussiaи", "russian"},
		{"Greek", "νιαgrα", "viagra"},
		{"Greek letters that look alike as capitals", "βεζκμτχ", "bezkmtx"},
		{"accented Greek", "ίdίότ", "idiot"},
		{"strokes", "søłđħŧ", "soldht"},
		{"dotless i, script letters", "ıdıoɑɡ", "idioag"},
		{"small capitals", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ",
			"abcdefghijklmnopqrstuvwyz"},
		{"upside down", "ɐɔpǝɟɥᴉʞʇʌʎɹ", "acpefhiktvyr"},
		{"regional indicators", "🇦🇸🇸🇿", "assz"},
		{"negative squared and circled", "🅰🅱🆉🅐🅩", "abzaz"},
		{"circled digits", "❶➀➊⓵⓿❾", "111109"},
		{"currency signs", "₳฿₵€₦₮¥", "abcenty"},
		{"Armenian", "հօսѕе", "house"},
		{"Cherokee", "ᎪᎬᎷ", "aem"},
		{"Lisu", "ꓮꓐꓚꓲ", "abci"},
		{"Deseret", "𐐬𐐽", "oc"},
		{"Canadian syllabics", "ᗩᗷᑕᗪ", "abcd"},
		{"ideographs of fancy text", "卂乃匚卄", "abch"},
		{"two letters", "æœ", "aeoe"},
		{"digits of other scripts", "١߀०", "100"},
		{"ASCII letters with accents are not here", "éñ", "éñ"},
		{"other letters are left alone", "ж中の한", "ж中の한"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		char folded[128];

		fold_text(cases[i].text, folded, sizeof(folded));
		if (strcmp(folded, cases[i].expected))
			fail_msg("%s: %s became %s", cases[i].name, cases[i].text, folded);
	}
}

static void fold__every_code_point__agrees_with_the_rows(void **state)
{
	size_t row = 0;
	uint32_t cp;

	(void)state;
	for (cp = 0; cp <= 0x110000; cp++) {
		size_t n = 9;
		const char *letters = confusable_fold(cp, &n);

		if (row < COUNT(confusables) && confusables[row].cp == cp) {
			if (!letters || n != (confusables[row].ascii[1] ? 2U : 1U) ||
				memcmp(letters, confusables[row].ascii, n))
				fail_msg("U+%04X: its row is not found", (unsigned)cp);
			row++;
		} else if (letters || n) {
			fail_msg("U+%04X: folded without a row", (unsigned)cp);
		}
	}
	assert_int_equal(row, COUNT(confusables)); /* sorted, without doubles */
	assert_null(confusable_fold(UINT32_MAX, &(size_t){0}));
}

static void rows__all__hold_small_letters_and_digits_only(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(confusables); i++) {
		static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789";
		char first = confusables[i].ascii[0];
		char second = confusables[i].ascii[1];

		if (confusables[i].cp < 0x80 || !first || !strchr(allowed, first) ||
			(second && !strchr(allowed, second)))
			fail_msg("U+%04X", (unsigned)confusables[i].cp);
	}
}

/* A row whose key normalisation changes would never be found. With a newer Unicode than the table's
 * author had, it may become the same letter instead. */
static void rows__all__are_keyed_by_normalised_code_points(void **state)
{
	const utf8proc_option_t options = UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(confusables); i++) {
		utf8proc_int32_t cp = (utf8proc_int32_t)confusables[i].cp;
		utf8proc_uint8_t text[4];
		utf8proc_uint8_t *normal;
		utf8proc_ssize_t len = utf8proc_encode_char(cp, text);
		utf8proc_ssize_t normal_len = utf8proc_map(text, len, &normal, options);

		assert_true(normal_len > 0);
		if (!(normal_len == len && !memcmp(normal, text, (size_t)len)) &&
			!(normal_len == 1 && normal[0] == (utf8proc_uint8_t)confusables[i].ascii[0]))
			fail_msg("U+%04X becomes %s", (unsigned)cp, (const char *)normal);
		free(normal);
	}
}

static void script_of__letters_and_others__are_told_apart(void **state)
{
	static const struct {
		const char *name;
		uint32_t cp;
		enum script script;
	} cases[] = {
		{"NUL", 0, SCRIPT_COMMON},
		{"@", '@', SCRIPT_COMMON},
		{"A", 'A', SCRIPT_LATIN},
		{"Z", 'Z', SCRIPT_LATIN},
		{"[", '[', SCRIPT_COMMON},
		{"`", '`', SCRIPT_COMMON},
		{"a", 'a', SCRIPT_LATIN},
		{"z", 'z', SCRIPT_LATIN},
		{"{", '{', SCRIPT_COMMON},
		{"digit", '7', SCRIPT_COMMON},
		{"é", 0xe9, SCRIPT_LATIN},
		{"×", 0xd7, SCRIPT_COMMON},
		{"combining acute", 0x301, SCRIPT_COMMON},
		{"α", 0x3b1, SCRIPT_GREEK},
		{"ἀ", 0x1f00, SCRIPT_GREEK},
		{"а", 0x430, SCRIPT_CYRILLIC},
		{"ԯ", 0x52f, SCRIPT_CYRILLIC},
		{"ա", 0x561, SCRIPT_ARMENIAN},
		{"ש", 0x5e9, SCRIPT_HEBREW},
		{"ع", 0x639, SCRIPT_ARABIC},
		{"ﻉ", 0xfec9, SCRIPT_ARABIC},
		{"अ", 0x905, SCRIPT_DEVANAGARI},
		{"ก", 0xe01, SCRIPT_THAI},
		{"baht", 0xe3f, SCRIPT_COMMON},
		{"ა", 0x10d0, SCRIPT_OTHER},
		{"Ꭰ", 0x13a0, SCRIPT_CHEROKEE},
		{"ꭰ", 0xab70, SCRIPT_CHEROKEE},
		{"ᗩ", 0x15e9, SCRIPT_OTHER},
		{"ẞ", 0x1e9e, SCRIPT_LATIN},
		{"zero width joiner", 0x200d, SCRIPT_COMMON},
		{"kelvin sign", 0x212a, SCRIPT_LATIN},
		{"あ", 0x3042, SCRIPT_KANA},
		{"カ", 0x30ab, SCRIPT_KANA},
		{"中", 0x4e2d, SCRIPT_HAN},
		{"𠀀", 0x20000, SCRIPT_HAN},
		{"한", 0xd55c, SCRIPT_HANGUL},
		{"fullwidth A", 0xff21, SCRIPT_LATIN},
		{"mathematical A", 0x1d400, SCRIPT_COMMON},
		{"regional indicator", 0x1f1e6, SCRIPT_COMMON},
		{"emoji", 0x1f600, SCRIPT_COMMON},
		{"private use", 0xe000, SCRIPT_COMMON},
		{"the last", 0x10ffff, SCRIPT_COMMON},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (script_of(cases[i].cp) != cases[i].script)
			fail_msg("%s: script %d, expected %d", cases[i].name, (int)script_of(cases[i].cp),
				(int)cases[i].script);
	assert_int_equal(script_of_block(UINT32_MAX), SCRIPT_COMMON);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fold__words_in_disguise__read_as_ascii),
		cmocka_unit_test(fold__every_code_point__agrees_with_the_rows),
		cmocka_unit_test(rows__all__hold_small_letters_and_digits_only),
		cmocka_unit_test(rows__all__are_keyed_by_normalised_code_points),
		cmocka_unit_test(script_of__letters_and_others__are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
