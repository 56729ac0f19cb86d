/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_FORMATS_H
#define CORPUS_FORMATS_H
/* The table of formats, and which of them an input is in. */
#include "corpus/source.h"

#define SNIFF_JSON ((size_t)1)

struct format {
	const char *name;
	const char *help;
	size_t window; /* bytes of content that sniff() wants to see (fewer at the file's end); 0: up
					  to the first that is not white space, so that a live pipe is not held up;
					  SNIFF_JSON: sample.json, if there is one */
	enum {
		IN_CONTEXT, /* what came before matters: to go on somewhere is to read again to there */
		APART,      /* a reader can go on where a record begins */
		LINES,      /* and a record is a line, which can be passed over unread */
	} records;
	bool (*sniff)(const struct sample *sample);
	moderato_status (*open)(struct source **out, struct input *in,
		const moderato_reader_options *options, moderato_error *err);
};

/* By its content, columns as moderato_reader_options.columns. Reads no further than the formats
 * need to tell. MODERATO_EFORMAT: it is in none, with what was found instead. */
moderato_status format_sniff(
	const struct format **out, struct input *in, const char *columns, moderato_error *err);

/* By its name; MODERATO_EINVAL lists the known ones. */
moderato_status format_find(const struct format **out, const char *name, moderato_error *err);

#endif
