/* SPDX-License-Identifier: MIT */
#include "classify/classifier_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* How many words a negation denies, and how many words after "I" the author says about himself or
 * herself. */
#define SCOPE_WORDS 4

/* The sentence that is being walked through; by head where that makes sense. */
struct sentence {
	float sum[LINEAR_LANES_MAX];    /* of its words, before the norm */
	float rising[LINEAR_LANES_MAX]; /* of those shares of its words that are above 0 */
	float norm2;
	bool you;      /* it addresses a reader */
	bool reported; /* it reports what others said */
};

/* A walk through the comment's words, in the order of the text. */
struct walk {
	moderato_classifier *classifier;
	struct evidence *out;
	size_t lanes;
	struct sentence sentence;
	size_t n_words; /* of the sentence */
	size_t n_sentences;
	size_t self_left; /* how many of the next words are still said of oneself */
	size_t denied_left;
};

static void end_sentence(struct walk *w)
{
	struct sentence *s = &w->sentence;
	struct evidence *out = w->out;
	const float norm = sqrtf(s->norm2 + w->classifier->bundle->shape->space.prior);
	size_t h;

	w->self_left = 0;
	w->denied_left = 0;
	if (!w->n_words)
		return;
	for (h = 0; h < w->lanes; h++) {
		const float margin = s->sum[h] / norm;

		if (!w->n_sentences || margin > out->head[EVIDENCE_PEAK][h])
			out->head[EVIDENCE_PEAK][h] = margin;
		out->head[EVIDENCE_YOU][h] += s->you ? s->rising[h] : 0;
		out->head[EVIDENCE_REPORTED][h] += s->reported ? s->rising[h] : 0;
	}
	w->n_sentences++;
	w->n_words = 0;
	memset(s, 0, sizeof(*s));
}

/* Does a sentence end in the bytes [from, to) between two words? */
static bool sentence_ends(const struct text *text, size_t from, size_t to)
{
	for (; from < to; from++)
		if (text->s[from] == '.' || text->s[from] == '!' || text->s[from] == '?' ||
			text->s[from] == '\n')
			return true;
	return false;
}

/* Four heads at a time. A comparison gives all bits or none. */
typedef float four __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t masks __attribute__((vector_size(16), aligned(4), may_alias));

#define LARGER(a, b) ((four)(((masks)(a) & ((a) > (b))) | ((masks)(b) & ~((a) > (b)))))
#define SMALLER(a, b) ((four)(((masks)(a) & ((a) < (b))) | ((masks)(b) & ~((a) < (b)))))

/* Add what a word says for the four heads whose columns begin at h. */
static inline void add_lanes(struct walk *w, const float *sums, float weight, size_t h)
{
	struct evidence *out = w->out;
	const four zero = {0};
	const four sum = *(const four *)(sums + h);
	const four share = sum * weight;
	const four rising = LARGER(share, zero);
	four *top = (four *)(out->head[EVIDENCE_TOP] + h);
	four *next = (four *)(out->head[EVIDENCE_NEXT] + h);
	const four loser = SMALLER(rising, *top);

	*(four *)(w->sentence.sum + h) += sum;
	*(four *)(w->sentence.rising + h) += rising;
	*top = LARGER(rising, *top);
	*next = LARGER(loser, *next);
	if (w->self_left)
		*(four *)(out->head[EVIDENCE_SELF] + h) += rising;
	if (w->denied_left)
		*(four *)(out->head[EVIDENCE_DENIED] + h) += rising;
}

static void add_word(struct walk *w, const struct term *term, const struct word_sum *sum)
{
	const float weight = (float)(term_tf(term->count) / (double)(term->count ? term->count : 1) /
								 w->classifier->sums.norm);
	struct sentence *s = &w->sentence;
	size_t h;

	for (h = 0; h < w->lanes; h += 4)
		add_lanes(w, sum->by_head, weight, h);
	s->norm2 += sum->norm2;
	w->self_left -= w->self_left > 0;
	w->denied_left -= w->denied_left > 0;
	if (term->sets >> SET_FIRST_PERSON & 1)
		w->self_left = SCOPE_WORDS;
	if (term->sets >> SET_NEGATION & 1)
		w->denied_left = SCOPE_WORDS;
	s->you |= term->sets >> SET_SECOND_PERSON & 1;
	s->reported |= term->sets >> SET_REPORTED & 1;
	w->n_words++;
}

/* A count as a number from 0 to 1, which four and more have. */
static float up_to_four(size_t n)
{
	return n < 4 ? (float)n / 4 : 1;
}

static float share_of(size_t part, size_t whole)
{
	return whole ? (float)part / (float)whole : 0;
}

