/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_STATUS_H
#define MODERATO_STATUS_H
/**
 * @file moderato/status.h
 * How functions report failure.
 *
 * A function returns a moderato_status: 0 is success, negative is failure. A message that says what
 * went wrong and where is written into the caller's moderato_error, which may be NULL. There is no
 * global or thread-local error state. The library never prints, exits or aborts.
 */
#include <stddef.h>

#ifdef __cplusplus
#	define MODERATO_BEGIN_DECLS extern "C" {
#	define MODERATO_END_DECLS }
#else
#	define MODERATO_BEGIN_DECLS
#	define MODERATO_END_DECLS
#endif

#if defined(__GNUC__)
#	define MODERATO_API __attribute__((visibility("default")))
#else
#	define MODERATO_API
#endif

MODERATO_BEGIN_DECLS

/** Statuses differ by what the caller can do about the failure. */
typedef enum moderato_status {
	MODERATO_OK = 0,
	MODERATO_END = 1,        /**< a reader has no further record; not an error */
	MODERATO_ENOMEM = -1,    /**< an allocation failed; nothing was changed */
	MODERATO_EINVAL = -2,    /**< an argument is wrong (an unknown attribute, say) */
	MODERATO_EIO = -3,       /**< the operating system refused: see the message */
	MODERATO_EFORMAT = -4,   /**< the data is malformed; a reader may go on */
	MODERATO_ELIMIT = -5,    /**< the data exceeds a named limit; a reader may go on */
	MODERATO_EMISMATCH = -6, /**< a bundle that this build cannot score rightly */
} moderato_status;

/** Details of a failure; valid if the function that was given it did not return MODERATO_OK. */
typedef struct moderato_error {
	char message[512]; /**< one line, lower case, without the comment's text; starts with
							file:line of the data where there is one */
	size_t line;       /**< the data's line, from 1; 0 when there is none */
} moderato_error;

/** A short name for a status, such as "bad format"; static, thread-safe. */
MODERATO_API const char *moderato_status_name(moderato_status status);

MODERATO_END_DECLS
#endif
