/* SPDX-License-Identifier: MIT */
/*
 * JSON by simdjson On-Demand, behind C functions; the only C++ of the library, without exceptions
 * and run-time types.
 *
 * Measured on the 12,146 lines of a corpus (383 bytes each; median of five): jansson 103 MB/s,
 * json-c 432, cJSON 740 (it loses \u0000 and does not check UTF-8), simdjson's DOM 2,900, On-Demand
 * with every value visited 1,850; this file, callbacks and all, 1,900. The DOM has no raw text of
 * values and refuses integers of more than 64 bits. On-Demand has both, but skips what nobody asks
 * for (4,200 for two members): so everything is visited here.
 *
 * Three things of simdjson 3.0.1 that the code works around:
 * - it wants 64 readable bytes behind the text: the text is copied (which also lets `raw` and
 *   `string` outlive the caller's line);
 * - its own buffer for strings is used without asking whether it could be allocated: strings are
 *   unescaped into a buffer of ours, and only those with a backslash;
 * - the first use reads an environment variable to choose the instruction set: it is chosen here.
 */
#define SIMDJSON_DEVELOPMENT_CHECKS 0 /* they allocate without checking */
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <new>

extern "C" {
#include "base/fail.h"
#include "base/json.h"
#include "base/utf8.h"
}

namespace ondemand = simdjson::ondemand;
using simdjson::SIMDJSON_PADDING;

/* Memory for one text; a reader has one for records and one for what is nested in them. */
struct slot {
	ondemand::parser parser;
	char *text = nullptr;    /* copy of the text, padded */
	char *strings = nullptr; /* unescaped strings: never longer than the text */
	size_t cap = 0;
};

struct json_reader {
	slot record;
	slot nested;
};

static constexpr size_t SLOT_MIN = 4096;
/* A slot that grew beyond this for one record is given back at the next small one. */
static constexpr size_t SLOT_KEEP = size_t(1) << 20;

/* What a reading in progress needs everywhere. */
struct walk {
	ondemand::document &doc;
	const ondemand::parser &parser;
	const char *text;
	const char *end;
	uint8_t *strings; /* where the next unescaped string goes */
	moderato_error *err;
};

