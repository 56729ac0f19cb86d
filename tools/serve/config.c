/* SPDX-License-Identifier: MIT */
#include "serve/config.h"

#include "base/buffer.h"
#include "base/fail.h"
#include "serve/protocol.h"

void config_init(struct config *config)
{
	*config = (struct config){
		/* Clients may throw such spam away unseen. The default policy rejects from 0.99 on; of what
		   it rejects, this leaves a comment that looks harmless in its folder. */
		.akismet = {.discard_from = 0.9999},
		.limits =
			{
				.body = (size_t)2 << 20,
				.body_memory = (size_t)64 << 20,
				.connections = 10000,
				.header_seconds = 10,
				.request_seconds = 60,
				.idle_seconds = 60,
				.drain_seconds = 10,
			},
		.shadow = {.samples_bytes = (size_t)64 << 20, .samples_share = 1},
	};
}

void config_dispose(struct config *config)
{
	keys_dispose(&config->keys);
	arena_dispose(&config->texts);
	*config = (struct config){0};
}

moderato_status config_add(
	struct config *config, struct config_texts *texts, const char *text, moderato_error *err)
{
	const char **items = arena_array(&config->texts, texts->n + 1, sizeof(*items));
	const char *copy = arena_copy(&config->texts, text, strlen(text));

	if (!items || !copy)
		return fail_no_memory(err);
	if (texts->n)
		memcpy(items, texts->items, texts->n * sizeof(*items));
	items[texts->n] = copy;
	*texts = (struct config_texts){items, texts->n + 1};
	return MODERATO_OK;
}

/* Takes the key of the command line: clients show it, and Coral signs with it. */
static moderato_status take_key(struct config *config, const char *key, moderato_error *err)
{
	moderato_status status = config_add(config, &config->coral_secrets, key, err);

	return status ? status
				  : keys_add(&config->keys, "command line", str_of(key), SCOPE_ALL, 0, err);
}

static moderato_status take_options(
	struct config *config, const struct serve_options *options, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	if (options->bundle)
		config->bundle = options->bundle;
	if (options->policy)
		config->policy = options->policy;
	if (options->access_log)
		config->log.access = options->access_log;
	for (i = 0; !status && i < options->n_listen; i++)
		status = config_add(config, &config->listen, options->listen[i], err);
	if (!status && options->key)
		status = take_key(config, options->key, err);
	if (!status && !config->akismet.service_names.n)
		status = config_add(config, &config->akismet.service_names, "rest.akismet.com", err);
	return status;
}

moderato_status config_make(
	struct config *config, const struct serve_options *options, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	config_init(config);
	if (options->config)
		status = config_read(config, options->config, err);
	if (!status)
		status = take_options(config, options, err);
	if (status)
		config_dispose(config);
	return status;
}
