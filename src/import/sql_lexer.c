/* SPDX-License-Identifier: MIT */
#include "import/sql_lexer.h"

#include <string.h>

#include "base/str.h"

static bool is_word(char c)
{
	return ascii_is_alnum(c) || c == '_' || c == '$' || c == '.' || c == '+' || c == '-' ||
		   c == '@' || (unsigned char)c >= 0x80;
}

size_t sql_quoted_len(moderato_str s)
{
	const char quote = *s.ptr;
	size_t i = 1;

	while (i < s.len) {
		if (s.ptr[i] == '\\' && quote != '`')
			i += 2;
		else if (s.ptr[i] != quote)
			i++;
		else if (i + 1 < s.len && s.ptr[i + 1] == quote)
			i += 2;
		else
			return i + 1;
	}
	return 0;
}

/* Returns the length of the comment that begins there; 0: none does; SIZE_MAX: it does not end. */
static size_t comment_len(moderato_str s)
{
	const char *end;
	bool line = *s.ptr == '#';

	if (str_begins(s, "--"))
		line = s.len == 2 || ascii_is_c_space(s.ptr[2]);
	if (line) {
		end = memchr(s.ptr, '\n', s.len);
		return end ? (size_t)(end - s.ptr) + 1 : SIZE_MAX;
	}
	if (!str_begins(s, "/*"))
		return 0;
	end = memmem(s.ptr + 2, s.len - 2, "*/", 2);
	return end ? (size_t)(end - s.ptr) + 2 : SIZE_MAX;
}

static enum sql_token token_of(const struct sql_lexer *lexer, moderato_str rest, size_t *len)
{
	if (strchr("'\"`", *rest.ptr) && *rest.ptr) {
		*len = sql_quoted_len(rest);
		if (!*len)
			return SQL_BAD;
		return *rest.ptr == '`' ? SQL_NAME : SQL_STRING;
	}
	for (*len = 0; *len < rest.len && is_word(rest.ptr[*len]);)
		++*len;
	if (*len)
		return *len == rest.len && !lexer->last ? SQL_MORE : SQL_WORD;
	*len = 1;
	return SQL_SIGN;
}

enum sql_token sql_next(struct sql_lexer *lexer)
{
	enum sql_token token;
	moderato_str rest;
	size_t len;

	for (;;) {
		while (lexer->at < lexer->view.len && ascii_is_c_space(lexer->view.ptr[lexer->at]))
			lexer->at++;
		rest = str_from(lexer->view, lexer->at);
		if (!lexer->last && rest.len < 3) /* a comment may begin there */
			return SQL_MORE;
		if (!rest.len)
			return SQL_END;
		len = comment_len(rest);
		if (len == SIZE_MAX && !lexer->last)
			return SQL_MORE;
		if (len == SIZE_MAX)
			return *rest.ptr == '/' ? SQL_BAD : SQL_END;
		if (!len)
			break;
		lexer->at += len;
	}
	token = token_of(lexer, rest, &len);
	if (token == SQL_MORE || token == SQL_BAD) {
		lexer->reached = lexer->view.len;
		return lexer->last ? token : SQL_MORE;
	}
	if (token != SQL_SIGN && token != SQL_WORD && len == rest.len && !lexer->last)
		return SQL_MORE; /* the quote may be doubled */
	lexer->text = str_part(rest, 0, len);
	lexer->at += len;
	return token;
}

void sql_add_unescaped(struct buffer *out, moderato_str string)
{
	static const char escapes[] = "0\0b\bn\nr\rt\tZ\032";
	moderato_str s = string.len < 2 ? (moderato_str){"", 0} : str_part(string, 1, string.len - 1);
	const char quote = string.len ? *string.ptr : '\0';
	size_t i;

	while (s.len) {
		size_t clean = 0;

		while (clean < s.len && s.ptr[clean] != '\\' && s.ptr[clean] != quote)
			clean++;
		buffer_add(out, s.ptr, clean);
		s = str_from(s, clean);
		if (s.len < 2)
			break;
		for (i = 0; i + 1 < sizeof(escapes); i += 2)
			if (*s.ptr == '\\' && s.ptr[1] == escapes[i])
				break;
		buffer_add_char(out, i + 1 < sizeof(escapes) ? escapes[i + 1] : s.ptr[1]);
		s = str_from(s, 2);
	}
}

bool sql_add_hex(struct buffer *out, moderato_str digits)
{
	size_t i;

	if (digits.len % 2)
		return false;
	for (i = 0; i < digits.len; i += 2) {
		const int high = ascii_hex(digits.ptr[i]);
		const int low = ascii_hex(digits.ptr[i + 1]);

		if (high < 0 || low < 0)
			return false;
		buffer_add_char(out, (char)(high * 16 + low));
	}
	return true;
}

moderato_str sql_bare_name(moderato_str name)
{
	if (name.len >= 2 && (*name.ptr == '`' || *name.ptr == '"'))
		return str_part(name, 1, name.len - 1);
	return name;
}
