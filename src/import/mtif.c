/* SPDX-License-Identifier: MIT */
/*
 * Movable Type's text export, which TypePad and others write, too:
 *
 *     TITLE: New stiles
 *     DATE: 05/03/2024 09:00:00 AM
 *     -----
 *     BODY:
 *     …
 *     -----
 *     COMMENT:
 *     AUTHOR: Ann
 *     DATE: 05/03/2024 10:00:00 AM
 *     The text, which may have many lines.
 *     -----
 *     --------
 *
 * Five dashes end a section, eight an entry, but only if a section or an entry follows: dashes in a
 * text are of the text. A ping is another site's trackback. What is exported is published; times
 * have no zone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/str.h"
#include "base/written_time.h"
#include "corpus/source.h"
#include "import/xml/xml_fields.h"
#include "import/xml/xml_scan.h"

#define AHEAD ((size_t)256) /* bytes that are looked at behind dashes */

enum { AUTHOR, EMAIL, IP, URL, DATE, TITLE, BLOG_NAME, SECRET, PASS, N_FIELDS };

static const char *const field_names[N_FIELDS] = {
	"AUTHOR", "EMAIL", "IP", "URL", "DATE", "TITLE", "BLOG NAME", "SECRET", "PASS"};

enum { ENTRY_TITLE, ENTRY_URL, ENTRY_BASENAME, N_ENTRY };

static const char *const entry_names[N_ENTRY] = {"TITLE", "UNIQUE URL", "BASENAME"};

/* What an entry may begin with. */
static const char *const entry_keys[] = {"AUTHOR: ", "TITLE: ", "BASENAME: ", "STATUS: ", "DATE: ",
	"ALLOW COMMENTS: ", "ALLOW PINGS: ", "CONVERT BREAKS: ", "PRIMARY CATEGORY: ", "CATEGORY: ",
	"UNIQUE URL: ", "TAGS: ", "NO ENTRY: ", "AUTHOR EMAIL: ", "IMAGE: ", "TITLE:", "AUTHOR:", NULL};

static const char *const section_names[] = {
	"BODY:", "EXTENDED BODY:", "EXCERPT:", "KEYWORDS:", "COMMENT:", "PING:", NULL};

struct mtif {
	struct source source;
	struct input *in;
	struct buffer entry[N_ENTRY];
	struct xml_field fields[N_FIELDS];
	struct buffer values; /* the texts of the fields */
	struct buffer text;
	char created[TIMESTAMP_MAX];
	size_t line;      /* where the comment begins */
	bool in_sections; /* the entry's metadata were read */
	bool too_long;
};

/* ---- lines ---- */

static bool begins_with_any(moderato_str s, const char *const *beginnings)
{
	for (; *beginnings; beginnings++)
		if (str_begins(s, *beginnings))
			return true;
	return false;
}

static bool is_dashes(moderato_str line, size_t n)
{
	size_t i;

	line = trim_blanks(line);
	for (i = 0; i < line.len; i++)
		if (line.ptr[i] != '-')
			return false;
	return line.len == n;
}

/* Returns whether what follows five dashes, or the eight of an entry, shows that they separate. */
static moderato_status separates(
	const struct mtif *m, bool entry, bool *separates, moderato_error *err)
{
	moderato_str view;
	const moderato_status status = input_peek(m->in, AHEAD, &view, err);

	if (status)
		return status;
	if (view.len > AHEAD) /* how the input comes must not change the answer */
		view.len = AHEAD;
	while (view.len && ascii_is_c_space(*view.ptr))
		view = str_from(view, 1);
	*separates = !view.len || begins_with_any(view, entry ? entry_keys : section_names) ||
				 (!entry && str_begins(view, "--------"));
	return MODERATO_OK;
}

/* Reads a line. A line that is too long is empty, and *too_long is set. MODERATO_END. */
static moderato_status read_line(
	struct mtif *m, moderato_str *line, bool *too_long, moderato_error *err)
{
	const moderato_status status = input_line(m->in, MODERATO_COMMENT_BYTES_MAX, line, err);

	*too_long |= status == MODERATO_ELIMIT;
	if (status == MODERATO_ELIMIT)
		*line = (moderato_str){"", 0};
	return status == MODERATO_ELIMIT ? MODERATO_OK : status;
}

