/* SPDX-License-Identifier: MIT */
#include "stream/history_report.h"

int history_open(moderato_history **out, const char *command, const char *states)
{
	moderato_error err = {.message = ""};
	const moderato_status status = moderato_history_new(out, states, &err);

	if (status == MODERATO_EINVAL)
		return usage_error(command, "option --%s", err.message);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

void history_report(const moderato_history *history, struct buffer *buf)
{
	size_t n;
	const moderato_history_row *rows = moderato_history_rows(history, &n);
	size_t i;

	for (i = 0; i < n; i++)
		if (rows[i].n)
			buffer_printf(buf, "%s  %-10s %8zu  %s",
				buf->len && buf->data[buf->len - 1] != '\n' ? "\n" : "", rows[i].state, rows[i].n,
				rows[i].labels[0] ? rows[i].labels : "no label");
}
