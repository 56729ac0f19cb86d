/* SPDX-License-Identifier: MIT */
#ifndef POLICY_CONDITION_H
#define POLICY_CONDITION_H
/* One condition of a rule: a number of the comment compared with a fixed one. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

/* What a condition looks at. */
enum condition_subject {
	SUBJECT_ATTRIBUTE, /* a score */
	SUBJECT_CAPS,
	SUBJECT_LINKS,
	SUBJECT_LENGTH,
	SUBJECT_WORDS,
	SUBJECT_REPEATED,   /* comments of the batch that say nearly the same; 0: unknown */
	SUBJECT_AUTHOR_URL, /* 1: there is one, 0: there is none */
	SUBJECT_AUTHOR_EMAIL,
};

enum comparison { AT_LEAST, ABOVE, AT_MOST, BELOW };

struct condition {
	enum condition_subject subject;
	enum comparison comparison;
	size_t attribute; /* of SUBJECT_ATTRIBUTE: which of the policy's */
	bool any;         /* one of the rule's conditions of which one must hold */
	double value;
};

/* What a condition's key names: true for one of the fixed subjects; false: an attribute. */
bool condition_subject_named(moderato_str key, enum condition_subject *subject);

/* The fixed subject's key; static. NULL for SUBJECT_ATTRIBUTE. */
const char *condition_subject_name(enum condition_subject subject);

/* Does the subject ask whether something is there, so that its value is true or false? */
bool condition_is_bool(enum condition_subject subject);

/* Read a condition's value for the subject already set in `out`: an operator and a number, a number
 * alone (at least that), or true or false. Returns NULL, or what was expected instead (static). */
const char *condition_parse(moderato_str text, struct condition *out);

/* Does it hold for the subject's number? Never for NaN. */
static inline bool condition_holds(const struct condition *condition, double number)
{
	switch (condition->comparison) {
	case AT_LEAST:
		return number >= condition->value;
	case ABOVE:
		return number > condition->value;
	case AT_MOST:
		return number <= condition->value;
	case BELOW:
		return number < condition->value;
	}
	return false;
}

/* Read digits with an optional fraction: no sign, exponent or other base, and no locale. At most 15
 * digits, so that the quotient below is the nearest double. */
bool condition_number(moderato_str text, double *value);

#endif
