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
	size_t before;  /* of the bylines, those before the first heading that counts comments */
	bool headed;    /* a heading came before it */
};

/* Lines that may be a comment whose time stands below it. */
struct tail {
	size_t texts;
	bool name; /* the first of them may be one */
	bool like, reply, timed;
	bool ended; /* buttons were seen */
};

struct finder {
	struct seen forms[FORMS_MAX];
	size_t n_forms;
	size_t n_lines;
	struct seen *open; /* the form of the last byline */
	bool acts, text;   /* the same was seen since then */
	bool timed;
	bool headed;
	bool forum;
	unsigned count;    /* the number of comments in the first heading that has one */
	moderato_str over; /* a time that is no byline's yet */
	struct tail tail;
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
	f->forms[f->n_forms] = (struct seen){.form = form, .headed = f->headed || f->forum};
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

moderato_str talk_name_below(const struct talk_line *line)
{
	moderato_str name = line->text;

	if (str_begins_nocase(name, "by "))
		name = str_from(name, 3);
	return line->kind == TALK_TEXT && talk_may_be_name(name) ? name : (moderato_str){NULL, 0};
}

/* Counts the comment whose tail has ended. */
static void close_tail(struct finder *f)
{
	const struct tail *t = &f->tail;
	struct seen *seen = t->name && t->texts > 1 && t->like && t->reply && t->timed
							? form_of(f, TALK_FORM_TAIL)
							: NULL;

	if (seen) {
		seen->n++;
		seen->timed++;
		seen->texts++;
		seen->acts++;
	}
	f->tail = (struct tail){0};
}

/* Follows what may be comments with a tail. */
static void add_to_tail(struct finder *f, const struct talk_line *line)
{
	struct tail *t = &f->tail;

	if (line->kind == TALK_ACTIONS) {
		t->like |= str_find_nocase(line->text, str_of("like")) != SIZE_MAX;
		t->reply |= str_find_nocase(line->text, str_of("repl")) != SIZE_MAX;
		t->ended = true;
	} else if (line->kind == TALK_TIME) {
		t->timed = t->texts > 1;
	} else if (line->kind == TALK_TEXT) {
		if (t->ended || t->timed)
			close_tail(f);
		t->name |= !t->texts && talk_may_be_name(line->text);
		t->texts++;
	} else if (line->kind != TALK_COUNT) {
		close_tail(f);
	}
}

static void add_heading(struct finder *f, const struct talk_line *line)
{
	size_t i;

	f->headed = true;
	if (f->count || !line->count || str_find_nocase(line->text, str_of("omment")) == SIZE_MAX)
		return;
	f->count = line->count;
	for (i = 0; i < f->n_forms; i++)
		f->forms[i].before = f->forms[i].n;
}

static void add_line(struct finder *f, moderato_str text)
{
	const struct talk_line line = talk_line_read(text);
	const bool named = f->name_held && f->blank <= 1;
	moderato_str over = f->over;

	f->forum |= line.forum;
	if (line.kind == TALK_BLANK) {
		f->blank++;
		return;
	}
	if (line.kind == TALK_MARK)
		return;
	add_to_tail(f, &line);
	f->over = (moderato_str){NULL, 0};
	if (over.len && !f->blank && talk_name_below(&line).len) {
		add_byline(f, TALK_FORM_OVER, &(struct talk_line){.text = line.text, .time = over});
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
		else
			f->over = line.time;
		break;
	case TALK_ACTIONS:
		f->acts |= line.acts;
		break;
	case TALK_HEADING:
		add_heading(f, &line);
		break;
	case TALK_FOOTER:
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

/* Returns whether the form is that of comments, of which the page may say that it has `count`. */
static bool is_discussion(const struct seen *s, unsigned count)
{
	const bool counted = s->headed && s->n > 1 && s->n == count;

	const bool says = 2 * s->says >= s->n && s->form != TALK_FORM_PAIR;
	const bool acts = 2 * s->acts >= s->n;

	if (2 * s->texts < s->n || 2 * s->timed < s->n || !s->timed)
		return false;
	if (s->timed == 1)
		return says + acts + s->headed >= 2;
	return says || acts || counted || (s->headed && 2 * s->clocked >= s->n);
}

/* Returns whether the article comes before the comments in their form, or in some other. */
static bool has_article(const struct seen *s)
{
	return s->form == TALK_FORM_TAIL ? s->headed : s->before == 1 && s->n > 1;
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
	close_tail(&f);
	for (i = 0; i < f.n_forms; i++)
		if (is_discussion(&f.forms[i], f.count) &&
			f.n_lines <= LINES_OF_ARTICLE + LINES_OF_COMMENT * f.forms[i].n &&
			(!best || f.forms[i].timed + f.forms[i].says > best->timed + best->says))
			best = &f.forms[i];
	return (struct talk_form){best ? best->form : 0, best && has_article(best),
		f.day_first == f.month_first ? DATE_ORDER_UNKNOWN
		: f.day_first                ? DATE_DAY_FIRST
									 : DATE_MONTH_FIRST};
}
