/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_FIELDS_H
#define IMPORT_XML_FIELDS_H
/* The fields of a record, as they come out of its elements. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct xml_field {
	size_t begin, len; /* in the buffer of all */
	bool set;
};

/* The name's index; -1: there is no such. */
int xml_field_of(const char *const *names, int n, const char *name);

void xml_fields_clear(struct xml_field *fields, int n, struct buffer *texts);

/* White space is taken off both ends. `decode`: HTML's entities, which sites leave in names. */
void xml_field_set(struct xml_field *field, struct buffer *texts, moderato_str text, bool decode);

/* Absent: not there, or empty. */
void xml_fields_view(
	moderato_str *views, const struct xml_field *fields, int n, const struct buffer *texts);

#define XML_DATE_MAX 32
/* "2014-01-14 17:31:03", by UTC or by the site's clock, as ISO 8601; what is none stays as it is;
 * absent for a date of zeros. Borrows from `out` or from `date`. */
moderato_str xml_date(char out[XML_DATE_MAX], moderato_str date, bool utc);

#endif
