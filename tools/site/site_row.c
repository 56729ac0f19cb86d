/* SPDX-License-Identifier: MIT */
#include "site/site_row.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "site/site_time.h"

void site_string(struct buffer *buf, moderato_str text)
{
	json_write_script_string(buf, text);
}

void site_score(struct buffer *buf, double score)
{
	buffer_printf(buf, "%ld", (long)(score * 1e6 + 0.5));
}

static void string_or_0(struct buffer *buf, moderato_str text)
{
	if (text.len)
		site_string(buf, text);
	else
		buffer_add_str(buf, "0");
}

void site_thread(const moderato_comment *comment, struct buffer *buf)
{
	if (!comment->group.len && !comment->title.len && !comment->url.len) {
		buffer_add_str(buf, "0");
		return;
	}
	buffer_add_str(buf, "[");
	string_or_0(buf, comment->group);
	buffer_add_str(buf, ",");
	string_or_0(buf, comment->title);
	buffer_add_str(buf, ",");
	string_or_0(buf, comment->url);
	buffer_add_str(buf, "]");
}

/* Counts the UTF-16 units of a text up to a byte. Each count continues from where the last one
 * ended. */
struct units {
	moderato_str text;
	size_t at;
	size_t n;
};

static size_t units_to(struct units *units, size_t byte)
{
	while (units->at < byte && units->at < units->text.len) {
		uint32_t code;

		units->at += utf8_decode(units->text.ptr + units->at, units->text.len - units->at, &code);
		units->n += code > 0xffff ? 2 : 1;
	}
	return units->n;
}

static size_t rule_index(const struct engine *engine, const char *name)
{
	moderato_rule rule;
	size_t i = 0;

	while (moderato_policy_rule(engine->policy, i, &rule) && strcmp(rule.name, name) != 0)
		i++;
	return i;
}

static void add_reason(const struct engine *engine, moderato_str text,
	const moderato_reason *reason, struct buffer *buf)
{
	struct units units = {.text = text};
	size_t i;

	buffer_printf(buf, "[%zu,", rule_index(engine, reason->rule));
	if (reason->attribute >= 0)
		site_score(buf, reason->score);
	else
		buffer_add_str(buf, "-1");
	for (i = 0; i < reason->n_spans; i++) {
		const size_t begin = units_to(&units, reason->spans[i].begin);

		buffer_printf(buf, ",%zu,%zu", begin, units_to(&units, reason->spans[i].end));
	}
	buffer_add_str(buf, "]");
}

static void add_scores(
	const struct engine *engine, const moderato_verdict *verdict, struct buffer *buf)
{
	const char *comma = "";
	size_t i;

	buffer_add_str(buf, "[");
	for (i = 0; i < verdict->scores.n; i++) {
		if (!engine->selected[i])
			continue;
		buffer_add_str(buf, comma);
		site_score(buf, verdict->scores.score[i]);
		comma = ",";
	}
	buffer_add_str(buf, "]");
}

static void add_id(const moderato_comment *comment, struct buffer *buf)
{
	if (comment->id.len)
		site_string(buf, comment->id);
	else
		buffer_printf(buf, "%zu", comment->line);
}

static void add_time(const moderato_comment *comment, struct buffer *buf)
{
	long long seconds;

	if (site_time(comment->created, &seconds))
		buffer_printf(buf, "%lld", seconds);
	else
		string_or_0(buf, comment->created);
}

void site_row(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf)
{
	const moderato_str rest[] = {comment->author_url, comment->state, comment->parent_id};
	size_t i;

	buffer_printf(buf, "%d,", (int)verdict->decision);
	add_scores(engine, verdict, buf);
	buffer_add_str(buf, ",[");
	for (i = 0; i < verdict->n_reasons; i++) {
		if (i)
			buffer_add_str(buf, ",");
		add_reason(engine, comment->text, &verdict->reasons[i], buf);
	}
	buffer_add_str(buf, "],");
	site_string(buf, comment->text);
	buffer_add_str(buf, ",");
	add_id(comment, buf);
	buffer_add_str(buf, ",");
	string_or_0(buf, comment->author);
	buffer_add_str(buf, ",");
	add_time(comment, buf);
	for (i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
		buffer_add_str(buf, ",");
		string_or_0(buf, rest[i]);
	}
	if (comment->campaign)
		buffer_printf(buf, ",[\"%016" PRIx64 "\",%zu]", comment->campaign, comment->repeated);
}
