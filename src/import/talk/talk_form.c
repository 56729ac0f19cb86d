/* SPDX-License-Identifier: MIT */
#include "import/talk/talk_form.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

#define FORMS_MAX 64 /* a page of more forms is no discussion */

/* So many lines an article has, and a comment on the average: two lines among the thousands of a
 * changelog that happen to look like bylines are no discussion. */
#define LINES_OF_ARTICLE 500
#define LINES_OF_COMMENT 100

/* What was seen of a form. */
struct seen {
	unsigned form;
	size_t n;
	size_t timed;
	size_t says;
	size_t acts; /* buttons in the byline, or after the text */
	size_t texts;
	size_t clocked; /* the time has more than a date */
	bool headed;    /* a heading came before it */
};

struct finder {
	struct seen forms[FORMS_MAX];
	size_t n_forms;
	size_t n_lines;
	struct seen *open; /* the form of the last byline */
	bool acts, text;   /* the same was seen since then */
	bool timed;
	bool headed;
	bool name_held; /* the last line that is not blank may be a name */
	size_t blank;   /* blank lines after it */
	bool quoting;   /* the last byline is the kind that mail has before quoted lines */
	bool day_first, month_first;
};

static struct seen *form_of(struct finder *f, unsigned form)
{
	size_t i;

	for (i = 0; i < f->n_forms; i++)
		if (f->forms[i].form == form)
			return &f->forms[i];
	if (f->n_forms == FORMS_MAX)
		return NULL;
	f->forms[f->n_forms] = (struct seen){.form = form, .headed = f->headed};
	return &f->forms[f->n_forms++];
}

/* Counts what follows the last byline. */
static void close_byline(struct finder *f)
{
	if (!f->open)
		return;
	f->open->timed += f->timed;
	f->open->acts += f->acts;
	f->open->texts += f->text;
	f->open = NULL;
}

static void add_order(struct finder *f, moderato_str time)
{
	const enum date_order order = written_time_order(time);

	f->day_first |= order == DATE_DAY_FIRST;
	f->month_first |= order == DATE_MONTH_FIRST;
}

static void add_byline(struct finder *f, unsigned form, const struct talk_line *line)
{
	close_byline(f);
	f->open = form_of(f, form);
	if (!f->open)
		return;
	f->open->n++;
	f->open->says += line->says;
	f->open->clocked +=
		line->time.len && (memchr(line->time.ptr, ':', line->time.len) ||
							  str_find_nocase(line->time, str_of("ago")) != SIZE_MAX);
	f->acts = line->acts;
	f->text = false;
	f->timed = line->time.len > 0;
	f->quoting = line->says && str_begins_nocase(line->text, "on ");
	add_order(f, line->time);
}

static void add_line(struct finder *f, moderato_str text)
{
	const struct talk_line line = talk_line_read(text);
	const bool named = f->name_held && f->blank <= 1;

	if (line.kind == TALK_BLANK) {
		f->blank++;
		return;
	}
	f->name_held = line.kind == TALK_TEXT && talk_may_be_name(line.text);
	f->blank = 0;
	switch (line.kind) {
	case TALK_BYLINE:
		add_byline(f, line.shape, &line);
		break;
	case TALK_SAYS:
		add_byline(f, TALK_FORM_SAYS, &line);
		break;
	case TALK_TIME:
		if (f->open && !f->timed)
			f->timed = true;
		else if (named)
			add_byline(f, TALK_FORM_PAIR, &line);
		break;
	case TALK_ACTIONS:
		f->acts = true;
		break;
	case TALK_HEADING:
	case TALK_FOOTER:
		f->headed |= line.kind == TALK_HEADING;
		break;
	default:
		if (f->quoting && !f->text && *line.text.ptr == '>' && f->open) { /* mail */
			f->open->n--;
			f->open->says--;
			f->open = NULL;
		}
		f->text = true;
	}
}

/* Returns whether the form is that of comments. */
static bool is_discussion(const struct seen *s)
{
	const bool says = 2 * s->says >= s->n && s->form != TALK_FORM_PAIR;
	const bool acts = 2 * s->acts >= s->n;

	if (2 * s->texts < s->n || 2 * s->timed < s->n || !s->timed)
		return false;
	if (s->timed == 1)
		return says + acts + s->headed >= 2;
	return says || acts || (s->headed && 2 * s->clocked >= s->n);
}

bool talk_take_line(moderato_str *page, moderato_str *line)
{
	const char *end;

	if (!page->len)
		return false;
	end = memchr(page->ptr, '\n', page->len);
	*line = str_part(*page, 0, end ? (size_t)(end - page->ptr) : page->len);
	*page = str_from(*page, line->len + (end != NULL));
	return true;
}

struct talk_form talk_form_find(moderato_str page)
{
	struct finder f = {.n_forms = 0};
	const struct seen *best = NULL;
	moderato_str line;
	size_t i;

	for (; talk_take_line(&page, &line); f.n_lines++)
		add_line(&f, line);
	close_byline(&f);
	for (i = 0; i < f.n_forms; i++)
		if (is_discussion(&f.forms[i]) &&
			f.n_lines <= LINES_OF_ARTICLE + LINES_OF_COMMENT * f.forms[i].n &&
			(!best || f.forms[i].timed + f.forms[i].says > best->timed + best->says))
			best = &f.forms[i];
	return (struct talk_form){best ? best->form : 0, f.day_first == f.month_first
														 ? DATE_ORDER_UNKNOWN
													 : f.day_first ? DATE_DAY_FIRST
																   : DATE_MONTH_FIRST};
}
