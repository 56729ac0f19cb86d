/* SPDX-License-Identifier: MIT */
#include "policy_case.h"

#include "text/skeletons.h"

moderato_policy *parse(const char *yaml)
{
	moderato_policy *policy;
	moderato_error err = {"", 0};

	if (moderato_policy_parse(&policy, "p.yaml", str(yaml), &err))
		fail_msg("%s\nin:\n%s", err.message, yaml);
	return policy;
}

const char *const attributes[N_ATTRIBUTES] = {"spam", "toxicity", "profanity"};

static void set_text(struct case_input *c, const char *text)
{
	size_t begin = 0;

	while (text[begin]) {
		size_t len = strcspn(text + begin, " ");
		uint64_t *hashes;
		size_t n;

		assert_int_equal(text_skeletons((moderato_str){text + begin, len}, &hashes, &n), 0);
		if (n != 1)
			fail_msg("'%.*s' is %zu words, the test needs one", (int)len, text + begin, n);
		c->skeletons[c->input.n_skeletons] = hashes[0];
		c->places[c->input.n_skeletons++] = (moderato_span){begin, begin + len};
		free(hashes);
		begin += len + (text[begin + len] == ' ');
	}
}

void init_input(struct case_input *c, const char *text)
{
	memset(c, 0, sizeof(*c));
	c->input.scores = c->scores;
	c->attributes = attributes;
	c->n_attributes = COUNT(attributes);
	c->input.skeletons = c->skeletons;
	c->input.places = c->places;
	set_text(c, text);
}

void apply(const moderato_policy *policy, const struct case_input *c, struct result *r)
{
	moderato_error err = {"", 0};
	struct policy_binding binding = {0};

	r->arena = (struct arena)ARENA_INIT;
	if (policy_bind(policy, c->attributes, c->n_attributes, &binding, &err) ||
		policy_apply(
			policy, &binding, &c->input, &r->arena, &r->hits, &r->n_hits, &r->decision, &err))
		fail_msg("%s", err.message);
}

moderato_decision decide(const char *yaml, const struct case_input *c)
{
	moderato_policy *policy = parse(yaml);
	struct result r;

	apply(policy, c, &r);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
	return r.decision;
}

void check_held(const char *before, const char *after, const struct held_case *cases, size_t n,
	const struct case_input *c)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct buffer yaml = BUFFER_INIT;

		buffer_printf(&yaml, "%s%s%s", before, cases[i].part, after);
		if ((decide(buffer_cstr(&yaml), c) == MODERATO_HOLD) != cases[i].held)
			fail_msg("%s", cases[i].part);
		buffer_dispose(&yaml);
	}
}
