/* SPDX-License-Identifier: MIT */
/* Any bytes as a comment, through every stage to the verdict and its explanation.
 *
 * The input is the text; behind bytes 1E, which few comments have, may follow the author, the
 * author's link and e-mail address. */
#include <math.h>

#include "base/json.h"
#include "base/utf8.h"
#include "classify/classifier_internal.h"
#include "moderato/campaign.h"
#include "moderato/exporter.h"
#include "promise.h"
#include "small_bundle.h"
#include "stages.h"

#define WITH_ALL                                                                                   \
	(MODERATO_WITH_TEXT | MODERATO_WITH_MARGINS | MODERATO_WITH_SPANS | MODERATO_WITH_EXPLAIN)

/* They live as long as the process, and the caches fill up from input to input. */
static struct fixture {
	struct buffer bytes;
	struct buffer kernel_bytes;
	moderato_bundle *bundle;
	moderato_bundle
		*kernel_bundle; /* the same heads, and a kernel head, for a part of the inputs */
	moderato_policy *policy;
	moderato_policy *lists; /* asks for languages, phrases and links */
	struct json_reader *json;
	moderato_classifier *cached;
	moderato_classifier *crowded; /* a cache of two words: all is pushed out at once */
	moderato_classifier *uncached;
	moderato_classifier *kernel;
} f;

static const char lists[] =
	"version: 1\nrules:\n"
	"- {name: a, action: hold, not_languages: [en]}\n"
	"- {name: b, action: hold, link_hosts: [example, com], phrases: [a]}\n"
	"- {name: c, action: publish, link_hosts: [example], any: {spam: 0.1}}\n"
	"- {name: d, action: hold, author_phrases: [a], author_hosts: [com]}\n";

static void set_up(void)
{
	const moderato_classifier_options two = {.cache_words = 2};
	const moderato_classifier_options none = {.no_cache = 1};

	if (f.bundle)
		return;
	small_bundle(SMALL_LINEAR, &f.bytes);
	small_bundle(SMALL_COMMENTS, &f.kernel_bytes);
	promise(!moderato_bundle_open_memory(&f.bundle, "small", buffer_view(&f.bytes), NULL));
	promise(!moderato_bundle_open_memory(
		&f.kernel_bundle, "kernel", buffer_view(&f.kernel_bytes), NULL));
	promise(!moderato_policy_default(&f.policy, NULL));
	promise(
		!moderato_policy_parse(&f.lists, "lists", (moderato_str){lists, sizeof(lists) - 1}, NULL));
	promise((f.json = json_reader_new()) != NULL);
	promise(!moderato_classifier_new(&f.cached, f.bundle, NULL, NULL));
	promise(!moderato_classifier_new(&f.crowded, f.bundle, &two, NULL));
	promise(!moderato_classifier_new(&f.uncached, f.bundle, &none, NULL));
	promise(!moderato_classifier_new(&f.kernel, f.kernel_bundle, &two, NULL));
}

static int on_boundary(moderato_str text, size_t i)
{
	return i == text.len || ((unsigned char)text.ptr[i] & 0xc0) != 0x80;
}

/* Within the text, sorted, disjoint; and no character of a valid text is cut. */
static void promise_spans(moderato_str text, const moderato_span *spans, size_t n)
{
	const int valid = utf8_valid(text.ptr, text.len);
	size_t i;

	for (i = 0; i < n; i++) {
		promise(spans[i].begin < spans[i].end && spans[i].end <= text.len);
		promise(!i || spans[i - 1].end < spans[i].begin);
		promise(!valid || on_boundary(text, spans[i].begin));
		promise(!valid || on_boundary(text, spans[i].end));
	}
}

/* --- the stages --- */

/* Valid UTF-8, and every byte comes from a place in the original. */
static void promise_stage(const struct text *stage, size_t original_len)
{
	size_t i;

	promise(utf8_valid(stage->s, stage->len));
	for (i = 0; i < stage->len; i++) {
		const moderato_span from = text_original(stage, i, i + 1);

		promise(from.begin < from.end && from.end <= original_len);
	}
}

