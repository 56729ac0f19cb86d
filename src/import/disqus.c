/* SPDX-License-Identifier: MIT */
/*
 * Disqus's export of a site:
 *
 *     <disqus …>
 *       <thread dsq:id="1"> … <link>…</link><title>…</title> … </thread>
 *       <post dsq:id="2"><message>…</message> … <thread dsq:id="1"/><parent dsq:id="3"/></post>
 *
 * A thread is a page with a discussion, a post is a comment. Threads come first, so that a post's
 * page is known when the post is read.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "corpus/source.h"
#include "import/disqus_threads.h"
#include "import/xml/xml.h"
#include "import/xml/xml_fields.h"
#include "import/xml/xml_scan.h"

static const struct xml_anchor anchors[] = {
	{"thread", false, {"disqus"}, false},
	{"post", false, {"disqus"}, false},
};

enum {
	MESSAGE,
	CREATED,
	DELETED,
	SPAM,
	APPROVED,
	IP,
	LINK,
	TITLE,
	NAMES_OF_RECORD,
	NAME = NAMES_OF_RECORD, /* fields of its author */
	EMAIL,
	USERNAME,
	AUTHOR_URL,
	NAMES,
	ID = NAMES, /* fields that come from attributes */
	THREAD,
	PARENT,
	N_FIELDS
};

static const char *const names[NAMES] = {"message", "createdAt", "isDeleted", "isSpam",
	"isApproved", "ipAddress", "link", "title", "name", "email", "username", "url"};

struct disqus {
	struct source source;
	struct input *in;
	struct xml *xml;
	struct xml_field fields[N_FIELDS];
	struct buffer texts;
	struct disqus_threads threads;
	bool is_post; /* whether the record is a post, not a thread */
	bool in_record;
	bool known;     /* the element around an export was seen */
	bool full;      /* that there are too many threads has been reported */
	bool over_full; /* that there are too many threads is to be reported */
};

static void set_id(struct disqus *d, int field, const char *const *attributes)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(xml_local(attributes[0]), "id"))
			xml_field_set(&d->fields[field], &d->texts,
				(moderato_str){attributes[1], strlen(attributes[1])}, false);
}

/* Returns the field that the element holds, or -1. */
static int field_of(const struct disqus *d, const char *name)
{
	size_t depth = xml_depth(d->xml);
	int i;

	if (depth == 3)
		return xml_field_of(names, NAMES_OF_RECORD, name);
	if (depth != 4 || strcmp(xml_element(d->xml, 3), "author") != 0)
		return -1;
	i = xml_field_of(names + NAME, NAMES - NAME, name);
	return i < 0 ? -1 : NAME + i;
}

static enum xml_want disqus_start(void *payload, const char *name, const char *const *attributes)
{
	struct disqus *d = payload;
	bool is_post = !strcmp(name, "post");

	d->known |= xml_depth(d->xml) == 1 && !strcmp(xml_local(name), "disqus");
	if (!d->in_record && xml_depth(d->xml) == 2 && (is_post || !strcmp(name, "thread"))) {
		xml_fields_clear(d->fields, N_FIELDS, &d->texts);
		d->in_record = true;
		d->is_post = is_post;
		set_id(d, ID, attributes);
		return XML_RECORD;
	}
	if (!d->in_record)
		return XML_PASS;
	if (is_post)
		return XML_STRAY;
	if (xml_depth(d->xml) == 3 && !strcmp(name, "thread"))
		set_id(d, THREAD, attributes);
	else if (xml_depth(d->xml) == 3 && !strcmp(name, "parent"))
		set_id(d, PARENT, attributes);
	return field_of(d, name) >= 0 ? XML_TEXT : XML_PASS;
}

static void end_thread(struct disqus *d)
{
	struct disqus_thread thread;
	moderato_str f[N_FIELDS];

	xml_fields_view(f, d->fields, N_FIELDS, &d->texts);
	thread = (struct disqus_thread){f[LINK], f[TITLE], str_is_nocase(f[DELETED], "true")};
	if (f[ID].len && !d->texts.failed && (thread.url.len || thread.title.len || thread.deleted))
		d->over_full |= !disqus_threads_add(&d->threads, f[ID], &thread);
}

