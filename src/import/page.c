/* SPDX-License-Identifier: MIT */
/*
 * A news page saved as plain text, its discussion at the end:
 *
 *     ... the article ...
 *     Log in or register to join the discussion
 *       • Huawei would never steal anything...
 *
 *         Oh, wait - unless it would get them to market faster...
 *
 *         Cisco sued over router ...
 *       • stroyde
 *
 *         Getting kicked the aych out is not the same thing as leaving.
 *
 * A bullet's line is the comment's heading, a title or its author's name; what follows is its body.
 * The article is not a comment. If bodies are indented, text after the comments that is not
 * indented is the page's footer. Bytes are handed on unchanged, because the classifier repairs
 * them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "corpus/source.h"
#include "import/talk/talk.h"

#define HEADING_LINE_MAX 80 /* longest line, in bytes, that can announce the discussion */
#define NAME_BYTES_MAX 40   /* longest heading that may be a name */
#define NAME_WORDS_MAX 3

struct bullet {
	char kind;     /* 0: none */
	size_t indent; /* how many characters come before it */
};

/* Finds the discussion and in it the lines that begin comments. */
struct finder {
	enum place {
		ARTICLE,
		COUNT, /* after a line such as "2 Comments", which counts only if a bullet comes next */
		DISCUSSION,
		FOOTER, /* after text that is not indented, until an indented bullet */
	} place;
	struct bullet first; /* other kinds of bullets than • must look like the first one */
};

struct page {
	struct source source;
	struct input *in;
	struct finder finder;
	struct buffer heading;
	struct buffer body;
	struct buffer text; /* heading and body */
	moderato_str next;  /* heading of the next comment, still in the input's window */
	size_t next_line;   /* line of that heading; 0: there is none */
	bool next_cut;      /* that heading is only the beginning of a line that is too long */
	char id[24];
	size_t n;           /* number of comments so far */
	size_t line;        /* line of the comment that is being read; 0: none yet */
	bool long_line;     /* the comment contains a line that was skipped */
	bool body_seen;     /* the body of some comment has begun */
	bool body_indented; /* that body was indented */
	bool gap;           /* there were blank lines after the body's last line */
	bool nothing;       /* that there is no discussion has been reported */
};

/* Returns the length of the blank at the front: a space, tab, CR or no-break space. */
static size_t blank_len(moderato_str s)
{
	if (s.len && (*s.ptr == ' ' || *s.ptr == '\t' || *s.ptr == '\r'))
		return 1;
	return s.len >= 2 && !memcmp(s.ptr, "\xc2\xa0", 2) ? 2 : 0;
}

/* The same at the beginning of a character, where a lone A0 is Latin-1's no-break space. */
static size_t front_blank_len(moderato_str s)
{
	return s.len && *s.ptr == '\xa0' ? 1 : blank_len(s);
}

static moderato_str skip_blanks(moderato_str s, size_t *n)
{
	size_t len;

	*n = 0;
	while ((len = front_blank_len(s))) {
		s.ptr += len;
		s.len -= len;
		++*n;
	}
	return s;
}

static moderato_str trim(moderato_str s)
{
	size_t n;

	s = skip_blanks(s, &n);
	while (s.len) {
		if (s.len >= 2 && !memcmp(s.ptr + s.len - 2, "\xc2\xa0", 2))
			s.len -= 2;
		else if (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' || s.ptr[s.len - 1] == '\r')
			s.len--;
		else
			break;
	}
	return s;
}

/* Returns the bullet that the line begins with, and sets *heading to what follows it. */
static struct bullet read_bullet(moderato_str line, moderato_str *heading)
{
	static const struct {
		const char *bytes;
		char kind;
	} bullets[] = {{"•", 'o'}, {"\x95", 'o'},  /* • in Windows-1252; UTF-8 never begins with it */
		{"*", '*'}, {"·", '.'}, {"\xb7", '.'}, /* · in Latin-1 */
		{"-", '-'}, {"–", '-'}, {"‣", '>'}};
	struct bullet none = {0, 0};
	struct bullet bullet = none;
	size_t i;

	line = skip_blanks(line, &bullet.indent);
	for (i = 0; i < sizeof(bullets) / sizeof(*bullets) && !bullet.kind; i++) {
		size_t len = strlen(bullets[i].bytes);

		if (line.len < len || memcmp(line.ptr, bullets[i].bytes, len))
			continue;
		bullet.kind = bullets[i].kind;
		line.ptr += len;
		line.len -= len;
	}
	*heading = trim(line);
	/* A dash or an asterisk may begin any sentence, so it must be set off by blanks. */
	if (bullet.kind != 'o' && (!bullet.indent || (line.len && !front_blank_len(line))))
		return none;
	return bullet;
}

static bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s);
	size_t n = strlen(end);

	return len >= n && !strcmp(s + len - n, end);
}

/* Returns whether the text, in lower case, is like "Log in or register to join the
 * discussion". */
