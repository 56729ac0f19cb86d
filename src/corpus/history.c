/* SPDX-License-Identifier: MIT */
/* Maps a site's states to labels, and counts how often each state was seen. */
#include "base/ascii.h"
#include "base/str.h"
#include "moderato/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "corpus/missing_text.h"

enum { STATES = 6, OTHER_TYPE = STATES, NO_TEXT, LABELLED, UNKNOWN, ROWS };

#define STATE_LABELS_MAX 16

struct meaning {
	moderato_label labels[STATE_LABELS_MAX]; /* their names are borrowed from the map */
	size_t n;
};

struct moderato_history {
	char *map;
	struct meaning meanings[STATES];
	moderato_history_row rows[ROWS];
	char *shown; /* the rows' labels, each NUL-terminated */
};

/* Returns the state's index in moderato_states(), or UNKNOWN. */
static size_t find_state(moderato_str name)
{
	const char *const *states = moderato_states();
	size_t i;

	for (i = 0; states[i]; i++)
		if (str_is(name, states[i]))
			return i;
	return UNKNOWN;
}

static bool is_name(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_is_lower(s.ptr[i]) && !ascii_is_digit(s.ptr[i]) && s.ptr[i] != '_')
			return false;
	return s.len > 0 && s.len < 40;
}

/* Returns the text before the next character of `ends`, and moves the text to after it. *end is
 * that character, or 0 at the end of the text. */
static moderato_str take(const char **text, const char *ends, char *end)
{
	moderato_str part = {*text, strcspn(*text, ends)};

	*end = (*text)[part.len];
	*text += part.len + (*end != '\0');
	return part;
}

static moderato_status bad(const char *what, moderato_str part, moderato_error *err)
{
	return fail(err, MODERATO_EINVAL,
		"states: %s at '%.*s', expected STATE:ATTRIBUTE=0|1+…,… such as "
		"published:spam=0,spam:spam=1",
		what, part.len > 60 ? 60 : (int)part.len, part.ptr);
}

/* Reads a label such as "spam=1". */
static moderato_status add_label(struct meaning *meaning, moderato_str part, moderato_error *err)
{
	const moderato_str name = {part.ptr, part.len > 2 ? part.len - 2 : 0};
	size_t i;

	if (!is_name(name) || name.ptr[name.len] != '=' || !strchr("01", name.ptr[name.len + 1]))
		return bad("no label", part, err);
	for (i = 0; i < meaning->n; i++)
		if (str_equal(meaning->labels[i].attribute, name))
			return bad("an attribute twice", part, err);
	if (meaning->n == STATE_LABELS_MAX)
		return bad("too many labels", part, err);
	meaning->labels[meaning->n++] = (moderato_label){name, name.ptr[name.len + 1] == '1'};
	return MODERATO_OK;
}

/* Reads a state and its labels, such as "published:spam=0+toxicity=0". *end is the character
 * after it. */
static moderato_status read_meaning(
	moderato_history *h, const char **text, char *end, moderato_error *err)
{
	const moderato_str name = take(text, ":,", end);
	const size_t state = find_state(name);
	moderato_status status = MODERATO_OK;

	if (state == UNKNOWN)
		return bad("no state (published, held, spam, trash, removed, deleted)", name, err);
	if (*end != ':')
		return bad("a state without labels", name, err);
	if (h->meanings[state].n)
		return bad("a state twice", name, err);
	do
		status = add_label(&h->meanings[state], take(text, "+,", end), err);
	while (!status && *end == '+');
	return status;
}

static moderato_status read_map(moderato_history *h, moderato_error *err)
{
	const char *text = h->map;
	moderato_status status;
	char end;

	do
		status = read_meaning(h, &text, &end, err);
	while (!status && end == ',');
	return status;
}

/* Makes the rows. A state's labels are consecutive in the map and are shown as they were
 * written. */
static bool make_rows(moderato_history *h)
{
	static const char *const others[] = {"other type", "no text", "labelled", "unknown"};
	char *to = h->shown = malloc(strlen(h->map) + STATES + 1);
	size_t i;

	if (!to)
		return false;
	for (i = 0; i < ROWS; i++) {
		const struct meaning *meaning = i < STATES ? &h->meanings[i] : NULL;

		h->rows[i].state = i < STATES ? moderato_states()[i] : others[i - STATES];
		h->rows[i].labels = i == LABELLED ? "as they are" : "";
		if (meaning && meaning->n) {
			const char *from = meaning->labels[0].attribute.ptr;
			const moderato_str last = meaning->labels[meaning->n - 1].attribute;
			const size_t len = (size_t)(last.ptr + last.len + 2 - from);

			h->rows[i].labels = to;
			memcpy(to, from, len);
			to += len;
			*to++ = '\0';
		}
	}
	return true;
}

moderato_status moderato_history_new(moderato_history **out, const char *map, moderato_error *err)
{
	moderato_history *h = calloc(1, sizeof(*h));
	moderato_status status;

	*out = NULL;
	if (h)
		h->map = strdup(map ? map : MODERATO_HISTORY_MAP);
	status = h && h->map ? read_map(h, err) : MODERATO_ENOMEM;
	if (!status && !make_rows(h))
		status = MODERATO_ENOMEM;
	if (status) {
		moderato_history_free(h);
		return status == MODERATO_ENOMEM ? fail_no_memory(err) : status;
	}
	*out = h;
	return MODERATO_OK;
}

void moderato_history_label(moderato_history *h, moderato_comment *comment)
{
	size_t row = find_state(comment->state);

	if (comment->n_labels)
		row = LABELLED;
	else if (comment->type.len)
		row = OTHER_TYPE;
	else if (row < STATES && h->meanings[row].n && text_is_missing(comment->text))
		row = NO_TEXT;
	h->rows[row].n++;
	if (row < STATES) {
		comment->labels = h->meanings[row].labels;
		comment->n_labels = h->meanings[row].n;
	}
}

const moderato_history_row *moderato_history_rows(const moderato_history *h, size_t *n)
{
	*n = ROWS;
	return h->rows;
}

void moderato_history_free(moderato_history *h)
{
	if (!h)
		return;
	free(h->map);
	free(h->shown);
	free(h);
}
