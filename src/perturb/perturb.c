/* SPDX-License-Identifier: MIT */
/* Perturbs a text: decides what is a word that may be changed, chooses some of them, and puts the
 * changed words in their place. */
#include "moderato/perturb.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/fail.h"
#include "base/hash.h"
#include "base/str.h"
#include "perturb/perturb_internal.h"
#include "text/confusables.h"
#include "text/entities.h"
#include "text/markup.h"
#include "text/normalize.h"
#include "text/url.h"
#include "text/utf8_repair.h"

/* --- families by name --- */

const char *moderato_family_name(moderato_family family)
{
	return (size_t)family < MODERATO_FAMILIES ? perturb_families[family].name : NULL;
}

const char *moderato_family_help(moderato_family family)
{
	return (size_t)family < MODERATO_FAMILIES ? perturb_families[family].help : NULL;
}

static moderato_status unknown_family(const char *name, size_t len, moderato_error *err)
{
	char known[256] = "";
	size_t used = 0;
	size_t i;

	for (i = 0; i < MODERATO_FAMILIES; i++) {
		const size_t n = strlen(perturb_families[i].name);

		memcpy(known + used, perturb_families[i].name, n);
		memcpy(known + used + n, ", ", 3);
		used += n + 2;
	}
	/* A message is one line: what no family's name can have is not shown. */
	for (i = 0; i < len && i < 64 && (unsigned char)name[i] >= ' ' && name[i] != 127;)
		i++;
	return fail(err, MODERATO_EINVAL, "family '%.*s': expected %sor all", (int)i, name, known);
}

moderato_status moderato_families_parse(const char *list, unsigned *families, moderato_error *err)
{
	*families = 0;
	if (strcmp(list, "all") == 0) {
		*families = MODERATO_FAMILIES_ALL;
		return MODERATO_OK;
	}
	for (;;) {
		const size_t len = strcspn(list, ",");
		size_t i;

		for (i = 0; i < MODERATO_FAMILIES; i++)
			if (str_is((moderato_str){list, len}, perturb_families[i].name))
				break;
		if (i == MODERATO_FAMILIES) {
			*families = 0;
			return unknown_family(list, len, err);
		}
		*families |= 1u << i;
		if (!list[len])
			return MODERATO_OK;
		list += len + 1;
	}
}

/* --- the perturber --- */

moderato_status moderato_perturber_new(
	moderato_perturber **out, const moderato_perturb_options *options, moderato_error *err)
{
	const moderato_perturb_options usual = MODERATO_PERTURB_OPTIONS_INIT;
	moderato_perturber *p;

	*out = NULL;
	if (!options)
		options = &usual;
	if (!(options->share >= 0 && options->share <= 1))
		return fail(
			err, MODERATO_EINVAL, "expected a share of words from 0 to 1, got %g", options->share);
	p = calloc(1, sizeof(*p));
	if (!p)
		return fail_no_memory(err);
	p->share = options->share;
	p->seed = options->seed;
	perturb_find_alikes(p);
	*out = p;
	return MODERATO_OK;
}

void moderato_perturber_free(moderato_perturber *p)
{
	free(p);
}

void moderato_perturbed_dispose(moderato_perturbed *perturbed)
{
	free(perturbed->bytes);
	free(perturbed->words);
	*perturbed = (moderato_perturbed)MODERATO_PERTURBED_INIT;
}

/* --- the words of a text --- */

/* A word that may be changed, or two that may be joined: bytes [begin, end) of the repaired text.
 */
struct piece {
	size_t begin;
	size_t end;
	size_t n;         /* letters */
	uint32_t scripts; /* bit s: it has letters of the enum script s */
};

/* A text and the words found in it. */
struct text_words {
	struct arena arena;
	struct text text;  /* repaired */
	const char *lower; /* the same with ASCII in lower case, in which links are looked for */
	struct piece *pieces;
	size_t n;
	size_t cap;
	bool failed; /* out of memory */
};

static void add_piece(struct text_words *r, struct piece piece)
{
	if (r->n == r->cap) {
		const size_t cap = r->cap ? 2 * r->cap : 64;
		struct piece *pieces = arena_array(&r->arena, cap, sizeof(*pieces));

		if (!pieces) {
			r->failed = true;
			return;
		}
		if (r->n)
			memcpy(pieces, r->pieces, r->n * sizeof(*pieces));
		r->pieces = pieces;
		r->cap = cap;
	}
	r->pieces[r->n++] = piece;
}

static bool is_mark(uint32_t cp)
{
	uint32_t base[4];

	return cp >= 0x300 && codepoint_base(cp, base) == 0;
}

/* The class of the code point at s[i]. */
static enum codepoint_class class_at(const struct text_words *r, size_t i, uint32_t *cp, size_t *n)
{
	*cp = codepoint_get(r->text.s + i, n);
	return codepoint_classify(*cp);
}