static bool invites(const char *s)
{
	static const char *const whole[] = {
		"join the discussion", "join the conversation", "join the debate"};
	static const char *const asks[] = {"log in", "login", "log-in", "sign in", "sign up",
		"register", "please log in", "please sign in", "please register", "you must ",
		"you need to ", "create an account"};
	static const char *const to[] = {" to join the discussion", " to join the conversation",
		" to join the debate", " to comment", " to post a comment", " to leave a comment",
		" to add a comment", " to post comments", " to reply", " to participate"};
	size_t i;
	size_t k;

	for (i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (!strcmp(s, whole[i]))
			return true;
	for (i = 0; i < sizeof(asks) / sizeof(*asks); i++)
		for (k = 0; k < sizeof(to) / sizeof(*to); k++)
			if (!strncmp(s, asks[i], strlen(asks[i])) && ends_with(s, to[k]))
				return true;
	return false;
}

/* Returns whether the text, in lower case, is like "Comments", "12 Comments", "1,204 comments"
 * or "Comments (12)". */
static bool counts(const char *s)
{
	static const char digits[] = "0123456789,. ";
	size_t before = strspn(s, digits);

	s += before;
	if (strncmp(s, "comment", 7))
		return false;
	if (s[7] != 's' && !before)
		return false; /* a lone "comment" ends a sentence, or is a field's name */
	s += s[7] == 's' ? 8 : 7;
	s += strspn(s, " :");
	if (*s == '(') {
		s += 1 + strspn(s + 1, digits);
		return !strcmp(s, ")");
	}
	return !s[strspn(s, digits)];
}

/* Returns whether the line is the end of a sentence that went on to it: "comments." */
static bool ends_sentence(moderato_str line)
{
	return line.len && ascii_is_lower(*line.ptr) && line.ptr[line.len - 1] == '.';
}

/* Returns what the line announces: DISCUSSION, COUNT, or ARTICLE if nothing. */
static enum place announces(moderato_str line)
{
	char lower[HEADING_LINE_MAX + 1];
	size_t len = 0;
	size_t n;

	line = trim(line);
	if (line.len > HEADING_LINE_MAX || ends_sentence(line))
		return ARTICLE;
	while (line.len) {
		moderato_str rest = skip_blanks(line, &n);

		if (n) {
			lower[len++] = ' '; /* one blank replaces several */
			line = rest;
			continue;
		}
		lower[len++] = ascii_lower(*line.ptr);
		line.ptr++;
		line.len--;
	}
	while (len && strchr(".!:", lower[len - 1]))
		len--;
	lower[len] = '\0';
	if (strlen(lower) != len)
		return ARTICLE;
	return invites(lower) ? DISCUSSION : counts(lower) ? COUNT : ARTICLE;
}

/* Processes the next line. Returns whether it begins a comment. */
static bool begins_comment(struct finder *f, moderato_str line, moderato_str *heading)
{
	struct bullet bullet = read_bullet(line, heading);

	if (f->place == COUNT && trim(line).len)
		f->place = bullet.kind ? DISCUSSION : ARTICLE;
	if (f->place == ARTICLE)
		f->place = announces(line);
	if (!bullet.kind || f->place < DISCUSSION || (f->place == FOOTER && !bullet.indent))
		return false;
	if (!f->first.kind)
		f->first = bullet;
	if (bullet.kind != 'o' && (bullet.kind != f->first.kind || bullet.indent != f->first.indent))
		return false;
	f->place = DISCUSSION;
	return true;
}

/* Returns whether the rest of a file is a bullet that was cut off in the middle, and so not
 * text. */
static bool is_cut_bullet(moderato_str text)
{
	return (text.len == 1 && *text.ptr == '\xe2') ||
		   (text.len == 2 && !memcmp(text.ptr, "\xe2\x80", 2));
}

static void add_body(struct page *p, moderato_str line)
{
	moderato_str text = trim(line);
	bool indented = front_blank_len(line) > 0;

	if (!text.len || is_cut_bullet(text)) {
		p->gap = true;
		return;
	}
	if (!p->body_seen)
		p->body_indented = indented;
	p->body_seen = true;
	if (p->body_indented && !indented && p->gap)
		p->finder.place = FOOTER;
	if (p->finder.place == FOOTER)
		return;
	if (p->body.len + text.len > MODERATO_COMMENT_BYTES_MAX) {
		p->long_line = true;
		return;
	}
	if (p->body.len)
		buffer_add(&p->body, "\n\n", p->gap ? 2 : 1);
	buffer_add(&p->body, text.ptr, text.len);
	p->gap = false;
}

/* Reads the next line. Only the beginning of a line that is too long is kept. */
static moderato_status read_line(struct page *p, moderato_str *line, bool *cut, moderato_error *err)
{
	moderato_status status = input_line(p->in, MODERATO_COMMENT_BYTES_MAX, line, err);

	*cut = status == MODERATO_ELIMIT;
	if (!*cut)
		return status;
	*line = (moderato_str){p->in->head, p->in->head_len};
	return MODERATO_OK;
}

/* Reads to the next bullet. What comes before it is the body of the comment that is being
 * read. */
static moderato_status read_to_bullet(struct page *p, moderato_error *err)
{
	p->next_line = 0;
	for (;;) {
		moderato_str line;
		bool cut;
		moderato_status status = read_line(p, &line, &cut, err);

		if (status)
			return status;
		if (begins_comment(&p->finder, line, &p->next)) {
			p->next_line = p->in->line_taken;
			p->next_cut = cut;
			return MODERATO_OK;
		}
		if (p->line && cut && p->finder.place == DISCUSSION)
			p->long_line = true;
		else if (p->line)
			add_body(p, line);
	}
}

static bool may_be_name(moderato_str heading)
{
	static const char *const marks[] = {".", ",", "!", "?", ":", ";", "…", "\""};
	size_t words = 0;
	size_t i;

	if (!heading.len || heading.len > NAME_BYTES_MAX)
		return false;
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (memmem(heading.ptr, heading.len, marks[i], strlen(marks[i])))
			return false;
	while (heading.len) {
		size_t n;

		words++;
		while (heading.len && !blank_len(heading)) {
			heading.ptr++;
			heading.len--;
		}
		heading = skip_blanks(heading, &n);
	}
	return words <= NAME_WORDS_MAX;
}

/* Makes the comment from its heading and body. */
static moderato_status make_comment(struct page *p, moderato_comment *comment, moderato_error *err)
{
	moderato_str heading = buffer_view(&p->heading);
	bool name = p->body.len && may_be_name(heading);
	int len;

	buffer_clear(&p->text);
	if (!name) {
		buffer_add(&p->text, heading.ptr, heading.len);
		if (heading.len && p->body.len)
			buffer_add(&p->text, "\n\n", 2);
		buffer_add(&p->text, p->body.data, p->body.len);
	}
	if (p->heading.failed || p->body.failed || p->text.failed)
		return fail_no_memory(err);
	comment->text = buffer_view(name ? &p->body : &p->text);
	if (p->long_line || comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(p->in, p->line, err);
	if (heading.len)
		comment->title = heading;
	if (name)
		comment->author = heading;
	len = snprintf(p->id, sizeof(p->id), "%zu", p->n);
	comment->id = (moderato_str){p->id, (size_t)len};
	comment->line = p->line;
	return MODERATO_OK;
}

/* Begins the comment whose bullet was found. */
static void begin_comment(struct page *p)
{
	buffer_clear(&p->heading);
	buffer_clear(&p->body);
	buffer_add(&p->heading, p->next.ptr, p->next.len);
	p->line = p->next_line;
	p->long_line = p->next_cut;
	p->gap = false;
}

/* Returns whether the comment has neither heading nor body, and not because memory ran out. */
static bool is_lone_bullet(const struct page *p)
{
	return !p->heading.len && !p->body.len && !p->long_line && !p->heading.failed &&
		   !p->body.failed;
}

static moderato_status page_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct page *p = (struct page *)source;
	moderato_status status = MODERATO_OK;

	if (!p->line && !p->nothing)
		status = read_to_bullet(p, err);
	if (status == MODERATO_END && p->finder.place < DISCUSSION) {
		p->nothing = true;
		return fail(err, MODERATO_EFORMAT, "no discussion found in %s", p->in->name);
	}
	while (status >= 0 && p->next_line) {
		begin_comment(p);
		status = read_to_bullet(p, err);
		if (status < 0)
			return status;
		if (is_lone_bullet(p))
			continue;
		p->n++;
		return make_comment(p, comment, err);
	}
	return status < 0 ? status : MODERATO_END;
}

static void page_close(struct source *source)
{
	struct page *p = (struct page *)source;

	buffer_dispose(&p->heading);
	buffer_dispose(&p->body);
	buffer_dispose(&p->text);
	free(p);
}

bool sniff_bullets(moderato_str left)
{
	struct finder finder = {.place = ARTICLE};

	while (left.len) {
		const char *newline = memchr(left.ptr, '\n', left.len);
		moderato_str line = {left.ptr, newline ? (size_t)(newline - left.ptr) : left.len};
		moderato_str heading;

		if (begins_comment(&finder, line, &heading))
			return true;
		left.ptr += line.len + (newline != NULL);
		left.len -= line.len + (newline != NULL);
	}
	return false;
}

moderato_status open_bullets(struct source **out, struct input *in, moderato_error *err)
{
	struct page *p = calloc(1, sizeof(*p));

	*out = NULL;
	if (!p)
		return fail_no_memory(err);
	p->source = (struct source){.next = page_next, .close = page_close};
	p->in = in;
	*out = &p->source;
	return MODERATO_OK;
}
