/* SPDX-License-Identifier: MIT */
/* Which lists of the rules a comment meets. Each kind of list is one index with the entries of all
 * rules, so that a list of ten thousand hosts costs no more than one of two. */
#include "policy/policy_match.h"

#include <stdlib.h>
#include <string.h>

#include "policy/email.h"
#include "policy/host.h"
#include "policy/language_tag.h"
#include "text/skeletons.h"

#define BIT(list) (1U << (list))
#define LANGUAGE_LISTS (BIT(LIST_LANGUAGES) | BIT(LIST_NOT_LANGUAGES))

/* True for a field that can be compared. No list entry is nearly as long as the limit, so that a
 * longer field is in no list. */
static bool is_readable(moderato_str field)
{
	return field.len > 0 && field.len <= MODERATO_COMMENT_BYTES_MAX;
}

/* Marks the list as met for the rules that list the sequence which ends at the node. */
static void meet_at(struct policy_application *a, enum policy_list list, uint32_t node)
{
	const struct phrase_index *index = &a->policy->lists[list];
	uint32_t o;

	if (node == PHRASE_ROOT)
		return;
	for (o = index->nodes[node].owner; o != PHRASE_NO_OWNER; o = index->owners[o].next)
		a->states[index->owners[o].rule].met |= BIT(list);
}

static void meet_word(struct policy_application *a, enum policy_list list, uint64_t word)
{
	meet_at(a, list, phrase_index_step(&a->policy->lists[list], PHRASE_ROOT, word));
}

/* ---- phrases of the text ---- */

/* Notes a place in the text. A place that overlaps or touches the newest one extends it; otherwise
 * phrases that begin at the same word would pile up. */
static bool add_match(struct arena *arena, struct rule_state *state, moderato_span span)
{
	struct match *newest = state->matches;

	if (newest && span.begin >= newest->span.begin && span.begin <= newest->span.end) {
		if (span.end > newest->span.end)
			newest->span.end = span.end;
		return true;
	}
	newest = arena_alloc(arena, sizeof(*newest));
	if (!newest)
		return false;
	*newest = (struct match){state->matches, span};
	state->matches = newest;
	state->n_matches++;
	return true;
}

/* Notes that words first…last are a phrase of the rule. */
static bool note_phrase(
	struct policy_application *a, struct rule_state *state, size_t first, size_t last)
{
	const moderato_span begin = a->input->places[first];
	const moderato_span end = a->input->places[last];
	const moderato_span span = {begin.begin, end.end};

	state->met |= BIT(LIST_PHRASES);
	if (begin.begin >= begin.end || end.begin >= end.end || span.begin >= span.end)
		return true; /* the words of a markup link have no place to show */
	return add_match(a->arena, state, span);
}

/* Matches the phrases that begin at word `first`. */
static bool match_phrases_at(struct policy_application *a, size_t first)
{
	const struct phrase_index *phrases = &a->policy->lists[LIST_PHRASES];
	const struct policy_input *input = a->input;
	uint32_t node = PHRASE_ROOT;
	size_t i;

	for (i = first; i < input->n_skeletons; i++) {
		uint32_t o;

		node = phrase_index_step(phrases, node, input->skeletons[i]);
		if (node == PHRASE_ROOT)
			break;
		for (o = phrases->nodes[node].owner; o != PHRASE_NO_OWNER; o = phrases->owners[o].next) {
			struct rule_state *state = &a->states[phrases->owners[o].rule];

			if (state->possible && !note_phrase(a, state, first, i))
				return false;
		}
	}
	return true;
}

static bool match_phrases(struct policy_application *a)
{
	const struct phrase_index *phrases = &a->policy->lists[LIST_PHRASES];
	size_t i;

	if (!phrases->n_nodes)
		return true;
	for (i = 0; i < a->input->n_skeletons; i++)
		if (phrase_index_may_begin(phrases, a->input->skeletons[i]) && !match_phrases_at(a, i))
			return false;
	return true;
}

/* ---- phrases in other fields, which have no place to show ---- */

static void meet_phrases(
	struct policy_application *a, enum policy_list list, const uint64_t *words, size_t n)
{
	const struct phrase_index *phrases = &a->policy->lists[list];
	size_t first;
	size_t i;

