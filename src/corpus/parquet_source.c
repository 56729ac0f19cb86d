/* SPDX-License-Identifier: MIT */
/* Reads Parquet: each row is a row of a table, numbered from 1 where other tables have lines. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/parquet.h"
#include "base/parquet/parquet_plugin.h"
#include "corpus/source.h"
#include "corpus/table_rows.h"

struct parquet_source {
	struct source source;
	struct parquet parquet;
	struct table_rows rows;
};

/* Maps the columns by their names. Those that are no text may not be mapped. */
static moderato_status map_columns(
	struct parquet_source *p, const moderato_reader_options *options, moderato_error *err)
{
	const struct parquet_column *columns = p->parquet.columns;
	const size_t n = p->parquet.n_columns;
	moderato_str *names = calloc(n, sizeof(*names));
	char name[SHOWN_MAX + 4];
	moderato_status status;
	size_t i;

	if (!names)
		return fail_no_memory(err);
	for (i = 0; i < n; i++)
		names[i] = (moderato_str){columns[i].name, strlen(columns[i].name)};
	status = table_rows_init(&p->rows, p->parquet.in, names, n, 1, options, err);
	for (i = 0; !status && i < n; i++) {
		if (!columns[i].no_text)
			continue;
		if (p->rows.columns.items[i].use != EXTRA)
			status = fail(err, MODERATO_EFORMAT, "%s: column \"%s\" is %s, not text",
				p->parquet.in->name, shown(name, names[i]), columns[i].no_text);
		p->rows.columns.items[i].use = UNREAD;
		p->source.left_out++;
	}
	free(names);
	return status;
}

static moderato_status parquet_source_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct parquet_source *p = (struct parquet_source *)source;
	const moderato_status status = parquet_next(&p->parquet, err);
	size_t len = 0;
	size_t i;

	if (status)
		return status;
	for (i = 0; i < p->parquet.n_columns; i++)
		len += p->parquet.fields[i].len;
	if (len > MODERATO_RECORD_BYTES_MAX)
		return fail_at(err, MODERATO_ELIMIT, p->parquet.in->name, p->parquet.row,
			"the row is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
	return table_row_read(&p->rows, p->parquet.fields, p->parquet.row, comment, err);
}

static void parquet_source_close(struct source *source)
{
	struct parquet_source *p = (struct parquet_source *)source;

	parquet_close(&p->parquet);
	table_rows_dispose(&p->rows);
	free(p);
}

/* Files begin so, but text may, too: reader.c knows them by one byte more, before it takes anything
 * for text. */
bool sniff_parquet(const struct sample *sample)
{
	(void)sample;
	return false;
}

moderato_status open_parquet(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct parquet_source *p = calloc(1, sizeof(*p));
	moderato_status status;

	*out = NULL;
	if (!p)
		return fail_no_memory(err);
	p->source = (struct source){.next = parquet_source_next, .close = parquet_source_close};
	status = parquet_open(&p->parquet, in, options ? options->parquet : NULL, err);
	if (!status)
		status = map_columns(p, options, err);
	if (status) {
		parquet_source_close(&p->source);
		return status;
	}
	*out = &p->source;
	return MODERATO_OK;
}
