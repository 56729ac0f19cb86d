/* SPDX-License-Identifier: MIT */
#include "corpus/prose_lines.h"

#include "base/ascii.h"
#include "base/str.h"
#include "base/utf8.h"

enum {
	LINES_MIN = 3,
	WORDS_MIN = 3,
	LONG = 100,                      /* bytes of a line that nobody wraps */
	COLUMN_MIN = 40,                 /* the columns at which paragraphs are wrapped */
	COLUMNS = LONG + 1 - COLUMN_MIN, /* how many these are */
	FEW_LINES = 12,                  /* so few may end near one column by chance */
	MAJORITY_LINES = FEW_LINES,      /* so few may begin with the same word by chance */
	LOOKED_AT_OF_LINE = 4096,
};

/* What was counted. */
struct tally {
	size_t lines; /* that are not blank */
	size_t blank;
	size_t indented;
	size_t worded;   /* lines with enough words */
	size_t begun;    /* lines that begin as prose does */
	size_t lettered; /* lines that consist of letters */
	size_t ended;    /* lines that end like a sentence */
	size_t longer;
	size_t coded;
	size_t tabular;
	size_t keyed;                /* "Key: value" */
	size_t pairs;                /* lines that follow another directly */
	size_t wrapped[COLUMNS + 1]; /* pairs that a paragraph of that width has; as differences */
	size_t before;               /* length of the line before; 0: it was blank */
	moderato_str word;           /* a candidate for the first word of most lines */
	size_t votes;
};

/* ---- characters ---- */

static bool is_emoji(uint32_t c)
{
	return (c >= 0x1f000 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) || c == 0xfe0f ||
		   c == 0x200d;
}

/* U+FFFD, a byte that is not UTF-8, is probably a letter of another encoding. */
static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return ascii_is_letter(c) || c == '\'';
	return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) &&
		   !(c >= 0x3000 && c <= 0x303f) && !is_emoji(c);
}

/* Returns whether the script is written without spaces, so that a character is half a word. */
static bool has_no_spaces(uint32_t c)
{
	return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x3040 && c <= 0x9fff) ||
		   (c >= 0x20000 && c <= 0x3ffff);
}

static bool ends_sentence(uint32_t c)
{
	switch (c) {
	case '.':
	case '!':
	case '?':
	case 0x2026: /* … */
	case 0x3002: /* 。 */
	case 0xff01:
	case 0xff1f:
	case 0x0964: /* danda */
	case 0x061f: /* Arabic ? */
	case 0x06d4:
		return true;
	default:
		return is_emoji(c);
	}
}

/* Returns whether the character may stand after the end of a sentence. */
static bool closes(uint32_t c)
{
	return c == '"' || c == '\'' || c == ')' || c == 0xbb || c == 0x201c || c == 0x201d ||
		   c == 0x2019 || c == 0x300d;
}

static bool opens(uint32_t c)
{
	return c == '"' || c == '\'' || c == '@' || c == 0xa1 || c == 0xbf || c == 0xab ||
		   (c >= 0x2018 && c <= 0x201f) || c == 0x2026 || c == 0x300c;
}

/* ---- a line ---- */

/* Counts what its characters are. */
static void tally_characters(struct tally *t, moderato_str line)
{
	size_t letters = 0;
	size_t others = 0;
	size_t words = 0;
	size_t halves = 0;
	uint32_t last = 0;
	uint32_t first = 0;
	bool within = false;
	size_t i = 0;

	while (i < line.len) {
		uint32_t c;

		i += utf8_decode(line.ptr + i, line.len - i, &c);

		if (c < 0x80 && ascii_is_c_space((int64_t)c)) {
			within = false;
			continue;
		}
		first = first ? first : c;
		letters += is_letter(c);
		others += !is_letter(c) && !is_emoji(c);
		halves += has_no_spaces(c);
		words += !within && is_letter(c);
		within |= is_letter(c);
		if (!closes(c) || !last)
			last = c;
	}
	t->worded += words + halves / 2 >= WORDS_MIN;
	t->begun += is_letter(first) || opens(first) || is_emoji(first);
	t->lettered += letters >= 3 * others;
	t->ended += ends_sentence(last);
}

static bool has(moderato_str line, const char *what)
{
	return memmem(line.ptr, line.len, what, strlen(what)) != NULL;
}

static bool looks_like_code(moderato_str line)
{
	static const char *const signs[] = {"();", "&&", "||", "==", "!=", "+=", "->", "::", "=>",
		" = ", "\\n", "${", "\"$", "$(", "</", "/>", "/*", "*/", "#{", "%s", "0x", "`"};
	static const char ends[] = ";{}\\=,(:|>";
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (has(line, signs[i]))
			return true;
	return strchr(ends, line.ptr[line.len - 1]) != NULL;
}

