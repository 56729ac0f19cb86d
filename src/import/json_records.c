/* SPDX-License-Identifier: MIT */
#include "import/json_records.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "base/timestamp.h"

struct frame {
	const struct shape *shape; /* what the object, or each object in the array, looks like */
	bool array;
	bool record;
	bool too_long;   /* it is a record of which some values were dropped */
	size_t around;   /* index of the frame of the record around it; SIZE_MAX if there is none */
	size_t keeper;   /* the same of the nearest that keeps any value, to which no more are added */
	size_t n_fields; /* number of fields when it began */
	size_t held;
	size_t bytes; /* bytes that the record itself holds */
	size_t line;
	size_t number;  /* of the record among all, in the order in which they begin, from 1 */
	uint64_t slots; /* the slots that the record has values in, as bits */
};

#define SLOTS_MAX 63 /* the formats' slots are below it; SLOT_KEY has the last bit */

struct field {
	unsigned char slot;
	unsigned char token;
	size_t begin;
	size_t len;
};

static struct frame *top(struct json_records *r)
{
	return r->n_frames ? &r->frames[r->n_frames - 1] : NULL;
}

/* Returns the innermost open record, which owns the values that are kept now. */
static struct frame *open_record(struct json_records *r)
{
	struct frame *frame = top(r);

	if (frame && frame->record)
		return frame;
	return frame && frame->around != SIZE_MAX ? &r->frames[frame->around] : NULL;
}

/* ---- what finish() may ask ---- */

/* Returns the last of the fields [begin, end) in that slot. */
static const struct field *find_field(
	const struct json_records *r, size_t begin, size_t end, unsigned slot)
{
	while (end-- > begin)
		if (r->fields[end].slot == slot)
			return &r->fields[end];
	return NULL;
}

static const struct field *field_of(const struct json_records *r, unsigned slot)
{
	return find_field(r, r->frames[r->record].n_fields, r->n_fields, slot);
}

static moderato_str value_of(const struct json_records *r, const struct field *field)
{
	if (!field || (field->token != TOKEN_STRING && field->token != TOKEN_NUMBER))
		return (moderato_str){NULL, 0};
	return (moderato_str){field->len ? r->held.data + field->begin : "", field->len};
}

moderato_str record_get(const struct json_records *r, unsigned slot)
{
	return value_of(r, field_of(r, slot));
}

bool record_is_true(const struct json_records *r, unsigned slot)
{
	const struct field *field = field_of(r, slot);

	return field && (field->token == TOKEN_TRUE ||
						(field->token == TOKEN_NUMBER && !str_is(value_of(r, field), "0")));
}

bool record_has(const struct json_records *r, unsigned slot)
{
	return field_of(r, slot) != NULL;
}

const struct shape *record_shape(const struct json_records *r)
{
	return r->frames[r->record].shape;
}

moderato_str record_parent(const struct json_records *r, unsigned slot)
{
	const size_t end = r->frames[r->record].n_fields;
	const size_t keeper = r->frames[r->record].keeper;

	if (keeper == SIZE_MAX)
		return (moderato_str){NULL, 0};
	return shared_part(value_of(r, find_field(r, r->frames[keeper].n_fields, end, slot)));
}

moderato_str record_outer(const struct json_records *r, unsigned slot)
{
	enum { FIELDS_SEEN = 64 }; /* limits the search, however deep the record lies */
	const size_t end = r->frames[r->record].n_fields;
	size_t i;

	for (i = 0; i < end && i < FIELDS_SEEN; i++)
		if (r->fields[i].slot == slot)
			return shared_part(value_of(r, &r->fields[i]));
	return (moderato_str){NULL, 0};
}

size_t record_around(const struct json_records *r, size_t record)
{
	return r->frames[record].around;
}

const struct shape *record_shape_at(const struct json_records *r, size_t record)
{
	return r->frames[record].shape;
}

size_t record_number(const struct json_records *r, size_t record)
{
	return r->frames[record].number;
}

moderato_str record_get_at(const struct json_records *r, size_t record, unsigned slot)
{
	size_t inner = record + 1;

	while (inner < r->n_frames && !r->frames[inner].record)
		inner++;
	return value_of(r, find_field(r, r->frames[record].n_fields,
						   inner < r->n_frames ? r->frames[inner].n_fields : r->n_fields, slot));
}

enum verdict record_text(struct json_records *r, unsigned slot, moderato_comment *comment)
{
	const struct field *field = field_of(r, slot);

	comment->text = record_get(r, slot);
	if (field && field->token == TOKEN_STRING)
		return COMMENT;
	r->problem = field ? "the comment's text is not a string" : "the comment has no text";
	return BAD_COMMENT;
}

