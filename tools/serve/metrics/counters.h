/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_COUNTERS_H
#define TOOLS_SERVE_COUNTERS_H
/* Counters, one set a thread, written by that thread alone and summed when somebody asks: counting
 * takes no lock, and no thread writes to a cache line of another. */
#include <stdatomic.h>
#include <stdint.h>

#include "moderato/classifier.h"
#include "serve/protocol.h"

enum {
	LATENCY_BUCKETS = 14, /* by upper bound, see latency_bound_us[]; the last is +Inf */
	SCORE_BUCKETS = 20,   /* of .05 each; a score that is a bound belongs to the lower one */
	STATUS_CLASSES = 6,   /* by the status' first digit; 0: the client went away */
	DECISIONS = 3,
	/* Attributes are counted by name, because a reload may bring a bundle that has others, or the
	 * same in another order. There is room for those of two bundles; further ones share the slot
	 * after the last, which is not shown. */
	ATTRIBUTE_SLOTS = 2 * MODERATO_ATTRIBUTES_MAX,
	/* So are keys; those that find no slot of their own are counted together. */
	KEY_SLOTS = 64,
};
extern const unsigned latency_bound_us[LATENCY_BUCKETS - 1];

typedef atomic_uint_least64_t counter;

struct latency_counters {
	counter bucket[LATENCY_BUCKETS];
	counter us; /* sum */
};

enum sample_fate {
	SAMPLE_WRITTEN,
	SAMPLE_SKIPPED, /* as the configuration samples only a share */
	SAMPLE_PRIVATE, /* the client asked that the comment is not stored */
	SAMPLE_FULL,    /* the file has reached its size */
	SAMPLE_FAILED,  /* the disk is full, say */
	SAMPLE_FATES
};

/* Why a connection was not taken. */
enum turned_away {
	TURNED_CONNECTIONS, /* there are as many as there may be */
	TURNED_ADDRESS,     /* there are as many of its address */
	TURNED_FILES,       /* the process or the system has no file descriptor left */
	TURNED_KINDS
};

struct counters {
	struct latency_counters routes[ROUTES_MAX][STATUS_CLASSES];
	counter refused[REFUSAL_KINDS];
	counter keys[KEY_SLOTS + 1][STATUS_CLASSES]; /* of requests whose key is known */
	counter begun;                               /* requests whose header has come */
	counter answered;    /* of those, the ones that wait for nothing more of the client's */
	counter bytes_in;    /* of bodies */
	counter feedback[3]; /* by enum feedback_result */
	counter bytes_out;
	counter log_lost; /* lines of the access log that could not be written */

	counter comments; /* scored */
	counter failures; /* comments that could not be scored */
	counter decisions[DECISIONS];
	counter scores[ATTRIBUTE_SLOTS + 1][SCORE_BUCKETS];
	counter score_millionths[ATTRIBUTE_SLOTS + 1]; /* sum */

	counter shadow_decisions[DECISIONS][DECISIONS]; /* by the decision and the shadow's */
	counter shadow_compared[ATTRIBUTE_SLOTS + 1];
	counter shadow_millionths[ATTRIBUTE_SLOTS + 1]; /* sum of absolute differences */
	counter shadow_failures;                        /* comments that only the shadow cannot score */
	counter samples[SAMPLE_FATES];
};

/* Adds to a counter of one's own thread. */
static inline void count(counter *c, uint64_t n)
{
	atomic_store_explicit(
		c, atomic_load_explicit(c, memory_order_relaxed) + n, memory_order_relaxed);
}

static inline uint64_t counted(const counter *c)
{
	return atomic_load_explicit(c, memory_order_relaxed);
}

void count_request(struct counters *counters, size_t route, unsigned status, uint64_t us);
void count_key(struct counters *counters, size_t slot, unsigned status);

/* `slot[i]` is the slot of attribute i of the scores' bundle. */
void count_scores(
	struct counters *counters, const moderato_scores *scores, const unsigned char *slot);

/* Adds all counters of a thread to a sum, which is no other thread's. */
void counters_add(struct counters *sum, const struct counters *thread);

/* Names that have a slot, in the order in which they were asked for. */
struct name_slots {
	char *name[KEY_SLOTS];
	size_t n;
};

/* Returns the slot of a name among at most `max`; `max` if there is none left, or no memory. */
size_t name_slot(struct name_slots *slots, const char *name, size_t max);
void name_slots_dispose(struct name_slots *slots);

#endif
