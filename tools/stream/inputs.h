/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INPUTS_H
#define TOOLS_INPUTS_H
/* Reads the comments of several files, one file after the other; the format of each file is
 * detected separately. Whatever cannot be read is reported on standard error, counted and skipped.
 */
#include <stdbool.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"
#include "stream/spool.h"

/* Counts what was skipped. */
struct skips {
	size_t n;
	size_t by_status[8]; /* indexed by -status */
	bool lost_file;      /* a file could not be opened or read */
	bool bad_file;       /* a file had no known format */
	bool bad_option;     /* the reader refused --format, --columns or another */
	bool silent;         /* reports nothing, because another pass over the same input does */
};

/* Counts a skipped record. The first twenty are also reported one by one. */
void skips_add(struct skips *skips, moderato_status status, const char *message);

/* The I-th of N parts of the input. */
struct shard {
	size_t i; /* counted from 1 */
	size_t n; /* 0: the whole input */
};

/* A place in the input, after a record. */
struct inputs_place {
	size_t file; /* index of the file's path */
	moderato_reader_place place;
	size_t dealt;
};

struct inputs {
	char *const *paths; /* the files to open */
	char *const *names; /* [n_paths] the same files, as the user calls them */
	size_t n_paths;
	size_t next;      /* index of the path to open next */
	const char *path; /* the file of the latest comment, as messages show it */
	moderato_reader_options options;
	moderato_reader *reader;
	struct skips skips;
	size_t n_comments;   /* comments that could be read */
	size_t without_text; /* removed or deleted comments of which no text is left */
	size_t converted;    /* bytes that were not UTF-8 and read as windows-1252 */
	size_t left_out;     /* columns whose values are no text */
	size_t times_unread; /* comments whose time could not be read */
	size_t bytes_before; /* bytes of the files that are finished */
	size_t bytes_here;   /* bytes of the file that is being read; 0 when unknown */
	size_t bytes_total;  /* 0 when unknown, because one of the inputs is a pipe */
	struct shard shard;
	size_t from, to;           /* the range of bytes that is the shard's part */
	size_t dealt;              /* records of pipes so far, in all shards */
	bool complete;             /* everything has been read */
	size_t records_here;       /* records of the file that is being read */
	bool quiet;                /* does not tell which files have no comments */
	size_t n_records;          /* records so far, including those that could not be read */
	size_t *note_bases;        /* [n_paths] receives n_records at each file's beginning; or NULL */
	const size_t *bases;       /* [n_paths] what an earlier pass noted there; or NULL */
	const struct spool *spool; /* the files into which pipes were copied; or NULL */
	struct inputs_place delivered; /* set by the pipeline: after the last delivered record */
	size_t n_delivered;            /* how many good records were delivered */
};

/* Returns how the options say that inputs are read. */
moderato_reader_options inputs_options(const struct common *common);

/* Sets up the reading of the operands, or of standard input if there are none. Says so if standard
 * input is a terminal. */
void inputs_init(
	struct inputs *inputs, const struct common *common, char *const *paths, int n_paths);

/* Restricts the reading to one shard; call it before anything is read. If all inputs are files,
 * shard I has the records that end in the I-th of N equal parts of their bytes. Otherwise record r
 * belongs to shard 1 + (r - 1) mod N. */
void inputs_share(struct inputs *inputs, struct shard shard);

/* Continues after the record at a place where an earlier run stopped. Returns an exit code, after
 * complaining of a failure. */
int inputs_resume(struct inputs *inputs, const struct inputs_place *place);

/* Stores the place after the record that inputs_next() returned last. */
void inputs_tell(const struct inputs *inputs, struct inputs_place *place);

/* Returns the number, counted from 0, of the record that ends at a place, among all records of all
 * files and whatever the shard is; 0 if inputs->bases is NULL. */
size_t inputs_number(const struct inputs *inputs, const struct inputs_place *place);

/* Reads the next comment, whose strings are valid until the next call. Returns MODERATO_OK or
 * MODERATO_END; MODERATO_EFORMAT or MODERATO_ELIMIT for a skipped record, which the caller passes
 * to skips_add() when its turn comes; or MODERATO_ENOMEM. After a signal (interrupt.h) the input
 * ends early. */
moderato_status inputs_next(struct inputs *inputs, moderato_comment *comment, moderato_error *err);

/* Returns whether inputs_next() would have to wait for a pipe's writer. */
bool inputs_wait(const struct inputs *inputs);

/* Like inputs_next(), but reports skipped records itself and reads on. */
moderato_status inputs_next_good(
	struct inputs *inputs, moderato_comment *comment, moderato_error *err);

/* Return how many bytes of the shard's part have been read, and how many there are in all (0:
 * unknown). */
size_t inputs_position(const struct inputs *inputs);
size_t inputs_total(const struct inputs *inputs);

/* Appends a number and a noun, such as "12 comments". `noun` is in the singular. */
void describe_count(struct buffer *buf, size_t n, const char *noun);

/* Appends "; 3 skipped (2 bad format, 1 over a limit)", or nothing if nothing was skipped. */
void skips_describe(const struct skips *skips, struct buffer *buf);

/* Returns the exit code for everything that was read, and prints the line that counts the skips
 * beyond the first twenty. */
int inputs_finish(struct inputs *inputs, const struct common *common);

void inputs_dispose(struct inputs *inputs);

#endif
