/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_FIELDS_H
#define IMPORT_XML_FIELDS_H
/* The fields of a record, taken from its elements. */
#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct xml_field {
	size_t begin, len; /* place in the buffer of all fields */
	bool set;
};

/* Returns the index of the name, or -1 if it is not in the list. */
int xml_field_of(const char *const *names, int n, const char *name);

void xml_fields_clear(struct xml_field *fields, int n, struct buffer *texts);

/* Stores a field's text without white space at both ends. With `decode`, HTML's entities are
 * decoded, which sites leave in names. */
void xml_field_set(struct xml_field *field, struct buffer *texts, moderato_str text, bool decode);

/* Returns the fields' texts. A field that is missing or empty is absent. */
void xml_fields_view(
	moderato_str *views, const struct xml_field *fields, int n, const struct buffer *texts);

#define XML_DATE_MAX 32
/* Rewrites a date such as "2014-01-14 17:31:03", in UTC or by the site's clock, as ISO 8601.
 * Anything else is returned unchanged, and a date of zeros is absent. Borrows from `out` or from
 * `date`. */
moderato_str xml_date(char out[XML_DATE_MAX], moderato_str date, bool utc);

#endif
