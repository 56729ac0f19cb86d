/* SPDX-License-Identifier: MIT */
/* Writes comments and verdicts as JSON objects, one a line.
 *
 * The order of the keys is a contract: those who read with grep and cut rely on it. A verdict's
 * reasons are written before the classifier is called again, because that call frees them. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/number.h"
#include "classify/classifier_internal.h"
#include "classify/comment_members.h"
#include "classify/share_list.h"
#include "moderato/exporter.h"

/* Of a score below this, no span is worth showing: nothing in the text pushes it up enough. */
#define SPANS_SCORE_MIN 0.2

/* Further shares are noise to a reader, and there may be thousands. */
#define EXPLAIN_SHARES_MAX 10

size_t moderato_format_number(char out[32], double value)
{
	return format_number(out, value);
}

static void add_string(struct buffer *out, const char *text)
{
	json_write_string(out, (moderato_str){text, strlen(text)});
}

/* --- verdicts --- */

struct writing {
	struct buffer *out;
	moderato_classifier *classifier;
	const moderato_comment *comment;
	const moderato_verdict *verdict;
	const unsigned char *selected;
};

static bool is_selected(const struct writing *w, size_t attribute)
{
	return !w->selected || w->selected[attribute];
}

/* An attribute as a key. Its name needs no escapes: see bundle_attribute_ok(). */
static void add_key(const struct writing *w, size_t attribute)
{
	member_separate(w->out);
	buffer_add_char(w->out, '"');
	buffer_add_str(w->out, w->classifier->bundle->heads[attribute]->attribute);
	ADD(w->out, "\":");
}

static void add_id(struct buffer *out, const moderato_comment *comment)
{
	if (comment->id.ptr) {
		ADD(out, "\"id\":");
		json_write_string(out, comment->id);
	} else if (comment->line) {
		ADD(out, "\"id\":\"");
		member_add_size(out, comment->line);
		buffer_add_char(out, '"');
	}
}

/* `{"spam":0.5,…}`. Every comment has one, so the room is made once, and names are copied as the
 * whole arrays that they stand in: a copy of a fixed length is a few instructions. */
static void add_numbers(const struct writing *w, const double *values)
{
	const struct bundle_head *const *heads = w->classifier->bundle->heads;
	const size_t n = w->verdict->scores.n;
	size_t i;
	char *p;

	if (!buffer_reserve(w->out, n * (sizeof(heads[0]->attribute) + 37) + 2))
		return;
	p = w->out->data + w->out->len;
	*p++ = '{';
	for (i = 0; i < n; i++) {
		if (!is_selected(w, i))
			continue;
		*p++ = '"';
		memcpy(p, heads[i]->attribute, sizeof(heads[i]->attribute));
		p += strlen(heads[i]->attribute);
		*p++ = '"';
		*p++ = ':';
		p += format_number(p, values[i]);
		*p++ = ',';
	}
	if (p[-1] == ',')
		p--;
	*p++ = '}';
	w->out->len = (size_t)(p - w->out->data);
}

static void add_reason(struct buffer *out, const moderato_reason *reason)
{
	ADD(out, "{\"rule\":");
	add_string(out, reason->rule);
	if (reason->attribute >= 0) {
		ADD(out, ",\"score\":");
		buffer_add_number(out, reason->score);
	}
	ADD(out, ",\"spans\":");
	member_add_spans(out, reason->spans, reason->n_spans);
	if (reason->message) {
		ADD(out, ",\"message\":");
		add_string(out, reason->message);
	}
	buffer_add_char(out, '}');
}

static void add_reasons(struct buffer *out, const moderato_verdict *verdict)
{
	size_t i;

	ADD(out, ",\"reasons\":[");
	for (i = 0; i < verdict->n_reasons; i++) {
		if (i)
			buffer_add_char(out, ',');
		add_reason(out, &verdict->reasons[i]);
	}
	buffer_add_char(out, ']');
}

/* `scores` are those of the comment that the classifier has read last. */
static moderato_status add_all_spans(
	const struct writing *w, const moderato_scores *scores, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	ADD(w->out, ",\"spans\":{");
	for (i = 0; !status && i < scores->n; i++) {
		struct spans spans = {NULL, NULL, 0};

		if (!is_selected(w, i))
			continue;
		if (scores->score[i] >= SPANS_SCORE_MIN)
			status = classifier_spans(w->classifier, scores, i, 1, &spans, err);
		add_key(w, i);
		member_add_spans(w->out, spans.v, spans.n);
	}
	buffer_add_char(w->out, '}');
	return status;
}

