/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_PAGE_H
#define TOOLS_SITE_PAGE_H
/* The page that `score --report` writes: report/dist/batch.html with the data of a run in it.
 *
 * The same comments give the same bytes. Memory is bounded, because rows wait in a file
 * (site_kept.h). The page contains names and texts, but nobody's e-mail or network address. */
#include "stream/batch.h"
#include "stream/engine.h"
#include "site/site_kept.h"
#include "site/site_totals.h"

struct site_page {
	const struct engine *engine;
	struct new_file out;
	struct site_kept kept;
	struct site_totals totals;
};

/* What the page says about the origin of its data. */
struct site_origin {
	char *const *paths; /* empty for standard input */
	size_t n_paths;
	const char *policy; /* the policy's file; NULL: the one that ships */
	const char *shard;  /* "1/4"; NULL: no shard, all comments */
	size_t skipped;     /* records that were skipped */
};

/* Opens the page. The file `path` appears only when site_page_commit() succeeds. Returns an exit
 * code, after complaining of a failure. */
int site_page_open(struct site_page *page, const char *path, const struct engine *engine);

/* Appends a comment to the data that site_page_take() will take. May be called on any thread. */
void site_page_add(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *waiting);

/* Takes what site_page_add() appended; batches must come in order. Returns an exit code, after
 * complaining of a failure. */
int site_page_take(struct site_page *page, const struct buffer *waiting);

/* Writes the page. Returns an exit code, after complaining of a failure. */
int site_page_commit(struct site_page *page, const struct site_origin *origin);

/* Closes the page and frees its memory. Unless it was committed, no page appears. */
void site_page_close(struct site_page *page);

#endif
