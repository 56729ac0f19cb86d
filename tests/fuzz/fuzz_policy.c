/* SPDX-License-Identifier: MIT */
/* Any bytes as a policy file; what is accepted is applied to a fixed comment. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "policy/policy_apply.h"
#include "text/skeletons.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a caller relies on; a broken promise is a crash, which the fuzzer reports. */
static void check(int promise)
{
	if (!promise)
		abort();
}

static void check_hits(const struct policy_hit *hits, size_t n_hits, moderato_decision decision)
{
	size_t i;
	size_t k;

	check(decision == (n_hits ? hits[0].action : MODERATO_PUBLISH));
	for (i = 0; i < n_hits; i++) {
		check(hits[i].rule[0] != '\0');
		check(!i || hits[i].action <= hits[i - 1].action);
		for (k = 0; k < hits[i].n_spans; k++) {
			check(hits[i].spans[k].begin < hits[i].spans[k].end);
			check(!k || hits[i].spans[k - 1].end < hits[i].spans[k].begin);
		}
	}
}

static bool detect(void *payload, const char **code)
{
	(void)payload;
	*code = "zh-Hant";
	return true;
}

static void apply(const moderato_policy *policy)
{
	static const char *const attributes[] = {
		"spam", "toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack"};
	static const double scores[COUNT(attributes)] = {0.99, 0.5, 0, 1, 0.85, 0.2, 0.97};
	static const char text[] = "Buy followers, whatsapp me now! Buy the best a b c";
	static const struct policy_link links[] = {
		{{"http://b.shop.example/", 22}, {0, 22}}, {{"xn--bcher-kva.example", 21}, {0, 0}}};
	struct policy_input input = {.scores = scores,
		.links = 5,
		.length = sizeof(text) - 1,
		.caps = 0.1,
		.author_url = {"http://a.shop.example/x", 23},
		.author_email = {"bob@mail.example", 16},
		.ip = {"192.0.2.7", 9},
		.user_agent = {"curl/7.88", 9},
		.detect = detect,
		.targets = links,
		.n_targets = COUNT(links),
		.author = {"Bob", 3}};
	struct policy_binding binding = {0};
	struct arena arena = ARENA_INIT;
	const struct policy_hit *hits;
	moderato_decision decision;
	moderato_span places[sizeof(text)];
	uint64_t *words = NULL;
	size_t n_hits;
	size_t i;

	check(!text_skeletons((moderato_str){text, sizeof(text) - 1}, &words, &input.n_skeletons));
	input.words = input.n_skeletons;
	input.skeletons = words;
	for (i = 0; i < input.n_skeletons; i++)
		places[i] = (moderato_span){4 * i, 4 * i + 3};
	input.places = places;
	if (!policy_bind(policy, attributes, COUNT(attributes), &binding, NULL) &&
		!policy_apply(policy, &binding, &input, &arena, &hits, &n_hits, &decision, NULL))
		check_hits(hits, n_hits, decision);
	arena_dispose(&arena);
	free(words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str yaml = {(const char *)data, size};
	moderato_policy *policy;
	moderato_error err = {"", 0};

	if (moderato_policy_parse(&policy, "fuzz", yaml, &err)) {
		check(policy == NULL && err.message[0] != '\0' && !strchr(err.message, '\n'));
		return 0;
	}
	apply(policy);
	moderato_policy_free(policy);
	return 0;
}
