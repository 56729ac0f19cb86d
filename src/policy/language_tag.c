/* SPDX-License-Identifier: MIT */
/* Which texts are language tags, and which codes mean the same language. */
#include "policy/language_tag.h"

#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/str.h"

#define SUBTAG_BYTES_MAX ((size_t)8) /* by BCP 47 */

/* Codes with the same meaning: those that ISO 639-1 gave up; Bokmål, which is meant by plain
 * "Norwegian"; and the codes of ISO 639-2 for the languages that most comments are in. */
static const char aliases[][2][SUBTAG_BYTES_MAX] = {
	{"und", LANGUAGE_UNKNOWN},
	{"iw", "he"},
	{"in", "id"},
	{"ji", "yi"},
	{"jw", "jv"},
	{"mo", "ro"},
	{"nb", "no"},
	{"ara", "ar"},
	{"ces", "cs"},
	{"chi", "zh"},
	{"cze", "cs"},
	{"dan", "da"},
	{"deu", "de"},
	{"dut", "nl"},
	{"ell", "el"},
	{"eng", "en"},
	{"fin", "fi"},
	{"fra", "fr"},
	{"fre", "fr"},
	{"ger", "de"},
	{"gre", "el"},
	{"heb", "he"},
	{"hin", "hi"},
	{"hun", "hu"},
	{"ind", "id"},
	{"ita", "it"},
	{"jpn", "ja"},
	{"kor", "ko"},
	{"nld", "nl"},
	{"nob", "no"},
	{"nor", "no"},
	{"pol", "pl"},
	{"por", "pt"},
	{"ron", "ro"},
	{"rum", "ro"},
	{"rus", "ru"},
	{"spa", "es"},
	{"swe", "sv"},
	{"tur", "tr"},
	{"ukr", "uk"},
	{"vie", "vi"},
	{"zho", "zh"},
};

/* True for a code of two or three letters, and for LANGUAGE_UNKNOWN. */
static bool is_language(const char *s, size_t len)
{
	return len == 2 || len == 3 || str_is((moderato_str){s, len}, LANGUAGE_UNKNOWN);
}

/* Writes one subtag in lower case. Returns false when the text is no subtag. */
static bool fold_subtag(moderato_str text, bool first, char out[SUBTAG_BYTES_MAX])
{
	size_t i;

	if (!text.len || text.len > SUBTAG_BYTES_MAX)
		return false;
	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];
		const char lower = ascii_lower(c);

		if (!ascii_is_lower(lower) && (first || lower < '0' || lower > '9'))
			return false;
		out[i] = lower;
	}
	return !first || is_language(out, text.len);
}

static uint64_t subtag_hash(const char *s, size_t len, bool first)
{
	size_t i;

	for (i = 0; first && i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (str_is((moderato_str){s, len}, aliases[i][0]))
			return hash_bytes(aliases[i][1], strlen(aliases[i][1]), 0);
	return hash_bytes(s, len, 0);
}

bool language_tag_read(moderato_str text, struct language_tag *out)
{
	size_t begin = 0;
	size_t i;

	out->n = 0;
	if (!text.len) /* then text.ptr may be NULL */
		return false;
	for (i = 0; i <= text.len; i++) {
		char subtag[SUBTAG_BYTES_MAX];

		if (i < text.len && text.ptr[i] != '-' && text.ptr[i] != '_')
			continue;
		if (out->n == LANGUAGE_SUBTAGS_MAX ||
			!fold_subtag((moderato_str){text.ptr + begin, i - begin}, !out->n, subtag))
			return false;
		out->subtag[out->n] = subtag_hash(subtag, i - begin, !out->n);
		out->n++;
		begin = i + 1;
	}
	return true;
}

bool language_tag_is_unknown(const struct language_tag *tag)
{
	return tag->n && tag->subtag[0] == subtag_hash("und", 3, true);
}
