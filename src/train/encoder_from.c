/* SPDX-License-Identifier: MIT */
/* Chooses which comments a new bundle reads twice. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "train/second_run.h"

/* Of comments at their natural rate this share is read twice, until `cascade` chooses better. */
#define SHARE 0.4

bool encoder_counts(const struct train_inputs *in, uint32_t source)
{
	return !in->options.n_calibrates || in->calibrates[source];
}

/* Scores by the first reading of the comments that scores are calibrated on, by head. */
struct first_scores {
	double *of[MODERATO_ATTRIBUTES_MAX];     /* [n] */
	double *sorted[MODERATO_ATTRIBUTES_MAX]; /* [n] */
	size_t n;
};

static int by_number(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x > y) - (x < y);
}

static void scores_dispose(struct first_scores *s)
{
	size_t h;

	for (h = 0; h < MODERATO_ATTRIBUTES_MAX; h++) {
		free(s->of[h]);
		free(s->sorted[h]);
	}
}

static bool scores_init(struct first_scores *s, const struct second_run *run)
{
	const struct train_heads *heads = run->heads;
	size_t h, i;

	*s = (struct first_scores){.n = 0};
	for (h = 0; h < heads->n; h++) {
		const struct train_head *head = &heads->v[h];

		if (!head->encoder.width)
			continue;
		s->n = 0;
		s->of[h] = resize_array(NULL, run->n_wanted, sizeof(*s->of[h]));
		s->sorted[h] = resize_array(NULL, run->n_wanted, sizeof(*s->sorted[h]));
		if (!s->of[h] || !s->sorted[h])
			return false;
		for (i = 0; i < run->n_wanted; i++)
			if (encoder_counts(run->in, run->in->data.comments[run->row[i]].source))
				s->of[h][s->n++] = calibrate(
					&head->second.calibration, (double)encoder_first_margin(run, &run->evidence[i],
												   &head->second, run->column[h]));
		memcpy(s->sorted[h], s->of[h], s->n * sizeof(*s->of[h]));
		if (s->n)
			qsort(s->sorted[h], s->n, sizeof(*s->sorted[h]), by_number);
	}
	return true;
}

/* Sets the scores from which on each attribute sends a share of the comments, and returns the share
 * that all send together. */
static double send(const struct first_scores *s, double share, struct train_heads *heads)
{
	size_t sent = 0;
	size_t h, i;

	for (h = 0; h < heads->n; h++)
		if (s->of[h])
			heads->v[h].encoder.from =
				s->sorted[h][s->n - 1 - (size_t)(share * (double)(s->n - 1))];
	for (i = 0; i < s->n; i++) {
		for (h = 0; h < heads->n && !(s->of[h] && s->of[h][i] >= heads->v[h].encoder.from); h++)
			;
		sent += h < heads->n;
	}
	return (double)sent / (double)s->n;
}

/* Finds from which scores on comments are read twice, by bisection: each attribute sends as many.
 */
moderato_status encoder_choose_from(const struct second_run *run, moderato_error *err)
{
	struct first_scores s;
	moderato_status status = scores_init(&s, run) ? MODERATO_OK : fail_no_memory(err);
	double low = 0, high = 1;
	int i;

	for (i = 0; !status && s.n && i < 30; i++) {
		const double share = (low + high) / 2;

		*(send(&s, share, run->heads) > SHARE ? &high : &low) = share;
	}
	if (!status && s.n)
		send(&s, low, run->heads);
	scores_dispose(&s);
	return status;
}