static void promise_words(const struct document *doc, moderato_str text)
{
	size_t i;

	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];
		const moderato_span place = document_place(doc, i);

		promise(w->begin <= w->end && w->end <= doc->normal.len);
		promise(w->len && w->len <= WORD_BYTES_MAX + 8 + 8); /* and a token's name */
		promise(utf8_valid(w->surface, w->len));
		promise(doc->term_of[i] < doc->n_terms);
		if (place.begin != place.end)
			promise_spans(text, &place, 1);
	}
}

static void promise_document(moderato_classifier *c, const moderato_comment *comment)
{
	size_t i;

	promise(!classifier_read(c, comment, NULL));
	promise_stage(&c->doc.valid, comment->text.len);
	promise_stage(&c->doc.plain, comment->text.len);
	promise_stage(&c->doc.normal, comment->text.len);
	promise_words(&c->doc, comment->text);
	promise(c->n_active <= HEURISTICS_MAX && c->sums.norm >= 0 && isfinite(c->sums.norm));
	for (i = 0; i < c->n_active; i++)
		promise(c->active[i] < heuristics_size() && (!i || c->active[i - 1] < c->active[i]));
}

/* --- scores --- */

/* The same bits, whatever the cache holds. */
static moderato_scores score_each_way(const moderato_comment *comment)
{
	moderato_scores cached;
	moderato_scores again;
	moderato_scores crowded;
	moderato_scores uncached;

	promise(!moderato_classifier_score(f.cached, comment, &cached, NULL));
	promise(!moderato_classifier_score(f.cached, comment, &again, NULL));
	promise(!moderato_classifier_score(f.crowded, comment, &crowded, NULL));
	promise(!moderato_classifier_score(f.uncached, comment, &uncached, NULL));
	promise(!memcmp(&cached, &again, sizeof(cached)));
	promise(!memcmp(&cached, &crowded, sizeof(cached)));
	promise(!memcmp(&cached, &uncached, sizeof(cached)));
	promise_scores(f.bundle, &cached);
	return cached;
}

static int near(double a, double b)
{
	return fabs(a - b) <= 1e-4 * (1 + fabs(a));
}

/* A comment's vector scores as the comment does, also by a kernel head. */
static void promise_vector(const moderato_comment *comment)
{
	moderato_vector vector;
	moderato_scores expected;
	moderato_scores scores;
	size_t i;

	promise(!moderato_classifier_score(f.kernel, comment, &expected, NULL));
	promise_scores(f.kernel_bundle, &expected);
	promise(!moderato_classifier_features(f.cached, comment, &vector, NULL));
	for (i = 0; i < vector.n; i++)
		promise(vector.index[i] > (i ? vector.index[i - 1] : 0) && isfinite(vector.value[i]));
	/* The vector lives in the classifier's memory: another one scores it. */
	promise(!moderato_classifier_score_vector(f.kernel, &vector, &scores, NULL));
	for (i = 0; i < scores.n; i++)
		promise(near(expected.margin[i], scores.margin[i]) ||
				f.kernel_bundle->heads[i]->type == HEAD_SEVERITY);
}

/* --- explanations and verdicts --- */

static void promise_explanation(
	moderato_str text, const moderato_explanation *e, const moderato_scores *scores, size_t i)
{
	double sum = e->bias;
	size_t k;

	for (k = 0; k < e->n_shares; k++) {
		const moderato_share *share = &e->shares[k];

		promise(utf8_valid(share->feature, strlen(share->feature)));
		promise(share->feature[0] && isfinite(share->share));
		promise(!k || fabs(share->share) <= fabs(share[-1].share));
		if (share->span.begin != share->span.end)
			promise_spans(text, &share->span, 1);
		sum += share->share;
	}
	promise(near(e->margin, sum));
	promise(e->score == scores->score[i]);
	promise_spans(text, e->spans, e->n_spans);
}

/* Every feature gets a name, which takes longer than all else: one attribute of each input. */
static size_t chosen(const moderato_comment *comment)
{
	return comment->text.len % moderato_bundle_n_attributes(f.bundle);
}

static void explain(const moderato_comment *comment, const moderato_scores *scores)
{
	const size_t i = chosen(comment);
	moderato_explanation e;

	promise(!moderato_classifier_explain(f.cached, comment, i, &e, NULL));
	promise_explanation(comment->text, &e, scores, i);
}

