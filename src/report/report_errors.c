/* SPDX-License-Identifier: MIT */
/* Writes the worst errors: each comment's text, the words that caused its score, and the features
 * that counted most. A text is written in marked and unmarked pieces, so that the page need not
 * count bytes in another encoding. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/number.h"
#include "base/codepoint.h"
#include "base/fail.h"
#include "base/json.h"
#include "base/number.h"
#include "report/report_internal.h"

#define EXCERPT_BYTES 900 /* shown of a comment longer than WHOLE_BYTES */
#define WHOLE_BYTES 1200  /* a shorter one is shown whole */
#define LEAD_BYTES 160    /* shown before the first span, if the excerpt begins there */
#define SHARES_SHOWN 5    /* features named under a comment */
#define PULL_SHARE                                                                                 \
	0.4 /* part of the strongest word that lowered the score, as SPAN_SHARE for those that raised  \
		   it */
#define PULL_LEAST 0.02 /* part of the margin: a smaller pull is not marked */

/* How a piece of text is marked; the page uses these numbers. */
enum mark { PLAIN, RAISED, LOWERED };

/* A comment being shown. */
struct excerpt {
	moderato_str text;
	size_t begin;
	size_t end;
	uint8_t *mark; /* of each byte */
	double *pull;  /* what each byte adds to the margin */
};

/* Chooses the part of a long text to show: its beginning, or from a little before the first span.
 */
static void cut_excerpt(struct excerpt *x, const moderato_explanation *why)
{
	x->begin = 0;
	x->end = x->text.len;
	if (x->text.len <= WHOLE_BYTES)
		return;
	if (why->n_spans && why->spans[0].begin > EXCERPT_BYTES / 2)
		x->begin = codepoint_cut(x->text.ptr, x->text.len, why->spans[0].begin - LEAD_BYTES);
	x->end = codepoint_cut(x->text.ptr, x->text.len,
		x->begin + EXCERPT_BYTES < x->text.len ? x->begin + EXCERPT_BYTES : x->text.len);
}

/* Spreads each feature's share over its bytes in the text. */
static void spread_shares(struct excerpt *x, const moderato_explanation *why)
{
	size_t i;
	size_t k;

	for (i = 0; i < why->n_shares; i++) {
		const moderato_span span = why->shares[i].span;

		if (span.begin >= span.end || span.end > x->text.len)
			continue;
		for (k = span.begin; k < span.end; k++)
			x->pull[k] += why->shares[i].share / (double)(span.end - span.begin);
	}
}

/* Returns what the word at `*at` adds to the margin, and moves `*at` to the next word. */
static double next_word(const struct excerpt *x, size_t *at, moderato_span *word)
{
	double sum = 0;

	while (*at < x->text.len && ascii_is_c_space(x->text.ptr[*at]))
		(*at)++;
	word->begin = *at;
	for (; *at < x->text.len && !ascii_is_c_space(x->text.ptr[*at]); (*at)++)
		sum += x->pull[*at];
	word->end = *at;
	return sum;
}

/* Mark the words that lowered the score most. */
static void mark_lowered(struct excerpt *x, double margin)
{
	moderato_span word;
	double least = -PULL_LEAST * fmax(fabs(margin), 1);
	double strongest = 0;
	size_t at = 0;

	while (at < x->text.len)
		strongest = fmin(strongest, next_word(x, &at, &word));
	if (strongest > least)
		return;
	for (at = 0; at < x->text.len;)
		if (next_word(x, &at, &word) <= strongest * PULL_SHARE)
			memset(x->mark + word.begin, LOWERED, word.end - word.begin);
}

static void mark_raised(struct excerpt *x, const moderato_explanation *why)
{
	size_t i;

	for (i = 0; i < why->n_spans; i++)
		if (why->spans[i].begin < why->spans[i].end && why->spans[i].end <= x->text.len)
			memset(x->mark + why->spans[i].begin, RAISED, why->spans[i].end - why->spans[i].begin);
}

/* "before":bytes left out,"text":[piece,mark,piece,mark,…],"after":bytes left out */
static void add_marked(struct buffer *out, const struct excerpt *x)
{
	const char *comma = "";
	size_t at = x->begin;

	buffer_printf(out, ",\"before\":%zu,\"text\":[", x->begin);
	while (at < x->end) {
		const uint8_t mark = x->mark[at];
		size_t to = at;

		while (to < x->end && x->mark[to] == mark)
			to++;
		buffer_add_str(out, comma);
		json_write_script_string(out, (moderato_str){x->text.ptr + at, to - at});
		buffer_printf(out, ",%d", mark);
		comma = ",";
		at = to;
	}
	buffer_printf(out, "],\"after\":%zu", x->text.len - x->end);
}

/* "shares":[share,feature,share,feature,…] */
static void add_shares(struct buffer *out, const moderato_explanation *why)
{
	size_t i;

	buffer_add_str(out, ",\"shares\":[");
	for (i = 0; i < why->n_shares && i < SHARES_SHOWN; i++) {
		const char *feature = why->shares[i].feature;

		buffer_printf(out, "%s%.2f,", i ? "," : "", why->shares[i].share);
		json_write_script_string(out, (moderato_str){feature, strlen(feature)});
	}
	buffer_add_char(out, ']');
}

static void add_head(struct buffer *out, const struct report_error *error)
{
	buffer_add_str(out, "{\"score\":");
	buffer_add_double(out, error->score);
	buffer_add_str(out, ",\"source\":");
	json_write_script_string(out, error->comment.source);
	buffer_add_str(out, ",\"id\":");
	json_write_script_string(out, error->comment.id);
}

static moderato_status add_error(struct buffer *out, const struct report_error *error,
	size_t attribute, moderato_classifier *classifier, moderato_error *err)
{
	const size_t len = error->comment.text.len;
	struct excerpt x = {.text = error->comment.text};
	moderato_explanation why = {.margin = 0};
	moderato_status status =
		moderato_classifier_explain(classifier, &error->comment, attribute, &why, err);

	if (status && status != MODERATO_EINVAL) /* a kernel head has no shares */
		return status;
	if (status)
		why = (moderato_explanation){.margin = 0};
	x.mark = calloc(len + 1, sizeof(*x.mark));
	x.pull = calloc(len + 1, sizeof(*x.pull));
	status = x.mark && x.pull ? MODERATO_OK : fail_no_memory(err);
	if (!status) {
		cut_excerpt(&x, &why);
		spread_shares(&x, &why);
		mark_lowered(&x, why.margin);
		mark_raised(&x, &why);
		add_head(out, error);
		add_marked(out, &x);
		add_shares(out, &why);
		buffer_add_char(out, '}');
	}
	free(x.mark);
	free(x.pull);
	return status;
}

static moderato_status add_list(struct buffer *out, const char *key,
	const struct report_errors *errors, size_t attribute, moderato_classifier *classifier,
	moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	buffer_printf(out, ",\n\"%s\":[", key);
	for (i = 0; !status && i < errors->n; i++) {
		buffer_add_str(out, i ? ",\n" : "\n");
		status = add_error(out, &errors->v[i], attribute, classifier, err);
	}
	buffer_add_char(out, ']');
	return status;
}

moderato_status report_write_errors(struct buffer *out, const struct report_column *column,
	size_t attribute, moderato_classifier *classifier, moderato_error *err)
{
	moderato_status status = add_list(out, "alarms", &column->alarms, attribute, classifier, err);

	return status ? status : add_list(out, "missed", &column->missed, attribute, classifier, err);
}
