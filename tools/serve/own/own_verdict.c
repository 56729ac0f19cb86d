/* SPDX-License-Identifier: MIT */
/* From the JSON of one comment to the JSON of its verdict. */
#include "base/fail.h"
#include "moderato/exporter.h"
#include "serve/own/own.h"

moderato_status own_explainable(const moderato_comment *comment, moderato_error *err)
{
	if (comment->text.len <= OWN_EXPLAINED_MAX)
		return MODERATO_OK;
	return fail(err, MODERATO_ELIMIT,
		"The text has %zu bytes; at most %zu are explained: leave 'explain' out, or use the "
		"command.",
		comment->text.len, OWN_EXPLAINED_MAX);
}

moderato_status own_verdict(struct worker *worker, const struct wish *wish, moderato_str json,
	struct place place, moderato_comment *comment, moderato_decision *decision, struct buffer *out,
	moderato_error *err)
{
	const size_t before = out->len;
	moderato_verdict verdict;
	moderato_status status = moderato_comment_parse(worker->comments, json, comment, err);

	if (!status && (wish->with & MODERATO_WITH_EXPLAIN))
		status = own_explainable(comment, err);
	if (status)
		return status;
	comment->line = place.unit == PLACE_LINE ? place.number : 0;
	status = worker_screen(worker, comment, &verdict, err);
	if (!status) {
		*decision = verdict.decision;
		status = moderato_verdict_json(worker->classifier, comment, &verdict, wish->with,
			wish->all ? NULL : wish->selected, &out->data, &out->len, &out->cap, err);
	}
	if (status)
		out->len = before;
	return status;
}

void own_error_item(struct buffer *out, moderato_str id, struct place place, const char *message)
{
	buffer_add_char(out, '{');
	if (id.ptr) {
		buffer_add_str(out, "\"id\":");
		json_write_string(out, id);
		buffer_add_char(out, ',');
	} else if (place.unit == PLACE_LINE) {
		buffer_printf(out, "\"id\":\"%zu\",", place.number); /* as in a verdict */
	}
	buffer_add_str(out, "\"error\":{\"message\":");
	json_write_string(out, str_of(message));
	if (place.unit != PLACE_NONE)
		buffer_printf(
			out, ",\"%s\":%zu", place.unit == PLACE_LINE ? "line" : "index", place.number);
	buffer_add_str(out, "}}");
}

moderato_status own_verdict_or_error(struct worker *worker, const struct wish *wish,
	moderato_str json, struct place place, struct buffer *out, moderato_error *err)
{
	moderato_comment comment;
	moderato_decision decision;
	moderato_error inner = {.message = ""};
	moderato_status status =
		own_verdict(worker, wish, json, place, &comment, &decision, out, &inner);

	if (status == MODERATO_ENOMEM)
		return fail_no_memory(err);
	if (status)
		own_error_item(out, comment.id, place, inner.message);
	return out->failed ? fail_no_memory(err) : MODERATO_OK;
}
