/* SPDX-License-Identifier: MIT */
#ifndef BASE_JSON_H
#define BASE_JSON_H
/* The only interface to the JSON library. Reading calls a function for each member of one object;
 * writing appends to a buffer. */
#include <stdbool.h>

#include "base/buffer.h"
#include "moderato/status.h"

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* A member's value. `raw` is its text in the input, exactly as written (for strings with quotes
 * and escapes); `string` is a string's unescaped bytes. Both live until the next json_read_object()
 * on the same reader. */
struct json_value {
	enum json_type type;
	moderato_str raw;
	moderato_str string;
	double number;
	bool boolean;
};

struct json_reader; /* keeps the parser's memory between records; not thread-safe */

struct json_reader *json_reader_new(void); /* NULL: out of memory */
void json_reader_free(struct json_reader *reader);

/* Called for each member in order; `key` is unescaped. A status other than MODERATO_OK stops the
 * reading and is returned (the callee has filled err). */
typedef moderato_status (*json_member)(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err);

/* Read one JSON object from `text` (complete, with nothing but white space after it), whole: every
 * value inside, nested ones too, is validated. Invalid UTF-8 is MODERATO_EFORMAT, as are a value
 * that is not an object, a number out of double's range, a lone surrogate escape and nesting deeper
 * than JSON_DEPTH_MAX. err says what and at which byte, as "…, at byte N" (no file or line: the
 * caller knows them). */
#define JSON_DEPTH_MAX 64
moderato_status json_read_object(struct json_reader *reader, moderato_str text, json_member member,
	void *payload, moderato_error *err);

/* Reads a value of type JSON_OBJECT by the same rules. `value.raw` of the parent call may be passed
 * while inside its callback. Uses a second parser inside the reader, one level of nesting.
 */
moderato_status json_read_nested(struct json_reader *reader, moderato_str raw, json_member member,
	void *payload, moderato_error *err);

/* Called for each element of an array in order; as json_member. */
typedef moderato_status (*json_element)(
	void *payload, const struct json_value *value, moderato_error *err);

/* Read one JSON array from `text`, by the rules of json_read_object(), whose memory it uses. */
moderato_status json_read_array(struct json_reader *reader, moderato_str text, json_element element,
	void *payload, moderato_error *err);

/* Reads one JSON object as json_read_object() does, by the same rules and in the same memory, but
 * hands over an object or an array when it has only begun: its `raw` is nothing but the bracket.
 * The callback may read what is inside by one call of the functions below, and so on in depth; what
 * it does not read is validated when it has returned. So a text of any structure is read in one
 * pass. Mistakes after a value are found after its callback. */
moderato_status json_walk_object(struct json_reader *reader, moderato_str text, json_member member,
	void *payload, moderato_error *err);

/* Only inside a callback of json_walk_object(), and once: reads the members of the object, or the
 * elements of the array, that this callback was given. */
moderato_status json_walk_members(struct json_reader *reader, json_member member, void *payload);
moderato_status json_walk_elements(struct json_reader *reader, json_element element, void *payload);

/* Returns what utf8_valid() does, at many bytes at a time. Takes any text, and is the faster the
 * longer that is. */
bool json_utf8_valid(moderato_str text);

/* Append a JSON string literal with quotes. Control characters, quote and backslash are escaped,
 * U+2028/2029 too, everything else is written as it is. Bytes that are not valid UTF-8 are written
 * as U+FFFD, so that the output is always valid JSON. */
void json_write_string(struct buffer *out, moderato_str text);

/* The same for data inside an HTML script element, whatever a text holds: '<' is escaped, so that
 * no text can end the element or begin a comment. Each byte that is not valid UTF-8 is written as
 * one U+FFFD. */
void json_write_script_string(struct buffer *out, moderato_str text);

#endif
