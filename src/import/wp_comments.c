/* SPDX-License-Identifier: MIT */
/*
 * The comments in a dump of WordPress's database. Its tables have any prefix; a network of sites
 * has several tables of comments, wp_comments, wp_2_comments and so on, whose ids are not distinct:
 * of all but the first one that is met, ids begin with the table's prefix.
 *
 * The titles and addresses of posts stand in wp_posts, which comes later, so a file is read first
 * for them. From a pipe, comments do not have them.
 */
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/fail.h"
#include "base/str.h"
#include "import/name_table.h"
#include "import/sql_lexer.h"
#include "import/sql_rows.h"
#include "corpus/wordpress.h"

enum {
	ID,
	POST,
	AUTHOR,
	EMAIL,
	URL,
	IP,
	DATE,
	DATE_GMT,
	CONTENT,
	APPROVED,
	AGENT,
	TYPE,
	PARENT,
	N_FIELDS
};

static const char *const fields[N_FIELDS] = {"comment_ID", "comment_post_ID", "comment_author",
	"comment_author_email", "comment_author_url", "comment_author_IP", "comment_date",
	"comment_date_gmt", "comment_content", "comment_approved", "comment_agent", "comment_type",
	"comment_parent"};

static const char *const columns[] = {"comment_ID", "comment_post_ID", "comment_author",
	"comment_author_email", "comment_author_url", "comment_author_IP", "comment_date",
	"comment_date_gmt", "comment_content", "comment_karma", "comment_approved", "comment_agent",
	"comment_type", "comment_parent", "user_id", NULL};

static const struct sql_table comments = {"comments", "comment_content", fields, N_FIELDS, columns};

enum { POST_ID, POST_TITLE, POST_GUID, N_POST_FIELDS };

static const char *const post_fields[N_POST_FIELDS] = {"ID", "post_title", "guid"};

static const char *const post_columns[] = {"ID", "post_author", "post_date", "post_date_gmt",
	"post_content", "post_title", "post_excerpt", "post_status", "comment_status", "ping_status",
	"post_password", "post_name", "to_ping", "pinged", "post_modified", "post_modified_gmt",
	"post_content_filtered", "post_parent", "guid", "menu_order", "post_type", "post_mime_type",
	"comment_count", NULL};

static const struct sql_table posts = {
	"posts", "post_title", post_fields, N_POST_FIELDS, post_columns};

struct wp_comments {
	struct source source;
	struct sql_rows rows;
	struct name_table posts;  /* titles and addresses by the table's prefix and the id */
	struct buffer made;       /* the texts that are put together */
	char first[SQL_NAME_MAX]; /* the first table of comments */
	char created[XML_DATE_MAX];
	bool full_said; /* that not all posts are known was reported */
	bool said;      /* something was read or reported */
};

/* ---- posts ---- */

static bool remember(struct wp_comments *w, const struct sql_rows *rows)
{
	moderato_str f[N_POST_FIELDS];

	xml_fields_view(f, rows->fields, N_POST_FIELDS, &rows->texts);
	buffer_clear(&w->made);
	buffer_add(&w->made, rows->name, strlen(rows->name) - strlen(posts.suffix));
	buffer_add(&w->made, f[POST_ID].ptr, f[POST_ID].len);
	return !w->made.failed && name_table_add(&w->posts, buffer_view(&w->made),
								  (const moderato_str[NAME_VALUES]){f[POST_TITLE], f[POST_GUID]});
}

/* Reads the whole input for its posts. Damage is not reported here, but when the input is read
 * again. */
static moderato_status read_posts(struct wp_comments *w, struct input *in, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	struct sql_rows rows;
	bool memory = true;

	sql_rows_open(&rows, in, &posts);
	while (memory &&
		   (status == MODERATO_OK || status == MODERATO_EFORMAT || status == MODERATO_ELIMIT)) {
		status = sql_rows_next(&rows, err);
		if (!status)
			memory = remember(w, &rows);
	}
	sql_rows_close(&rows);
	return status == MODERATO_ENOMEM || !memory ? fail_no_memory(err) : MODERATO_OK;
}

/* ---- comments ---- */

/* Returns an id as it is, or, in a further table, with the table's prefix. */
static moderato_str id_of(struct wp_comments *w, moderato_str id)
{
	const size_t begin = w->made.len;

	if (!id.len || !strcmp(w->rows.name, w->first))
		return id;
	buffer_add(&w->made, w->rows.name, strlen(w->rows.name) - strlen(comments.suffix));
	buffer_add(&w->made, id.ptr, id.len);
	if (w->made.failed)
		return id;
	return (moderato_str){w->made.data + begin, w->made.len - begin};
}

static void place(struct wp_comments *w, moderato_str post, moderato_comment *c)
{
	const size_t begin = w->made.len;
	const struct name_entry *known;

	buffer_add(&w->made, w->rows.name, strlen(w->rows.name) - strlen(comments.suffix));
	buffer_add(&w->made, post.ptr, post.len);
	if (w->made.failed)
		return;
	known = name_table_find(&w->posts, (moderato_str){w->made.data + begin, w->made.len - begin});
	w->made.len = begin;
	if (!known)
		return;
	c->title = known->values[0];
	c->url = known->values[1];
}

