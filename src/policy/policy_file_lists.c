/* SPDX-License-Identifier: MIT */
/* Reads the lists of a policy file: the entries of a rule go into the indexes in which they are
 * found. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "policy/email.h"
#include "policy/host.h"
#include "policy/language_tag.h"
#include "policy/policy_read.h"
#include "text/skeletons.h"

/* Adds a sequence of words to a list of the rule that is being read. */
static moderato_status add_entry(
	struct policy_source *s, enum policy_list list, const uint64_t *words, size_t n)
{
	if (!phrase_index_add(&s->policy->lists[list], words, n, (uint32_t)s->policy->n_rules))
		return policy_no_memory(s);
	return MODERATO_OK;
}

static moderato_status add_phrase_entry(struct policy_source *s, enum policy_list list)
{
	moderato_str text;
	moderato_status status = policy_read_text(s, "a phrase in quotes", true, &text);
	uint64_t *words;
	size_t n;

	if (status)
		return status;
	status = text_skeletons(text, &words, &n);
	if (status == MODERATO_ELIMIT || (!status && n > POLICY_PHRASE_WORDS_MAX))
		status = POLICY_TOO_MUCH(
			s, "%s: expected a phrase of at most %d words", s->key, POLICY_PHRASE_WORDS_MAX);
	else if (status)
		status = policy_no_memory(s);
	else if (!n)
		status = policy_expected(s, "a phrase with at least one word");
	else
		status = add_entry(s, list, words, n);
	free(words);
	return status;
}

static moderato_status add_author_entry(struct policy_source *s, enum policy_list list)
{
	moderato_str name;
	moderato_status status = policy_read_name(s, "an author's name in quotes", &name);
	uint64_t word;

	if (status)
		return status;
	if (!policy_fold(&s->scratch, name, &name))
		return policy_no_memory(s);
	if (!name.len)
		return policy_expected(s, "an author's name");
	word = policy_author_word(name);
	return add_entry(s, list, &word, 1);
}

static moderato_status add_host_entry(struct policy_source *s, enum policy_list list)
{
	static const char what[] = "a host, such as shop.example, which stands for its subdomains too";
	struct host host;
	moderato_str name;
	moderato_status status = policy_read_name(s, what, &name);

	if (status)
		return status;
	if (!host_read(&s->scratch, name, &host))
		return policy_no_memory(s);
	return host.n ? add_entry(s, list, host.label, host.n) : policy_expected(s, what);
}

static moderato_status add_email_entry(struct policy_source *s, enum policy_list list)
{
	static const char what[] = "an address in quotes, such as \"ann@mail.example\" or "
							   "\"@mail.example\"";
	struct email email;
	moderato_str text;
	bool is_email;
	moderato_status status = policy_read_name(s, what, &text);

	if (status)
		return status;
	if (!email_read(&s->scratch, text, &email, &is_email))
		return policy_no_memory(s);
	if (!is_email)
		return policy_expected(s, what);
	return add_entry(s, list, email.has_name ? &email.whole : &email.at_host, 1);
}

static moderato_status add_network_entry(struct policy_source *s, enum policy_list list)
{
	struct policy_prefixes *prefixes = &s->policy->prefixes;
	struct address address;
	moderato_str text;
	moderato_status status = policy_read_name(s, "an address", &text);
	const char *wanted;
	uint64_t word;
	size_t n;

	if (status)
		return status;
	wanted = network_read(text, &address, &n);
	if (wanted)
		return policy_expected(s, wanted);
	if (address.n_bits == ADDRESS_BITS_MAX)
		prefixes->ipv6[n] = true;
	else
		prefixes->ipv4[n] = true;
	word = address_hash(&address, n);
	return add_entry(s, list, &word, 1);
}

static moderato_status add_language_entry(struct policy_source *s, enum policy_list list)
{
	static const char what[] = "a language's code, such as en or pt-BR, or " LANGUAGE_UNKNOWN;
	struct language_tag tag;
	moderato_str text;
	moderato_status status = policy_read_name(s, what, &text);

	if (status)
		return status;
	if (!language_tag_read(text, &tag))
		return policy_expected(s, what);
	return add_entry(s, list, tag.subtag, tag.n);
}

/* The lists: their keys, what messages say that they are, and the function that adds an entry. */
static const struct {
	const char *key;
	const char *what;
	moderato_status (*add)(struct policy_source *s, enum policy_list list);
} list_kinds[N_LISTS] = {
	[LIST_PHRASES] = {"phrases", "a list of phrases, such as [buy followers, \"whatsapp me\"]",
		add_phrase_entry},
	[LIST_AUTHORS] = {"authors", "a list of names, such as [\"Ann Example\", bob]",
		add_author_entry},
	[LIST_AUTHOR_PHRASES] = {"author_phrases",
		"a list of phrases, such as [casino, \"whatsapp me\"]", add_phrase_entry},
	[LIST_AUTHOR_HOSTS] = {"author_hosts", "a list of hosts, such as [shop.example]",
		add_host_entry},
	[LIST_EMAILS] = {"emails", "a list of addresses, such as [\"ann@mail.example\"]",
		add_email_entry},
	[LIST_ADDRESSES] = {"addresses",
		"a list of networks, such as [192.0.2.0/24, \"2001:db8::/32\"]", add_network_entry},
	[LIST_USER_AGENT_PHRASES] = {"user_agent_phrases", "a list of phrases, such as [curl]",
		add_phrase_entry},
	[LIST_LINK_HOSTS] = {"link_hosts", "a list of hosts, such as [shop.example]", add_host_entry},
	[LIST_LANGUAGES] = {"languages", "a list of languages, such as [en, pt]", add_language_entry},
	[LIST_NOT_LANGUAGES] = {"not_languages", "a list of languages, such as [en, pt]",
		add_language_entry},
};

static moderato_status add_item(struct policy_source *s)
{
	moderato_status status;

	if (s->n_entries[s->list] == POLICY_ENTRIES_MAX)
		return POLICY_TOO_MUCH(
			s, "expected at most %d %s in all rules", POLICY_ENTRIES_MAX, s->key);
	status = list_kinds[s->list].add(s, s->list);
	s->n_entries[s->list]++;
	arena_reset(&s->scratch);
	return status;
}

moderato_status policy_read_entries(struct policy_source *s)
{
	size_t i = 0;

	while (!str_is(str_of(s->key), list_kinds[i].key))
		i++;
	s->list = (enum policy_list)i;
	s->rule.lists |= 1U << i;
	return policy_read_list(s, list_kinds[i].what, add_item);
}
