/* SPDX-License-Identifier: MIT */
#include "classifier.h"

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

static void add_word(struct reading *r, const struct term *term, const struct word_sum *sum)
{
	const float weight =
		(float)(term_tf(term->count) / (double)(term->count ? term->count : 1) / r->c->norm);
	struct evidence *out = r->out;
	struct sentence *s = &r->sentence;
	size_t h;

	for (h = 0; h < r->lanes; h++) {
		const float share = sum->sum[h] * weight;
		const float rising = share > 0 ? share : 0;
		const float top = out->head[EVIDENCE_TOP][h];
		const float next = out->head[EVIDENCE_NEXT][h];

		s->sum[h] += sum->sum[h];
		s->rising[h] += rising;
		out->head[EVIDENCE_TOP][h] = rising > top ? rising : top;
		out->head[EVIDENCE_NEXT][h] = rising > top ? top : rising > next ? rising : next;
		out->head[EVIDENCE_SELF][h] += r->self_left ? rising : 0;
		out->head[EVIDENCE_DENIED][h] += r->denied_left ? rising : 0;
	}
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
	fact[FACT_CAPS] = doc->signals.letters < 8 ? 0 : share_of(doc->signals.upper, doc->signals.letters);
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
}

/* --- the second stage's inputs --- */

/* Where an input comes from: a number of one head, or a fact of the comment. */
struct source {
	unsigned kind; /* EVIDENCE_KINDS: a fact */
	size_t which;  /* the head's column, or the fact */
};

static struct source source_of(size_t n_linear, size_t column, size_t i)
{
	static const enum evidence_kind own[] = {EVIDENCE_DENSE, EVIDENCE_TOP, EVIDENCE_NEXT,
		EVIDENCE_YOU, EVIDENCE_SELF, EVIDENCE_DENIED, EVIDENCE_REPORTED};
	const size_t n_own = sizeof(own) / sizeof(own[0]);

	if (i < 2 * n_linear)
		return (struct source){
			i < n_linear ? EVIDENCE_MARGIN : EVIDENCE_PEAK, (column + i) % n_linear};
	i -= 2 * n_linear;
	if (i < n_own)
		return (struct source){own[i], column};
	i -= n_own;
	if (i < n_linear - 1)
		return (struct source){EVIDENCE_TOP, (column + 1 + i) % n_linear};
	return (struct source){EVIDENCE_KINDS, i - (n_linear - 1)};
}

void evidence_inputs(const struct evidence *e, size_t n_linear, size_t column, float *input)
{
	const size_t n = second_inputs(n_linear);
	size_t i;

	for (i = 0; i < n; i++) {
		const struct source s = source_of(n_linear, column, i);

		input[i] = s.kind < EVIDENCE_KINDS ? e->head[s.kind][s.which] : e->fact[s.which];
	}
}

void evidence_name(
	const char *const *names, size_t n_linear, size_t column, size_t i, char *out, size_t out_size)
{
	static const char *const kinds[EVIDENCE_KINDS] = {"margin of", "signs of", "worst sentence for",
		"strongest word for", "second word for", "said to a reader:", "said of oneself:", "denied:",
		"reported:"};
	static const char *const facts[EVIDENCE_FACTS] = {"number of words", "number of sentences",
		"capitals", "exclamation marks", "words to a reader", "words of oneself", "links",
		"words in disguise", "emoji", "quotation marks", "author gives a url"};
	const struct source s = source_of(n_linear, column, i);

	if (s.kind < EVIDENCE_KINDS)
		snprintf(out, out_size, "%s %s", kinds[s.kind], names[s.which]);
	else
		snprintf(out, out_size, "%s", facts[s.which]);
}