static moderato_str made(struct json_records *r, const char *text, size_t len)
{
	const char *copy = arena_copy(&r->arena, text, len);

	if (!copy)
		r->held.failed = true;
	return (moderato_str){copy, copy ? len : 0};
}

moderato_str record_join(struct json_records *r, moderato_str a, moderato_str b)
{
	char *joined = arena_alloc(&r->arena, a.len + b.len + 1);

	if (!joined) {
		r->held.failed = true;
		return (moderato_str){NULL, 0};
	}
	if (a.len)
		memcpy(joined, a.ptr, a.len);
	if (b.len)
		memcpy(joined + a.len, b.ptr, b.len);
	return (moderato_str){joined, a.len + b.len};
}

moderato_str record_time(struct json_records *r, moderato_str text)
{
	char utc[TIMESTAMP_MAX];
	size_t len = text.len ? timestamp_utc(utc, text) : 0;

	return len ? made(r, utc, len) : filled(text);
}

/* ---- walking ---- */

static moderato_status no_memory(struct json_records *r, moderato_error *err)
{
	r->ended = true;
	return fail_no_memory(err);
}

static const struct member *find_member(const struct shape *shape, moderato_str key)
{
	size_t i;

	for (i = 0; i < shape->n; i++)
		if (shape->members[i].len == key.len && shape->members[i].key[0] == *key.ptr &&
			!memcmp(shape->members[i].key, key.ptr, key.len))
			return &shape->members[i];
	return NULL;
}

static void take_key(struct json_records *r, moderato_str key)
{
	const struct shape *shape = top(r)->shape;

	r->member = key.len ? find_member(shape, key) : NULL;
	r->keyed = true;
	r->familiar |= r->member != NULL;
	r->other = !r->member && shape->others;
	if (r->other) {
		buffer_clear(&r->key);
		buffer_add(&r->key, key.ptr, key.len);
	}
}

/* Returns the record's field in that slot, for which there is one, however often it comes: a new
 * one has no value yet. Returns NULL if out of memory. */
static struct field *slot_of(struct json_records *r, struct frame *record, unsigned char slot)
{
	const uint64_t bit = (uint64_t)1 << (slot < SLOTS_MAX ? slot : SLOTS_MAX);
	size_t i = r->n_fields;

	if (record->slots & bit)
		while (i-- > record->n_fields)
			if (r->fields[i].slot == slot)
				return &r->fields[i];
	if (!grow_array(
			(void **)(void *)&r->fields, &r->cap_fields, r->n_fields + 1, sizeof(*r->fields)))
		return NULL;
	record->slots |= bit;
	r->fields[r->n_fields] = (struct field){slot, TOKEN_NULL, r->held.len, 0};
	return &r->fields[r->n_fields++];
}

static bool hold(
	struct json_records *r, unsigned char slot, enum json_token token, moderato_str value)
{
	struct frame *record = open_record(r);
	struct field *field;

	if (!record)
		return true;
	if (token == TOKEN_LONG || record->bytes + value.len > MODERATO_RECORD_BYTES_MAX ||
		r->held.len + value.len > JSON_HELD_BYTES_MAX) {
		record->too_long = true;
		return true;
	}
	field = slot_of(r, record, slot);
	if (!field)
		return false;
	field->token = (unsigned char)token;
	if (field->begin + field->len == r->held.len) { /* no value is held behind it */
		r->held.len = field->begin;
		record->bytes -= field->len;
	}
	field->begin = r->held.len;
	field->len = value.len;
	record->bytes += value.len;
	buffer_add(&r->held, value.ptr, value.len);
	return !r->held.failed;
}

/* Takes a value that is not a container. Values in arrays have no name. */
static bool take_value(struct json_records *r, enum json_token token)
{
	const struct frame *frame = top(r);
	const bool text = token == TOKEN_STRING || token == TOKEN_NUMBER;

	if (!frame || frame->array || !r->member || !r->member->slot || token == TOKEN_NULL)
		return true;
	return hold(r, r->member->slot, token, text ? r->json.text : (moderato_str){NULL, 0});
}

/* Returns the shape of the container that begins, or NULL if nothing in it matters. */
static const struct shape *shape_of(struct json_records *r, enum json_token token)
{
	const struct frame *frame = top(r);
	const struct shape *resumed = r->resumed;

	r->resumed = NULL;
	if (resumed && token == TOKEN_OBJECT)
		return resumed;
	if (!frame)
		return r->format->root;
	if (frame->array)
		return frame->shape;
	if (r->other)
		return token == TOKEN_OBJECT ? frame->shape->others : NULL;
	return r->member ? r->member->into : NULL;
}