/* Finds which of the names the line has before its colon, and the value behind it. */
static int key_of(const char *const *names, int n, moderato_str line, moderato_str *value)
{
	int i;

	for (i = 0; i < n; i++) {
		const size_t len = strlen(names[i]);

		if (!str_begins(line, names[i]) || line.len == len || line.ptr[len] != ':')
			continue;
		*value = trim_blanks(str_from(line, len + 1));
		return i;
	}
	return -1;
}

/* ---- entries ---- */

static void clear_entry(struct mtif *m)
{
	int i;

	for (i = 0; i < N_ENTRY; i++)
		buffer_clear(&m->entry[i]);
	m->in_sections = false;
}

static void take_metadata(struct mtif *m, moderato_str line)
{
	moderato_str value;
	const int i = key_of(entry_names, N_ENTRY, line, &value);

	if (i < 0)
		return;
	buffer_clear(&m->entry[i]);
	buffer_add(&m->entry[i], value.ptr, value.len);
}

/* ---- comments ---- */

static void add_line(struct mtif *m, moderato_str line)
{
	m->too_long |= m->text.len + line.len > MODERATO_COMMENT_BYTES_MAX;
	if (m->too_long)
		return;
	buffer_add(&m->text, line.ptr, line.len);
	buffer_add_char(&m->text, '\n');
}

/* Takes a line such as "AUTHOR: Ann", if there was none yet. */
static bool take_field(struct mtif *m, moderato_str line)
{
	moderato_str value;
	const int i = key_of(field_names, N_FIELDS, line, &value);

	if (i < 0 || m->fields[i].set)
		return false;
	xml_field_set(&m->fields[i], &m->values, value, false);
	return true;
}

/* Reads a section behind its name. Of a wanted one, the fields and the text are kept. */
static moderato_status read_section(struct mtif *m, bool wanted, moderato_error *err)
{
	bool fields = wanted;
	moderato_status status;
	moderato_str line;

	xml_fields_clear(m->fields, N_FIELDS, &m->values);
	buffer_clear(&m->text);
	m->too_long = false;
	while (!(status = read_line(m, &line, &m->too_long, err))) {
		const bool entry = is_dashes(line, 8);

		if (entry || is_dashes(line, 5)) {
			bool ends;

			status = separates(m, entry, &ends, err);
			if (status)
				return status;
			if (ends && entry)
				clear_entry(m);
			if (ends)
				return MODERATO_OK;
			line = str_of(entry ? "--------" : "-----");
		}
		fields = fields && take_field(m, line);
		if (wanted && !fields)
			add_line(m, line);
	}
	return status == MODERATO_END ? MODERATO_OK : status;
}

/* Reads on to the next comment or ping. MODERATO_END. */
static moderato_status find_comment(struct mtif *m, bool *ping, moderato_error *err)
{
	bool too_long = false;
	moderato_status status;
	moderato_str line;

	while (!(status = read_line(m, &line, &too_long, err))) {
		line = trim_blanks(line);
		if (is_dashes(line, 8))
			clear_entry(m);
		else if (is_dashes(line, 5))
			m->in_sections = true;
		else if (!m->in_sections)
			take_metadata(m, line);
		*ping = str_is(line, "PING:");
		if (*ping || str_is(line, "COMMENT:")) {
			m->in_sections = true;
			m->line = m->in->line_taken;
			return read_section(m, true, err);
		}
		if (line.len && begins_with_any(line, section_names)) {
			m->in_sections = true;
			status = read_section(m, false, err);
			if (status)
				break;
		}
	}
	return status;
}

static moderato_str entry_text(const struct mtif *m, int i)
{
	return m->entry[i].len ? buffer_view(&m->entry[i]) : (moderato_str){NULL, 0};
}

/* Returns the address in a link: some exports have <a href="…">…</a> where the address belongs. */
static moderato_str address_of(moderato_str url)
{
	static const char href[] = "href=";
	const size_t at = str_begins_nocase(url, "<a ") ? str_find_nocase(url, str_of(href)) : SIZE_MAX;
	moderato_str value;
	const char *end;

	if (at >= url.len)
		return url;
	value = str_from(url, at + strlen(href));
	if (!value.len || (*value.ptr != '"' && *value.ptr != '\''))
		return url;
	end = memchr(value.ptr + 1, *value.ptr, value.len - 1);
	return end ? xml_trim((moderato_str){value.ptr + 1, (size_t)(end - value.ptr - 1)}) : url;
}

