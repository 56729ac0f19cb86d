/* SPDX-License-Identifier: MIT */
/* What a word does to the encoder's judgement: the margin with it less the margin without it. The
 * encoder is no sum over words, so each is taken out in turn (Zeiler and Fergus 2014, on images).
 * Of a comment of several windows these are the words of the one that the head finds worst. */
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

/* The pieces [begin, end) of the window that is looked at, without the marks at its ends. */
struct view {
	const struct text *text;
	const struct pieces *pieces;
	size_t begin, end;
};

/* Where a piece stands in the comment. */
static moderato_span place_of(const struct view *view, size_t piece)
{
	const moderato_span span = view->pieces->spans[piece];

	return text_original(view->text, span.begin, span.end);
}

/* Which of the view's pieces [*first, *end) stand for a word; neither goes back from word to word.
 */
static void find_pieces(const struct view *view, moderato_span place, size_t *first, size_t *end)
{
	size_t k = *first;

	while (k < view->end && place_of(view, k).end <= place.begin)
		k++;
	*first = k;
	while (k < view->end && place_of(view, k).begin < place.end)
		k++;
	*end = k;
}

static void add_ids(struct variants *v, const uint32_t *ids, size_t n)
{
	memcpy(v->ids + v->len, ids, n * sizeof(*ids));
	v->len += n;
}

/* The window without pieces [first, end), which stand for a word. */
static void add_variant(
	struct variants *v, const struct view *view, size_t first, size_t end, size_t word)
{
	const uint32_t *ids = view->pieces->ids;
	const size_t before = v->len;

	add_ids(v, ids, 1);
	add_ids(v, ids + view->begin, first - view->begin);
	add_ids(v, ids + end, view->end - end);
	add_ids(v, ids + view->pieces->n - 1, 1);
	v->lengths[v->n] = (uint32_t)(v->len - before);
	v->word[v->n++] = (uint32_t)word;
}

/* Makes a variant for each plain word of the view. Each has a piece of its own, so that there are
 * no more of them than pieces. False: out of memory. */
static bool make_variants(moderato_classifier *c, const struct view *view, struct variants *v)
{
	const size_t n = view->end - view->begin;
	size_t first = view->begin;
	size_t end;
	size_t i;

	v->ids = arena_array(&c->arena, n * (n + PIECES_MIN), sizeof(*v->ids));
	v->lengths = arena_array(&c->arena, n, sizeof(*v->lengths));
	v->word = arena_array(&c->arena, n, sizeof(*v->word));
	if (!v->ids || !v->lengths || !v->word)
		return false;
	for (i = 0; i < c->doc.words.n && v->n < n; i++) {
		const struct word *w = &c->doc.words.v[i];

		if (!word_is_plain(w) || w->begin == w->end)
			continue;
		find_pieces(view, document_place(&c->doc, i), &first, &end);
		if (end > first)
			add_variant(v, view, first, end, i);
	}
	return true;
}

bool occlusion_add(moderato_classifier *c, size_t i, double *share)
{
	const struct encoder_head *head = &c->bundle->encoder_heads[i];
	const uint32_t column = c->bundle->heads[i]->column;
	const double own = head->scale * (double)head->weight[column] * (double)head->inverse[column];
	const struct windows *w = &c->reading.windows;
	const size_t worst = second_reading_worst(c, head);
	/* What one window's vector counts in what the head judges. */
	const double part = w->n > 1 ? 0.5 + 0.5 / (double)w->n : 1;
	struct view view = {&c->reading.text, &w->pieces, 0, 0};
	struct variants v = {.n = 0};
	double with;
	float *vector;
	size_t k;

	windows_pieces(w, worst, &view.begin, &view.end);
	if (!make_variants(c, &view, &v))
		return false;
	vector = arena_array(&c->arena, (v.n + 1) * head->width, sizeof(*vector));
	if (!vector ||
		(v.n && !encoder_vectors(&c->encoder->encoder, &c->arena, v.ids, v.lengths, v.n, vector)))
		return false;
	for (k = 0; k < c->doc.words.n; k++)
		share[k] *= own; /* what the first reading says counts as its margin does */
	with = encoder_head_vector_part(head, w->vector + worst * head->width);
	for (k = 0; k < v.n; k++)
		share[v.word[k]] +=
			head->scale * part * (with - encoder_head_vector_part(head, vector + k * head->width));
	return true;
}
