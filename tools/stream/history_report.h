/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HISTORY_REPORT_H
#define TOOLS_HISTORY_REPORT_H
/* A site's moderation history, as import and tune read it and tell of it. */
#include "terminal/cli.h"
#include "moderato/history.h"

/* By --states, which may be NULL. An exit code; complains. */
int history_open(moderato_history **out, const char *command, const char *states);

/* A line for each state that was seen: how often, and which labels it stands for. */
void history_report(const moderato_history *history, struct buffer *buf);

#endif
