/* SPDX-License-Identifier: MIT */
#include "inputs.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many skipped records are told one by one: a broken export must not flood the terminal. */
enum { SKIPS_TOLD = 20 };

static char standard_input[] = "-";
static char *const no_paths[] = {standard_input};

void skips_add(struct skips *skips, moderato_status status, const char *message)
{
	size_t index = status < 0 ? (size_t)-status : 0;

	if (index < sizeof(skips->by_status) / sizeof(skips->by_status[0]))
		skips->by_status[index]++;
	if (skips->n++ < SKIPS_TOLD)
		complain("%s", message && message[0] ? message : moderato_status_name(status));
}

void describe_count(struct strbuf *buf, size_t n, const char *noun)
{
	strbuf_format(buf, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

void skips_describe(const struct skips *skips, struct strbuf *buf)
{
	const char *lead = " (";
	size_t i;

	if (!skips->n)
		return;
	strbuf_format(buf, "; %zu skipped", skips->n);
	for (i = 1; i < sizeof(skips->by_status) / sizeof(skips->by_status[0]); i++) {
		if (!skips->by_status[i])
			continue;
		strbuf_format(buf, "%s%zu %s", lead, skips->by_status[i],
			moderato_status_name((moderato_status) - (int)i));
		lead = ", ";
	}
	strbuf_puts(buf, ")");
}

/* The files' bytes together; 0 when one of them has no size. */
static size_t total_bytes(char *const *paths, size_t n)
{
	size_t total = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		struct stat st;
		int bad = strcmp(paths[i], "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(paths[i], &st);

		if (bad || !S_ISREG(st.st_mode))
			return 0;
		total += (size_t)st.st_size;
	}
	return total;
}

void inputs_init(
	struct inputs *inputs, const struct common *common, char *const *paths, int n_paths)
{
	*inputs = (struct inputs){0};
	inputs->paths = n_paths ? paths : no_paths;
	inputs->n_paths = n_paths ? (size_t)n_paths : 1;
	inputs->options.format = common->format;
	inputs->options.columns = common->columns;
	inputs->bytes_total = total_bytes(inputs->paths, inputs->n_paths);
	if (!n_paths && isatty(STDIN_FILENO) && !common->quiet)
		complain("reading comments from the terminal: one a line, as plain text or JSON; "
				 "Ctrl-D ends");
}

/* Open the next file that can be opened. */
static moderato_status open_next(struct inputs *inputs, moderato_error *err)
{
	while (inputs->next < inputs->n_paths) {
		const char *path = inputs->paths[inputs->next++];
		moderato_status status = moderato_reader_open(&inputs->reader, path, &inputs->options, err);

		if (status == MODERATO_ENOMEM)
			return status;
		inputs->path = strcmp(path, "-") == 0 ? "standard input" : path;
		if (status == MODERATO_OK)
			return status;
		complain_status(status, err);
		inputs->skips.lost_file |= status == MODERATO_EIO;
		if (status == MODERATO_EINVAL) {
			inputs->skips.bad_option = true; /* no file will do better */
			inputs->next = inputs->n_paths;
		}
		inputs->skips.bad_file |= status == MODERATO_EFORMAT || status == MODERATO_ELIMIT;
	}
	return MODERATO_END;
}

static void close_reader(struct inputs *inputs)
{
	if (inputs->reader)
		inputs->bytes_before += moderato_reader_position(inputs->reader, NULL);
	moderato_reader_free(inputs->reader);
	inputs->reader = NULL;
}

moderato_status inputs_next(struct inputs *inputs, moderato_comment *comment, moderato_error *err)
{
	for (;;) {
		moderato_status status = inputs->reader ? MODERATO_OK : open_next(inputs, err);

		if (status != MODERATO_OK)
			return status;
		status = moderato_reader_next(inputs->reader, comment, err);
		switch (status) {
		case MODERATO_OK:
			inputs->n_comments++;
			return status;
		case MODERATO_EIO:
			complain_status(status, err);
			inputs->skips.lost_file = true;
			close_reader(inputs);
			break;
		case MODERATO_END:
			close_reader(inputs);
			break;
		case MODERATO_ENOMEM:
		case MODERATO_EINVAL:
		case MODERATO_EFORMAT:
		case MODERATO_ELIMIT:
		case MODERATO_EMISMATCH:
			return status;
		}
	}
}

moderato_status inputs_next_good(
	struct inputs *inputs, moderato_comment *comment, moderato_error *err)
{
	moderato_status status;

	while ((status = inputs_next(inputs, comment, err)) < 0 && status != MODERATO_ENOMEM)
		skips_add(&inputs->skips, status, err->message);
	return status;
}

size_t inputs_position(const struct inputs *inputs)
{
	size_t here = inputs->reader ? moderato_reader_position(inputs->reader, NULL) : 0;

	return inputs->bytes_before + here;
}

int inputs_finish(struct inputs *inputs, const struct common *common)
{
	const struct skips *skips = &inputs->skips;

	if (skips->n > SKIPS_TOLD)
		complain("and %zu more skipped", skips->n - SKIPS_TOLD);
	if (skips->lost_file)
		return EXIT_SYSTEM;
	if (skips->bad_option)
		return EXIT_USAGE;
	if (skips->bad_file || (skips->n && (!inputs->n_comments || common->strict)))
		return EXIT_BAD_INPUT;
	return EXIT_DONE;
}

void inputs_dispose(struct inputs *inputs)
{
	moderato_reader_free(inputs->reader);
	inputs->reader = NULL;
}
