/* SPDX-License-Identifier: MIT */
/* Comments and verdicts as JSON objects, one a line.
 *
 * The order of the keys is a contract: those who read with grep and cut rely on it. A verdict's
 * reasons are written before anything is asked of the classifier, because they die with its next
 * call. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "classifier.h"
#include "moderato/exporter.h"

/* Below this score nothing in the text pushes it up enough to be worth showing. */
#define SPANS_SCORE_MIN 0.2

/* Further shares are noise to a reader, and there may be thousands. */
#define EXPLAIN_SHARES_MAX 10

/* Behind "id" and "text"; the labels, which are no text, come between "lang" and "source". */
static const struct field {
	const char *key;
	size_t offset;
} fields[] = {
	{"author", offsetof(moderato_comment, author)},
	{"author_email", offsetof(moderato_comment, author_email)},
	{"author_url", offsetof(moderato_comment, author_url)},
	{"ip", offsetof(moderato_comment, ip)},
	{"user_agent", offsetof(moderato_comment, user_agent)},
	{"title", offsetof(moderato_comment, title)},
	{"parent", offsetof(moderato_comment, parent)},
	{"parent_id", offsetof(moderato_comment, parent_id)},
	{"url", offsetof(moderato_comment, url)},
	{"created", offsetof(moderato_comment, created)},
	{"lang", offsetof(moderato_comment, lang)},
	{"source", offsetof(moderato_comment, source)},
	{"group", offsetof(moderato_comment, group)},
};

#define N_FIELDS (sizeof(fields) / sizeof(*fields))

/* --- numbers --- */

/* k / 1000000 for k up to a million. */
static size_t format_millionths(char out[32], uint32_t k)
{
	size_t n = 8; /* "0." and six digits */
	size_t i;

	if (k % 1000000 == 0) {
		out[0] = k ? '1' : '0';
		return 1;
	}
	memcpy(out, "0.", 2);
	for (i = n; i-- > 2; k /= 10)
		out[i] = (char)('0' + k % 10);
	while (out[n - 1] == '0')
		n--;
	return n;
}

/* Scores are millionths, and k / 1e6 is rounded as strtod() rounds k's decimals: correctly. So the
 * plain decimals read back to the same double, and there is no need to try how many it takes. */
size_t moderato_format_number(char out[32], double value)
{
	if (value >= 0 && value <= 1 && !signbit(value)) {
		const uint32_t k = (uint32_t)(value * 1e6 + 0.5);

		if ((double)k / 1e6 == value)
			return format_millionths(out, k);
	}
	return format_double(out, value);
}

/* --- pieces --- */

static void add_number(struct buffer *out, double value)
{
	char text[32];

	buffer_add(out, text, moderato_format_number(text, value));
}

/* A comma, but not at the beginning of an object or array. */
static void separate(struct buffer *out)
{
	const char last = out->len ? out->data[out->len - 1] : '{';

	if (last != '{' && last != '[')
		buffer_add_char(out, ',');
}

static void add_key(struct buffer *out, const char *key)
{
	separate(out);
	json_write_string(out, (moderato_str){key, strlen(key)});
	buffer_add_char(out, ':');
}

static void add_member(struct buffer *out, const char *key, moderato_str value)
{
	if (!value.ptr)
		return;
	add_key(out, key);
	json_write_string(out, value);
}

static void add_size(struct buffer *out, size_t value)
{
	char digits[24];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + value % 10);
	while (value /= 10);
	buffer_add(out, digits + i, sizeof(digits) - i);
}

static void add_span(struct buffer *out, moderato_span span)
{
	buffer_add_char(out, '[');
	add_size(out, span.begin);
	buffer_add_char(out, ',');
	add_size(out, span.end);
	buffer_add_char(out, ']');
}

static void add_spans(struct buffer *out, const moderato_span *spans, size_t n)
{
	size_t i;

	buffer_add_char(out, '[');
	for (i = 0; i < n; i++) {
		separate(out);
		add_span(out, spans[i]);
	}
	buffer_add_char(out, ']');
}

