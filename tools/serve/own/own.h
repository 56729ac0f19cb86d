/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_OWN_H
#define TOOLS_SERVE_OWN_H
/* What the files of moderato's own protocol share. Its comments and verdicts are those of the
 * command: a comment is a line of a JSON lines file, and a verdict is the line that `moderato
 * score --output jsonl` writes for it, byte for byte. */
#include "serve/protocol.h"
#include "serve/worker.h"

/* ---- own_wish.c: what a request wants to be told ---- */

struct wish {
	unsigned with; /* MODERATO_WITH_… */
	bool all;      /* all attributes: `selected` means nothing */
	unsigned char selected[MODERATO_ATTRIBUTES_MAX];
};

/* Reads the parameters `with` and `attributes`. MODERATO_EINVAL: the message says which words there
 * are. */
moderato_status wish_read(const struct worker *worker, const struct request *request,
	struct wish *wish, moderato_error *err);

/* Finds an attribute by its name. MODERATO_EINVAL: the message says which there are. */
moderato_status wish_attribute(
	const moderato_bundle *bundle, moderato_str name, size_t *attribute, moderato_error *err);

/* ---- own_verdict.c: one comment ---- */

enum place_unit { PLACE_NONE, PLACE_LINE, PLACE_INDEX };

/* Where a comment stands among others: its line, from 1, or its index in an array, from 0. */
struct place {
	enum place_unit unit;
	size_t number;
};

/* Explaining takes some 40,000 instructions a byte: a longer text would keep a thread from its
 * other clients for more than about a third of a second. */
#define OWN_EXPLAINED_MAX ((size_t)32 * 1024)

/* MODERATO_ELIMIT: the text is too long to be explained here. */
moderato_status own_explainable(const moderato_comment *comment, moderato_error *err);

/* Reads a comment from the text of a JSON object, screens it, and appends the verdict to `out`. On
 * failure nothing is appended; then `comment`, which may be NULL, has no more than an id.
 * MODERATO_EFORMAT, MODERATO_ELIMIT, MODERATO_EMISMATCH, MODERATO_ENOMEM. */
moderato_status own_verdict(struct worker *worker, const struct wish *wish, moderato_str json,
	struct place place, moderato_comment *comment, moderato_decision *decision, struct buffer *out,
	moderato_error *err);

/* The same for one comment of many: if it is bad, appends an error that stands in the place of its
 * verdict. MODERATO_ENOMEM. */
moderato_status own_verdict_or_error(struct worker *worker, const struct wish *wish,
	moderato_str json, struct place place, struct buffer *out, moderato_error *err);

/* Appends {"id":…,"error":{"message":…,"line":…}}. */
void own_error_item(struct buffer *out, moderato_str id, struct place place, const char *message);

/* ---- own_lines.c: JSON lines ---- */

#define LINES_TYPE "application/x-ndjson"

/* Returns whether the body of a request is JSON lines. */
bool own_is_lines(const struct request *request);

extern const struct body_stream own_lines;

/* ---- own_explain.c, own_bundle.c ---- */

void own_explain(struct worker *worker, struct request *request, struct reply *reply);
void own_bundle(struct worker *worker, struct request *request, struct reply *reply);
void own_openapi(struct worker *worker, struct request *request, struct reply *reply);

/* ---- routes_own.c ---- */

/* The largest reply that is made in memory. A few bytes can be a comment, and the verdict on it a
 * thousand times as long; only JSON lines, which are answered from a file, have no limit. */
#define OWN_REPLY_MAX ((size_t)16 << 20)

/* Sets the reply to {"error":{"code":…,"message":…}}. */
void own_error(struct reply *reply, unsigned status, const char *code, const char *message);

/* The same for what a function failed with. */
void own_failure(struct reply *reply, moderato_status status, const moderato_error *err);

#endif
