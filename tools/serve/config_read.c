/* SPDX-License-Identifier: MIT */
/* Reads the daemon's configuration from YAML. */
#include "base/fail.h"
#include "serve/config.h"

moderato_status config_read(struct config *config, const char *path, moderato_error *err)
{
	(void)config;
	return fail(err, MODERATO_EINVAL, "%s: configurations cannot be read yet", path);
}
