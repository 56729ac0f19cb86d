/* SPDX-License-Identifier: MIT */
/* Read back the tables of a card's held-out section. A table is known by its head, which is as the
 * writer has it; other tables and all prose are passed over. */
#include "train/card_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"

#define CELLS_MAX 12

static const struct slice_word {
	const char *word;
	moderato_slice slice;
} slice_words[] = {{"all", MODERATO_SLICE_ALL}, {"source", MODERATO_SLICE_SOURCE}};

struct card_reader {
	moderato_card *card;
	const char *name;
	size_t line; /* the current one's number */
	char *rest;  /* what follows it */
	moderato_error *err;
};

/* A table's row, cut into its cells. */
struct cells {
	char *v[CELLS_MAX];
	size_t n;
};

static moderato_status bad(const struct card_reader *r, const char *expected)
{
	return fail_at(r->err, MODERATO_EFORMAT, r->name, r->line, "expected %s", expected);
}

/* The next line, NUL-terminated, without its line end; NULL at the end of the card. */
static char *next_line(struct card_reader *r)
{
	char *line = r->rest;
	char *newline;
	size_t len;

	if (!*line)
		return NULL;
	newline = strchr(line, '\n');
	r->rest = newline ? newline + 1 : line + strlen(line);
	if (newline)
		*newline = '\0';
	len = strlen(line);
	if (len && line[len - 1] == '\r')
		line[len - 1] = '\0';
	r->line++;
	return line;
}

static char *trim(char *text)
{
	size_t len;

	text += strspn(text, " \t");
	len = strlen(text);
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\t'))
		len--;
	text[len] = '\0';
	return text;
}

/* Cut "| a | b |" at the bars that no backslash stands before. */
static moderato_status cut_cells(
	const struct card_reader *r, char *line, size_t n, struct cells *cells)
{
	char *from = line + 1;
	char *at;

	cells->n = 0;
	for (at = from; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7F) /* names are shown on terminals */
			return bad(r, "a row without control characters");
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*at == '|') {
			*at = '\0';
			if (cells->n < CELLS_MAX)
				cells->v[cells->n] = trim(from);
			cells->n++;
			from = at + 1;
		}
	}
	if (*trim(from) || cells->n != n)
		return fail_at(r->err, MODERATO_EFORMAT, r->name, r->line,
			"expected %zu cells with bars around them, got %zu", n, cells->n);
	return MODERATO_OK;
}

/* --- cells --- */

static moderato_status read_count(const struct card_reader *r, const char *cell, size_t *value)
{
	size_t n = 0;
	const char *p = cell;

	for (; ascii_is_digit(*p) && p - cell < 15; p++)
		n = n * 10 + (size_t)(*p - '0');
	if (p == cell || *p)
		return bad(r, "a count of up to 15 digits");
	*value = n;
	return MODERATO_OK;
}

/* A number 0 … 1 with a decimal point at `*p`; steps over it. */
static bool read_share(const char **p, double *value)
{
	double unit = 1;
	const char *begin = *p;

	*value = 0;
	if (**p != '0' && **p != '1')
		return false;
	*value = **p - '0';
	(*p)++;
	if (**p == '.')
		for ((*p)++; ascii_is_digit(**p) && *p - begin < 12; (*p)++) {
			unit *= 10;
			*value = *value * 10 + (**p - '0');
		}
	*value /= unit;
	return *value <= 1;
}

static bool skip(const char **p, const char *text)
{
	const size_t len = strlen(text);

	if (strncmp(*p, text, len) != 0)
		return false;
	*p += len;
	return true;
}

static moderato_status read_auc(
	const struct card_reader *r, const char *cell, struct recorded_auc *auc)
{
	const char *p = cell;

	*auc = (struct recorded_auc){NAN, NAN, NAN};
	if (strcmp(cell, "–") == 0)
		return MODERATO_OK;
	if (!read_share(&p, &auc->value))
		return bad(r, "an AUC such as 0.7980 (0.7790–0.8180), or –");
	if (!*p)
		return MODERATO_OK;
	if (!skip(&p, " (") || !read_share(&p, &auc->low) || !skip(&p, "–") ||
		!read_share(&p, &auc->high) || !skip(&p, ")") || *p || auc->low > auc->high)
		return bad(r, "an AUC such as 0.7980 (0.7790–0.8180), or –");
	return MODERATO_OK;
}

