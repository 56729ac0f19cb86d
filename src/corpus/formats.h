/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_FORMATS_H
#define CORPUS_FORMATS_H
/* The table of formats, and how to find out which of them an input has. */
#include "corpus/source.h"

#define SNIFF_JSON ((size_t)1)

struct format {
	const char *name;
	const char *help;
	size_t window; /* how many bytes of content sniff() wants to see (it gets fewer at the file's
					  end). 0: up to the first byte that is not white space, so that a live pipe is
					  not delayed. SNIFF_JSON: it wants sample.json, if there is one */
	enum {
		IN_CONTEXT, /* a record depends on earlier ones: to resume, read again up to there */
		APART,      /* a reader can resume wherever a record begins */
		LINES,      /* the same, and a record is a line, which can be skipped unread */
	} records;
	bool (*sniff)(const struct sample *sample);
	moderato_status (*open)(struct source **out, struct input *in,
		const moderato_reader_options *options, moderato_error *err);
};

/* Finds the format by the content and by what the options say about it; they may be NULL. Reads no
 * further than the formats need. MODERATO_EFORMAT means that no format fits; the message says what
 * was found instead. */
moderato_status format_sniff(const struct format **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err);

/* Finds the format by its name. The message of MODERATO_EINVAL lists the known ones. */
moderato_status format_find(const struct format **out, const char *name, moderato_error *err);

#endif
