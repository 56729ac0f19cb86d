/* SPDX-License-Identifier: MIT */
/* Counters, the drift of scores, and the text that Prometheus reads. */
#include "support.h"

#include <math.h>

#include "serve/metrics/drift.h"
#include "serve/metrics/counters.h"
#include "serve/metrics/metrics_text.h"

/* ---- two routes, of which the first has two methods ---- */

size_t routes_count(void)
{
	return 3;
}

const char *routes_name(size_t number)
{
	static const char *const names[] = {"twice", "twice", "once", "none"};

	return names[number];
}

/* ---- counting ---- */

static void count_scores__of_a_bound__belong_to_the_lower_bucket(void **state)
{
	static const struct {
		double score;
		size_t bucket;
	} cases[] = {
		{0, 0},
		{0.000001, 0},
		{0.05, 0},
		{0.050001, 1},
		{0.15, 2},
		{0.35, 6},
		{0.7, 13},
		{0.950001, 19},
		{1, 19},
	};
	const unsigned char slot[MODERATO_ATTRIBUTES_MAX] = {3};
	struct counters *c = calloc(1, sizeof(*c));
	size_t i;

	(void)state;
	assert_non_null(c);
	for (i = 0; i < COUNT(cases); i++) {
		const moderato_scores scores = {.n = 1, .score = {cases[i].score}};
		const uint64_t before = counted(&c->scores[3][cases[i].bucket]);

		count_scores(c, &scores, slot);
		if (counted(&c->scores[3][cases[i].bucket]) != before + 1)
			fail_msg("%g is not in bucket %zu", cases[i].score, cases[i].bucket);
	}
	assert_int_equal(counted(&c->comments), COUNT(cases));
	assert_int_equal(counted(&c->score_millionths[3]), 3250003);
	free(c);
}

static void count_request__a_bound__belongs_to_the_lower_bucket(void **state)
{
	struct counters *c = calloc(1, sizeof(*c));

	(void)state;
	assert_non_null(c);
	count_request(c, 1, 200, 50);
	count_request(c, 1, 200, 51);
	count_request(c, 1, 404, 2500001);
	count_request(c, 1, 0, 0);
	count_request(c, ROUTES_MAX, 999, 0); /* no place of its own, but one */
	assert_int_equal(counted(&c->routes[1][2].bucket[0]), 1);
	assert_int_equal(counted(&c->routes[1][2].bucket[1]), 1);
	assert_int_equal(counted(&c->routes[1][2].us), 101);
	assert_int_equal(counted(&c->routes[1][4].bucket[LATENCY_BUCKETS - 1]), 1);
	assert_int_equal(counted(&c->routes[1][0].bucket[0]), 1);
	assert_int_equal(counted(&c->routes[ROUTES_MAX - 1][5].bucket[0]), 1);
	free(c);
}

static void counters_add__all__are_summed(void **state)
{
	struct counters *sum = calloc(1, sizeof(*sum));
	struct counters *thread = calloc(1, sizeof(*thread));
	size_t i;

	(void)state;
	assert_non_null(sum);
	assert_non_null(thread);
	for (i = 0; i < sizeof(*thread) / sizeof(counter); i++)
		count((counter *)thread + i, i);
	counters_add(sum, thread);
	counters_add(sum, thread);
	for (i = 0; i < sizeof(*sum) / sizeof(counter); i++)
		assert_int_equal(counted((counter *)sum + i), 2 * i);
	free(thread);
	free(sum);
}

static void name_slot__names__keep_theirs(void **state)
{
	struct name_slots slots = {.n = 0};
	char name[32];
	size_t i;

	(void)state;
	assert_int_equal(name_slot(&slots, "toxicity", ATTRIBUTE_SLOTS), 0);
	assert_int_equal(name_slot(&slots, "spam", ATTRIBUTE_SLOTS), 1);
	assert_int_equal(name_slot(&slots, "toxicity", ATTRIBUTE_SLOTS), 0);
	for (i = 2; i < ATTRIBUTE_SLOTS; i++) {
		snprintf(name, sizeof(name), "attribute %zu", i);
		assert_int_equal(name_slot(&slots, name, ATTRIBUTE_SLOTS), i);
	}
	assert_int_equal(name_slot(&slots, "one too many", ATTRIBUTE_SLOTS), ATTRIBUTE_SLOTS);
	assert_int_equal(name_slot(&slots, "spam", ATTRIBUTE_SLOTS), 1);
	name_slots_dispose(&slots);
}

