/* SPDX-License-Identifier: MIT */
#include "site_row.h"

#include <inttypes.h>
#include <string.h>

#include "base/json.h"
#include "site_time.h"

void site_string(struct strbuf *buf, moderato_str text)
{
	struct buffer out = {buf->ptr, buf->len, buf->cap, buf->failed};

	json_write_script_string(&out, text);
	*buf = (struct strbuf){out.data, out.len, out.cap, out.failed};
	strbuf_add(buf, "", 0); /* a strbuf ends with NUL */
}

void site_score(struct strbuf *buf, double score)
{
	strbuf_format(buf, "%ld", (long)(score * 1e6 + 0.5));
}

static void string_or_0(struct strbuf *buf, moderato_str text)
{
	if (text.len)
		site_string(buf, text);
	else
		strbuf_puts(buf, "0");
}

void site_thread(const moderato_comment *comment, struct strbuf *buf)
{
	if (!comment->group.len && !comment->title.len && !comment->url.len) {
		strbuf_puts(buf, "0");
		return;
	}
	strbuf_puts(buf, "[");
	string_or_0(buf, comment->group);
	strbuf_puts(buf, ",");
	string_or_0(buf, comment->title);
	strbuf_puts(buf, ",");
	string_or_0(buf, comment->url);
	strbuf_puts(buf, "]");
}

/* UTF-16 units of a text up to a byte, going on from where the last call ended. */
struct units {
	moderato_str text;
	size_t at;
	size_t n;
};

static size_t units_to(struct units *units, size_t byte)
{
	while (units->at < byte && units->at < units->text.len) {
		unsigned code;

		units->at += decode_utf8(units->text.ptr + units->at, units->text.len - units->at, &code);
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
	const moderato_reason *reason, struct strbuf *buf)
{
	struct units units = {.text = text};
	size_t i;

	strbuf_format(buf, "[%zu,", rule_index(engine, reason->rule));
	if (reason->attribute >= 0)
		site_score(buf, reason->score);
	else
		strbuf_puts(buf, "-1");
	for (i = 0; i < reason->n_spans; i++) {
		const size_t begin = units_to(&units, reason->spans[i].begin);

		strbuf_format(buf, ",%zu,%zu", begin, units_to(&units, reason->spans[i].end));
	}
	strbuf_puts(buf, "]");
}

static void add_scores(
	const struct engine *engine, const moderato_verdict *verdict, struct strbuf *buf)
{
	const char *comma = "";
	size_t i;

	strbuf_puts(buf, "[");
	for (i = 0; i < verdict->scores.n; i++) {
		if (!engine->selected[i])
			continue;
		strbuf_puts(buf, comma);
		site_score(buf, verdict->scores.score[i]);
		comma = ",";
	}
	strbuf_puts(buf, "]");
}

static void add_id(const moderato_comment *comment, struct strbuf *buf)
{
	if (comment->id.len)
		site_string(buf, comment->id);
	else
		strbuf_format(buf, "%zu", comment->line);
}

static void add_time(const moderato_comment *comment, struct strbuf *buf)
{
	long long seconds;

	if (site_time(comment->created, &seconds))
		strbuf_format(buf, "%lld", seconds);
	else
		string_or_0(buf, comment->created);
}

void site_row(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct strbuf *buf)
{
	const moderato_str rest[] = {comment->author_url, comment->state, comment->parent_id};
	size_t i;

	strbuf_format(buf, "%d,", (int)verdict->decision);
	add_scores(engine, verdict, buf);
	strbuf_puts(buf, ",[");
	for (i = 0; i < verdict->n_reasons; i++) {
		if (i)
			strbuf_puts(buf, ",");
		add_reason(engine, comment->text, &verdict->reasons[i], buf);
	}
	strbuf_puts(buf, "],");
	site_string(buf, comment->text);
	strbuf_puts(buf, ",");
	add_id(comment, buf);
	strbuf_puts(buf, ",");
	string_or_0(buf, comment->author);
	strbuf_puts(buf, ",");
	add_time(comment, buf);
	for (i = 0; i < sizeof(rest) / sizeof(rest[0]); i++) {
		strbuf_puts(buf, ",");
		string_or_0(buf, rest[i]);
	}
	if (comment->campaign)
		strbuf_format(buf, ",[\"%016" PRIx64 "\",%zu]", comment->campaign, comment->repeated);
}