/* Enters the container that begins. */
static bool enter(struct json_records *r, const struct shape *shape, enum json_token token)
{
	const bool keyed = r->n_frames && !top(r)->array && r->other;
	struct frame frame = {.shape = shape, .array = token == TOKEN_ARRAY, .around = SIZE_MAX};

	if (r->n_frames && top(r)->record)
		frame.around = r->n_frames - 1;
	else if (r->n_frames)
		frame.around = top(r)->around;
	frame.keeper = frame.around;
	if (frame.around != SIZE_MAX && r->frames[frame.around].n_fields == r->n_fields)
		frame.keeper = r->frames[frame.around].keeper;
	frame.record = !frame.array && shape->record;
	frame.n_fields = r->n_fields;
	frame.held = r->held.len;
	if (frame.record) {
		json_stream_take(&r->json);
		frame.line = r->json.in->line;
		frame.number = ++r->n_records;
	}
	if (!grow_array((void **)(void *)&r->frames, &r->cap_frames, r->n_frames + 1, sizeof(frame)))
		return false;
	r->frames[r->n_frames++] = frame;
	if (!keyed || !frame.record)
		return true;
	return !r->key.failed && hold(r, SLOT_KEY, TOKEN_STRING, buffer_view(&r->key));
}

/* Handles the beginning of a container. Returns TOKEN_END if the container is dealt with. */
static enum json_token take_container(struct json_records *r, enum json_token token, bool *memory)
{
	const struct shape *shape = shape_of(r, token);

	if (shape) {
		*memory = enter(r, shape, token);
		return TOKEN_NULL;
	}
	if (r->n_frames && !top(r)->array && r->member && r->member->slot)
		*memory = hold(r, r->member->slot, token, (moderato_str){NULL, 0});
	token = json_stream_skip(&r->json, false);
	return token == TOKEN_OBJECT_END || token == TOKEN_ARRAY_END ? TOKEN_NULL : token;
}

/* Removes the innermost frame, with the values that were kept since it began. */
static void leave(struct json_records *r, bool keep)
{
	const struct frame *frame = &r->frames[--r->n_frames];

	if (keep)
		return;
	r->n_fields = frame->n_fields;
	r->held.len = frame->held;
}

/* Finishes a record that has ended. MODERATO_END means that it is not a comment. */
static moderato_status finish_record(
	struct json_records *r, moderato_comment *comment, moderato_error *err)
{
	const char *name = r->json.in->name;
	struct frame *frame = top(r);
	const size_t line = frame->line;
	enum verdict verdict;

	r->record = r->n_frames - 1;
	r->problem = NULL;
	arena_reset(&r->arena);
	*comment = (moderato_comment)MODERATO_COMMENT_INIT;
	if (frame->too_long)
		return fail_at(err, MODERATO_ELIMIT, name, line,
			"the record is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
	if (r->names.bytes > JSON_NAMES_KEPT && !r->format->names_late)
		name_table_dispose(&r->names);
	verdict = r->format->finish(r, comment);
	if (r->held.failed)
		return no_memory(r, err);
	if (verdict == BAD_COMMENT)
		return fail_at(err, MODERATO_EFORMAT, name, line, "%s", r->problem);
	r->source.without_text += verdict == WITHOUT_TEXT;
	if (verdict != COMMENT)
		return MODERATO_END;
	comment->line = line;
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(r->json.in, line, err);
	r->n_comments++;
	return MODERATO_OK;
}

/* Handles the end of a container. MODERATO_END means that reading continues. */
static moderato_status take_end(
	struct json_records *r, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = MODERATO_END;
	struct frame *frame = top(r);

	if (!frame)
		return status;
	if (frame->record) {
		json_stream_take(&r->json);
		status = finish_record(r, comment, err);
	}
	leave(r, !frame->record && frame->around != SIZE_MAX);
	return status;
}

/* ---- mistakes ---- */

static bool begins_record(void *payload, moderato_str key)
{
	struct json_records *r = payload;

	r->resumed = NULL;
	if (key.len && find_member(r->format->record, key))
		r->resumed = r->format->record;
	else if (key.len && find_member(r->format->root, key))
		r->resumed = r->format->root;
	return r->resumed != NULL;
}

/* Returns how many frames stay after a mistake: those outside of the broken record. */
static size_t frames_kept(struct json_records *r)
{
	const struct frame *frame = top(r);

	if (!frame || (frame->array && frame->shape->record))
		return r->n_frames;
	if (frame->record)
		return r->n_frames - 1;
	return frame->around != SIZE_MAX ? frame->around : r->n_frames;
}

/* Reports what is wrong, drops the record that contains it, and finds the next one. */
static moderato_status recover(struct json_records *r, moderato_error *err)
{
	const char *problem = r->json.problem;
	const size_t kept = frames_kept(r);
	size_t line;
	bool found;

	json_stream_take(&r->json);
	line = r->json.in->line;
	while (r->n_frames > kept)
		leave(r, false);
	r->member = NULL;
	r->other = false;
	found = json_stream_resync(&r->json, kept, begins_record, r);
	json_stream_take(&r->json);
	return fail_at(err, MODERATO_EFORMAT, r->json.in->name, line, "%s%s", problem,
		found ? "; the record is skipped" : "; nothing was found after it");
}

static moderato_status at_end(
	struct json_records *r, moderato_comment *comment, moderato_error *err)
{
	while (r->n_frames) { /* the file was cut off: report what was complete */
		moderato_status status = take_end(r, comment, err);

		if (status != MODERATO_END)
			return status;
	}
	r->ended = true;
	if (r->names.full && r->format->names_late && !r->names_full_said) {
		r->names_full_said = true;
		return fail(err, MODERATO_ELIMIT,
			"%s: only the first %zu names of people or threads are known", r->json.in->name,
			r->names.keys.n);
	}
	if (r->keyed && !r->familiar && !r->n_comments && !r->source.without_text)
		return fail(err, MODERATO_EFORMAT, "%s: no comment was found in this %s document",
			r->json.in->name, r->format->what);
	return MODERATO_END;
}

static moderato_status take_token(
	struct json_records *r, enum json_token token, moderato_comment *comment, moderato_error *err)
{
	bool memory = true;