static void read_facts(const struct document *doc, size_t n_sentences, float *fact)
{
	const struct words *w = &doc->words;

	fact[FACT_WORDS] = log1pf((float)w->n_plain);
	fact[FACT_SENTENCES] = log1pf((float)n_sentences);
	fact[FACT_CAPS] =
		doc->signals.letters < 8 ? 0 : share_of(doc->signals.upper, doc->signals.letters);
	fact[FACT_LOUD] = up_to_four(doc->signals.exclamations);
	fact[FACT_YOU] = share_of(doc->set_hits[SET_SECOND_PERSON], w->n_plain);
	fact[FACT_SELF] = share_of(doc->set_hits[SET_FIRST_PERSON], w->n_plain);
	fact[FACT_LINKS] = up_to_four(w->n_links);
	fact[FACT_DISGUISED] =
		up_to_four(w->n_masked + w->n_spaced + w->n_leet + doc->evasion.zero_width +
				   doc->evasion.mixed + doc->evasion.styled);
	fact[FACT_SYMBOLS] = up_to_four(w->n_symbols);
	fact[FACT_QUOTES] = up_to_four(doc->signals.quotes);
	fact[FACT_AUTHOR] = doc->comment->author_url.len > 0;
}

enum { VECTORS_AT_ONCE = 32 };

/* Adds the vectors of some words. */
static void add_vectors(
	const struct embedding *e, const struct term *terms, size_t n, struct embedding_sum *sum)
{
	size_t rows[VECTORS_AT_ONCE];
	size_t i;

	for (i = 0; i < n; i++)
		embedding_prefetch_first(e, terms[i].key);
	for (i = 0; i < n; i++)
		embedding_prefetch_keys(e, terms[i].key);
	for (i = 0; i < n; i++) {
		rows[i] = embedding_find(e, terms[i].key);
		if (rows[i] < e->n)
			embedding_prefetch_row(e, rows[i]);
	}
	for (i = 0; i < n; i++)
		if (rows[i] < e->n)
			embedding_add(e, rows[i], (float)term_tf(terms[i].count), sum);
}

/* The mean of the distinct words' vectors. */
static void read_vector(const struct embedding *e, const struct document *doc, float *mean)
{
	struct embedding_sum sum = {.weight = 0};
	size_t i;

	for (i = 0; i < doc->n_terms; i += VECTORS_AT_ONCE) {
		const size_t rest = doc->n_terms - i;

		add_vectors(e, &doc->terms[i], rest < VECTORS_AT_ONCE ? rest : VECTORS_AT_ONCE, &sum);
	}
	embedding_mean(e, &sum, mean);
}

/* Walk through the sentences; quoted words are not the author's own. Returns how many there are. */
static size_t read_sentences(moderato_classifier *c, struct evidence *out)
{
	const struct document *doc = &c->doc;
	struct walk walk = {.classifier = c, .out = out, .lanes = linear_lanes(&c->bundle->linear)};
	size_t end = 0;
	size_t i;

	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];
		const uint32_t t = doc->term_of[i];

		if (w->begin > end && sentence_ends(&doc->normal, end, w->begin))
			end_sentence(&walk);
		end = w->end > end ? w->end : end;
		if (doc->quoted && doc->quoted[i])
			continue;
		add_word(&walk, &doc->terms[t], sums_kept_word(&c->sums, t));
		if (w->kind == WORD_SYMBOL && strchr("!?.", w->surface[0]))
			end_sentence(&walk);
	}
	end_sentence(&walk);
	return walk.n_sentences;
}

static void gather_evidence(moderato_classifier *c, struct evidence *out)
{
	const moderato_bundle *bundle = c->bundle;
	size_t n_sentences;
	size_t h;

	memset(out, 0, sizeof(*out));
	n_sentences = read_sentences(c, out);
	for (h = 0; h < bundle->linear.n_heads; h++) {
		out->head[EVIDENCE_MARGIN][h] = (float)c->linear.margin[h];
		out->head[EVIDENCE_DENSE][h] = (float)c->linear.dense[h];
	}
	read_facts(&c->doc, n_sentences, out->fact);
	if (bundle->embedding.n)
		read_vector(&bundle->embedding, &c->doc, out->vector);
}

void classifier_second_margins(moderato_classifier *c, double *margin)
{
	const moderato_bundle *b = c->bundle;
	float input[SECOND_INPUTS_MAX];
	size_t i;

	gather_evidence(c, &c->evidence);
	for (i = 0; i < b->n_heads; i++) {
		const struct second *stage = &b->second[i];

		if (!stage->n)
			continue;
		evidence_inputs(&c->evidence, b->linear.n_heads, stage->dims, b->heads[i]->column, input);
		margin[i] = second_margin(stage, input);
	}
}

/* ---- the second stage's inputs ---- */

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
