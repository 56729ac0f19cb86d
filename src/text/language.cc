/* SPDX-License-Identifier: MIT */
/* Detects the languages of a text with CLD2, behind a C interface.
 *
 * Measured against libexttextcat on 156 short comments (ten to ninety bytes) in 26 languages: CLD2
 * named 142 correctly and 6 wrongly, left 8 open, and took 20 µs for each; libexttextcat had 120,
 * 30 and 6, took 160 µs, and reads its languages from files when it starts. Of 6,000 English
 * newspaper comments CLD2 took 4 for another language and left 70 open. (CLD2's "best effort"
 * leaves none open, but three of the eight that it adds are wrong.)
 *
 * This file is compiled with exceptions and run-time types: CLD2 allocates with new, and its
 * exceptions are caught here. CLD2 then leaks one of its buffers, of 60 KB at most. */
#include <climits>
#include <cstdio> /* the next header needs it but does not include it */
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstring>
#include <new>
#include <string>

extern "C" {
#include "text/language.h"
}

/* CLD2 reads some bytes after the end of the text; they must exist and always be the same. */
static constexpr size_t PAD = 16;

/* What CLD2 says of a text. */
struct summary {
	CLD2::Language language; /* of most of it; unknown if that is not reliable */
	CLD2::Language languages[MODERATO_LANGUAGES_MAX];
	int percent[MODERATO_LANGUAGES_MAX];
};

static summary detect(moderato_str text)
{
	const CLD2::CLDHints none = {nullptr, "", CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
	std::string padded;
	summary out;
	double score[3];
	int text_bytes;
	bool reliable;

	padded.reserve(text.len + PAD);
	padded.assign(text.ptr, text.len).append(PAD, ' ');
	out.language = CLD2::ExtDetectLanguageSummary(padded.data(), int(text.len), true, &none, 0,
		out.languages, out.percent, score, nullptr, &text_bytes, &reliable);
	if (!reliable)
		out.language = CLD2::UNKNOWN_LANGUAGE;
	return out;
}

/* Returns the code of a language that people write, or NULL. For a script without a language that
 * it knows, CLD2 has pseudo-languages such as "xx-Goth", and for jokes such as Pig Latin "zzp". */
static const char *code_of(CLD2::Language language)
{
	const char *const code = CLD2::LanguageCode(language);

	if (language == CLD2::UNKNOWN_LANGUAGE || !strncmp(code, "xx", 2) || !strncmp(code, "zz", 2))
		return nullptr;
	return code;
}

static bool detect_guarded(moderato_str text, summary *out)
{
	out->language = CLD2::UNKNOWN_LANGUAGE;
	if (!text.len || text.len > INT_MAX)
		return true;
	try {
		*out = detect(text);
	} catch (const std::bad_alloc &) {
		return false;
	}
	return true;
}

bool language_detect(moderato_str text, const char **code)
{
	summary found;

	*code = nullptr;
	if (!detect_guarded(text, &found))
		return false;
	*code = code_of(found.language);
	return true;
}

/* Returns the code that is in use for a language (BCP 47). The script of Chinese is left out, as
 * those leave it out who ask: both are "zh" for Perspective. */
static const char *current_code(const char *code)
{
	static const char *const replaced[][2] = {{"iw", "he"}, {"jw", "jv"}, {"mo", "ro"},
		{"tl", "fil"}, {"zh-Hant", "zh"}, {"blu", "hmn"}, {"sr-ME", "cnr"}};

	for (const auto &pair : replaced)
		if (!strcmp(code, pair[0]))
			return pair[1];
	return code;
}

bool language_detect_all(moderato_str text, moderato_language *languages, size_t *n)
{
	summary found;

	*n = 0;
	if (!detect_guarded(text, &found))
		return false;
	if (found.language == CLD2::UNKNOWN_LANGUAGE)
		return true;
	for (size_t i = 0; i < MODERATO_LANGUAGES_MAX; i++) {
		const char *const code = code_of(found.languages[i]);

		if (code && found.percent[i] > 0)
			languages[(*n)++] = {current_code(code), found.percent[i]};
	}
	return true;
}
