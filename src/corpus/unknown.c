/* SPDX-License-Identifier: MIT */
#include "corpus/unknown.h"

#include "base/ascii.h"
#include "base/fail.h"
#include "base/str.h"
#include "corpus/columns.h"
#include "corpus/prose_lines.h"
#include "corpus/source.h"
#include "corpus/wrapped.h"

#define BINARY_SEEN ((size_t)4096)

/* Returns whether there is a NUL, or so many control characters that it is no text. */
static bool is_binary(moderato_str s)
{
	const size_t len = s.len < BINARY_SEEN ? s.len : BINARY_SEEN;
	size_t controls = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];

		if (!c)
			return true;
		/* Escapes colour logs, backspaces print bold. */
		controls += c < 0x20 && c != 0x1b && c != '\b' && !ascii_is_c_space(c);
	}
	return controls * 32 > len;
}

/* Returns the input whose bytes are converted, or the input itself. */
static const struct input *origin(const struct input *in)
{
	while (in->under)
		in = in->under;
	return in;
}

/* Returns whether the input is standard input, a pipe, or the command's copy of one. */
static bool is_stream(const struct input *in)
{
	in = origin(in);
	return in->fd >= 0 && (!in->regular || !in->owned || !strncmp(in->name, "/dev/fd/", 8));
}

moderato_status refuse_empty(const struct input *in, moderato_error *err)
{
	if (origin(in)->fd < 0 || is_stream(in))
		return MODERATO_OK;
	return fail(err, MODERATO_EFORMAT, "%s: the file is empty", in->name);
}

moderato_status refuse_unknown(const struct input *in, moderato_str head, moderato_error *err)
{
	const bool cut = !in->ended || head.ptr + head.len < in->data + in->end;

	if (is_binary(head))
		return fail(err, MODERATO_EFORMAT, "%s: binary, not text", in->name);
	if (is_stream(in) || prose_lines(head, cut))
		return MODERATO_OK;
	return fail(err, MODERATO_EFORMAT,
		"%s: text in which no form of comments was recognised (--help lists them); if each line is "
		"a comment, read it with --format lines",
		in->name);
}

static moderato_str trim_front(moderato_str s)
{
	while (s.len && ascii_is_c_space(*s.ptr))
		s = str_from(s, 1);
	return s;
}

/* Returns whether an empty array begins the text. */
static bool begins_empty_array(moderato_str s)
{
	s = trim_front(s);
	if (!str_begins(s, "["))
		return false;
	return str_begins(trim_front(str_from(s, 1)), "]");
}

/* Returns whether the member holds comments in the trees of known exports. */
static bool is_branch(moderato_str key)
{
	return str_is(key, "hits") || str_is(key, "children") || str_is(key, "nodes") ||
		   str_is(key, "edges");
}

bool json_is_empty(const struct outline *o, moderato_str head)
{
	size_t i;

	if (o->first != OUTLINE_WHOLE)
		return false;
	if (!o->n)
		return begins_empty_array(head);
	for (i = 0; i < o->n; i++) {
		const char *after = o->keys[i].key.ptr + o->keys[i].key.len + 1;
		moderato_str rest =
			trim_front((moderato_str){after, (size_t)(head.ptr + head.len - after)});

		if ((wrapped_by(o->keys[i].key) || is_branch(o->keys[i].key)) && str_begins(rest, ":") &&
			begins_empty_array(str_from(rest, 1)))
			return true;
	}
	return false;
}

bool json_has_text(const struct outline *o)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->keys[i].depth == 1 && column_names_text(o->keys[i].key))
			return true;
	return false;
}

bool outline_has_text(const struct outline *o, unsigned depth, unsigned object, bool alone)
{
	bool text = false;
	bool more = !alone;
	size_t i;

	for (i = 0; i < o->n && !(text && more); i++) {
		const moderato_str key = o->keys[i].key;
		size_t offset;
		unsigned rank;

		if (o->keys[i].depth != depth || (object && o->keys[i].object != object))
			continue;
		if (str_is(key, "text"))
			return true;
		if (!column_field(key, &offset, &rank))
			continue;
		if (offset == offsetof(moderato_comment, text))
			text = true;
		else
			more = true;
	}
	return text && more;
}
