/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TUNE_REPORT_H
#define TOOLS_TUNE_REPORT_H
/* Reports what tune measured for each attribute: on the site's comments, and on what the bundle
 * already knew. */
#include <stdbool.h>

#include "moderato/tuner.h"
#include "base/buffer.h"

/* Writes two tables for people, or one line of JSON for each attribute. */
void tune_report(const moderato_tune_plan *plan, bool table, struct buffer *buf);

/* Complains about each head that was trained but is not used. Unless `quiet`, it also says where it
 * is impossible to tell what was forgotten. */
void tune_report_refusals(const moderato_tune_plan *plan, bool quiet);

#endif
