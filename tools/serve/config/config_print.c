/* SPDX-License-Identifier: MIT */
/* Writes a configuration, by the table of settings, as a file that could have been its source. */
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "serve/config/config_table.h"
#include "serve/config/config_value.h"
#include "serve/protocol.h"

enum { WIDTH = 100 };

/* Writes a text as comments of at most WIDTH columns. */
static void print_comment(struct buffer *out, const char *indent, const char *text)
{
	size_t column = 0; /* 0: no line has begun */

	while (*text) {
		const size_t len = strcspn(text, " ");

		if (!column || column + 1 + len > WIDTH) {
			buffer_printf(out, "%s%s#", column ? "\n" : "", indent);
			column = strlen(indent) + 1;
		}
		buffer_add_char(out, ' ');
		buffer_add(out, text, len);
		column += 1 + len;
		text += len + (text[len] == ' ');
	}
	buffer_add_char(out, '\n');
}

void config_print_key(const struct key_terms *terms, const char *hash, struct buffer *out)
{
	buffer_add_str(out, "  - name: ");
	value_write_text(out, str_of(terms->name));
	buffer_printf(out, "\n    hash: \"%s\"\n", hash);
	if (terms->scopes != SCOPE_ALL) {
		buffer_add_str(out, "    scopes: [");
		value_write_scopes(out, terms->scopes);
		buffer_add_str(out, "]\n");
	}
	if (terms->rate.requests) {
		buffer_add_str(out, "    rate: ");
		value_write_rate(out, terms->rate);
		buffer_add_char(out, '\n');
	}
	if (terms->expires) {
		buffer_add_str(out, "    expires: ");
		value_write_day(out, terms->expires);
		buffer_add_char(out, '\n');
	}
}

static void print_keys(struct buffer *out, const struct keys *keys)
{
	char hash[KEY_HASH_TEXT];
	size_t i;

	buffer_add_str(out, keys->n ? "keys:\n" : "keys: []\n");
	for (i = 0; i < keys->n; i++) {
		const struct key *key = &keys->v[i];
		const struct key_terms terms = {key->name, key->scopes, key->rate->limit, key->expires};

		key_hash_write(key->hash, hash);
		config_print_key(&terms, hash, out);
	}
}

static void print_setting(struct buffer *out, const struct setting *setting,
	const struct config *config, const char *folder)
{
	const char *indent = *setting->section ? "  " : "";
	const size_t begin = out->len;
	size_t value;

	print_comment(out, indent, setting->help);
	if (setting->kind == SETTING_KEYS) {
		print_keys(out, &config->keys);
		return;
	}
	buffer_printf(out, "%s%s: ", indent, setting->name);
	value = out->len;
	setting_write(setting, config, folder, out);
	if (out->len == value) { /* it has none: an example, as a comment */
		out->len = begin;
		print_comment(out, indent, setting->help);
		buffer_printf(out, "%s# %s:", indent, setting->name);
		if (setting->kind == SETTING_TEXTS || setting->kind == SETTING_SECRETS)
			buffer_printf(out, " %s", setting->example);
	}
	buffer_add_char(out, '\n');
}

/* Returns whether any setting of a section has a value: a mapping without one is not written. */
static bool has_value(const char *section, const struct config *config, struct buffer *out)
{
	struct buffer value = BUFFER_INIT;
	bool any = false;
	size_t i;

	for (i = 0; i < n_settings && !any; i++) {
		if (strcmp(settings[i].section, section) == 0)
			setting_write(&settings[i], config, NULL, &value);
		any = value.len > 0;
	}
	out->failed |= value.failed;
	buffer_dispose(&value);
	return any;
}

void config_print(const struct config *config, struct buffer *out)
{
	const char *section = "";
	char here[PATH_MAX];
	const char *folder = getcwd(here, sizeof(here)); /* paths mean the same wherever it is read */
	size_t i;

	for (i = 0; i < n_settings; i++) {
		if (strcmp(settings[i].section, section) != 0) {
			section = settings[i].section;
			buffer_printf(out, "\n%s%s:\n", has_value(section, config, out) ? "" : "# ", section);
		}
		print_setting(out, &settings[i], config, folder);
	}
}

void config_restart_needed(const struct config *before, const struct config *after,
	void (*told)(void *payload, const char *name), void *payload)
{
	struct buffer a = BUFFER_INIT;
	struct buffer b = BUFFER_INIT;
	char name[SETTING_NAME];
	size_t i;

	for (i = 0; i < n_settings; i++) {
		if (!settings[i].restart)
			continue;
		buffer_clear(&a);
		buffer_clear(&b);
		setting_write(&settings[i], before, NULL, &a);
		setting_write(&settings[i], after, NULL, &b);
		if (str_equal(buffer_view(&a), buffer_view(&b)))
			continue;
		setting_name(&settings[i], name);
		told(payload, name);
	}
	buffer_dispose(&a);
	buffer_dispose(&b);
}
