/* SPDX-License-Identifier: MIT */
#include "corpus/columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "corpus/source.h"

#define WORDPRESS_STATE "comment_approved"

/* The names that exports give to the text and to the id, the likeliest first. */
static const char *const text_names[] = {"text", "comment", "comment_text", "body", "content",
	"message", "tweet", "comment_content", "comment_body", "comment text", "commenttext",
	"textoriginal", "textdisplay", "kommentar", "kommentartext", "nachricht", "commentaire",
	"comentario", "commento", "comentário", "opmerking", "reactie", "komentarz", "комментарий",
	"Комментарий", "текст", "Текст", "コメント", "本文", NULL};
static const char *const id_names[] = {"id", "comment_id", "commentid", "message_id", "tweet_id",
	"_id", "key", "comment id", "cid", NULL};
/* Names of the other fields: the columns of WordPress's table of comments, of YouTube's and
 * Facebook's APIs, of Google's takeout, and common ones. A comment's own keys take precedence over
 * them. */
static const struct alias {
	size_t offset;
	const char *names[26];
} aliases[] = {
	{offsetof(moderato_comment, author),
		{"comment_author", "author_name", "author.name", "authordisplayname", "author_display_name",
			"from.name", "commenter_name", "username", "user_name", "user", "display_name",
			"screen_name", "nickname", "autor", "auteur", "autore", "usuario", "benutzername",
			"автор", "Автор", "投稿者", "name", "nom", "nombre", "nome"}},
	{offsetof(moderato_comment, author_email),
		{"comment_author_email", "authoremail", "commenter_email", "user_email", "email", "e-mail",
			"mail"}},
	{offsetof(moderato_comment, author_url),
		{"comment_author_url", "authorchannelurl", "author_website", "website"}},
	{offsetof(moderato_comment, ip),
		{"comment_author_ip", "author_ip", "ip_address", "user_ip", "remote_addr"}},
	{offsetof(moderato_comment, user_agent), {"comment_agent", "useragent"}},
	{offsetof(moderato_comment, created),
		{"comment_date_gmt", "comment_date", "created_at", "createdat", "created_time",
			"created_utc", "comment create timestamp", "publishedat", "published_at", "posted_at",
			"date_posted", "submitted_at", "created_on", "timestamp", "datetime", "date", "datum",
			"fecha", "data", "дата", "Дата", "日付", "投稿日時", "time"}},
	{offsetof(moderato_comment, parent_id),
		{"parentid", "comment_parent", "parent_comment_id", "parent comment id", "parent.id",
			"in_reply_to_id"}},
	{offsetof(moderato_comment, group),
		{"comment_post_id", "thread_id", "threadid", "video_id", "videoid", "video id",
			"article_id", "post_id", "postid", "post id"}},
	{offsetof(moderato_comment, url), {"page_url", "post_url", "article_url"}},
	{offsetof(moderato_comment, title),
		{"page_title", "post_title", "article_title", "thread_title"}},
	{offsetof(moderato_comment, state), {WORDPRESS_STATE}},
};
static const char *const attributes[] = {"spam", "toxicity", "severe_toxicity", "insult",
	"profanity", "threat", "identity_attack", NULL};

static const char *listed(const char *const *names, moderato_str name)
{
	for (; *names; names++)
		if (str_is_nocase(name, *names))
			return *names;
	return NULL;
}

/* Returns X, the attribute's name, for "labels.X"; otherwise {NULL, 0}. */
moderato_str columns_label(moderato_str name)
{
	const char *attribute = listed(attributes, name);

	if (attribute)
		return (moderato_str){attribute, strlen(attribute)};
	if (name.len > 7 && str_begins_nocase(name, "labels."))
		return str_from(name, 7);
	return (moderato_str){NULL, 0};
}

/* Returns the place of the name in a list, from 1, or 0 if it is not there. */
static unsigned rank_in(const char *const *names, moderato_str name)
{
	unsigned i;

	for (i = 0; names[i]; i++)
		if (str_is_nocase(name, names[i]))
			return i + 1;
	return 0;
}

bool column_field(moderato_str name, size_t *offset, unsigned *rank)
{
	size_t i;

	*rank = rank_in(text_names, name);
	*offset = offsetof(moderato_comment, text);
	if (*rank)
		return true;
	*rank = rank_in(id_names, name);
	*offset = offsetof(moderato_comment, id);
	if (*rank || comment_field(name, true, offset))
		return true;
	for (i = 0; i < sizeof(aliases) / sizeof(*aliases); i++) {
		*rank = rank_in(aliases[i].names, name);
		*offset = aliases[i].offset;
		if (*rank)
			return true;
	}
	return false;
}

bool column_names_text(moderato_str name)
{
	return listed(text_names, name) != NULL;
}

