/* SPDX-License-Identifier: MIT */
/* Collects the data of a report: numbers of every row, and copies of the worst errors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "report/report_internal.h"

static void take_thresholds(moderato_report *r, const moderato_policy *policy)
{
	size_t i;

	for (i = 0; i < r->n_columns; i++)
		r->columns[i].n_thresholds =
			thresholds_of(policy, r->columns[i].attribute, r->columns[i].thresholds);
}

moderato_status moderato_report_new(moderato_report **out, const moderato_bundle *bundle,
	const moderato_policy *policy, moderato_error *err)
{
	moderato_policy *own = NULL;
	moderato_status status = policy ? MODERATO_OK : moderato_policy_default(&own, err);
	moderato_report *r = status ? NULL : calloc(1, sizeof(*r));
	size_t i;

	*out = NULL;
	if (!status && !r)
		status = fail_no_memory(err);
	if (!status) {
		r->bundle = bundle;
		r->n_columns = moderato_bundle_n_attributes(bundle);
		for (i = 0; i < r->n_columns; i++)
			r->columns[i].attribute = moderato_bundle_attribute(bundle, i);
		take_thresholds(r, policy ? policy : own);
		*out = r;
	}
	moderato_policy_free(own);
	return status;
}

static void dispose_errors(struct report_errors *errors)
{
	size_t i;

	for (i = 0; i < errors->n; i++)
		free(errors->v[i].bytes);
}

void moderato_report_free(moderato_report *r)
{
	size_t i;

	if (!r)
		return;
	for (i = 0; i < r->n_columns; i++) {
		free(r->columns[i].margin);
		free(r->columns[i].score);
		free(r->columns[i].label);
		dispose_errors(&r->columns[i].alarms);
		dispose_errors(&r->columns[i].missed);
	}
	for (i = 0; i < r->corpora.n; i++)
		free(r->corpora.v[i]);
	free(r->corpora.v);
	free(r->name);
	buffer_dispose(&r->json);
	free(r);
}

/* --- names --- */

static char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strdup(slash && slash[1] ? slash + 1 : path);
}

moderato_status moderato_report_name_bundle(
	moderato_report *r, const char *path, moderato_error *err)
{
	char *name = last_part(path);

	if (!name)
		return fail_no_memory(err);
	free(r->name);
	r->name = name;
	return MODERATO_OK;
}

moderato_status moderato_report_name_corpus(
	moderato_report *r, const char *path, moderato_error *err)
{
	void *grown = r->corpora.v;
	char *name;

	if (!grow_array(&grown, &r->corpora.cap, r->corpora.n + 1, sizeof(*r->corpora.v)))
		return fail_no_memory(err);
	r->corpora.v = grown;
	name = last_part(path);
	if (!name)
		return fail_no_memory(err);
	r->corpora.v[r->corpora.n++] = name;
	return MODERATO_OK;
}

/* --- the worst errors --- */

/* Copies the members that scoring reads and those that identify the comment. */
static moderato_status copy_comment(
	struct report_error *out, const moderato_comment *from, moderato_error *err)
{
	const moderato_str parts[] = {
		from->text, from->author, from->author_email, from->author_url, from->id, from->source};
	moderato_str *const to[] = {&out->comment.text, &out->comment.author,
		&out->comment.author_email, &out->comment.author_url, &out->comment.id,
		&out->comment.source};
	size_t len = 0;
	size_t i;
	char *at;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		len += parts[i].len;
	at = out->bytes = malloc(len ? len : 1);
	if (!at)
		return fail_no_memory(err);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!parts[i].ptr)
			continue;
		*to[i] = (moderato_str){at, parts[i].len};
		if (parts[i].len)
			memcpy(at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return MODERATO_OK;
}

/* Keeps the error if it is worse than one of those kept; of equal ones the first stays. */
static moderato_status keep_error(struct report_errors *errors, bool high,
	const moderato_comment *comment, double margin, double score, moderato_error *err)
{
	struct report_error error = {.margin = margin, .score = score};
	moderato_status status;
	size_t i = errors->n;

	while (i && (high ? errors->v[i - 1].margin < margin : errors->v[i - 1].margin > margin))
		i--;
	if (i == MODERATO_REPORT_ERRORS)
		return MODERATO_OK;
	status = copy_comment(&error, comment, err);
	if (status)
		return status;
	if (errors->n == MODERATO_REPORT_ERRORS)
		free(errors->v[--errors->n].bytes);
	memmove(&errors->v[i + 1], &errors->v[i], (errors->n - i) * sizeof(errors->v[0]));
	errors->v[i] = error;
	errors->n++;
	return MODERATO_OK;
}

/* --- rows --- */

static bool grow_column(struct report_column *c)
{
	void *margin = c->margin;
	void *score = c->score;
	void *label = c->label;
	const bool grown = grow_array(&margin, &c->cap_margin, c->n + 1, sizeof(*c->margin)) &&
					   grow_array(&score, &c->cap_score, c->n + 1, sizeof(*c->score)) &&
					   grow_array(&label, &c->cap_label, c->n + 1, sizeof(*c->label));

	c->margin = margin;
	c->score = score;
	c->label = label;
	return grown;
}

moderato_status moderato_report_add(moderato_report *r, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err)
{
	struct report_column *c = attribute < r->n_columns ? &r->columns[attribute] : NULL;
	moderato_status status;

	if (!c)
		return fail(err, MODERATO_EINVAL, "attribute %zu: there are %zu", attribute, r->n_columns);
	if (!isfinite(margin) || !(score >= 0 && score <= 1) || label < 0 || label > 1)
		return fail(err, MODERATO_EINVAL,
			"expected a finite margin, a score from 0 to 1 and the label 0 or 1, got %g, %g, %d",
			margin, score, label);
	if (!grow_column(c))
		return fail_no_memory(err);
	status = keep_error(label ? &c->missed : &c->alarms, !label, comment, margin, score, err);
	if (status)
		return status;
	c->margin[c->n] = margin;
	c->score[c->n] = score;
	c->label[c->n++] = (int8_t)label;
	return MODERATO_OK;
}

moderato_status moderato_report_json(moderato_report *r, const moderato_figures *figures, size_t n,
	moderato_str *json, moderato_error *err)
{
	const struct c_locale locale = c_locale_enter();
	moderato_status status;

	*json = (moderato_str){NULL, 0};
	buffer_clear(&r->json);
	status = report_write(r, figures, n, err);
	if (!status && r->json.failed)
		status = fail_no_memory(err);
	if (!status)
		*json = buffer_view(&r->json);
	c_locale_leave(locale);
	return status;
}
