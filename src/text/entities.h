/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ENTITIES_H
#define TEXT_ENTITIES_H
/* Decodes HTML entities and backslash escapes, as exported comments contain them. */
#include <stddef.h>
#include <stdint.h>

/* Decodes the entity that begins at s[0] == '&' into `*cp`, an entity that was escaped twice
 * (&amp;#39;) to the end. Returns the length of the entity in bytes, 0 when it is none. */
size_t entity_decode(const char *s, size_t len, uint32_t *cp);

/* Decodes the escape that begins at s[0] == '\\' into `*cp`: \n \r \t \" \' \/ \\, \xHH (several
 * that make one UTF-8 sequence are decoded together), \uHHHH (also surrogate pairs). Returns the
 * length of the escape in bytes, 0 when it is none. */
size_t escape_decode(const char *s, size_t len, uint32_t *cp);

#endif