	for (first = 0; first < n; first++) {
		uint32_t node = PHRASE_ROOT;

		for (i = first; i < n; i++) {
			node = phrase_index_step(phrases, node, words[i]);
			if (node == PHRASE_ROOT)
				break;
			meet_at(a, list, node);
		}
	}
}

static bool match_field_phrases(
	struct policy_application *a, enum policy_list list, moderato_str field)
{
	uint64_t *words;
	size_t n;

	if (!has_entries(a->policy, list) || !is_readable(field))
		return true;
	if (text_skeletons(field, &words, &n) != MODERATO_OK)
		return false; /* it is not too long, so memory ran out */
	meet_phrases(a, list, words, n);
	free(words);
	return true;
}

/* ---- the author ---- */

static bool match_author(struct policy_application *a)
{
	moderato_str folded;

	if (!has_entries(a->policy, LIST_AUTHORS) || !is_readable(a->input->author))
		return true;
	if (!policy_fold(a->arena, a->input->author, &folded))
		return false;
	meet_word(a, LIST_AUTHORS, policy_author_word(folded));
	return true;
}

static bool match_author_email(struct policy_application *a)
{
	struct email email;
	bool is_email;

	if (!has_entries(a->policy, LIST_EMAILS) || !is_readable(a->input->author_email))
		return true;
	if (!email_read(a->arena, a->input->author_email, &email, &is_email))
		return false;
	if (is_email) {
		meet_word(a, LIST_EMAILS, email.whole);
		meet_word(a, LIST_EMAILS, email.at_host);
	}
	return true;
}

static void match_address(struct policy_application *a)
{
	const struct policy_prefixes *prefixes = &a->policy->prefixes;
	struct address address;
	size_t n;

	if (!has_entries(a->policy, LIST_ADDRESSES) || !address_read(a->input->ip, &address))
		return;
	for (n = 0; n <= address.n_bits; n++)
		if (address.n_bits == ADDRESS_BITS_MAX ? prefixes->ipv6[n] : prefixes->ipv4[n])
			meet_word(a, LIST_ADDRESSES, address_hash(&address, n));
}

/* ---- hosts: a listed host includes its subdomains ---- */

static bool match_author_host(struct policy_application *a)
{
	const struct phrase_index *hosts = &a->policy->lists[LIST_AUTHOR_HOSTS];
	uint32_t node = PHRASE_ROOT;
	struct host host;
	size_t i;

	if (!hosts->n_nodes || !is_readable(a->input->author_url))
		return true;
	if (!host_read(a->arena, host_of_link(a->input->author_url), &host))
		return false;
	for (i = 0; i < host.n; i++) {
		node = phrase_index_step(hosts, node, host.label[i]);
		if (node == PHRASE_ROOT)
			break;
		meet_at(a, LIST_AUTHOR_HOSTS, node);
	}
	return true;
}

/* Notes that link i leads to a host that the rule lists. Called again if the rule lists its domain
 * as well. */
static bool note_link(struct policy_application *a, struct rule_state *state, size_t i)
{
	const moderato_span place = a->input->targets[i].place;

	state->n_links += state->last_link != i + 1;
	state->last_link = i + 1;
	return place.begin == place.end || add_match(a->arena, state, place);
}

static bool match_link(struct policy_application *a, size_t i)
{
	const struct phrase_index *hosts = &a->policy->lists[LIST_LINK_HOSTS];
	uint32_t node = PHRASE_ROOT;
	struct host host;
	size_t k;

	if (!host_read(a->arena, host_of_link(a->input->targets[i].target), &host))
		return false;
	for (k = 0; k < host.n; k++) {
		uint32_t o;

		node = phrase_index_step(hosts, node, host.label[k]);
		if (node == PHRASE_ROOT)
			break;
		for (o = hosts->nodes[node].owner; o != PHRASE_NO_OWNER; o = hosts->owners[o].next) {
			struct rule_state *state = &a->states[hosts->owners[o].rule];

			if (state->possible && !note_link(a, state, i))
				return false;
		}
	}
	return true;
}

/* One link to a listed host is enough for a rule that holds or rejects. For a rule that publishes
 * all links must lead to listed hosts; otherwise one good link would let any other pass. */
