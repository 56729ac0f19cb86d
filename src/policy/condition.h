/* SPDX-License-Identifier: MIT */
#ifndef POLICY_CONDITION_H
#define POLICY_CONDITION_H
/* One condition of a rule: compares a number of the comment with a fixed one. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

/* The number that a condition compares. */
enum condition_subject {
	SUBJECT_ATTRIBUTE, /* a score */
	SUBJECT_CAPS,
	SUBJECT_LINKS,
	SUBJECT_LENGTH,
	SUBJECT_WORDS,
	SUBJECT_REPEATED,   /* comments of the batch with nearly the same text; 0: unknown */
	SUBJECT_AUTHOR_URL, /* 1 if the author gave one, else 0 */
	SUBJECT_AUTHOR_EMAIL,
};

enum comparison { AT_LEAST, ABOVE, AT_MOST, BELOW };

struct condition {
	enum condition_subject subject;
	enum comparison comparison;
	size_t attribute; /* for SUBJECT_ATTRIBUTE: an index into the policy's attributes */
	bool any;         /* true if it is under the rule's `any`, where one condition must hold */
	double value;
};

/* Finds the subject that a condition's key names. Returns false, and SUBJECT_ATTRIBUTE, for a key
 * that is none of the fixed subjects. */
bool condition_subject_named(moderato_str key, enum condition_subject *subject);

/* The key of a fixed subject, a static string; NULL for SUBJECT_ATTRIBUTE. */
const char *condition_subject_name(enum condition_subject subject);

/* True for subjects that ask whether something is there; their values are true and false. */
bool condition_is_bool(enum condition_subject subject);

/* Reads the value of a condition whose subject `out` already has: an operator and a number, a
 * number alone (which means "at least"), or true or false. Returns NULL, or a static text that says
 * what was expected. */
const char *condition_parse(moderato_str text, struct condition *out);

/* True if the condition holds for this number. It never holds for NaN. */
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

#endif
