/* SPDX-License-Identifier: MIT */
#include "serve/config/key_new.h"

#include "base/file.h"
#include "serve/config/config.h"
#include "serve/config/config_value.h"
#include "serve/crypto.h"
#include "serve/protocol.h"
#include "terminal/cli.h"

enum {
	SHORT_DIGITS = 12, /* WordPress's Akismet plugin takes no other length */
	LONG_DIGITS = 32,
	KEY_BYTES_MAX = 256,
};

static bool read_scopes(const char *list, unsigned *scopes)
{
	moderato_str rest = str_of(list);
	moderato_str scope;

	*scopes = 0;
	while (str_take(&rest, ',', &scope))
		if (!value_read_scope(scope, scopes))
			return false;
	return *scopes != 0;
}

static int read_terms(const struct key_wish *wish, struct key_terms *terms)
{
	*terms = (struct key_terms){.name = wish->name, .scopes = SCOPE_ALL};
	if (!value_is_name(str_of(wish->name)))
		return usage_error("serve",
			"key new: expected a name of at most 64 letters, digits and, but for the first, . _ -");
	if (wish->scopes && !read_scopes(wish->scopes, &terms->scopes))
		return usage_error("serve",
			"option --scopes: expected some of perspective, akismet, openai, score and "
			"metrics, separated by commas, not '%s'",
			wish->scopes);
	if (wish->rate && !value_read_rate(str_of(wish->rate), &terms->rate))
		return usage_error("serve",
			"option --rate: expected a rate such as 600/minute (second, minute, hour, day), not "
			"'%s'",
			wish->rate);
	if (wish->expires && !value_read_day(str_of(wish->expires), &terms->expires))
		return usage_error("serve", "option --expires: expected a day such as 2027-01-31, not '%s'",
			wish->expires);
	return EXIT_DONE;
}

/* Makes sure that the configuration has no key of this name yet. */
static int check_name(const struct key_wish *wish)
{
	const struct serve_options options = {.config = wish->config};
	moderato_error err = {.message = ""};
	struct config config;
	moderato_status status;
	int code = EXIT_DONE;
	size_t i;

	if (!wish->config)
		return EXIT_DONE;
	status = config_make(&config, &options, &err);
	if (status)
		return complain_status(status, &err);
	for (i = 0; i < config.keys.n; i++) {
		if (strcmp(config.keys.v[i].name, wish->name) == 0) {
			complain("%s: there is a key with the name '%s' already", wish->config, wish->name);
			code = EXIT_BAD_INPUT;
		}
	}
	config_dispose(&config);
	return code;
}

/* Draws a key. Returns an exit code, after complaining of a failure. */
static int draw(bool is_long, char key[KEY_BYTES_MAX + 1])
{
	const size_t digits = is_long ? LONG_DIGITS : SHORT_DIGITS;
	unsigned char drawn[LONG_DIGITS / 2];

	if (!crypto_random(drawn, digits / 2)) {
		complain("the system has no random numbers");
		return EXIT_SYSTEM;
	}
	crypto_hex(drawn, digits / 2, key);
	key[digits] = '\0';
	return EXIT_DONE;
}

/* Reads the key that a file's first line holds. It is not an argument, which others could see. */
static int read_key(const char *path, char key[KEY_BYTES_MAX + 1])
{
	moderato_error err = {.message = ""};
	moderato_str line;
	struct input in;
	moderato_status status = input_open(&in, path, &err);
	size_t i;

	if (status)
		return complain_status(status, &err);
	status = input_line(&in, KEY_BYTES_MAX, &line, &err);
	for (i = 0; !status && i < line.len; i++)
		if (line.ptr[i] <= ' ' || line.ptr[i] > '~') /* it could not stand in a URL or a header */
			status = MODERATO_EFORMAT;
	if (!status && line.len) {
		memcpy(key, line.ptr, line.len);
		key[line.len] = '\0';
		input_close(&in);
		return EXIT_DONE;
	}
	complain("%s: expected a key of at most %d characters, without blanks, in the first line",
		in.name, KEY_BYTES_MAX);
	input_close(&in);
	return EXIT_BAD_INPUT;
}

int key_new(const struct key_wish *wish)
{
	char key[KEY_BYTES_MAX + 1];
	char hash[KEY_HASH_TEXT];
	struct buffer out = BUFFER_INIT;
	struct key_terms terms;
	int code = read_terms(wish, &terms);

	if (!code)
		code = check_name(wish);
	if (!code)
		code = wish->from ? read_key(wish->from, key) : draw(wish->is_long, key);
	if (code)
		return code;
	key_hash_text(str_of(key), hash);
	if (!wish->from)
		buffer_printf(&out, "# The key of %s, which is not shown again: %s\n", wish->name, key);
	buffer_add_str(&out, "# Its entry under keys: in the configuration:\n");
	config_print_key(&terms, hash, &out);
	return out_whole(&out);
}
