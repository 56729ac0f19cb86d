/* SPDX-License-Identifier: MIT */
/*
 * Comments.xml of Stack Exchange's data dumps, in which a comment is an element without content:
 *
 *     <comments>
 *       <row Id="1" PostId="3" Score="5" Text="…" CreationDate="2010-07-19T19:12:12.510"
 * UserId="13"/>
 *
 * The text is plain, with a little Markdown. A comment belongs to a question or an answer, not to
 * another comment. Names of users stand in Users.xml; the dump has only the names of those whose
 * accounts are gone, so that the author is the user's number otherwise.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/xml/xml.h"
#include "import/xml/xml_fields.h"
#include "import/xml/xml_scan.h"

static const struct xml_anchor anchors[] = {{"row", false, {"comments"}, true}};

enum { ID, POST, TEXT, DATE, NAME, USER, N_FIELDS };

static const char *const names[N_FIELDS] = {
	"Id", "PostId", "Text", "CreationDate", "UserDisplayName", "UserId"};

struct stackexchange {
	struct source source;
	struct input *in;
	struct xml *xml;
	struct xml_field fields[N_FIELDS];
	struct buffer texts;
};

static enum xml_want stackexchange_start(
	void *payload, const char *name, const char *const *attributes)
{
	struct stackexchange *s = payload;

	if (xml_depth(s->xml) != 2 || strcmp(name, "row") != 0)
		return !strcmp(name, "row") ? XML_STRAY : XML_PASS;
	xml_fields_clear(s->fields, N_FIELDS, &s->texts);
	for (; *attributes; attributes += 2) {
		const int i = xml_field_of(names, N_FIELDS, attributes[0]);

		if (i >= 0)
			xml_field_set(&s->fields[i], &s->texts, str_of(attributes[1]), false);
	}
	return XML_RECORD;
}

static void stackexchange_end(void *payload, const char *name, moderato_str text)
{
	(void)payload, (void)name, (void)text;
}

static void stackexchange_lost(void *payload)
{
	(void)payload;
}

static const struct xml_format format = {anchors, sizeof(anchors) / sizeof(*anchors),
	stackexchange_start, stackexchange_end, stackexchange_lost, NULL};

static void fill(struct stackexchange *s, moderato_comment *c)
{
	moderato_str f[N_FIELDS];

	xml_fields_view(f, s->fields, N_FIELDS, &s->texts);
	c->text = f[TEXT].ptr ? f[TEXT] : (moderato_str){"", 0};
	c->id = f[ID];
	c->author = f[f[NAME].len ? NAME : USER];
	c->group = f[POST];
	c->created = f[DATE];
	c->state = str_of("published");
	c->line = xml_record_line(s->xml);
}

static moderato_status stackexchange_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct stackexchange *s = (struct stackexchange *)source;
	const moderato_status status = xml_read(s->xml, err);

	if (s->texts.failed)
		return fail_no_memory(err);
	if (status)
		return status;
	if (!s->fields[TEXT].set)
		return fail_at(err, MODERATO_EFORMAT, s->in->name, xml_record_line(s->xml),
			"a row without a Text: no comment of Stack Exchange");
	if (s->fields[TEXT].len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(s->in, xml_record_line(s->xml), err);
	fill(s, comment);
	return MODERATO_OK;
}

static void stackexchange_close(struct source *source)
{
	struct stackexchange *s = (struct stackexchange *)source;

	xml_free(s->xml);
	buffer_dispose(&s->texts);
	free(s);
}

/* Recognises the root and what its first row has, if it has any. No other table of the dump has a
 * PostId and a Text. */
bool sniff_stackexchange(const struct sample *sample)
{
	const moderato_str head = sample->head;
	struct xml_prolog prolog;
	const char *row;

	if (!xml_scan_prolog(head, &prolog) || !str_is(prolog.root, "comments"))
		return false;
	row = memmem(head.ptr, head.len, "<row ", 5);
	if (!row) /* an empty table, of a new site */
		return memmem(head.ptr, head.len, "</comments>", 11) != NULL;
	return memmem(row, (size_t)(head.ptr + head.len - row), " PostId=", 8);
}

moderato_status open_stackexchange(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct stackexchange *s = calloc(1, sizeof(*s));

	(void)options;
	*out = NULL;
	if (s)
		s->xml = xml_new(in, &format, s);
	if (!s || !s->xml) {
		free(s);
		return fail_no_memory(err);
	}
	s->source = (struct source){.next = stackexchange_next, .close = stackexchange_close};
	s->in = in;
	*out = &s->source;
	return MODERATO_OK;
}
