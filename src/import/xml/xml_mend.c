/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"
#include "moderato/reader.h"

/*
 * Where to continue is found by reading bytes again, and a new start of the parser takes as long
 * as some bytes. Broken files are bound to cost no more than a few times what good ones do: what
 * was read again is counted, and when it is more than AGAIN_TIMES what the file has up to there,
 * nothing is mended, and what is before the damage, and a few bytes behind it, is given up.
 * AGAIN_TIMES is large enough for a file in which every field of every comment is damaged.
 */
#define AGAIN_TIMES ((size_t)4)
#define AGAIN_FREE ((size_t)64 << 10) /* what a small file may cost beyond that */
#define START_PRICE ((size_t)96)      /* what a new start of the parser costs, in bytes */

/* Returns whether more than allowed was read again. */
static bool overdrawn(const struct xml *x)
{
	return x->again > AGAIN_FREE + AGAIN_TIMES * x->furthest;
}

static void reach(struct xml *x, size_t place)
{
	if (x->furthest < place)
		x->furthest = place;
}

/* Notes that the parser goes on at `from` after damage at `place`. The parser has looked a little
 * farther than that. */
static void note_again(struct xml *x, size_t from, size_t place)
{
	if (from < place && x->again_to < place + LOOK)
		x->again_to = place + LOOK;
}

/* Starts the parser again behind what was mended. */
static moderato_status start_behind(struct xml *x, size_t place, moderato_error *err)
{
	reach(x, place);
	return xml_renew(x, place) ? MODERATO_OK : fail_no_memory(err);
}

/* Returns what of the view may be a tag, however much more of the input is there already. */
static moderato_str tag_view(moderato_str view, size_t i)
{
	return (moderato_str){view.ptr + i, view.len - i < LOOK ? view.len - i : LOOK};
}

/* Finds the end tag of an element, before the next anchor and the end of the record. */
static moderato_status find_end(struct xml *x, const struct open *open, struct xml_tag *tag,
	size_t *place, bool *found, moderato_error *err)
{
	const char *name = x->names.data + open->name;
	const char *record = xml_element(x, x->record);
	moderato_str view = {"", 0};
	size_t counted = 0;
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
		x->again += i - counted;
		counted = i;
		is_tag = xml_scan_tag(tag_view(view, i), tag);
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
	return start_behind(x, place + tag.len, err);
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
	if (status || !xml_scan_tag(tag_view(view, 0), &tag) || begin + tag.len <= place ||
		xml_scan_anchor(x->format, &tag))
		return status;
	for (i = 1; i <= x->depth; i++)
		if (tag.end && str_is(tag.name, xml_element(x, i)))
			return status;
	*mended = true;
	return start_behind(x, begin + tag.len, err);
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
		if (xml_scan_tag(tag_view(view, 0), &tag) &&
			(bad < x->in->taken || bad - x->in->taken >= tag.len) &&
			(*anchor = xml_scan_anchor(x->format, &tag)))
			return MODERATO_OK;
		xml_take_to(x, x->in->taken + 1);
	}
}

/* Takes everything before a place that may not have been read yet. */
static moderato_status take_all_to(struct xml *x, size_t place, moderato_error *err)
{
	while (x->in->taken < place) {
		moderato_str view;
		moderato_status status = input_peek(x->in, 1, &view, err);

		if (status || !view.len)
			return status;
		xml_take_to(x, place);
	}
	return MODERATO_OK;
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
	const size_t end = place < x->broken_to ? x->broken_to : place;
	size_t from = (record ? x->open[x->record - 1].begin : x->tag) + 1;
	moderato_status status;

	x->format->lost(x->payload);
	if (overdrawn(x) && from < end + START_PRICE)
		from = end + START_PRICE;
	status = take_all_to(x, from, err);
	if (status)
		return status;
	x->record = 0;
	x->wanted = 0;
	status = find_anchor(x, x->broken ? SIZE_MAX : place, &anchor, err);
	if (status)
		return status;
	if (x->in->taken < end)
		x->again += end - x->in->taken;
	reach(x, x->in->taken);
	note_again(x, x->in->taken, end);
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
	moderato_status status;

	reach(x, place < x->broken_to ? x->broken_to : place);
	x->again += START_PRICE;
	if (overdrawn(x))
		return lose(x, why, place, line, err);
	status = mend_field(x, &mended, err);
	if (mended)
		note_again(x, x->read, place);
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
