/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_FORM_H
#define TOOLS_SERVE_FORM_H
/* Reads what a form sends: application/x-www-form-urlencoded or multipart/form-data. What the
 * fields mean, and in which character set they are, is left to the caller. The time that reading
 * takes grows with the length of the body alone. */
#include "base/arena.h"
#include "base/str.h"
#include "moderato/status.h"

/* The most fields of a form. WordPress sends about a hundred; PHP itself takes 1,000. */
enum { FORM_FIELDS_MAX = 10000 };

struct form_field {
	moderato_str name;
	moderato_str value; /* may hold any bytes, NUL as well; never absent */
};

struct form {
	struct form_field *v; /* in the order in which they came */
	size_t n;
};

/* Reads a body. It is a multipart one if its content type says so, and otherwise urlencoded, as
 * clients forget the type or invent one. Fields borrow from the body and from the arena. Files of a
 * multipart body are left out. An escape without two hexadecimal digits is kept as it is.
 * MODERATO_EFORMAT (a multipart body without its boundary or its end), MODERATO_ELIMIT (more than
 * FORM_FIELDS_MAX fields), MODERATO_ENOMEM; *out is then empty. */
moderato_status form_read(struct form *out, struct arena *arena, moderato_str content_type,
	moderato_str body, moderato_error *err);

/* Returns whether a field has this name, or is an element of the PHP array of this name: `name[]`,
 * `name[0]`, `name[key]`. */
bool form_name_is(moderato_str field, const char *name);

/* Finds a parameter of a header such as `form-data; name="a"`; *out is absent if there is none. A
 * quoted value is unquoted. Returns false if memory is out. */
bool form_parameter(moderato_str *out, struct arena *arena, moderato_str header, const char *name);

/* ---- form_multipart.c ---- */

/* Reads a multipart body, as form_read(). */
moderato_status form_read_multipart(struct form *out, struct arena *arena, moderato_str boundary,
	moderato_str body, moderato_error *err);

#endif
