/* SPDX-License-Identifier: MIT */
/* Runs the table at n and 2n bytes, for tests/checks/linear.sh and tests/bench/linear.sh:
 *
 *   linear count N [NAME]   under callgrind (--collect-atstart=no): a dump for
 *                           each row and size, named "NAME BYTES"
 *   linear time N [NAME]    prints "NAME BYTES nanoseconds" for each row and size
 *   linear list             prints the rows' names and stages
 *   linear show NAME N      prints the input
 */
#include <time.h>
#include <valgrind/callgrind.h>

#include "counted.h"

static void add_copy(struct buffer *out, const char *unit, size_t i)
{
	const char *number = strstr(unit, "{#}");

	if (number) {
		buffer_add(out, unit, (size_t)(number - unit));
		buffer_printf(out, "%zu", i);
		unit = number + 3;
	}
	buffer_add(out, unit, strlen(unit));
}

static void generate(const struct generator *g, size_t size, struct buffer *out)
{
	const size_t half = g->b ? size / 2 : size;
	size_t i;

	buffer_clear(out);
	buffer_add(out, g->head, strlen(g->head));
	for (i = 0; out->len < half; i++)
		add_copy(out, g->a, i);
	if (g->middle)
		buffer_add(out, g->middle, strlen(g->middle));
	for (i = 0; g->b && out->len < size; i++)
		add_copy(out, g->b, i);
	if (g->tail)
		buffer_add(out, g->tail, strlen(g->tail));
	require(!out->failed);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Reads once; a dump of callgrind or a line of time says what it took. */
static void run(const struct generator *g, size_t size, bool count)
{
	struct buffer generated = BUFFER_INIT;
	struct buffer prepared = BUFFER_INIT;
	const struct buffer *bytes = &generated;
	char label[80];
	double begin;
	double end;

	generate(g, size, &generated);
	if (g->stage->prepare) {
		g->stage->prepare(g->argument, buffer_view(&generated), &prepared);
		bytes = &prepared;
	}
	snprintf(label, sizeof(label), "%s %zu", g->name, generated.len);
	CALLGRIND_TOGGLE_COLLECT;
	begin = now();
	g->stage->read(g->argument, buffer_view(bytes));
	end = now();
	CALLGRIND_TOGGLE_COLLECT;
	if (count) {
		CALLGRIND_DUMP_STATS_AT(label);
	} else {
		printf("%s %.0f\n", label, end - begin);
		fflush(stdout);
	}
	buffer_dispose(&generated);
	buffer_dispose(&prepared);
}

/* What is made once for all is made now. */
static void warm_up(const struct generator *g)
{
	struct buffer generated = BUFFER_INIT;
	struct buffer prepared = BUFFER_INIT;

	generate(g, 64, &generated);
	if (g->stage->prepare)
		g->stage->prepare(g->argument, buffer_view(&generated), &prepared);
	g->stage->read(g->argument, buffer_view(g->stage->prepare ? &prepared : &generated));
	buffer_dispose(&generated);
	buffer_dispose(&prepared);
}

/* The limit holds for 2n: a row is at n what its stage reads half of. */
static size_t size_for(const struct generator *g, size_t size)
{
	const size_t max = g->stage->bytes_max / 2;

	size *= g->stage->times;
	return max && size > max ? max : size;
}

static void show(const char *name, size_t size)
{
	struct buffer generated = BUFFER_INIT;
	size_t i;

	for (i = 0; i < n_generators; i++)
		if (!strcmp(generators[i].name, name)) {
			generate(&generators[i], size, &generated);
			fwrite(generated.data, 1, generated.len, stdout);
		}
	buffer_dispose(&generated);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	const size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	size_t i;

	if (argc == 4 && !strcmp(what, "show")) {
		show(argv[2], strtoul(argv[3], NULL, 10));
		return 0;
	}
	if (strcmp(what, "list") != 0 && (!n || (strcmp(what, "count") && strcmp(what, "time")))) {
		fputs("linear count|time N [NAME], linear list, linear show NAME N\n", stderr);
		return 2;
	}
	for (i = 0; i < n_generators; i++) {
		const struct generator *g = &generators[i];

		if (argc > 3 && strncmp(g->name, argv[3], strlen(argv[3])) != 0)
			continue;
		if (!n) {
			printf("%s %s\n", g->name, g->stage->name);
			continue;
		}
		warm_up(g);
		run(g, size_for(g, n), *what == 'c');
		run(g, 2 * size_for(g, n), *what == 'c');
	}
	return 0;
}
