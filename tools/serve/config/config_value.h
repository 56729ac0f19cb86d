/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CONFIG_VALUE_H
#define TOOLS_SERVE_CONFIG_VALUE_H
/* Single values as they are written in a configuration and on the command line. Readers return
 * false if the text is no such value; what is written reads back to the same. */
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "serve/config/rate.h"

/* A whole number in decimal digits. */
bool value_read_count(moderato_str text, uint64_t *out);

/* A number of bytes, such as 2MiB; the units are KiB, MiB and GiB. */
bool value_read_bytes(moderato_str text, uint64_t *out);
void value_write_bytes(struct buffer *out, uint64_t bytes);

/* A rate, such as 600/minute; the periods are second, minute, hour and day. */
bool value_read_rate(moderato_str text, struct rate_limit *out);
void value_write_rate(struct buffer *out, struct rate_limit rate);

/* A day, such as 2027-01-31, as the second it begins in UTC. */
bool value_read_day(moderato_str text, int64_t *out);
void value_write_day(struct buffer *out, int64_t seconds);

/* A number from 0 to 1. */
bool value_read_share(moderato_str text, double *out);

/* An access mode in octal digits, such as 0660. */
bool value_read_mode(moderato_str text, unsigned *out);

/* What a key may be used for: a scope's name, which adds its bit; a list of all that are set. */
bool value_read_scope(moderato_str text, unsigned *scopes);
void value_write_scopes(struct buffer *out, unsigned scopes); /* separated by ", " */

/* Returns whether this can be a key's name: letters, digits, and . _ - inside, at most 64. Such a
 * name means nothing else in a log, in metrics or in YAML. */
bool value_is_name(moderato_str text);

/* Writes a text in a YAML list or mapping, in quotes where it needs them. */
void value_write_text(struct buffer *out, moderato_str text);

/* Returns whether a text can be written so that it reads back: UTF-8 without control characters and
 * what else YAML does not take. */
bool value_is_text(moderato_str text);

#endif