/* Is the sign at s[i] inside a word, as in f*ck and snake_case? Such words are not changed. */
static bool inner_sign(const struct text_words *r, size_t i)
{
	uint32_t cp;
	size_t n;

	if (!strchr("*@$!+|_#", r->text.s[i]))
		return false;
	while (i < r->text.len && r->text.s[i] && strchr("*@$!+|_#", r->text.s[i]))
		i++;
	return i < r->text.len && class_at(r, i, &cp, &n) <= CODEPOINT_DIGIT &&
		   codepoint_classify(cp) != CODEPOINT_SPACE;
}

/* Read a run of letters and digits, which begins at s[i]; returns where it ends. If it consists of
 * letters alone, it becomes a piece. */
static size_t read_word(struct text_words *r, size_t i)
{
	struct piece piece = {.begin = i};
	bool letters_only = true;

	while (i < r->text.len) {
		uint32_t cp;
		size_t n;
		const enum codepoint_class class = class_at(r, i, &cp, &n);

		if (class == CODEPOINT_LETTER) {
			if (!is_mark(cp)) {
				piece.n++;
				piece.scripts |= UINT32_C(1) << script_of(cp);
			}
		} else if (class == CODEPOINT_DIGIT || (cp < 0x80 && inner_sign(r, i))) {
			letters_only = false;
		} else {
			break;
		}
		i += n;
	}
	piece.end = i;
	if (letters_only && piece.n >= 2 && piece.n <= MODERATO_PERTURB_LETTERS_MAX)
		add_piece(r, piece);
	return i;
}

/* If a tag begins at s[i], such as <a href="…">, </b>, <!-- -->, [quote] or [/b], return where it
 * ends; else i. */
static size_t skip_tag(const struct text_words *r, size_t i)
{
	const char open = r->text.s[i];
	const char *s = r->lower;
	const size_t left = r->text.len - i;
	const size_t reach = left < MARKUP_TAG_BYTES_MAX ? left : MARKUP_TAG_BYTES_MAX;
	const char *end;
	size_t k = i + 1;

	if (open != '<' && open != '[')
		return i;
	if (k < r->text.len && (s[k] == '/' || s[k] == '!'))
		k++;
	if (k >= r->text.len || !(ascii_is_lower(s[k]) || (s[k] == '-' && open == '<')))
		return i;
	end = memchr(s + i, open == '<' ? '>' : ']', reach);
	if (!end || (open == '[' && memchr(s + i, ' ', (size_t)(end - s) - i)))
		return i; /* brackets with blanks in them, as of a link, are text */
	return (size_t)(end - s) + 1;
}

/* If something begins at s[i] that is never changed (tag, entity, escape, link, address, @name,
 * #tag), return where it ends; else i. */
static size_t skip_unchangeable(const struct text_words *r, size_t i, enum codepoint_class class)
{
	const char *s = r->text.s + i;
	const size_t len = r->text.len - i;
	struct url url;
	uint32_t cp;

	if (*s == '<' || *s == '[')
		return skip_tag(r, i);
	if (*s == '&')
		return i + entity_decode(s, len, &cp);
	if (*s == '\\')
		return i + escape_decode(s, len, &cp);
	if (*s == '@' || *s == '#') {
		size_t n = 1;

		while (n < len && ((unsigned char)s[n] >= 0x80 || s[n] == '_' || s[n] == '-' ||
							  ascii_is_lower(r->lower[i + n]) || ascii_is_digit(s[n])))
			n++;
		return i + n;
	}
	if (class != CODEPOINT_LETTER && class != CODEPOINT_DIGIT)
		return i;
	return url_match(r->lower + i, len, &url) ? i + url.len : i;
}

static void read_words(struct text_words *r)
{
	size_t i = 0;

	while (i < r->text.len && !r->failed) {
		uint32_t cp;
		size_t n;
		const enum codepoint_class class = class_at(r, i, &cp, &n);
		const size_t end = skip_unchangeable(r, i, class);

		if (end > i)
			i = end;
		else if (class == CODEPOINT_LETTER || class == CODEPOINT_DIGIT)
			i = read_word(r, i);
		else
			i += n;
	}
}

/* Make pieces of pairs of words with a single space between them, beginning with the first or the
 * second word at random. */
static void pair_words(struct text_words *r, struct rng *rng)
{
	size_t to = 0;
	size_t i = (size_t)rng_below(rng, 2);

	while (i + 1 < r->n) {
		const struct piece a = r->pieces[i];
		const struct piece b = r->pieces[i + 1];

		if (b.begin != a.end + 1 || r->text.s[a.end] != ' ') {
			i++;
			continue;
		}
		r->pieces[to++] = (struct piece){a.begin, b.end, a.n + b.n, a.scripts | b.scripts};
		i += 2;
	}
	r->n = to;
}

/* Split a piece into its letters. */
static void spell_piece(
	const struct text_words *r, const struct piece *piece, struct perturb_word *word)
{
	size_t i = piece->begin;
	size_t n;

	word->n = 0;
	for (; i < piece->end; i += n) {
		const uint32_t cp = codepoint_get(r->text.s + i, &n);

		if (word->n && is_mark(cp))
			word->letters[word->n - 1].len += n;
		else if (cp != ' ')
			word->letters[word->n++] = (struct perturb_letter){cp, r->text.s + i, n};
	}
}

