/* SPDX-License-Identifier: MIT */
#ifndef BASE_PARQUET_H
#define BASE_PARQUET_H
/* Reads the rows of a Parquet file, one at a time, through a plug-in.
 *
 * Arrow's library, which decodes it, has no C interface, is in few distributions, weighs 60 MB and
 * changes its ABI with each of several releases a year. So nothing here is linked to it: what
 * includes its headers, base/parquet/, becomes a shared object of its own, which is loaded when a
 * Parquet file is met, and which a distributor can put into a package of its own. A program without
 * it, or whose Arrow was removed or replaced, works as ever and refuses that file. If the program
 * itself were linked to Arrow, it would not start then, and otherwise take 20 ms and 18 MB more,
 * whatever it is asked for. */
#include "base/file.h"

struct parquet {
	struct input *in;
	const struct parquet_plugin *plugin;
	struct parquet_file *file;
	const struct parquet_column *columns; /* base/parquet/parquet_plugin.h */
	size_t n_columns;
	moderato_str *fields; /* of the latest row; their pointers are never NULL */
	size_t row;           /* its number, from 1 */
	unsigned long long rows;
	unsigned long long passed; /* read or lost */
};

/* Opens the input by the plug-in of that path. The index of a Parquet file stands at its end, so
 * that a pipe and compressed input are refused. Call parquet_close() after success and after
 * failure; `p` must be zero before. MODERATO_EFORMAT (also: the plug-in cannot be loaded),
 * MODERATO_ELIMIT, MODERATO_EIO, MODERATO_ENOMEM. */
moderato_status parquet_open(
	struct parquet *p, struct input *in, const char *plugin, moderato_error *err);
void parquet_close(struct parquet *p); /* leaves the input open */

/* Reads the next row. Returns MODERATO_END; MODERATO_EFORMAT or MODERATO_ELIMIT: the rest of this
 * row group is lost, and the next call goes on behind it; MODERATO_EIO, MODERATO_ENOMEM. */
moderato_status parquet_next(struct parquet *p, moderato_error *err);

/* Returns what a plug-in reads by, such as "Arrow 26.0.1", or NULL if it cannot be loaded. */
const char *parquet_library(const char *plugin);

#endif
