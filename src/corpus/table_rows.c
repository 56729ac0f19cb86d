/* SPDX-License-Identifier: MIT */
#include "corpus/table_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/str.h"
#include "corpus/label_words.h"
#include "corpus/source.h"
#include "corpus/wordpress.h"

static moderato_status keep_map(struct table_rows *rows, const char *map, moderato_error *err)
{
	const moderato_status status = label_map_check(map, err);

	if (status)
		return status;
	rows->labels_map = strdup(map);
	return rows->labels_map ? MODERATO_OK : fail_no_memory(err);
}

moderato_status table_rows_init(struct table_rows *rows, const struct input *in,
	const moderato_str *header, size_t n, size_t line, const moderato_reader_options *options,
	moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	rows->in = in;
	if (options && options->labels_map)
		status = keep_map(rows, options->labels_map, err);
	if (status)
		return status;
	rows->labels = calloc(n, sizeof(*rows->labels));
	if (!rows->labels)
		return fail_no_memory(err);
	return columns_read(
		&rows->columns, header, n, in->name, line, options ? options->columns : NULL, err);
}

void table_rows_dispose(struct table_rows *rows)
{
	columns_dispose(&rows->columns);
	buffer_dispose(&rows->extra);
	free(rows->labels_map);
	free(rows->labels);
}

static moderato_status read_label(struct table_rows *rows, const struct column *column,
	moderato_str value, size_t line, moderato_comment *comment, moderato_error *err)
{
	const int label = label_of_word(rows->labels_map, value);
	char refused[SHOWN_MAX + 4];
	char name[SHOWN_MAX + 4];

	if (label == LABEL_UNKNOWN)
		return MODERATO_OK;
	if (label == LABEL_BAD)
		return fail_at(err, MODERATO_EFORMAT, rows->in->name, line,
			"column \"%s\" has \"%s\", expected " LABEL_WORDS, shown(name, column->name),
			shown(refused, trim_blanks(value)));
	rows->labels[comment->n_labels++] = (moderato_label){column->attribute, label};
	comment->labels = rows->labels;
	return MODERATO_OK;
}

static void add_extra(struct table_rows *rows, const struct column *column, moderato_str value)
{
	if (rows->extra.len)
		buffer_add_char(&rows->extra, ',');
	buffer_add(&rows->extra, column->key.ptr, column->key.len);
	json_write_string(&rows->extra, value);
}

/* Rewrites what the columns of WordPress's table hold: "spam" or 1, and 0 for no parent. */
static void read_wordpress(moderato_comment *comment)
{
	comment->state = wordpress_state(comment->state, comment->type);
	if (str_is(comment->parent_id, "0"))
		comment->parent_id = (moderato_str){NULL, 0};
}

moderato_status table_row_read(struct table_rows *rows, const moderato_str *fields, size_t line,
	moderato_comment *comment, moderato_error *err)
{
	size_t i;

	buffer_clear(&rows->extra);
	for (i = 0; i < rows->columns.n; i++) {
		const struct column *column = &rows->columns.items[i];
		moderato_status status = MODERATO_OK;

		if (column->use == UNREAD)
			continue;
		if (column->use == EXTRA)
			add_extra(rows, column, fields[i]);
		else if (column->use == LABEL)
			status = read_label(rows, column, fields[i], line, comment, err);
		else if (fields[i].len || column->offset == offsetof(moderato_comment, text))
			*field_at(comment, column->offset) = fields[i]; /* an empty cell leaves it absent */
		if (status)
			return status;
	}
	if (rows->extra.failed)
		return fail_no_memory(err);
	if (rows->columns.of_wordpress)
		read_wordpress(comment);
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(rows->in, line, err);
	if (rows->extra.len)
		comment->extra = buffer_view(&rows->extra);
	comment->line = line;
	return MODERATO_OK;
}
