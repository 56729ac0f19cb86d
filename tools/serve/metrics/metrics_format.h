/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_METRICS_FORMAT_H
#define TOOLS_SERVE_METRICS_FORMAT_H
/* The words of Prometheus' text format, and the parts of what is written with them. */
#include "serve/metrics/metrics_text.h"

/* Begins a family: its help, which is one line without a backslash, and its type. */
void metrics_family(struct buffer *out, const char *name, const char *type, const char *help);

/* A family of one sample. */
void metrics_plain(
	struct buffer *out, const char *name, const char *type, const char *help, uint64_t value);
/* The same; left out where the value is negative, which stands for an unknown one. */
void metrics_number(
	struct buffer *out, const char *name, const char *type, const char *help, double value);

/* A sample with one label. */
void metrics_labelled(
	struct buffer *out, const char *name, const char *label, const char *value, uint64_t n);

/* The pieces of others: NAME="VALUE", escaped; and a space, the number and the end of the line. */
void metrics_label(struct buffer *out, const char *name, const char *value);
void metrics_end(struct buffer *out, double value);

/* ---- metrics_http.c ---- */

void metrics_write_http(struct buffer *out, struct metrics_view *view);

/* ---- metrics_comments.c ---- */

void metrics_write_comments(struct buffer *out, const struct metrics_view *view);
void metrics_write_feedback(struct buffer *out, const struct counters *c);
void metrics_write_shadow(struct buffer *out, const struct metrics_view *view);

/* ---- metrics_drift.c ---- */

void metrics_write_drift(struct buffer *out, const struct metrics_view *view);

#endif
