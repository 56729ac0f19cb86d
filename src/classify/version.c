/* SPDX-License-Identifier: MIT */
#include "moderato/version.h"

#include <pthread.h>
#include <stdio.h>

#include "feature/space.h"
#include "model/svm.h"
#include "text/normalize.h"

static char text[160];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill(void)
{
	snprintf(text, sizeof(text), "moderato %d.%d.%d, feature space %d, Unicode %s, %s",
		MODERATO_VERSION_MAJOR, MODERATO_VERSION_MINOR, MODERATO_VERSION_PATCH,
		FEATURE_SPACE_VERSION, normalize_unicode_version(), svm_library_version());
}

const char *moderato_version(void)
{
	pthread_once(&once, fill);
	return text;
}
