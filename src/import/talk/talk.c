/* SPDX-License-Identifier: MIT */
/*
 * A page saved as text whose comments begin with bylines of one form, which talk_form.h found:
 *
 *     Ann Lowe says:                            bob 2 hours ago | next [–]
 *     May 3, 2024 at 10:00 am
 *                                               This is lovely.
 *     Good news for my mother.
 *     Reply                                         ann 1 hour ago | parent
 *
 * Others have a time above the name, or the name above the text and the time below its buttons.
 * A comment ends at the buttons below it, at what is no text of it (a menu, a form), at text that
 * is indented less than its byline, and at the next byline. A byline that is indented more is an
 * answer's.
 */
#include "import/talk/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/str.h"

#define DEPTH_MAX 64 /* answers that are deeper are their neighbours' */

struct byline {
	struct buffer name;
	struct buffer time;
	size_t indent;
	size_t line; /* 0: there is none */
};

struct talk {
	struct source source;
	struct input *in;
	struct talk_form form;
	struct byline now;  /* of the comment that is being read */
	struct byline next; /* of the one after it */
	struct buffer body;
	struct buffer held; /* a line that is a name if a time follows */
	size_t held_indent;
	size_t held_line;    /* 0: there is none */
	bool held_gap;       /* blank lines came before it */
	struct buffer over;  /* a time above what is a name if it comes next */
	struct buffer count; /* a line that is a number: votes if buttons follow */
	bool skip;           /* the next byline is the article's */
	bool below;          /* with a time below: buttons were seen, so that a name may come */
	bool gap;            /* blank lines came before what is read next */
	bool ended;
	bool too_long;
	struct {
		size_t indent;
		size_t id;
	} above[DEPTH_MAX];
	size_t depth;
	size_t n;
	char id[24];
	char parent_id[24];
	char utc[TIMESTAMP_MAX];
};

static moderato_status next_line(
	struct talk *t, struct talk_line *line, bool *cut, moderato_error *err)
{
	moderato_str text;
	moderato_status status = input_line(t->in, MODERATO_COMMENT_BYTES_MAX, &text, err);

	*cut = status == MODERATO_ELIMIT;
	if (*cut)
		*line = (struct talk_line){.kind = TALK_TEXT, .text = {t->in->head, t->in->head_len}};
	else if (!status)
		*line = talk_line_read(text);
	return *cut ? MODERATO_OK : status;
}

static void add_text(struct talk *t, moderato_str text)
{
	if (t->body.len + text.len > MODERATO_COMMENT_BYTES_MAX) {
		t->too_long = true;
		return;
	}
	if (t->body.len)
		buffer_add(&t->body, "\n\n", t->gap ? 2 : 1);
	buffer_add(&t->body, text.ptr, text.len);
	t->gap = false;
}

/* Adds a number that turned out to be text. */
static void add_count(struct talk *t)
{
	if (t->count.len)
		add_text(t, buffer_view(&t->count));
	buffer_clear(&t->count);
}

/* Reads a time that is not a byline's: it stands below the byline or, in some pages, the text. */
static void add_time(struct talk *t, const struct talk_line *line)
{
	if (t->now.time.len && t->body.len) {
		add_text(t, line->text);
		return;
	}
	if (!t->now.time.len) {
		buffer_add(&t->now.time, line->time.ptr, line->time.len);
		t->ended |= t->body.len > 0;
	}
}

/* Returns whether the line above a text is no part of it: "replied:", or a forum's subject. */
static bool is_subject(const struct talk *t, moderato_str text)
{
	return (t->form.form == TALK_FORM_OVER && str_begins(text, "Re: ")) ||
		   str_is(text, "replied:") || str_is(text, "wrote:");
}

static void add_words(struct talk *t, moderato_str text, size_t indent)
{
	if (!t->body.len && (str_equal(text, buffer_view(&t->now.name)) || is_subject(t, text)))
		return; /* some pages have the name twice */
	if (t->body.len && t->gap && indent < t->now.indent) {
		t->ended = true;
		return;
	}
	add_count(t);
	add_text(t, text);
}

/* Adds a line to the comment that is being read. */
static void add_line(struct talk *t, const struct talk_line *line)
{
	if (t->form.form == TALK_FORM_TAIL && line->kind == TALK_TIME && !t->now.time.len) {
		buffer_add(&t->now.time, line->time.ptr, line->time.len); /* also below the buttons */
		t->ended |= t->body.len > 0;
		return;
	}
	if (t->ended)
		return;
	switch (line->kind) {
	case TALK_BLANK:
		t->gap = true;
		break;
	case TALK_MARK:
		break;
	case TALK_COUNT:
		add_count(t);
		buffer_add(&t->count, line->text.ptr, line->text.len);
		break;
	case TALK_TIME:
		add_time(t, line);
		break;
	case TALK_FOOTER:
	case TALK_HEADING:
		t->ended = true;
		break;
	case TALK_ACTIONS:
	case TALK_MENU:
		if (!t->body.len) {
			add_count(t);
			break;
		}
		buffer_clear(&t->count);
		t->ended = true;
		break;
	case TALK_BYLINE: /* in another form, as some pages have it twice */
		if (!t->body.len && str_equal(line->name, buffer_view(&t->now.name)))
			break;
		add_words(t, line->text, line->indent);
		break;
	default:
		add_words(t, line->text, line->indent);
	}
}