/* ---- drift ---- */

static void drift_index__by_hand__is_the_same(void **state)
{
	const struct drift_reference reference = {
		.n = 1000, .n_bins = 2, .end = {10, 20}, .share = {.9, .1}};
	const struct drift_reference empty = {.n = 1000, .n_bins = 2, .end = {10, 20}, .share = {1, 0}};
	uint64_t counts[SCORE_BUCKETS] = {[0] = 500, [9] = 400, [10] = 50, [19] = 50};

	(void)state;
	check_near("the same", drift_index(&reference, counts), 0);
	counts[19] = 550;
	counts[0] = 0;
	check_near("more", drift_index(&reference, counts),
		(.4 - .9) * log(.4 / .9) + (.6 - .1) * log(.6 / .1));
	check_near("a bin without any counts as half a comment", drift_index(&empty, counts),
		(.4 - 1) * log(.4) + (.6 - .0005) * log(.6 / .0005));
	check_near("above", drift_counts_above(counts, 10), .6);
	check_near("above of the reference", drift_reference_above(&reference, 10), .1);
	check_near("not known", drift_reference_above(&reference, 11), -1);
}

static void drift_look__the_first_scores__are_the_reference(void **state)
{
	struct drift *drift = calloc(1, sizeof(*drift));
	score_counts now = {{0}};
	const struct drift_attribute *a = &drift->attributes[4];

	(void)state;
	assert_non_null(drift);
	now[4][0] = DRIFT_FIRST - 1;
	drift_look(drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	assert_int_equal(a->reference.n, 0);
	now[4][1] = 1;
	drift_look(drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	assert_int_equal(a->reference.n, DRIFT_FIRST);
	assert_int_equal(a->n, 0);
	now[4][19] = DRIFT_WINDOW - 1;
	drift_look(drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	assert_int_equal(a->n, 0);
	now[4][19]++;
	drift_look(drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	assert_int_equal(a->n, DRIFT_WINDOW);
	assert_true(a->index > 5);
	now[4][0] += DRIFT_WINDOW;
	drift_look(drift, (const uint64_t(*)[SCORE_BUCKETS])now);
	assert_true(a->index < .01);
	assert_int_equal(drift->attributes[3].reference.n, 0);
	free(drift);
}

/* ---- the card ---- */

#define ALL(n, positive)                                                                           \
	"{\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":" n ",\"n_positive\":" positive \
	"}"
#define COST(score, benign, caught)                                                                \
	"{\"attribute\":\"spam\",\"score\":" score ",\"action\":null,\"benign\":" benign               \
	",\"caught\":" caught ",\"precision\":null}"
#define HELD_OUT(name, figures, costs)                                                             \
	"{\"file\":\"" name "\",\"figures\":[" figures "],\"thresholds\":[" costs "]}"
#define CARD(files) "{\"moderato_card\":1,\"held_out\":[" files "]}"
#define COSTS                                                                                      \
	COST("0.5", "0.04", "0.6") "," COST("0.6182", "0.03", "0.5") "," COST("0.9", "0", "0.2")

static struct drift_reference reference_of(const char *card)
{
	const char *const attributes[] = {"toxicity", "spam"};
	struct drift_reference references[2] = {{.n = 0}};

	drift_read_card(str(card), attributes, 2, references);
	assert_int_equal(references[0].n, 0); /* of toxicity no card here says anything */
	return references[1];
}

static void drift_read_card__a_file_of_ordinary_comments__is_the_reference(void **state)
{
	const struct drift_reference r = reference_of(CARD(HELD_OUT("spam.jsonl", ALL("5000", "2500"),
		COSTS) "," HELD_OUT("few.jsonl", ALL("999", "1"), COSTS) "," HELD_OUT("day.jsonl",
		ALL("2000", "100"), COSTS) "," HELD_OUT("more.jsonl", ALL("2000", "150"), COSTS)));

	(void)state;
	assert_string_equal(r.source, "day.jsonl");
	assert_int_equal(r.n, 2000);
	assert_int_equal(r.n_bins, 3);
	assert_int_equal(r.end[0], 10);
	assert_int_equal(r.end[1], 18); /* what is between two buckets is passed over */
	assert_int_equal(r.end[2], SCORE_BUCKETS);
	check_near("above .5", drift_reference_above(&r, 10), .95 * .04 + .05 * .6);
	check_near("above .9", drift_reference_above(&r, 18), .05 * .2);
	check_near("all", r.share[0] + r.share[1] + r.share[2], 1);
}

static void drift_read_card__what_is_no_card__says_nothing(void **state)
{
	static const char *const cards[] = {
		"",
		"[]",
		"{",
		"{\"held_out\":7}",
		"{\"held_out\":[7,{}]}",
		CARD(HELD_OUT("a", "", COSTS)),
		CARD(HELD_OUT("a", ALL("2000", "0"), "")),
		CARD(HELD_OUT("a", ALL("1e300", "0"), COSTS)),
		CARD(HELD_OUT("a", ALL("2000", "-1"), COSTS)),
		CARD(HELD_OUT("a", ALL("\"2000\"", "0"), COSTS)),
		CARD(HELD_OUT("a", ALL("2000", "0"), COST("0.5", "1.1", "0"))),
		CARD(HELD_OUT("a", ALL("2000", "0"), COST("0", "0.1", "0"))),
		CARD(HELD_OUT("a", ALL("2000", "0"), COST("0.501", "0.1", "0"))),
		CARD(HELD_OUT("a", ALL("2000", "0"), "7,null,[]")),
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cards); i++)
		if (reference_of(cards[i]).n)
			fail_msg("case %zu has a reference", i);
}

/* ---- the text ---- */

static struct metrics_view *new_view(void)
{
	struct metrics_view *view = calloc(1, sizeof(*view));

	assert_non_null(view);
	view->process.cpu_seconds = -1;
	view->bundle = (struct metrics_bundle){.name = "a \"b\" \\ c\nd", .checksum = 255};
	return view;
}

static const char *text_of(struct buffer *out, struct metrics_view *view)
{
	buffer_clear(out);
	metrics_write(out, view);
	assert_false(out->failed);
	return buffer_cstr(out);
}

#define HAS(text, part)                                                                            \
	do {                                                                                           \
		if (!strstr((text), (part)))                                                               \
			fail_msg("%s is not in\n%s", (part), (text));                                          \
	} while (0)

static void metrics_write__labels__are_escaped(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct metrics_view *view = new_view();

	(void)state;
	HAS(text_of(&out, view), "\nmoderato_bundle_info{role=\"main\",name=\"a \\\"b\\\" \\\\ c\\nd\","
							 "checksum=\"00000000000000ff\",attributes=\"\"} 1\n");
	buffer_dispose(&out);
	free(view);
}

static void metrics_write__what_is_not_there__is_left_out(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct metrics_view *view = new_view();
	const char *text = text_of(&out, view);

	(void)state;
	assert_null(strstr(text, "process_cpu"));
	assert_null(strstr(text, "shadow"));
	assert_null(strstr(text, "moderato_score_drift{"));
	HAS(text, "moderato_http_refusals_total{reason=\"bad_key\"} 0\n");
	view->shadow.name = "s";
	text = text_of(&out, view);
	HAS(text, "moderato_shadow_decisions_total{decision=\"hold\",shadow=\"publish\"} 0\n");
	buffer_dispose(&out);
	free(view);
}

static void metrics_write__routes_of_a_name__are_one(void **state)
{
	struct buffer out = BUFFER_INIT;
	struct metrics_view *view = new_view();
	const char *text;

	(void)state;
	count_request(&view->counters, 0, 200, 60);
	count_request(&view->counters, 1, 201, 600);
	count_request(&view->counters, 3, 404, 7);
	text = text_of(&out, view);
	HAS(text, "moderato_http_requests_total{route=\"twice\",code=\"2xx\"} 2\n");
	HAS(text, "duration_seconds_bucket{route=\"twice\",code=\"2xx\",le=\"5e-05\"} 0\n");
	HAS(text, "duration_seconds_bucket{route=\"twice\",code=\"2xx\",le=\"0.0001\"} 1\n");
	HAS(text, "duration_seconds_bucket{route=\"twice\",code=\"2xx\",le=\"+Inf\"} 2\n");
	HAS(text, "duration_seconds_sum{route=\"twice\",code=\"2xx\"} 0.00066\n");
	HAS(text, "moderato_http_requests_total{route=\"none\",code=\"4xx\"} 1\n");
	text = strstr(text, "moderato_http_requests_total{route=\"twice\"") + 1;
	assert_null(strstr(text, "moderato_http_requests_total{route=\"twice\""));
	buffer_dispose(&out);
	free(view);
}

static void metrics_write__scores__are_a_histogram(void **state)
{
	const moderato_scores scores = {.n = 1, .score = {.3}};
	const unsigned char slot[MODERATO_ATTRIBUTES_MAX] = {0};
	struct buffer out = BUFFER_INIT;
	struct metrics_view *view = new_view();
	const char *text;

	(void)state;
	view->n_attributes = 1;
	view->attributes[0] = "spam";
	count_scores(&view->counters, &scores, slot);
	view->drift.attributes[0].reference = (struct drift_reference){
		.source = "x.jsonl", .n = 7, .n_bins = 2, .end = {10, 20}, .share = {.75, .25}};
	view->drift.attributes[0].n = 3;
	view->drift.attributes[0].index = .125;
	view->drift.attributes[0].window[19] = 3;
	text = text_of(&out, view);
	HAS(text, "moderato_score_bucket{attribute=\"spam\",le=\"0.25\"} 0\n");
	HAS(text, "moderato_score_bucket{attribute=\"spam\",le=\"0.3\"} 1\n");
	HAS(text, "moderato_score_sum{attribute=\"spam\"} 0.3\n");
	HAS(text, "moderato_score_count{attribute=\"spam\"} 1\n");
	HAS(text, "moderato_score_drift{attribute=\"spam\",reference=\"card\"} 0.125\n");
	HAS(text, "moderato_score_reference_comments{attribute=\"spam\",reference=\"card\","
			  "file=\"x.jsonl\"} 7\n");
	HAS(text, "share_above{attribute=\"spam\",of=\"reference\",score=\"0.5\"} 0.25\n");
	HAS(text, "share_above{attribute=\"spam\",of=\"window\",score=\"0.95\"} 1\n");
	assert_null(strstr(text, "of=\"reference\",score=\"0.95\""));
	buffer_dispose(&out);
	free(view);
}

static void refusal_name__each_kind__has_one(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < REFUSAL_KINDS; i++)
		assert_non_null(refusal_name((enum refusal_kind)i));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(count_scores__of_a_bound__belong_to_the_lower_bucket),
		cmocka_unit_test(count_request__a_bound__belongs_to_the_lower_bucket),
		cmocka_unit_test(counters_add__all__are_summed),
		cmocka_unit_test(name_slot__names__keep_theirs),
		cmocka_unit_test(drift_index__by_hand__is_the_same),
		cmocka_unit_test(drift_look__the_first_scores__are_the_reference),
		cmocka_unit_test(drift_read_card__a_file_of_ordinary_comments__is_the_reference),
		cmocka_unit_test(drift_read_card__what_is_no_card__says_nothing),
		cmocka_unit_test(metrics_write__labels__are_escaped),
		cmocka_unit_test(metrics_write__what_is_not_there__is_left_out),
		cmocka_unit_test(metrics_write__routes_of_a_name__are_one),
		cmocka_unit_test(metrics_write__scores__are_a_histogram),
		cmocka_unit_test(refusal_name__each_kind__has_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
