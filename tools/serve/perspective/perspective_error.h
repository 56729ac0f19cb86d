/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_ERROR_H
#define TOOLS_SERVE_PERSPECTIVE_ERROR_H
/* Errors as Perspective answers them: HTTP's status, a canonical code of Google's, its message, and
 * details by which clients tell cases apart. */
#include "base/buffer.h"

/* What stands in the details. */
enum perspective_detail {
	PERSPECTIVE_NO_DETAIL,
	PERSPECTIVE_ERROR_TYPE, /* the analyzer's own: error_type */
	PERSPECTIVE_LANGUAGE,   /* the same, with the attribute and its languages */
	PERSPECTIVE_FIELD,      /* a field of the request that is not as its type demands */
	PERSPECTIVE_KEY,        /* the key is not valid */
	PERSPECTIVE_QUOTA,      /* too many requests */
};

struct perspective_error {
	int http; /* 0: no error */
	const char *status;
	enum perspective_detail detail;
	const char *error_type;
	char message[400];
	char field[120];               /* PERSPECTIVE_FIELD: its path */
	moderato_str attribute;        /* PERSPECTIVE_LANGUAGE; borrows from the request */
	const moderato_str *languages; /* the same; they must outlive it */
	size_t n_languages;
	bool detected;  /* the request did not name them */
	unsigned limit; /* PERSPECTIVE_QUOTA: requests a minute; 0: not said */
};

/* Records an error of the request (400 INVALID_ARGUMENT) unless there is one already: the first one
 * is answered. */
void perspective_refuse(struct perspective_error *e, const char *error_type, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* The JSON of the request, or the value of a field, cannot be read. `field` may be NULL. */
void perspective_refuse_field(struct perspective_error *e, const char *field, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* "Attribute NAME does not support request languages: …"; no languages are "und". */
void perspective_refuse_languages(struct perspective_error *e, moderato_str attribute,
	const moderato_str *languages, size_t n, bool detected);

/* Errors that do not come from the request's body. */
void perspective_error_key(struct perspective_error *e, bool missing);
void perspective_error_quota(struct perspective_error *e, unsigned limit);
void perspective_error_other(struct perspective_error *e, int http, const char *message);

/* Appends the envelope. `v1` is what $.xgafv=1 asks for: the errors in the older form, too. */
void perspective_error_write(
	struct buffer *out, const struct perspective_error *e, bool compact, bool v1);

#endif
