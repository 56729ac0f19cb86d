/* SPDX-License-Identifier: MIT */
/*
 * JSON by simdjson, behind C functions; C++ as text/language.cc is, without exceptions and
 * run-time types.
 *
 * simdjson's first pass checks UTF-8 and strings and finds where every token begins; the second one
 * is here, over those places. Its DOM has no raw text of values and refuses integers of more than
 * 64 bits; its On-Demand has both, but skips what nobody asks for, and to visit everything takes
 * longer: 2,720 instructions for a line of 230 bytes with four members, against 2,130 here, of
 * which the first pass has 800.
 *
 * Three things of simdjson 3.0.1 that the code works around:
 * - it wants 64 readable bytes after the text: the text is copied (which also lets `raw` and
 *   `string` outlive the caller's line);
 * - its own buffer for strings is used without asking whether it could be allocated: strings are
 *   unescaped into a buffer of ours, and only those with a backslash;
 * - the first use reads an environment variable to choose the instruction set: it is chosen here.
 */
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

extern "C" {
#include "base/ascii.h"
#include "base/fail.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
}

namespace numbers = simdjson::SIMDJSON_BUILTIN_IMPLEMENTATION::numberparsing;
using simdjson::SIMDJSON_PADDING;

/* Memory for one text; a reader has one for records and one for values nested in them. */
struct slot {
	std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
	char *text = nullptr;    /* copy of the text, padded */
	char *strings = nullptr; /* unescaped strings: never longer than the text */
	size_t cap = 0;
};

struct json_reader {
	slot record;
	slot nested;
	struct walk *walk = nullptr; /* of json_walk_object(), while it runs */
};

static constexpr size_t SLOT_MIN = 4096;
/* A slot that grew beyond this for one record is given back at the next small one. */
static constexpr size_t SLOT_KEEP = size_t(1) << 20;

/* The state of one reading. */
struct walk {
	const simdjson::internal::dom_parser_implementation &parser;
	const char *text;
	const char *end;
	const uint32_t *next; /* where the tokens begin; after the last one stands the text's length */
	uint8_t *strings;     /* where the next unescaped string goes */
	bool escapes;         /* is there a backslash anywhere? */
	moderato_error *err;
	bool lazy = false;             /* json_walk_object() */
	const char *pending = nullptr; /* the container that a callback was given and has not read */
	size_t depth = 0;              /* of that one */
};

/* Returns the next token. After the last one it points to a NUL, which is valid nowhere. */
static const char *peek(const walk &w)
{
	return w.text + *w.next;
}

static const char *take(walk &w)
{
	return w.text + *w.next++;
}

static void release(slot *s)
{
	free(s->text);
	free(s->strings);
	s->text = nullptr;
	s->strings = nullptr;
	s->cap = 0;
}

static bool allocate(slot *s, size_t cap)
{
	if (s->parser)
		return !s->parser->set_capacity(cap);
	return !simdjson::get_active_implementation()->create_dom_parser_implementation(
		cap, JSON_DEPTH_MAX, s->parser);
}

static bool reserve(slot *s, size_t len)
{
	size_t cap = SLOT_MIN;

	if (s->cap && s->cap >= len && (s->cap <= SLOT_KEEP || len > SLOT_KEEP / 16))
		return true;
	while (cap < len)
		cap *= 2;
	release(s);
	s->text = static_cast<char *>(malloc(cap + SIMDJSON_PADDING));
	/* Unescaping writes whole vectors, hence up to one padding beyond the string. */
	s->strings = static_cast<char *>(malloc(cap + 2 * SIMDJSON_PADDING));
	if (!s->text || !s->strings || !allocate(s, cap)) {
		release(s);
		return false;
	}
	s->cap = cap;
	return true;
}

static moderato_status bad(const walk &w, const char *at, const char *what)
{
	const char *p = at < w.text || at > w.end ? w.end : at;

	return fail(w.err, MODERATO_EFORMAT, "%s, at byte %zu", what, size_t(p - w.text) + 1);
}