/* Returns whether the line has a separator that no blank follows, or what is set in columns. */
static bool looks_like_a_row(moderato_str line)
{
	size_t i;

	for (i = 1; i + 1 < line.len; i++) {
		const char c = line.ptr[i];
		const char next = line.ptr[i + 1];

		if (c == '\t' || c == '|')
			return true;
		if ((c == ',' || c == ';') && !ascii_is_c_space(next) && (unsigned char)next < 0x80 &&
			!(ascii_is_digit(line.ptr[i - 1]) && ascii_is_digit(next)) && next != c)
			return true;
		if (c == ' ' && next == ' ' && ascii_is_alnum(line.ptr[i - 1]))
			return true;
	}
	return false;
}

/* Returns whether the line begins as "Key: value" or "Key=value" does. */
static bool looks_like_a_key(moderato_str line)
{
	size_t i = 0;

	while (i < line.len && (ascii_is_alnum(line.ptr[i]) || strchr("-_.", line.ptr[i])))
		i++;
	return i > 0 && i < line.len && (line.ptr[i] == ':' || line.ptr[i] == '=');
}

static moderato_str first_word(moderato_str line)
{
	size_t i = 0;

	while (i < line.len && !ascii_is_c_space(line.ptr[i]))
		i++;
	return str_part(line, 0, i);
}

/* Notes at which columns a paragraph would have been wrapped between the two lines. */
static void tally_wrap(struct tally *t, size_t before, size_t word)
{
	const size_t from = before > COLUMN_MIN ? before : COLUMN_MIN;
	const size_t to = before + 1 + word < LONG + 1 ? before + 1 + word : LONG + 1;

	t->pairs++;
	if (from >= to)
		return;
	t->wrapped[from - COLUMN_MIN]++;
	t->wrapped[to - COLUMN_MIN]--; /* unsigned, and right: only sums are looked at */
}

static void tally_line(struct tally *t, moderato_str line)
{
	const moderato_str word = first_word(line);

	t->lines++;
	if (t->before)
		/* A line of one word, as in scripts without spaces, could not have been wrapped. */
		tally_wrap(t, t->before, word.len < line.len ? word.len : 0);
	t->before = line.len;
	if (!t->votes)
		t->word = word;
	t->votes = str_equal(t->word, word) ? t->votes + 1 : t->votes - 1;
	if (!word.len)
		t->indented++;
	t->longer += line.len > LONG;
	if (line.len > LOOKED_AT_OF_LINE)
		line.len = LOOKED_AT_OF_LINE;
	tally_characters(t, line);
	t->coded += looks_like_code(line);
	t->tabular += looks_like_a_row(line);
	t->keyed += looks_like_a_key(line);
}

/* ---- the whole ---- */

static bool take_line(moderato_str *text, bool cut, moderato_str *line)
{
	const char *newline = text->len ? memchr(text->ptr, '\n', text->len) : NULL;

	if (!text->len || (cut && !newline))
		return false;
	*line = str_part(*text, 0, newline ? (size_t)(newline - text->ptr) : text->len);
	*text = str_from(*text, line->len + (newline != NULL));
	while (line->len && ascii_is_c_space(line->ptr[line->len - 1]))
		line->len--;
	return true;
}

/* Returns the share of pairs, in percent, that end where a paragraph of one width would. */
static size_t wrapped_share(const struct tally *t)
{
	size_t most = 0;
	size_t sum = 0;
	size_t i;

	for (i = 0; i < COLUMNS; i++) {
		sum += t->wrapped[i];
		most = sum > most ? sum : most;
	}
	return t->pairs ? 100 * most / t->pairs : 0;
}

/* Returns whether most lines begin with the same word, as those of some lists and logs do. */
static bool begin_alike(const struct tally *t, moderato_str text, bool cut)
{
	size_t alike = 0;
	moderato_str line;

	while (take_line(&text, cut, &line))
		alike += line.len && str_equal(first_word(line), t->word);
	return t->lines >= MAJORITY_LINES && 2 * alike > t->lines;
}

static bool at_least(size_t n, const struct tally *t, size_t percent)
{
	return 100 * n >= percent * t->lines;
}

bool prose_lines(moderato_str text, bool cut)
{
	const moderato_str all = text;
	struct tally t = {.lines = 0};
	moderato_str line;

	while (take_line(&text, cut, &line)) {
		if (line.len) {
			tally_line(&t, line);
			continue;
		}
		t.blank++;
		t.before = 0;
	}
	if (t.lines < LINES_MIN || 10 * t.blank > t.lines + t.blank || strchr("#;%/*-", *all.ptr))
		return false;
	return at_least(t.worded, &t, 70) && at_least(t.begun, &t, 85) &&
		   at_least(t.lettered, &t, 70) &&
		   (at_least(t.ended, &t, 25) || (!t.blank && at_least(t.longer, &t, 20))) &&
		   !at_least(t.indented, &t, 6) && !at_least(t.coded, &t, 20) &&
		   !at_least(t.tabular, &t, 34) && !at_least(t.keyed, &t, 34) &&
		   wrapped_share(&t) <= (t.lines < FEW_LINES ? 55 : 30) && !begin_alike(&t, all, cut);
}
