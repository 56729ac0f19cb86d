/* SPDX-License-Identifier: MIT */
#include "import/tree.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "import/when.h"

/* Of all records that are open: what the ancestors of a comment may hold in memory. */
#define HELD_MAX ((size_t)16 << 20)

struct frame {
	const struct shape *shape; /* of the object, or of the objects in the array */
	bool array;
	bool record;
	bool too_long;   /* a record: some of it was let go */
	size_t around;   /* the record around it: index of its frame; SIZE_MAX: none */
	size_t n_fields; /* when it began */
	size_t held;
	size_t bytes; /* a record: held by itself */
	size_t line;
};

struct field {
	unsigned char slot;
	unsigned char token;
	size_t begin;
	size_t len;
};

static struct frame *top(struct tree *t)
{
	return t->n_frames ? &t->frames[t->n_frames - 1] : NULL;
}

/* The record to which what is kept now belongs. */
static struct frame *open_record(struct tree *t)
{
	struct frame *frame = top(t);

	if (frame && frame->record)
		return frame;
	return frame && frame->around != SIZE_MAX ? &t->frames[frame->around] : NULL;
}

/* ---- what finish() sees ---- */

/* The last of fields [begin, end) in that slot. */
static const struct field *find_field(const struct tree *t, size_t begin, size_t end, unsigned slot)
{
	while (end-- > begin)
		if (t->fields[end].slot == slot)
			return &t->fields[end];
	return NULL;
}

static const struct field *field_of(const struct tree *t, unsigned slot)
{
	return find_field(t, t->frames[t->record].n_fields, t->n_fields, slot);
}

static moderato_str value_of(const struct tree *t, const struct field *field)
{
	if (!field || (field->token != TOKEN_STRING && field->token != TOKEN_NUMBER))
		return (moderato_str){NULL, 0};
	return (moderato_str){field->len ? t->held.data + field->begin : "", field->len};
}

moderato_str tree_get(const struct tree *t, unsigned slot)
{
	return value_of(t, field_of(t, slot));
}

bool tree_is_true(const struct tree *t, unsigned slot)
{
	const struct field *field = field_of(t, slot);

	return field && (field->token == TOKEN_TRUE ||
						(field->token == TOKEN_NUMBER && !is_text(value_of(t, field), "0")));
}

bool tree_has(const struct tree *t, unsigned slot)
{
	return field_of(t, slot) != NULL;
}

const struct shape *tree_shape(const struct tree *t)
{
	return t->frames[t->record].shape;
}

moderato_str tree_parent(const struct tree *t, unsigned slot)
{
	const size_t end = t->frames[t->record].n_fields;
	size_t around = t->frames[t->record].around;

	while (around != SIZE_MAX && t->frames[around].n_fields == end)
		around = t->frames[around].around;
	if (around == SIZE_MAX)
		return (moderato_str){NULL, 0};
	return value_of(t, find_field(t, t->frames[around].n_fields, end, slot));
}

moderato_str tree_outer(const struct tree *t, unsigned slot)
{
	enum { FIELDS_SEEN = 64 }; /* however deep it lies */
	const size_t end = t->frames[t->record].n_fields;
	size_t i;

	for (i = 0; i < end && i < FIELDS_SEEN; i++)
		if (t->fields[i].slot == slot)
			return value_of(t, &t->fields[i]);
	return (moderato_str){NULL, 0};
}

enum verdict tree_text(struct tree *t, unsigned slot, moderato_comment *comment)
{
	const struct field *field = field_of(t, slot);

	comment->text = tree_get(t, slot);
	if (field && field->token == TOKEN_STRING)
		return COMMENT;
	t->problem = field ? "the comment's text is not a string" : "the comment has no text";
	return BAD_COMMENT;
}

static moderato_str made(struct tree *t, const char *text, size_t len)
{
	const char *copy = arena_copy(&t->arena, text, len);

	if (!copy)
		t->held.failed = true;
	return (moderato_str){copy, copy ? len : 0};
}