static moderato_status read_hash(const struct card_reader *r, const char *cell, uint64_t *hash)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	*hash = 0;
	for (i = 0; cell[i] && strchr(digits, cell[i]); i++)
		*hash = *hash << 4 | (uint64_t)(strchr(digits, cell[i]) - digits);
	return i == 16 && !cell[i] ? MODERATO_OK : bad(r, "a hash of 16 of 0 to 9 and a to f");
}

static moderato_status find_file(const struct card_reader *r, const char *cell, size_t *file)
{
	size_t i;

	for (i = 0; i < r->card->n_files; i++) {
		if (strcmp(r->card->files[i].name, cell) == 0) {
			*file = i;
			return MODERATO_OK;
		}
	}
	return bad(r, "a file of the table of files above");
}

/* --- rows --- */

static moderato_status read_file(struct card_reader *r, const struct cells *cells)
{
	moderato_card *card = r->card;
	struct recorded_file *file = &card->files[card->n_files];
	size_t count;
	moderato_status status;
	size_t i;

	if (card->n_files == HELD_OUT_FILES_MAX)
		return fail_at(
			r->err, MODERATO_ELIMIT, r->name, r->line, "more than %d files", HELD_OUT_FILES_MAX);
	if (!*cells->v[0])
		return bad(r, "a file's name");
	for (i = 0; i < card->n_files; i++)
		if (strcmp(card->files[i].name, cells->v[0]) == 0)
			return bad(r, "each file once");
	file->name = cells->v[0];
	status = read_count(r, cells->v[1], &count);
	if (!status)
		status = read_hash(r, cells->v[2], &file->hash);
	if (!status)
		status = read_count(r, cells->v[3], &count);
	if (!status)
		status = read_count(r, cells->v[4], &count);
	if (!status)
		card->n_files++;
	return status;
}

static struct recorded *add_row(struct card_reader *r)
{
	void *rows = r->card->rows;

	if (!grow_array(&rows, &r->card->cap_rows, r->card->n_rows + 1, sizeof(*r->card->rows)))
		return NULL;
	r->card->rows = rows;
	r->card->rows[r->card->n_rows] =
		(struct recorded){.auc = {{NAN, NAN, NAN}, {NAN, NAN, NAN}, {NAN, NAN, NAN}}};
	return &r->card->rows[r->card->n_rows];
}

/* What rows of figures and of identities have in common: where the counts begin differs. */
static moderato_status read_row(struct card_reader *r, const struct cells *cells,
	moderato_slice slice, size_t name, size_t n_aucs)
{
	struct recorded *row = add_row(r);
	moderato_status status = row ? find_file(r, cells->v[0], &row->file) : fail_no_memory(r->err);
	size_t i;

	if (!status && !*cells->v[1])
		status = bad(r, "an attribute");
	if (!status)
		status = read_count(r, cells->v[name + 1], &row->n);
	if (!status)
		status = read_count(r, cells->v[name + 2], &row->n_positive);
	if (!status && row->n_positive > row->n)
		status = bad(r, "no more positive comments than comments");
	for (i = 0; !status && i < n_aucs; i++)
		status = read_auc(r, cells->v[name + 3 + i], &row->auc[i]);
	if (status)
		return status;
	row->attribute = cells->v[1];
	row->slice = slice;
	row->name = cells->v[name];
	r->card->n_rows++;
	return MODERATO_OK;
}

static moderato_status read_figures(struct card_reader *r, const struct cells *cells)
{
	size_t i;

	for (i = 0; i < sizeof(slice_words) / sizeof(slice_words[0]); i++)
		if (strcmp(cells->v[2], slice_words[i].word) == 0)
			return read_row(r, cells, slice_words[i].slice, 3, 1);
	return bad(r, "the slice all or source");
}

static moderato_status read_identity(struct card_reader *r, const struct cells *cells)
{
	return read_row(r, cells, MODERATO_SLICE_IDENTITY, 2, 3);
}

