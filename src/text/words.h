/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H
/* Stage 5: the normalised text as words.
 *
 * A word has two views. Its *surface* is what stands in the normalised text. Its *skeleton* is a
 * pure function of the surface (text/skeleton.h). All that a word adds to a score depends on the
 * surface alone, which is what makes the word cache possible.
 *
 * Besides ordinary words there are tokens, which stand for a kind of thing and whose surface
 * begins with the byte TOKEN_MARK: that a link is there, its host, an e-mail address, a mention. */
#include "text/charmap.h"
#include "text/markup.h"
#include "text/text.h"

enum word_kind {
	WORD_PLAIN,  /* letters and digits, with apostrophes, masks and leet inside */
	WORD_SPACED, /* single letters with separators between, "i d i o t", as one word */
	WORD_SYMBOL, /* an emoji or another symbol, or a run of punctuation */
	WORD_TOKEN,  /* TOKEN_MARK and a name */
};

#define TOKEN_MARK '\x01'

/* The name of a token that stands for no word, only for the words that its letters are near. */
#define TOKEN_NEAR "~"

struct word {
	const char *surface;
	uint32_t len;
	uint32_t begin; /* bytes [begin, end) of the normalised text; empty when nowhere in it */
	uint32_t end;
	enum word_kind kind;
};

/* A word longer than this, in bytes, is continued in a further word: text without spaces, in
 * Chinese for one, is cut into pieces that each have their features. Nothing is dropped. */
#define WORD_BYTES_MAX 120

/* Bytes behind a surface that may be read, whatever they are: words are loaded in eights. */
#define WORD_PAD 16

struct words {
	struct word *v; /* arena; in the order of the text, tokens of markup links last */
	size_t n;
	size_t n_plain;        /* plain and spaced words */
	size_t n_masked;       /* words with * among their letters */
	size_t n_spaced;       /* words written as single letters */
	size_t n_alike;        /* words all in look-alikes of Latin letters (text/alike_words.h) */
	size_t n_leet;         /* words with digits or signs in the place of letters */
	size_t n_links;        /* bare URLs and links of markup, hidden ones too */
	size_t n_hidden_links; /* of them those that were written as none (text/hidden_links.h) */
	size_t n_emails;
	size_t n_mentions; /* @name */
	size_t n_hashtags;
	size_t n_numbers; /* words of digits only */
	size_t n_symbols; /* emoji and other symbols beyond ASCII */
};

/* Split. `written` is the comment as it was written, the original that the text's origins are of.
 * `found` has the links that markup named. False: out of memory. */
bool words_split(struct arena *arena, const struct text *in, const char *written,
	const struct markup *found, struct words *out);

/* The same with the text's character map (letters may be mapped in either case). */
bool words_split_mapped(struct arena *arena, const struct text *in, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out);

#endif
