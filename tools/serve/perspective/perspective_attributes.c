/* SPDX-License-Identifier: MIT */
#include "serve/perspective/perspective_attributes.h"

#include <math.h>

#include "base/str.h"

/* The map. Read it with the table in README.md, which a test compares. */
static const struct perspective_attribute table[PERSPECTIVE_ATTRIBUTES] = {
	{"TOXICITY", PERSPECTIVE_HEAD, "toxicity", true},
	{"SEVERE_TOXICITY", PERSPECTIVE_HEAD, "severe_toxicity", true},
	{"IDENTITY_ATTACK", PERSPECTIVE_HEAD, "identity_attack", true},
	{"INSULT", PERSPECTIVE_HEAD, "insult", true},
	{"PROFANITY", PERSPECTIVE_HEAD, "profanity", true},
	{"THREAT", PERSPECTIVE_HEAD, "threat", true},
	{"SPAM", PERSPECTIVE_HEAD, "spam", true},
	/* The same in languages for which Perspective had no production model yet. */
	{"TOXICITY_EXPERIMENTAL", PERSPECTIVE_HEAD, "toxicity", true},
	{"SEVERE_TOXICITY_EXPERIMENTAL", PERSPECTIVE_HEAD, "severe_toxicity", true},
	{"IDENTITY_ATTACK_EXPERIMENTAL", PERSPECTIVE_HEAD, "identity_attack", true},
	{"INSULT_EXPERIMENTAL", PERSPECTIVE_HEAD, "insult", true},
	{"PROFANITY_EXPERIMENTAL", PERSPECTIVE_HEAD, "profanity", true},
	{"THREAT_EXPERIMENTAL", PERSPECTIVE_HEAD, "threat", true},
	/* Faster, and of letters in a row, as all of moderato's are. */
	{"TOXICITY_FAST", PERSPECTIVE_HEAD, "toxicity", true},
	/* What the moderators of The New York Times told apart. */
	{"OBSCENE", PERSPECTIVE_HEAD, "profanity", true},
	{"ATTACK_ON_COMMENTER", PERSPECTIVE_HEAD, "insult", false},
	{"ATTACK_ON_AUTHOR", PERSPECTIVE_HEAD, "insult", false},
	{"INFLAMMATORY", PERSPECTIVE_HEAD, "toxicity", false},
	{"LIKELY_TO_REJECT", PERSPECTIVE_LARGEST, NULL, false},
	{"UNSUBSTANTIAL", PERSPECTIVE_BRIEF, NULL, false},
};

/* Returns the name without its version, or the absent text where that is no number. */
static moderato_str without_version(moderato_str name)
{
	size_t i = name.len;

	while (i && ascii_is_digit(name.ptr[i - 1]))
		i--;
	if (i && i < name.len && name.ptr[i - 1] == '@')
		return str_part(name, 0, i - 1);
	return name;
}

const struct perspective_attribute *perspective_attribute_find(moderato_str name)
{
	const moderato_str bare = without_version(name);
	size_t i;

	for (i = 0; i < PERSPECTIVE_ATTRIBUTES && table[i].name; i++)
		if (str_is(bare, table[i].name))
			return &table[i];
	return NULL;
}

void perspective_heads_find(struct perspective_heads *heads, const moderato_bundle *bundle)
{
	size_t i;

	for (i = 0; i < PERSPECTIVE_ATTRIBUTES; i++)
		heads->head[i] =
			(signed char)(table[i].head ? moderato_bundle_find(bundle, table[i].head) : -1);
}

static int head_of(
	const struct perspective_heads *heads, const struct perspective_attribute *attribute)
{
	return heads->head[attribute - table];
}

bool perspective_attribute_served(
	const struct perspective_heads *heads, const struct perspective_attribute *attribute)
{
	return attribute->source != PERSPECTIVE_HEAD || head_of(heads, attribute) >= 0;
}

double perspective_brief(moderato_str text)
{
	size_t words = 0;
	bool inside = false;
	size_t i;

	for (i = 0; i < text.len && words < 100; i++) {
		const bool letter = !ascii_is_c_space(text.ptr[i]);

		words += letter && !inside;
		inside = letter;
	}
	return floor(1e6 / (1 + exp(((double)words - 8) / 3)) + 0.5) / 1e6;
}

double perspective_attribute_score(const struct perspective_heads *heads,
	const struct perspective_attribute *attribute, const moderato_scores *scores, moderato_str text)
{
	double largest = 0;
	size_t i;

	switch (attribute->source) {
	case PERSPECTIVE_HEAD:
		return scores->score[head_of(heads, attribute)];
	case PERSPECTIVE_BRIEF:
		return perspective_brief(text);
	case PERSPECTIVE_LARGEST:
		break;
	}
	for (i = 0; i < scores->n; i++)
		if (scores->score[i] > largest)
			largest = scores->score[i];
	return largest;
}
