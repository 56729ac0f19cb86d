/* SPDX-License-Identifier: MIT */
#include "serve/perspective/perspective_analysis.h"

#include "base/fail.h"
#include "serve/perspective/sentences.h"
#include "serve/perspective/utf16.h"

/* A part of the text with its scores. */
struct part {
	moderato_str text;
	size_t begin; /* in UTF-16 units */
	size_t end;
	moderato_scores scores;
};

struct analysis {
	struct worker *worker;
	const struct perspective_request *request;
	struct part whole;
	struct part *parts; /* with an answer of its own in spanScores */
	size_t n_parts;
};

static moderato_status score_whole(struct analysis *a, moderato_error *err)
{
	const moderato_comment comment = {.text = a->request->text};
	moderato_status status;

	a->whole.text = comment.text;
	a->whole.begin = 0;
	a->whole.end = utf16_units(comment.text);
	a->worker->keep_nothing = a->request->do_not_store;
	status = worker_score(a->worker, &comment, &a->whole.scores, err);
	a->worker->keep_nothing = false;
	return status;
}

/* Finds the sentences' places. */
static void cut(struct analysis *a, moderato_str text)
{
	const size_t fit = PERSPECTIVE_SPANS_MAX / a->request->n_asked;
	const size_t most = fit < PERSPECTIVE_SENTENCES_MAX ? fit : PERSPECTIVE_SENTENCES_MAX;
	struct sentences rest = sentences_of(text);
	size_t units = 0;
	size_t at = 0;
	moderato_span span;

	while (a->n_parts < most && sentences_next(&rest, &span)) {
		struct part *part = &a->parts[a->n_parts++];

		if (a->n_parts == most)
			span.end = text.len;
		part->text = str_part(text, span.begin, span.end);
		part->begin = units + utf16_units(str_part(text, at, span.begin));
		part->end = part->begin + utf16_units(part->text);
		units = part->end;
		at = span.end;
	}
}

/* What a sentence scores is not counted: it is no comment. */
static moderato_status score_sentences(struct analysis *a, moderato_error *err)
{
	size_t i;

	a->parts = arena_array(&a->worker->arena, PERSPECTIVE_SENTENCES_MAX, sizeof(*a->parts));
	if (!a->parts)
		return fail_no_memory(err);
	cut(a, a->request->text);
	for (i = 0; i < a->n_parts; i++) {
		const moderato_comment comment = {.text = a->parts[i].text};
		moderato_status status;

		if (comment.text.len == a->request->text.len) {
			a->parts[i].scores = a->whole.scores;
			continue;
		}
		status =
			moderato_classifier_score(a->worker->classifier, &comment, &a->parts[i].scores, err);
		if (status)
			return status;
	}
	return MODERATO_OK;
}

/* A text of nothing but blanks has no sentence: its only span is all of it. */
static moderato_status score(struct analysis *a, moderato_error *err)
{
	moderato_status status = score_whole(a, err);

	if (!status && a->request->span_annotations)
		status = score_sentences(a, err);
	if (!a->n_parts) {
		a->parts = &a->whole;
		a->n_parts = 1;
	}
	return status;
}

static double score_of(
	const struct analysis *a, const struct perspective_asked *asked, const struct part *part)
{
	return perspective_attribute_score(
		&a->worker->setup->perspective, asked->attribute, &part->scores, part->text);
}

static bool is_returned(const struct perspective_asked *asked, double value)
{
	return !asked->has_threshold || value >= asked->threshold;
}

static void write_score(struct pretty_json *out, const char *key, double value)
{
	pretty_json_key(out, key);
	pretty_json_open(out, '{');
	pretty_json_number(out, "value", value);
	pretty_json_literal(out, "type", "PROBABILITY");
	pretty_json_close(out, '}');
}

static void write_spans(
	struct pretty_json *out, const struct analysis *a, const struct perspective_asked *asked)
{
	bool any = false;
	size_t i;

	for (i = 0; i < a->n_parts; i++) {
		const struct part *part = &a->parts[i];
		const double value = score_of(a, asked, part);

		if (!is_returned(asked, value))
			continue;
		if (!any) {
			pretty_json_key(out, "spanScores");
			pretty_json_open(out, '[');
			any = true;
		}
		pretty_json_item(out);
		pretty_json_open(out, '{');
		pretty_json_count(out, "begin", part->begin);
		pretty_json_count(out, "end", part->end);
		write_score(out, "score", value);
		pretty_json_close(out, '}');
	}
	if (any)
		pretty_json_close(out, ']');
}

static void write_attribute(
	struct pretty_json *out, const struct analysis *a, const struct perspective_asked *asked)
{
	const double value = score_of(a, asked, &a->whole);

	pretty_json_foreign_key(out, asked->name);
	pretty_json_open(out, '{');
	write_spans(out, a, asked);
	if (is_returned(asked, value))
		write_score(out, "summaryScore", value);
	pretty_json_close(out, '}');
}

static void write(struct pretty_json *out, const struct analysis *a,
	const struct perspective_languages *languages)
{
	size_t i;

	pretty_json_open(out, '{');
	pretty_json_key(out, "attributeScores");
	pretty_json_open(out, '{');
	for (i = 0; i < a->request->n_asked; i++) {
		const struct perspective_asked *asked = &a->request->asked[i];

		if (asked->attribute &&
			perspective_attribute_served(&a->worker->setup->perspective, asked->attribute))
			write_attribute(out, a, asked);
	}
	pretty_json_close(out, '}');
	pretty_json_strings(out, "languages", languages->effective, languages->n_effective);
	if (languages->n_detected)
		pretty_json_strings(out, "detectedLanguages", languages->detected, languages->n_detected);
	if (a->request->client_token.len)
		pretty_json_string(out, "clientToken", a->request->client_token);
	pretty_json_close(out, '}');
}

moderato_status perspective_analysis_write(struct worker *worker,
	const struct perspective_request *request, const struct perspective_languages *languages,
	struct pretty_json *out, moderato_error *err)
{
	struct analysis a = {.worker = worker, .request = request};
	const moderato_status status = score(&a, err);

	if (!status)
		write(out, &a, languages);
	return status;
}
