/* SPDX-License-Identifier: MIT */
/* Gathers what a policy looks at from what the stages found out about a comment. Words, links and
 * the language are gathered only where a rule needs them. */
#include <string.h>

#include "base/codepoint.h"
#include "classify/classifier_internal.h"
#include "text/entities.h"
#include "text/language.h"
#include "text/url.h"

static const char link_token[] = {TOKEN_MARK, 'l', 'i', 'n', 'k'};

/* ---- words, for phrases ---- */

/* List the skeletons and places of the plain words. False: out of memory. */
static bool list_words(moderato_classifier *c, struct policy_input *in)
{
	const struct document *doc = &c->doc;
	uint64_t *skeletons = arena_array(&c->arena, doc->words.n, sizeof(*skeletons));
	moderato_span *places = arena_array(&c->arena, doc->words.n, sizeof(*places));
	size_t n = 0;
	size_t i;

	if (!skeletons || !places)
		return false;
	for (i = 0; i < doc->words.n; i++) {
		if (doc->words.v[i].kind != WORD_PLAIN && doc->words.v[i].kind != WORD_SPACED)
			continue;
		skeletons[n] = doc->terms[doc->term_of[i]].key;
		places[n++] = document_place(doc, i);
	}
	in->skeletons = skeletons;
	in->places = places;
	in->n_skeletons = n;
	return true;
}

/* ---- links ---- */

static bool is_bare_link(const struct word *word)
{
	return word->kind == WORD_TOKEN && word->begin < word->end && word->len == sizeof(link_token) &&
		   !memcmp(word->surface, link_token, word->len);
}

/* Decode the entities of a link's target, as a browser would. False: out of memory. */
static bool decode_target(struct arena *arena, const struct link *link, moderato_str *out)
{
	char *s;
	size_t len = 0;
	size_t i = 0;

	*out = (moderato_str){link->target, link->len};
	if (!memchr(link->target, '&', link->len))
		return true;
	s = arena_array(arena, link->len, 4);
	if (!s)
		return false;
	while (i < link->len) {
		uint32_t code;
		const size_t n =
			link->target[i] == '&' ? entity_decode(link->target + i, link->len - i, &code) : 0;

		if (n)
			len += codepoint_put(s + len, code);
		else
			s[len++] = link->target[i];
		i += n + !n;
	}
	*out = (moderato_str){s, len};
	return true;
}

static bool is_mail(moderato_str target)
{
	static const char scheme[] = "mailto:";
	char lower[sizeof(scheme) - 1];

	if (target.len < sizeof(lower))
		return false;
	text_lower(lower, target.ptr, sizeof(lower));
	return !memcmp(lower, scheme, sizeof(lower));
}

/* Add the links that markup named. A mailto: is not a link, as it is not in words.n_links. False:
 * out of memory. */
static bool add_markup_links(moderato_classifier *c, struct policy_link *links, size_t *n)
{
	const struct markup *markup = &c->doc.markup;
	size_t i;

	for (i = 0; i < markup->n_links && i < MARKUP_LINKS_MAX; i++) {
		struct policy_link *link = &links[*n];

		if (!decode_target(&c->arena, &markup->links[i], &link->target))
			return false;
		if (is_mail(link->target))
			continue;
		link->place = markup->links[i].place;
		++*n;
	}
	return true;
}

/* List the links of the text, bare ones first. False: out of memory. */
static bool list_links(moderato_classifier *c, struct policy_input *in)
{
	const struct document *doc = &c->doc;
	struct policy_link *links;
	size_t i;

	if (!in->links)
		return true;
	links = arena_array(&c->arena, doc->words.n + MARKUP_LINKS_MAX, sizeof(*links));
	if (!links)
		return false;
	for (i = 0; i < doc->words.n; i++) {
		const struct word *word = &doc->words.v[i];
		const size_t rest = doc->normal.len - word->begin;

		if (!is_bare_link(word))
			continue;
		links[in->n_targets++] = (struct policy_link){
			{doc->normal.s + word->begin, rest < URL_BYTES_MAX ? rest : URL_BYTES_MAX},
			document_place(doc, i)};
	}
	in->targets = links;
	return add_markup_links(c, links, &in->n_targets);
}

/* ---- the language ---- */

/* Detect the language by the words alone, because links, tags and numbers are in none. False: out
 * of memory. */
bool classifier_language(moderato_classifier *c, const char **code)
{
	const struct words *words = &c->doc.words;
	size_t len = 0;
	size_t i;
	char *s;

	for (i = 0; i < words->n; i++)
		if (words->v[i].kind == WORD_PLAIN)
			len += words->v[i].len + 1;
	s = arena_array(&c->arena, len + !len, 1);
	if (!s)
		return false;
	len = 0;
	for (i = 0; i < words->n; i++) {
		if (words->v[i].kind != WORD_PLAIN)
			continue;
		memcpy(s + len, words->v[i].surface, words->v[i].len);
		len += words->v[i].len;
		s[len++] = ' ';
	}
	return language_detect((moderato_str){s, len}, code);
}

static bool detect(void *payload, const char **code)
{
	return classifier_language(payload, code);
}

bool classifier_policy_input(moderato_classifier *c, const moderato_policy *policy,
	const moderato_scores *scores, struct policy_input *in)
{
	const struct document *doc = &c->doc;
	const moderato_comment *comment = doc->comment;

	*in = (struct policy_input){
		.scores = scores->score,
		.links = doc->words.n_links,
		.length = doc->signals.chars,
		.words = doc->words.n_plain,
		.repeated = comment->repeated,
		.caps =
			doc->signals.letters ? (double)doc->signals.upper / (double)doc->signals.letters : 0.0,
		.author = comment->author,
		.author_email = comment->author_email,
		.author_url = comment->author_url,
		.ip = comment->ip,
		.user_agent = comment->user_agent,
		.lang = comment->lang,
		.detect = detect,
		.detect_payload = c,
	};
	return (!policy_has_list(policy, LIST_PHRASES) || list_words(c, in)) &&
		   (!policy_has_list(policy, LIST_LINK_HOSTS) || list_links(c, in));
}