static void add_labels(struct buffer *out, const moderato_comment *comment)
{
	size_t i;

	if (!comment->n_labels)
		return;
	add_key(out, "labels");
	buffer_add_char(out, '{');
	for (i = 0; i < comment->n_labels; i++) {
		separate(out);
		json_write_string(out, comment->labels[i].attribute);
		buffer_add_str(out, comment->labels[i].value ? ":1" : ":0");
	}
	buffer_add_char(out, '}');
}

/* All that is present but "id" and "text". */
static void add_fields(struct buffer *out, const moderato_comment *comment)
{
	size_t i;

	for (i = 0; i < N_FIELDS; i++) {
		if (fields[i].offset == offsetof(moderato_comment, source))
			add_labels(out, comment);
		add_member(out, fields[i].key,
			*(const moderato_str *)(const void *)((const char *)comment + fields[i].offset));
	}
}

/* --- members that were not known --- */

static void add_extra(struct buffer *out, moderato_str extra)
{
	if (!extra.len)
		return;
	separate(out);
	buffer_add(out, extra.ptr, extra.len);
}

/* Is the raw member one that a verdict writes itself? */
static bool is_verdicts(moderato_str member)
{
	static const char *const own[] = {
		"\"decision\"", "\"scores\"", "\"margins\"", "\"reasons\"", "\"spans\"", "\"explain\""};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (member.len > strlen(own[i]) && !memcmp(member.ptr, own[i], strlen(own[i])))
			return true;
	return false;
}

