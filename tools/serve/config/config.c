/* SPDX-License-Identifier: MIT */
#include "serve/config/config.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/append_file.h"
#include "base/fail.h"
#include "serve/config/secret_file.h"
#include "serve/http/listen.h"
#include "serve/protocol.h"

void config_init(struct config *config)
{
	*config = (struct config){
		/* Clients may throw such spam away unseen. The default policy rejects from 0.99 on; of what
		   it rejects, this leaves a comment that looks harmless in its folder. */
		.akismet = {.discard_from = 0.9999},
		.unix_mode = 0660,
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
	struct config *config, struct config_texts *texts, moderato_str text, moderato_error *err)
{
	const char **items = arena_array(&config->texts, texts->n + 1, sizeof(*items));
	const char *copy = arena_copy(&config->texts, text.ptr, text.len);

	if (!items || !copy)
		return fail_no_memory(err);
	if (texts->n)
		memcpy(items, texts->items, texts->n * sizeof(*items));
	items[texts->n] = copy;
	*texts = (struct config_texts){items, texts->n + 1};
	return MODERATO_OK;
}

/* ---- the command line ---- */

/* Takes a key of the command line: clients show it, and Coral signs with it. */
static moderato_status take_key(
	struct config *config, const char *key, size_t number, moderato_error *err)
{
	struct key_terms terms = {.scopes = SCOPE_ALL};
	char name[48];
	moderato_status status;

	if (!*key)
		return fail(err, MODERATO_EINVAL, "--key: expected a key, but there is nothing");
	if (number)
		snprintf(name, sizeof(name), "command-line-%zu", number + 1);
	else
		snprintf(name, sizeof(name), "command-line");
	terms.name = arena_copy(&config->texts, name, strlen(name));
	if (!terms.name)
		return fail_no_memory(err);
	status = config_add(config, &config->coral.secrets, str_of(key), err);
	return status ? status : keys_add(&config->keys, &terms, str_of(key), err);
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
	config->anonymous |= options->anonymous;
	if (options->n_listen)
		config->listen = (struct config_texts){NULL, 0};
	for (i = 0; !status && i < options->n_listen; i++) {
		if (!listen_is_address(str_of(options->listen[i])))
			return fail(err, MODERATO_EINVAL,
				"--listen: expected HOST:PORT, [ADDRESS]:PORT, *:PORT or unix:PATH, not '%s'",
				options->listen[i]);
		status = config_add(config, &config->listen, str_of(options->listen[i]), err);
	}
	for (i = 0; !status && i < options->n_keys; i++)
		status = take_key(config, options->keys[i], i, err);
	return status;
}

/* ---- secrets ---- */

enum {
	SECRETS_BYTES_MAX = 64 * 1024,
	SECRETS_MAX = 256, /* in all; a signature is compared with each */
};

/* Adds each line of the file, without blanks around it. */
static moderato_status add_file_secrets(struct config *config, moderato_error *err)
{
	struct buffer text = BUFFER_INIT;
	moderato_status status =
		secret_file_read(config->coral.secrets_file, SECRETS_BYTES_MAX, "a file", &text, err);
	size_t at = 0;

	while (!status && at < text.len) {
		const char *line = text.data + at;
		const char *newline = memchr(line, '\n', text.len - at);
		moderato_str secret = {line, newline ? (size_t)(newline - line) : text.len - at};

		at += secret.len + 1;
		while (secret.len && ascii_is_c_space(secret.ptr[secret.len - 1]))
			secret.len--;
		while (secret.len && ascii_is_c_space(*secret.ptr))
			secret = str_from(secret, 1);
		if (secret.len && config->coral_secrets.n == SECRETS_MAX)
			status = fail(err, MODERATO_EFORMAT, "%s: expected at most %d secrets",
				config->coral.secrets_file, SECRETS_MAX);
		else if (secret.len)
			status = config_add(config, &config->coral_secrets, secret, err);
	}
	secret_file_forget(&text);
	return status;
}

/* ---- the whole ---- */

/* The languages of Perspective's production attributes. The first is what little text is taken for.
 */
static moderato_status add_languages(struct config *config, moderato_error *err)
{
	static const char *const codes[] = {"en", "ar", "zh", "cs", "nl", "fr", "de", "hi", "hi-Latn",
		"id", "it", "ja", "ko", "pl", "pt", "ru", "es", "sv"};
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < sizeof(codes) / sizeof(codes[0]); i++)
		status = config_add(config, &config->perspective.languages, str_of(codes[i]), err);
	return status;
}

/* Fills in what depends on other settings. */
static moderato_status complete(struct config *config, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	if (!config->listen.n && !config->tls_listen.n)
		status = config_add(config, &config->listen, str_of("127.0.0.1:8080"), err);
	if (!status && !config->akismet.service_names.n)
		status =
			config_add(config, &config->akismet.service_names, str_of("rest.akismet.com"), err);
	if (!status && !config->perspective.languages.n)
		status = add_languages(config, err);
	config->coral_secrets = config->coral.secrets;
	if (!status && config->coral.secrets_file)
		status = add_file_secrets(config, err);
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
	if (!status)
		status = complete(config, err);
	if (status)
		config_dispose(config);
	return status;
}

/* ---- checks ---- */

/* Says what does not fit, with the name of the file that says it. */
static moderato_status mismatch(const struct config *config, const char *what, moderato_error *err)
{
	return fail(err, config->path ? MODERATO_EFORMAT : MODERATO_EINVAL, "%s%s%s",
		config->path ? config->path : "", config->path ? ": " : "", what);
}

moderato_status config_check(const struct config *config, moderato_error *err)
{
	if (!config->certificate != !config->private_key)
		return mismatch(config, "tls: expected certificate and key, not only one of them", err);
	if (config->tls_listen.n && !config->certificate)
		return mismatch(config, "tls: expected a certificate and a key to listen with", err);
	if (config->limits.body_memory < config->limits.body)
		return mismatch(config,
			"limits: expected body_memory to be at least body, or no such body could come", err);
	return MODERATO_OK;
}

bool config_is_closed(const struct config *config)
{
	return !config->keys.n && !config->coral_secrets.n && !config->anonymous &&
		   !config->akismet.anonymous;
}

/* Checks that a file can be written to, or made where there is none. */
static moderato_status check_writable(const char *path, moderato_error *err)
{
	char folder[PATH_MAX];
	moderato_status status;
	const char *slash;
	int fd;

	if (!path || strcmp(path, "-") == 0)
		return MODERATO_OK;
	status = append_file_open(path, O_WRONLY, 0, &fd, err);
	if (!status) {
		close(fd);
		return MODERATO_OK;
	}
	if (errno == ENXIO) /* a pipe that nobody reads yet */
		return MODERATO_OK;
	if (errno != ENOENT)
		return status;
	slash = strrchr(path, '/');
	snprintf(
		folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1, slash ? path : ".");
	if (access(folder, W_OK | X_OK))
		return fail(err, MODERATO_EIO, "%s: %s", folder, strerror(errno));
	return MODERATO_OK;
}

moderato_status config_check_files(const struct config *config, moderato_error *err)
{
	moderato_status status = check_writable(config->feedback, err);

	if (!status)
		status = check_writable(config->log.access, err);
	if (!status)
		status = check_writable(config->shadow.samples, err);
	return status;
}
