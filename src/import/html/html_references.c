/* SPDX-License-Identifier: MIT */
#include "import/html/html_references.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/windows_1252.h"

enum { NAME_MAX_LEN = 31, OLD_NAME_MIN = 2, OLD_NAME_MAX = 6 };

/* Without pointers, so that nothing has to be relocated when the program starts. */
static const struct reference {
	char name[NAME_MAX_LEN + 1];
	char value[HTML_REFERENCE_MAX];
	char old; /* its semicolon may be missing */
} references[] = {
#include "import/html/html_references.inc"
};

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct reference *)row)->name);
}

static const struct reference *find(const char *name, size_t len)
{
	char word[NAME_MAX_LEN + 1];

	memcpy(word, name, len);
	word[len] = '\0';
	return bsearch(
		word, references, sizeof(references) / sizeof(*references), sizeof(*references), by_name);
}

/* Finds the longest of the old names that the name begins with. */
static const struct reference *find_old(const char *name, size_t len)
{
	const struct reference *found;

	for (len = len < OLD_NAME_MAX ? len : OLD_NAME_MAX; len >= OLD_NAME_MIN; len--) {
		found = find(name, len);
		if (found && found->old)
			return found;
	}
	return NULL;
}

static bool read_name(const char *at, const char *end, bool in_value, struct html_reference *out)
{
	const struct reference *found = NULL;
	size_t n = 0;

	while (n < NAME_MAX_LEN && at + n < end && ascii_is_alnum(at[n]))
		n++;
	if (n && at + n < end && at[n] == ';')
		found = find(at, n++);
	if (!found) {
		found = find_old(at, n);
		n = found ? strlen(found->name) : 0;
		if (!found || (in_value && at + n < end && (at[n] == '=' || ascii_is_alnum(at[n]))))
			return false;
	}
	out->len = strlen(found->value);
	memcpy(out->text, found->value, out->len);
	out->end = at + n;
	return true;
}

/* Reads the number at `at`, which is behind the &# and the x of a hexadecimal one. */
static const char *read_number(const char *at, const char *end, int base, uint32_t *code)
{
	const char *begin = at;

	*code = 0;
	for (; at < end; at++) {
		const int digit = ascii_hex(*at);

		if (digit < 0 || digit >= base)
			break;
		if (*code <= 0x10FFFF)
			*code = *code * (uint32_t)base + (uint32_t)digit;
	}
	if (at == begin)
		return NULL;
	return at < end && *at == ';' ? at + 1 : at;
}

bool html_reference_read(
	const char *at, const char *end, bool in_value, struct html_reference *found)
{
	uint32_t code;
	bool hexadecimal;

	at++;
	if (at == end || *at != '#')
		return read_name(at, end, in_value, found);
	at++;
	hexadecimal = at < end && (*at == 'x' || *at == 'X');
	found->end = read_number(at + hexadecimal, end, hexadecimal ? 16 : 10, &code);
	if (code >= 0x80 && code < 0xA0) {
		const char byte = (char)code;
		const uint32_t meant = windows_1252_code(&byte, 1);

		code = meant == REPLACEMENT ? code : meant; /* a control character, if it means nothing */
	}
	found->len = codepoint_put(found->text, code ? code : REPLACEMENT);
	return found->end;
}