static void add_shares(struct buffer *out, const struct share_sums *sums)
{
	size_t i;

	buffer_add_char(out, '[');
	for (i = 0; i < sums->n; i++) {
		const moderato_share *share = &sums->v[i];

		member_separate(out);
		buffer_add_char(out, '{');
		ADD(out, "\"feature\":");
		add_string(out, share->feature);
		ADD(out, ",\"value\":");
		buffer_add_number(out, share->value);
		ADD(out, ",\"share\":");
		buffer_add_number(out, share->share);
		if (share->span.begin < share->span.end) {
			ADD(out, ",\"span\":");
			member_add_span(out, share->span);
		}
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

/* Fills one list for each attribute that is to be explained, by one look at the features. A kernel
 * head's margin is not a sum of shares, so its list is empty. */
static bool list_shares(const struct writing *w, const moderato_scores *scores,
	struct share_sums sums[MODERATO_ATTRIBUTES_MAX])
{
	const moderato_bundle *bundle = w->classifier->bundle;
	struct share_list lists[MODERATO_ATTRIBUTES_MAX];
	size_t attribute[MODERATO_ATTRIBUTES_MAX];
	size_t n = 0;
	size_t i;

	for (i = 0; i < scores->n; i++) {
		const size_t part = heads_strongest_part(bundle, scores, i);

		sums[i] = (struct share_sums){.n = 0};
		if (!is_selected(w, i) || bundle->heads[part]->type != HEAD_LINEAR)
			continue;
		share_list_init(&lists[n], &w->classifier->arena, EXPLAIN_SHARES_MAX, false);
		lists[n].part = part;
		lists[n].column = bundle->heads[part]->column;
		attribute[n++] = i;
	}
	if (n && !classifier_list_shares(w->classifier, lists, n))
		return false;
	for (i = 0; i < n; i++)
		if (!share_list_finish(&lists[i], &sums[attribute[i]]))
			return false;
	return true;
}

static moderato_status add_explain(
	const struct writing *w, const moderato_scores *scores, moderato_error *err)
{
	struct share_sums sums[MODERATO_ATTRIBUTES_MAX];
	size_t i;

	if (!list_shares(w, scores, sums))
		return fail_no_memory(err);
	ADD(w->out, ",\"explain\":{");
	for (i = 0; i < scores->n; i++) {
		if (!is_selected(w, i))
			continue;
		add_key(w, i);
		add_shares(w->out, &sums[i]);
	}
	buffer_add_char(w->out, '}');
	return MODERATO_OK;
}

static void add_campaign(struct buffer *out, const moderato_comment *comment)
{
	char id[17];
	size_t i;

	for (i = 0; i < 16; i++)
		id[i] = "0123456789abcdef"[comment->campaign >> (60 - 4 * i) & 15];
	id[16] = '\0';
	ADD(out, ",\"campaign\":{\"id\":\"");
	buffer_add_str(out, id);
	ADD(out, "\",\"size\":");
	member_add_size(out, comment->repeated);
	buffer_add_char(out, '}');
}

static moderato_status add_verdict(const struct writing *w, unsigned with, moderato_error *err)
{
	const char *decision = moderato_decision_name(w->verdict->decision);
	moderato_status status = MODERATO_OK;
	moderato_scores scores;

	buffer_add_char(w->out, '{');
	add_id(w->out, w->comment);
	member_separate(w->out);
	ADD(w->out, "\"decision\":\"");
	buffer_add_str(w->out, decision);
	ADD(w->out, "\",\"scores\":");
	add_numbers(w, w->verdict->scores.score);
	if (with & MODERATO_WITH_MARGINS) {
		ADD(w->out, ",\"margins\":");
		add_numbers(w, w->verdict->scores.margin);
	}
	if (w->verdict->scores.readings > 1)
		ADD(w->out, ",\"readings\":2");
	add_reasons(w->out, w->verdict);
	/* The classifier may have read another comment since it made the verdict. */
	if (with & (MODERATO_WITH_SPANS | MODERATO_WITH_EXPLAIN))
		status = classifier_score(w->classifier, w->comment,
			w->verdict->scores.readings > 1 ? MODERATO_SECOND_ALWAYS : MODERATO_SECOND_NEVER,
			&scores, err);
	if (!status && with & MODERATO_WITH_SPANS)
		status = add_all_spans(w, &scores, err);
	if (!status && with & MODERATO_WITH_EXPLAIN)
		status = add_explain(w, &scores, err);
	if (w->comment->campaign)
		add_campaign(w->out, w->comment);
	if (with & MODERATO_WITH_TEXT)
		member_add_fields(w->out, w->comment);
	member_add_foreign_extra(w->out, w->comment->extra);
	buffer_add_char(w->out, '}');
	return status;
}

/* --- the caller's growing text --- */

/* Hand the text back to the caller; its memory may have moved. After a failure it holds what it
 * held before the call. */
static moderato_status give_back(struct buffer *out, moderato_status status, char **text,
	size_t *len, size_t *cap, moderato_error *err)
{
	buffer_cstr(out);
	if (!status && out->failed)
		status = fail_no_memory(err);
	*text = out->data;
	*cap = out->cap;
	if (!status)
		*len = out->len;
	else if (*len < *cap)
		(*text)[*len] = '\0';
	return status;
}

moderato_status moderato_verdict_json(moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, unsigned with,
	const unsigned char *selected, char **text, size_t *len, size_t *cap, moderato_error *err)
{
	struct buffer out = {*text, *len, *cap, false};
	const struct writing w = {&out, classifier, comment, verdict, selected};

	return give_back(&out, add_verdict(&w, with, err), text, len, cap, err);
}

moderato_status moderato_comment_json(
	const moderato_comment *comment, char **text, size_t *len, size_t *cap, moderato_error *err)
{
	struct buffer out = {*text, *len, *cap, false};

	buffer_add_char(&out, '{');
	if (comment->id.ptr) {
		ADD(&out, "\"id\":");
		json_write_string(&out, comment->id);
	}
	member_add_fields(&out, comment);
	if (comment->n_quoted) {
		member_separate(&out);
		ADD(&out, "\"quoted\":");
		member_add_spans(&out, comment->quoted, comment->n_quoted);
	}
	member_add_extra(&out, comment->extra);
	buffer_add_char(&out, '}');
	return give_back(&out, MODERATO_OK, text, len, cap, err);
}
