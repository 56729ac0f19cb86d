/* SPDX-License-Identifier: MIT */
/* Reads CSV and TSV with a header: each row is a comment. corpus/columns.h says what the columns
 * are. */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/csv.h"
#include "base/fail.h"
#include "base/json.h"
#include "base/str.h"
#include "corpus/columns.h"
#include "corpus/source.h"

struct delimited {
	struct source source;
	struct input *in;
	struct csv csv;
	struct columns columns;
	moderato_label *labels; /* has room for one label per column */
	struct buffer extra;
};

static moderato_status read_header(
	struct delimited *d, const moderato_reader_options *options, moderato_error *err)
{
	moderato_status status = csv_next(&d->csv, err);

	if (status == MODERATO_END)
		return fail(err, MODERATO_EFORMAT, "%s: expected a header line", d->in->name);
	if (status == MODERATO_ELIMIT)
		return MODERATO_EFORMAT;
	if (status)
		return status;
	if (d->csv.n_fields > CSV_FIELDS_MAX)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"the header has %zu columns, the limit is %zu", d->csv.n_fields, CSV_FIELDS_MAX);
	d->labels = calloc(d->csv.n_fields, sizeof(*d->labels));
	if (!d->labels)
		return fail_no_memory(err);
	return columns_read(&d->columns, d->csv.fields, d->csv.n_fields, d->in->name, d->csv.line,
		options ? options->columns : NULL, err);
}

/* Returns 0 or 1 for a share from 0 to 1, such as annotators' votes: 1 from one half on. Returns
 * -1 if it is anything else. Parses by hand, because strtod() depends on the locale. */
static int share_label(moderato_str s)
{
	double value = 0;
	double unit = 1;
	int exponent = 0;
	size_t digits = 0;
	size_t i = 0;

	for (; i < s.len && ascii_is_digit(s.ptr[i]); i++, digits++)
		value = value * 10 + (s.ptr[i] - '0');
	if (i < s.len && s.ptr[i] == '.')
		for (i++; i < s.len && ascii_is_digit(s.ptr[i]); i++, digits++) {
			value = value * 10 + (s.ptr[i] - '0');
			unit *= 10;
		}
	if (!digits || digits > 40)
		return -1;
	if (i + 2 < s.len && ascii_lower(s.ptr[i]) == 'e' && s.ptr[i + 1] == '-')
		for (i += 2; i < s.len && ascii_is_digit(s.ptr[i]) && exponent < 400; i++)
			exponent = exponent * 10 + (s.ptr[i] - '0');
	value /= unit;
	while (exponent-- > 0)
		value /= 10;
	return i == s.len && value <= 1 ? value >= 0.5 : -1;
}

/* Returns what a word says about the label: 0 or 1, or -1 if it is not one of them. */
static int word_label(moderato_str s)
{
	/* -1 is how svmlight and many a table of labels write "no". */
	static const char *const words[][2] = {
		{"false", "true"}, {"ham", "spam"}, {"no", "yes"}, {"-1", "+1"}, {"-1.0", "+1.0"}};
	size_t i;
	int label;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (label = 0; label < 2; label++)
			if (str_is_nocase(s, words[i][label]))
				return label;
	return -1;
}

static moderato_status read_label(struct delimited *d, const struct column *column,
	moderato_str value, moderato_comment *comment, moderato_error *err)
{
	char refused[SHOWN_MAX + 4];
	char name[SHOWN_MAX + 4];
	int label;

	value = trim_blanks(value);
	if (!value.len)
		return MODERATO_OK; /* the label is unknown */
	label = word_label(value);
	if (label < 0)
		label = share_label(value);
	if (label < 0)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"column \"%s\" has \"%s\", expected 0 or 1, -1 or 1, a share in 0...1, ham or spam, "
			"no or yes, false or true, or nothing",
			shown(name, column->name), shown(refused, value));
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

	if (status)
		return status;
	if (d->csv.n_fields != d->columns.n)
		return fail_at(err, MODERATO_EFORMAT, d->in->name, d->csv.line,
			"the record has %zu fields, the header has %zu", d->csv.n_fields, d->columns.n);
	return read_row(d, comment, err);
}

