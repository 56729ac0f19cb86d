/* SPDX-License-Identifier: MIT */
/* Which YAML is accepted, and messages that help a moderator where libyaml's do not. */
#include "base/yaml_items.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/fail.h"

struct libyaml {
	yaml_parser_t parser;
	yaml_event_t event;
	bool begun; /* the start of the document was read */
};

#define BAD(s, ...) fail_at((s)->err, MODERATO_EFORMAT, (s)->name, (s)->line, __VA_ARGS__)

/* The byte at a character index of libyaml's; 0 at the end. All that precedes it is valid UTF-8. */
static char byte_at(moderato_str text, size_t index)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (((unsigned char)text.ptr[i] & 0xC0) != 0x80 && index-- == 0)
			return text.ptr[i];
	return '\0';
}

static size_t line_of_byte(moderato_str text, size_t offset)
{
	size_t line = 1;
	size_t i;

	for (i = 0; i < offset && i < text.len; i++)
		line += text.ptr[i] == '\n';
	return line;
}

/* Hints for the mistakes that moderators make, which libyaml describes in the terms of its grammar;
 * "" for others. */
static const char *scanner_hint(
	const struct yaml_items *s, const char *problem, const char *context)
{
	if (strstr(problem, "mapping values"))
		return "; check the indentation, and put a text with ': ' in it in quotes";
	if (strstr(context, "block scalar"))
		return "; put a condition in quotes, as in \">= 0.9\"";
	if (!strstr(context, "next token"))
		return "";
	switch (byte_at(s->file, s->libyaml->parser.problem_mark.index)) {
	case '\t':
		return "; indent with spaces, not tabs";
	case '>':
		return "; put a condition in quotes, as in \">= 0.9\"";
	case '@':
	case '`':
	case '%':
	case '|':
		return "; put a value that begins with a special character in quotes";
	default:
		return "";
	}
}

/* Turns libyaml's error into a message with the line and a hint. */
static moderato_status yaml_failed(struct yaml_items *s)
{
	const yaml_parser_t *parser = &s->libyaml->parser;
	const char *problem = parser->problem ? parser->problem : "unknown error";
	const char *context = parser->context ? parser->context : "";

	switch (parser->error) {
	case YAML_MEMORY_ERROR:
		return fail(s->err, MODERATO_ENOMEM, "%s: out of memory", s->name);
	case YAML_READER_ERROR:
		s->line = line_of_byte(s->file, parser->problem_offset);
		return BAD(s, "expected UTF-8 text: %s", problem);
	default:
		s->line = parser->problem_mark.line + 1;
		return BAD(s, "expected YAML: %s%s%s%s", problem, *context ? " " : "", context,
			scanner_hint(s, problem, context));
	}
}

/* Refuses anchors, aliases and tags, which make a file mean something else than a moderator reads
 * in it. */
static moderato_status refuse_extras(struct yaml_items *s)
{
	const yaml_event_t *e = &s->libyaml->event;
	bool anchor = false;
	bool tag = false;

	switch (e->type) {
	case YAML_ALIAS_EVENT:
		anchor = true;
		break;
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor;
		/* `! text` has a tag as well, of which libyaml keeps only this trace */
		tag = e->data.scalar.tag ||
			  (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !e->data.scalar.plain_implicit);
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
		break;
	default:
		break;
	}
	if (anchor)
		return BAD(s, "anchors and aliases (& and *) are not allowed: write the value out, or put "
					  "it in quotes");
	if (tag)
		return BAD(s, "tags (!) are not allowed: put the value in quotes");
	return MODERATO_OK;
}

/* True if a line begins at byte `at`. These are the line ends of YAML 1.1. */
static bool begins_line(moderato_str file, size_t at)
{
	static const char *const ends[] = {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t len = strlen(ends[i]);

		if (len <= at && !memcmp(file.ptr + at - len, ends[i], len))
			return true;
	}
	return at == 0;
}

