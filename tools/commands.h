/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMANDS_H
#define TOOLS_COMMANDS_H
/* The table of every command; each is defined in its own cmd_*.c. */
#include "terminal/options.h"

extern const struct command command_screen;
extern const struct command command_score;
extern const struct command command_explain;
extern const struct command command_campaigns;
extern const struct command command_serve;
extern const struct command command_train;
extern const struct command command_tune;
extern const struct command command_eval;
extern const struct command command_budget;
extern const struct command command_cascade;
extern const struct command command_perturb;
extern const struct command command_features;
extern const struct command command_export;
extern const struct command command_import;
extern const struct command command_inspect;

#endif
