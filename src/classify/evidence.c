/* SPDX-License-Identifier: MIT */
#include "classify/classifier_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* So many words after a negation are denied by it, and after "I" are said of oneself. */
#define SCOPE_WORDS 4

/* A sentence being read. */
struct sentence {
	float sum[LINEAR_LANES_MAX];    /* of its words, before the norm */
	float rising[LINEAR_LANES_MAX]; /* of their shares above 0 */
	float norm2;
	bool you;
	bool reported;
};

struct reading {
	moderato_classifier *c;
	struct evidence *out;
	size_t lanes;
	struct sentence sentence;
	size_t n_words; /* of the sentence */
	size_t n_sentences;
	size_t self_left; /* words that are still in the scope */
	size_t denied_left;
};

static void end_sentence(struct reading *r)
{
	struct sentence *s = &r->sentence;
	struct evidence *out = r->out;
	const float norm = sqrtf(s->norm2 + r->c->bundle->space->space.prior);
	size_t h;

	r->self_left = 0;
	r->denied_left = 0;
	if (!r->n_words)
		return;
	for (h = 0; h < r->lanes; h++) {
		const float margin = s->sum[h] / norm;

		if (!r->n_sentences || margin > out->head[EVIDENCE_PEAK][h])
			out->head[EVIDENCE_PEAK][h] = margin;
		out->head[EVIDENCE_YOU][h] += s->you ? s->rising[h] : 0;
		out->head[EVIDENCE_REPORTED][h] += s->reported ? s->rising[h] : 0;
	}
	r->n_sentences++;
	r->n_words = 0;
	memset(s, 0, sizeof(*s));
}

/* Does a sentence end between the words that end and begin there? */
static bool sentence_ends(const struct text *text, size_t from, size_t to)
{
	for (; from < to; from++)
		if (text->s[from] == '.' || text->s[from] == '!' || text->s[from] == '?' ||
			text->s[from] == '\n')
			return true;
	return false;
}

/* Four heads at a time; comparisons give all bits or none. */
typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t masks __attribute__((vector_size(16), aligned(4), may_alias));

#define LARGER(a, b) ((four)(((masks)(a) & ((a) > (b))) | ((masks)(b) & ~((a) > (b)))))
#define SMALLER(a, b) ((four)(((masks)(a) & ((a) < (b))) | ((masks)(b) & ~((a) < (b)))))

/* The head columns from h on: what the word adds to each. */
static inline void add_lanes(struct reading *r, const float *sums, float weight, size_t h)
{
	struct evidence *out = r->out;
	const four zero = {0};
	const four sum = *(const four *)(sums + h);
	const four share = sum * weight;
	const four rising = LARGER(share, zero);
	four *top = (four *)(out->head[EVIDENCE_TOP] + h);
	four *next = (four *)(out->head[EVIDENCE_NEXT] + h);
	const four loser = SMALLER(rising, *top);

	*(four *)(r->sentence.sum + h) += sum;
	*(four *)(r->sentence.rising + h) += rising;
	*top = LARGER(rising, *top);
	*next = LARGER(loser, *next);
	if (r->self_left)
		*(four *)(out->head[EVIDENCE_SELF] + h) += rising;
	if (r->denied_left)
		*(four *)(out->head[EVIDENCE_DENIED] + h) += rising;
}

static void add_word(struct reading *r, const struct term *term, const struct word_sum *sum)
{
	const float weight =
		(float)(term_tf(term->count) / (double)(term->count ? term->count : 1) / r->c->norm);
	struct sentence *s = &r->sentence;
	size_t h;

	for (h = 0; h < r->lanes; h += 4)
		add_lanes(r, sum->sum, weight, h);
	s->norm2 += sum->norm2;
	r->self_left -= r->self_left > 0;
	r->denied_left -= r->denied_left > 0;
	if (term->sets >> SET_FIRST_PERSON & 1)
		r->self_left = SCOPE_WORDS;
	if (term->sets >> SET_NEGATION & 1)
		r->denied_left = SCOPE_WORDS;
	s->you |= term->sets >> SET_SECOND_PERSON & 1;
	s->reported |= term->sets >> SET_REPORTED & 1;
	r->n_words++;
}

static float few(size_t n)
{
	return n < 4 ? (float)n / 4 : 1;
}

static float share_of(size_t part, size_t whole)
{
	return whole ? (float)part / (float)whole : 0;
}