static moderato_str trimmed(const char *begin, const char *end)
{
	while (end > begin && ascii_is_space(end[-1]))
		end--;
	return moderato_str{begin, size_t(end - begin)};
}

/* Reads a string; `raw` includes its quotes. */
static moderato_status read_string(walk &w, moderato_str raw, moderato_str *out)
{
	const char *begin = raw.ptr + 1;
	uint8_t *next;

	if (raw.len < 2 || begin[raw.len - 2] != '"')
		return bad(w, raw.ptr, "a string is not closed");
	*out = moderato_str{begin, raw.len - 2};
	if (!w.escapes || !memchr(begin, '\\', out->len))
		return MODERATO_OK;
	next = w.parser.parse_string(reinterpret_cast<const uint8_t *>(begin), w.strings);
	if (!next)
		return bad(w, begin, "a string has an escape that is not valid");
	*out = moderato_str{reinterpret_cast<const char *>(w.strings), size_t(next - w.strings)};
	w.strings = next;
	return MODERATO_OK;
}

static moderato_status read_value(walk &w, size_t depth, json_value *out);
static moderato_status read_container(walk &w, const char *begin, size_t depth, json_value *out);

/* Reads the next value and calls `call` with it. A lazy reading calls it when a container has only
 * begun, and validates afterwards what was not read. */
template <typename F> static moderato_status read_and_call(walk &w, size_t depth, F call)
{
	const char *const begin = peek(w);
	moderato_status status;
	json_value value;

	if (!w.lazy || (*begin != '{' && *begin != '[')) {
		status = read_value(w, depth, &value);
		return status ? status : call(&value);
	}
	take(w);
	value =
		json_value{*begin == '{' ? JSON_OBJECT : JSON_ARRAY, {begin, 1}, {nullptr, 0}, 0, false};
	w.pending = begin;
	w.depth = depth;
	status = call(&value);
	if (status || w.pending != begin)
		return status;
	w.pending = nullptr;
	return read_container(w, begin, depth, &value);
}

/* Returns a token's text, which ends before the next token. */
static moderato_str token_text(const walk &w, const char *begin)
{
	return trimmed(begin, peek(w));
}

static moderato_status read_member(walk &w, size_t depth, json_member member, void *payload)
{
	const char *begin = take(w);
	const moderato_str raw = token_text(w, begin);
	const char *colon = take(w);
	json_value value;
	moderato_str key;
	moderato_status status;

	if (*begin != '"' || *colon != ':')
		return bad(w, *begin != '"' ? begin : colon, "expected \"key\": value, a comma or }");
	status = read_string(w, raw, &key);
	if (status)
		return status;
	if (!member)
		return read_value(w, depth + 1, &value);
	return read_and_call(
		w, depth + 1, [&](const json_value *v) { return member(payload, key, v, w.err); });
}

/* Reads an object's members: calls `member` for each, or only validates them if it is NULL. The
 * opening brace has been taken. */
static moderato_status read_members(walk &w, size_t depth, json_member member, void *payload)
{
	const char *at;

	if (*peek(w) == '}') {
		take(w);
		return MODERATO_OK;
	}
	do {
		moderato_status status = read_member(w, depth, member, payload);

		if (status)
			return status;
		at = take(w);
	} while (*at == ',');
	return *at == '}' ? MODERATO_OK : bad(w, at, "expected \"key\": value, a comma or }");
}

/* Reads an array's elements in the same way. The opening bracket has been taken. */
static moderato_status read_elements(walk &w, size_t depth, json_element element, void *payload)
{
	const char *at;

	if (*peek(w) == ']') {
		take(w);
		return MODERATO_OK;
	}
	do {
		json_value value;
		moderato_status status;

		if (element)
			status = read_and_call(
				w, depth + 1, [&](const json_value *v) { return element(payload, v, w.err); });
		else
			status = read_value(w, depth + 1, &value);
		if (status)
			return status;
		at = take(w);
	} while (*at == ',');
	return *at == ']' ? MODERATO_OK : bad(w, at, "expected a value, a comma or ]");
}

