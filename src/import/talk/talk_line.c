/* SPDX-License-Identifier: MIT */
#include "import/talk/talk_line.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/time_words.h"
#include "corpus/source.h"
#include "base/written_time.h"
#include "import/talk/talk_around.h"
#include "import/talk/talk_time.h"

#define WORDS_MAX 4 /* of a name */

/* Signs that part a name from a time. */
static const char *const signs[] = {"|", "·", "•", "—", "»", ",", "-", "–", ":"};

/* What may come before the name or the time. Comments and replies have the same form. */
static const struct {
	const char *words;
	unsigned shape;
	bool says;
} openings[] = {{"[–]", 1, false}, {"[-]", 1, false}, {"comment posted by ", 2, true},
	{"reply posted by ", 2, true}, {"post by ", 3, true}, {"comment by ", 4, true},
	{"reply by ", 4, true}, {"comment from ", 4, true}, {"reply from ", 4, true},
	{"submitted by ", 5, false}, {"posted by: ", 6, false}, {"posted by ", 6, false},
	{"written by ", 7, false}, {"by: ", 8, false}, {"by ", 8, false}, {"posted on ", 9, false},
	{"posted: ", 9, false}, {"posted ", 9, false}, {"on ", 10, false}, {"at ", 11, false},
	{"re: ", 12, false}, {"beitragvon ", 13, true}, {"beitrag von ", 13, true}, {"von ", 14, false},
	{"message par ", 15, true}, {"messagepar ", 15, true}, {"par ", 16, false},
	{"mensaje por ", 17, true}, {"mensajepor ", 17, true}, {"por ", 18, false},
	{"messaggio da ", 19, true}, {"messaggioda ", 19, true}, {"da ", 20, false},
	{"door ", 21, false}, {"Сообщение ", 22, true}};

static const char *const verbs[] = {" says", " said", " wrote", " writes", " commented", " replied",
	" sagt", " sagte", " hat gesagt", " meint", " schrieb", " schreibt", " kommentiert", " a dit",
	" a écrit", " dit", " écrit", " dice", " dijo", " ha dicho", " comentó", " escribió", " diu",
	" ha detto", " ha scritto", " scrive", " commenta", " disse", " diz", " escreveu", " comentou",
	" zegt", " zei", " schreef", " schrijft", " reageerde", " säger", " skrev", " skriver",
	" siger", " sier", " sanoo", " kirjoitti", " pisze", " napisał", " napisała", " napisał(a)",
	" mówi", " komentuje", " říká", " napsal", " napsal(a)", " szerint", " spune", " a spus",
	" a scris", " dedi ki", " diyor ki", " yazdı", " говорит", " пишет", " написал", " написал(а)",
	" написала", " сказал", " комментирует", " коментує", " пише", " каже", " λέει", " έγραψε",
	" より", "より", " さんのコメント", "さんのコメント", " 说", "说", " 說", "說", " 님의 말",
	"님의 말"};

/* What stands after the time of a comment that was changed. */
static const char *const edited[] = {"(edited)", "(bearbeitet)", "(modifié)", "(editado)",
	"(modificato)", "(bewerkt)", "(redigerad)", "(redigert)", "(redigeret)", "(edytowano)",
	"(изменено)", "(змінено)", "(düzenlendi)", "（編集済み）", "(編集済み)", "(已编辑)",
	"(수정됨)"};

static size_t blank_len(moderato_str s)
{
	if (s.len && (ascii_is_space(*s.ptr) || *s.ptr == '\f'))
		return 1;
	return str_begins(s, "\xc2\xa0") ? 2 : 0;
}

static moderato_str trim(moderato_str s)
{
	while (blank_len(s))
		s = str_from(s, blank_len(s));
	for (;;) {
		if (s.len && ascii_is_space(s.ptr[s.len - 1]))
			s.len--;
		else if (str_ends(s, "\xc2\xa0"))
			s.len -= 2;
		else
			return s;
	}
}