static void delimited_close(struct source *source)
{
	struct delimited *d = (struct delimited *)source;

	csv_dispose(&d->csv);
	columns_dispose(&d->columns);
	buffer_dispose(&d->extra);
	free(d->labels);
	free(d);
}

static moderato_status open_delimited(struct source **out, struct input *in, char delimiter,
	const moderato_reader_options *options, moderato_error *err)
{
	struct delimited *d = calloc(1, sizeof(*d));
	moderato_status status;

	*out = NULL;
	if (!d)
		return fail_no_memory(err);
	d->source = (struct source){.next = delimited_next, .close = delimited_close};
	d->in = in;
	csv_init(&d->csv, in, delimiter);
	status = read_header(d, options, err);
	if (status) {
		delimited_close(&d->source);
		return status;
	}
	*out = &d->source;
	return MODERATO_OK;
}

/* Returns the next cell of a header line, without the quotes around it. */
static moderato_str next_cell(moderato_str *line, char delimiter)
{
	const char *end = memchr(line->ptr, delimiter, line->len);
	moderato_str cell = {line->ptr, end ? (size_t)(end - line->ptr) : line->len};

	line->len -= cell.len + (end != NULL);
	line->ptr += cell.len + (end != NULL);
	if (cell.len >= 2 && cell.ptr[0] == '"' && cell.ptr[cell.len - 1] == '"')
		cell = (moderato_str){cell.ptr + 1, cell.len - 2};
	return cell;
}

/* Returns whether the options name this column. */
static bool is_mapped(const char *options, moderato_str cell)
{
	const char *equals;

	for (; options && (equals = strchr(options, '=')); options = equals + 1) {
		moderato_str name = trim_blanks((moderato_str){equals + 1, strcspn(equals + 1, ",")});

		if (name.len && (name.ptr[0] == '#' || str_equal(name, cell)))
			return true;
	}
	return false;
}

/* Returns whether the line is a header: all cells are short and none is set off by blanks as the
 * words of a sentence are, one of them names the text, and `need` of them have a known meaning. */
static bool is_header(moderato_str line, char delimiter, const char *options, size_t need)
{
	size_t known = 0;
	bool text = false;

	while (line.len) {
		moderato_str cell = next_cell(&line, delimiter);
		bool mapped = is_mapped(options, cell);

		if (cell.len > 64 || (delimiter == ',' && cell.len && *cell.ptr == ' '))
			return false;
		known += mapped || column_is_known(cell);
		text |= mapped || column_names_text(cell);
	}
	return text && known >= need;
}

static moderato_str first_line(moderato_str head)
{
	moderato_str line = {head.ptr, 0};
	const char *newline;

	while (head.len) {
		newline = memchr(head.ptr, '\n', head.len);
		line = (moderato_str){head.ptr, newline ? (size_t)(newline - head.ptr) : head.len};
		if (!is_blank(line))
			break;
		head.len -= line.len + (newline != NULL);
		head.ptr += line.len + (newline != NULL);
	}
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	return line;
}

bool sniff_csv(const struct sample *sample)
{
	moderato_str line = first_line(sample->head);
	bool text_file = !strcmp(sample->extension, "txt");

	if (!line.len)
		return false;
	if (!strcmp(sample->extension, "csv"))
		return true;
	if (!memchr(line.ptr, ',', line.len) && *line.ptr != '"')
		return false;
	return is_header(line, ',', sample->columns, text_file ? 2 : 1);
}

bool sniff_tsv(const struct sample *sample)
{
	moderato_str line = first_line(sample->head);
	bool tab = line.len && memchr(line.ptr, '\t', line.len);

	if (!strcmp(sample->extension, "tsv"))
		return tab || (line.len && !memchr(line.ptr, ',', line.len));
	return tab && is_header(line, '\t', sample->columns, 1);
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
