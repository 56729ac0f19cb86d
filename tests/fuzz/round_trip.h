/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_ROUND_TRIP_H
#define FUZZ_ROUND_TRIP_H
/* Read bytes to their end as one format; each comment, written as JSON, must read back the same. */
#include "moderato/reader.h"

/* `format` NULL: sniffed. Aborts where a reader breaks its promises. */
void read_and_write(const char *format, moderato_str bytes);

/* The same with options, which have a format. */
void read_options_and_write(const moderato_reader_options *options, moderato_str bytes);

/* The same with the option `columns`; NULL: without. */
void read_columns_and_write(const char *format, const char *columns, moderato_str bytes);

#endif
