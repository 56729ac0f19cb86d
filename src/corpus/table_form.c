/* SPDX-License-Identifier: MIT */
#include "corpus/table_form.h"

#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "corpus/columns.h"

#define FORM_HEAD ((size_t)64 << 10) /* bytes in which the form is looked for */
#define ROWS_COMPARED 20

/* What may separate fields, the likeliest first. */
static const char delimiters[] = {',', ';', '\t', '|'};

/* ---- records and cells of the beginning ---- */

#define ANY '\0' /* any of these */

static bool separates(char c, char delimiter)
{
	return delimiter ? c == delimiter : c && memchr(delimiters, c, sizeof(delimiters));
}

/* Returns the length of the record at the front, without its end, which is a line feed or a CR.
 * Line ends between quotes are not its end. */
static size_t record_len(moderato_str head, char delimiter)
{
	bool begins = true; /* a field */
	bool quoted = false;
	size_t i;

	for (i = 0; i < head.len; i++) {
		const char c = head.ptr[i];

		if (c == '"' && (quoted || begins))
			quoted = !quoted;
		else if (!quoted && (c == '\n' || c == '\r'))
			break;
		/* Between the quotes of "a""b" a field seems to end and to begin. */
		begins = separates(c, delimiter) || (c == '"' && !quoted);
	}
	return i;
}

/* Takes the record at the front with its end. Returns false at the end of the bytes. */
static bool take_record(moderato_str *head, char delimiter, moderato_str *record)
{
	size_t len = record_len(*head, delimiter);

	if (len == head->len)
		return false;
	*record = (moderato_str){head->ptr, len};
	if (head->ptr[len] == '\r' && len + 1 < head->len && head->ptr[len + 1] == '\n')
		len++;
	len++;
	*head = str_from(*head, len);
	return true;
}

/* Takes the next cell of a record, without the quotes around it. Returns whether another one
 * follows. */
static bool next_cell(moderato_str *line, char delimiter, moderato_str *cell)
{
	const bool opens = line->len && *line->ptr == '"';
	const char *quote = opens ? memchr(line->ptr + 1, '"', line->len - 1) : NULL;
	const size_t from = quote ? (size_t)(quote - line->ptr) : 0;
	const char *end =
		from < line->len ? memchr(line->ptr + from, delimiter, line->len - from) : NULL;

	*cell = (moderato_str){line->ptr, end ? (size_t)(end - line->ptr) : line->len};
	*line = str_from(*line, cell->len + (end != NULL));
	if (cell->len >= 2 && cell->ptr[0] == '"' && cell->ptr[cell->len - 1] == '"')
		*cell = str_part(*cell, 1, cell->len - 1);
	return end != NULL;
}

static size_t count_cells(moderato_str line, char delimiter)
{
	moderato_str cell;
	size_t n = 1;

	while (next_cell(&line, delimiter, &cell))
		n++;
	return n;
}

/* Returns whether the options name this column, or with `numbers` any by its number. */
static bool is_mapped(const char *options, moderato_str cell, bool numbers)
{
	const char *equals;

	for (; options && (equals = strchr(options, '=')); options = equals + 1) {
		moderato_str name = trim_blanks((moderato_str){equals + 1, strcspn(equals + 1, ",")});

		if (name.len && (str_equal(name, cell) || (numbers && name.ptr[0] == '#')))
			return true;
	}
	return false;
}

/* Returns whether a cell of the line names the text. */
static bool names_text(moderato_str line, char delimiter, const char *columns)
{
	moderato_str cell;
	bool more;

	do {
		more = next_cell(&line, delimiter, &cell);
		cell = trim_blanks(cell);
		if (column_names_text(cell) || is_mapped(columns, cell, false))
			return true;
	} while (more);
	return false;
}

/* ---- the delimiter ---- */

