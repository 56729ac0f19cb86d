/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_JOURNAL_H
#define TOOLS_JOURNAL_H
/* An output file that survives a kill.
 *
 * Lines go to FILE.partial; FILE.progress says how far they go and where in the input that is. Each
 * note there is written when what it speaks of has reached the disk, and carries a check sum, so
 * that after a kill or a power loss the last whole note is true: the output is cut back to it and
 * the run goes on. FILE itself appears when everything is done. */
#include <stdbool.h>
#include <stdio.h>

/* How far a run has come. Numbers only: a note is a line of them. */
struct checkpoint {
	unsigned long long out_bytes; /* of the output */
	unsigned long long done;      /* 1: the run is complete */
	unsigned long long file;      /* the next three are a struct inputs_place */
	unsigned long long records;
	unsigned long long bytes;
	unsigned long long line;
	unsigned long long dealt;
	unsigned long long comments; /* delivered */
	unsigned long long tally[3];
	unsigned long long skipped;
	unsigned long long by_status[8];
	unsigned long long lost_file;
	unsigned long long bad_file;
};

/* What must be the same for a run to go on: hashes, which find torn lines and changed options, not
 * attacks. */
struct fingerprint {
	unsigned long long bundle;
	unsigned long long policy;
	unsigned long long options;
	unsigned long long input;
};

struct journal {
	FILE *out;        /* where lines go */
	const char *path; /* FILE */
	char *partial;    /* NULL: FILE is a pipe or a device, and there is no journal */
	char *progress;
	int fd; /* of the journal */
	bool keep;
	double seconds; /* between two notes */
	double next;
};

/* What journal_open() returns when FILE holds all that this run would write. */
enum { JOURNAL_DONE = -1 };

/* Open FILE's partial and journal. With `resume` *at becomes the last note, or all zeros: there is
 * none. JOURNAL_DONE, or an exit code; complains. */
int journal_open(struct journal *journal, const char *path, bool resume, double seconds,
	const struct fingerprint *fingerprint, struct checkpoint *at);

/* Is it time for a note? */
bool journal_is_due(const struct journal *journal);

/* The lines up to here have been flushed to `out`: bring them to the disk and note it. An exit
 * code; complains. */
int journal_note(struct journal *journal, struct checkpoint *at);

/* All is written: FILE appears. With `resume` its journal stays, so that the same command finds
 * nothing left to do. An exit code; complains. */
int journal_commit(struct journal *journal, struct checkpoint *at);

/* Close; what is there stays for journal_open(). After a commit: nothing. */
void journal_close(struct journal *journal);

#endif
