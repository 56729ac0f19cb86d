/* SPDX-License-Identifier: MIT */
/* A policy file's lists: the phrases and names of a rule, into the indices that find them. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/policy_read.h"
#include "text/skeletons.h"

static moderato_status add_phrase(struct policy_source *s)
{
	moderato_str text;
	moderato_status status = policy_read_text(s, "a phrase in quotes", true, &text);
	uint64_t *words;
	size_t n;

	if (status)
		return status;
	if (s->n_phrases++ == POLICY_PHRASES_MAX)
		return POLICY_TOO_MUCH(s, "expected at most %d phrases in all rules", POLICY_PHRASES_MAX);
	status = text_skeletons(text, &words, &n);
	if (status == MODERATO_ELIMIT || (!status && n > POLICY_PHRASE_WORDS_MAX))
		status = POLICY_TOO_MUCH(
			s, "phrases: expected a phrase of at most %d words", POLICY_PHRASE_WORDS_MAX);
	else if (status)
		status = policy_no_memory(s);
	else if (!n)
		status = policy_expected(s, "a phrase with at least one word");
	else if (!phrase_index_add(&s->policy->phrases, words, n, (uint32_t)s->policy->n_rules))
		status = policy_no_memory(s);
	free(words);
	return status;
}

moderato_status policy_read_phrases(struct policy_source *s)
{
	s->rule.has_phrases = true;
	return policy_read_list(
		s, "a list of phrases, such as [buy followers, \"whatsapp me\"]", add_phrase);
}

static moderato_status add_author(struct policy_source *s)
{
	struct arena arena = ARENA_INIT;
	moderato_str name;
	moderato_status status = policy_read_name(s, "an author's name in quotes", &name);
	uint64_t word;

	if (status)
		return status;
	if (s->n_authors++ == POLICY_AUTHORS_MAX)
		return POLICY_TOO_MUCH(s, "expected at most %d authors in all rules", POLICY_AUTHORS_MAX);
	if (!policy_fold_author(&arena, name, &name)) {
		status = policy_no_memory(s);
	} else if (!name.len) {
		status = policy_expected(s, "an author's name");
	} else {
		word = policy_author_word(name);
		if (!phrase_index_add(&s->policy->authors, &word, 1, (uint32_t)s->policy->n_rules))
			status = policy_no_memory(s);
	}
	arena_dispose(&arena);
	return status;
}

moderato_status policy_read_authors(struct policy_source *s)
{
	s->rule.has_authors = true;
	return policy_read_list(s, "a list of names, such as [\"Ann Example\", bob]", add_author);
}
