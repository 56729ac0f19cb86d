/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "serve/config/config_table.h"
#include "terminal/cli.h"
#include "terminal/options.h"

/* Writes what a setting may be, and what it is by default. */
static void describe(const struct setting *setting, const struct config *defaults, char out[256])
{
	struct buffer value = BUFFER_INIT;

	setting_write(setting, defaults, NULL, &value);
	if (value.len)
		snprintf(out, 256, "%s (default: %s)", setting->example, buffer_cstr(&value));
	else
		snprintf(out, 256, "%s", setting->example);
	buffer_dispose(&value);
}

void config_manual(void)
{
	struct config defaults;
	char name[SETTING_NAME];
	char argument[256];
	size_t i;

	config_init(&defaults);
	for (i = 0; i < n_settings; i++) {
		setting_name(&settings[i], name);
		describe(&settings[i], &defaults, argument);
		manual_entry(name, argument, settings[i].help);
	}
	config_dispose(&defaults);
}
