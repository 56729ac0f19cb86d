/* SPDX-License-Identifier: MIT */
#include "import/sql_rows.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/sql_lexer.h"

#define PEEK ((size_t)64 << 10) /* how much more is asked for where the bytes do not suffice */
#define HEAD_MAX                                                                                   \
	((size_t)256 << 10) /* limit for a statement up to its rows, or a table's columns */

/*
 * What a broken row took along is read again from the row's beginning, as a string that is not
 * closed ends in the next row. All in all, no more than AGAIN_TIMES what the file has is read
 * again; where it is broken too often, more is given up.
 */
#define AGAIN_TIMES ((size_t)4)
#define AGAIN_FREE ((size_t)64 << 10)

void sql_rows_open(struct sql_rows *rows, struct input *in, const struct sql_table *table)
{
	*rows = (struct sql_rows){.in = in, .table = table};
}

void sql_rows_close(struct sql_rows *rows)
{
	buffer_dispose(&rows->texts);
}

/* Makes a lexer of what the input's window holds, which are at least `want` bytes, or all. */
static moderato_status look(
	struct sql_rows *r, size_t want, struct sql_lexer *lexer, moderato_error *err)
{
	moderato_status status = input_peek(r->in, want, &lexer->view, err);

	lexer->at = 0;
	lexer->reached = 0;
	lexer->last = lexer->view.len < want;
	return status;
}

/* ---- tables and their columns ---- */

static bool ends_as_wanted(const struct sql_rows *r, moderato_str name)
{
	const size_t n = strlen(r->table->suffix);

	return name.len >= n && str_is_nocase(str_from(name, name.len - n), r->table->suffix);
}

static int field_of(const struct sql_rows *r, moderato_str column)
{
	int i;

	for (i = 0; i < r->table->n_fields; i++)
		if (str_is_nocase(column, r->table->fields[i]))
			return i;
	return -1;
}

/* Reads a table's name, `wp_comments` or `db`.`wp_comments`. */
static enum sql_token read_name(struct sql_lexer *lexer, char name[SQL_NAME_MAX])
{
	enum sql_token token = sql_next(lexer);
	moderato_str text;
	const char *dot;

	while (token == SQL_NAME || token == SQL_STRING || token == SQL_WORD) {
		text = sql_bare_name(lexer->text);
		dot = token == SQL_WORD ? memrchr(text.ptr, '.', text.len) : NULL;
		if (dot)
			text = str_from(text, (size_t)(dot + 1 - text.ptr));
		snprintf(
			name, SQL_NAME_MAX, "%.*s", (int)(text.len < SQL_NAME_MAX ? text.len : 0), text.ptr);
		if (lexer->at == lexer->view.len && !lexer->last)
			return SQL_MORE;
		if (text.len && (lexer->at == lexer->view.len || lexer->view.ptr[lexer->at] != '.'))
			return SQL_NAME;
		if (text.len)
			lexer->at++;
		token = sql_next(lexer);
	}
	return token == SQL_MORE ? SQL_MORE : SQL_BAD;
}

/* Reads on to the comma or the parenthesis behind a column. */
static enum sql_token pass_definition(struct sql_lexer *lexer)
{
	enum sql_token token;
	size_t depth = 0;

	do {
		token = sql_next(lexer);
		if (token == SQL_MORE || token == SQL_END || token == SQL_BAD)
			return token;
		if (token != SQL_SIGN)
			continue;
		if (!depth && strchr(",)", *lexer->text.ptr))
			return SQL_SIGN;
		depth += *lexer->text.ptr == '(';
		depth -= *lexer->text.ptr == ')';
	} while (true);
}

