/* SPDX-License-Identifier: MIT */
/*
 * The bytes take this way: the input's window → repair, where it is needed → expat → the format.
 *
 * The input is taken (input_take) only up to the earliest place that may still be needed: the
 * beginning of the record that is being read, or outside of records that of the last tag. What
 * follows stays in the window, whether expat got it or not, so that broken fields can be read as
 * they are written, and the parser can start anew anywhere in it.
 */
#include "import/xml/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"
#include "moderato/reader.h"

#define CHUNK ((size_t)64 << 10)
#define CHUNK_FIRST ((size_t)1 << 10) /* used after a place where the parser started anew */

/* ---- called by expat ---- */

static size_t event_begin(const struct xml *x)
{
	return xml_map_find(&x->map, (size_t)XML_GetCurrentByteIndex(x->parser));
}

static moderato_span event_span(const struct xml *x)
{
	const size_t begin = (size_t)XML_GetCurrentByteIndex(x->parser);
	const size_t end = begin + (size_t)XML_GetCurrentByteCount(x->parser);

	return (moderato_span){xml_map_find(&x->map, begin), xml_map_find(&x->map, end)};
}

static void give_up(struct xml *x, const char *why)
{
	if (!x->broken) {
		x->broken = why;
		x->broken_at = event_begin(x);
	}
	XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_text(void *data, const XML_Char *s, int len)
{
	struct xml *x = data;

	if (x->text.len + (size_t)len > MODERATO_RECORD_BYTES_MAX)
		x->text_too_long = true;
	else
		buffer_add(&x->text, s, (size_t)len);
}

static void XMLCALL on_entity(void *data, const XML_Char *name, int is_parameter)
{
	struct xml *x = data;

	if (x->wanted && !is_parameter)
		xml_add_entity(&x->text, name);
}

static void XMLCALL on_entity_declaration(void *data, const XML_Char *name, int is_parameter,
	const XML_Char *value, int len, const XML_Char *base, const XML_Char *system,
	const XML_Char *public, const XML_Char *notation)
{
	(void)name, (void)is_parameter, (void)value, (void)len;
	(void)base, (void)system, (void)public, (void)notation;
	give_up(data, "entities are declared here, which are not expanded");
}

/* expat compares each attribute with all that were declared before it. */
static void XMLCALL on_attribute_declaration(void *data, const XML_Char *element,
	const XML_Char *name, const XML_Char *type, const XML_Char *value, int required)
{
	(void)element, (void)name, (void)type, (void)value, (void)required;
	give_up(data, "attributes are declared here, which are not read");
}

static void push(struct xml *x, const char *name)
{
	const moderato_span tag = event_span(x);

	x->open[x->depth++] = (struct open){x->names.len, tag.begin, tag.end};
	buffer_add(&x->names, name, strlen(name) + 1);
	if (x->names.failed)
		x->depth--;
}

void xml_pop(struct xml *x)
{
	x->names.len = x->open[--x->depth].name;
}

static void begin_record(struct xml *x)
{
	xml_take_to(x, x->open[x->depth - 1].begin);
	x->record = x->depth;
	x->line = x->in->line;
	x->record_too_long = false;
}

static void begin_text(struct xml *x)
{
	x->wanted = x->depth;
	x->markup = false;
	x->text_too_long = false;
	buffer_clear(&x->text);
	XML_SetCharacterDataHandler(x->parser, on_text);
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
	struct xml *x = data;
	enum xml_want want;

	if (x->priming || x->broken)
		return;
	if (x->depth == XML_DEPTH_MAX) {
		give_up(x, "elements are nested more than 256 deep");
		return;
	}
	push(x, name);
	if (x->names.failed) {
		give_up(x, "");
		return;
	}
	if (!x->record && !x->wanted)
		x->tag = x->open[x->depth - 1].begin;
	if (x->wanted) {
		x->markup = true;
		return;
	}
	want = x->format->start(x->payload, name, (const char *const *)attributes);
	if (want == XML_RECORD && !x->record)
		begin_record(x);
	else if (want == XML_TEXT)
		begin_text(x);
	if (want == XML_STRAY) {
		xml_pop(x);
		give_up(x, "it is not closed");
	}
}

/* Finds what is written from the element's start tag to `end`. Returns false if the window no
 * longer holds it. */
static bool as_written(struct xml *x, const struct open *open, size_t end)
{
	if (open->inner < x->in->taken || end < open->inner)
		return false;
	buffer_clear(&x->written);
	buffer_clear(&x->text);
	x->text_too_long = end - open->inner > MODERATO_RECORD_BYTES_MAX;
	if (!x->text_too_long) {
		struct xml_map unused = {.segments = NULL};
		moderato_str written = {xml_window_at(x, open->inner).ptr, end - open->inner};

		xml_repair(&x->written, written, &unused, 0, 0);
		xml_unwrap(&x->text, buffer_view(&x->written));
		x->failed |= x->written.failed || unused.failed;
		xml_map_dispose(&unused);
	}
	return true;
}

/* Ends the element whose text is wanted. */
void xml_end_text(struct xml *x, size_t end)
{
	const struct open *open = &x->open[x->wanted - 1];

	if (x->markup)
		as_written(x, open, end);
	if (x->text_too_long)
		x->record_too_long = true;
	x->failed |= x->text.failed;
	x->wanted = 0;
	XML_SetCharacterDataHandler(x->parser, NULL);
	x->format->end(x->payload, xml_element(x, x->depth),
		x->text_too_long ? (moderato_str){NULL, 0}
						 : (moderato_str){x->text.data ? x->text.data : "", x->text.len});
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
	struct xml *x = data;
	moderato_span tag;

	if (x->priming || x->broken || !x->depth)
		return;
	tag = event_span(x);
	x->place = (moderato_span){x->open[x->depth - 1].begin, tag.end};
	x->inner_end = tag.begin;
	if (x->wanted == x->depth)
		xml_end_text(x, x->inner_end);
	else if (!x->wanted)
		x->format->end(x->payload, name, (moderato_str){NULL, 0});
	x->ended = x->record == x->depth;
	if (x->ended || (!x->wanted && x->fed > (x->record ? XML_RENEW_LATE : XML_RENEW_BYTES))) {
		x->suspended = true;
		XML_StopParser(x->parser, XML_TRUE);
	}
	xml_pop(x);
}

/* ---- the parser ---- */

/* Starts a new parser at that place, with the same elements open. */
bool xml_renew(struct xml *x, size_t place)
{
	size_t i;

	if (x->parser)
		XML_ParserReset(x->parser, "UTF-8");
	else
		x->parser = XML_ParserCreate("UTF-8");
	if (!x->parser)
		return false;
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetEntityDeclHandler(x->parser, on_entity_declaration);
	XML_SetAttlistDeclHandler(x->parser, on_attribute_declaration);
	XML_SetSkippedEntityHandler(x->parser, on_entity);
	XML_UseForeignDTD(x->parser, XML_TRUE); /* makes undeclared entities no error */
	XML_SetDefaultHandler(x->parser, NULL); /* and expands none */
	x->fed = 0;
	x->priming = true;
	for (i = 0; i < x->depth; i++) {
		const char *name = xml_element(x, i + 1);

		buffer_clear(&x->repaired);
		buffer_printf(&x->repaired, "<%s>", name);
		if (x->repaired.failed ||
			XML_Parse(x->parser, x->repaired.data, (int)x->repaired.len, 0) != XML_STATUS_OK)
			return false;
		x->fed += x->repaired.len;
	}
	x->priming = false;
	x->map.n = 0;
	xml_map_add(&x->map, x->fed, place);
	x->read = place;
	x->suspended = false;
	x->finished = false;
	x->broken = NULL;
	x->broken_to = 0;
	x->unfinished = 0;
	x->chunk = CHUNK_FIRST;
	return !x->map.failed;
}

struct xml *xml_new(struct input *in, const struct xml_format *format, void *payload)
{
	struct xml *x = calloc(1, sizeof(*x));

	if (!x)
		return NULL;
	x->in = in;
	x->format = format;
	x->payload = payload;
	return x;
}

void xml_free(struct xml *x)
{
	if (!x)
		return;
	if (x->parser)
		XML_ParserFree(x->parser);
	xml_map_dispose(&x->map);
	buffer_dispose(&x->repaired);
	buffer_dispose(&x->written);
	buffer_dispose(&x->names);
	buffer_dispose(&x->text);
	free(x);
}

/* ---- reading ---- */

static moderato_status recover(struct xml *x, moderato_error *err)
{
	const enum XML_Error code = XML_GetErrorCode(x->parser);
	const char *why = x->broken;
	size_t place;

	if (code == XML_ERROR_NO_MEMORY || x->names.failed || x->map.failed)
		return fail_no_memory(err);
	if (!why && x->finished && x->depth)
		why = "it ends in the middle";
	place = x->finished ? x->read : x->broken ? x->broken_at : event_begin(x);
	return xml_mend(x, why ? why : XML_ErrorString(code), place, err);
}

/* Takes the input that is no longer needed. */
static void let_go(struct xml *x)
{
	size_t keep = x->record ? x->open[x->record - 1].begin : x->tag;

	if (x->read - keep > MODERATO_RECORD_BYTES_MAX) {
		keep = x->read;
		x->record_too_long |= x->record != 0;
	}
	xml_take_to(x, keep);
}

/* Feeds expat the next bytes. */
static enum XML_Status feed(struct xml *x, moderato_str bytes, bool last)
{
	size_t clean = xml_clean_len(bytes);

	if (clean || last) {
		x->read += clean;
		x->fed += clean;
		x->finished = last && clean == bytes.len;
		return XML_Parse(x->parser, bytes.ptr, (int)clean, x->finished);
	}
	buffer_clear(&x->repaired);
	xml_repair(&x->repaired, bytes, &x->map, x->fed, x->read);
	x->read += bytes.len;
	x->fed += x->repaired.len;
	return XML_Parse(x->parser, x->repaired.data, (int)x->repaired.len, 0);
}

/* Finds the bytes to feed next. They do not end in the middle of a character, unless nothing
 * follows. */
static moderato_status next_bytes(struct xml *x, moderato_str *bytes, moderato_error *err)
{
	/* Chunks start small, so that little is fed in vain where the parser often starts anew, and
	 * grow with a long tag, so that one in small pieces is not scanned again for each. */
	size_t chunk = x->chunk;
	moderato_status status = xml_look_on(x, x->read, 1 + x->unfinished / 2, bytes, err);
	size_t cut;

	if (status)
		return status;
	x->chunk = chunk < CHUNK ? 2 * chunk : CHUNK;
	chunk += x->unfinished / 2;
	if (chunk > XML_TOKEN_BYTES_MAX + 4 - x->unfinished) /* pieces must not change the limit */
		chunk = XML_TOKEN_BYTES_MAX + 4 - x->unfinished;
	if (bytes->len > chunk)
		bytes->len = chunk;
	cut = xml_cut_len(*bytes);
	if (cut && cut == bytes->len) { /* wait for the rest of the character */
		status = xml_look_on(x, x->read, 4, bytes, err);
		if (status)
			return status;
		if (bytes->len > chunk)
			bytes->len = chunk;
		cut = bytes->len < 4 ? 0 : xml_cut_len(*bytes);
	}
	bytes->len -= cut;
	return MODERATO_OK;
}

static moderato_status feed_next(struct xml *x, enum XML_Status *parsed, moderato_error *err)
{
	moderato_str bytes;
	moderato_status status;

	let_go(x);
	status = next_bytes(x, &bytes, err);
	if (status)
		return status;
	*parsed = feed(x, bytes, !bytes.len);
	return x->map.failed ? fail_no_memory(err) : MODERATO_OK;
}

/* Ends the record, and fails if it was too long. */
static moderato_status end_record(struct xml *x, moderato_error *err)
{
	x->record = 0;
	x->tag = x->place.end;
	xml_take_to(x, x->place.end);
	if (!x->record_too_long)
		return MODERATO_OK;
	return fail_at(err, MODERATO_ELIMIT, x->in->name, x->line,
		"the record is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
}

/* Returns whether the token that is still unfinished after parsing is too long. */
static bool is_too_long(struct xml *x)
{
	size_t begun = (size_t)XML_GetCurrentByteIndex(x->parser);

	xml_map_forget(&x->map, begun);
	x->unfinished = x->fed - begun;
	if (x->finished || x->unfinished <= XML_TOKEN_BYTES_MAX)
		return false;
	x->broken = "a tag or a comment is longer than 256 KB";
	x->broken_at = event_begin(x);
	x->broken_to = x->broken_at + XML_TOKEN_BYTES_MAX;
	return true;
}

static moderato_status parse(struct xml *x, enum XML_Status *parsed, moderato_error *err)
{
	if (x->suspended && x->fed > XML_RENEW_BYTES && !xml_renew(x, x->place.end))
		return fail_no_memory(err);
	if (!x->suspended)
		return feed_next(x, parsed, err);
	x->suspended = false;
	*parsed = XML_ResumeParser(x->parser);
	return MODERATO_OK;
}

moderato_status xml_read(struct xml *x, moderato_error *err)
{
	moderato_status status = x->begun ? MODERATO_OK : xml_begin(x, err);
	enum XML_Status parsed = XML_STATUS_OK;

	while (!status && !x->over) {
		status = parse(x, &parsed, err);
		if (status)
			return status;
		if (x->failed)
			return fail_no_memory(err);
		if (parsed == XML_STATUS_SUSPENDED && x->ended)
			return end_record(x, err);
		if (parsed == XML_STATUS_ERROR || (parsed == XML_STATUS_OK && is_too_long(x)))
			status = recover(x, err);
		else if (parsed == XML_STATUS_OK)
			x->over = x->finished;
	}
	if (x->failed)
		return fail_no_memory(err);
	if (x->over && !status)
		xml_take_to(x, x->read);
	return status ? status : MODERATO_END;
}
