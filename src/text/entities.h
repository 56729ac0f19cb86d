/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ENTITIES_H
#define TEXT_ENTITIES_H
/* HTML entities and backslash escapes, as they stand in exported comments. */
#include <stddef.h>
#include <stdint.h>

/* Decode the entity that begins at s[0] == '&'. Returns its length in bytes and puts its code point
 * into `*cp`; 0 when it is none. An entity escaped twice (&amp;#39;) is decoded to the end. */
size_t entity_decode(const char *s, size_t len, uint32_t *cp);

/* Decode the escape that begins at s[0] == '\\': \n \r \t \" \' \/ \\ \xHH (two in a row that make
 * UTF-8 together) \uHHHH (with surrogate pairs). The same contract. */
size_t escape_decode(const char *s, size_t len, uint32_t *cp);

#endif