static void drop_held(struct talk *t)
{
	t->held_line = 0;
	t->held_gap = false;
	buffer_clear(&t->held);
}

/* Adds the line that might have been a name. */
static void add_held(struct talk *t)
{
	const bool gap = t->gap; /* after it */

	t->gap = t->held_gap;
	if (t->held_line && !t->ended)
		add_words(t, buffer_view(&t->held), t->held_indent);
	t->gap = t->held_line ? gap : t->gap || gap;
	drop_held(t);
}

static void set_byline(struct byline *byline, moderato_str name, moderato_str time)
{
	buffer_clear(&byline->name);
	buffer_clear(&byline->time);
	buffer_add(&byline->name, name.ptr, name.len);
	buffer_add(&byline->time, time.ptr, time.len);
}

static void set_place(struct talk *t, const struct talk_line *line)
{
	t->next.indent = line->indent;
	t->next.line = t->in->line_taken;
}

/* Returns whether the line is the name that begins a comment after the buttons of another. */
static bool is_name_above(struct talk *t, const struct talk_line *line)
{
	const bool may = t->below;

	if (line->kind == TALK_BLANK || line->kind == TALK_MARK || line->kind == TALK_COUNT ||
		line->kind == TALK_TIME)
		return false;
	t->below = line->kind != TALK_TEXT;
	if (!may || line->kind != TALK_TEXT || !talk_may_be_name(line->text))
		return false;
	set_byline(&t->next, line->text, (moderato_str){NULL, 0});
	set_place(t, line);
	return true;
}

/* Returns whether the line is the name below a time. What the time stands above else is its text's.
 */
static bool is_name_below(struct talk *t, const struct talk_line *line)
{
	const moderato_str name = talk_name_below(line);
	const bool over = t->over.len > 0;

	if (over && name.len) {
		set_byline(&t->next, name, buffer_view(&t->over));
		set_place(t, line);
	} else if (over && !t->ended)
		add_text(t, buffer_view(&t->over));
	buffer_clear(&t->over);
	if (line->kind == TALK_TIME)
		buffer_add(&t->over, line->time.ptr, line->time.len);
	if (name.len && over)
		drop_held(t);
	return over && name.len;
}

/* Returns whether the line, with the one before it, is a byline of the page's form, which becomes
 * the next one. */
static bool is_byline(struct talk *t, const struct talk_line *line)
{
	if (t->form.form == TALK_FORM_TAIL)
		return is_name_above(t, line);
	if (t->form.form == TALK_FORM_OVER)
		return is_name_below(t, line);
	if (t->form.form == TALK_FORM_PAIR && line->kind == TALK_TIME && t->held_line) {
		set_byline(&t->next, buffer_view(&t->held), line->time);
		t->next.indent = t->held_indent;
		t->next.line = t->held_line;
		drop_held(t);
		return true;
	}
	if (!(line->kind == TALK_SAYS && t->form.form == TALK_FORM_SAYS) &&
		!(line->kind == TALK_BYLINE && t->form.form == line->shape))
		return false;
	set_byline(&t->next, line->name, line->time);
	set_place(t, line);
	return true;
}

/* Returns whether the line may be a part of the next byline, or a forum's subject above it. */
static bool may_belong_below(const struct talk *t, const struct talk_line *line)
{
	if (t->form.form == TALK_FORM_PAIR)
		return line->kind == TALK_TEXT && talk_may_be_name(line->text);
	return line->kind == TALK_TEXT && str_begins(line->text, "Re: ");
}

/* In pages whose bylines are two lines: keeps a line that may be the first of them, or stand above
 * them. Returns whether it is kept. */
static bool hold(struct talk *t, const struct talk_line *line)
{
	if ((t->form.form != TALK_FORM_PAIR && t->form.form != TALK_FORM_OVER) ||
		line->kind == TALK_BLANK || line->kind == TALK_MARK)
		return false;
	if (t->form.form == TALK_FORM_OVER && line->kind == TALK_TIME)
		return true; /* is_name_below() has it */
	add_held(t);
	if (!may_belong_below(t, line))
		return false;
	buffer_add(&t->held, line->text.ptr, line->text.len);
	t->held_indent = line->indent;
	t->held_line = t->in->line_taken;
	t->held_gap = t->gap;
	t->gap = false;
	return true;
}

