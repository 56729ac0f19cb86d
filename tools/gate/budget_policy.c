/* SPDX-License-Identifier: MIT */
#include "gate/budget_policy.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

/* The text between an attribute and a comparison sign. */
static const char before_sign[] = ": \"";

#define BEFORE_SIGN_LEN (sizeof(before_sign) - 1)

/* A threshold that no score reaches. */
static const char never[] = "> 1\"";

#define NEVER_LEN (sizeof(never) - 1)

/* The text by which the notes of an earlier run are recognised. */
static const char ordinary[] = " % of ordinary comments";

/* A line of a policy while it is rewritten. */
struct line {
	const char *at; /* everything before this has been written */
	const char *end;
	const struct budget_line *lines; /* the thresholds for this line */
	const struct budget_line *last;  /* the threshold written last; NULL if none was */
	size_t conditions;
};

double budget_percent(size_t n, size_t of)
{
	return of ? 100.0 * (double)n / (double)of : 0;
}

/* Returns the line of the attribute with this name, or NULL if the bundle does not have it. */
static const struct budget_line *line_of(
	const struct budget_policy *p, const struct budget_line *lines, const char *name, size_t len)
{
	size_t a;

	for (a = 0; a < p->scores->n_attributes; a++) {
		const char *known = moderato_bundle_attribute(p->bundle, a);

		if (str_is((moderato_str){name, len}, known))
			return &lines[a];
	}
	return NULL;
}

/* Returns whether a condition with a minimum score begins at `sign`. */
static bool is_threshold(const char *sign, const char *end)
{
	return end - sign >= (ptrdiff_t)NEVER_LEN &&
		   (memcmp(sign, ">= ", 3) == 0 || memcmp(sign, never, NEVER_LEN) == 0);
}

/* Writes the text up to the end of the next condition's sign and number. Returns false if there is
 * no further condition. */
static bool write_condition(const struct budget_policy *p, struct line *l, struct buffer *out)
{
	const char *colon = memmem(l->at, (size_t)(l->end - l->at), before_sign, BEFORE_SIGN_LEN);
	const char *name = colon;
	const char *sign = colon ? colon + BEFORE_SIGN_LEN : NULL;
	const char *quote = colon ? memchr(sign, '"', (size_t)(l->end - sign)) : NULL;
	const struct budget_line *line;

	if (!quote)
		return false;
	while (name > l->at && (ascii_is_lower(name[-1]) || name[-1] == '_'))
		name--;
	line = line_of(p, l->lines, name, (size_t)(colon - name));
	if (!line || !is_threshold(sign, l->end)) {
		buffer_add(out, l->at, (size_t)(quote - l->at));
	} else {
		buffer_add(out, l->at, (size_t)(sign - l->at));
		if (line->threshold <= 1)
			buffer_printf(out, ">= %.4f", line->threshold);
		else
			buffer_add(out, never, NEVER_LEN - 1);
		l->last = line;
	}
	l->at = quote;
	l->conditions++;
	return true;
}

/* Writes a comment that says what a rule on one attribute costs and catches. */
static void write_note(
	const struct budget_policy *p, const struct budget_line *line, struct buffer *out)
{
	buffer_printf(out, " # %.2f%s", budget_percent(line->reached, p->scores->n_ordinary), ordinary);
	if (line->positives)
		buffer_printf(
			out, ", %.0f %% of those labelled", budget_percent(line->caught, line->positives));
}

/* Finds where an earlier run's note begins. Returns `end` if there is none. */
static const char *find_note(const char *line, const char *end)
{
	const char *note = memmem(line, (size_t)(end - line), ordinary, sizeof(ordinary) - 1);

	if (!note)
		return end;
	while (note > line && strncmp(note, " # ", 3) != 0)
		note--;
	return note > line ? note : end;
}

/* Writes a line with conditions. With `alone`, a line with a single condition gets a note. */
static void write_conditions(
	const struct budget_policy *p, struct line *l, bool alone, struct buffer *out)
{
	while (write_condition(p, l, out))
		;
	buffer_add(out, l->at, (size_t)(find_note(l->at, l->end) - l->at));
	if (alone && l->conditions == 1 && l->last && l->last->threshold <= 1)
		write_note(p, l->last, out);
}

/* Returns whether the rule that begins on this line rejects. Its action is on a later line. */
static bool rule_rejects(const char *line)
{
	const char *next = strstr(line, "- name:");
	const char *action = strstr(line, "action:");

	return action && (!next || action < next) && strncmp(action, "action: reject", 14) == 0;
}

void budget_rewrite(const struct budget_policy *p, const char *policy, struct buffer *out)
{
	while (*policy) {
		const char *newline = strchr(policy, '\n');
		const size_t len = newline ? (size_t)(newline - policy) : strlen(policy);
		const char *text = policy + strspn(policy, " ");
		struct line l = {.at = policy, .end = policy + len, .lines = p->hold};

		if (strncmp(text, "when:", 5) == 0 || strncmp(text, "any:", 4) == 0) {
			const bool any = memmem(policy, len, "any:", 4) != NULL;

			if (!any && rule_rejects(policy))
				l.lines = p->reject;
			write_conditions(p, &l, !any, out);
		} else {
			buffer_add(out, policy, len);
		}
		buffer_add_str(out, "\n");
		policy += len + (newline != NULL);
	}
}