static moderato_status any_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)payload;
	(void)key;
	(void)value;
	(void)err;
	return MODERATO_OK;
}

static void promise_json(const moderato_comment *comment, const moderato_verdict *verdict)
{
	unsigned char selected[MODERATO_ATTRIBUTES_MAX] = {0};
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	selected[chosen(comment)] = 1;
	promise(!moderato_verdict_json(
		f.cached, comment, verdict, WITH_ALL, selected, &json, &len, &cap, NULL));
	promise(!memchr(json, '\n', len));
	promise(!json_read_object(f.json, (moderato_str){json, len}, any_member, NULL, NULL));
	free(json);
}

static void screen(
	const moderato_policy *policy, const moderato_comment *comment, const moderato_scores *scores)
{
	moderato_verdict verdict;
	size_t i;

	promise(!moderato_classifier_screen(f.cached, policy, comment, &verdict, NULL));
	promise(!memcmp(&verdict.scores, scores, sizeof(*scores)));
	promise(verdict.decision == (verdict.n_reasons ? verdict.reasons[0].action : MODERATO_PUBLISH));
	for (i = 0; i < verdict.n_reasons; i++)
		promise_spans(comment->text, verdict.reasons[i].spans, verdict.reasons[i].n_spans);
	promise_json(comment, &verdict);
}

static moderato_str next_field(moderato_str *left)
{
	const char *end = left->len ? memchr(left->ptr, 0x1e, left->len) : NULL;
	const moderato_str field = {left->ptr, end ? (size_t)(end - left->ptr) : left->len};

	left->ptr += field.len + (end != NULL);
	left->len -= field.len + (end != NULL);
	return field;
}

/* --- campaigns --- */

static void promise_host(void *payload, moderato_str host)
{
	(void)payload;
	promise(host.len && utf8_valid(host.ptr, host.len));
}

/* A comment is a variant of itself, and of itself as an answer that quotes it. */
static void promise_campaign(const moderato_comment *comment)
{
	moderato_signature signature;
	moderato_signature again;
	moderato_comment answer = *comment;

	answer.parent = comment->text;
	switch (moderato_signature_of(comment, &signature, NULL)) {
	case MODERATO_OK:
		promise(!moderato_signature_of(comment, &again, NULL));
		promise(moderato_signature_equal(&signature, &again) == MODERATO_SIGNATURE_MINIMA);
		promise(signature.shingles >= MODERATO_SHINGLES_MIN);
		promise(moderato_signature_of(&answer, &again, NULL) >= 0);
		break;
	default:
		promise(moderato_signature_of(comment, &again, NULL) == MODERATO_END);
	}
	promise(!moderato_comment_hosts(comment, promise_host, NULL, NULL));
}

/* --- all of it --- */

enum { SCORES, EXPLANATION, VERDICT, LISTS, CAMPAIGN, STAGES };

static void check_scores(const moderato_comment *comment)
{
	moderato_scores scores;

	if (stage_is_chosen(SCORES, STAGES)) {
		scores = score_each_way(comment);
		promise_vector(comment);
	} else {
		promise(!moderato_classifier_score(f.cached, comment, &scores, NULL));
		promise_scores(f.bundle, &scores);
	}
	if (stage_is_chosen(EXPLANATION, STAGES))
		explain(comment, &scores);
	if (stage_is_chosen(VERDICT, STAGES))
		screen(f.policy, comment, &scores);
	if (stage_is_chosen(LISTS, STAGES))
		screen(f.lists, comment, &scores);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_str left = {(const char *)data, size};
	moderato_comment comment = MODERATO_COMMENT_INIT;

	set_up();
	stages_begin(data, size);
	comment.text = next_field(&left);
	comment.author = next_field(&left);
	comment.author_url = next_field(&left);
	comment.author_email = next_field(&left);
	if (stage_is_chosen(CAMPAIGN, STAGES)) {
		promise_document(f.uncached, &comment);
		promise_campaign(&comment);
	}
	if (stages_all || !stage_is_chosen(CAMPAIGN, STAGES))
		check_scores(&comment);
	return 0;
}