/* Returns the separator that a line "sep=;" names, or 0. Excel writes and reads such lines. */
static char named_by_line(moderato_str line)
{
	if (line.len >= 2 && line.ptr[0] == '"' && line.ptr[line.len - 1] == '"')
		line = str_part(line, 1, line.len - 1);
	return line.len == 5 && str_begins_nocase(line, "sep=") ? line.ptr[4] : '\0';
}

/* Returns whether the first records all have so many cells. */
static bool is_even(moderato_str head, char delimiter, size_t n)
{
	moderato_str record;
	size_t i;

	for (i = 0; i < ROWS_COMPARED && take_record(&head, delimiter, &record); i++)
		if (record.len && count_cells(record, delimiter) != n)
			return false;
	return true;
}

/* Finds the delimiter with which the first record has most cells, of those with which it names the
 * text (`wanted` 2) or all records are alike (1). Commas win. Returns 0 if there is none. */
static char best_delimiter(moderato_str head, moderato_str first, const char *columns, int wanted)
{
	size_t most = 1;
	char best = '\0';
	size_t i;

	for (i = 0; i < sizeof(delimiters) && !(best && i == 1); i++) {
		const size_t n = count_cells(first, delimiters[i]);

		if (n > most && (wanted == 2 ? names_text(first, delimiters[i], columns)
									 : is_even(head, delimiters[i], n))) {
			most = n;
			best = delimiters[i];
		}
	}
	return best;
}

/* Returns the first record that is not empty. */
static moderato_str first_record(moderato_str head)
{
	moderato_str first = {"", 0};

	while (!first.len && take_record(&head, ANY, &first))
		;
	return first.len ? first : head; /* there may be one without an end */
}

static moderato_status find_delimiter(struct input *in, moderato_str head,
	const moderato_reader_options *options, char usual, char *delimiter, moderato_error *err)
{
	moderato_str first = first_record(head);
	moderato_status status;
	char found = '\0';

	if (usual != ',' && count_cells(first, usual) > 1)
		found = usual;
	else if (!options || !options->no_header)
		found = best_delimiter(head, first, options ? options->columns : NULL, 2);
	if (!found) { /* a pipe must not change the answer */
		status = input_peek(in, FORM_HEAD, &head, err);
		if (status)
			return status;
		if (head.len > FORM_HEAD)
			head.len = FORM_HEAD;
		found = best_delimiter(head, first_record(head), NULL, 1);
	}
	*delimiter = found ? found : usual;
	return MODERATO_OK;
}

static moderato_status named_by_option(const char *option, char *delimiter, moderato_error *err)
{
	const bool tab = !strcmp(option, "tab") || !strcmp(option, "\\t");

	*delimiter = tab ? '\t' : option[0];
	if (tab || (option[0] && !option[1] && !strchr("\"\r\n", option[0]) &&
				   !((unsigned char)option[0] & 0x80)))
		return MODERATO_OK;
	return fail(err, MODERATO_EINVAL,
		"\"%.16s\" is no delimiter, expected one character, such as ; or tab", option);
}

/* ---- line ends ---- */

/* Reads on to the end of the first record, and behind a CR one byte more. *head is what has been
 * read, at most FORM_HEAD. */
static moderato_status read_head(struct input *in, moderato_str *head, moderato_error *err)
{
	size_t seen = 0;
	size_t len;

	for (;;) {
		moderato_status status = input_peek(in, seen + 1, head, err);

		if (status)
			return status;
		if (head->len == seen || head->len >= FORM_HEAD)
			break;
		seen = head->len;
		len = record_len(*head, ANY);
		if (len + 1 < seen || (len < seen && head->ptr[len] == '\n'))
			break;
	}
	if (head->len > FORM_HEAD)
		head->len = FORM_HEAD;
	return MODERATO_OK;
}

