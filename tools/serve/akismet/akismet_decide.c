/* SPDX-License-Identifier: MIT */
#include "serve/akismet/akismet_decide.h"

/* ---- what needs no score ---- */

/* The values with which clients test whether the service works. */
static bool is_guaranteed_spam(const struct akismet_form *form)
{
	const moderato_str author = form->value[AKISMET_AUTHOR];

	return str_is(author, "viagra-test-123") || str_is(author, "akismet-guaranteed-spam") ||
		   str_is_nocase(form->value[AKISMET_EMAIL], "akismet-guaranteed-spam@example.com");
}

/* WordPress lists all roles that a user has, with commas. */
static bool is_administrator(const struct akismet_form *form)
{
	moderato_str rest = form->value[AKISMET_USER_ROLE];
	moderato_str role;

	while (str_take(&rest, ',', &role))
		if (str_is_nocase(role, "administrator"))
			return true;
	return false;
}

static bool is_filled(moderato_str value)
{
	size_t i;

	for (i = 0; i < value.len; i++)
		if (!ascii_is_c_space(value.ptr[i]))
			return true;
	return false;
}

/* A honeypot is a field that people do not see: whoever fills it in is a program. Its name is the
 * site's choice; WordPress sends what was posted with "POST_" before the names. */
static bool is_honeypot_filled(const struct akismet_form *form)
{
	const moderato_str name = form->value[AKISMET_HONEYPOT_NAME];
	size_t i;

	if (is_filled(form->value[AKISMET_HONEYPOT]) || is_filled(form->value[AKISMET_HONEYPOT_WP]))
		return true;
	for (i = 0; name.len && i < form->all.n; i++) {
		const struct form_field *field = &form->all.v[i];

		if ((str_equal(field->name, name) ||
				(str_begins(field->name, "POST_") && str_equal(str_from(field->name, 5), name))) &&
			is_filled(field->value))
			return true;
	}
	return false;
}

bool akismet_decide_by_form(struct akismet_answer *out, const struct akismet_form *form)
{
	*out = (struct akismet_answer){.label = "ham"};
	if (is_administrator(form))
		return true;
	*out = (struct akismet_answer){.spam = true, .label = "spam"};
	if (is_guaranteed_spam(form)) {
		out->discard = akismet_form_is_true(form, AKISMET_TEST_DISCARD);
		return true;
	}
	return is_honeypot_filled(form);
}

/* ---- what the policy decides ---- */

static const char *attribute_of(const moderato_reason *reason, const moderato_bundle *bundle)
{
	return reason->attribute < 0 ? NULL
								 : moderato_bundle_attribute(bundle, (size_t)reason->attribute);
}

static bool is_about_spam(const moderato_reason *reason, const moderato_bundle *bundle)
{
	const char *attribute = attribute_of(reason, bundle);

	return attribute && strcmp(attribute, "spam") == 0;
}

void akismet_decide(struct akismet_answer *out, const moderato_verdict *verdict,
	const moderato_bundle *bundle, const struct config *config)
{
	const bool rejected = verdict->decision == MODERATO_REJECT;
	const char *attribute = NULL;
	size_t i;

	*out = (struct akismet_answer){.spam = rejected, .label = "ham"};
	if (verdict->decision == MODERATO_PUBLISH)
		return;
	for (i = 0; i < verdict->n_reasons; i++) {
		const moderato_reason *reason = &verdict->reasons[i];

		if (!attribute)
			attribute = attribute_of(reason, bundle);
		if (!is_about_spam(reason, bundle))
			continue;
		out->spam = true;
		out->discard |=
			reason->action == MODERATO_REJECT && reason->score >= config->akismet.discard_from;
	}
	if (!out->spam) {
		out->spam = config->akismet.hold == AKISMET_HOLD_IS_SPAM;
		out->pending = config->akismet.hold == AKISMET_HOLD_IS_PENDING;
	}
	out->label = attribute ? attribute : out->spam ? "spam" : "held";
}
