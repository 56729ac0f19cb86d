/* SPDX-License-Identifier: MIT */
/* Detects the language of a text with CLD2, behind a C interface.
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

static CLD2::Language detect(moderato_str text)
{
	const std::string padded = std::string(text.ptr, text.len).append(PAD, ' ');
	const CLD2::CLDHints none = {nullptr, "", CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
	CLD2::Language languages[3];
	int percent[3];
	double score[3];
	int text_bytes;
	bool reliable;
	CLD2::Language language = CLD2::ExtDetectLanguageSummary(padded.data(), int(text.len), true,
		&none, 0, languages, percent, score, nullptr, &text_bytes, &reliable);

	return reliable ? language : CLD2::UNKNOWN_LANGUAGE;
}

bool language_detect(moderato_str text, const char **code)
{
	CLD2::Language language = CLD2::UNKNOWN_LANGUAGE;

	*code = nullptr;
	if (!text.len || text.len > INT_MAX)
		return true;
	try {
		language = detect(text);
	} catch (const std::bad_alloc &) {
		return false;
	}
	/* For a script without a language that it knows, CLD2 returns a pseudo-language such as
	 * "xx-Goth". */
	if (language != CLD2::UNKNOWN_LANGUAGE && strncmp(CLD2::LanguageCode(language), "xx", 2) != 0)
		*code = CLD2::LanguageCode(language);
	return true;
}
