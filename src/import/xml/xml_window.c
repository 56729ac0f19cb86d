/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "import/xml/xml_internal.h"

void xml_take_to(struct xml *x, size_t place)
{
	size_t len = place > x->in->taken ? place - x->in->taken : 0;

	if (len > x->in->end - x->in->begin)
		len = x->in->end - x->in->begin;
	if (!len)
		return;
	if (x->format->pass)
		x->format->pass(x->payload, x->in->taken, (moderato_str){x->in->data + x->in->begin, len});
	input_take(x->in, len);
}

moderato_str xml_window_at(const struct xml *x, size_t place)
{
	const size_t begin = x->in->begin + (place - x->in->taken);

	if (begin >= x->in->end)
		return (moderato_str){"", 0};
	return (moderato_str){x->in->data + begin, x->in->end - begin};
}

size_t xml_line_at(struct xml *x, size_t place)
{
	moderato_str s;
	const char *newline;

	if (x->counted.place < x->in->taken || x->counted.place > place) {
		x->counted.place = x->in->taken;
		x->counted.line = x->in->line;
	}
	if (place <= x->counted.place)
		return x->counted.line;
	s = xml_window_at(x, x->counted.place);
	s.len = place - x->counted.place;
	x->counted.place = place;
	while (s.len && (newline = memchr(s.ptr, '\n', s.len))) {
		s.len -= (size_t)(newline + 1 - s.ptr);
		s.ptr = newline + 1;
		x->counted.line++;
	}
	return x->counted.line;
}

moderato_status xml_look_on(
	struct xml *x, size_t place, size_t want, moderato_str *view, moderato_error *err)
{
	moderato_status status = input_peek(x->in, place - x->in->taken + want, view, err);

	*view = xml_window_at(x, place);
	return status;
}

/* ---- what a format may call ---- */

size_t xml_depth(const struct xml *x)
{
	return x->depth;
}

const char *xml_element(const struct xml *x, size_t depth)
{
	return depth && depth <= x->depth ? x->names.data + x->open[depth - 1].name : "";
}

moderato_span xml_place(const struct xml *x)
{
	return x->place;
}

moderato_span xml_inner_end(const struct xml *x)
{
	return (moderato_span){x->inner_end, x->inner_end};
}

bool xml_record_fits(const struct xml *x)
{
	return !x->record_too_long;
}

size_t xml_converted(const struct xml *x)
{
	return x->map.converted;
}

size_t xml_record_line(const struct xml *x)
{
	return x->line;
}

bool xml_read_again(const struct xml *x, size_t place)
{
	return place < x->again_to;
}

const char *xml_local(const char *name)
{
	const char *colon = strchr(name, ':');

	return colon ? colon + 1 : name;
}