/* Returns which sign the text ends with, counted from 1, and takes it off. */
static unsigned take_sign(moderato_str *s)
{
	unsigned i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!str_ends(*s, signs[i]))
			continue;
		*s = trim(str_part(*s, 0, s->len - strlen(signs[i])));
		return i + 1;
	}
	return 0;
}

/* The same at the front. */
static unsigned take_first_sign(moderato_str *s)
{
	unsigned i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!str_begins(*s, signs[i]))
			continue;
		*s = trim(str_from(*s, strlen(signs[i])));
		return i + 1;
	}
	return 0;
}

/* Takes "Posted by" or the like from the front. Returns its shape, 0 if there is none. */
static unsigned take_opening(moderato_str *s, bool *says)
{
	unsigned i;

	for (i = 0; i < sizeof(openings) / sizeof(*openings); i++) {
		const size_t len = strlen(openings[i].words);
		const bool all =
			s->len + 1 == len && str_equal_nocase(*s, (moderato_str){openings[i].words, s->len});

		if (!all && !str_begins_nocase(*s, openings[i].words))
			continue;
		*s = all ? (moderato_str){s->ptr, 0} : trim(str_from(*s, len));
		*says |= openings[i].says;
		return openings[i].shape;
	}
	return 0;
}

bool talk_take_verb(moderato_str *s)
{
	moderato_str rest = *s;
	size_t i;

	if (str_ends(rest, "："))
		rest.len -= strlen("：");
	while (rest.len && (str_ends(rest, ".") || str_ends(rest, ":")))
		rest.len--;
	rest = trim(rest); /* French has a blank before a colon */
	if (str_ends(rest, "…"))
		rest.len -= 3;
	rest = trim(rest);
	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const size_t len = strlen(verbs[i]);

		if (rest.len > len && str_is_nocase(str_from(rest, rest.len - len), verbs[i])) {
			*s = trim(str_part(rest, 0, rest.len - len));
			return true;
		}
	}
	return false;
}

/* Returns whether the text begins with the name of a month: "Mai 2024". */
static bool begins_with_month(moderato_str s)
{
	size_t len = 0;
	struct time_word word;

	while (len < s.len && !ascii_is_space(s.ptr[len]) && s.ptr[len] != '.')
		len++;
	word = time_word_find(str_part(s, 0, len));
	return word.sort == TIME_MONTH && word.value;
}

/* Takes a bullet, and "12." or "#12", the number in the list, from the front, but not the day of
 * "12. Mai". */
static void take_number(moderato_str *s)
{
	moderato_str rest;

	if (str_begins(*s, "* ") || str_begins(*s, "• "))
		*s = trim(str_from(*s, str_begins(*s, "* ") ? 2 : 4));
	rest = *s;
	if (str_begins(rest, "#"))
		rest = str_from(rest, 1);
	while (rest.len && ascii_is_digit(*rest.ptr))
		rest = str_from(rest, 1);
	if (rest.len == s->len || !rest.len)
		return;
	if (*rest.ptr == '.' || *rest.ptr == ')' || *rest.ptr == ':')
		rest = str_from(rest, 1);
	else if (*s->ptr != '#')
		return;
	if ((blank_len(rest) && !begins_with_month(trim(rest))) ||
		(rest.len && ascii_is_upper(*rest.ptr) && rest.ptr[-1] == '.'))
		*s = trim(rest);
}

/* Takes a word such as "at" that leads from a name to a time. */
static void take_link(moderato_str *s)
{
	static const char *const links[] = {" on", " at", " am", " um", " le", " el", " il", " op"};
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(*links); i++) {
		const size_t len = strlen(links[i]);

		if (s->len > len && str_is_nocase(str_from(*s, s->len - len), links[i])) {
			*s = trim(str_part(*s, 0, s->len - len));
			return;
		}
	}
}

/* Returns whether a point at i may be part of a name: "J. Smith", "Dr. No", "example.org". */
static bool point_in_name(moderato_str s, size_t i)
{
	size_t word = i;

	while (word && !ascii_is_space(s.ptr[word - 1]))
		word--;
	return i - word <= 2 || (i + 1 < s.len && !ascii_is_space(s.ptr[i + 1]));
}

