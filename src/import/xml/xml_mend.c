/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"
#include "moderato/reader.h"

/* Finds the end tag of an element, before the next anchor and the end of the record. */
static moderato_status find_end(struct xml *x, const struct open *open, struct xml_tag *tag,
	size_t *place, bool *found, moderato_error *err)
{
	const char *name = x->names.data + open->name;
	const char *record = xml_element(x, x->record);
	moderato_str view = {"", 0};
	size_t i = 0;

	*found = false;
	for (;;) {
		const char *less;
		bool is_tag;

		if (i + LOOK > view.len) {
			moderato_status status = xml_look_on(x, open->inner, i + LOOK, &view, err);

			if (status)
				return status;
		}
		less = i < view.len ? memchr(view.ptr + i, '<', view.len - i) : NULL;
		if (!less && i == view.len)
			return MODERATO_OK;
		i = less ? (size_t)(less - view.ptr) : view.len;
		if (i > MODERATO_RECORD_BYTES_MAX)
			return MODERATO_OK;
		if (!less)
			continue;
		is_tag = xml_scan_tag((moderato_str){view.ptr + i, view.len - i}, tag);
		if (is_tag && tag->end && str_is(tag->name, name) && tag->len) {
			*place = open->inner + i;
			*found = true;
			return MODERATO_OK;
		}
		if (is_tag && (xml_scan_anchor(x->format, tag) || (tag->end && str_is(tag->name, record))))
			return MODERATO_OK;
		i++;
	}
}

/* Continues after the field that contains the damage, if that field ends. */
static moderato_status mend_field(struct xml *x, bool *mended, moderato_error *err)
{
	size_t depth = x->wanted ? x->wanted : x->record ? x->record + 1 : 0;
	struct xml_tag tag;
	struct open *open;
	moderato_status status;
	size_t place;

	*mended = false;
	if (!depth || depth > x->depth || x->open[depth - 1].inner < x->in->taken)
		return MODERATO_OK;
	open = &x->open[depth - 1];
	status = find_end(x, open, &tag, &place, mended, err);
	if (status || !*mended)
		return status;
	while (x->depth > depth)
		xml_pop(x);
	x->place = (moderato_span){open->begin, place + tag.len};
	if (x->wanted) {
		x->markup = true;
		xml_end_text(x, place);
	}
	xml_pop(x);
	return xml_renew(x, place + tag.len) ? MODERATO_OK : fail_no_memory(err);
}

/* Continues after a damaged tag between the fields of a record. */
static moderato_status pass_over_tag(struct xml *x, size_t place, bool *mended, moderato_error *err)
{
	size_t inner = x->record ? x->open[x->record - 1].inner : 0;
	const char *less;
	moderato_str view;
	struct xml_tag tag;
	moderato_status status;
	size_t begin;
	size_t i;

	*mended = false;
	if (!x->record || x->depth != x->record || inner < x->in->taken || place < inner)
		return MODERATO_OK;
	view = xml_window_at(x, inner);
	less = memrchr(view.ptr, '<', place - inner < view.len ? place - inner + 1 : view.len);
	if (!less)
		return MODERATO_OK;
	begin = inner + (size_t)(less - view.ptr);
	status = xml_look_on(x, begin, LOOK, &view, err);
	if (status || !xml_scan_tag(view, &tag) || begin + tag.len <= place ||
		xml_scan_anchor(x->format, &tag))
		return status;
	for (i = 1; i <= x->depth; i++)
		if (tag.end && str_is(tag.name, xml_element(x, i)))
			return status;
	*mended = true;
	return xml_renew(x, begin + tag.len) ? MODERATO_OK : fail_no_memory(err);
}

/* Takes everything up to the next anchor. A tag with damage at `bad` is not accepted. *anchor is
 * NULL if there is none. */
static moderato_status find_anchor(
	struct xml *x, size_t bad, const struct xml_anchor **anchor, moderato_error *err)
{
	moderato_str view = {"", 0};

	for (*anchor = NULL;;) {
		moderato_status status = input_peek(x->in, LOOK, &view, err);
		const char *less = view.len ? memchr(view.ptr, '<', view.len) : NULL;
		struct xml_tag tag;

		if (status || !view.len)
			return status;
		xml_take_to(x, x->in->taken + (less ? (size_t)(less - view.ptr) : view.len));
		if (!less)
			continue;
		status = input_peek(x->in, LOOK, &view, err);
		if (status)
			return status;
		if (xml_scan_tag(view, &tag) && (bad < x->in->taken || bad - x->in->taken >= tag.len) &&
			(*anchor = xml_scan_anchor(x->format, &tag)))
			return MODERATO_OK;
		xml_take_to(x, x->in->taken + 1);
	}
}

/* Opens the anchor's parents and nothing else. */
static bool open_parents(struct xml *x, const struct xml_anchor *anchor)
{
	x->depth = 0;
	buffer_clear(&x->names);
	while (anchor && anchor->parents[x->depth]) {
		const char *name = anchor->parents[x->depth];

		x->open[x->depth++] = (struct open){x->names.len, x->in->taken, x->in->taken};
		buffer_add(&x->names, name, strlen(name) + 1);
	}
	return !x->names.failed;
}

/* Drops what is broken, continues at the next anchor, and reports the loss. */
static moderato_status lose(
	struct xml *x, const char *why, size_t place, size_t line, moderato_error *err)
{
	const struct xml_anchor *anchor;
	const bool record = x->record != 0;
	size_t from = (record ? x->open[x->record - 1].begin : x->tag) + 1;
	moderato_status status;

	x->format->lost(x->payload);
	xml_take_to(x, from);
	x->record = 0;
	x->wanted = 0;
	status = find_anchor(x, x->broken ? SIZE_MAX : place, &anchor, err);
	if (status)
		return status;
	x->over = !anchor;
	x->tag = x->in->taken;
	if (anchor && (!open_parents(x, anchor) || !xml_renew(x, x->in->taken)))
		return fail_no_memory(err);
	if (record && line != x->line)
		return fail_at(err, MODERATO_EFORMAT, x->in->name, line,
			"the XML is broken: %s; the record that begins at line %zu is lost", why, x->line);
	if (record)
		return fail_at(err, MODERATO_EFORMAT, x->in->name, line,
			"the XML is broken: %s; the record is lost", why);
	if (!anchor)
		return fail_at(err, MODERATO_EFORMAT, x->in->name, line,
			"the XML is broken: %s; no record follows", why);
	return fail_at(err, MODERATO_EFORMAT, x->in->name, line,
		"the XML is broken: %s; going on at line %zu", why, x->in->line);
}

moderato_status xml_mend(struct xml *x, const char *why, size_t place, moderato_error *err)
{
	const size_t line = xml_line_at(x, place);
	bool mended;
	moderato_status status = mend_field(x, &mended, err);

	if (status || mended)
		return status;
	status = pass_over_tag(x, place, &mended, err);
	if (status)
		return status;
	if (mended)
		return fail_at(err, MODERATO_EFORMAT, x->in->name, line,
			"the XML is broken: %s; the tag is passed over", why);
	return lose(x, why, place, line, err);
}
