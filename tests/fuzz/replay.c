/* SPDX-License-Identifier: MIT */
/* Run a fuzzer over the files of folders, in the order of their names: for compilers without
 * libFuzzer, and as a test of every seed and every bug that was ever found. */
#include <dirent.h>
#include <limits.h>

#include "mutator.h"
#include "promise.h"
#include "stages.h"

/* The fuzzers' own mutators run here too, a few times for each seed and always with the same
 * numbers. Of libFuzzer's mutations there is only this one. */
enum { MUTATIONS = 4, MUTATED_MAX = 4096 };

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
	__attribute__((weak));

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size)
{
	if (size && size <= max_size)
		data[size / 2] ^= 1;
	return size < max_size ? size : max_size;
}

static void run_mutated(const uint8_t *data, size_t size)
{
	const bool all = stages_all;
	uint8_t *mutated = malloc(MUTATED_MAX);
	unsigned i;

	promise(mutated);
	size = size < MUTATED_MAX ? size : MUTATED_MAX;
	memcpy(mutated, data, size);
	stages_all = false;
	for (i = 0; i < MUTATIONS; i++) {
		size = LLVMFuzzerCustomMutator(mutated, size, MUTATED_MAX, i);
		promise(size <= MUTATED_MAX);
		LLVMFuzzerTestOneInput(mutated, size);
	}
	stages_all = all;
	free(mutated);
}

static _Noreturn void fatal(const char *path)
{
	perror(path);
	exit(4);
}

/* The input stands at the end of its allocation, so that a sanitiser sees one step beyond it. */
static void run_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	long size;

	if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
		fatal(path);
	data = malloc(size ? (size_t)size : 1);
	if (!data || fread(data, 1, (size_t)size, file) != (size_t)size)
		fatal(path);
	fclose(file);
	LLVMFuzzerTestOneInput(data, (size_t)size);
	if (LLVMFuzzerCustomMutator)
		run_mutated(data, (size_t)size);
	free(data);
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static size_t run_folder(const char *folder)
{
	struct dirent **entries;
	const int n = scandir(folder, &entries, is_visible, alphasort);
	char path[PATH_MAX];
	int i;

	if (n < 0)
		fatal(folder);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
		/* A crash is told apart by the last name that was said. */
		fprintf(stderr, "%s\n", path);
		run_file(path);
		free(entries[i]);
	}
	free(entries);
	return (size_t)n;
}

int main(int argc, char **argv)
{
	size_t n = 0;
	int i;

	stages_all = true;
	for (i = 1; i < argc; i++)
		n += run_folder(argv[i]);
	printf("%zu inputs\n", n);
	return n ? 0 : 2;
}