/* Where the first of the raw members ends: at the comma behind it, or at the end. */
static size_t member_len(moderato_str raw)
{
	bool quoted = false;
	size_t depth = 0;
	size_t i;

	for (i = 0; i < raw.len; i++) {
		const char c = raw.ptr[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		else if (c == ',' && !depth)
			break;
	}
	return i < raw.len ? i : raw.len;
}

/* What was scored once may be scored again, and whoever writes the input must not write the
 * verdict: of two members of one name most readers take the last. */
static void add_foreign_extra(struct buffer *out, moderato_str extra)
{
	size_t i = 0;

	while (i < extra.len) {
		moderato_str member = {extra.ptr + i, extra.len - i};

		if (strchr(", \t\r\n", *member.ptr) && *member.ptr) {
			i++;
			continue;
		}
		member.len = member_len(member);
		if (!is_verdicts(member))
			add_extra(out, member);
		i += member.len;
	}
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

static const char *name_of(const struct writing *w, size_t attribute)
{
	return moderato_bundle_attribute(w->classifier->bundle, attribute);
}

static void add_id(struct buffer *out, const moderato_comment *comment)
{
	if (comment->id.ptr) {
		add_member(out, "id", comment->id);
	} else if (comment->line) {
		add_key(out, "id");
		buffer_add_char(out, '"');
		add_size(out, comment->line);
		buffer_add_char(out, '"');
	}
}

static void add_numbers(const struct writing *w, const char *key, const double *values)
{
	size_t i;

	add_key(w->out, key);
	buffer_add_char(w->out, '{');
	for (i = 0; i < w->verdict->scores.n; i++) {
		if (!is_selected(w, i))
			continue;
		add_key(w->out, name_of(w, i));
		add_number(w->out, values[i]);
	}
	buffer_add_char(w->out, '}');
}

static void add_reasons(struct buffer *out, const moderato_verdict *verdict)
{
	size_t i;

	add_key(out, "reasons");
	buffer_add_char(out, '[');
	for (i = 0; i < verdict->n_reasons; i++) {
		const moderato_reason *reason = &verdict->reasons[i];

		separate(out);
		buffer_add_char(out, '{');
		add_key(out, "rule");
		json_write_string(out, (moderato_str){reason->rule, strlen(reason->rule)});
		if (reason->attribute >= 0) {
			add_key(out, "score");
			add_number(out, reason->score);
		}
		add_key(out, "spans");
		add_spans(out, reason->spans, reason->n_spans);
		if (reason->message)
			add_member(out, "message", (moderato_str){reason->message, strlen(reason->message)});
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

/* `scores` are of the comment that the classifier has read last. */
static moderato_status add_all_spans(
	const struct writing *w, const moderato_scores *scores, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	add_key(w->out, "spans");
	buffer_add_char(w->out, '{');
	for (i = 0; !status && i < scores->n; i++) {
		struct spans spans = {NULL, NULL, 0};

		if (!is_selected(w, i))
			continue;
		if (scores->score[i] >= SPANS_SCORE_MIN)
			status = classifier_spans(w->classifier, scores, i, 1, &spans, err);
		add_key(w->out, name_of(w, i));
		add_spans(w->out, spans.v, spans.n);
	}
	buffer_add_char(w->out, '}');
	return status;
}

static void add_shares(struct buffer *out, const moderato_explanation *explanation)
{
	size_t i;

	buffer_add_char(out, '[');
	for (i = 0; i < explanation->n_shares && i < EXPLAIN_SHARES_MAX; i++) {
		const moderato_share *share = &explanation->shares[i];

		separate(out);
		buffer_add_char(out, '{');
		add_member(out, "feature", (moderato_str){share->feature, strlen(share->feature)});
		add_key(out, "value");
		add_number(out, share->value);
		add_key(out, "share");
		add_number(out, share->share);
		if (share->span.begin < share->span.end) {
			add_key(out, "span");
			add_span(out, share->span);
		}
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

/* A kernel head's margin is no sum of shares: it has none to list. */
static moderato_status add_explain(
	const struct writing *w, const moderato_scores *scores, moderato_error *err)
{
	const moderato_bundle *bundle = w->classifier->bundle;
	moderato_status status = MODERATO_OK;
	size_t i;

	add_key(w->out, "explain");
	buffer_add_char(w->out, '{');
	for (i = 0; !status && i < scores->n; i++) {
		moderato_explanation explanation = {.n_shares = 0};

		if (!is_selected(w, i))
			continue;
		if (bundle->heads[classifier_strongest_part(bundle, scores, i)]->type == HEAD_LINEAR)
			status = moderato_classifier_explain(w->classifier, w->comment, i, &explanation, err);
		add_key(w->out, name_of(w, i));
		if (!status)
			add_shares(w->out, &explanation);
	}
	buffer_add_char(w->out, '}');
	return status;
}

static moderato_status add_verdict(const struct writing *w, unsigned with, moderato_error *err)
{
	const char *decision = moderato_decision_name(w->verdict->decision);
	moderato_status status = MODERATO_OK;
	moderato_scores scores;

	buffer_add_char(w->out, '{');
	add_id(w->out, w->comment);
	add_member(w->out, "decision", (moderato_str){decision, strlen(decision)});
	add_numbers(w, "scores", w->verdict->scores.score);
	if (with & MODERATO_WITH_MARGINS)
		add_numbers(w, "margins", w->verdict->scores.margin);
	add_reasons(w->out, w->verdict);
	/* The classifier may have read another comment since. */
	if (with & (MODERATO_WITH_SPANS | MODERATO_WITH_EXPLAIN))
		status = moderato_classifier_score(w->classifier, w->comment, &scores, err);
	if (!status && with & MODERATO_WITH_SPANS)
		status = add_all_spans(w, &scores, err);
	if (!status && with & MODERATO_WITH_EXPLAIN)
		status = add_explain(w, &scores, err);
	if (with & MODERATO_WITH_TEXT) {
		add_member(w->out, "text", w->comment->text);
		add_fields(w->out, w->comment);
	}
	add_foreign_extra(w->out, w->comment->extra);
	buffer_add_char(w->out, '}');
	return status;
}

/* --- the caller's growing text --- */

/* Hand the memory back, which may have moved; after a failure with what was there before. */
static moderato_status give_back(struct buffer *out, moderato_status status, char **text,
	size_t *len, size_t *cap, moderato_error *err)
{
	buffer_cstr(out);
	if (!status && out->failed)
		status = fail(err, MODERATO_ENOMEM, "out of memory");
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
	add_member(&out, "id", comment->id);
	add_member(&out, "text", comment->text);
	add_fields(&out, comment);
	add_extra(&out, comment->extra);
	buffer_add_char(&out, '}');
	return give_back(&out, MODERATO_OK, text, len, cap, err);
}
