/* SPDX-License-Identifier: MIT */
#include "serve/metrics/metrics_format.h"

#include <inttypes.h>

#include "base/number.h"

void metrics_family(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void metrics_end(struct buffer *out, double value)
{
	buffer_add_char(out, ' ');
	buffer_add_double(out, value);
	buffer_add_char(out, '\n');
}

void metrics_plain(
	struct buffer *out, const char *name, const char *type, const char *help, uint64_t value)
{
	metrics_family(out, name, type, help);
	buffer_printf(out, "%s %" PRIu64 "\n", name, value);
}

void metrics_number(
	struct buffer *out, const char *name, const char *type, const char *help, double value)
{
	if (value < 0)
		return;
	metrics_family(out, name, type, help);
	buffer_add_str(out, name);
	metrics_end(out, value);
}

void metrics_label(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s=\"", name);
	for (; *value; value++)
		if (*value == '\n') {
			buffer_add_str(out, "\\n");
		} else {
			if (*value == '"' || *value == '\\')
				buffer_add_char(out, '\\');
			buffer_add_char(out, *value);
		}
	buffer_add_char(out, '"');
}

void metrics_labelled(
	struct buffer *out, const char *name, const char *label, const char *value, uint64_t n)
{
	buffer_printf(out, "%s{", name);
	metrics_label(out, label, value);
	buffer_printf(out, "} %" PRIu64 "\n", n);
}
