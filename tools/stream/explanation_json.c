/* SPDX-License-Identifier: MIT */
#include "stream/explanation_json.h"

#include "base/json.h"
#include "base/number.h"
#include "base/str.h"

static void share_json(const moderato_share *share, struct buffer *buf)
{
	buffer_add_str(buf, "{\"feature\":");
	json_write_string(buf, str_of(share->feature));
	buffer_add_str(buf, ",\"value\":");
	buffer_add_number(buf, share->value);
	buffer_add_str(buf, ",\"share\":");
	buffer_add_number(buf, share->share);
	if (share->span.begin < share->span.end)
		buffer_printf(buf, ",\"span\":[%zu,%zu]", share->span.begin, share->span.end);
	buffer_add_str(buf, "}");
}

static void spans_json(const char *key, const moderato_span *spans, size_t n, struct buffer *buf)
{
	size_t i;

	buffer_printf(buf, ",\"%s\":[", key);
	for (i = 0; i < n; i++)
		buffer_printf(buf, "%s[%zu,%zu]", i ? "," : "", spans[i].begin, spans[i].end);
	buffer_add_str(buf, "]");
}

static void numbers_json(const char *key, const double *values, size_t n, struct buffer *buf)
{
	size_t i;

	buffer_printf(buf, ",\"%s\":[", key);
	for (i = 0; i < n; i++) {
		buffer_add_str(buf, i ? "," : "");
		buffer_add_number(buf, values[i]);
	}
	buffer_add_str(buf, "]");
}

void explanation_json(const moderato_comment *comment, const char *attribute,
	const moderato_explanation *explanation, struct buffer *buf)
{
	size_t i;

	buffer_add_str(buf, "{");
	if (comment->id.ptr) {
		buffer_add_str(buf, "\"id\":");
		json_write_string(buf, comment->id);
		buffer_add_str(buf, ",");
	}
	buffer_add_str(buf, "\"attribute\":");
	json_write_string(buf, str_of(attribute));
	buffer_add_str(buf, ",\"score\":");
	buffer_add_number(buf, explanation->score);
	buffer_add_str(buf, ",\"margin\":");
	buffer_add_number(buf, explanation->margin);
	buffer_add_str(buf, ",\"bias\":");
	buffer_add_number(buf, explanation->bias);
	buffer_add_str(buf, ",\"shares\":[");
	for (i = 0; i < explanation->n_shares; i++) {
		if (i)
			buffer_add_str(buf, ",");
		share_json(&explanation->shares[i], buf);
	}
	buffer_add_str(buf, "],\"rest\":");
	buffer_add_number(buf, explanation->rest);
	spans_json("spans", explanation->spans, explanation->n_spans, buf);
	numbers_json("span_shares", explanation->span_shares, explanation->n_spans, buf);
	spans_json("down_spans", explanation->down_spans, explanation->n_down, buf);
	numbers_json("down_shares", explanation->down_shares, explanation->n_down, buf);
	buffer_add_str(buf, "}");
}