static void fill(struct wp_comments *w, moderato_comment *c)
{
	moderato_str f[N_FIELDS];

	xml_fields_view(f, w->rows.fields, N_FIELDS, &w->rows.texts);
	buffer_clear(&w->made);
	if (!buffer_reserve(&w->made, 3 * (SQL_NAME_MAX + f[ID].len + f[POST].len + f[PARENT].len)))
		return; /* else it would move */
	c->text = f[CONTENT].ptr ? f[CONTENT] : (moderato_str){"", 0};
	place(w, f[POST], c);
	c->id = id_of(w, f[ID]);
	c->group = id_of(w, f[POST]);
	c->author = f[AUTHOR];
	c->author_email = f[EMAIL];
	c->author_url = f[URL];
	c->ip = f[IP];
	c->user_agent = f[AGENT];
	c->created = xml_date(w->created, f[DATE_GMT], true);
	if (!c->created.ptr)
		c->created = xml_date(w->created, f[DATE], false);
	if (!str_is(f[PARENT], "0"))
		c->parent_id = id_of(w, f[PARENT]);
	if (!str_is_nocase(f[TYPE], "comment"))
		c->type = f[TYPE];
	c->state = wordpress_state(f[APPROVED], f[TYPE]);
	c->line = w->rows.line;
}

static moderato_status wp_comments_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct wp_comments *w = (struct wp_comments *)source;
	moderato_status status;

	if (w->posts.full && !w->full_said) {
		w->full_said = true;
		return fail(err, MODERATO_ELIMIT, "%s: only the first %zu posts are known",
			w->rows.in->name, w->posts.keys.n);
	}
	status = sql_rows_next(&w->rows, err);
	if (status == MODERATO_END && !w->said && !w->rows.n_tables) {
		w->said = true;
		return fail(err, MODERATO_EFORMAT,
			"%s: a database dump without comments of WordPress: no table with "
			"comment_content is in it",
			w->rows.in->name);
	}
	w->said = true;
	if (status)
		return status;
	if (w->rows.fields[CONTENT].len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(w->rows.in, w->rows.line, err);
	if (!*w->first)
		strcpy(w->first, w->rows.name);
	fill(w, comment);
	return w->made.failed ? fail_no_memory(err) : MODERATO_OK;
}

static void wp_comments_close(struct source *source)
{
	struct wp_comments *w = (struct wp_comments *)source;

	sql_rows_close(&w->rows);
	name_table_dispose(&w->posts);
	buffer_dispose(&w->made);
	free(w);
}

/* ---- the beginning ---- */

/* Returns whether a statement of a dump begins with these two words. */
static bool begins_dump(moderato_str first, moderato_str second)
{
	static const char *const pairs[][2] = {{"CREATE", "TABLE"}, {"CREATE", "DATABASE"},
		{"CREATE", "SCHEMA"}, {"DROP", "TABLE"}, {"DROP", "DATABASE"}, {"INSERT", "INTO"},
		{"INSERT", "IGNORE"}, {"REPLACE", "INTO"}, {"SET", "NAMES"}, {"SET", "SQL_MODE"},
		{"SET", "FOREIGN_KEY_CHECKS"}, {"SET", "AUTOCOMMIT"}, {"SET", "TIME_ZONE"},
		{"START", "TRANSACTION"}, {"LOCK", "TABLES"}, {"CREATE", "TEMPORARY"}};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		if (str_is_nocase(first, pairs[i][0]) && str_is_nocase(second, pairs[i][1]))
			return true;
	return str_is_nocase(first, "USE");
}

bool sniff_sql(const struct sample *sample)
{
	struct sql_lexer lexer = {.view = sample->head, .last = true};
	moderato_str first;
	enum sql_token token = sql_next(&lexer);
	bool commands = false;

	while (token == SQL_SIGN && *lexer.text.ptr == ';') {
		commands = true; /* comments that MySQL executes came before */
		token = sql_next(&lexer);
	}
	if (token == SQL_END)
		return commands && memmem(sample->head.ptr, sample->head.len, "/*!", 3);
	if (token != SQL_WORD)
		return false;
	first = lexer.text;
	token = sql_next(&lexer);
	return (token == SQL_WORD || (token == SQL_NAME && str_is_nocase(first, "USE"))) &&
		   begins_dump(first, lexer.text) &&
		   (memchr(sample->head.ptr, '`', sample->head.len) ||
			   memchr(sample->head.ptr, ';', sample->head.len));
}

/* Converts the input if the dump says that it is not in UTF-8. MySQL's latin1 is Windows-1252. */
static moderato_status recode(struct input *in, moderato_error *err)
{
	const moderato_str names = {"SET NAMES ", 10};
	const char *charset = NULL;
	moderato_str head;
	const moderato_status status = input_peek(in, 4096, &head, err);
	size_t at;
	size_t n;

	if (status)
		return status;
	at = str_find_nocase(str_part(head, 0, head.len < 4096 ? head.len : 4096), names);
	if (at < head.len) {
		moderato_str name = str_from(head, at + names.len);

		while (name.len && strchr("'\"", *name.ptr))
			name = str_from(name, 1);
		for (n = 0; n < name.len && ascii_is_alnum(name.ptr[n]);)
			n++;
		name = str_part(name, 0, n);
		charset = charset_find(str_is_nocase(name, "latin1") ? str_of("windows-1252") : name);
	}
	if (!charset || !strncmp(charset, "UTF-", 4))
		return MODERATO_OK;
	return input_recode(in, charset, err);
}

moderato_status open_sql(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct wp_comments *w = calloc(1, sizeof(*w));
	moderato_status status;
	struct input again;

	(void)options;
	*out = NULL;
	if (!w)
		return fail_no_memory(err);
	w->source =
		(struct source){.next = wp_comments_next, .close = wp_comments_close, .local_times = true};
	sql_rows_open(&w->rows, in, &comments);
	status = recode(in, err);
	if (!status) {
		status = input_again(&again, in, err);
		if (!status) {
			status = read_posts(w, &again, err);
			input_close(&again);
		} else if (status != MODERATO_ENOMEM) {
			status = MODERATO_OK; /* the posts are not known then */
		}
	}
	if (status)
		wp_comments_close(&w->source);
	else
		*out = &w->source;
	return status;
}