bool column_is_known(moderato_str name)
{
	size_t offset;

	return listed(text_names, name) || listed(id_names, name) || columns_label(name).ptr ||
		   comment_field(name, true, &offset);
}

static struct column *find_column(struct columns *c, moderato_str name)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (str_equal(c->items[i].name, name))
			return &c->items[i];
	for (i = 0; i < c->n; i++)
		if (str_is_nocase(name, c->items[i].name.ptr)) /* arena copies end in NUL */
			return &c->items[i];
	return NULL;
}

/* Returns N for "#N", counted from 1; 0 means that the name is anything else. */
static size_t column_number(moderato_str name)
{
	size_t n = 0;
	size_t i;

	if (name.len < 2 || name.len > 6 || name.ptr[0] != '#')
		return 0;
	for (i = 1; i < name.len; i++) {
		if (name.ptr[i] < '0' || name.ptr[i] > '9')
			return 0;
		n = n * 10 + (size_t)(name.ptr[i] - '0');
	}
	return n;
}

/* Returns whether a column already fills the field. */
static bool is_taken(const struct columns *c, size_t offset)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		if (c->items[i].use == FIELD && c->items[i].offset == offset)
			return true;
	return false;
}

/* Makes the column hold that attribute's labels. If another column does already, only sets
 * *taken. */
static moderato_status take_label(struct columns *c, struct column *column, moderato_str attribute,
	bool *taken, moderato_error *err)
{
	struct buffer name = BUFFER_INIT;
	char *copy;
	size_t i;

	utf8_add_repaired(&name, attribute); /* the name as it will be written */
	copy = name.failed ? NULL : arena_copy(&c->arena, name.data, name.len);
	attribute = (moderato_str){copy, name.len};
	buffer_dispose(&name);
	if (!copy)
		return fail_no_memory(err);
	*taken = false;
	for (i = 0; i < c->n && !*taken; i++)
		*taken = c->items[i].use == LABEL && str_equal(c->items[i].attribute, attribute);
	if (*taken)
		return MODERATO_OK;
	if (++c->n_labels > LABELS_MAX)
		return fail_at(err, MODERATO_EFORMAT, c->file, c->line,
			"more than %d of the header's columns are labels", LABELS_MAX);
	column->use = LABEL;
	column->attribute = attribute;
	return MODERATO_OK;
}

/* Cuts "field=column" off the front of the list. Returns false at the end and if it is
 * malformed. */
bool columns_next_pair(const char **list, moderato_str *field, moderato_str *column)
{
	size_t len = strcspn(*list, ",");
	const char *equals = memchr(*list, '=', len);

	if (!equals)
		return false;
	*field = trim_blanks((moderato_str){*list, (size_t)(equals - *list)});
	*column = trim_blanks((moderato_str){equals + 1, (size_t)(*list + len - equals) - 1});
	*list += len + ((*list)[len] == ',');
	return field->len && column->len;
}

/* Returns the column that an option names, or NULL if there is none. */
static struct column *named_column(struct columns *c, moderato_str name)
{
	size_t number = column_number(name);

	if (!number)
		return find_column(c, name);
	return number <= c->n ? &c->items[number - 1] : NULL;
}

static moderato_status map_pair(
	struct columns *c, moderato_str field, moderato_str name, moderato_error *err)
{
	struct column *column = named_column(c, name);
	moderato_str label = columns_label(field);
	moderato_status status;
	char text[SHOWN_MAX + 4];
	size_t offset;
	bool is_field = comment_field(field, false, &offset);
	bool taken;

	if (!is_field && !label.ptr)
		return fail(err, MODERATO_EINVAL, COLUMNS_NO_FIELD, shown(text, field));
	if (!column)
		return fail_at(err, MODERATO_EFORMAT, c->file, c->line, "the %s %zu columns have no \"%s\"",
			c->headless ? "first record's" : "header's", c->n, shown(text, name));
	if (column->use != EXTRA)
		return fail(
			err, MODERATO_EINVAL, "columns: column \"%s\" is used twice", shown(text, name));
	taken = is_field && is_taken(c, offset);
	if (!is_field) {
		status = take_label(c, column, label, &taken, err);
		if (status)
			return status;
	} else if (!taken) {
		column->use = FIELD;
		column->offset = offset;
	}
	if (taken)
		return fail(err, MODERATO_EINVAL, "columns: \"%s\" is given twice", shown(text, field));
	return MODERATO_OK;
}

static moderato_status map_options(struct columns *c, const char *list, moderato_error *err)
{
	while (list && *list) {
		moderato_str field;
		moderato_str column;
		moderato_status status;

		if (!columns_next_pair(&list, &field, &column))
			return fail(err, MODERATO_EINVAL, COLUMNS_NO_PAIR);
		status = map_pair(c, field, column, err);
		if (status)
			return status;
	}
	return MODERATO_OK;
}

