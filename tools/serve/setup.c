/* SPDX-License-Identifier: MIT */
#include "serve/setup.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "serve/tls.h"
#include "stream/engine.h"

/* Copies the last name of a path. */
static moderato_status keep_name(
	struct arena *texts, const char *path, const char **name, moderato_error *err)
{
	const char *slash = strrchr(path, '/');
	const char *file = slash ? slash + 1 : path;

	*name = arena_copy(texts, file, strlen(file));
	return *name ? MODERATO_OK : fail_no_memory(err);
}

/* A daemon reads its bundle anew when it is told to, and sees no signal while it would wait for
 * somebody to write into a pipe. */
static bool is_pipe(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
}

static moderato_status open_bundle(moderato_bundle **out, const char **name, struct arena *texts,
	const char *given, moderato_error *err)
{
	struct buffer path = BUFFER_INIT;
	moderato_status status = MODERATO_EIO;

	if (engine_bundle_path(given, &path) != EXIT_DONE)
		fail(err, status, "no bundle");
	else if (is_pipe(buffer_cstr(&path)))
		fail(err, status, "%s: is a pipe; a daemon's bundle must be a file", buffer_cstr(&path));
	else
		status = moderato_bundle_open(out, buffer_cstr(&path), err);
	if (!status)
		status = keep_name(texts, buffer_cstr(&path), name, err);
	buffer_dispose(&path);
	return status;
}

static moderato_status open_policy(moderato_policy **out, const char *path, moderato_error *err)
{
	return path ? moderato_policy_open(out, path, err) : moderato_policy_default(out, err);
}

static moderato_classifier_options options_of(const moderato_policy *policy)
{
	return (moderato_classifier_options){.second = moderato_policy_second_reading(policy)};
}

moderato_classifier_options setup_options(const struct setup *setup)
{
	return options_of(setup->policy);
}

moderato_classifier_options setup_shadow_options(const struct setup *setup)
{
	return options_of(setup->shadow_policy);
}

/* Where no policy has comments read twice, nobody needs the encoder. */
static void forget_encoders(struct setup *setup)
{
	const bool never = setup_options(setup).second == MODERATO_SECOND_NEVER;
	const bool shadow_never =
		!setup->shadow_bundle || setup_shadow_options(setup).second == MODERATO_SECOND_NEVER;

	if (never && (shadow_never || setup->shadow_bundle != setup->bundle))
		moderato_bundle_forget_encoder(setup->bundle);
	if (shadow_never && setup->shadow_bundle && setup->shadow_bundle != setup->bundle)
		moderato_bundle_forget_encoder(setup->shadow_bundle);
}

/* Applies a policy to an empty comment, so that a rule that does not fit the bundle is told now. */
static moderato_status try_policy(
	const moderato_bundle *bundle, const moderato_policy *policy, moderato_error *err)
{
	const moderato_comment empty = {.text = {"", 0}};
	moderato_classifier *classifier;
	moderato_verdict verdict;
	const moderato_classifier_options options = options_of(policy);
	moderato_status status = moderato_classifier_new(&classifier, bundle, &options, err);

	if (!status)
		status = moderato_classifier_screen(classifier, policy, &empty, &verdict, err);
	moderato_classifier_free(classifier);
	return status;
}

/* Opens what `setup->config` names. */
static moderato_status open_main(struct setup *setup, moderato_error *err)
{
	struct config *c = &setup->config;
	moderato_status status =
		open_bundle(&setup->bundle, &setup->bundle_name, &c->texts, c->bundle, err);

	if (!status)
		status = open_policy(&setup->policy, c->policy, err);
	return status ? status : try_policy(setup->bundle, setup->policy, err);
}

/* A shadow may be another bundle, another policy, or both: what is not said of it is as usual. */
static moderato_status open_shadow(struct setup *setup, moderato_error *err)
{
	struct config *c = &setup->config;
	moderato_status status = MODERATO_OK;

	if (!c->shadow.bundle && !c->shadow.policy)
		return MODERATO_OK;
	if (c->shadow.bundle) {
		status = open_bundle(
			&setup->shadow_bundle, &setup->shadow_name, &c->texts, c->shadow.bundle, err);
	} else {
		setup->shadow_bundle = setup->bundle; /* read once, as each has memory of its own */
		setup->shadow_name = setup->bundle_name;
	}
	if (!status)
		status = open_policy(
			&setup->shadow_policy, c->shadow.policy ? c->shadow.policy : c->policy, err);
	if (!status)
		status = try_policy(setup->shadow_bundle, setup->shadow_policy, err);
	return status ? status
				  : samples_open(&setup->samples, c->shadow.samples, c->shadow.samples_bytes,
						c->shadow.samples_share, err);
}

moderato_status setup_open(struct setup **out, struct config *config, moderato_error *err)
{
	struct setup *setup = calloc(1, sizeof(*setup));
	moderato_status status;

	*out = NULL;
	if (!setup) {
		config_dispose(config);
		return fail_no_memory(err);
	}
	setup->config = *config;
	*config = (struct config){0};
	atomic_init(&setup->holders, 1);
	setup->samples.file = -1;
	status = open_main(setup, err);
	if (!status)
		status = open_shadow(setup, err);
	if (!status && setup->config.feedback)
		status = feedback_open(&setup->feedback, setup->config.feedback, err);
	if (!status && setup->config.certificate)
		status = tls_identity_open(
			&setup->tls, setup->config.certificate, setup->config.private_key, err);
	if (status) {
		setup_release(setup);
		return status;
	}
	forget_encoders(setup);
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
	samples_close(&setup->samples);
	feedback_close(setup->feedback);
	tls_identity_free(setup->tls);
	moderato_policy_free(setup->shadow_policy);
	if (setup->shadow_bundle != setup->bundle)
		moderato_bundle_free(setup->shadow_bundle);
	moderato_policy_free(setup->policy);
	moderato_bundle_free(setup->bundle);
	config_dispose(&setup->config);
	free(setup);
}
