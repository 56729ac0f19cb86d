/* SPDX-License-Identifier: MIT */
#include "serve/key_new.h"

#include "serve/config.h"
#include "serve/config_value.h"
#include "serve/crypto.h"
#include "serve/protocol.h"
#include "terminal/cli.h"

enum {
	SHORT_DIGITS = 12, /* WordPress's Akismet plugin takes no other length */
	LONG_DIGITS = 32,
};

static bool read_scopes(const char *list, unsigned *scopes)
{
	*scopes = 0;
	while (*list) {
		const size_t len = strcspn(list, ",");

		if (!value_read_scope((moderato_str){list, len}, scopes))
			return false;
		list += len + (list[len] == ',');
	}
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
			"option --scopes: expected some of perspective, akismet, openai, coral, score and "
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

int key_new(const struct key_wish *wish)
{
	const size_t digits = wish->is_long ? LONG_DIGITS : SHORT_DIGITS;
	unsigned char drawn[LONG_DIGITS / 2];
	char key[LONG_DIGITS + 1];
	char hash[KEY_HASH_TEXT];
	struct buffer out = BUFFER_INIT;
	struct key_terms terms;
	int code = read_terms(wish, &terms);

	if (!code)
		code = check_name(wish);
	if (code)
		return code;
	if (!crypto_random(drawn, digits / 2)) {
		complain("the system has no random numbers");
		return EXIT_SYSTEM;
	}
	crypto_hex(drawn, digits / 2, key);
	key[digits] = '\0';
	key_hash_text(str_of(key), hash);
	buffer_printf(&out,
		"# The key of %s, which is not shown again: %s\n"
		"# Its entry under keys: in the configuration:\n",
		wish->name, key);
	config_print_key(&terms, hash, &out);
	return out_whole(&out);
}