/* Keep only the words that the family can change. */
static void keep_fitting(
	struct text_words *r, const moderato_perturber *p, const struct perturb_family *family)
{
	struct perturb_word word;
	size_t to = 0;
	size_t i;

	for (i = 0; i < r->n; i++) {
		const struct piece *piece = &r->pieces[i];

		if (piece->n < family->letters_min || !piece->scripts || piece->scripts & ~family->scripts)
			continue;
		spell_piece(r, piece, &word);
		if (!family->fits || family->fits(p, &word))
			r->pieces[to++] = *piece;
	}
	r->n = to;
}

/* --- writing --- */

/* The perturbed text being written. */
struct writing {
	const moderato_perturber *p;
	const struct perturb_family *family;
	struct rng rng;
	struct buffer out;
	moderato_perturbed *to;
	size_t written; /* bytes of the repaired text that are copied or replaced */
};

/* Copy the text up to `end`. */
static void write_until(struct writing *w, const struct text_words *r, size_t end)
{
	buffer_add(&w->out, r->text.s + w->written, end - w->written);
	w->written = end;
}

/* Write the text up to a word, and the word changed; but a word that would make the comment too
 * long stays as it is. False: out of memory. */
static bool write_changed(struct writing *w, const struct text_words *r, const struct piece *piece)
{
	const size_t left = r->text.len - piece->end;
	struct perturb_word word;
	void *words = w->to->words;
	size_t begin;

	write_until(w, r, piece->begin);
	begin = w->out.len;
	spell_piece(r, piece, &word);
	w->family->apply(w->p, &word, &w->rng, &w->out);
	if (w->out.failed)
		return false;
	if (left >= MODERATO_COMMENT_BYTES_MAX || w->out.len > MODERATO_COMMENT_BYTES_MAX - left) {
		w->out.len = begin;
		return true;
	}
	w->written = piece->end;
	if (!grow_array(&words, &w->to->cap_words, w->to->n_words + 1, sizeof(*w->to->words)))
		return false;
	w->to->words = words;
	w->to->words[w->to->n_words++] = (moderato_perturbed_word){
		text_original(&r->text, piece->begin, piece->end), {begin, w->out.len}};
	return true;
}

/* Write the text with as many of its words changed as are asked for; every choice of so many is
 * equally likely (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S). False: out of
 * memory. */
static bool write_perturbed(struct writing *w, const struct text_words *r)
{
	size_t wanted = (size_t)(w->p->share * (double)r->n + 0.5);
	size_t i;

	if (w->p->share > 0 && r->n && !wanted)
		wanted = 1;
	for (i = 0; i < r->n && wanted; i++) {
		if (rng_below(&w->rng, r->n - i) >= wanted)
			continue;
		wanted--;
		if (!write_changed(w, r, &r->pieces[i]))
			return false;
	}
	write_until(w, r, r->text.len);
	return !w->out.failed;
}

/* Repair the text and find its words. False: out of memory. */
static bool find_words(struct text_words *r, moderato_str text)
{
	const struct text original = {text.len ? text.ptr : "", text.len, NULL};
	char *lower;
	size_t repaired;
	size_t i;

	if (!utf8_repair(&r->arena, &original, &r->text, &repaired))
		return false;
	lower = arena_copy(&r->arena, r->text.s, r->text.len);
	for (i = 0; lower && i < r->text.len; i++)
		lower[i] = ascii_lower(lower[i]);
	r->lower = lower;
	if (lower)
		read_words(r);
	return lower && !r->failed;
}

moderato_status moderato_perturb(const moderato_perturber *p, const moderato_comment *comment,
	moderato_family family, moderato_perturbed *out, moderato_error *err)
{
	struct text_words r = {.arena = ARENA_INIT};
	struct writing w = {.p = p, .out = {out->bytes, 0, out->cap, false}, .to = out};
	const uint64_t key = hash_pair(hash_bytes(comment->text.ptr, comment->text.len, p->seed),
		hash_bytes(comment->id.ptr, comment->id.len, (uint64_t)family));
	bool ok;

	out->text = (moderato_str){"", 0};
	out->n_words = 0;
	if ((size_t)family >= MODERATO_FAMILIES)
		return fail(
			err, MODERATO_EINVAL, "family %d: there are %d", (int)family, MODERATO_FAMILIES);
	if (comment->text.len > UINT32_MAX)
		return fail(err, MODERATO_ELIMIT, "a text of %zu bytes", comment->text.len);
	w.family = &perturb_families[family];
	rng_seed(&w.rng, key);
	ok = find_words(&r, comment->text);
	if (ok) {
		if (family == MODERATO_FAMILY_JOIN)
			pair_words(&r, &w.rng);
		keep_fitting(&r, p, w.family);
		ok = write_perturbed(&w, &r);
	}
	out->bytes = w.out.data;
	out->cap = w.out.cap;
	if (ok && w.out.len)
		out->text = buffer_view(&w.out);
	if (!ok)
		out->n_words = 0;
	arena_dispose(&r.arena);
	return ok ? MODERATO_OK : fail_no_memory(err);
}
