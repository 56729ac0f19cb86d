/* SPDX-License-Identifier: MIT */
/* Three paths to the same bytes: ASCII, a table of single code points, and utf8proc for clusters
 * that combine. */
#include "text/normalize.h"

#include <string.h>
#include <utf8proc.h>

#include "base/codepoint.h"
#include "text/boxed.h"
#include "text/words.h"

/* The options of utf8proc_NFKC_Casefold(), except composition, which comes later for one cluster at
 * a time. */
#define FOLD_OPTIONS                                                                               \
	((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |                  \
						 UTF8PROC_CASEFOLD | UTF8PROC_IGNORE))
#define COMPOSE_OPTIONS ((utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT))

/* The most code points of one cluster. A longer one (hundreds of marks on one letter: "zalgo") is
 * folded in pieces of this size, which bounds the sort within it. */
#define CLUSTER_MAX 64

/* U+FDFA has the longest decomposition in Unicode, 18 code points. */
#define DECOMPOSED_MAX 18

struct cluster {
	utf8proc_int32_t cp[CLUSTER_MAX + DECOMPOSED_MAX];
	size_t n;
	size_t begin; /* bytes [begin, end) of the input that it covers */
	size_t end;
};

/* True if `cp` may combine with what precedes it. Marks do, Hangul vowels and finals, and the
 * second halves of other primary composites. */
static bool continues_cluster(utf8proc_int32_t cp)
{
	const utf8proc_property_t *property = utf8proc_get_property(cp);

	if (property->combining_class != 0)
		return true;
	if (cp >= 0x1160 && cp <= 0x11FF)
		return true;
	/* The top bit of comb_index marks the second code point of a composition. */
	return property->comb_index != UINT16_MAX && (property->comb_index & 0x8000);
}

static uint32_t fold_typography(uint32_t cp)
{
	switch (cp) {
	case 0x2018:
	case 0x2019:
	case 0x201B:
	case 0x2032:
	case 0x02BC:
	case 0x00B4:
		return '\'';
	case 0x201C:
	case 0x201D:
	case 0x201F:
	case 0x2033:
	case 0x00AB:
	case 0x00BB:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
		return '-';
	case 0x2800: /* a Braille pattern without dots */
		return ' ';
	default:
		return boxed_letter(cp) ? (unsigned char)boxed_letter(cp) : cp;
	}
}

/* The most bytes that one byte of input folds to: the 3 bytes of U+FDFA become 33; U+0390 and its
 * like only grow from 2 to 6. */
#define GROWTH_MAX 11

static void sort_marks(struct cluster *c)
{
	size_t i;

	/* Canonical ordering (Unicode, D109): an insertion sort by combining class, stable. */
	for (i = 1; i < c->n; i++) {
		const utf8proc_int32_t cp = c->cp[i];
		const int class = utf8proc_get_property(cp)->combining_class;
		size_t k = i;

		if (!class)
			continue;
		while (k > 0 && utf8proc_get_property(c->cp[k - 1])->combining_class > class) {
			c->cp[k] = c->cp[k - 1];
			k--;
		}
		c->cp[k] = cp;
	}
}

/* Composes the cluster, writes it out, and empties it. */
static void flush_cluster(struct cluster *c, struct text_writer *w)
{
	char bytes[4];
	utf8proc_ssize_t n;
	utf8proc_ssize_t i;

	if (!c->n)
		return;
	sort_marks(c);
	n = utf8proc_normalize_utf32(c->cp, (utf8proc_ssize_t)c->n, COMPOSE_OPTIONS);
	for (i = 0; i < n; i++)
		text_put(
			w, bytes, codepoint_put(bytes, fold_typography((uint32_t)c->cp[i])), c->begin, c->end);
	c->n = 0;
}

/* Decomposes and folds a code point. Returns the number of code points that it gives, 0 when it is
 * dropped. */
static int decompose(uint32_t cp, utf8proc_int32_t folded[DECOMPOSED_MAX])
{
	int last_boundclass = 0;
	const utf8proc_ssize_t n = utf8proc_decompose_char(
		(utf8proc_int32_t)cp, folded, DECOMPOSED_MAX, FOLD_OPTIONS, &last_boundclass);

	if (n >= 0 && n <= DECOMPOSED_MAX)
		return (int)n;
	folded[0] = (utf8proc_int32_t)cp; /* unassigned and private code points stay */
	return 1;
}

/* Decomposes and folds one code point into the cluster. Writes the cluster out first when it ends
 * there. */
static void fold_codepoint(
	struct cluster *c, struct text_writer *w, uint32_t cp, size_t begin, size_t end)
{
	utf8proc_int32_t folded[DECOMPOSED_MAX];
	const int n = decompose(cp, folded);
	int i;

