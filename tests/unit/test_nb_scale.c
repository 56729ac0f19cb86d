/* SPDX-License-Identifier: MIT */
/* How much a feature tells the classes apart in source after source. */
#include "support.h"

#include <math.h>

#include "train/nb_scale.h"

enum {
	AGREED,   /* in positives only, in both sources */
	DISPUTED, /* in positives of one source, in negatives of the other */
	EVERYWHERE,
	UNSEEN,
	OF_SOURCE, /* in every row of source 1 */
	FEATURES,
	ROWS = 400,
	SOURCES = 3,
};

static size_t start[ROWS + 1];
static uint32_t entries[ROWS * FEATURES];
static float values[ROWS * FEATURES];
static uint32_t pick[ROWS];
static int8_t label[ROWS];
static uint32_t source[ROWS];
static const struct rows rows = {start, entries, values, ROWS};

static void put(size_t *n, uint32_t feature)
{
	entries[*n] = feature;
	values[(*n)++] = 1.0f;
}

/* Two sources of 198 rows, half of them positive, and a third of 4. */
static void fill(void)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < ROWS; i++) {
		pick[i] = (uint32_t)i;
		label[i] = i % 2 ? 1 : -1;
		source[i] = i < 4 ? 2 : i < 202 ? 0 : 1;
		start[i] = n;
		if (label[i] > 0 && source[i] != 2)
			put(&n, AGREED);
		if ((label[i] > 0) == (source[i] == 0))
			put(&n, DISPUTED);
		put(&n, EVERYWHERE);
		if (source[i] == 1)
			put(&n, OF_SOURCE);
	}
	start[ROWS] = n;
}

static void scales(double gain, float *scale)
{
	const struct nb_scale_task task = {&rows, pick, label, ROWS, source, SOURCES, FEATURES};

	fill();
	assert_true(nb_scale_features(&task, gain, scale));
}

static void contrast__what_sources_agree_on__weighs_more(void **state)
{
	float scale[FEATURES];

	(void)state;
	scales(1.0, scale);
	if (!(scale[AGREED] > 3.0f))
		fail_msg("a feature of positives only: scale %g", (double)scale[AGREED]);
}

static void contrast__what_sources_contradict_each_other_about__cancels(void **state)
{
	float scale[FEATURES];

	(void)state;
	scales(1.0, scale);
	if (!(scale[DISPUTED] < 1.2f))
		fail_msg("a disputed feature: scale %g", (double)scale[DISPUTED]);
}

static void contrast__what_tells_sources_or_nothing__is_left_alone(void **state)
{
	static const uint32_t features[] = {EVERYWHERE, UNSEEN, OF_SOURCE};
	float scale[FEATURES];
	size_t i;

	(void)state;
	scales(5.0, scale);
	for (i = 0; i < COUNT(features); i++)
		if (fabs((double)scale[features[i]] - 1.0) > 1e-6)
			fail_msg("feature %u: scale %g", features[i], (double)scale[features[i]]);
}

static void contrast__gain__is_a_factor(void **state)
{
	float once[FEATURES];
	float twice[FEATURES];

	(void)state;
	scales(1.0, once);
	scales(2.0, twice);
	assert_true(fabs((double)(twice[AGREED] - 1) - 2 * (double)(once[AGREED] - 1)) < 1e-5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast__what_sources_agree_on__weighs_more),
		cmocka_unit_test(contrast__what_sources_contradict_each_other_about__cancels),
		cmocka_unit_test(contrast__what_tells_sources_or_nothing__is_left_alone),
		cmocka_unit_test(contrast__gain__is_a_factor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