static void release(slot *s)
{
	free(s->text);
	free(s->strings);
	s->text = nullptr;
	s->strings = nullptr;
	s->cap = 0;
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
	/* Unescaping writes whole vectors, so up to a padding more than the string. */
	s->strings = static_cast<char *>(malloc(cap + 2 * SIMDJSON_PADDING));
	if (!s->text || !s->strings || s->parser.allocate(cap, JSON_DEPTH_MAX)) {
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

/* An error of simdjson's while walking: it stands where its iterator stopped. */
static moderato_status bad_here(const walk &w, const char *what)
{
	const char *at;

	if (w.doc.current_location().get(at))
		at = w.end;
	return bad(w, at, what);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static moderato_str trimmed(const char *begin, const char *end)
{
	while (end > begin && is_space(end[-1]))
		end--;
	return moderato_str{begin, size_t(end - begin)};
}

/* A string whose opening quote is before `begin` and whose closing one is before `end`. */
static moderato_status read_string(walk &w, const char *begin, const char *end, moderato_str *out)
{
	std::string_view view;
	uint8_t *next = w.strings;

	*out = moderato_str{begin, size_t(end - begin)};
	if (!memchr(begin, '\\', out->len))
		return MODERATO_OK;
	if (w.parser.unescape(ondemand::raw_json_string(reinterpret_cast<const uint8_t *>(begin)), next)
			.get(view))
		return bad(w, begin, "a string has an escape that is not valid");
	w.strings = next;
	*out = moderato_str{view.data(), view.size()};
	return MODERATO_OK;
}

/* simdjson hands out a key from behind its opening quote; its end is found here. */
static moderato_status read_key(walk &w, const char *begin, moderato_str *out)
{
	const char *end = begin;
	bool escaped = false;

	while (end < w.end && *end != '"') {
		const bool slash = *end == '\\';

		escaped |= slash;
		end += slash ? 2 : 1;
	}
	if (end >= w.end)
		return bad(w, begin, "a key is not closed");
	if (escaped)
		return read_string(w, begin, end, out);
	*out = moderato_str{begin, size_t(end - begin)};
	return MODERATO_OK;
}

static moderato_status read_value(walk &w, ondemand::value v, size_t depth, json_value *out);

/* Visit an object's members: call `member` for each, or only validate when it is NULL. */
static moderato_status read_members(
	walk &w, ondemand::object object, size_t depth, json_member member, void *payload)
{
	for (auto each : object) {
		moderato_status status;
		ondemand::field field;
		moderato_str key;
		json_value value;

		if (std::move(each).get(field))
			return bad_here(w, "expected \"key\": value, a comma or }");
		status = read_key(w, field.key().raw(), &key);
		if (!status)
			status = read_value(w, field.value(), depth + 1, &value);
		if (!status && member)
			status = member(payload, key, &value, w.err);
		if (status)
			return status;
	}
	return MODERATO_OK;
}

static moderato_status read_elements(walk &w, ondemand::array array, size_t depth)
{
	for (auto each : array) {
		moderato_status status;
		ondemand::value element;
		json_value value;

		if (std::move(each).get(element))
			return bad_here(w, "expected a value, a comma or ]");
		status = read_value(w, element, depth + 1, &value);
		if (status)
			return status;
	}
	return MODERATO_OK;
}

/* An object or array inside: validated to its end, which gives its raw text. */
static moderato_status read_container(walk &w, ondemand::value v, size_t depth, json_value *out)
{
	const char *begin = out->raw.ptr;
	const char *next;
	moderato_status status;

	if (depth > JSON_DEPTH_MAX)
		return fail(w.err, MODERATO_EFORMAT, "nested deeper than %d levels, at byte %zu",
			JSON_DEPTH_MAX, size_t(begin - w.text) + 1);
	if (out->type == JSON_OBJECT) {
		ondemand::object object;

		if (v.get_object().get(object))
			return bad_here(w, "an object is not closed");
		status = read_members(w, object, depth, nullptr, nullptr);
	} else {
		ondemand::array array;

		if (v.get_array().get(array))
			return bad_here(w, "an array is not closed");
		status = read_elements(w, array, depth);
	}
	if (status)
		return status;
	if (w.doc.current_location().get(next) || next < begin)
		return bad(w, w.end, "expected a comma or }");
	out->raw = trimmed(begin, next);
	return MODERATO_OK;
}

static moderato_status read_value(walk &w, ondemand::value v, size_t depth, json_value *out)
{
	std::string_view token = v.raw_json_token();
	const char *begin = token.data();
	ondemand::json_type type;
	ondemand::raw_json_string ignored;
	bool null;

	*out = json_value{};
	out->raw = trimmed(begin, begin + token.size());
	if (*begin == '"') { /* as nearly all are */
		out->type = JSON_STRING;
		if (v.get_raw_json_string().get(ignored) || out->raw.len < 2)
			return bad(w, begin, "a string is not closed");
		return read_string(w, begin + 1, begin + out->raw.len - 1, &out->string);
	}
	if (v.type().get(type))
		return bad(w, begin, "a value is expected");
	switch (type) {
	case ondemand::json_type::null:
		out->type = JSON_NULL;
		if (v.is_null().get(null) || !null)
			return bad(w, begin, "a value is expected");
		return MODERATO_OK;
	case ondemand::json_type::boolean:
		out->type = JSON_BOOL;
		if (v.get_bool().get(out->boolean))
			return bad(w, begin, "a value is expected");
		return MODERATO_OK;
	case ondemand::json_type::number:
		out->type = JSON_NUMBER;
		if (v.get_double().get(out->number))
			return bad(w, begin, "a number is malformed or out of range");
		return MODERATO_OK;
	case ondemand::json_type::string: /* has been read above */
		break;
	case ondemand::json_type::object:
		out->type = JSON_OBJECT;
		return read_container(w, v, depth, out);
	case ondemand::json_type::array:
		out->type = JSON_ARRAY;
		return read_container(w, v, depth, out);
	}
	return bad(w, begin, "a value is expected");
}

/* The first pass says that a string is wrong but not where: look again. */
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

/* What simdjson's first pass, over the whole text, refused. */
static moderato_status bad_text(const walk &w, simdjson::error_code code)
{
	switch (code) {
	case simdjson::MEMALLOC:
		return fail(w.err, MODERATO_ENOMEM, "out of memory");
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

static moderato_status read_object(
	slot *s, moderato_str text, json_member member, void *payload, moderato_error *err)
{
	ondemand::document doc;
	ondemand::object object;
	moderato_status status;
	const char *rest;
	size_t first = 0;

	if (!reserve(s, text.len))
		return fail(err, MODERATO_ENOMEM, "out of memory");
	if (text.len)
		memcpy(s->text, text.ptr, text.len);
	memset(s->text + text.len, 0, SIMDJSON_PADDING);

	walk w = {
		doc, s->parser, s->text, s->text + text.len, reinterpret_cast<uint8_t *>(s->strings), err};
	while (first < text.len && is_space(s->text[first]))
		first++;
	if (s->text[first] != '{')
		return bad(w, s->text + first, "an object is expected");
	simdjson::error_code code =
		s->parser.iterate(s->text, text.len, text.len + SIMDJSON_PADDING).get(doc);
	if (code)
		return bad_text(w, code);
	if (doc.get_object().get(object))
		return bad(w, w.end, "expected } at the end");
	status = read_members(w, object, 1, member, payload);
	if (!status && !doc.current_location().get(rest))
		status = bad(w, rest, "something follows the object");
	return status;
}

json_reader *json_reader_new(void)
{
	/* Otherwise simdjson asks the environment. Threads may race here: each stores the same. */
	simdjson::get_active_implementation() =
		simdjson::get_available_implementations().detect_best_supported();
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
	return read_object(&reader->record, text, member, payload, err);
}

moderato_status json_read_nested(
	json_reader *reader, moderato_str raw, json_member member, void *payload, moderato_error *err)
{
	return read_object(&reader->nested, raw, member, payload, err);
}
