/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INPUTS_H
#define TOOLS_INPUTS_H
/* The comments of several files, one file after the other, each sniffed by itself. What could not
 * be read is told on standard error, counted, and passed over. */
#include <stdbool.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"
#include "stream/spool.h"

/* What was passed over. */
struct skips {
	size_t n;
	size_t by_status[8]; /* index -status */
	bool lost_file;      /* a file could not be opened or read */
	bool bad_file;       /* a file was in no known format */
	bool bad_option;     /* the reader refused --format, --columns or --charset */
	bool silent;         /* tell of none: another pass over the same input does */
};

/* Count a skipped record and tell of it; after the first twenty it is only counted. */
void skips_add(struct skips *skips, moderato_status status, const char *message);

/* A part of the whole: the I-th of N. */
struct shard {
	size_t i; /* from 1 */
	size_t n; /* 0: all */
};

/* Where the reading stands: after a record. */
struct inputs_place {
	size_t file; /* index of the path */
	moderato_reader_place place;
	size_t dealt;
};

struct inputs {
	char *const *paths; /* where the bytes are */
	char *const *names; /* [n_paths] what the user calls them */
	size_t n_paths;
	size_t next;      /* the path to open next */
	const char *path; /* of the comment read last, as messages name it */
	moderato_reader_options options;
	moderato_reader *reader;
	struct skips skips;
	size_t n_comments;   /* good ones */
	size_t without_text; /* removed or deleted ones of which no more is left */
	size_t bytes_before; /* in files that are finished */
	size_t bytes_here;   /* in the file that is being read; 0 when unknown */
	size_t bytes_total;  /* 0 when unknown: a pipe is among them */
	struct shard shard;
	size_t from, to;               /* of the bytes: the shard's part */
	size_t dealt;                  /* records of pipes so far, of all shards */
	bool complete;                 /* all has been read */
	size_t n_records;              /* good and bad ones */
	size_t *note_bases;            /* [n_paths] receives n_records at the beginning of each; NULL */
	const size_t *bases;           /* [n_paths] what that was: records have numbers; NULL */
	const struct spool *spool;     /* files that a pipe was read into; NULL */
	struct inputs_place delivered; /* the pipeline's: after the last record delivered, */
	size_t n_delivered;            /* and how many good ones there were */
};

/* Begin with the operands; none is standard input. Says so when that is a terminal. */
void inputs_init(
	struct inputs *inputs, const struct common *common, char *const *paths, int n_paths);

/* Read only a shard, before anything is read. Where all inputs are files, the records that end in
 * the I-th of N equal parts of their bytes; else record r belongs to shard 1 + (r - 1) mod N. */
void inputs_share(struct inputs *inputs, struct shard shard);

/* Continue after the record where the reading stood once. An exit code; complains. */
int inputs_resume(struct inputs *inputs, const struct inputs_place *place);

/* Where the reading stands, after the record that inputs_next() gave last. */
void inputs_tell(const struct inputs *inputs, struct inputs_place *place);

/* The number, from 0, of the record that ends at a place, among all records of all files, whatever
 * the shard; 0 without inputs->bases. */
size_t inputs_number(const struct inputs *inputs, const struct inputs_place *place);

/* The next comment; it borrows until the next call. MODERATO_OK or MODERATO_END; MODERATO_EFORMAT
 * or MODERATO_ELIMIT for a skipped record, which the caller hands to skips_add() when its turn
 * comes; MODERATO_ENOMEM. After a signal (interrupt.h) it ends early. */
moderato_status inputs_next(struct inputs *inputs, moderato_comment *comment, moderato_error *err);

/* Would inputs_next() have to wait for somebody who writes to a pipe? */
bool inputs_wait(const struct inputs *inputs);

/* inputs_next(), but it tells of skipped records itself and reads on. */
moderato_status inputs_next_good(
	struct inputs *inputs, moderato_comment *comment, moderato_error *err);

/* Bytes read so far of so many in all (0: unknown), of the shard's part. */
size_t inputs_position(const struct inputs *inputs);
size_t inputs_total(const struct inputs *inputs);

/* "12 comments"; `noun` is in the singular. */
void describe_count(struct buffer *buf, size_t n, const char *noun);

/* "; 3 skipped (2 bad format, 1 over a limit)", or nothing. */
void skips_describe(const struct skips *skips, struct buffer *buf);

/* The exit code for all that was read, and the line that counts skips beyond the first twenty. */
int inputs_finish(struct inputs *inputs, const struct common *common);

void inputs_dispose(struct inputs *inputs);

#endif
