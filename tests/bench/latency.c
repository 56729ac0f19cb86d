/* SPDX-License-Identifier: MIT */
/* latency BUNDLE <LINES: how long one comment takes through the C API, in microseconds: the median
 * and the 99.9th percentile of `score` and of `screen`, as rows of a Markdown table. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "moderato/classifier.h"

#define LINES_MAX 20000
#define COLD 2000                 /* samples of a cold call */
#define CACHES ((size_t)64 << 20) /* bytes: more than a core's share of the caches */

enum warmth { WARM, NEW, EVICTED };

static moderato_comment comments[LINES_MAX];
static size_t n_comments;
static double took[LINES_MAX];
static unsigned char *large;

static void check(moderato_status status, const moderato_error *err)
{
	if (status != MODERATO_OK) {
		fprintf(stderr, "latency: %s\n", err->message);
		exit(1);
	}
}

static void read_comments(void)
{
	static char line[1 << 16];

	while (n_comments < LINES_MAX && fgets(line, sizeof(line), stdin)) {
		comments[n_comments].text.len = strcspn(line, "\n");
		comments[n_comments++].text.ptr = strdup(line);
	}
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return 1e6 * (double)t.tv_sec + 1e-3 * (double)t.tv_nsec;
}

static void call(moderato_classifier *classifier, const moderato_policy *policy, size_t i)
{
	moderato_scores scores;
	moderato_verdict verdict;
	moderato_error err;

	if (policy)
		check(moderato_classifier_screen(classifier, policy, &comments[i], &verdict, &err), &err);
	else
		check(moderato_classifier_score(classifier, &comments[i], &scores, &err), &err);
}

static void evict(void)
{
	size_t i;

	for (i = 0; i < CACHES; i += 64)
		large[i]++;
}

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x > y) - (x < y);
}

static void row(const moderato_bundle *bundle, const moderato_policy *policy, enum warmth warmth,
	moderato_second_reading second, const char *label)
{
	const bool few = warmth != WARM || second == MODERATO_SECOND_ALWAYS;
	const size_t n = few && n_comments > COLD ? COLD : n_comments;
	const moderato_classifier_options options = {.second = second};
	moderato_classifier *classifier = NULL;
	moderato_error err;
	size_t i;

	check(moderato_classifier_new(&classifier, bundle, &options, &err), &err);
	for (i = 0; i < n; i++) /* the bundle's pages are in memory in any case */
		call(classifier, policy, i);
	for (i = 0; i < n; i++) {
		double begin;

		if (warmth != WARM) {
			moderato_classifier_free(classifier);
			check(moderato_classifier_new(&classifier, bundle, &options, &err), &err);
		}
		if (warmth == EVICTED)
			evict();
		begin = now_us();
		call(classifier, policy, i);
		took[i] = now_us() - begin;
	}
	moderato_classifier_free(classifier);
	qsort(took, n, sizeof(*took), by_value);
	printf("| %s, %s | %.1f | %.1f |\n", policy ? "screen" : "score", label, took[n / 2],
		took[n * 999 / 1000]);
}

int main(int argc, char **argv)
{
	moderato_bundle *bundle = NULL;
	moderato_policy *policy = NULL;
	moderato_error err;
	int screen;

	check(moderato_bundle_open(&bundle, argc > 1 ? argv[1] : "", &err), &err);
	check(moderato_policy_default(&policy, &err), &err);
	large = calloc(CACHES, 1);
	read_comments();
	if (!large || !n_comments)
		return 1;
	for (screen = 0; screen < 2; screen++) {
		const moderato_policy *with = screen ? policy : NULL;

		row(bundle, with, WARM, MODERATO_SECOND_NEVER, "warm: words seen before");
		row(bundle, with, NEW, MODERATO_SECOND_NEVER, "cold: a new classifier each time");
		row(bundle, with, EVICTED, MODERATO_SECOND_NEVER,
			"colder: and 64 MB of other memory walked before each");
		if (moderato_bundle_second_from(bundle, 1) >= 0)
			row(bundle, with, WARM, MODERATO_SECOND_ALWAYS, "read by the encoder, too");
	}
	free(large);
	moderato_policy_free(policy);
	moderato_bundle_free(bundle);
	return 0;
}
