/* SPDX-License-Identifier: MIT */
#include "serve/setup.h"

#include <stdlib.h>

#include "base/fail.h"
#include "stream/engine.h"

static moderato_status open_bundle(moderato_bundle **out, const char *given, moderato_error *err)
{
	struct buffer path = BUFFER_INIT;
	moderato_status status = MODERATO_EIO;

	if (engine_bundle_path(given, &path) == EXIT_DONE)
		status = moderato_bundle_open(out, buffer_cstr(&path), err);
	else
		fail(err, status, "no bundle");
	buffer_dispose(&path);
	return status;
}

static moderato_status open_policy(moderato_policy **out, const char *path, moderato_error *err)
{
	return path ? moderato_policy_open(out, path, err) : moderato_policy_default(out, err);
}

/* Applies a policy to an empty comment, so that a rule that does not fit the bundle is told now. */
static moderato_status try_policy(
	const moderato_bundle *bundle, const moderato_policy *policy, moderato_error *err)
{
	const moderato_comment empty = {.text = {"", 0}};
	moderato_classifier *classifier;
	moderato_verdict verdict;
	moderato_status status = moderato_classifier_new(&classifier, bundle, NULL, err);

	if (!status)
		status = moderato_classifier_screen(classifier, policy, &empty, &verdict, err);
	moderato_classifier_free(classifier);
	return status;
}

static moderato_status open_pair(moderato_bundle **bundle, moderato_policy **policy,
	const char *bundle_path, const char *policy_path, moderato_error *err)
{
	moderato_status status = open_bundle(bundle, bundle_path, err);

	if (!status)
		status = open_policy(policy, policy_path, err);
	return status ? status : try_policy(*bundle, *policy, err);
}

moderato_status setup_open(struct setup **out, struct config *config, moderato_error *err)
{
	struct setup *setup = calloc(1, sizeof(*setup));
	const struct config *c = config;
	moderato_status status;

	*out = NULL;
	if (!setup) {
		config_dispose(config);
		return fail_no_memory(err);
	}
	setup->config = *config;
	*config = (struct config){0};
	c = &setup->config;
	atomic_init(&setup->holders, 1);
	status = open_pair(&setup->bundle, &setup->policy, c->bundle, c->policy, err);
	if (!status && c->shadow.bundle)
		status = open_pair(&setup->shadow_bundle, &setup->shadow_policy, c->shadow.bundle,
			c->shadow.policy ? c->shadow.policy : c->policy, err);
	if (!status && c->feedback)
		status = feedback_open(&setup->feedback, c->feedback, err);
	if (status) {
		setup_release(setup);
		return status;
	}
	perspective_heads_find(&setup->perspective, setup->bundle);
	*out = setup;
	return MODERATO_OK;
}

void setup_hold(struct setup *setup)
{
	atomic_fetch_add_explicit(&setup->holders, 1, memory_order_relaxed);
}

void setup_release(struct setup *setup)
{
	if (!setup || atomic_fetch_sub_explicit(&setup->holders, 1, memory_order_acq_rel) > 1)
		return;
	feedback_close(setup->feedback);
	moderato_policy_free(setup->shadow_policy);
	moderato_bundle_free(setup->shadow_bundle);
	moderato_policy_free(setup->policy);
	moderato_bundle_free(setup->bundle);
	config_dispose(&setup->config);
	free(setup);
}
