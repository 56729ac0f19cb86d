/* SPDX-License-Identifier: MIT */
/* What the encoder makes of the comments that are trained on, window by window, and the vector that
 * a head learns from: as it is found when a comment is scored (classify/second_reading.h), but for
 * the head itself, which does not exist yet. Which window is worst, the encoder's own output of the
 * attribute tells instead. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
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

bool encoder_windows_read(struct second_run *run, moderato_classifier *c, size_t i)
{
	const size_t width = run->in->encoder.file.encoder.width;
	struct read_windows *to = &run->windows[i];
	moderato_status status;

	c->encoder = &run->in->encoder.file;
	status = second_reading_encode(c, NULL);
	c->encoder = NULL;
	if (status || !c->reading.done)
		return !status;
	to->vector = resize_array(NULL, c->reading.windows.n * width, sizeof(*to->vector));
	if (!to->vector)
		return false;
	to->n = c->reading.windows.n;
	memcpy(to->vector, c->reading.windows.vector, to->n * width * sizeof(*to->vector));
	return true;
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
	const size_t width = file->encoder.width;
	const float *worst = windows->vector;
	size_t d, k;

	if (windows->n > 1)
		worst += worst_of(file, output_of(file, attribute), windows) * width;
	for (d = 0; d < width; d++) {
		float mean = 0;

		for (k = 0; k < windows->n; k++)
			mean += windows->vector[k * width + d];
		vector[d] = windows->n > 1 ? 0.5f * (mean / (float)windows->n + worst[d]) : worst[d];
	}
}
