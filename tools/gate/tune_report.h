/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TUNE_REPORT_H
#define TOOLS_TUNE_REPORT_H
/* What tune found out about each attribute: on the site, and of what the bundle knew. */
#include <stdbool.h>

#include "moderato/tuner.h"
#include "base/buffer.h"

/* Two tables for people, or a line of JSON for each attribute. */
void tune_report(const moderato_tune_plan *plan, bool table, struct buffer *buf);

/* Complain about each head that was trained and is not taken, and, unless `quiet`, where it cannot
 * be said what was forgotten. */
void tune_report_refusals(const moderato_tune_plan *plan, bool quiet);

#endif
