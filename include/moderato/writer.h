/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_WRITER_H
#define MODERATO_WRITER_H
/**
 * @file moderato/writer.h
 * Comments back into the formats that sites read: a whole export made of comments, and an export of
 * WordPress with nothing changed but its comments' states.
 *
 * Both write as they go; memory depends on the longest record. Not thread-safe.
 */
#include "moderato/exporter.h"
#include "moderato/reader.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_writer moderato_writer; /* opaque */

/**
 * Begin to write comments.
 *
 * "csv" (RFC 4180) has the comment's keys as its header, those of design order, all of them. "wxr"
 * is what WordPress's importer takes: an item for each run of comments of one group, with its title
 * and url. WordPress wants numbers: an id, a parent_id or a group that is none becomes one, the
 * same each time. A state that WordPress does not have (removed, deleted) is trash there, an
 * unknown one is held.
 *
 * @param format "csv" or "wxr"
 * @return MODERATO_OK, MODERATO_EINVAL (no such format) or MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_writer_new(moderato_writer **out, const char *format,
	moderato_sink sink, void *payload, moderato_error *err);

/** Write a comment. MODERATO_ENOMEM, or the sink's status. */
MODERATO_API moderato_status moderato_writer_add(
	moderato_writer *writer, const moderato_comment *comment, moderato_error *err);

/** Write what belongs at the end. */
MODERATO_API moderato_status moderato_writer_end(moderato_writer *writer, moderato_error *err);

/** NULL is fine. */
MODERATO_API void moderato_writer_free(moderato_writer *writer);

typedef struct moderato_restater moderato_restater; /* opaque */

/**
 * Begin to copy a WordPress export (WXR), to give its comments other states on the way.
 *
 * Its comments come in the order in which a moderato_reader of the same file and options gives
 * them. All else is copied byte for byte, also what is broken; what was compressed is not any more.
 *
 * @param options as for moderato_reader_open()
 * @return as moderato_reader_open(); MODERATO_EINVAL: it is no such export, or one in an encoding
 *         that is not written back (all but UTF-8 and what may pass for it)
 */
MODERATO_API moderato_status moderato_restater_open(moderato_restater **out, const char *path,
	const moderato_reader_options *options, moderato_sink sink, void *payload, moderato_error *err);

/** The same over bytes that the caller keeps alive; `name` stands in messages. */
MODERATO_API moderato_status moderato_restater_open_memory(moderato_restater **out,
	const char *name, moderato_str bytes, const moderato_reader_options *options,
	moderato_sink sink, void *payload, moderato_error *err);

/**
 * Copy up to the end of the next comment.
 *
 * @param state its new one, of moderato_states(); NULL: it stays as it is
 * @return MODERATO_OK; MODERATO_END: there is none, and all has been copied; MODERATO_EIO,
 *         MODERATO_ENOMEM or the sink's status
 */
MODERATO_API moderato_status moderato_restater_next(
	moderato_restater *restater, const char *state, moderato_error *err);

/** NULL is fine. */
MODERATO_API void moderato_restater_free(moderato_restater *restater);

MODERATO_END_DECLS
#endif
