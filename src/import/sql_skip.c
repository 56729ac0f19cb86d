/* SPDX-License-Identifier: MIT */
/* Passes over statements of SQL that nobody wants, however long they are. */
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/sql_rows.h"

#define AHEAD 24 /* bytes that are looked at behind a place */

/* The bytes in code at which something may begin or end. */
static const bool stops[256] = {[';'] = true,
	['\''] = true,
	['"'] = true,
	['`'] = true,
	['#'] = true,
	['-'] = true,
	['/'] = true};

struct skipper {
	char quote; /* the quote of the string that the place is in; '*', '\n': the comment that ends so
				 */
	bool done;  /* the statement has ended */
	bool damaged; /* text follows a string */
};

/* Passes over what is in a string, as far as the view goes. */
static size_t skip_string(struct skipper *s, moderato_str view, size_t i)
{
	const char quote = s->quote;

	while (i < view.len && view.ptr[i] != quote && (view.ptr[i] != '\\' || quote == '`'))
		i++;
	if (i + 1 >= view.len)
		return i;
	if (view.ptr[i] == '\\' || view.ptr[i + 1] == quote)
		return i + 2;
	s->quote = '\0';
	s->damaged =
		quote != '`' && (ascii_is_alnum(view.ptr[i + 1]) || (unsigned char)view.ptr[i + 1] >= 0x80);
	return i + 1;
}

static size_t skip_comment(struct skipper *s, moderato_str view, size_t i)
{
	const char *end =
		memmem(view.ptr + i, view.len - i, s->quote == '*' ? "*/" : "\n", s->quote == '*' ? 2 : 1);

	if (!end)
		return view.len > i ? view.len - 1 : i;
	i = (size_t)(end - view.ptr) + (s->quote == '*' ? 2 : 1);
	s->quote = '\0';
	return i;
}

/* Passes over code up to the next string or comment, or over the end of the statement. */
static size_t skip_code(struct skipper *s, moderato_str view, size_t i)
{
	const moderato_str rest = str_from(view, i);
	const char c = *rest.ptr;

	s->done = c == ';';
	if (c == '\'' || c == '"' || c == '`')
		s->quote = c;
	else if (c == '#' || (str_begins(rest, "--") && rest.len > 2 && ascii_is_c_space(rest.ptr[2])))
		s->quote = '\n';
	else if (str_begins(rest, "/*"))
		s->quote = '*';
	return i + (s->quote == '*' ? 2 : 1);
}

/* Returns how many bytes were passed over. Up to AHEAD are left, unless the input ends. */
static size_t skip_view(struct skipper *s, moderato_str view, bool last)
{
	const size_t end = last ? view.len : view.len - AHEAD;
	size_t i = 0;

	while (i < end && !s->done && !s->damaged) {
		const size_t before = i;

		if (!s->quote)
			while (i < end && !stops[(unsigned char)view.ptr[i]])
				i++;
		if (i == end)
			break;
		i = !s->quote                             ? skip_code(s, view, i)
			: s->quote == '*' || s->quote == '\n' ? skip_comment(s, view, i)
												  : skip_string(s, view, i);
		if (i == before)
			break;
	}
	return i < view.len ? i : view.len;
}

moderato_status sql_skip_statement(struct input *in, moderato_error *err)
{
	struct skipper s = {'\0', false, false};
	const size_t line = in->line;

	while (!s.done && !s.damaged) {
		moderato_str view;
		moderato_status status = input_peek(in, INPUT_BLOCK, &view, err);
		const bool last = view.len < INPUT_BLOCK;
		size_t n;

		if (status || !view.len)
			return status;
		n = skip_view(&s, view, last);
		if (!n || (last && n + 1 >= view.len && !s.done && !s.damaged)) {
			input_take(in, view.len);
			if (s.quote && s.quote != '\n')
				return fail_at(err, MODERATO_EFORMAT, in->name, in->line,
					"the SQL is broken: it ends in a string or a comment; the statement begins at "
					"line %zu",
					line);
			return MODERATO_OK;
		}
		input_take(in, n);
	}
	if (s.damaged) {
		const size_t damage = in->line;
		const moderato_status status = sql_find_statement(in, err);

		return status ? status
					  : fail_at(err, MODERATO_EFORMAT, in->name, damage,
							"the SQL is broken: text follows a string; going on at line %zu",
							in->line);
	}
	return MODERATO_OK;
}

/* Returns whether a statement of a dump, or a comment before one, begins there. */
static bool begins_statement(moderato_str s)
{
	static const char *const words[] = {"INSERT INTO ", "INSERT IGNORE ", "REPLACE INTO ",
		"CREATE TABLE ", "DROP TABLE ", "LOCK TABLES ", "UNLOCK TABLES", "ALTER TABLE ", "/*!",
		"-- "};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_begins(s, words[i]))
			return true;
	return false;
}

moderato_status sql_find_statement(struct input *in, moderato_error *err)
{
	for (;;) {
		moderato_str view;
		moderato_status status = input_peek(in, INPUT_BLOCK, &view, err);
		const char *newline = view.len ? memchr(view.ptr, '\n', view.len) : NULL;

		if (status || !view.len)
			return status;
		if (!newline) {
			input_take(in, view.len);
			continue;
		}
		input_take(in, (size_t)(newline + 1 - view.ptr));
		status = input_peek(in, AHEAD, &view, err);
		if (status || begins_statement(view))
			return status;
	}
}