static void disqus_end(void *payload, const char *name, moderato_str text)
{
	struct disqus *d = payload;
	int i;

	if (!d->in_record)
		return;
	if (xml_depth(d->xml) == 2) {
		d->in_record = false;
		if (!d->is_post)
			end_thread(d);
		return;
	}
	i = text.ptr ? field_of(d, name) : -1;
	if (i >= 0)
		xml_field_set(&d->fields[i], &d->texts, text, i == NAME || i == TITLE);
}

static void disqus_lost(void *payload)
{
	struct disqus *d = payload;

	d->in_record = false;
}

static const struct xml_format format = {
	anchors, sizeof(anchors) / sizeof(*anchors), disqus_start, disqus_end, disqus_lost, NULL};

/* Returns the state. The export does not say whether the author or a moderator deleted a post.
 * The posts of a deleted thread keep their own flags, but nobody sees them. */
static moderato_str state_of(const moderato_str *f, bool thread_deleted)
{
	const char *state = "published";

	if (!f[DELETED].len && !f[SPAM].len && !f[APPROVED].len && !thread_deleted)
		return (moderato_str){NULL, 0};
	if (str_is_nocase(f[SPAM], "true"))
		state = "spam";
	else if (thread_deleted || str_is_nocase(f[DELETED], "true"))
		state = "trash";
	else if (str_is_nocase(f[APPROVED], "false"))
		state = "held";
	return (moderato_str){state, strlen(state)};
}

static void fill(struct disqus *d, moderato_comment *c)
{
	const struct disqus_thread *thread;
	moderato_str f[N_FIELDS];

	xml_fields_view(f, d->fields, N_FIELDS, &d->texts);
	thread = f[THREAD].len ? disqus_threads_find(&d->threads, f[THREAD]) : NULL;
	c->text = f[MESSAGE].ptr ? f[MESSAGE] : (moderato_str){"", 0};
	c->id = f[ID];
	c->author = f[NAME].len ? f[NAME] : f[USERNAME];
	c->author_email = f[EMAIL];
	c->author_url = f[AUTHOR_URL];
	c->ip = f[IP];
	c->created = f[CREATED];
	c->parent_id = f[PARENT];
	c->group = f[THREAD];
	if (thread) {
		c->url = thread->url;
		c->title = thread->title;
	}
	c->state = state_of(f, thread && thread->deleted);
	c->line = xml_record_line(d->xml);
}

/* Reads to the end of the next post. */
static moderato_status read_post(struct disqus *d, moderato_error *err)
{
	moderato_status status;

	do {
		status = xml_read(d->xml, err);
		if (d->texts.failed || d->threads.failed)
			return fail_no_memory(err);
		if (!status && d->over_full && !d->full) {
			d->full = true;
			return fail_at(err, MODERATO_ELIMIT, d->in->name, xml_record_line(d->xml),
				"more than %zu bytes of threads: the pages of this and later ones are not known",
				DISQUS_THREADS_BYTES_MAX);
		}
	} while (!status && !d->is_post);
	return status;
}

static moderato_status disqus_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct disqus *d = (struct disqus *)source;
	moderato_status status = read_post(d, err);

	source->converted = xml_converted(d->xml);
	if (status == MODERATO_END && !d->known) {
		d->known = true;
		return fail(err, MODERATO_EFORMAT, "%s: this is no Disqus export", d->in->name);
	}
	if (status)
		return status;
	if (d->fields[MESSAGE].len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(d->in, xml_record_line(d->xml), err);
	fill(d, comment);
	return MODERATO_OK;
}

static void disqus_close(struct source *source)
{
	struct disqus *d = (struct disqus *)source;

	xml_free(d->xml);
	buffer_dispose(&d->texts);
	disqus_threads_dispose(&d->threads);
	free(d);
}

bool sniff_disqus(const struct sample *sample)
{
	struct xml_prolog prolog;

	return xml_scan_prolog(sample->head, &prolog) && str_is_nocase(prolog.root, "disqus");
}

moderato_status open_disqus(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct disqus *d = calloc(1, sizeof(*d));

	(void)options;
	*out = NULL;
	if (d)
		d->xml = xml_new(in, &format, d);
	if (!d || !d->xml) {
		free(d);
		return fail_no_memory(err);
	}
	d->source = (struct source){.next = disqus_next, .close = disqus_close};
	d->in = in;
	*out = &d->source;
	return MODERATO_OK;
}