/* Fills the field from the first of these names that a column has. */
static void map_names(struct columns *c, const char *const *names, size_t offset)
{
	if (is_taken(c, offset))
		return;
	for (; *names; names++) {
		struct column *column = find_column(c, (moderato_str){*names, strlen(*names)});

		if (column && column->use == EXTRA) {
			column->use = FIELD;
			column->offset = offset;
			return;
		}
	}
}

/* Maps by their names the columns that the options do not mention. */
static moderato_status map_defaults(struct columns *c, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	map_names(c, text_names, offsetof(moderato_comment, text));
	map_names(c, id_names, offsetof(moderato_comment, id));
	for (i = 0; !status && i < c->n; i++) {
		struct column *column = &c->items[i];
		moderato_str label = columns_label(column->name);
		size_t offset;
		bool taken;

		if (column->use != EXTRA)
			continue;
		if (comment_field(column->name, true, &offset) && !is_taken(c, offset)) {
			column->use = FIELD;
			column->offset = offset;
		} else if (label.ptr) {
			status = take_label(c, column, label, &taken, err);
		}
	}
	for (i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
		map_names(c, aliases[i].names, aliases[i].offset);
	return status;
}

/* Writes "#N" for column i, as it is written in the options. */
static moderato_str numbered(char out[24], size_t i)
{
	const int len = snprintf(out, 24, "#%zu", i + 1);

	return (moderato_str){out, (size_t)len};
}

/* Copies the header's names. A column without a name is called "#N". */
static moderato_status name_columns(
	struct columns *c, const moderato_str *header, moderato_error *err)
{
	size_t i;

	for (i = 0; i < c->n; i++) {
		moderato_str name = header ? trim_blanks(header[i]) : (moderato_str){NULL, 0};
		char number[24];

		if (!name.len)
			name = numbered(number, i);
		c->items[i].name.ptr = arena_copy(&c->arena, name.ptr, name.len);
		c->items[i].name.len = name.len;
		if (!c->items[i].name.ptr)
			return fail_no_memory(err);
	}
	return MODERATO_OK;
}

/* Returns whether a reader of JSON lines would take the name for one of its own keys. */
static bool is_reserved(moderato_str name)
{
	size_t offset;

	return comment_field(name, false, &offset) || str_equal(name, (moderato_str){"labels", 6});
}

/* Writes the JSON key of each unused column once. A name that would be read back as something
 * else, such as a second "text", is replaced by "#N". */
static moderato_status write_keys(struct columns *c, moderato_error *err)
{
	struct buffer key = BUFFER_INIT;
	bool copied = true;
	size_t i;

	for (i = 0; i < c->n && copied; i++) {
		struct column *column = &c->items[i];
		char number[24];

		if (column->use != EXTRA)
			continue;
		buffer_clear(&key);
		json_write_string(&key, is_reserved(column->name) ? numbered(number, i) : column->name);
		buffer_add_char(&key, ':');
		column->key.len = key.len;
		column->key.ptr = key.failed ? NULL : arena_copy(&c->arena, key.data, key.len);
		copied = column->key.ptr != NULL;
	}
	buffer_dispose(&key);
	return copied ? MODERATO_OK : fail_no_memory(err);
}

/* Returns whether the column of that name fills a field. */
static bool has_field_of(struct columns *c, moderato_str name)
{
	const struct column *column = find_column(c, name);

	return column && column->use == FIELD;
}

moderato_status columns_read(struct columns *c, const moderato_str *header, size_t n,
	const char *file, size_t line, const char *options, moderato_error *err)
{
	moderato_status status;

	*c = (struct columns){.n = n, .headless = !header, .file = file, .line = line};
	c->items = calloc(n, sizeof(*c->items));
	if (!c->items)
		return fail_no_memory(err);
	status = name_columns(c, header, err);
	if (!status)
		status = map_options(c, options, err);
	if (status)
		return status;
	status = map_defaults(c, err);
	if (status)
		return status;
	c->of_wordpress = has_field_of(c, str_of(WORDPRESS_STATE));
	if (!is_taken(c, offsetof(moderato_comment, text)) && c->headless)
		return fail_at(err, MODERATO_EFORMAT, file, line,
			"there is no header: say which of the %zu columns is the text with columns "
			"\"text=#NUMBER\"",
			n);
	if (!is_taken(c, offsetof(moderato_comment, text)))
		return fail_at(err, MODERATO_EFORMAT, file, line,
			"none of the header's %zu columns is named text, comment, body, content or message; "
			"say which it is with columns \"text=NAME\"",
			n);
	return write_keys(c, err);
}

void columns_dispose(struct columns *c)
{
	arena_dispose(&c->arena);
	free(c->items);
	*c = (struct columns){0};
}
