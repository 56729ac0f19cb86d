/* SPDX-License-Identifier: MIT */
/* One pass over the characters; at a full stop it looks back at the word before. */
#include "serve/perspective/sentences.h"

#include "base/codepoint.h"
#include "base/str.h"

/* What a character is to sentences. */
enum sign {
	SIGN_NONE,
	SIGN_BLANK,
	SIGN_LINE,  /* the end of a line */
	SIGN_STOP,  /* ends a sentence where a blank or the end follows */
	SIGN_FULL,  /* ends a sentence whatever follows */
	SIGN_CLOSE, /* a quote or bracket: belongs to the sentence that ended before it */
};

/* The abbreviations whose full stop ends no sentence, less that stop, in lower case. */
static const char *const abbreviations[] = {"mr", "mrs", "ms", "dr", "prof", "st", "sr", "jr",
	"gen", "col", "sgt", "capt", "lt", "rep", "sen", "gov", "rev", "hon", "vs", "e.g", "i.e", "eg",
	"ie", "cf", "fig", "approx", "resp", "viz", "al", "ca", "bzw", "z.b", "d.h", "sra", "srta",
	"mme", "mlle"};
enum { ABBREVIATION_BYTES_MAX = 6 };

static enum sign sign_of(uint32_t c)
{
	switch (c) {
	case '\n':
	case '\r':
	case 0x2028:
	case 0x2029:
		return SIGN_LINE;
	case ' ':
	case '\t':
	case '\f':
	case '\v':
	case 0x85:
	case 0xA0:
	case 0x1680:
	case 0x202F:
	case 0x205F:
	case 0x3000:
	case 0xFEFF:
		return SIGN_BLANK;
	case '.':
	case '!':
	case '?':
	case 0x2026: /* … */
	case 0x203C: /* ‼ */
	case 0x203D: /* ‽ */
	case 0x2047: /* ⁇ */
	case 0x2048: /* ⁈ */
	case 0x2049: /* ⁉ */
	case 0x0589: /* Armenian */
	case 0x061F: /* Arabic ؟ */
	case 0x06D4: /* Urdu ۔ */
	case 0x0964: /* Devanagari । */
	case 0x0965: /* ॥ */
	case 0x104B: /* Burmese */
	case 0x1362: /* Ethiopic */
	case 0x1367:
	case 0x17D4: /* Khmer */
		return SIGN_STOP;
	case 0x3002: /* 。 */
	case 0xFF01: /* ！ */
	case 0xFF0E: /* ． */
	case 0xFF1F: /* ？ */
	case 0xFF61: /* ｡ */
		return SIGN_FULL;
	case '"':
	case '\'':
	case ')':
	case ']':
	case '}':
	case 0xBB:   /* » */
	case 0x2019: /* ’ */
	case 0x201C: /* “, which closes in German */
	case 0x201D: /* ” */
	case 0x203A: /* › */
	case 0x300D: /* 」 */
	case 0x300F: /* 』 */
	case 0x3011: /* 】 */
	case 0xFF09: /* ） */
		return SIGN_CLOSE;
	default:
		return c >= 0x2000 && c <= 0x200A ? SIGN_BLANK : SIGN_NONE;
	}
}

/* Returns what stands at `at`, and its length in bytes. */
static enum sign sign_at(moderato_str text, size_t at, size_t *len)
{
	return sign_of(codepoint_get(text.ptr + at, len));
}

static size_t skip_blanks(moderato_str text, size_t at)
{
	size_t len;

	while (at < text.len) {
		const enum sign sign = sign_at(text, at, &len);

		if (sign != SIGN_BLANK && sign != SIGN_LINE)
			break;
		at += len;
	}
	return at;
}

static bool is_word_byte(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_digit(c) || ascii_is_lower(ascii_lower(c));
}

/* True for a word before a full stop that does not end its sentence. `first` is the beginning of
 * the sentence: "2." there numbers it. */
static bool is_abbreviation(moderato_str word, bool first)
{
	size_t digits = 0;
	size_t i;

	if (word.len == 1 && ascii_is_upper(word.ptr[0]))
		return word.ptr[0] != 'I'; /* an initial, but not the word I */
	while (digits < word.len && ascii_is_digit(word.ptr[digits]))
		digits++;
	if (word.len && digits == word.len)
		return first && digits <= 3;
	for (i = 0; i < sizeof(abbreviations) / sizeof(abbreviations[0]); i++)
		if (str_is_nocase(word, abbreviations[i]))
			return true;
	return false;
}

/* Does the full stop at `at` belong to the word before it? */
static bool belongs_to_word(moderato_str text, size_t begin, size_t at)
{
	size_t from = at;

	while (from > begin && at - from <= ABBREVIATION_BYTES_MAX &&
		   (is_word_byte(text.ptr[from - 1]) || text.ptr[from - 1] == '.'))
		from--;
	return is_abbreviation(str_part(text, from, at), from == begin);
}

/* Returns where the signs that end a sentence end, from the first one on. *ends: whether they do.
 */
static size_t after_stop(moderato_str text, size_t begin, size_t at, bool *ends)
{
	const size_t first = at;
	bool full = false;
	size_t len;
	enum sign sign = sign_at(text, at, &len);

	while (sign == SIGN_STOP || sign == SIGN_FULL) {
		full = full || sign == SIGN_FULL;
		at += len;
		sign = at < text.len ? sign_at(text, at, &len) : SIGN_LINE;
	}
	*ends = full;
	if (at - first == 1 && text.ptr[first] == '.' && sign == SIGN_BLANK)
		*ends = !belongs_to_word(text, begin, first);
	else if (sign == SIGN_BLANK || sign == SIGN_LINE)
		*ends = true;
	if (sign != SIGN_CLOSE)
		return at;
	while (sign == SIGN_CLOSE) {
		at += len;
		sign = at < text.len ? sign_at(text, at, &len) : SIGN_LINE;
	}
	*ends = full || sign == SIGN_BLANK || sign == SIGN_LINE;
	return at;
}

bool sentences_next(struct sentences *s, moderato_span *span)
{
	const size_t begin = skip_blanks(s->text, s->at);
	size_t end = begin; /* after the last character that is no blank */
	size_t at = begin;
	bool ends = false;

	while (at < s->text.len && !ends) {
		size_t len;
		const enum sign sign = sign_at(s->text, at, &len);

		if (sign == SIGN_LINE)
			break;
		at = sign == SIGN_STOP || sign == SIGN_FULL ? after_stop(s->text, begin, at, &ends)
													: at + len;
		if (sign != SIGN_BLANK)
			end = at;
	}
	s->at = at;
	*span = (moderato_span){begin, end};
	return end > begin;
}
