/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_FIELD_NAME_H
#define TOOLS_SERVE_FIELD_NAME_H
/* Names of fields as protobuf's JSON takes them: in lowerCamelCase, or in the snake_case of the
 * protocol's definition. */
#include "base/str.h"

/* Is this the field of that name, which is in lowerCamelCase? */
static inline bool field_name_is(moderato_str name, const char *camel)
{
	size_t i = 0;

	for (; *camel; camel++, i++) {
		if (i == name.len)
			return false;
		if (name.ptr[i] == *camel)
			continue;
		if (name.ptr[i] != '_' || !ascii_is_upper(*camel) || ++i == name.len ||
			name.ptr[i] != ascii_lower(*camel))
			return false;
	}
	return i == name.len;
}

#endif
