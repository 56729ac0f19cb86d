/* SPDX-License-Identifier: MIT */
#include "serve/shadow.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/append_file.h"
#include "base/json.h"
#include "base/number.h"
#include "serve/metrics/access_log.h"
#include "serve/worker.h"

enum { KEEP_BYTES = 64 * 1024 };

/* ---- the file ---- */

moderato_status samples_open(
	struct samples *samples, const char *path, size_t bytes_max, double share, moderato_error *err)
{
	*samples = (struct samples){.file = -1, .bytes_max = bytes_max, .share = share};
	if (!path)
		return MODERATO_OK;
	return append_file_open(path, O_WRONLY | O_CREAT, 0600, &samples->file, err);
}

void samples_close(struct samples *samples)
{
	if (samples->file >= 0) {
		append_file_sync(samples->file); /* the operator reads them after the daemon has ended */
		close(samples->file);
	}
	samples->file = -1;
}

static void add_scores(
	struct buffer *out, const char *key, const moderato_bundle *bundle, const moderato_scores *s)
{
	size_t i;

	buffer_printf(out, ",\"%s\":{", key);
	for (i = 0; i < s->n; i++) {
		if (i)
			buffer_add_char(out, ',');
		json_write_string(out, str_of(moderato_bundle_attribute(bundle, i)));
		buffer_add_char(out, ':');
		buffer_add_number(out, s->score[i]);
	}
	buffer_add_char(out, '}');
}

static void sample_line(struct buffer *out, const struct setup *setup, moderato_str text,
	const moderato_verdict *verdict, const moderato_verdict *shadow)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	buffer_add_str(out, "{\"time\":\"");
	add_utc(out, now);
	buffer_add_str(out, "\",\"text\":");
	json_write_string(out, text);
	buffer_printf(out, ",\"decision\":\"%s\",\"shadow_decision\":\"%s\"",
		moderato_decision_name(verdict->decision), moderato_decision_name(shadow->decision));
	add_scores(out, "scores", setup->bundle, &verdict->scores);
	add_scores(out, "shadow_scores", setup->shadow_bundle, &shadow->scores);
	buffer_add_str(out, "}\n");
}

/* Appends by one write, so that lines of several threads do not mix. */
static enum sample_fate append(struct samples *samples, const struct buffer *line)
{
	struct stat facts;
	ssize_t written;

	if (line->failed || fstat(samples->file, &facts))
		return SAMPLE_FAILED;
	if ((size_t)facts.st_size > samples->bytes_max ||
		line->len > samples->bytes_max - (size_t)facts.st_size)
		return SAMPLE_FULL;
	do
		written = write(samples->file, line->data, line->len);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)line->len)
		return SAMPLE_WRITTEN;
	if (written > 0) /* the disk was full in the middle of it */
		atomic_store(&samples->torn, true);
	return SAMPLE_FAILED;
}

static enum sample_fate sample(struct worker *worker, moderato_str text,
	const moderato_verdict *verdict, const moderato_verdict *shadow)
{
	struct samples *samples = &worker->setup->samples;
	struct buffer *line = &worker->line;
	enum sample_fate fate;

	if (worker->keep_nothing)
		return SAMPLE_PRIVATE;
	worker->samples_due += samples->share; /* every n-th, evenly, instead of drawing lots */
	if (worker->samples_due < 1)
		return SAMPLE_SKIPPED;
	worker->samples_due -= 1;
	buffer_clear(line);
	if (atomic_exchange(&samples->torn, false))
		buffer_add_char(line, '\n');
	sample_line(line, worker->setup, text, verdict, shadow);
	fate = append(samples, line);
	if (line->cap > KEEP_BYTES)
		buffer_dispose(line);
	return fate;
}

/* ---- counting ---- */

static void count_differences(
	struct worker *worker, const moderato_scores *scores, const moderato_scores *shadow)
{
	struct counters *c = &worker->counters;
	size_t i;

	for (i = 0; i < scores->n; i++) {
		const int other = worker->shadow_attribute[i];
		const size_t slot = worker->slot[i];

		if (other < 0)
			continue;
		count(&c->shadow_compared[slot], 1);
		count(&c->shadow_millionths[slot],
			(uint64_t)(fabs(scores->score[i] - shadow->score[other]) * 1e6 + .5));
	}
}

void shadow_ask(
	struct worker *worker, const moderato_comment *comment, const moderato_verdict *verdict)
{
	moderato_verdict shadow;

	if (moderato_classifier_screen(
			worker->shadow, worker->setup->shadow_policy, comment, &shadow, NULL)) {
		count(&worker->counters.shadow_failures, 1);
		return;
	}
	count(&worker->counters.shadow_decisions[verdict->decision][shadow.decision], 1);
	count_differences(worker, &verdict->scores, &shadow.scores);
	if (verdict->decision != shadow.decision && worker->setup->samples.file >= 0)
		count(&worker->counters.samples[sample(worker, comment->text, verdict, &shadow)], 1);
}