/* Reads up to the next byline; what comes before it belongs to the comment that is being read. */
static moderato_status read_to_byline(struct talk *t, moderato_error *err)
{
	t->next.line = 0;
	for (;;) {
		struct talk_line line = {0};
		bool cut;
		moderato_status status = next_line(t, &line, &cut, err);

		if (status == MODERATO_END)
			add_held(t);
		if (status)
			return status;
		if (is_byline(t, &line))
			return MODERATO_OK;
		t->too_long |= cut && !t->ended;
		if (!hold(t, &line))
			add_line(t, &line);
	}
}

/* Begins the comment whose byline was found. */
static void begin_comment(struct talk *t)
{
	const struct byline old = t->now;

	t->now = t->next;
	t->next = old;
	buffer_clear(&t->body);
	buffer_clear(&t->count);
	t->gap = t->ended = t->too_long = false;
}

/* Sets the id, and the parent: the nearest comment before it that is indented less. */
static void set_ids(struct talk *t, moderato_comment *comment)
{
	int len = snprintf(t->id, sizeof(t->id), "%zu", ++t->n);

	comment->id = (moderato_str){t->id, (size_t)len};
	while (t->depth && t->above[t->depth - 1].indent >= t->now.indent)
		t->depth--;
	if (t->depth) {
		len = snprintf(t->parent_id, sizeof(t->parent_id), "%zu", t->above[t->depth - 1].id);
		comment->parent_id = (moderato_str){t->parent_id, (size_t)len};
	}
	t->depth -= t->depth == DEPTH_MAX;
	t->above[t->depth].indent = t->now.indent;
	t->above[t->depth++].id = t->n;
}

static moderato_status make_comment(struct talk *t, moderato_comment *comment, moderato_error *err)
{
	moderato_str time = buffer_view(&t->now.time);
	size_t len = written_time_utc(t->utc, time, t->form.order);

	if (t->body.failed || t->count.failed || t->held.failed || t->over.failed ||
		t->now.name.failed || t->now.time.failed)
		return fail_no_memory(err);
	set_ids(t, comment);
	if (t->too_long)
		return comment_too_long(t->in, t->now.line, err);
	comment->text = buffer_view(&t->body);
	comment->author = buffer_view(&t->now.name);
	if (time.len)
		comment->created = len ? (moderato_str){t->utc, len} : time;
	comment->line = t->now.line;
	return MODERATO_OK;
}

static moderato_status talk_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct talk *t = (struct talk *)source;
	moderato_status status = MODERATO_OK;

	if (!t->now.line) {
		t->ended = true; /* what comes before the first byline is no comment */
		status = read_to_byline(t, err);
	}
	while (status >= 0 && t->next.line) {
		begin_comment(t);
		status = read_to_byline(t, err);
		if (status < 0)
			return status;
		if (!t->body.len)
			add_count(t);
		if (t->skip) {
			t->skip = false;
			continue;
		}
		if (t->body.len || t->too_long || t->body.failed)
			return make_comment(t, comment, err);
	}
	return status < 0 ? status : MODERATO_END;
}

static void talk_close(struct source *source)
{
	struct talk *t = (struct talk *)source;

	buffer_dispose(&t->now.name);
	buffer_dispose(&t->now.time);
	buffer_dispose(&t->next.name);
	buffer_dispose(&t->next.time);
	buffer_dispose(&t->body);
	buffer_dispose(&t->held);
	buffer_dispose(&t->over);
	buffer_dispose(&t->count);
	free(t);
}

moderato_status open_talk(
	struct source **out, struct input *in, struct talk_form form, moderato_error *err)
{
	struct talk *t = calloc(1, sizeof(*t));

	*out = NULL;
	if (!t)
		return fail_no_memory(err);
	t->source = (struct source){.next = talk_next, .close = talk_close};
	t->in = in;
	t->form = form;
	t->below = form.form == TALK_FORM_TAIL && !form.skip;
	t->skip = form.form != TALK_FORM_TAIL && form.skip;
	*out = &t->source;
	return MODERATO_OK;
}

static moderato_str beginning(moderato_str page)
{
	page.len = page.len < TALK_WINDOW ? page.len : TALK_WINDOW;
	return page;
}

bool sniff_page(const struct sample *sample)
{
	return talk_form_find(beginning(sample->head)).form || sniff_bullets(sample->head);
}

moderato_status open_page(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct talk_form form;
	moderato_str head;
	moderato_status status = input_peek(in, TALK_WINDOW, &head, err);

	(void)options;
	*out = NULL;
	if (status)
		return status;
	form = talk_form_find(beginning(head));
	return form.form ? open_talk(out, in, form, err) : open_bullets(out, in, err);
}
