/* SPDX-License-Identifier: MIT */
#include "stream/parquet_plugin_path.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folders.inc" /* plugin_folder: where `make install` puts it */

#define NAME "moderato-parquet.so"

static char path[PATH_MAX];

/* Returns whether the file is there, and leaves its path in `path`. */
static bool is_in(const char *folder, const char *below)
{
	const int n = snprintf(path, sizeof(path), "%s%s/" NAME, folder, below);

	return n < (int)sizeof(path) && access(path, R_OK) == 0;
}

const char *parquet_plugin(void)
{
	const char *given = getenv("MODERATO_PARQUET");
	char program[PATH_MAX];
	ssize_t len;

	if (given)
		return *given ? given : NULL;
	len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (len > 0) {
		program[len] = '\0';
		*strrchr(program, '/') = '\0';
		if (is_in(program, "") || is_in(program, "/../lib/moderato"))
			return path;
	}
	return is_in(plugin_folder, "") ? path : NULL;
}
