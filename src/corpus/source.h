/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_SOURCE_H
#define CORPUS_SOURCE_H
/* A format that comments are read from. To add one, write a file that defines its sniff and open
 * functions, declare both here, and add a row to the table of corpus/formats.c. */
#include <stdbool.h>

#include "base/file.h"
#include "corpus/outline.h"
#include "moderato/reader.h"

/* An open source. A format's own struct begins with it. */
struct source {
	/* Works as moderato_reader_next(); *comment is already cleared. */
	moderato_status (*next)(struct source *source, moderato_comment *comment, moderato_error *err);
	void (*close)(struct source *source); /* the input still belongs to the reader */
	bool local_times;    /* times without an offset are not in UTC, but of an unknown zone */
	size_t converted;    /* what moderato_reader_converted() returns */
	size_t without_text; /* what moderato_reader_without_text() returns */
	size_t left_out;     /* what moderato_reader_columns_unread() returns */
};

/* What a format may be recognised by. */
struct sample {
	moderato_str head;     /* the beginning of the content, after a byte order mark */
	const char *extension; /* of the file's name, such as "csv"; only breaks ties; never NULL */
	const char *columns;   /* moderato_reader_options.columns */
	bool table;            /* the options say that it is a table */
	struct outline *json;  /* the outline of content that may be JSON; otherwise NULL */
};

bool sniff_jsonl(const struct sample *sample);
moderato_status open_jsonl(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_tsv(const struct sample *sample);
moderato_status open_tsv(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_parquet(const struct sample *sample);
moderato_status open_parquet(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_csv(const struct sample *sample);
moderato_status open_csv(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_page(const struct sample *sample);
moderato_status open_page(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_wxr(const struct sample *sample);
moderato_status open_wxr(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_disqus(const struct sample *sample);
moderato_status open_disqus(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_blogger(const struct sample *sample);
moderato_status open_blogger(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_feed(const struct sample *sample);
moderato_status open_feed(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_sql(const struct sample *sample);
moderato_status open_sql(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_mtif(const struct sample *sample);
moderato_status open_mtif(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_stackexchange(const struct sample *sample);
moderato_status open_stackexchange(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
/* Refuses XML that is no known export. MODERATO_OK means that it is not XML. */
moderato_status refuse_xml(const char *name, moderato_str head, moderato_error *err);
bool sniff_html(const struct sample *sample);
moderato_status open_html(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_lines(const struct sample *sample);
moderato_status open_lines(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_hn(const struct sample *sample);
moderato_status open_hn(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_reddit(const struct sample *sample);
moderato_status open_reddit(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_commento(const struct sample *sample);
moderato_status open_commento(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_remark42(const struct sample *sample);
moderato_status open_remark42(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_isso(const struct sample *sample);
moderato_status open_isso(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_discourse(const struct sample *sample);
moderato_status open_discourse(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_coral(const struct sample *sample);
moderato_status open_coral(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_youtube(const struct sample *sample);
moderato_status open_youtube(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_ytdlp(const struct sample *sample);
moderato_status open_ytdlp(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_wpjson(const struct sample *sample);
moderato_status open_wpjson(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_github(const struct sample *sample);
moderato_status open_github(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_mastodon(const struct sample *sample);
moderato_status open_mastodon(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_facebook(const struct sample *sample);
moderato_status open_facebook(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_ghost(const struct sample *sample);
moderato_status open_ghost(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_cusdis(const struct sample *sample);
moderato_status open_cusdis(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_hyvor(const struct sample *sample);
moderato_status open_hyvor(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_staticman(const struct sample *sample);
moderato_status open_staticman(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_staticyaml(const struct sample *sample);
moderato_status open_staticyaml(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);
bool sniff_json(const struct sample *sample);
moderato_status open_json(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);

/* Returns the source of an open reader, which still owns it. */
struct source *reader_source(moderato_reader *reader);

/* Functions that the formats share, in corpus/source.c. */

/* Finds where in a comment the string of that key, such as "author_email", lies. Returns false
 * if there is no such key. */
bool comment_field(moderato_str key, bool any_case, size_t *offset);

/* Returns the key of the string at that place, or {NULL, 0} if there is none. */
moderato_str comment_field_name(size_t offset);

static inline moderato_str *field_at(moderato_comment *comment, size_t offset)
{
	return (moderato_str *)(void *)((char *)comment + offset);
}

/* Returns the string without spaces and tabs at both ends. */
moderato_str trim_blanks(moderato_str s);
bool is_blank(moderato_str s); /* true if there is nothing but ASCII white space */

/* Returns what is looked at of a text that belongs to many comments, and would be read for each: a
 * byte more than MODERATO_BESIDE_BYTES_MAX, so that the reader, which cuts it, says that it did. */
static inline moderato_str shared_part(moderato_str s)
{
	const size_t max = MODERATO_BESIDE_BYTES_MAX + 1;

	return (moderato_str){s.ptr, s.len < max ? s.len : max};
}

/* Shortens a name from the data for a message: to one line, and not long. */
#define SHOWN_MAX 64
const char *shown(char out[SHOWN_MAX + 4], moderato_str name);

/* Limit for the labels of one comment. It exceeds every vocabulary, yet duplicates can be found
 * by linear search. */
#define LABELS_MAX 64

#define COMMENT_TOO_LONG "the comment is longer than the limit of %zu bytes"

/* Reports a text that is longer than MODERATO_COMMENT_BYTES_MAX. */
moderato_status comment_too_long(const struct input *in, size_t line, moderato_error *err);

#endif