/* Reads a nested object or array, whose opening bracket has been taken, up to its end. */
static moderato_status read_inside(walk &w, const char *begin, size_t depth, json_member member,
	json_element element, void *payload)
{
	moderato_status status;

	if (depth > JSON_DEPTH_MAX)
		return fail(w.err, MODERATO_EFORMAT, "nested deeper than %d levels, at byte %zu",
			JSON_DEPTH_MAX, size_t(begin - w.text) + 1);
	status = *begin == '{' ? read_members(w, depth, member, payload)
						   : read_elements(w, depth, element, payload);
	if (status)
		return status;
	if (peek(w) == w.end) /* the bracket that ends it was meant to end the whole object */
		return bad(w, w.end, "expected a comma or }");
	return MODERATO_OK;
}

/* The same, only to validate it and to find its raw text. */
static moderato_status read_container(walk &w, const char *begin, size_t depth, json_value *out)
{
	const moderato_status status = read_inside(w, begin, depth, nullptr, nullptr, nullptr);

	if (!status)
		out->raw = token_text(w, begin);
	return status;
}

static moderato_status read_word(const walk &w, json_value *out)
{
	out->type = *out->raw.ptr == 'n' ? JSON_NULL : JSON_BOOL;
	out->boolean = *out->raw.ptr == 't';
	if (str_is(out->raw, "null") || str_is(out->raw, "true") || str_is(out->raw, "false"))
		return MODERATO_OK;
	return bad(w, out->raw.ptr, "a value is expected");
}

static moderato_status read_number(const walk &w, json_value *out)
{
	out->type = JSON_NUMBER;
	if (numbers::parse_double(reinterpret_cast<const uint8_t *>(out->raw.ptr)).get(out->number))
		return bad(w, out->raw.ptr, "a number is malformed or out of range");
	return MODERATO_OK;
}

static moderato_status read_value(walk &w, size_t depth, json_value *out)
{
	const char *begin = take(w);

	out->string = moderato_str{nullptr, 0};
	out->number = 0;
	out->boolean = false;
	out->raw = token_text(w, begin);
	switch (*begin) {
	case '"':
		out->type = JSON_STRING;
		return read_string(w, out->raw, &out->string);
	case '{':
		out->type = JSON_OBJECT;
		return read_container(w, begin, depth, out);
	case '[':
		out->type = JSON_ARRAY;
		return read_container(w, begin, depth, out);
	case 't':
	case 'f':
	case 'n':
		return read_word(w, out);
	default:
		if (*begin == '-' || ascii_is_digit(*begin))
			return read_number(w, out);
		return bad(w, begin, "a value is expected");
	}
}

/* Finds the invalid string: the first pass says that there is one, but not where. */
static moderato_status bad_string(const walk &w)
{
	const char *open = nullptr;

	for (const char *p = w.text; p < w.end; p++) {
		if (open && static_cast<unsigned char>(*p) < 0x20)
			return bad(w, p, "a control character in a string");
		if (open && *p == '\\')
			p++;
		else if (*p == '"')
			open = open ? nullptr : p;
	}
	return bad(w, open ? open : w.end, "a string is not closed");
}

static moderato_status bad_utf8(const walk &w)
{
	const char *p = w.text;
	bool valid = true;

	while (p < w.end) {
		size_t n = utf8_next(p, size_t(w.end - p), &valid);

		if (!valid)
			break;
		p += n;
	}
	return bad(w, p, "bytes that are not UTF-8");
}

/* Reports why simdjson's first pass refused the text. */
static moderato_status bad_text(const walk &w, simdjson::error_code code)
{
	switch (code) {
	case simdjson::MEMALLOC:
		return fail_no_memory(w.err);
	case simdjson::UTF8_ERROR:
		return bad_utf8(w);
	case simdjson::UNCLOSED_STRING:
	case simdjson::UNESCAPED_CHARS:
		return bad_string(w);
	case simdjson::EMPTY:
		return bad(w, w.text, "an object is expected");
	default:
		return bad(w, w.end, "an object is not closed");
	}
}

