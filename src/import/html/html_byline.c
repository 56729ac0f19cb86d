/* SPDX-License-Identifier: MIT */
#include "import/html/html_byline.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/talk/talk_time.h"

struct byline {
	moderato_str name;
	moderato_str date;
};

static size_t count_digits(moderato_str text)
{
	size_t digits = 0;
	size_t i;

	for (i = 0; i < text.len; i++)
		digits += ascii_is_digit(text.ptr[i]);
	return digits;
}

/* Returns whether a text has as many digits as a date needs, and a name seldom has. */
static bool may_be_date(size_t digits)
{
	return digits >= 5;
}

bool byline_may_be_date(moderato_str text)
{
	return may_be_date(count_digits(text));
}

/* Takes a phrase such as "Submitted by" from the front. Returns whether there was one. */
static bool take_verb(moderato_str *line)
{
	static const char *const verbs[] = {"submitted by", "posted by", "written by", "comment by",
		"left by", "verfasst von", "geschrieben von", "eingetragen von", "eingereicht von",
		"kommentiert von", "kommentar von", "gespeichert von", "soumis par", "posté par",
		"publié par", "écrit par", "envoyé par", "rédigé par", "commentaire par", "enviado por",
		"publicado por", "escrito por", "comentado por", "inviato da", "scritto da", "postato da",
		"pubblicato da", "commentato da", "ingezonden door", "ingediend door", "geplaatst door",
		"geschreven door", "skickat av", "skrivet av", "skrevet av", "przesłane przez",
		"wysłane przez", "dodane przez", "napisane przez", "опубликовано", "Опубликовано",
		"отправлено", "Отправлено", "投稿者", "投稿"};
	size_t i;

	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const size_t len = strlen(verbs[i]);

		if (line->len <= len || !str_begins_nocase(*line, verbs[i]))
			continue;
		if (line->ptr[len] != ' ' && line->ptr[len] != ':' && line->ptr[len] != '\xc2')
			continue;
		*line = str_from(*line, len);
		while (line->len && strchr(": \xc2\xa0", *line->ptr))
			*line = str_from(*line, 1);
		return true;
	}
	return false;
}

/* Splits the line at the separator that has a date on one side: the last one, if a name may
 * contain it. */
static bool split(moderato_str line, const char *separator, bool last, struct byline *out)
{
	const size_t n = strlen(separator);
	const size_t digits = count_digits(line);
	size_t before = 0; /* digits before the place that is looked at */
	size_t found = SIZE_MAX;
	moderato_str front, back;
	size_t i;

	for (i = 0; i + n <= line.len && (last || found == SIZE_MAX); i++) {
		if (!memcmp(line.ptr + i, separator, n) &&
			may_be_date(before) != may_be_date(digits - before))
			found = i;
		before += ascii_is_digit(line.ptr[i]);
	}
	if (found == SIZE_MAX)
		return false;
	front = trim_blanks(str_part(line, 0, found));
	back = trim_blanks(str_from(line, found + n));
	*out = may_be_date(count_digits(back)) ? (struct byline){front, back}
										   : (struct byline){back, front};
	return true;
}

/* Returns the date in SMF's "« Reply #1 on: May 03, 2024, 10:00:00 AM »". */
static moderato_str without_guillemets(moderato_str line)
{
	const char *colon;

	if (line.len < 4 || memcmp(line.ptr, "«", 2) != 0 || !str_ends(line, "»"))
		return line;
	line = trim_blanks(str_part(line, 2, line.len - 2));
	colon = line.len ? memmem(line.ptr, line.len, "on: ", 4) : NULL;
	return colon ? trim_blanks(str_from(line, (size_t)(colon - line.ptr) + 4)) : line;
}

/* Returns the text before a separator: "10:00 AM | Reply" has more than the date. */
static moderato_str until(moderato_str text, const char *separator)
{
	const char *found = text.len ? memmem(text.ptr, text.len, separator, strlen(separator)) : NULL;

	return found ? trim_blanks(str_part(text, 0, (size_t)(found - text.ptr))) : text;
}

/* Splits "ann 2 days ago | link" at its time. */
static bool take_time(moderato_str line, struct byline *out)
{
	moderato_str name, time;

	if (!talk_time_find(line, &time))
		return false;
	name = str_part(line, 0, (size_t)(time.ptr - line.ptr));
	while (name.len && strchr(" ,-|", name.ptr[name.len - 1]))
		name.len--;
	if (!name.len)
		return false;
	*out = (struct byline){name, time};
	return true;
}

static struct byline read_byline(moderato_str line)
{
	static const char *const links[] = {" on ", " at ", " am ", " le ", " el ", " il ", " op ",
		" em ", " den ", " dnia ", " в ", ", "};
	struct byline out = {line, line};
	moderato_str rest = line;
	const bool verb = take_verb(&rest);
	bool found = split(rest, " | ", false, &out) || split(rest, " — ", false, &out);
	size_t i;

	for (i = 0; verb && !found && i < sizeof(links) / sizeof(*links); i++)
		found = split(rest, links[i], true, &out);
	if (!found)
		return verb ? (struct byline){rest, line} : out;
	out.date = until(out.date, " | ");
	if (out.date.len && out.date.ptr[out.date.len - 1] == '.')
		out.date.len--;
	return out;
}

moderato_str byline_name(moderato_str line)
{
	struct byline byline = read_byline(line);

	if (str_equal(byline.date, line))
		take_time(byline.name, &byline);
	return byline.name;
}

moderato_str byline_date(moderato_str line)
{
	return read_byline(without_guillemets(line)).date;
}
