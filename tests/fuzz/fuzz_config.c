/* SPDX-License-Identifier: MIT */
/* Any bytes as the daemon's configuration; what is accepted is printed, and that reads back to the
 * same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "serve/config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a caller relies on; a broken promise is a crash, which the fuzzer reports. */
static void check(int promise)
{
	if (!promise)
		abort();
}

static bool parse(struct config *config, moderato_str yaml)
{
	moderato_error err = {"", 0};

	config_init(config);
	if (!config_parse(config, "fuzz", "/etc", yaml, &err))
		return true;
	check(err.message[0] != '\0' && !strchr(err.message, '\n'));
	config_dispose(config);
	return false;
}

static void print(struct config *config, struct buffer *out)
{
	config_print(config, out);
	check(!out->failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buffer first = BUFFER_INIT;
	struct buffer second = BUFFER_INIT;
	struct config config;

	if (!parse(&config, (moderato_str){(const char *)data, size}))
		return 0;
	config_check(&config, NULL);
	config.coral.secrets.n = 0; /* they are not printed */
	print(&config, &first);
	config_dispose(&config);
	check(parse(&config, buffer_view(&first)));
	print(&config, &second);
	check(str_equal(buffer_view(&first), buffer_view(&second)));
	config_dispose(&config);
	buffer_dispose(&first);
	buffer_dispose(&second);
	return 0;
}
