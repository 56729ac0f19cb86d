/* SPDX-License-Identifier: MIT */
#include "stream/wxr_out.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/str.h"

/* Returns whether the comment is rejected for being spam. */
static bool is_spam(const moderato_reason *reason, const moderato_bundle *bundle)
{
	return reason->action == MODERATO_REJECT &&
		   (strncmp(reason->rule, "spam", 4) == 0 ||
			   (reason->attribute >= 0 &&
				   strcmp(moderato_bundle_attribute(bundle, (size_t)reason->attribute), "spam") ==
					   0));
}

const char *wxr_out_state(const moderato_verdict *verdict, const moderato_bundle *bundle)
{
	size_t i;

	if (verdict->decision != MODERATO_REJECT)
		return verdict->decision == MODERATO_HOLD ? "held" : "published";
	for (i = 0; i < verdict->n_reasons; i++)
		if (is_spam(&verdict->reasons[i], bundle))
			return "spam";
	return "trash";
}

bool wxr_out_waits(const moderato_comment *comment)
{
	return str_is_nocase(comment->state, "held");
}

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

int wxr_out_check(const char *command, char *const *paths, int n_paths)
{
	struct stat st;

	if (n_paths > 1)
		return usage_error(command, "--output wxr writes one export: give one file");
	if (n_paths && !is_stdin(paths[0]))
		return EXIT_DONE;
	if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode))
		return EXIT_DONE;
	return usage_error(
		command, "--output wxr reads the export twice: give a file instead of a pipe");
}

int wxr_out_open(struct wxr_out *out, const char *command, const struct inputs *inputs)
{
	moderato_error err = {.message = ""};
	const char *path = inputs->paths[0];
	moderato_status status = moderato_restater_open(&out->restater,
		is_stdin(path) ? "/dev/stdin" : path, &inputs->options, out_sink, NULL, &err);

	if (status == MODERATO_EINVAL)
		return usage_error(command, "--output wxr: %s", err.message);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Returns the exit code for a status. Failed writes are reported by finish_output(). */
static int exit_after(moderato_status status, const moderato_error *err)
{
	if (status == MODERATO_OK || status == MODERATO_END)
		return EXIT_DONE;
	return *err->message ? complain_status(status, err) : EXIT_SYSTEM;
}

int wxr_out_batch(struct wxr_out *out, const struct batch *batch)
{
	moderato_error err = {.message = ""};
	size_t i;

	for (i = 0; i < batch->n; i++) {
		const struct record *record = &batch->records[i];
		moderato_status status;

		if (!record->path) /* the record could not be read */
			continue;
		if (!record->status && !record->results->state)
			out->n_left++;
		status = moderato_restater_next(
			out->restater, record->status ? NULL : record->results->state, &err);
		if (status)
			return exit_after(status, &err);
	}
	return EXIT_DONE;
}

int wxr_out_end(struct wxr_out *out)
{
	moderato_error err = {.message = ""};

	const moderato_status status = moderato_restater_next(out->restater, NULL, &err);
	const size_t kept = moderato_restater_kept(out->restater);

	if (kept)
		complain("%zu comment%s in damaged XML left as %s", kept, kept == 1 ? "" : "s",
			kept == 1 ? "it is" : "they are");
	return exit_after(status, &err);
}

void wxr_out_close(struct wxr_out *out)
{
	moderato_restater_free(out->restater);
	out->restater = NULL;
}
