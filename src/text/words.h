/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H
/* Stage 5: splits the normalised text into words.
 *
 * A word has two views. Its *surface* is what stands in the normalised text. Its *skeleton* is a
 * pure function of the surface (text/skeleton.h). All that a word adds to a score depends on the
 * surface alone, which is what makes the word cache possible.
 *
 * Besides ordinary words there are tokens. A token stands for a kind of thing: a link, its host, an
 * e-mail address, a mention. Its surface begins with the byte TOKEN_MARK. */
#include "text/charmap.h"
#include "text/markup.h"
#include "text/text.h"

enum word_kind {
	WORD_PLAIN,  /* letters and digits, with apostrophes, masks and leet inside */
	WORD_SPACED, /* single letters with separators between them, "i d i o t", as one word */
	WORD_SYMBOL, /* an emoji or another symbol, or a run of punctuation */
	WORD_TOKEN,  /* TOKEN_MARK and a name */
};

#define TOKEN_MARK '\x01'

/* The name of a token that is no word itself: its letters only give the features of words they are
 * near. */
#define TOKEN_NEAR "~"

struct word {
	const char *surface;
	uint32_t len;
	uint32_t begin; /* bytes [begin, end) of the normalised text; empty for a markup link */
	uint32_t end;
	enum word_kind kind;
};

/* True for ordinary words, spaced ones included; false for symbols and tokens. */
static inline bool word_is_plain(const struct word *word)
{
	return word->kind == WORD_PLAIN || word->kind == WORD_SPACED;
}

/* A word longer than this, in bytes, is cut into several words, each with its own features. This
 * happens to text without spaces, for example in Chinese. Nothing is dropped. */
#define WORD_BYTES_MAX 120

/* Bytes after a surface that may be read, whatever their values: words are loaded eight bytes at a
 * time. */
#define WORD_PAD 16

struct words {
	struct word *v; /* in the arena, in the order of the text; tokens of markup links come last */
	size_t n;
	size_t n_plain;        /* plain and spaced words */
	size_t n_masked;       /* words with * among their letters */
	size_t n_spaced;       /* words written as single letters */
	size_t n_alike;        /* words entirely in look-alikes of Latin letters (text/alike_words.h) */
	size_t n_leet;         /* words with digits or signs in place of letters */
	size_t n_links;        /* bare URLs and links of markup, including hidden ones */
	size_t n_hidden_links; /* those of n_links that were disguised (text/hidden_links.h) */
	size_t n_emails;
	size_t n_mentions; /* @name */
	size_t n_hashtags;
	size_t n_numbers; /* words of digits only */
	size_t n_symbols; /* emoji and other symbols beyond ASCII */
};

/* Splits the text. `written` is the original comment, which the origins of `in` refer to; `found`
 * has the links that markup named. Returns false when memory runs out. */
bool words_split(struct arena *arena, const struct text *in, const char *written,
	const struct markup *found, struct words *out);

/* The same, with the character map of the text, in which letters may have either case. */
bool words_split_mapped(struct arena *arena, const struct text *in, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out);

#endif
