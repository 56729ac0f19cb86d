/* SPDX-License-Identifier: MIT */
#include "corpus/label_words.h"

#include "base/ascii.h"
#include "base/fail.h"
#include "base/str.h"
#include "corpus/source.h"

/* Returns 0 or 1 for a share from 0 to 1, such as annotators' votes: 1 from one half on. Returns
 * LABEL_BAD if it is anything else. Parses by hand, because strtod() depends on the locale. */
static int share_label(moderato_str s)
{
	double value = 0;
	double unit = 1;
	int exponent = 0;
	size_t digits = 0;
	size_t i = 0;

	for (; i < s.len && ascii_is_digit(s.ptr[i]); i++, digits++)
		value = value * 10 + (s.ptr[i] - '0');
	if (i < s.len && (s.ptr[i] == '.' || s.ptr[i] == ','))
		for (i++; i < s.len && ascii_is_digit(s.ptr[i]); i++, digits++) {
			value = value * 10 + (s.ptr[i] - '0');
			unit *= 10;
		}
	if (!digits || digits > 40)
		return LABEL_BAD;
	if (i + 2 < s.len && ascii_lower(s.ptr[i]) == 'e' && s.ptr[i + 1] == '-')
		for (i += 2; i < s.len && ascii_is_digit(s.ptr[i]) && exponent < 400; i++)
			exponent = exponent * 10 + (s.ptr[i] - '0');
	value /= unit;
	while (exponent-- > 0)
		value /= 10;
	return i == s.len && value <= 1 ? value >= 0.5 : LABEL_BAD;
}

/* Cuts "word=value" off the front of the list, whose value comes after the last equals sign.
 * Returns false at the end; the value is {NULL, 0} if there is no sign. */
static bool next_pair(moderato_str *list, moderato_str *word, moderato_str *value)
{
	const char *equals;

	*value = (moderato_str){NULL, 0};
	if (!str_take(list, ',', word))
		return false;
	equals = word->len ? memrchr(word->ptr, '=', word->len) : NULL;
	if (equals) {
		*value = trim_blanks(str_from(*word, (size_t)(equals - word->ptr) + 1));
		*word = trim_blanks(str_part(*word, 0, (size_t)(equals - word->ptr)));
	}
	return true;
}

static int mapped_label(const char *map, moderato_str s)
{
	moderato_str list = str_of(map);
	moderato_str word;
	moderato_str value;

	while (next_pair(&list, &word, &value))
		if (str_equal_nocase(word, s))
			return value.len ? *value.ptr - '0' : LABEL_UNKNOWN;
	return LABEL_BAD;
}

moderato_status label_map_check(const char *map, moderato_error *err)
{
	moderato_str list = str_of(map);
	moderato_str word;
	moderato_str value;
	char name[SHOWN_MAX + 4];

	while (next_pair(&list, &word, &value))
		if (!word.len || !value.ptr || (value.len && !str_is(value, "0") && !str_is(value, "1")))
			return fail(err, MODERATO_EINVAL,
				"labels map: expected \"word=0|1,...\", such as \"junk=1,fine=0,unsure=\", not "
				"\"%s\"",
				shown(name, word));
	return MODERATO_OK;
}

int label_of_word(const char *map, moderato_str word)
{
	/* -1, here also with a typographic minus, is how svmlight and many a table of labels write
	 * "no"; f and t are PostgreSQL's. */
	static const char *const words[][2] = {{"false", "true"}, {"ham", "spam"}, {"no", "yes"},
		{"-1", "+1"}, {"-1.0", "+1.0"}, {"\u22121", "+1"}, {"f", "t"}, {"n", "y"}};
	size_t i;
	int label;

	word = trim_blanks(word);
	label = map ? mapped_label(map, word) : LABEL_BAD;
	if (label != LABEL_BAD)
		return label;
	if (!word.len)
		return LABEL_UNKNOWN;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (label = 0; label < 2; label++)
			if (str_is_nocase(word, words[i][label]))
				return label;
	return share_label(word);
}
