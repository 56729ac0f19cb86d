/* SPDX-License-Identifier: MIT */
/* What the encoder makes of the comments that are trained on, window by window, and the vector that
 * a head learns from: as it is found when a comment is scored (classify/second_reading.h), but for
 * the head itself, which does not exist yet. Which window is worst, the encoder's own output of the
 * attribute tells instead. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/hash.h"
#include "classify/second_reading.h"
#include "train/second_run.h"

bool encoder_windows_init(struct second_run *run)
{
	if (!run->in->encoder.bytes.len)
		return true;
	run->windows = calloc(run->n_wanted, sizeof(*run->windows));
	return run->windows != NULL;
}

void encoder_windows_dispose(struct second_run *run)
{
	size_t i;

	for (i = 0; run->windows && i < run->n_wanted; i++)
		free(run->windows[i].vector);
	free(run->windows);
}

static bool keep(struct read_windows *to, const float *vector, size_t n, size_t width)
{
	to->vector = resize_array(NULL, n * width, sizeof(*to->vector));
	if (!to->vector)
		return false;
	to->n = n;
	memcpy(to->vector, vector, n * width * sizeof(*to->vector));
	return true;
}

bool encoder_windows_read(struct second_run *run, moderato_classifier *c, size_t i)
{
	const size_t width = run->in->encoder.file.encoder.width;
	struct read_windows *to = &run->windows[i];
	const struct cached_windows *cached;
	moderato_status status = second_reading_text(c, NULL);

	if (status || !c->reading.text.s)
		return !status;
	to->hash = hash_fnv1a(0, c->reading.text.s, c->reading.text.len);
	cached = encoder_cache_find(&run->in->encoder.cache, to->hash);
	if (cached)
		return keep(to, cached->vector, cached->n, width);
	c->encoder = &run->in->encoder.file;
	status = second_reading_encode(c, NULL);
	c->encoder = NULL;
	return !status && keep(to, c->reading.windows.vector, c->reading.windows.n, width);
}

moderato_status encoder_windows_keep(const struct second_run *run, moderato_error *err)
{
	struct cached_windows *v;
	moderato_status status;
	size_t n = 0;
	size_t i;

	if (!run->windows || !run->in->encoder.cache.path)
		return MODERATO_OK;
	v = resize_array(NULL, run->n_wanted, sizeof(*v));
	if (!v)
		return fail_no_memory(err);
	for (i = 0; i < run->n_wanted; i++)
		if (run->windows[i].n)
			v[n++] = (struct cached_windows){
				run->windows[i].hash, (uint32_t)run->windows[i].n, run->windows[i].vector};
	status = encoder_cache_write(&run->in->encoder.cache, v, n, err);
	free(v);
	return status;
}

/* The encoder's output of an attribute; n_outputs: it has none. */
static uint32_t output_of(const struct encoder_file *file, const char *attribute)
{
	uint32_t k = 0;

	while (k < file->n_outputs && strcmp(file->names + k * ENCODER_NAME_BYTES, attribute) != 0)
		k++;
	return k;
}

static size_t worst_of(
	const struct encoder_file *file, uint32_t output, const struct read_windows *windows)
{
	double most = 0;
	size_t worst = 0;
	size_t k;

	for (k = 0; output < file->n_outputs && k < windows->n; k++) {
		const double logit =
			encoder_file_output(file, output, windows->vector + k * file->encoder.width);

		if (!k || logit > most) {
			most = logit;
			worst = k;
		}
	}
	return worst;
}

void encoder_windows_vector(
	const struct second_run *run, size_t i, const char *attribute, float *vector)
{
	const struct encoder_file *file = &run->in->encoder.file;
	const struct read_windows *windows = &run->windows[i];
	const size_t worst = windows->n > 1 ? worst_of(file, output_of(file, attribute), windows) : 0;

	windows_mix(windows->vector, windows->n, file->encoder.width, worst, vector);
}
