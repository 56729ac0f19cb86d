/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_HTTP_UNPACK_H
#define TOOLS_SERVE_HTTP_UNPACK_H
/* Unpacks bodies that were sent with Content-Encoding: gzip. */
#include "base/buffer.h"
#include "moderato/status.h"

/* Appends the unpacked body to `out`. MODERATO_ELIMIT: it is longer than `max` bytes;
 * MODERATO_EIO: it is not gzip, or damaged; MODERATO_ENOMEM. */
moderato_status http_unpack(
	moderato_str packed, size_t max, struct buffer *out, moderato_error *err);

#endif
