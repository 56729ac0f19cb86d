/* SPDX-License-Identifier: MIT */
/*
 * A line is cut into words, numbers and signs. A time is a run of such as times consist of; whether
 * it names one is for written_time.h to say, or it counts back from now.
 */
#include "import/talk/talk_time.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/time_words.h"
#include "base/written_time.h"

enum sort {
	OTHER,
	LINK,   /* stands between the parts of a time: at, of, a comma */
	PART,   /* of a time */
	NUMBER, /* the same */
	MONTH,  /* or another word of dates */
	UNIT,   /* hours */
	AGO,
	UNIT_AGO,
	UNITS, /* "3h" */
	DAY,   /* today */
};

struct piece {
	enum sort sort;
	size_t begin, end;
	bool clock;   /* 10:00 */
	bool counted; /* 2024年 */
};

bool talk_among(const char *list, moderato_str word)
{
	for (;;) {
		size_t len = 0;

		while (list[len] && list[len] != ' ')
			len++;
		if (len == word.len && str_equal_nocase((moderato_str){list, len}, word))
			return true;
		if (!list[len])
			return false;
		list += len + 1;
	}
}

static bool is_letter(moderato_str s, size_t i)
{
	return i < s.len && (ascii_is_letter(s.ptr[i]) ||
							((unsigned char)s.ptr[i] >= 0xc3 && (unsigned char)s.ptr[i] != 0xe2));
}

/* Returns where the word at i ends, which may have digits in it. */
static size_t word_end(moderato_str s, size_t i)
{
	const size_t begin = i;

	while (is_letter(s, i) || (i > begin && i < s.len &&
								  (ascii_is_digit(s.ptr[i]) || s.ptr[i] == '_' ||
									  ((unsigned char)s.ptr[i] & 0xc0) == 0x80)))
		i++;
	return i;
}

static enum sort sort_of_word(moderato_str word)
{
	static const enum sort sorts[] = {[TIME_OTHER] = OTHER,
		[TIME_LINK] = LINK,
		[TIME_PART] = PART,
		[TIME_MONTH] = MONTH,
		[TIME_WEEKDAY] = MONTH,
		[TIME_HALF] = MONTH,
		[TIME_ZONE] = MONTH,
		[TIME_UNIT] = UNIT,
		[TIME_AGO] = AGO,
		[TIME_UNIT_AGO] = UNIT_AGO,
		[TIME_DAY] = DAY};

	return sorts[time_word_find(word).sort];
}

/* Returns the length of the sign at i that says what the number before it is, in Chinese, Japanese
 * or Korean: 2024年. Returns 0 if there is none. */
static size_t counted_at(moderato_str s, size_t i)
{
	static const char *const signs[] = {
		"年", "月", "日", "時", "时", "点", "分", "秒", "년", "월", "일", "시", "초"};
	const moderato_str rest = str_from(s, i);
	size_t k;

	for (k = 0; k < sizeof(signs) / sizeof(*signs); k++)
		if (str_begins(rest, signs[k]))
			return strlen(signs[k]);
	return 0;
}

/* Reads the number at the piece's beginning, with what is written without a blank after it: 10:00,
 * 03/05/2024, 3rd, 10:00am, 3h. */
static void read_number(moderato_str line, struct piece *piece)
{
	size_t i = piece->begin;
	moderato_str word;

	piece->sort = NUMBER;
	while (i < line.len && ascii_is_digit(line.ptr[i]))
		i++;
	word = str_part(line, i, word_end(line, i));
	if (time_word_find(word).sort == TIME_UNIT_AGO) { /* 2年前 */
		piece->sort = UNITS;
		piece->end = i + word.len;
		return;
	}
	while (i < line.len && (counted_at(line, i) || ascii_is_digit(line.ptr[i]) ||
							   (strchr(":/.-T", line.ptr[i]) && line.ptr[i] && i + 1 < line.len &&
								   ascii_is_digit(line.ptr[i + 1])))) {
		piece->clock |= line.ptr[i] == ':';
		piece->counted |= counted_at(line, i) > 0;
		i += counted_at(line, i) ? counted_at(line, i) : 1;
	}
	word = str_part(line, i, word_end(line, i));
	if (talk_among("st nd rd th am pm t z", word))
		i += word.len;
	else if (talk_among("s m h d w mo y yr min", word)) {
		piece->sort = UNITS;
		i += word.len;
	} else if (word.len && !(ascii_is_upper(*word.ptr) && i - piece->begin == 4)) {
		piece->sort = OTHER; /* but not in "2024Ann", which a page shows apart */
		i += word.len;
	}
	if (piece->sort == NUMBER && i < line.len && line.ptr[i] == '.') /* 3. Mai */
		i++;
	piece->end = i;
}

