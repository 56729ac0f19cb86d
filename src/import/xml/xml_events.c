/* SPDX-License-Identifier: MIT */
/* What begins, stands and ends in the input, whoever tells it: which elements are open, which of
 * them is the record, and whose text is wanted. */
#include <string.h>

#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"
#include "moderato/reader.h"

void xml_give_up(struct xml *x, const char *why, size_t place)
{
	if (x->broken)
		return;
	x->broken = why;
	x->broken_at = place;
}

void xml_text(struct xml *x, moderato_str text)
{
	if (!x->wanted)
		return;
	if (x->text.len + text.len > MODERATO_RECORD_BYTES_MAX)
		x->text_too_long = true;
	else
		buffer_add(&x->text, text.ptr, text.len);
}

void xml_entity(struct xml *x, moderato_str name)
{
	if (x->wanted)
		xml_add_entity(&x->text, name);
}

/* ---- begin ---- */

static void push(struct xml *x, moderato_str name, moderato_span tag)
{
	x->open[x->depth++] = (struct open){x->names.len, tag.begin, tag.end};
	buffer_add(&x->names, name.ptr, name.len);
	buffer_add_char(&x->names, '\0');
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
}

bool xml_start(struct xml *x, moderato_str name, const char *const *attributes, moderato_span tag)
{
	enum xml_want want;

	if (x->depth == XML_DEPTH_MAX) {
		xml_give_up(x, "elements are nested more than 256 deep", tag.begin);
		return false;
	}
	push(x, name, tag);
	if (x->names.failed) {
		xml_give_up(x, "", tag.begin);
		return false;
	}
	if (!x->record && !x->wanted)
		x->tag = tag.begin;
	if (x->wanted) {
		x->markup = true;
		return true;
	}
	want = x->format->start(x->payload, xml_element(x, x->depth), attributes);
	if (want == XML_RECORD && !x->record)
		begin_record(x);
	else if (want == XML_TEXT)
		begin_text(x);
	if (want == XML_STRAY) {
		xml_pop(x);
		xml_give_up(x, "it is not closed", tag.begin);
	}
	return want != XML_STRAY;
}

/* ---- end ---- */

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

void xml_end_text(struct xml *x, size_t end)
{
	const struct open *open = &x->open[x->wanted - 1];

	if (x->markup)
		as_written(x, open, end);
	if (x->text_too_long)
		x->record_too_long = true;
	x->failed |= x->text.failed;
	x->wanted = 0;
	x->format->end(x->payload, xml_element(x, x->depth),
		x->text_too_long ? (moderato_str){NULL, 0}
						 : (moderato_str){x->text.data ? x->text.data : "", x->text.len});
}

void xml_end(struct xml *x, moderato_span tag)
{
	x->place = (moderato_span){x->open[x->depth - 1].begin, tag.end};
	x->inner_end = tag.begin;
	if (x->wanted == x->depth)
		xml_end_text(x, x->inner_end);
	else if (!x->wanted)
		x->format->end(x->payload, xml_element(x, x->depth), (moderato_str){NULL, 0});
	x->ended = x->record == x->depth;
	xml_pop(x);
}
