/* SPDX-License-Identifier: MIT */
/* Writes comments as a WordPress export or as CSV. */
#include "base/ascii.h"
#include "base/str.h"
#include "moderato/writer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/fail.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "corpus/source.h"
#include "corpus/wordpress.h"

struct moderato_writer {
	bool csv;
	bool guarded;
	moderato_sink sink;
	void *payload;
	struct buffer out;
	struct buffer text;  /* the output so far, valid UTF-8 */
	struct buffer group; /* the group of the item that is open */
	bool in_item;
	bool failed; /* out of memory */
	uint64_t n;  /* number of comments so far */
};

static const char wxr_head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
							   "<rss version=\"2.0\"\n"
							   "\txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n"
							   "\txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
							   "\txmlns:wp=\"http://wordpress.org/export/1.2/\">\n"
							   "<channel>\n"
							   "\t<title>Comments</title>\n"
							   "\t<wp:wxr_version>1.2</wp:wxr_version>\n";
static const char item_end[] = "\t</item>\n";
static const char wxr_tail[] = "</channel>\n</rss>\n";

static moderato_status flush(moderato_writer *w, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (w->failed || w->out.failed)
		return fail_no_memory(err);
	if (w->out.len)
		status = w->sink(w->payload, w->out.data, w->out.len, err);
	buffer_clear(&w->out);
	return status;
}

/* ---- csv ---- */

/* The comment's keys, in the order of the design. */
static const char *const keys[] = {"id", "text", "author", "author_email", "author_url", "ip",
	"user_agent", "title", "parent", "parent_id", "url", "created", "lang", "type", "state",
	"source", "group"};

#define N_KEYS (sizeof(keys) / sizeof(*keys))

static void add_csv_row(moderato_writer *w, const moderato_comment *comment)
{
	size_t i;

	for (i = 0; i < N_KEYS; i++) {
		moderato_str key = {keys[i], strlen(keys[i])};
		moderato_str value = key; /* the header line contains the keys */
		size_t offset;

		if (comment && comment_field(key, false, &offset))
			memcpy(&value, (const char *)comment + offset, sizeof(value));
		buffer_clear(&w->text);
		utf8_add_repaired(&w->text, value);
		w->failed |= w->text.failed;
		if (i)
			buffer_add_char(&w->out, ',');
		if (w->guarded)
			csv_write_guarded(&w->out, buffer_view(&w->text), ',');
		else
			csv_write_field(&w->out, buffer_view(&w->text), ',');
	}
	buffer_add_str(&w->out, "\r\n");
}

/* ---- wxr ---- */

/* Appends the text as CDATA. Characters that XML forbids become U+FFFD; "]]>" is cut in two. */
static void add_cdata(moderato_writer *w, moderato_str s)
{
	const char *p;
	size_t i;

	buffer_clear(&w->text);
	utf8_add_repaired(&w->text, s);
	w->failed |= w->text.failed;
	buffer_add_str(&w->out, "<![CDATA[");
	for (i = 0, p = w->text.data; i < w->text.len; i++) {
		const size_t left = w->text.len - i;

		if ((unsigned char)p[i] < 0x20 && p[i] != '\n' && p[i] != '\t') {
			buffer_add_str(&w->out, p[i] == '\r' ? "" : "\xef\xbf\xbd");
		} else if (left >= 3 && !memcmp(p + i, "]]>", 3)) {
			buffer_add_str(&w->out, "]]]]><![CDATA[");
			i++;
		} else if (left >= 3 && !memcmp(p + i, "\xef\xbf", 2) && (unsigned char)p[i + 2] >= 0xbe) {
			buffer_add_str(&w->out, "\xef\xbf\xbd");
			i += 2;
		} else {
			buffer_add_char(&w->out, p[i]);
		}
	}
	buffer_add_str(&w->out, "]]>");
}

static void add_element(moderato_writer *w, const char *name, moderato_str s)
{
	buffer_printf(&w->out, "\t\t\t<wp:%s>", name);
	add_cdata(w, s);
	buffer_printf(&w->out, "</wp:%s>\n", name);
}

/* Returns a number for an id: the id itself if it is a number, otherwise one computed from
 * it. */
static uint64_t number_of(moderato_str id)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < id.len && i < 18 && ascii_is_digit(id.ptr[i]); i++)
		n = 10 * n + (uint64_t)(id.ptr[i] - '0');
	if (id.len && i == id.len)
		return n;
	return (hash_bytes(id.ptr, id.len, 0) & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
}

static void add_number(moderato_writer *w, const char *name, uint64_t n)
{
	buffer_printf(&w->out, "\t\t\t<wp:%s>%llu</wp:%s>\n", name, (unsigned long long)n, name);
}

/* Writes a date such as "2014-01-14T17:31:03Z" as WordPress does. Returns false if it is not a
 * date. */