static void fill(struct mtif *m, bool ping, moderato_comment *c)
{
	moderato_str f[N_FIELDS];
	size_t len;

	xml_fields_view(f, m->fields, N_FIELDS, &m->values);
	c->text = xml_trim(buffer_view(&m->text));
	if (!c->text.ptr)
		c->text = (moderato_str){"", 0};
	c->author = f[ping ? BLOG_NAME : AUTHOR];
	c->author_email = f[EMAIL];
	c->author_url = address_of(f[URL]);
	c->ip = f[IP];
	len = written_time_utc(m->created, f[DATE], DATE_MONTH_FIRST);
	c->created = len ? (moderato_str){m->created, len} : f[DATE];
	c->title = entry_text(m, ENTRY_TITLE);
	c->url = entry_text(m, ENTRY_URL);
	c->group = c->url.len ? c->url : entry_text(m, ENTRY_BASENAME);
	if (!c->group.len)
		c->group = c->title;
	if (ping)
		c->type = str_of("trackback");
	c->state = str_of("published");
	c->line = m->line;
}

/* Puts the title of a ping before its text, as WordPress does. */
static void add_title(struct mtif *m)
{
	const struct xml_field *title = &m->fields[TITLE];
	const size_t len = m->text.len;

	if (!title->len)
		return;
	buffer_add(&m->text, m->values.data + title->begin, title->len);
	buffer_add_str(&m->text, "\n\n");
	if (m->text.failed || !len)
		return;
	if (!buffer_reserve(&m->text, len))
		return;
	memcpy(m->text.data + m->text.len, m->text.data, len);
	memmove(m->text.data, m->text.data + len, m->text.len);
}

static bool out_of_memory(const struct mtif *m)
{
	return m->text.failed || m->values.failed || m->entry[ENTRY_TITLE].failed ||
		   m->entry[ENTRY_URL].failed || m->entry[ENTRY_BASENAME].failed;
}

static moderato_status mtif_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct mtif *m = (struct mtif *)source;
	bool ping = false;
	moderato_status status = find_comment(m, &ping, err);

	if (status)
		return status;
	if (ping)
		add_title(m);
	if (out_of_memory(m))
		return fail_no_memory(err);
	if (m->too_long || m->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(m->in, m->line, err);
	fill(m, ping, comment);
	return MODERATO_OK;
}

static void mtif_close(struct source *source)
{
	struct mtif *m = (struct mtif *)source;
	int i;

	for (i = 0; i < N_ENTRY; i++)
		buffer_dispose(&m->entry[i]);
	buffer_dispose(&m->values);
	buffer_dispose(&m->text);
	free(m);
}

/* ---- recognition ---- */

/* Returns whether the line is of the form "KEY: value". */
static bool is_metadata(moderato_str line)
{
	size_t i = 0;

	while (i < line.len && (ascii_is_upper(line.ptr[i]) || line.ptr[i] == ' '))
		i++;
	return i > 2 && i < line.len && line.ptr[i] == ':';
}

/* Recognises an entry's metadata, five dashes behind them, and a section's name. */
bool sniff_mtif(const struct sample *sample)
{
	moderato_str rest = sample->head;
	bool known = false;
	moderato_str line;

	while (rest.len) {
		const char *newline = memchr(rest.ptr, '\n', rest.len);
		const size_t len = newline ? (size_t)(newline - rest.ptr) : rest.len;

		line = xml_trim(str_part(rest, 0, len));
		rest = str_from(rest, newline ? len + 1 : len);
		if (!line.len)
			continue;
		if (is_dashes(line, 5))
			break;
		if (!is_metadata(line))
			return false;
		known |= begins_with_any(line, entry_keys);
	}
	while (rest.len && ascii_is_c_space(*rest.ptr))
		rest = str_from(rest, 1);
	return known && begins_with_any(rest, section_names);
}

moderato_status open_mtif(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct mtif *m = calloc(1, sizeof(*m));

	(void)options;
	*out = NULL;
	if (!m)
		return fail_no_memory(err);
	m->source = (struct source){.next = mtif_next, .close = mtif_close};
	m->in = in;
	*out = &m->source;
	return MODERATO_OK;
}
