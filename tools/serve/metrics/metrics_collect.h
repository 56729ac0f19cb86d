/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_METRICS_COLLECT_H
#define TOOLS_SERVE_METRICS_COLLECT_H
/* Gathers what the metrics say from all threads, and watches the drift of scores. */
#include "serve/metrics/metrics_text.h"
#include "serve/server.h"

/* Gathers everything. Names are borrowed from the server and this setup. */
void metrics_collect(struct server *server, const struct setup *setup, struct metrics_view *view);

/* To be called before a setup comes into use: finds out where its keys are counted. */
void metrics_number_keys(struct server *server, struct setup *setup);

/* To be called when another setup has come into use, and every so often. */
void metrics_setup_changed(struct server *server);
void metrics_watch(struct server *server);

#endif