moderato_str tree_join(struct tree *t, moderato_str a, moderato_str b)
{
	char *joined = arena_alloc(&t->arena, a.len + b.len + 1);

	if (!joined) {
		t->held.failed = true;
		return (moderato_str){NULL, 0};
	}
	if (a.len)
		memcpy(joined, a.ptr, a.len);
	if (b.len)
		memcpy(joined + a.len, b.ptr, b.len);
	return (moderato_str){joined, a.len + b.len};
}

moderato_str tree_time(struct tree *t, moderato_str text)
{
	char utc[WHEN_MAX];
	size_t len = text.len ? when_utc(utc, text) : 0;

	return len ? made(t, utc, len) : filled(text);
}

/* ---- walking ---- */

static moderato_status no_memory(struct tree *t, moderato_error *err)
{
	t->ended = true;
	return fail(err, MODERATO_ENOMEM, "out of memory");
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

static void take_key(struct tree *t, moderato_str key)
{
	const struct shape *shape = top(t)->shape;

	t->member = key.len ? find_member(shape, key) : NULL;
	t->other = !t->member && shape->others;
	if (t->other) {
		buffer_clear(&t->key);
		buffer_add(&t->key, key.ptr, key.len);
	}
}

static bool hold(struct tree *t, unsigned char slot, enum json_token token, moderato_str value)
{
	struct frame *record = open_record(t);

	if (!record)
		return true;
	if (token == TOKEN_LONG || record->bytes + value.len > MODERATO_RECORD_BYTES_MAX ||
		t->held.len + value.len > HELD_MAX) {
		record->too_long = true;
		return true;
	}
	if (!grow_array(
			(void **)(void *)&t->fields, &t->cap_fields, t->n_fields + 1, sizeof(*t->fields)))
		return false;
	t->fields[t->n_fields++] = (struct field){slot, (unsigned char)token, t->held.len, value.len};
	record->bytes += value.len;
	buffer_add(&t->held, value.ptr, value.len);
	return !t->held.failed;
}

/* A value that is no container. Those in arrays have no name. */
static bool take_value(struct tree *t, enum json_token token)
{
	const struct frame *frame = top(t);
	const bool text = token == TOKEN_STRING || token == TOKEN_NUMBER;

	if (!frame || frame->array || !t->member || !t->member->slot || token == TOKEN_NULL)
		return true;
	return hold(t, t->member->slot, token, text ? t->json.text : (moderato_str){NULL, 0});
}

/* What the container that begins is; NULL: nothing to walk. */
static const struct shape *shape_of(struct tree *t, enum json_token token)
{
	const struct frame *frame = top(t);
	const struct shape *resumed = t->resumed;

	t->resumed = NULL;
	if (resumed && token == TOKEN_OBJECT)
		return resumed;
	if (!frame)
		return t->format->root;
	if (frame->array)
		return frame->shape;
	if (t->other)
		return token == TOKEN_OBJECT ? frame->shape->others : NULL;
	return t->member ? t->member->into : NULL;
}

/* Walk into the container that begins. */
static bool enter(struct tree *t, const struct shape *shape, enum json_token token)
{
	const bool keyed = t->n_frames && !top(t)->array && t->other;
	struct frame frame = {.shape = shape, .array = token == TOKEN_ARRAY, .around = SIZE_MAX};

	if (t->n_frames && top(t)->record)
		frame.around = t->n_frames - 1;
	else if (t->n_frames)
		frame.around = top(t)->around;
	frame.record = !frame.array && shape->record;
	frame.n_fields = t->n_fields;
	frame.held = t->held.len;
	if (frame.record) {
		json_stream_take(&t->json);
		frame.line = t->json.in->line;
	}
	if (!grow_array((void **)(void *)&t->frames, &t->cap_frames, t->n_frames + 1, sizeof(frame)))
		return false;
	t->frames[t->n_frames++] = frame;
	return !keyed || !frame.record || hold(t, SLOT_KEY, TOKEN_STRING, buffer_view(&t->key));
}

/* A container begins. TOKEN_END: it is dealt with. */
static enum json_token take_container(struct tree *t, enum json_token token, bool *memory)
{
	const struct shape *shape = shape_of(t, token);

	if (shape) {
		*memory = enter(t, shape, token);
		return TOKEN_NULL;
	}
	if (t->n_frames && !top(t)->array && t->member && t->member->slot)
		*memory = hold(t, t->member->slot, token, (moderato_str){NULL, 0});
	token = json_stream_skip(&t->json, false);
	return token == TOKEN_OBJECT_END || token == TOKEN_ARRAY_END ? TOKEN_NULL : token;
}

/* The innermost frame goes, with what was kept since. */
static void leave(struct tree *t, bool keep)
{
	const struct frame *frame = &t->frames[--t->n_frames];

	if (keep)
		return;
	t->n_fields = frame->n_fields;
	t->held.len = frame->held;
}

/* A record has ended. MODERATO_END: it is no comment. */
static moderato_status finish_record(struct tree *t, moderato_comment *comment, moderato_error *err)
{
	const char *name = t->json.in->name;
	struct frame *frame = top(t);
	const size_t line = frame->line;
	enum verdict verdict;

	t->record = t->n_frames - 1;
	t->problem = NULL;
	arena_reset(&t->arena);
	*comment = (moderato_comment)MODERATO_COMMENT_INIT;
	if (frame->too_long)
		return fail_at(err, MODERATO_ELIMIT, name, line,
			"the record is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
	if (t->names.full && !t->format->names_late)
		names_dispose(&t->names);
	verdict = t->format->finish(t, comment);
	if (t->held.failed)
		return no_memory(t, err);
	if (verdict == BAD_COMMENT)
		return fail_at(err, MODERATO_EFORMAT, name, line, "%s", t->problem);
	t->source.without_text += verdict == WITHOUT_TEXT;
	if (verdict != COMMENT)
		return MODERATO_END;
	comment->line = line;
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(t->json.in, line, err);
	t->n_comments++;
	return MODERATO_OK;
}

/* A container has ended. MODERATO_END: go on. */
static moderato_status take_end(struct tree *t, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = MODERATO_END;
	struct frame *frame = top(t);

	if (!frame)
		return status;
	if (frame->record) {
		json_stream_take(&t->json);
		status = finish_record(t, comment, err);
	}
	leave(t, !frame->record && frame->around != SIZE_MAX);
	return status;
}

/* ---- mistakes ---- */

static bool begins_record(void *payload, moderato_str key)
{
	struct tree *t = payload;

	t->resumed = NULL;
	if (key.len && find_member(t->format->record, key))
		t->resumed = t->format->record;
	else if (key.len && find_member(t->format->root, key))
		t->resumed = t->format->root;
	return t->resumed != NULL;
}

/* How many frames stay when something is wrong: those that are not the broken record. */
static size_t frames_kept(struct tree *t)
{
	const struct frame *frame = top(t);

	if (!frame || (frame->array && frame->shape->record))
		return t->n_frames;
	if (frame->record)
		return t->n_frames - 1;
	return frame->around != SIZE_MAX ? frame->around : t->n_frames;
}

/* Say what is wrong, drop the record it is in, and find the next. */
static moderato_status recover(struct tree *t, moderato_error *err)
{
	const char *problem = t->json.problem;
	const size_t kept = frames_kept(t);
	size_t line;
	bool found;

	json_stream_take(&t->json);
	line = t->json.in->line;
	while (t->n_frames > kept)
		leave(t, false);
	t->member = NULL;
	t->other = false;
	found = json_stream_resync(&t->json, kept, begins_record, t);
	json_stream_take(&t->json);
	return fail_at(err, MODERATO_EFORMAT, t->json.in->name, line, "%s%s", problem,
		found ? "; the record is skipped" : "; nothing was found behind it");
}

static moderato_status at_end(struct tree *t, moderato_comment *comment, moderato_error *err)
{
	while (t->n_frames) { /* of a file that was cut off: what was complete of them */
		moderato_status status = take_end(t, comment, err);

		if (status != MODERATO_END)
			return status;
	}
	t->ended = true;
	if (t->names.full && t->format->names_late && !t->names_full_said) {
		t->names_full_said = true;
		return fail(err, MODERATO_ELIMIT,
			"%s: only the first %zu names of people or threads are known", t->json.in->name,
			t->names.n);
	}
	if (!t->n_comments && !t->source.without_text)
		return fail(err, MODERATO_EFORMAT, "%s: no comment was found in this %s document",
			t->json.in->name, t->format->what);
	return MODERATO_END;
}

static moderato_status take_token(
	struct tree *t, enum json_token token, moderato_comment *comment, moderato_error *err)
{
	bool memory = true;

	if (token == TOKEN_OBJECT || token == TOKEN_ARRAY)
		token = take_container(t, token, &memory);
	switch (token) {
	case TOKEN_FAILED:
		t->ended = true;
		if (err)
			*err = t->json.error;
		if (t->json.failure == MODERATO_ENOMEM)
			return no_memory(t, err);
		return t->json.failure;
	case TOKEN_BAD:
		return recover(t, err);
	case TOKEN_OBJECT_END:
	case TOKEN_ARRAY_END:
		return take_end(t, comment, err);
	case TOKEN_KEY:
		take_key(t, t->json.text);
		return MODERATO_END;
	case TOKEN_DEEP:
		json_stream_take(&t->json);
		return fail_at(err, MODERATO_ELIMIT, t->json.in->name, t->json.in->line,
			"what is nested deeper than %d levels is skipped", JSON_STREAM_DEPTH_MAX);
	case TOKEN_NULL:
		break;
	default:
		memory = memory && take_value(t, token);
	}
	return memory ? MODERATO_END : no_memory(t, err);
}

static moderato_status tree_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct tree *t = (struct tree *)source;
	moderato_status status = MODERATO_END;

	while (status == MODERATO_END && !t->ended) {
		const enum json_token token = json_stream_next(&t->json);

		status = token == TOKEN_END ? at_end(t, comment, err) : take_token(t, token, comment, err);
	}
	return status;
}

static void tree_close(struct source *source)
{
	struct tree *t = (struct tree *)source;

	json_stream_dispose(&t->json);
	free(t->frames);
	free(t->fields);
	buffer_dispose(&t->held);
	buffer_dispose(&t->key);
	arena_dispose(&t->arena);
	names_dispose(&t->names);
	free(t);
}

static struct tree *new_tree(struct input *in, const struct tree_format *format)
{
	struct tree *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->source = (struct source){.next = tree_next, .close = tree_close};
	t->format = format;
	json_stream_init(&t->json, in);
	return t;
}

/* The reader has done so with its own input. */
static void step_over_mark(struct input *in)
{
	moderato_error err;
	moderato_str view;

	if (!input_peek(in, 3, &view, &err) && view.len >= 3 && !memcmp(view.ptr, "\xef\xbb\xbf", 3))
		input_take(in, 3);
}

/* Read all for the names in it. What cannot be read is told of when it is read again. */
static moderato_status read_names(struct tree *t, struct input *in, moderato_error *err)
{
	struct tree *first = new_tree(in, t->format);
	moderato_comment comment;
	moderato_status status;

	if (!first)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	step_over_mark(in);
	do
		status = tree_next(&first->source, &comment, err);
	while (status == MODERATO_OK || status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
	t->names = first->names;
	t->names_known = true;
	first->names = (struct names){0};
	tree_close(&first->source);
	return status == MODERATO_ENOMEM ? status : MODERATO_OK;
}

moderato_status open_tree(
	struct source **out, struct input *in, const struct tree_format *format, moderato_error *err)
{
	struct tree *t = new_tree(in, format);
	moderato_status status = MODERATO_OK;
	struct input again;

	*out = NULL;
	if (!t)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	if (format->names_late && input_again(&again, in)) {
		status = read_names(t, &again, err);
		input_close(&again);
	}
	if (status)
		tree_close(&t->source);
	else
		*out = &t->source;
	return status;
}