static void read_facts(struct reading *r)
{
	const struct document *doc = &r->c->doc;
	const struct words *w = &doc->words;
	float *fact = r->out->fact;

	fact[FACT_WORDS] = log1pf((float)w->n_plain);
	fact[FACT_SENTENCES] = log1pf((float)r->n_sentences);
	fact[FACT_CAPS] =
		doc->signals.letters < 8 ? 0 : share_of(doc->signals.upper, doc->signals.letters);
	fact[FACT_LOUD] = few(doc->signals.exclamations);
	fact[FACT_YOU] = share_of(doc->set_hits[SET_SECOND_PERSON], w->n_plain);
	fact[FACT_SELF] = share_of(doc->set_hits[SET_FIRST_PERSON], w->n_plain);
	fact[FACT_LINKS] = few(w->n_links);
	fact[FACT_DISGUISED] = few(w->n_masked + w->n_spaced + w->n_leet + doc->evasion.zero_width +
							   doc->evasion.mixed + doc->evasion.styled);
	fact[FACT_SYMBOLS] = few(w->n_symbols);
	fact[FACT_QUOTES] = few(doc->signals.quotes);
	fact[FACT_AUTHOR] = doc->comment->author_url.len > 0;
}

/* The mean vector of the distinct words. */
static void read_vector(const moderato_classifier *c, struct evidence *out)
{
	const struct embedding *e = &c->bundle->embedding;
	struct embedding_sum sum = {.weight = 0};
	size_t i;

	for (i = 0; i < c->doc.n_terms; i++) {
		const struct term *term = &c->doc.terms[i];
		const size_t row = embedding_find(e, term->key);

		if (row < e->n)
			embedding_add(e, row, (float)term_tf(term->count), &sum);
	}
	embedding_mean(e, &sum, out->vector);
}

void evidence_read(
	moderato_classifier *c, const double *margin, const double *dense, struct evidence *out)
{
	const struct document *doc = &c->doc;
	struct reading r = {.c = c, .out = out, .lanes = linear_lanes(&c->bundle->linear)};
	size_t end = 0;
	size_t h;
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];
		const uint32_t t = doc->term_of[i];

		if (w->begin > end && sentence_ends(&doc->normal, end, w->begin))
			end_sentence(&r);
		end = w->end > end ? w->end : end;
		if (doc->quoted && doc->quoted[i])
			continue;
		add_word(&r, &doc->terms[t],
			(const struct word_sum *)(const void *)(c->kept_sums + t * c->kept_size));
		if (w->kind == WORD_SYMBOL && strchr("!?.", w->surface[0]))
			end_sentence(&r);
	}
	end_sentence(&r);
	for (h = 0; h < c->bundle->linear.n_heads; h++) {
		out->head[EVIDENCE_MARGIN][h] = (float)margin[h];
		out->head[EVIDENCE_DENSE][h] = (float)dense[h];
	}
	read_facts(&r);
	if (c->bundle->embedding.n)
		read_vector(c, out);
}

/* --- the second stage's inputs --- */

void evidence_inputs(
	const struct evidence *e, size_t n_linear, size_t dims, size_t column, float *input)
{
	size_t n = 0;
	size_t i;

	for (i = column; i < n_linear; i++)
		input[n++] = e->head[EVIDENCE_MARGIN][i];
	for (i = 0; i < column; i++)
		input[n++] = e->head[EVIDENCE_MARGIN][i];
	for (i = EVIDENCE_MARGIN + 1; i < EVIDENCE_KINDS; i++)
		input[n++] = e->head[i][column];
	for (i = 0; i < EVIDENCE_FACTS; i++)
		input[n++] = e->fact[i];
	for (i = 0; i < dims; i++)
		input[n++] = e->vector[i];
}

void evidence_name(
	const char *const *names, size_t n_linear, size_t column, size_t i, char *out, size_t out_size)
{
	static const char *const kinds[EVIDENCE_KINDS - 1] = {"signs of", "worst sentence for",
		"strongest word for", "second word for",
		"said to a reader:", "said of oneself:", "denied:", "reported:"};
	static const char *const facts[EVIDENCE_FACTS] = {"number of words", "number of sentences",
		"capitals", "exclamation marks", "words to a reader", "words of oneself", "links",
		"words in disguise", "emoji", "quotation marks", "author gives a url"};

	if (i < n_linear)
		snprintf(out, out_size, "margin of %s", names[(column + i) % n_linear]);
	else if (i < n_linear + EVIDENCE_KINDS - 1)
		snprintf(out, out_size, "%s %s", kinds[i - n_linear], names[column]);
	else if (i < second_inputs(n_linear))
		snprintf(out, out_size, "%s", facts[i - n_linear - (EVIDENCE_KINDS - 1)]);
	else
		snprintf(out, out_size, "what words of similar use say");
}
