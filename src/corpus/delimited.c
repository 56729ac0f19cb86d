/* SPDX-License-Identifier: MIT */
/* Reads CSV and TSV with a header: each record is a row of the table. */
#include <stdlib.h>

#include "base/csv.h"
#include "base/fail.h"
#include "corpus/source.h"
#include "corpus/table_form.h"
#include "corpus/table_rows.h"

struct delimited {
	struct source source;
	struct input *in;
	struct csv csv;
	struct table_rows rows;
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
	d->csv.expected = d->csv.n_fields;
	return table_rows_init(&d->rows, d->in, headless ? NULL : d->csv.fields, d->csv.n_fields,
		d->csv.line, options, err);
}

/* Returns how many fields the record has up to the last one that is not empty. Spreadsheets write
 * empty ones as far as any row goes, also in rows that are empty. */
static size_t fields_filled(const struct csv *csv)
{
	size_t n = csv->n_fields < CSV_FIELDS_MAX ? csv->n_fields : CSV_FIELDS_MAX;

	while (n && !csv->fields[n - 1].len)
		n--;
	return csv->n_fields > CSV_FIELDS_MAX ? csv->n_fields : n;
}

static moderato_status delimited_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct delimited *d = (struct delimited *)source;
	moderato_status status;

	do
		status = csv_next(&d->csv, err);
	while (!status && d->rows.columns.n > 1 && !fields_filled(&d->csv));
	source->converted = d->csv.converted;
	if (status)
		return status;
	if (d->csv.n_fields < d->rows.columns.n || fields_filled(&d->csv) > d->rows.columns.n)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"the record has %zu fields, the %s has %zu", d->csv.n_fields,
			d->rows.columns.headless ? "first one" : "header", d->rows.columns.n);
	return table_row_read(&d->rows, d->csv.fields, d->csv.line, comment, err);
}

static void delimited_close(struct source *source)
{
	struct delimited *d = (struct delimited *)source;

	csv_dispose(&d->csv);
	table_rows_dispose(&d->rows);
	free(d);
}

static moderato_status open_delimited(struct source **out, struct input *in, char usual,
	const moderato_reader_options *options, moderato_error *err)
{
	struct delimited *d = calloc(1, sizeof(*d));
	moderato_status status;
	char delimiter = usual;

	*out = NULL;
	if (!d)
		return fail_no_memory(err);
	d->source = (struct source){.next = delimited_next, .close = delimited_close};
	d->in = in;
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
