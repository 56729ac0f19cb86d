/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_JOURNAL_H
#define TOOLS_JOURNAL_H
/* An output file that survives a kill.
 *
 * Lines go to FILE.partial. FILE.progress notes how many bytes of it are valid, and to which place
 * in the input they belong. A note is written only after the lines that it describes have reached
 * the disk, and it has a checksum. So after a kill or a power loss the last complete note is true:
 * the output is cut back to it, and the run continues from there. FILE itself appears when
 * everything is done. */
#include <stdbool.h>
#include <stdio.h>

/* How far a run has come. All members are numbers, because a note is a line of numbers. */
struct checkpoint {
	unsigned long long out_bytes; /* length of the output */
	unsigned long long done;      /* 1 if the run is complete */
	unsigned long long file;      /* this and the next three are a struct inputs_place */
	unsigned long long records;
	unsigned long long bytes;
	unsigned long long line;
	unsigned long long dealt;
	unsigned long long comments; /* comments that were delivered */
	unsigned long long tally[3];
	unsigned long long skipped;
	unsigned long long by_status[8];
	unsigned long long lost_file;
	unsigned long long bad_file;
};

/* What must be the same for a run to be resumed. These are hashes, which detect torn lines and
 * changed options, but do not withstand an attacker. */
struct fingerprint {
	unsigned long long bundle;
	unsigned long long policy;
	unsigned long long options;
	unsigned long long input;
};

struct journal {
	FILE *out;        /* where the caller writes lines */
	const char *path; /* FILE */
	char *real;       /* the file that FILE names if it is a link, else FILE */
	char *partial;    /* NULL: FILE is a pipe or a device, so there is no journal */
	char *progress;
	int fd;   /* descriptor of the journal */
	int lock; /* a second descriptor of the output, which holds its lock until it has its name */
	bool keep;
	double seconds; /* time between two notes */
	double next;
};

/* What journal_open() returns if FILE already holds all that this run would write. */
enum { JOURNAL_DONE = -1 };

/* Opens FILE's partial output and its journal. With `resume`, *at receives the last note, or all
 * zeros if there is none. Returns JOURNAL_DONE or an exit code, after complaining of a failure. */
int journal_open(struct journal *journal, const char *path, bool resume, double seconds,
	const struct fingerprint *fingerprint, struct checkpoint *at);

/* Returns whether it is time for a note. */
bool journal_is_due(const struct journal *journal);

/* Writes a note. The caller has flushed all lines up to here to `out`; this brings them to the disk
 * first. Returns an exit code, after complaining of a failure. */
int journal_note(struct journal *journal, struct checkpoint *at);

/* Makes FILE appear, after everything is written. With `resume` the journal stays, so that the same
 * command finds nothing left to do. Returns an exit code, after complaining of a failure. */
int journal_commit(struct journal *journal, struct checkpoint *at);

/* Closes the files, which remain for the next journal_open(). Does nothing after a commit. */
void journal_close(struct journal *journal);

#endif
