/* SPDX-License-Identifier: MIT */
/* What a word does to the encoder's judgement: the margin with it less the margin without it. The
 * encoder is no sum over words, so each is taken out in turn (Zeiler and Fergus 2014, on images).
 */
#include <string.h>

#include "classify/second_reading.h"

/* The text without each of some words: ids one after another, as encoder_vectors() reads them. */
struct variants {
	uint32_t *ids;
	uint32_t *lengths; /* [n] */
	uint32_t *word;    /* [n] which word each is without */
	size_t n;
	size_t len; /* of ids */
};

/* Which of the pieces [*first, *end) stand for a word; neither goes back from word to word. */
static void find_pieces(
	const struct second_reading *r, moderato_span place, size_t *first, size_t *end)
{
	size_t k = *first;

	while (k + 1 < r->pieces.n &&
		   text_original(&r->text, r->pieces.spans[k].begin, r->pieces.spans[k].end).end <=
			   place.begin)
		k++;
	*first = k;
	while (
		k + 1 < r->pieces.n &&
		text_original(&r->text, r->pieces.spans[k].begin, r->pieces.spans[k].end).begin < place.end)
		k++;
	*end = k;
}

/* The text without pieces [first, end), which stand for a word. */
static void add_variant(
	struct variants *v, const struct pieces *p, size_t first, size_t end, size_t word)
{
	memcpy(v->ids + v->len, p->ids, first * sizeof(*v->ids));
	memcpy(v->ids + v->len + first, p->ids + end, (p->n - end) * sizeof(*v->ids));
	v->lengths[v->n] = (uint32_t)(p->n - (end - first));
	v->len += v->lengths[v->n];
	v->word[v->n++] = (uint32_t)word;
}

/* Makes a variant for each plain word that the encoder has seen. Each has a piece of its own, so
 * that there are no more of them than pieces. False: out of memory. */
static bool make_variants(moderato_classifier *c, struct variants *v)
{
	const struct second_reading *r = &c->reading;
	const struct pieces *p = &r->pieces;
	size_t first =
		1; /* before it is the mark of the beginning, and behind the last that of the end */
	size_t end;
	size_t i;

	v->ids = arena_array(&c->arena, p->n * p->n, sizeof(*v->ids));
	v->lengths = arena_array(&c->arena, p->n, sizeof(*v->lengths));
	v->word = arena_array(&c->arena, p->n, sizeof(*v->word));
	if (!v->ids || !v->lengths || !v->word)
		return false;
	for (i = 0; i < c->doc.words.n && v->n < p->n; i++) {
		const struct word *w = &c->doc.words.v[i];

		if (!word_is_plain(w) || w->begin == w->end)
			continue;
		find_pieces(r, document_place(&c->doc, i), &first, &end);
		if (end > first)
			add_variant(v, p, first, end, i);
	}
	return true;
}

bool occlusion_add(moderato_classifier *c, size_t i, double *share)
{
	const struct encoder_head *head = &c->bundle->encoder_heads[i];
	const struct second_reading *r = &c->reading;
	const uint32_t column = c->bundle->heads[i]->column;
	const double own = head->scale * (double)head->weight[column] * (double)head->inverse[column];
	struct variants v = {.n = 0};
	float *vector;
	size_t k, d;

	if (!make_variants(c, &v))
		return false;
	vector = arena_array(&c->arena, (v.n + 1) * head->width, sizeof(*vector));
	if (!vector ||
		(v.n && !encoder_vectors(&c->encoder->encoder, &c->arena, v.ids, v.lengths, v.n, vector)))
		return false;
	for (k = 0; k < c->doc.words.n; k++)
		share[k] *= own; /* what the first reading says counts as its margin does */
	for (k = 0; k < v.n; k++)
		for (d = 0; d < head->width; d++)
			share[v.word[k]] += head->scale * (double)head->vector[d] *
								((double)r->vector[d] - (double)vector[k * head->width + d]);
	return true;
}
