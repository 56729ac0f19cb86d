/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_WRITER_H
#define MODERATO_WRITER_H
/**
 * @file moderato/writer.h
 * Write comments in formats that sites can import: a whole export made from comments, or a copy of
 * a WordPress export in which only the comments' states change.
 *
 * Both stream their output; memory depends on the longest record. Not thread-safe.
 */
#include "moderato/exporter.h"
#include "moderato/reader.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_writer moderato_writer; /* opaque */

/**
 * Begin to write comments.
 *
 * "csv" (RFC 4180) has all keys of a comment as its header, in their fixed order. "csv-guarded" is
 * the same, but a field that a spreadsheet would take for a formula has a "'" before it. "wxr" is
 * what WordPress's importer reads: an item for each run of comments of one group, with its title
 * and url. WordPress requires numbers: an id, a parent_id or a group that is not a number is
 * replaced by one, always the same. States that WordPress does not have (removed, deleted) become
 * trash, and an unknown state becomes held.
 *
 * @param format "csv", "csv-guarded" or "wxr"
 * @return MODERATO_OK, MODERATO_EINVAL (no such format) or MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_writer_new(moderato_writer **out, const char *format,
	moderato_sink sink, void *payload, moderato_error *err);

/** Write a comment. MODERATO_ENOMEM, or the sink's status. */
MODERATO_API moderato_status moderato_writer_add(
	moderato_writer *writer, const moderato_comment *comment, moderato_error *err);

/** Write the end of the file. Call it once, after the last comment. */
MODERATO_API moderato_status moderato_writer_end(moderato_writer *writer, moderato_error *err);

/** NULL is fine. */
MODERATO_API void moderato_writer_free(moderato_writer *writer);

typedef struct moderato_restater moderato_restater; /* opaque */

/**
 * Begin to copy a WordPress export (WXR) and give its comments new states.
 *
 * Its comments come in the same order as from a moderato_reader with the same file and options.
 * Everything else is copied byte for byte, even if it is broken; compressed input is written
 * uncompressed.
 *
 * @param options as for moderato_reader_open()
 * @return as moderato_reader_open(); MODERATO_EINVAL: it is not such an export, or its encoding
 *         cannot be written back (only UTF-8 and encodings that may pass for it can)
 */
MODERATO_API moderato_status moderato_restater_open(moderato_restater **out, const char *path,
	const moderato_reader_options *options, moderato_sink sink, void *payload, moderato_error *err);

/** Copy an export from bytes that the caller keeps alive; messages call them `name`. */
MODERATO_API moderato_status moderato_restater_open_memory(moderato_restater **out,
	const char *name, moderato_str bytes, const moderato_reader_options *options,
	moderato_sink sink, void *payload, moderato_error *err);

/**
 * Copy up to the end of the next comment.
 *
 * @param state the comment's new state, one of moderato_states(); NULL: it keeps its state
 * @return MODERATO_OK; MODERATO_END: there are no more comments and everything has been copied;
 *         MODERATO_EIO, MODERATO_ENOMEM or the sink's status
 */
MODERATO_API moderato_status moderato_restater_next(
	moderato_restater *restater, const char *state, moderato_error *err);

/**
 * Return how many comments so far kept their states although they were given others: those that
 * were found in damaged XML which a reader first takes for something else. They are copied as they
 * are, because with other bytes there a reader might not find them again.
 */
MODERATO_API size_t moderato_restater_kept(const moderato_restater *restater);

/** NULL is fine. */
MODERATO_API void moderato_restater_free(moderato_restater *restater);

MODERATO_END_DECLS
#endif