static bool match_links(struct policy_application *a)
{
	const moderato_policy *policy = a->policy;
	size_t i;

	if (!has_entries(policy, LIST_LINK_HOSTS))
		return true;
	for (i = 0; i < a->input->n_targets; i++)
		if (!match_link(a, i))
			return false;
	for (i = 0; i < policy->n_rules; i++) {
		struct rule_state *state = &a->states[i];
		const bool all = state->n_links == a->input->links;

		if (state->n_links && (all || policy->rules[i].action != MODERATO_PUBLISH))
			state->met |= BIT(LIST_LINK_HOSTS);
	}
	return true;
}

/* ---- languages ---- */

/* True if the language still decides whether some rule fires, because all else that it asks for is
 * met. */
static bool needs_language(const struct policy_application *a)
{
	size_t i;

	for (i = 0; i < a->policy->n_rules; i++) {
		const unsigned lists = a->policy->rules[i].lists;

		if (lists & LANGUAGE_LISTS && a->states[i].possible &&
			(a->states[i].met | LANGUAGE_LISTS | ~lists) == ~0U)
			return true;
	}
	return false;
}

/* The language that the comment states, or else the one of its text. Returns false when memory runs
 * out. */
static bool find_language(const struct policy_application *a, struct language_tag *tag)
{
	const char *code = NULL;

	if (language_tag_read(a->input->lang, tag) && !language_tag_is_unknown(tag))
		return true;
	if (a->input->detect && !a->input->detect(a->input->detect_payload, &code))
		return false;
	if (!code || !language_tag_read((moderato_str){code, strlen(code)}, tag))
		(void)language_tag_read((moderato_str){LANGUAGE_UNKNOWN, strlen(LANGUAGE_UNKNOWN)}, tag);
	return true;
}

static void meet_language(
	struct policy_application *a, enum policy_list list, const struct language_tag *tag)
{
	uint32_t node = PHRASE_ROOT;
	size_t i;

	for (i = 0; i < tag->n; i++) {
		node = phrase_index_step(&a->policy->lists[list], node, tag->subtag[i]);
		if (node == PHRASE_ROOT)
			break;
		meet_at(a, list, node);
	}
}

/* Matches the language lists. An unknown language is in no list and in no complement of a list;
 * only an explicit "unknown" in `languages` matches it. */
static bool match_language(struct policy_application *a)
{
	struct language_tag tag;
	size_t i;

	if (!needs_language(a))
		return true;
	if (!find_language(a, &tag))
		return false;
	meet_language(a, LIST_LANGUAGES, &tag);
	if (language_tag_is_unknown(&tag))
		return true;
	meet_language(a, LIST_NOT_LANGUAGES, &tag);
	for (i = 0; i < a->policy->n_rules; i++) /* met means: in none of the listed ones */
		a->states[i].met ^= BIT(LIST_NOT_LANGUAGES);
	return true;
}

bool policy_match(struct policy_application *a)
{
	match_address(a);
	return match_author(a) && match_author_email(a) && match_author_host(a) &&
		   match_field_phrases(a, LIST_AUTHOR_PHRASES, a->input->author) &&
		   match_field_phrases(a, LIST_USER_AGENT_PHRASES, a->input->user_agent) &&
		   match_links(a) && match_phrases(a) && match_language(a);
}

/* ---- places ---- */

static int compare_spans(const void *left, const void *right)
{
	const moderato_span *a = left;
	const moderato_span *b = right;

	if (a->begin != b->begin)
		return a->begin < b->begin ? -1 : 1;
	return (a->end > b->end) - (a->end < b->end);
}

bool policy_match_spans(
	struct arena *arena, const struct rule_state *state, const moderato_span **out, size_t *n_out)
{
	moderato_span *spans;
	const struct match *match;
	size_t i = state->n_matches;
	size_t n = 0;

	*out = NULL;
	*n_out = 0;
	if (!state->n_matches)
		return true;
	spans = arena_array(arena, state->n_matches, sizeof(*spans));
	if (!spans)
		return false;
	for (match = state->matches; match; match = match->earlier)
		spans[--i] = match->span;
	qsort(spans, state->n_matches, sizeof(*spans), compare_spans);
	for (i = 0; i < state->n_matches; i++) {
		if (n && spans[i].begin <= spans[n - 1].end) {
			if (spans[i].end > spans[n - 1].end)
				spans[n - 1].end = spans[i].end;
		} else {
			spans[n++] = spans[i];
		}
	}
	*out = spans;
	*n_out = n;
	return true;
}