static bool add_date(char out[20], moderato_str s)
{
	static const char shape[] = "0000-00-00T00:00:00";
	size_t i;

	if (s.len < strlen(shape))
		return false;
	for (i = 0; i < strlen(shape); i++) {
		if (shape[i] == '0' ? s.ptr[i] < '0' || s.ptr[i] > '9'
							: s.ptr[i] != shape[i] && !(shape[i] == 'T' && s.ptr[i] == ' '))
			return false;
		out[i] = s.ptr[i];
	}
	out[10] = ' ';
	out[i] = '\0';
	return true;
}

static void add_dates(moderato_writer *w, moderato_str created)
{
	char date[20];
	moderato_str text = {date, strlen("2014-01-14 17:31:03")};

	if (!add_date(date, created))
		return;
	add_element(w, "comment_date", text);
	if (created.len == text.len || created.ptr[created.len - 1] == 'Z')
		add_element(w, "comment_date_gmt", text);
}

static bool same_group(const moderato_writer *w, moderato_str group)
{
	return w->in_item && str_equal(buffer_view(&w->group), group);
}

static void begin_item(moderato_writer *w, const moderato_comment *c, moderato_str group)
{
	if (w->in_item)
		buffer_add_str(&w->out, item_end);
	w->in_item = true;
	buffer_clear(&w->group);
	buffer_add(&w->group, group.ptr, group.len);
	w->failed |= w->group.failed;
	buffer_add_str(&w->out, "\t<item>\n\t\t<title>");
	add_cdata(w, c->title);
	buffer_add_str(&w->out, "</title>\n\t\t<link>");
	add_cdata(w, c->url);
	buffer_add_str(&w->out, "</link>\n");
	buffer_printf(
		&w->out, "\t\t<wp:post_id>%llu</wp:post_id>\n", (unsigned long long)number_of(group));
	buffer_add_str(&w->out, "\t\t<wp:status>publish</wp:status>\n"
							"\t\t<wp:post_type>post</wp:post_type>\n");
}

static void add_comment(moderato_writer *w, const moderato_comment *c)
{
	moderato_str approved = {wordpress_approved(c->state), 0};

	approved.len = strlen(approved.ptr);
	buffer_add_str(&w->out, "\t\t<wp:comment>\n");
	add_number(w, "comment_id", c->id.len ? number_of(c->id) : w->n);
	add_element(w, "comment_author", c->author);
	add_element(w, "comment_author_email", c->author_email);
	add_element(w, "comment_author_url", c->author_url);
	add_element(w, "comment_author_IP", c->ip);
	add_dates(w, c->created);
	add_element(w, "comment_content", c->text);
	add_element(w, "comment_approved", approved);
	add_element(w, "comment_type", c->type);
	add_number(w, "comment_parent", c->parent_id.len ? number_of(c->parent_id) : 0);
	add_number(w, "comment_user_id", 0);
	if (c->user_agent.len)
		add_element(w, "comment_agent", c->user_agent);
	buffer_add_str(&w->out, "\t\t</wp:comment>\n");
}

/* ---- both formats ---- */

moderato_status moderato_writer_new(moderato_writer **out, const char *format, moderato_sink sink,
	void *payload, moderato_error *err)
{
	moderato_writer *w;

	*out = NULL;
	if (strcmp(format, "csv") != 0 && strcmp(format, "csv-guarded") != 0 &&
		strcmp(format, "wxr") != 0)
		return fail(
			err, MODERATO_EINVAL, "\"%.64s\" cannot be written, expected csv or wxr", format);
	w = calloc(1, sizeof(*w));
	if (!w)
		return fail_no_memory(err);
	w->guarded = !strcmp(format, "csv-guarded");
	w->csv = w->guarded || !strcmp(format, "csv");
	w->sink = sink;
	w->payload = payload;
	if (w->csv)
		add_csv_row(w, NULL);
	else
		buffer_add_str(&w->out, wxr_head);
	*out = w;
	return MODERATO_OK;
}

moderato_status moderato_writer_add(
	moderato_writer *writer, const moderato_comment *comment, moderato_error *err)
{
	moderato_str group = comment->group.len ? comment->group : comment->url;

	writer->n++;
	if (writer->csv) {
		add_csv_row(writer, comment);
	} else {
		if (!same_group(writer, group))
			begin_item(writer, comment, group);
		add_comment(writer, comment);
	}
	return flush(writer, err);
}

moderato_status moderato_writer_end(moderato_writer *writer, moderato_error *err)
{
	if (writer->in_item)
		buffer_add_str(&writer->out, item_end);
	if (!writer->csv)
		buffer_add_str(&writer->out, wxr_tail);
	return flush(writer, err);
}

void moderato_writer_free(moderato_writer *writer)
{
	if (!writer)
		return;
	buffer_dispose(&writer->out);
	buffer_dispose(&writer->text);
	buffer_dispose(&writer->group);
	free(writer);
}
