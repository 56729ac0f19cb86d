/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CONFIG_SOURCE_H
#define TOOLS_SERVE_CONFIG_SOURCE_H
/* What the files that read a configuration share: config_read.c (settings by the table) and
 * config_read_keys.c (the list of keys). */
#include "base/yaml_items.h"
#include "serve/config/config_table.h"

struct config_source {
	struct yaml_items yaml;
	struct config *config;
	const char *folder;         /* where relative paths begin */
	char name[SETTING_NAME];    /* the full name of what is being read, for messages; "" at first */
	size_t lines[SETTINGS_MAX]; /* where each setting was given; 0: it was not */
};

#define CONFIG_BAD(s, ...)                                                                         \
	fail_at((s)->yaml.err, MODERATO_EFORMAT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)

/* Reports that the current item is not what was expected. */
moderato_status config_expected(struct config_source *s, const char *what);

/* Writes the beginning of a text as messages show it, all control characters as '?'. */
enum { CONFIG_SHOWN = 48 };
void config_show(moderato_str text, char out[CONFIG_SHOWN]);

/* Goes to the next key of a mapping, or its end. */
moderato_status config_next_key(struct config_source *s, bool *end);

/* Reads the current item, which must be a text that is not empty and can be written again. */
moderato_status config_text(struct config_source *s, const char *what);

/* Reads the list of keys. */
moderato_status config_read_keys(struct config_source *s, const struct setting *setting);

#endif
