/* SPDX-License-Identifier: MIT */
/* Copies a WordPress export and changes only the states of its comments. */
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "corpus/wordpress.h"
#include "import/wxr.h"
#include "import/xml/xml_scan.h"
#include "moderato/writer.h"

struct moderato_restater {
	moderato_reader *reader;
	moderato_sink sink;
	void *payload;
	const char *approved; /* new state of the comment that is being read; NULL: unchanged */
	bool begun;
	size_t n_kept;          /* comments that are in damaged XML and keep their states */
	moderato_status status; /* the first error of the sink */
	moderato_error error;
};

static void put(moderato_restater *r, const char *data, size_t len)
{
	if (len && !r->status)
		r->status = r->sink(r->payload, data, len, &r->error);
}

static void put_text(moderato_restater *r, const char *text)
{
	put(r, text, strlen(text));
}

/* Finds the content of an element, without white space and CDATA's brackets. Returns false if
 * the element is missing or has no content. */
static bool find_content(moderato_str element, moderato_span *content)
{
	const char *close = element.len ? memrchr(element.ptr, '<', element.len) : NULL;
	const char *open;
	struct xml_tag tag;
	moderato_str inner;

	if (!xml_scan_tag(element, &tag) || !tag.len)
		return false;
	open = element.ptr + tag.len - 1; /* attributes may contain a > */
	if (close < open)
		return false;
	inner = xml_trim((moderato_str){open + 1, (size_t)(close - open) - 1});
	if (!inner.ptr)
		inner.ptr = open + 1;
	if (inner.len >= 12 && !memcmp(inner.ptr, "<![CDATA[", 9) &&
		!memcmp(inner.ptr + inner.len - 3, "]]>", 3)) {
		inner.ptr += 9;
		inner.len -= 12;
	}
	content->begin = (size_t)(inner.ptr - element.ptr);
	content->end = content->begin + inner.len;
	return true;
}

/* Writes the comment's bytes with its new state. */
static void put_comment(
	moderato_restater *r, size_t at, moderato_str bytes, const struct wxr_state *s)
{
	moderato_span place = {s->element.begin - at, s->element.end - at};
	moderato_span content;
	bool inside =
		find_content((moderato_str){bytes.ptr + place.begin, place.end - place.begin}, &content);

	if (inside) {
		place.end = place.begin + content.end;
		place.begin += content.begin;
	}
	put(r, bytes.ptr, place.begin);
	if (!inside) {
		put_text(r, "<");
		put_text(r, s->name);
		put_text(r, "_approved>");
	}
	put_text(r, r->approved);
	if (!inside) {
		put_text(r, "</");
		put_text(r, s->name);
		put_text(r, "_approved>");
	}
	put(r, bytes.ptr + place.end, bytes.len - place.end);
}

/* Returns whether a comment can be given a state such that a reader finds it again. One in bytes
 * that a reader first takes for something else can, if one word takes the place of another, which
 * is the same to a reader whatever it takes them for. */
static bool is_safe(size_t at, moderato_str bytes, const struct wxr_state *s)
{
	const moderato_str element = {
		bytes.ptr + (s->element.begin - at), s->element.end - s->element.begin};
	moderato_span content;
	size_t i;

	if (!s->mended)
		return true;
	if (!find_content(element, &content) || content.begin == content.end)
		return false;
	for (i = content.begin; i < content.end; i++)
		if (!ascii_is_alnum(element.ptr[i]))
			return false;
	return true;
}

static void pass(void *payload, size_t at, moderato_str bytes, const struct wxr_state *s)
{
	moderato_restater *r = payload;

	if (!r->begun && at == 3) /* the reader skips a byte order mark, so it is written here */
		put_text(r, "\xef\xbb\xbf");
	r->begun = true;
	if (!s->good || !r->approved || s->element.begin < at || s->element.end > at + bytes.len) {
		put(r, bytes.ptr, bytes.len);
	} else if (!is_safe(at, bytes, s)) {
		r->n_kept++;
		put(r, bytes.ptr, bytes.len);
	} else {
		put_comment(r, at, bytes, s);
	}
}

/* Starts if the reader could be opened; otherwise passes on why it could not. */
static moderato_status begin(moderato_restater **out, moderato_restater *r, moderato_status status,
	const char *name, moderato_error *err)
{
	if (!status && strcmp(moderato_reader_format(r->reader), "wxr") != 0)
		status = fail(err, MODERATO_EINVAL, "%s is no WordPress export (WXR) but %s", name,
			moderato_reader_format(r->reader));
	if (!status && !wxr_tap(reader_source(r->reader), pass, r))
		status = fail(err, MODERATO_EINVAL,
			"%s is not in UTF-8: its bytes cannot be kept, convert it first", name);
	if (status) {
		moderato_restater_free(r);
		return status;
	}
	*out = r;
	return MODERATO_OK;
}

static moderato_restater *new_restater(
	moderato_restater **out, moderato_sink sink, void *payload, moderato_error *err)
{
	moderato_restater *r = calloc(1, sizeof(*r));

	*out = NULL;
	if (r) {
		r->sink = sink;
		r->payload = payload;
	} else {
		fail_no_memory(err);
	}
	return r;
}

moderato_status moderato_restater_open(moderato_restater **out, const char *path,
	const moderato_reader_options *options, moderato_sink sink, void *payload, moderato_error *err)
{
	moderato_restater *r = new_restater(out, sink, payload, err);

	if (!r)
		return MODERATO_ENOMEM;
	return begin(out, r, moderato_reader_open(&r->reader, path, options, err), path, err);
}

moderato_status moderato_restater_open_memory(moderato_restater **out, const char *name,
	moderato_str bytes, const moderato_reader_options *options, moderato_sink sink, void *payload,
	moderato_error *err)
{
	moderato_restater *r = new_restater(out, sink, payload, err);

	if (!r)
		return MODERATO_ENOMEM;
	return begin(
		out, r, moderato_reader_open_memory(&r->reader, name, bytes, options, err), name, err);
}

moderato_status moderato_restater_next(
	moderato_restater *restater, const char *state, moderato_error *err)
{
	moderato_comment comment;
	moderato_status status;

	restater->approved = state ? wordpress_approved((moderato_str){state, strlen(state)}) : NULL;
	do
		status = moderato_reader_next(restater->reader, &comment, err);
	while (!restater->status && (status == MODERATO_EFORMAT || status == MODERATO_ELIMIT));
	if (restater->status && err)
		*err = restater->error;
	return restater->status ? restater->status : status;
}

size_t moderato_restater_kept(const moderato_restater *restater)
{
	return restater->n_kept;
}

void moderato_restater_free(moderato_restater *restater)
{
	if (!restater)
		return;
	moderato_reader_free(restater->reader);
	free(restater);
}
