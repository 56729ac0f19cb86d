/* SPDX-License-Identifier: MIT */
/* Run a fuzzer over the files of folders, in the order of their names: for compilers without
 * libFuzzer, and as a test of every seed and every bug that was ever found. */
#include <dirent.h>
#include <limits.h>

#include "promise.h"

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

	for (i = 1; i < argc; i++)
		n += run_folder(argv[i]);
	printf("%zu inputs\n", n);
	return n ? 0 : 2;
}