static const struct table {
	const char *head;
	size_t n_cells;
	moderato_status (*read)(struct card_reader *r, const struct cells *cells);
} tables[] = {
	{HELD_OUT_FILES, 5, read_file},
	{HELD_OUT_FIGURES, 12, read_figures},
	{HELD_OUT_IDENTITIES, 8, read_identity},
};

/* --- the card --- */

/* The rows below a head: up to the first line that begins with no bar, which is taken too. */
static moderato_status read_table(struct card_reader *r, const struct table *table, char **line)
{
	moderato_status status = MODERATO_OK;
	struct cells cells;

	*line = next_line(r);
	if (!*line || strncmp(*line, "| ---", 5) != 0)
		return bad(r, "the line | --- | below a table's head");
	while (!status && (*line = next_line(r)) && **line == '|') {
		status = cut_cells(r, *line, table->n_cells, &cells);
		if (!status)
			status = table->read(r, &cells);
	}
	return status;
}

static moderato_status read_section(struct card_reader *r, char **line)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	*line = next_line(r);
	while (!status && *line && strncmp(*line, "## ", 3) != 0) {
		for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
			if (strcmp(*line, tables[i].head) == 0)
				break;
		if (i < sizeof(tables) / sizeof(tables[0]))
			status = read_table(r, &tables[i], line);
		else
			*line = next_line(r);
	}
	return status;
}

static moderato_status read_card(struct card_reader *r)
{
	char *line = next_line(r);
	bool found = false;
	moderato_status status = MODERATO_OK;

	while (!status && line) {
		if (strcmp(line, HELD_OUT_HEADING) != 0) {
			line = next_line(r);
		} else if (found) {
			return bad(r, "one section '" HELD_OUT_HEADING "', this is another");
		} else {
			found = true;
			status = read_section(r, &line);
		}
	}
	if (!status && (!found || !r->card->n_rows))
		status = fail(r->err, MODERATO_EFORMAT,
			"%s: the card has no held-out figures: they come from 'moderato train --test FILE'",
			r->name);
	return status;
}

int moderato_card_begins(moderato_str text)
{
	const size_t len = strlen(CARD_HEADING);

	return text.len >= len && memcmp(text.ptr, CARD_HEADING, len) == 0 &&
		   (text.len == len || text.ptr[len] == '\n' || text.ptr[len] == '\r');
}

moderato_status moderato_card_parse(
	moderato_card **out, const char *name, moderato_str text, moderato_error *err)
{
	struct card_reader r = {.name = name, .err = err};
	moderato_status status;

	*out = NULL;
	if (text.len > MODERATO_CARD_BYTES_MAX)
		return fail(
			err, MODERATO_ELIMIT, "%s: longer than %zu bytes", name, MODERATO_CARD_BYTES_MAX);
	if (!moderato_card_begins(text))
		return fail_at(err, MODERATO_EFORMAT, name, 1, "expected a card, '" CARD_HEADING "'");
	if (memchr(text.ptr, '\0', text.len))
		return fail(err, MODERATO_EFORMAT, "%s: expected text without NUL bytes", name);
	r.card = calloc(1, sizeof(*r.card));
	if (r.card)
		r.card->text = strndup(text.ptr, text.len);
	if (!r.card || !r.card->text) {
		moderato_card_free(r.card);
		return fail_no_memory(err);
	}
	r.rest = r.card->text;
	status = read_card(&r);
	if (status) {
		moderato_card_free(r.card);
		return status;
	}
	*out = r.card;
	return MODERATO_OK;
}

void moderato_card_free(moderato_card *card)
{
	if (!card)
		return;
	free(card->text);
	free(card->rows);
	free(card);
}

const char *moderato_card_file(const moderato_card *card, size_t i)
{
	return i < card->n_files ? card->files[i].name : NULL;
}

int moderato_card_find(const moderato_card *card, unsigned long long hash)
{
	size_t i;

	for (i = 0; i < card->n_files; i++)
		if (card->files[i].hash == hash)
			return (int)i;
	return -1;
}

int moderato_card_has_identities(const moderato_card *card, size_t i)
{
	size_t k;

	for (k = 0; k < card->n_rows; k++)
		if (card->rows[k].file == i && card->rows[k].slice == MODERATO_SLICE_IDENTITY)
			return 1;
	return 0;
}