	for (i = 0; i < n; i++) {
		if (c->n && (!continues_cluster(folded[i]) || c->n >= CLUSTER_MAX))
			flush_cluster(c, w);
		if (!c->n)
			c->begin = begin;
		c->cp[c->n++] = folded[i];
		c->end = end;
	}
}

/* Folds the regional indicators from byte i on to letters, unless they are flags. Returns where
 * they end. */
static size_t fold_regional(struct text_writer *w, size_t i)
{
	const struct text *in = w->in;
	bool flags;
	const size_t end = i + regional_run(in->s + i, in->len - i, &flags);
	size_t n;

	for (; i < end; i += n) {
		const char letter = regional_letter(codepoint_get(in->s + i, &n));

		if (flags)
			text_keep(w, i, i + n);
		else
			text_put(w, &letter, 1, i, i + n);
	}
	return end;
}

/* The most bytes that folding may give, as a bound for the allocation. A code point of n bytes
 * gives at most 6 n; only those with the lead byte EF (U+FDxx, U+FExx) and a few with E2 and E3
 * give up to 11 n. */
static size_t folded_bound(const struct text *in)
{
	size_t beyond = 0;
	size_t large = 0;
	size_t i;

	for (i = 0; i < in->len; i++) {
		const unsigned char c = (unsigned char)in->s[i];

		beyond += c >= 0x80;
		large += c == 0xEF || c == 0xE2 || c == 0xE3;
	}
	return in->len + 5 * beyond + (3 * GROWTH_MAX - 18) * large;
}

/* Ends the output with the white space that may be read after the last word. */
static struct text end_padded(struct text_writer *w)
{
	memset(w->s + w->len, ' ', WORD_PAD);
	return text_writer_done(w);
}

bool normalize_general(struct arena *arena, const struct text *in, struct text *out)
{
	struct cluster cluster = {.n = 0};
	struct text_writer w;
	size_t i = 0;

	*out = *in;
	if (!text_writer_init(&w, arena, in, folded_bound(in) + WORD_PAD))
		return false;
	while (i < in->len) {
		size_t n;
		const uint32_t cp = codepoint_get(in->s + i, &n);

		if (is_regional(cp)) {
			flush_cluster(&cluster, &w);
			i = fold_regional(&w, i);
			continue;
		}
		fold_codepoint(&cluster, &w, cp, i, i + n);
		i += n;
	}
	flush_cluster(&cluster, &w);
	*out = end_padded(&w);
	return true;
}

/* --- the fast path: single code points, by the table --- */

static enum fold fold_of(character ch)
{
	return (enum fold)CHARACTER_FIELD(ch, CHARACTER_FOLD, 2);
}

/* True if the code point at `s` ends the cluster before it, and can be folded by the table. */
static bool stands_alone(const char *s)
{
	enum fold fold;
	uint32_t cp;
	size_t n;

	if (!((unsigned char)s[0] & 0x80))
		return true;
	cp = codepoint_get(s, &n);
	fold = fold_of(character_of(cp));
	return fold == FOLD_ONE || fold == FOLD_ASCII || is_regional(cp);
}

/* Folds by clusters, from `i` to the next code point that stands alone; returns where that is. */
static size_t fold_clusters(struct text_writer *w, size_t i)
{
	const struct text *in = w->in;
	struct cluster cluster = {.n = 0};

	do {
		size_t n;
		const uint32_t cp = codepoint_get(in->s + i, &n);

		fold_codepoint(&cluster, w, cp, i, i + n);
		i += n;
	} while (i < in->len && !stands_alone(in->s + i));
	flush_cluster(&cluster, w);
	return i;
}

/* Writes the bytes that a code point of kind FOLD_ONE or FOLD_ASCII folds to; returns their number.
 */
static size_t folded_bytes(character ch, char bytes[4])
{
	uint32_t to = CHARACTER_FIELD(ch, CHARACTER_TO, 21);
	size_t n = 0;

	if (fold_of(ch) == FOLD_ONE)
		return codepoint_put(bytes, to);
	for (; to; to >>= 7)
		bytes[n++] = (char)(to & 0x7F);
	return n;
}

/* Folds what the table cannot: clusters, and regional indicators, which depend on their neighbours.
 * `i` is where the cluster begins. Returns where it ends. */
static size_t fold_slowly(struct text_writer *w, size_t i, uint32_t cp)
{
	return is_regional(cp) ? fold_regional(w, i) : fold_clusters(w, i);
}

/* Folds code points as if none combined with the next, and takes the last one back when the next
 * does combine with it. */