/* Returns whether the word joins those around it to a name: "The Hargreaves", "Parish of Hill". */
static bool joins(moderato_str s, size_t begin, size_t end)
{
	const moderato_str word = str_part(s, begin, end);

	if (!(begin ? str_is(word, "of") || str_is(word, "and") : str_is(word, "The")))
		return false;
	return end + 1 < s.len && ascii_is_upper(s.ptr[end + 1]) && ascii_is_upper(*s.ptr);
}

bool talk_may_be_name(moderato_str s)
{
	static const char never[] =
		"published updated posted last modified created date time version copyright points "
		"comments "
		"comment views view today yesterday from by the on at in and of is are was edited rated "
		"score "
		"anonymous-user joined location re subject submitted filed tags topics share";
	size_t words = 0;
	bool letters = false;
	size_t i;
	size_t begin = 0;

	if (!s.len || s.len > TALK_NAME_MAX)
		return false;
	if (str_begins(s, "u/"))
		s = str_from(s, 2);
	for (i = 0; i <= s.len; i++) {
		if (i == s.len || ascii_is_space(s.ptr[i])) {
			words += i > begin;
			if (i > begin && talk_among(never, str_part(s, begin, i)) && !joins(s, begin, i))
				return false;
			begin = i + 1;
			continue;
		}
		letters |= ascii_is_letter(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80;
		if (strchr("<>{}[]=/\\\"|:;!?,*+%$&^`~#", s.ptr[i]) && s.ptr[i])
			return false;
		if (s.ptr[i] == '@' && i)
			return false;
		if (s.ptr[i] == '.' && !point_in_name(s, i))
			return false;
		if (str_begins(str_from(s, i), "…"))
			return false;
	}
	return letters && words <= WORDS_MAX;
}

static bool begins_with_edited(moderato_str s)
{
	size_t i;

	for (i = 0; i < sizeof(edited) / sizeof(*edited); i++)
		if (str_begins_nocase(s, edited[i]))
			return true;
	return false;
}

/* Reads what follows the time of "bob 2 hours ago | next [–]". Returns false if it is text. */
static bool read_rest(struct talk_line *line, moderato_str rest)
{
	size_t strong;

	if (!rest.len || talk_is_count(rest))
		return true;
	if (str_is(rest, ":") || str_is(rest, ".") || str_is(rest, "»") || begins_with_edited(rest))
		return true;
	if (talk_take_verb(&rest) && !rest.len)
		return line->says = true;
	if (!talk_count_buttons(rest, &strong))
		return false;
	line->acts = true;
	return true;
}

/* Returns the name without "12 points" after it, or, after the gap that an arrow leaves, the name
 * of whom it answers. */
static moderato_str plain_name(moderato_str name)
{
	const char *gap = name.len ? memmem(name.ptr, name.len, "  ", 2) : NULL;
	size_t i;

	if (gap)
		name.len = (size_t)(gap - name.ptr);
	if (!str_ends(name, " points") && !str_ends(name, " point"))
		return name;
	i = (size_t)((const char *)memrchr(name.ptr, ' ', name.len) - name.ptr);
	while (i && (ascii_is_digit(name.ptr[i - 1]) || name.ptr[i - 1] == '-'))
		i--;
	return trim(str_part(name, 0, i));
}

/* Returns the name in "Ann Lowe, Leeds", as newspapers have it. */
static moderato_str without_place(moderato_str name)
{
	const char *comma = name.len ? memmem(name.ptr, name.len, ", ", 2) : NULL;

	return comma && comma + 2 < name.ptr + name.len && ascii_is_upper(comma[2])
			   ? str_part(name, 0, (size_t)(comma - name.ptr))
			   : name;
}

/* Returns whether the time is like "3h", which may also be an amount. */
static bool is_short(moderato_str time)
{
	return time.len <= 5 && ascii_is_letter(time.ptr[time.len - 1]) && ascii_is_digit(*time.ptr);
}

/* Reads a line that has a time in it. */
static void read_timed(struct talk_line *line, moderato_str text)
{
	moderato_str before = str_part(text, 0, (size_t)(line->time.ptr - text.ptr));
	moderato_str after = str_from(text, before.len + line->time.len);
	unsigned opening, sign, last;

	before = trim(before);
	after = trim(after);
	opening = take_opening(&before, &line->says);
	take_link(&before);
	sign = take_sign(&before);
	line->says |= talk_take_verb(&before);
	before = plain_name(before);
	if (sign)
		before = without_place(before);
	if (before.len && !sign && is_short(line->time))
		return;
	if (before.len) {
		if (!talk_may_be_name(before) || !(str_equal(before, after) || read_rest(line, after)))
			return;
		line->kind = TALK_BYLINE;
		line->name = before;
		line->shape = 1 + 2 * (opening + 32 * sign);
		return;
	}
	last = take_first_sign(&after);
	if (!opening)
		opening = take_opening(&after, &line->says);
	else
		take_opening(&after, &line->says);
	if (!read_rest(line, after)) {
		line->says |= talk_take_verb(&after);
		if (!talk_may_be_name(after))
			return;
		line->kind = TALK_BYLINE;
		line->name = after;
		line->shape = 2 * (1 + opening + 32 * last);
		return;
	}
	line->kind = TALK_TIME;
}

static bool may_have_time(moderato_str s)
{
	static const char *const words[] = {"ago", "yesterday", "today", "just now", "vor ein",
		"gestern", "il y a un", "hace un", "ayer", "há um", "вчера", "сегодня"};
	size_t i;

	for (i = 0; i < s.len; i++)
		if (ascii_is_digit(s.ptr[i]))
			return true;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_find_nocase(s, str_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

static void read_says(struct talk_line *line)
{
	moderato_str name = line->text;

	if (!str_ends(name, ":") && !str_ends(name, "：") && !str_ends(name, "...") &&
		!str_ends(name, "…"))
		return;
	take_number(&name);
	if (!talk_take_verb(&name) || !talk_may_be_name(name))
		return;
	line->kind = TALK_SAYS;
	line->name = name;
	line->says = true;
}

static bool has_date(moderato_str text)
{
	char utc[TIMESTAMP_MAX];
	moderato_str time;

	return talk_time_find(text, &time) && (written_time_utc(utc, time, DATE_DAY_FIRST) ||
											  written_time_utc(utc, time, DATE_MONTH_FIRST));
}

struct talk_line talk_line_read(moderato_str text)
{
	struct talk_line line = {.text = text};
	bool talk;

	while (blank_len(line.text)) {
		line.text = str_from(line.text, blank_len(line.text));
		line.indent++;
	}
	line.text = trim(line.text);
	if (!line.text.len || talk_is_mark(line.text)) {
		line.kind = line.text.len ? TALK_MARK : TALK_BLANK;
		return line;
	}
	if (line.text.len > TALK_LINE_MAX || *line.text.ptr == '>') /* what is quoted has no byline */
		return line;
	text = line.text;
	take_number(&text);
	if (text.len < line.text.len && !has_date(text) && has_date(line.text))
		text = line.text; /* "3. Mai 2024" begins with no number in a list */
	if (talk_is_count(line.text))
		line.kind = TALK_COUNT;
	else if (talk_is_actions(line.text, &talk)) {
		line.kind = TALK_ACTIONS;
		line.acts = talk;
	} else if (talk_is_footer(line.text))
		line.kind = TALK_FOOTER;
	else if (talk_is_heading(line.text)) {
		line.kind = TALK_HEADING;
		line.count = talk_count_of_heading(line.text);
	} else if (may_have_time(text) && talk_time_find(text, &line.time))
		read_timed(&line, text);
	else
		read_says(&line);
	line.forum = talk_is_of_forum(line.text);
	if (line.kind == TALK_TEXT && talk_is_menu(line.text))
		line.kind = TALK_MENU;
	return line;
}