/* Refuses directives: they are useless without tags, and libyaml takes quadratic time for many of
 * them, eight seconds for a mebibyte. */
static moderato_status refuse_directives(struct yaml_items *s)
{
	const char *file = s->file.ptr;
	const char *sign = file;

	while (sign && (sign = memchr(sign, '%', s->file.len - (size_t)(sign - file)))) {
		size_t at = (size_t)(sign - file);

		if (begins_line(s->file, at)) {
			s->line = line_of_byte(s->file, at);
			return BAD(s, "a line that begins with %% is a directive, which is not allowed");
		}
		sign++;
	}
	return MODERATO_OK;
}

/* Reads the next event of libyaml, and refuses what is not allowed. */
static moderato_status next_event(struct yaml_items *s)
{
	yaml_event_delete(&s->libyaml->event);
	if (!yaml_parser_parse(&s->libyaml->parser, &s->libyaml->event))
		return yaml_failed(s);
	s->line = s->libyaml->event.start_mark.line + 1;
	return refuse_extras(s);
}

static void read_scalar(struct yaml_items *s)
{
	const yaml_event_t *e = &s->libyaml->event;

	s->kind = YAML_TEXT;
	s->text = (moderato_str){(const char *)e->data.scalar.value, e->data.scalar.length};
	switch (e->data.scalar.style) {
	case YAML_PLAIN_SCALAR_STYLE:
		s->style = YAML_PLAIN;
		break;
	case YAML_LITERAL_SCALAR_STYLE:
	case YAML_FOLDED_SCALAR_STYLE:
		s->style = YAML_BLOCK;
		break;
	default:
		s->style = YAML_QUOTED;
		break;
	}
}

moderato_status yaml_items_next(struct yaml_items *s)
{
	for (;;) {
		moderato_status status = next_event(s);

		if (status)
			return status;
		switch (s->libyaml->event.type) {
		case YAML_SCALAR_EVENT:
			read_scalar(s);
			return MODERATO_OK;
		case YAML_SEQUENCE_START_EVENT:
			s->kind = YAML_LIST;
			return MODERATO_OK;
		case YAML_MAPPING_START_EVENT:
			s->kind = YAML_MAPPING;
			return MODERATO_OK;
		case YAML_DOCUMENT_START_EVENT:
			if (s->libyaml->begun)
				return BAD(s, "expected one document, but a second begins here");
			s->libyaml->begun = true;
			break;
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			break;
		default:
			s->kind = YAML_END;
			return MODERATO_OK;
		}
	}
}

moderato_status yaml_items_open(
	struct yaml_items *s, const char *name, moderato_str file, moderato_error *err)
{
	moderato_status status;

	/* libyaml counts a byte order mark as a column, so that the first key would seem to be
	 * indented. */
	if (file.len >= 3 && !memcmp(file.ptr, "\xEF\xBB\xBF", 3))
		file = (moderato_str){file.ptr + 3, file.len - 3};
	*s = (struct yaml_items){.kind = YAML_END, .name = name, .file = file, .err = err};
	status = refuse_directives(s);
	if (status)
		return status;
	s->libyaml = calloc(1, sizeof(*s->libyaml));
	if (!s->libyaml || !yaml_parser_initialize(&s->libyaml->parser)) {
		free(s->libyaml);
		s->libyaml = NULL;
		return fail(err, MODERATO_ENOMEM, "%s: out of memory", name);
	}
	/* The encoding is not guessed: a file in UTF-16 is an error at its first byte. */
	yaml_parser_set_encoding(&s->libyaml->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&s->libyaml->parser, (const unsigned char *)(file.len ? file.ptr : ""), file.len);
	return MODERATO_OK;
}

void yaml_items_close(struct yaml_items *s)
{
	if (!s->libyaml)
		return;
	yaml_event_delete(&s->libyaml->event);
	yaml_parser_delete(&s->libyaml->parser);
	free(s->libyaml);
	s->libyaml = NULL;
}