static bool is_key(moderato_str word)
{
	static const char *const keys[] = {"PRIMARY", "KEY", "UNIQUE", "INDEX", "CONSTRAINT",
		"FULLTEXT", "SPATIAL", "FOREIGN", "CHECK"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (str_is_nocase(word, keys[i]))
			return true;
	return false;
}

/* Reads columns behind their parenthesis: names alone, or definitions. SQL_SIGN: all of them. */
static enum sql_token read_columns(
	const struct sql_rows *r, struct sql_lexer *lexer, int columns[SQL_COLUMNS_MAX], size_t *n)
{
	bool has_column = false;
	enum sql_token token;

	for (*n = 0;;) {
		token = sql_next(lexer);
		if (token != SQL_NAME && token != SQL_STRING && token != SQL_WORD)
			return token == SQL_SIGN ? SQL_BAD : token;
		if (token != SQL_WORD || !is_key(lexer->text)) {
			const moderato_str name = sql_bare_name(lexer->text);

			if (*n < SQL_COLUMNS_MAX)
				columns[(*n)++] = field_of(r, name);
			has_column |= str_is_nocase(name, r->table->column);
		}
		token = pass_definition(lexer);
		if (token != SQL_SIGN)
			return token;
		if (*lexer->text.ptr == ')') {
			*n = has_column ? *n : 0;
			return SQL_SIGN;
		}
	}
}

/* Without a list and without CREATE TABLE, the columns are the usual ones. */
static void usual_columns(struct sql_rows *r)
{
	r->n_columns = 0;
	while (r->table->columns[r->n_columns]) {
		r->columns[r->n_columns] = field_of(r, str_of(r->table->columns[r->n_columns]));
		r->n_columns++;
	}
}

/* ---- statements ---- */

static enum sql_token read_create(struct sql_rows *r, struct sql_lexer *lexer)
{
	char name[SQL_NAME_MAX];
	enum sql_token token;
	size_t before;

	do
		token = sql_next(lexer);
	while (token == SQL_WORD && !str_is_nocase(lexer->text, "TABLE"));
	if (token != SQL_WORD)
		return token;
	do {
		before = lexer->at;
		token = sql_next(lexer);
	} while (token == SQL_WORD &&
			 (str_is_nocase(lexer->text, "IF") || str_is_nocase(lexer->text, "NOT") ||
				 str_is_nocase(lexer->text, "EXISTS")));
	lexer->at = before;
	token = token == SQL_MORE ? token : read_name(lexer, name);
	if (token != SQL_NAME || !ends_as_wanted(r, str_of(name)))
		return token;
	token = sql_next(lexer);
	if (token == SQL_SIGN && *lexer->text.ptr == '(')
		token = read_columns(r, lexer, r->created_columns, &r->n_created);
	if (token == SQL_SIGN)
		snprintf(r->created, sizeof(r->created), "%s", name);
	r->n_tables += token == SQL_SIGN && r->n_created;
	return token;
}

/* Takes over what is known of the table's columns. */
static void use_columns(struct sql_rows *r, const char *name)
{
	const size_t prefix = strlen(name) - strlen(r->table->suffix);

	if (!strcmp(name, r->created)) {
		memcpy(r->columns, r->created_columns, sizeof(r->columns));
		r->n_columns = r->n_created;
	} else if (!prefix || name[prefix - 1] == '_') {
		usual_columns(r);
	} else {
		r->n_columns = 0;
	}
}

static void begin_rows(struct sql_rows *r, const char *name)
{
	r->in_rows = r->n_columns > 0;
	if (!r->in_rows)
		return;
	r->n_tables += strcmp(name, r->name) != 0;
	snprintf(r->name, sizeof(r->name), "%s", name);
}

static enum sql_token read_insert(struct sql_rows *r, struct sql_lexer *lexer)
{
	char name[SQL_NAME_MAX];
	enum sql_token token;
	size_t before;

	do {
		before = lexer->at;
		token = sql_next(lexer);
	} while (
		token == SQL_WORD &&
		(str_is_nocase(lexer->text, "INTO") || str_is_nocase(lexer->text, "IGNORE") ||
			str_is_nocase(lexer->text, "DELAYED") || str_is_nocase(lexer->text, "LOW_PRIORITY") ||
			str_is_nocase(lexer->text, "HIGH_PRIORITY")));
	lexer->at = before;
	token = token == SQL_MORE ? token : read_name(lexer, name);
	if (token != SQL_NAME || !ends_as_wanted(r, str_of(name)))
		return token;
	use_columns(r, name);
	token = sql_next(lexer);
	if (token == SQL_SIGN && *lexer->text.ptr == '(') {
		token = read_columns(r, lexer, r->columns, &r->n_columns);
		if (token == SQL_SIGN)
			token = sql_next(lexer);
	}
	if (token == SQL_WORD &&
		(str_is_nocase(lexer->text, "VALUES") || str_is_nocase(lexer->text, "VALUE")))
		begin_rows(r, name);
	return token;
}

/* Tells of damage between statements, and goes on behind it. */
static moderato_status lose_statement(struct sql_rows *r, const char *why, moderato_error *err)
{
	const size_t line = r->in->line;
	const moderato_status status = sql_find_statement(r->in, err);

	return status ? status
				  : fail_at(err, MODERATO_EFORMAT, r->in->name, line,
						"the SQL is broken: %s; going on at line %zu", why, r->in->line);
}

/* The client's command, "DELIMITER ;;", ends with its line. */
static moderato_status pass_line(struct sql_rows *r, size_t at, moderato_error *err)
{
	moderato_str line;
	moderato_status status;

	input_take(r->in, at);
	status = input_line(r->in, HEAD_MAX, &line, err);
	return status == MODERATO_ELIMIT || status == MODERATO_END ? MODERATO_OK : status;
}

/* Reads a statement up to its rows if they are wanted, otherwise to its end. MODERATO_END. */
static moderato_status read_statement(struct sql_rows *r, moderato_error *err)
{
	struct sql_lexer lexer;
	enum sql_token token;
	moderato_status status;
	size_t want = PEEK;
	size_t begin = 0;

	do {
		status = look(r, want, &lexer, err);
		if (status)
			return status;
		token = sql_next(&lexer);
		if (token != SQL_MORE && token != SQL_END && token != SQL_BAD)
			begin = (size_t)(lexer.text.ptr - lexer.view.ptr);
		if (token == SQL_WORD && str_is_nocase(lexer.text, "DELIMITER"))
			return pass_line(r, lexer.at, err);
		if (token == SQL_WORD && str_is_nocase(lexer.text, "CREATE"))
			token = read_create(r, &lexer);
		else if (token == SQL_WORD &&
				 (str_is_nocase(lexer.text, "INSERT") || str_is_nocase(lexer.text, "REPLACE")))
			token = read_insert(r, &lexer);
		want = lexer.view.len + PEEK;
	} while (token == SQL_MORE && want <= HEAD_MAX);
	if (r->in_rows)
		input_take(r->in, lexer.at);
	else if (token == SQL_END)
		input_take(r->in, lexer.view.len);
	if (r->in_rows || token == SQL_END)
		return r->in_rows ? MODERATO_OK : MODERATO_END;
	input_take(r->in, begin);
	if (token == SQL_NAME || token == SQL_WORD || token == SQL_SIGN || token == SQL_MORE)
		return sql_skip_statement(r->in, err);
	return lose_statement(r, "no statement begins there", err);
}

/* ---- rows ---- */

/* Appends a value to the texts. */
static enum sql_token read_value(struct sql_rows *r, struct sql_lexer *lexer, int field)
{
	enum sql_token token = sql_next(lexer);
	moderato_str text = lexer->text;

	if (token == SQL_WORD && *text.ptr == '_') /* the character set of what follows */
		token = sql_next(lexer);
	if (field >= 0)
		r->fields[field].begin = r->texts.len;
	if (token == SQL_STRING) {
		if (field >= 0)
			sql_add_unescaped(&r->texts, lexer->text);
	} else if (token == SQL_WORD) {
		text = lexer->text;
		if (text.len == 1 && ascii_lower(*text.ptr) == 'x' && lexer->at < lexer->view.len &&
			lexer->view.ptr[lexer->at] == '\'') {
			token = sql_next(lexer);
			if (token == SQL_STRING && field >= 0)
				sql_add_hex(&r->texts, str_part(lexer->text, 1, lexer->text.len - 1));
		} else if (field >= 0 && !str_is_nocase(text, "NULL") && !str_is_nocase(text, "DEFAULT")) {
			const size_t len = r->texts.len;

			if (!str_begins_nocase(text, "0x") || !sql_add_hex(&r->texts, str_from(text, 2))) {
				r->texts.len = len;
				buffer_add(&r->texts, text.ptr, text.len);
			}
		}
	} else if (token == SQL_SIGN) {
		token = SQL_BAD;
	}
	if (field >= 0) {
		r->fields[field].len = r->texts.len - r->fields[field].begin;
		r->fields[field].set = true;
	}
	return token;
}

/* Reads a row behind its parenthesis. SQL_SIGN: all of it, of *n values. */
static enum sql_token read_values(struct sql_rows *r, struct sql_lexer *lexer, size_t *n)
{
	enum sql_token token;

	xml_fields_clear(r->fields, SQL_FIELDS_MAX, &r->texts);
	for (*n = 0;; ++*n) {
		token = read_value(r, lexer, *n < r->n_columns ? r->columns[*n] : -1);
		if (token == SQL_MORE || token == SQL_END || token == SQL_BAD)
			return token;
		token = sql_next(lexer);
		if (token != SQL_SIGN || !strchr(",)", *lexer->text.ptr))
			return token == SQL_MORE || token == SQL_END ? token : SQL_BAD;
		if (*lexer->text.ptr == ')') {
			++*n;
			return SQL_SIGN;
		}
	}
}

/* Returns whether what follows the parenthesis at the input's front ends a row; takes the
 * parenthesis if so. */
static moderato_status ends_row(struct sql_rows *r, bool *ends, moderato_error *err)
{
	moderato_str view;
	const moderato_status status = input_peek(r->in, PEEK, &view, err);
	size_t i = 2;

	*ends = false;
	if (status || view.len < 2 || (view.ptr[1] != ',' && view.ptr[1] != ';'))
		return status;
	while (i < view.len && i < PEEK && ascii_is_c_space(view.ptr[i]))
		i++;
	*ends = view.ptr[1] == ';' ? i > 2 || i == view.len : i < view.len && view.ptr[i] == '(';
	if (*ends)
		input_take(r->in, 1);
	return MODERATO_OK;
}

/* Passes over a row that is broken, or too long, up to what ends a row: "),(" or ");". */
static moderato_status find_row(struct sql_rows *r, size_t read, moderato_error *err)
{
	const size_t from = r->in->taken;
	moderato_status status = MODERATO_OK;
	moderato_str view = {NULL, 0};
	bool ends = false;
	size_t skip = 1;

	if (r->furthest < from + read)
		r->furthest = from + read;
	if (r->again > AGAIN_FREE + AGAIN_TIMES * r->furthest && read > 1)
		skip = read;
	do {
		const char *close;

		status = input_peek(r->in, skip + PEEK, &view, err);
		if (skip > view.len)
			skip = view.len;
		close = !status && view.len > skip ? memchr(view.ptr + skip, ')', view.len - skip) : NULL;
		input_take(r->in, close ? (size_t)(close - view.ptr) : view.len);
		skip = close != NULL;
		if (close)
			status = ends_row(r, &ends, err);
	} while (!status && !ends && view.len);
	if (from + read > r->in->taken)
		r->again += from + read - r->in->taken;
	return status;
}

static moderato_status lose_row(
	struct sql_rows *r, moderato_status code, const char *why, size_t read, moderato_error *err)
{
	const moderato_status status = find_row(r, read, err);

	return status ? status : fail_at(err, code, r->in->name, r->line, "%s; the row is lost", why);
}

/* Reads the row whose parenthesis is at the input's front. */
static moderato_status read_row(struct sql_rows *r, moderato_error *err)
{
	struct sql_lexer lexer;
	enum sql_token token;
	moderato_status status;
	size_t want = PEEK;
	size_t n;

	r->line = r->in->line;
	do {
		status = look(r, want, &lexer, err);
		if (status)
			return status;
		lexer.at = 1;
		token = read_values(r, &lexer, &n);
		want = 2 * lexer.view.len;
		if (want > MODERATO_RECORD_BYTES_MAX)
			want = MODERATO_RECORD_BYTES_MAX + 1;
	} while (token == SQL_MORE && lexer.view.len <= MODERATO_RECORD_BYTES_MAX);
	if (lexer.reached < lexer.at)
		lexer.reached = lexer.at;
	else if (token == SQL_BAD)
		token = SQL_END;
	if (r->texts.failed)
		return fail_no_memory(err);
	if (token == SQL_MORE)
		return lose_row(r, MODERATO_ELIMIT, "the row is longer than the limit, or it does not end",
			lexer.reached, err);
	if (token != SQL_SIGN)
		return lose_row(r, MODERATO_EFORMAT,
			token == SQL_END ? "the SQL is broken: it ends in the middle of a row"
							 : "the SQL is broken",
			lexer.reached, err);
	input_take(r->in, lexer.at);
	if (n != r->n_columns)
		return fail_at(err, MODERATO_EFORMAT, r->in->name, r->line,
			"a row has %zu values for %zu columns; it is lost", n, r->n_columns);
	return MODERATO_OK;
}

/* Reads on to the parenthesis of the next row; ends the rows where there is none. */
static moderato_status find_parenthesis(struct sql_rows *r, moderato_error *err)
{
	struct sql_lexer lexer;
	enum sql_token token;

	do {
		size_t want = PEEK;

		do {
			const moderato_status status = look(r, want, &lexer, err);

			if (status)
				return status;
			token = sql_next(&lexer);
			want = lexer.view.len + PEEK;
		} while (token == SQL_MORE && want <= HEAD_MAX);
		if (token == SQL_SIGN && *lexer.text.ptr == '(') {
			input_take(r->in, (size_t)(lexer.text.ptr - lexer.view.ptr));
			return MODERATO_OK;
		}
		if (token == SQL_SIGN && *lexer.text.ptr == ',')
			input_take(r->in, lexer.at);
	} while (token == SQL_SIGN && *lexer.text.ptr == ',');
	r->in_rows = false; /* ";", or what else follows rows, such as ON DUPLICATE KEY UPDATE */
	return token == SQL_BAD || token == SQL_MORE ? lose_statement(r, "no row begins there", err)
												 : sql_skip_statement(r->in, err);
}

moderato_status sql_rows_next(struct sql_rows *r, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status) {
		if (!r->in_rows) {
			status = read_statement(r, err);
			continue;
		}
		status = find_parenthesis(r, err);
		if (!status && r->in_rows)
			return read_row(r, err);
	}
	return status;
}
