/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_PAGE_H
#define TOOLS_SITE_PAGE_H
/* The page that `score --report` writes: report/dist/batch.html with the data of a run in it.
 *
 * The same comments give the same bytes. Memory is bounded: rows wait in a file (site_kept.h).
 * It holds names and texts, but no e-mail or network address of anybody. */
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

/* What the page says of where its data come from. */
struct site_origin {
	char *const *paths; /* none: standard input */
	size_t n_paths;
	const char *policy; /* its file; NULL: the one that ships */
	const char *shard;  /* "1/4"; NULL: all */
	size_t skipped;     /* records */
};

/* Begin; `path` appears when site_page_commit() is done. An exit code; complains. */
int site_page_open(struct site_page *page, const char *path, const struct engine *engine);

/* On any thread: append a comment to what waits for site_page_take(). */
void site_page_add(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *waiting);

/* Take what was appended, in order. An exit code; complains. */
int site_page_take(struct site_page *page, const struct buffer *waiting);

/* Write the page. An exit code; complains. */
int site_page_commit(struct site_page *page, const struct site_origin *origin);

/* Without a page, or after a commit. */
void site_page_close(struct site_page *page);

#endif