	if (token == TOKEN_OBJECT || token == TOKEN_ARRAY)
		token = take_container(r, token, &memory);
	switch (token) {
	case TOKEN_FAILED:
		r->ended = true;
		*err = r->json.error;
		return r->json.failure;
	case TOKEN_BAD:
		return recover(r, err);
	case TOKEN_OBJECT_END:
	case TOKEN_ARRAY_END:
		return take_end(r, comment, err);
	case TOKEN_KEY:
		take_key(r, r->json.text);
		return MODERATO_END;
	case TOKEN_DEEP:
		json_stream_take(&r->json);
		return fail_at(err, MODERATO_ELIMIT, r->json.in->name, r->json.in->line,
			"what is nested deeper than %d levels is skipped", JSON_STREAM_DEPTH_MAX);
	case TOKEN_NULL:
		break;
	default:
		memory = memory && take_value(r, token);
	}
	return memory ? MODERATO_END : no_memory(r, err);
}

static moderato_status json_records_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct json_records *r = (struct json_records *)source;
	moderato_status status = MODERATO_END;

	while (status == MODERATO_END && !r->ended) {
		const enum json_token token = json_stream_next(&r->json);

		status = token == TOKEN_END ? at_end(r, comment, err) : take_token(r, token, comment, err);
	}
	return status;
}

static void json_records_close(struct source *source)
{
	struct json_records *r = (struct json_records *)source;

	json_stream_dispose(&r->json);
	free(r->frames);
	free(r->fields);
	buffer_dispose(&r->held);
	buffer_dispose(&r->key);
	arena_dispose(&r->arena);
	name_table_dispose(&r->names);
	free(r);
}

static struct json_records *new_json_records(
	struct input *in, const struct json_records_format *format)
{
	struct json_records *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->source = (struct source){.next = json_records_next, .close = json_records_close};
	r->format = format;
	json_stream_init(&r->json, in);
	return r;
}

/* Skips a byte order mark, as the reader has done with its own input. */
static void step_over_mark(struct input *in)
{
	moderato_error err;
	moderato_str view;

	if (!input_peek(in, 3, &view, &err) && view.len >= 3 && !memcmp(view.ptr, "\xef\xbb\xbf", 3))
		input_take(in, 3);
}

/* Reads the whole input for the names in it. Mistakes are not reported here, but when the input
 * is read again. */
static moderato_status read_names(struct json_records *r, struct input *in, moderato_error *err)
{
	struct json_records *first = new_json_records(in, r->format);
	moderato_comment comment;
	moderato_error told;
	moderato_status status;

	if (!first)
		return fail_no_memory(err);
	step_over_mark(in);
	do
		status = json_records_next(&first->source, &comment, &told);
	while (status == MODERATO_OK || status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
	r->names = first->names;
	r->names_known = true;
	first->names = (struct name_table){0};
	json_records_close(&first->source);
	return status == MODERATO_ENOMEM ? fail_no_memory(err) : MODERATO_OK;
}

moderato_status open_json_records(struct source **out, struct input *in,
	const struct json_records_format *format, moderato_error *err)
{
	struct json_records *r = new_json_records(in, format);
	moderato_status status = MODERATO_OK;
	struct input again;

	*out = NULL;
	if (!r)
		return fail_no_memory(err);
	if (format->names_late) {
		status = input_again(&again, in, err);
		if (!status) {
			status = read_names(r, &again, err);
			input_close(&again);
		} else if (status != MODERATO_ENOMEM) {
			status = MODERATO_OK; /* names are known once they are read */
		}
	}
	if (status)
		json_records_close(&r->source);
	else
		*out = &r->source;
	return status;
}