static bool next_piece(moderato_str line, struct piece *piece)
{
	size_t i = piece->end;

	while (i < line.len && ascii_is_space(line.ptr[i]))
		i++;
	if (i == line.len)
		return false;
	*piece = (struct piece){OTHER, i, i + 1, false, false};
	if (ascii_is_digit(line.ptr[i])) {
		read_number(line, piece);
	} else if (str_begins_nocase(str_from(line, i), "a.m.") ||
			   str_begins_nocase(str_from(line, i), "p.m.")) {
		piece->sort = MONTH;
		piece->end = i + 4;
	} else if (is_letter(line, i)) {
		piece->end = word_end(line, i);
		piece->sort = sort_of_word(str_part(line, i, piece->end));
		piece->counted = counted_at(line, i) == piece->end - i;
		if (piece->counted) /* 2024 年 */
			piece->sort = LINK;
	} else if (str_begins(str_from(line, i), "–")) {
		piece->sort = LINK;
		piece->end = i + 3;
	} else if (str_begins(str_from(line, i), "\xc2\xa0")) {
		piece->sort = LINK;
		piece->end = i + 2;
	} else if (strchr(",.-@", line.ptr[i])) {
		piece->sort = LINK;
	} else if (line.ptr[i] == '+' && i + 1 < line.len && ascii_is_digit(line.ptr[i + 1])) {
		piece->sort = LINK; /* +0200 */
	}
	return true;
}

/* What a run of pieces has. */
struct run {
	size_t begin, end;
	unsigned sorts; /* bits: 1 << sort */
	bool clock;
	bool counted;
};

static bool names_a_time(moderato_str line, const struct run *run)
{
	char utc[TIMESTAMP_MAX];
	const moderato_str text = str_part(line, run->begin, run->end);

	if (run->sorts & 1 << UNITS)
		return !(run->sorts & (1 << NUMBER | 1 << MONTH));
	if (run->sorts & 1 << AGO && (run->sorts & 1 << UNIT || run->counted))
		return true;
	if (run->sorts & 1 << UNIT_AGO)
		return run->sorts & 1 << NUMBER;
	if (run->sorts & 1 << DAY)
		return run->clock || run->end - run->begin < 20;
	if (!(run->sorts & 1 << NUMBER) || run->end - run->begin < 5)
		return false;
	if (run->sorts & 1 << MONTH || run->counted || memchr(text.ptr, '/', text.len) ||
		memchr(text.ptr, '.', text.len) || memchr(text.ptr, '-', text.len))
		if (written_time_utc(utc, text, DATE_DAY_FIRST) ||
			written_time_utc(utc, text, DATE_MONTH_FIRST))
			return true;
	return run->clock && run->sorts & 1 << MONTH; /* this year's: 3 May, 10:00 */
}

bool talk_time_find(moderato_str line, moderato_str *time)
{
	struct piece piece = {0};
	struct run run = {0};
	bool more;

	do {
		more = next_piece(line, &piece);
		if (more && piece.sort >= PART) {
			if (!run.sorts)
				run.begin = piece.begin;
			run.end = piece.end;
			run.sorts |= 1U << piece.sort;
			run.clock |= piece.clock;
			run.counted |= piece.counted;
			continue;
		}
		if (more && piece.sort == LINK) {
			run.counted |= piece.counted && run.sorts;
			continue;
		}
		if (run.sorts && names_a_time(line, &run)) {
			*time = str_part(line, run.begin, run.end);
			return true;
		}
		run = (struct run){0};
	} while (more);
	return false;
}
