/* SPDX-License-Identifier: MIT */
#ifndef BASE_PARQUET_PLUGIN_H
#define BASE_PARQUET_PLUGIN_H
/* What base/parquet.c asks of the plug-in that reads Parquet, moderato-parquet.so, which is
 * compiled where Arrow's library is. No exception leaves it. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

#define PARQUET_PLUGIN_VERSION 1 /* of this file; a plug-in of another one is refused */
#define PARQUET_PLUGIN_ENTRY "moderato_parquet_plugin"

enum parquet_result {
	PARQUET_OK,
	PARQUET_END,
	PARQUET_BAD,       /* the message says what is wrong */
	PARQUET_IO,        /* so it does of a file that cannot be read */
	PARQUET_LIMIT,     /* more than memory_max would be needed */
	PARQUET_NO_MEMORY, /* malloc() has failed */
};

struct parquet_message {
	char text[192];
};

/* Where the file is: an open descriptor, or memory if that is -1. Both must outlive the file. */
struct parquet_place {
	int fd;
	moderato_str memory;
};

struct parquet_column {
	const char *name;    /* its path, such as "text" or, inside of a struct, "from.name" */
	const char *no_text; /* what its values are if they cannot be written as one text: such a column
							is left out. Otherwise NULL */
};

struct parquet_file;

struct parquet_plugin {
	unsigned version;
	const char *(*library)(void); /* such as "Arrow 26.0.1" */

	/* Opens a file. `memory_max` bounds the bytes that its pages take, packed and unpacked. */
	enum parquet_result (*open)(struct parquet_file **out, struct parquet_place place,
		size_t memory_max, struct parquet_message *message);
	const struct parquet_column *(*columns)(const struct parquet_file *file, size_t *n);
	unsigned long long (*rows)(const struct parquet_file *file);

	/* Reads the next row: one text for each column, which lives until the next call. NULL and NaN
	 * are empty, and the columns that are left out are, too. After PARQUET_BAD and PARQUET_LIMIT
	 * the rest of the row group is skipped, *lost rows. */
	enum parquet_result (*next)(struct parquet_file *file, moderato_str *fields,
		unsigned long long *lost, struct parquet_message *message);
	void (*close)(struct parquet_file *file);
};

/* The type of the only function that the plug-in exports. */
typedef const struct parquet_plugin *parquet_plugin_entry(void);

#endif
