/* SPDX-License-Identifier: MIT */
/* Reads CSV and TSV with a header: each row is a comment. corpus/columns.h says what the columns
 * are. */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/fail.h"
#include "base/json.h"
#include "corpus/columns.h"
#include "corpus/label_words.h"
#include "corpus/table_form.h"

struct delimited {
	struct source source;
	struct input *in;
	struct csv csv;
	struct columns columns;
	char *labels_map;       /* NULL: there is none */
	moderato_label *labels; /* has room for one label per column */
	struct buffer extra;
};

static moderato_status read_header(
	struct delimited *d, const moderato_reader_options *options, moderato_error *err)
{
	const bool headless = options && options->no_header;
	moderato_status status = headless ? csv_peek(&d->csv, err) : csv_next(&d->csv, err);

	if (status == MODERATO_END && headless)
		return fail(err, MODERATO_EFORMAT, "%s: no record was found", d->in->name);
	if (status == MODERATO_END)
		return fail(err, MODERATO_EFORMAT, "%s: expected a header line", d->in->name);
	if (status == MODERATO_ELIMIT)
		return MODERATO_EFORMAT;
	if (status)
		return status;
	if (d->csv.n_fields > CSV_FIELDS_MAX)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"the %s has %zu columns, the limit is %zu", headless ? "first record" : "header",
			d->csv.n_fields, CSV_FIELDS_MAX);
	d->labels = calloc(d->csv.n_fields, sizeof(*d->labels));
	if (!d->labels)
		return fail_no_memory(err);
	d->csv.expected = d->csv.n_fields;
	return columns_read(&d->columns, headless ? NULL : d->csv.fields, d->csv.n_fields, d->in->name,
		d->csv.line, options ? options->columns : NULL, err);
}

static moderato_status read_label(struct delimited *d, const struct column *column,
	moderato_str value, moderato_comment *comment, moderato_error *err)
{
	char refused[SHOWN_MAX + 4];
	char name[SHOWN_MAX + 4];
	int label;

	label = label_of_word(d->labels_map, value);
	if (label == LABEL_UNKNOWN)
		return MODERATO_OK;
	if (label == LABEL_BAD)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"column \"%s\" has \"%s\", expected " LABEL_WORDS, shown(name, column->name),
			shown(refused, trim_blanks(value)));
	d->labels[comment->n_labels++] = (moderato_label){column->attribute, label};
	comment->labels = d->labels;
	return MODERATO_OK;
}

static void add_extra(struct delimited *d, const struct column *column, moderato_str value)
{
	if (d->extra.len)
		buffer_add_char(&d->extra, ',');
	buffer_add(&d->extra, column->key.ptr, column->key.len);
	json_write_string(&d->extra, value);
}

static moderato_status read_row(struct delimited *d, moderato_comment *comment, moderato_error *err)
{
	size_t i;

	buffer_clear(&d->extra);
	for (i = 0; i < d->columns.n; i++) {
		const struct column *column = &d->columns.items[i];
		moderato_str value = d->csv.fields[i];
		moderato_status status = MODERATO_OK;

		if (column->use == EXTRA)
			add_extra(d, column, value);
		else if (column->use == LABEL)
			status = read_label(d, column, value, comment, err);
		else if (value.len || column->offset == offsetof(moderato_comment, text))
			*field_at(comment, column->offset) = value; /* an empty cell leaves the field absent */
		if (status)
			return status;
	}
	if (d->extra.failed)
		return fail_no_memory(err);
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(d->in, d->csv.line, err);
	if (d->extra.len)
		comment->extra = buffer_view(&d->extra);
	comment->line = d->csv.line;
	return MODERATO_OK;
}

static moderato_status delimited_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct delimited *d = (struct delimited *)source;
	moderato_status status = csv_next(&d->csv, err);

	source->converted = d->csv.converted;
	if (status)
		return status;
	if (d->csv.n_fields != d->columns.n)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"the record has %zu fields, the %s has %zu", d->csv.n_fields,
			d->columns.headless ? "first one" : "header", d->columns.n);
	return read_row(d, comment, err);
}

static void delimited_close(struct source *source)
{
	struct delimited *d = (struct delimited *)source;

	csv_dispose(&d->csv);
	columns_dispose(&d->columns);
	buffer_dispose(&d->extra);
	free(d->labels_map);
	free(d->labels);
	free(d);
}

static moderato_status keep_map(struct delimited *d, const char *map, moderato_error *err)
{
	const moderato_status status = label_map_check(map, err);

	if (status)
		return status;
	d->labels_map = strdup(map);
	return d->labels_map ? MODERATO_OK : fail_no_memory(err);
}

static moderato_status open_delimited(struct source **out, struct input *in, char usual,
	const moderato_reader_options *options, moderato_error *err)
{
	struct delimited *d = calloc(1, sizeof(*d));
	moderato_status status = MODERATO_OK;
	char delimiter = usual;

	*out = NULL;
	if (!d)
		return fail_no_memory(err);
	d->source = (struct source){.next = delimited_next, .close = delimited_close};
	d->in = in;
	if (options && options->labels_map)
		status = keep_map(d, options->labels_map, err);
	if (!status)
		status = table_form_read(in, options, usual, &delimiter, err);
	csv_init(&d->csv, in, delimiter);
	if (!status)
		status = read_header(d, options, err);
	if (status) {
		delimited_close(&d->source);
		return status;
	}
	*out = &d->source;
	return MODERATO_OK;
}

moderato_status open_csv(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	return open_delimited(out, in, ',', options, err);
}

moderato_status open_tsv(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	return open_delimited(out, in, '\t', options, err);
}