/* The expected type of a whole text, and the callback for its contents. */
struct document {
	bool array;
	json_member member;
	json_element element;
	void *payload;
	json_reader *lazy = nullptr; /* the reader, for a lazy reading */
};

static moderato_status read_document(
	slot *s, moderato_str text, const document &doc, moderato_error *err)
{
	const char *const what = doc.array ? "an array is expected" : "an object is expected";
	moderato_status status;
	size_t first = 0;

	if (!reserve(s, text.len))
		return fail_no_memory(err);
	if (text.len)
		memcpy(s->text, text.ptr, text.len);
	memset(s->text + text.len, 0, SIMDJSON_PADDING);

	walk w = {*s->parser, s->text, s->text + text.len, s->parser->structural_indexes.get(),
		reinterpret_cast<uint8_t *>(s->strings), memchr(s->text, '\\', text.len) != nullptr, err};
	while (first < text.len && ascii_is_space(s->text[first]))
		first++;
	if (s->text[first] != (doc.array ? '[' : '{'))
		return bad(w, s->text + first, what);
	simdjson::error_code code = s->parser->stage1(
		reinterpret_cast<const uint8_t *>(s->text), text.len, simdjson::stage1_mode::regular);
	if (code)
		return bad_text(w, code);
	if (s->text[w.next[s->parser->n_structural_indexes - 1]] != (doc.array ? ']' : '}'))
		return bad(w, w.end, doc.array ? "expected ] at the end" : "expected } at the end");
	take(w);
	w.lazy = doc.lazy != nullptr;
	if (doc.lazy)
		doc.lazy->walk = &w;
	status = doc.array ? read_elements(w, 1, doc.element, doc.payload)
					   : read_members(w, 1, doc.member, doc.payload);
	if (!status && peek(w) < w.end)
		status = bad(
			w, peek(w), doc.array ? "something follows the array" : "something follows the object");
	return status;
}

/* Otherwise simdjson asks the environment. Threads may race here: each stores the same. */
static void choose_instructions()
{
	simdjson::get_active_implementation() =
		simdjson::get_available_implementations().detect_best_supported();
}

bool json_utf8_valid(moderato_str text)
{
	choose_instructions();
	return simdjson::validate_utf8(text.ptr, text.len);
}

json_reader *json_reader_new(void)
{
	choose_instructions();
	return new (std::nothrow) json_reader;
}

void json_reader_free(json_reader *reader)
{
	if (!reader)
		return;
	release(&reader->record);
	release(&reader->nested);
	delete reader;
}

moderato_status json_read_object(
	json_reader *reader, moderato_str text, json_member member, void *payload, moderato_error *err)
{
	return read_document(&reader->record, text, {false, member, nullptr, payload}, err);
}

moderato_status json_read_nested(
	json_reader *reader, moderato_str raw, json_member member, void *payload, moderato_error *err)
{
	return read_document(&reader->nested, raw, {false, member, nullptr, payload}, err);
}

moderato_status json_read_array(json_reader *reader, moderato_str text, json_element element,
	void *payload, moderato_error *err)
{
	return read_document(&reader->record, text, {true, nullptr, element, payload}, err);
}

moderato_status json_walk_object(
	json_reader *reader, moderato_str text, json_member member, void *payload, moderato_error *err)
{
	const moderato_status status =
		read_document(&reader->record, text, {false, member, nullptr, payload, reader}, err);

	reader->walk = nullptr;
	return status;
}

/* Takes the container that the callback was given. */
static const char *taken(walk &w)
{
	const char *const begin = w.pending;

	w.pending = nullptr;
	return begin;
}

moderato_status json_walk_members(json_reader *reader, json_member member, void *payload)
{
	walk &w = *reader->walk;

	return read_inside(w, taken(w), w.depth, member, nullptr, payload);
}

moderato_status json_walk_elements(json_reader *reader, json_element element, void *payload)
{
	walk &w = *reader->walk;

	return read_inside(w, taken(w), w.depth, nullptr, element, payload);
}