static void fold_by_table(struct text_writer *w)
{
	const struct text *in = w->in;
	size_t last = 0;     /* where the last code point that stood alone begins in the input */
	size_t last_out = 0; /* and in the output */
	size_t i = 0;

	while (i < in->len) {
		character ch;
		char bytes[4];
		uint32_t cp;
		size_t n = text_put_lower(w, i);

		if (n) { /* a run of ASCII; its last character may combine with what follows */
			i += n;
			last = i - 1;
			last_out = w->len - 1;
			continue;
		}
		cp = codepoint_get(in->s + i, &n);
		ch = character_of(cp);
		if (fold_of(ch) == FOLD_SLOW) {
			if (character_is(ch, CHARACTER_JOINS)) {
				w->len = last_out;
				i = last;
			}
			i = fold_slowly(w, i, cp);
			last = i;
			last_out = w->len;
			continue;
		}
		if (fold_of(ch) != FOLD_DROP) {
			last = i;
			last_out = w->len;
			text_put(w, bytes, folded_bytes(ch, bytes), i, i + n);
		}
		i += n;
	}
}

static bool normalize_mixed(struct arena *arena, const struct text *in, struct text *out)
{
	struct text_writer w;

	*out = *in;
	if (!text_writer_init(&w, arena, in, folded_bound(in) + WORD_PAD))
		return false;
	fold_by_table(&w);
	*out = end_padded(&w);
	return true;
}

struct folded normalize_alone(uint32_t cp)
{
	struct folded folded = {FOLD_SLOW, 0, false};
	struct cluster cluster = {.n = 0};
	char s[4];
	char bytes[3 * GROWTH_MAX];
	struct origin origin[sizeof(bytes)];
	const struct text in = {s, codepoint_put(s, cp), NULL};
	struct text_writer w = {.in = &in, .s = bytes, .origin = origin, .cap = sizeof(bytes)};
	utf8proc_int32_t first[DECOMPOSED_MAX];
	size_t n;

	if (is_regional(cp)) /* depends on its neighbours */
		return folded;
	if (!decompose(cp, first))
		folded.kind = FOLD_DROP;
	else
		folded.joins = continues_cluster(first[0]);
	if (folded.kind == FOLD_DROP || folded.joins)
		return folded;
	fold_codepoint(&cluster, &w, cp, 0, in.len);
	flush_cluster(&cluster, &w);
	if (w.len == codepoint_len((unsigned char)bytes[0])) {
		folded.kind = FOLD_ONE;
		folded.to = codepoint_get(bytes, &n);
	} else if (w.len <= 3 && text_is_ascii(bytes, w.len)) {
		folded.kind = FOLD_ASCII;
		for (n = 0; n < w.len; n++)
			folded.to |= (uint32_t)bytes[n] << (7 * n);
	}
	return folded;
}

/* Folding ASCII is lower-casing it. */
bool normalize_ascii(struct arena *arena, const struct text *in, struct text *out)
{
	char *s = arena_array(arena, in->len + WORD_PAD, 1);

	if (!s)
		return false;
	text_lower(s, in->s, in->len);
	memset(s + in->len, ' ', WORD_PAD);
	out->s = s;
	out->len = in->len;
	out->origin = in->origin;
	return true;
}

bool normalize(struct arena *arena, const struct text *in, struct text *out)
{
	if (text_is_ascii(in->s, in->len))
		return normalize_ascii(arena, in, out);
	return normalize_mixed(arena, in, out);
}

enum codepoint_class normalize_class(uint32_t cp)
{
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
		return CODEPOINT_LETTER;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return CODEPOINT_DIGIT;
	case UTF8PROC_CATEGORY_SO:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SC:
		/* U+FFFD stands for a lost letter. */
		return cp == REPLACEMENT ? CODEPOINT_LETTER : CODEPOINT_SYMBOL;
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
		return CODEPOINT_PUNCTUATION;
	default:
		return CODEPOINT_SPACE;
	}
}

bool normalize_is_upper(uint32_t cp)
{
	const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

	return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool normalize_is_assigned(uint32_t cp)
{
	const utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)cp);

	return category != UTF8PROC_CATEGORY_CN && category != UTF8PROC_CATEGORY_CO;
}

size_t codepoint_base(uint32_t cp, uint32_t out[4])
{
	utf8proc_int32_t parts[DECOMPOSED_MAX];
	int last_boundclass = 0;
	utf8proc_ssize_t n;
	utf8proc_ssize_t i;

	out[0] = cp;
	if (cp >= 0xAC00 && cp <= 0xD7A3) /* a Hangul syllable counts as one letter without marks */
		return 1;
	n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, DECOMPOSED_MAX,
		(utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK),
		&last_boundclass);
	if (n < 0 || n > 4)
		return 1;
	for (i = 0; i < n; i++)
		out[i] = (uint32_t)parts[i];
	return (size_t)n;
}

const char *normalize_unicode_version(void)
{
	return utf8proc_unicode_version();
}
