/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CONFIG_TABLE_H
#define TOOLS_SERVE_CONFIG_TABLE_H
/* All settings of a configuration. Reading, --print-config and the manual use the same rows. */
#include <stdint.h>

#include "serve/config/config.h"

enum setting_kind {
	SETTING_PATH,    /* const char *: relative to the configuration's folder */
	SETTING_TEXTS,   /* struct config_texts */
	SETTING_SECRETS, /* struct config_texts, which is not printed */
	SETTING_WORD,    /* bool: whether it is the second of `words`, "one|two" */
	SETTING_CHOICE,  /* unsigned, or an enum from 0: the position among `words` */
	SETTING_COUNT,   /* size_t */
	SETTING_BYTES,   /* size_t */
	SETTING_SECONDS, /* unsigned */
	SETTING_SHARE,   /* double, 0 to 1 */
	SETTING_MODE,    /* unsigned: octal digits */
	SETTING_KEYS,    /* struct keys */
};

struct setting {
	const char *section; /* the mapping that it stands in; "": none */
	const char *name;
	enum setting_kind kind;
	size_t offset;     /* in struct config */
	const char *words; /* SETTING_WORD, SETTING_CHOICE; of a list, what its entries are */
	uint64_t min;      /* of numbers */
	uint64_t max;
	const char *example;                /* what is expected, in messages and the manual */
	bool (*accepts)(moderato_str text); /* of a text or each of a list; NULL: all are fine */
	bool restart;                       /* takes effect when the daemon is restarted */
	const char *help;
};

extern const struct setting settings[];
extern const size_t n_settings;
enum { SETTINGS_MAX = 64 }; /* there are no more of them */

/* Writes a setting's value as in YAML; nothing if it has none. Relative paths are written from
 * `folder` on; NULL: as they are. SETTING_KEYS is not written. */
void setting_write(const struct setting *setting, const struct config *config, const char *folder,
	struct buffer *out);

/* Returns the position of a word among "one|two", or -1. */
int setting_word(const struct setting *setting, moderato_str word);

/* Prints all settings as a part of the manual page, as roff. */
void config_manual(void);

/* Writes a setting's full name, such as "limits.body". */
enum { SETTING_NAME = 64 };
void setting_name(const struct setting *setting, char out[SETTING_NAME]);

#endif