/* Returns whether lines end in CR alone: the first one does, and no line ends in a line feed. */
static bool has_cr_ends(moderato_str head)
{
	moderato_str record;
	const size_t len = record_len(head, ANY);

	if (len + 1 >= head.len || head.ptr[len] != '\r' || head.ptr[len + 1] == '\n')
		return false;
	while (take_record(&head, ANY, &record))
		if (head.ptr[-1] == '\n')
			return false;
	return true;
}

static moderato_status read_line_ends(struct input *in, moderato_str *head, moderato_error *err)
{
	const size_t len = record_len(*head, ANY);
	moderato_status status;

	/* Only where a lone CR ends the first line is more read to be sure. */
	if (len + 1 >= head->len || head->ptr[len] != '\r' || head->ptr[len + 1] == '\n')
		return MODERATO_OK;
	status = input_peek(in, FORM_HEAD, head, err);
	if (head->len > FORM_HEAD)
		head->len = FORM_HEAD;
	if (!status && has_cr_ends(*head))
		status = input_cr_ends(in, err);
	return status;
}

moderato_status table_form_read(struct input *in, const moderato_reader_options *options,
	char usual, char *delimiter, moderato_error *err)
{
	const char *option = options ? options->delimiter : NULL;
	moderato_status status = option ? named_by_option(option, delimiter, err) : MODERATO_OK;
	moderato_str head;
	moderato_str rest;
	moderato_str line;
	char named = '\0';

	if (!status)
		status = read_head(in, &head, err);
	if (!status)
		status = read_line_ends(in, &head, err);
	if (!status) /* the window may have moved */
		status = input_peek(in, head.len, &head, err);
	if (status)
		return status;
	if (head.len > FORM_HEAD)
		head.len = FORM_HEAD;
	rest = head;
	if (take_record(&rest, ANY, &line))
		named = named_by_line(line);
	if (named)
		input_take(in, head.len - rest.len);
	if (!option && named)
		*delimiter = named;
	else if (!option)
		status = find_delimiter(in, head, options, usual, delimiter, err);
	return status;
}

/* ---- sniffing ---- */

/* Returns whether the line is a header: all cells are short and none is set off by blanks as the
 * words of a sentence are, one of them names the text, and `need` of them have a known meaning. */
static bool is_header(moderato_str line, char delimiter, const char *options, size_t need)
{
	size_t known = 0;
	bool text = false;

	while (line.len) {
		moderato_str cell;
		bool mapped;

		next_cell(&line, delimiter, &cell);
		mapped = is_mapped(options, cell, true);

		if (cell.len > 64 || (delimiter != '\t' && cell.len && *cell.ptr == ' '))
			return false;
		known += mapped || column_is_known(cell);
		text |= mapped || column_names_text(cell);
	}
	return text && known >= need;
}

static moderato_str first_line(moderato_str head)
{
	const char end = head.len && !memchr(head.ptr, '\n', head.len) ? '\r' : '\n';
	moderato_str line = {head.ptr, 0};
	const char *newline;

	while (head.len) {
		newline = memchr(head.ptr, end, head.len);
		line = (moderato_str){head.ptr, newline ? (size_t)(newline - head.ptr) : head.len};
		if (!is_blank(line))
			break;
		head = str_from(head, line.len + (newline != NULL));
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
	if (!strcmp(sample->extension, "csv") || sample->table || named_by_line(line))
		return true;
	if ((memchr(line.ptr, ',', line.len) || *line.ptr == '"') &&
		is_header(line, ',', sample->columns, text_file ? 2 : 1))
		return true;
	/* Semicolons and bars are common in text, too. */
	return is_header(line, ';', sample->columns, 2) || is_header(line, '|', sample->columns, 2);
}

bool sniff_tsv(const struct sample *sample)
{
	moderato_str line = first_line(sample->head);
	bool tab = line.len && memchr(line.ptr, '\t', line.len);

	if (!strcmp(sample->extension, "tsv"))
		return tab || (line.len && !memchr(line.ptr, ',', line.len));
	return tab && is_header(line, '\t', sample->columns, 1);
}
