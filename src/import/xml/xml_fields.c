/* SPDX-License-Identifier: MIT */
#include "import/xml/xml_fields.h"

#include "base/ascii.h"
#include "import/xml/xml_scan.h"

int xml_field_of(const char *const *names, int n, const char *name)
{
	int i;

	for (i = 0; i < n; i++)
		if (*names[i] == *name && !strcmp(names[i], name))
			return i;
	return -1;
}

void xml_fields_clear(struct xml_field *fields, int n, struct buffer *texts)
{
	int i;

	for (i = 0; i < n; i++)
		fields[i] = (struct xml_field){0, 0, false};
	buffer_clear(texts);
}

void xml_field_set(struct xml_field *field, struct buffer *texts, moderato_str text, bool decode)
{
	text = xml_trim(text);
	field->begin = texts->len;
	if (decode)
		xml_add_decoded(texts, text);
	else
		buffer_add(texts, text.ptr, text.len);
	field->len = texts->len - field->begin;
	field->set = true;
}

void xml_fields_view(
	moderato_str *views, const struct xml_field *fields, int n, const struct buffer *texts)
{
	int i;

	for (i = 0; i < n; i++) {
		views[i] = (moderato_str){NULL, 0};
		if (fields[i].len)
			views[i] = (moderato_str){texts->data + fields[i].begin, fields[i].len};
	}
}

moderato_str xml_date(char out[XML_DATE_MAX], moderato_str date, bool utc)
{
	static const char shape[] = "0000-00-00 00:00:00";
	bool zeros = true;
	size_t i;

	if (date.len != strlen(shape))
		return date;
	for (i = 0; i < date.len; i++) {
		bool digit = ascii_is_digit(date.ptr[i]);

		if (shape[i] == '0' ? !digit : date.ptr[i] != shape[i])
			return date;
		zeros &= date.ptr[i] == shape[i];
	}
	if (zeros)
		return (moderato_str){NULL, 0};
	memcpy(out, date.ptr, date.len);
	out[10] = 'T';
	out[date.len] = 'Z';
	return (moderato_str){out, date.len + utc};
}
