/* SPDX-License-Identifier: MIT */
/* /v1/explain: what one score of one comment is made of. */
#include "base/fail.h"
#include "base/utf8.h"
#include "serve/own/own.h"
#include "stream/explanation_json.h"

enum {
	TOP_DEFAULT = 20, /* shares, as in the command */
	TOP_DIGITS = 6,
	SHARES_MAX = 1 << 16, /* in one answer, which they make as large as OWN_REPLY_MAX */
};

static moderato_status read_top(const struct request *request, size_t *top, moderato_error *err)
{
	const moderato_str text = request_query(request, "top");
	size_t i;

	*top = TOP_DEFAULT;
	if (!text.len)
		return MODERATO_OK;
	*top = 0;
	for (i = 0; i < text.len; i++) {
		if (i == TOP_DIGITS || !ascii_is_digit(text.ptr[i]))
			return fail(err, MODERATO_EINVAL, "The parameter 'top' is a number; 0 stands for all.");
		*top = *top * 10 + (size_t)(text.ptr[i] - '0');
	}
	return MODERATO_OK;
}

static size_t highest(const moderato_scores *scores)
{
	size_t best = 0;
	size_t i;

	for (i = 1; i < scores->n; i++)
		if (scores->score[i] > scores->score[best])
			best = i;
	return best;
}

static moderato_status explain(
	struct worker *worker, const struct request *request, struct buffer *out, moderato_error *err)
{
	const moderato_str wanted = request_query(request, "attribute");
	moderato_explanation explanation;
	moderato_comment comment;
	moderato_scores scores;
	moderato_status status;
	size_t attribute = 0;
	size_t top;

	status = read_top(request, &top, err);
	if (!status && wanted.len)
		status = wish_attribute(worker->setup->bundle, wanted, &attribute, err);
	if (!status)
		status = moderato_comment_parse(worker->comments, request->body, &comment, err);
	if (!status)
		status = own_explainable(&comment, err);
	if (!status)
		status = worker_score(worker, &comment, &scores, err);
	if (!status && !wanted.len)
		attribute = highest(&scores);
	if (!status)
		status = moderato_classifier_explain_scored(
			worker->classifier, &scores, attribute, top > SHARES_MAX ? 0 : top, &explanation, err);
	if (status)
		return status;
	if (explanation.n_shares > SHARES_MAX && (!top || top > SHARES_MAX))
		return fail(err, MODERATO_ELIMIT, "There are %zu shares: ask for %d at most with 'top'.",
			explanation.n_shares, SHARES_MAX);
	explanation_json(
		&comment, moderato_bundle_attribute(worker->setup->bundle, attribute), &explanation, out);
	buffer_add_char(out, '\n');
	if (out->len > OWN_REPLY_MAX)
		return fail(
			err, MODERATO_ELIMIT, "The answer would be too large: ask for less with 'top'.");
	return MODERATO_OK;
}

void own_explain(struct worker *worker, struct request *request, struct reply *reply)
{
	moderato_error err = {.message = ""};
	moderato_status status;

	reply->content_type = JSON_TYPE;
	if (!utf8_valid(request->body.ptr, request->body.len)) {
		own_error(reply, 400, "invalid_json", "The body is not UTF-8.");
		return;
	}
	status = explain(worker, request, &reply->body, &err);
	if (status)
		own_failure(reply, status, &err);
}
