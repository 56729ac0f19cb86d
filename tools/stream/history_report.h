/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HISTORY_REPORT_H
#define TOOLS_HISTORY_REPORT_H
/* A site's moderation history, as import and tune read and report it. */
#include "terminal/cli.h"
#include "moderato/history.h"

/* Creates a history that knows the states of --states, which may be NULL. Returns an exit code,
 * after complaining of a failure. */
int history_open(moderato_history **out, const char *command, const char *states);

/* Appends a line for each state that was seen: how often it was seen, and which labels it stands
 * for. */
void history_report(const moderato_history *history, struct buffer *buf);

#endif
