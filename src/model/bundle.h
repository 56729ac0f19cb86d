/* SPDX-License-Identifier: MIT */
#ifndef MODEL_BUNDLE_H
#define MODEL_BUNDLE_H
/* A bundle in memory: pointers into one file that was read into private memory, all of it
 * checked.
 *
 * The file, little-endian: a header, a table of sections, the sections (each at a multiple of 64).
 *
 *   header   magic "moderato", u32 format, u32 feature space version, u64 file length, u64 checksum
 *            of the file with this field as 0, u32 number of sections, u32 0
 *   table    per section: char tag[4], u32 number, u64 offset, u64 length
 *   SPAC     struct bundle_shape
 *   HEAD n   struct bundle_head, number n = position of the attribute
 *   CODE     u8 codes[2^bits][stride]        BOOK  f32 books[1 + n_linear][256]
 *   DENS     f32 dense[n_linear][heuristics]
 *   VECT n   a kernel head's vectors: u64 n_sv, u64 n_entries, f64 coef[n_sv], u64 start[n_sv + 1],
 *            u32 index[n_entries], f32 value[n_entries]
 *   SECO n   head n's second stage: struct bundle_second, then second_floats() f32 (model/second.h)
 *   EMBE     word vectors: u32 n, u32 dims, u32 key[n], i8 vector[n][dims], u8 weight[n]; may be
 *            missing
 *   TERM n   a term set: char name[32], u64 n, u64 terms[n]
 *   REHE     a sample of what it was trained on (model/rehearsal.h); may be missing
 *   ENCO     an encoder (encode/encoder_file.h); may be missing
 *   ENCH n   head n's, for comments that the encoder has read too: struct bundle_encoder_head, then
 *            encoder_head_floats() f32 (model/encoder_head.h); may be missing
 *   FACT     "key\tvalue\n" lines            CARD  Markdown
 *   CARJ     the card's figures as JSON (moderato/card.h); may be missing */
#include <pthread.h>

#include "base/buffer.h"
#include "feature/termset.h"
#include "model/calibrate.h"
#include "model/embedding.h"
#include "model/encoder_head.h"
#include "model/kernel.h"
#include "model/linear.h"
#include "model/second.h"
#include "base/limits.h"

#define BUNDLE_MAGIC "moderato"
#define BUNDLE_FORMAT 1u

#define BUNDLE_FACTS_MAX 128

struct bundle_header {
	char magic[8];
	uint32_t format;
	uint32_t feature_space;
	uint64_t len;
	uint64_t checksum;
	uint32_t n_sections;
	uint32_t zero;
};

struct bundle_section {
	char tag[4];
	uint32_t number;
	uint64_t offset;
	uint64_t len;
};

enum bundle_kind { BUNDLE_COMMENTS, BUNDLE_VECTORS };

/* What kind of input a bundle was trained on, and its dimensions. */
struct bundle_shape {
	uint32_t kind;       /* enum bundle_kind */
	uint32_t n_features; /* of foreign vectors; 0 in a bundle for comments */
	struct space space;
	uint32_t n_dense; /* heuristics_size() when it was trained */
	uint32_t stride;  /* bytes of a row of CODE */
	uint32_t n_linear;
	uint32_t n_heads;
};

enum head_type {
	HEAD_LINEAR,  /* column `column` of the table */
	HEAD_KERNEL,  /* its VECT section */
	HEAD_SEVERITY /* derived: see bundle_severity() */
};

struct bundle_head {
	char attribute[40]; /* NUL-terminated, [a-z0-9_]+ */
	char description[168];
	uint32_t type;
	uint32_t column;
	double bias;
	struct kernel_params kernel;
	struct calibration calibration;
};

/* What a SECO section begins with. */
struct bundle_second {
	uint32_t n_inputs; /* of evidence */
	uint32_t dims;     /* of the vector; 0, or those of EMBE */
	double bias;
	struct calibration calibration;
};

/* What an ENCH section begins with. */
struct bundle_encoder_head {
	uint32_t width;    /* of the encoder's vector */
	uint32_t n_inputs; /* of the first reading */
	double bias;
	double from;
	struct calibration calibration;
};

/* What is made of a bundle only when it is needed, once for all threads. */
struct bundle_shared {
	pthread_mutex_t lock;
	void *encoder; /* of classify/, which reads the section ENCO; NULL: not yet */
	void (*free_encoder)(void *encoder);
};

struct moderato_bundle {
	const unsigned char *bytes;
	size_t len;
	bool owns_bytes; /* they were read from a file; false: they are the caller's */
	const struct bundle_shape *shape;
	struct linear linear;
	float *books;      /* malloc'ed for it */
	float *dense_rows; /* and this */
	size_t n_heads;
	const struct bundle_head *heads[MODERATO_ATTRIBUTES_MAX];
	struct kernel_head kernels[MODERATO_ATTRIBUTES_MAX];
	bool has_kernel;                               /* some head is a kernel head */
	double *norms;                                 /* malloc'ed, of all kernel heads */
	struct second second[MODERATO_ATTRIBUTES_MAX]; /* of linear heads; n is 0 where there is none */
	bool has_second;                               /* some head has one */
	struct embedding embedding;
	struct encoder_head encoder_heads[MODERATO_ATTRIBUTES_MAX]; /* width 0: none */
	uint32_t encoder_width;                                     /* 0: no head has one */
	struct bundle_shared *shared;                               /* malloc'ed */
	int parts[MODERATO_ATTRIBUTES_MAX]; /* for severity: index of each part's head */
	struct termset sets[TERMSETS_MAX];
	size_t n_sets;
	char *fact_text; /* malloc'ed copy of FACT with NULs put in */
	const char *fact_key[BUNDLE_FACTS_MAX];
	const char *fact_value[BUNDLE_FACTS_MAX];
	size_t n_facts;
	moderato_str card;
	moderato_str card_json; /* the section as it is: moderato_card_parse() checks it; empty: none */
	moderato_str rehearsal; /* the section as it is: rehearsal_read() checks it; empty: none */
	bool forgot_encoder;    /* moderato_bundle_forget_encoder() */
	moderato_str encoder; /* likewise: encoder_file_read(), of a folder that this one cannot see */
};

/* Returns the term sets that contain a word or pair with this key, built-in ones and the bundle's
 * own, as bits as in struct term. */
static inline uint32_t bundle_term_sets(const moderato_bundle *b, uint64_t key)
{
	uint32_t sets = termset_builtin(key);
	size_t i;

	for (i = 0; i < b->n_sets; i++)
		if (termset_has(&b->sets[i], key))
			sets |= 1u << (BUILTIN_SETS + i);
	return sets;
}

/* Returns the calibration of a head's final margins. */
static inline const struct calibration *bundle_calibration(const moderato_bundle *b, size_t head)
{
	return b->second[head].n ? &b->second[head].calibration : &b->heads[head]->calibration;
}

/* The parts of a derived severe_toxicity, in this order. */
enum { PART_TOXICITY, PART_THREAT, PART_IDENTITY, PART_INSULT, PART_PROFANITY, SEVERITY_PARTS };
extern const char *const bundle_severity_parts[SEVERITY_PARTS];

/* The derived severe_toxicity: toxicity · max(threat, identity_attack, insult · profanity). No
 * corpus that may be trained on judges severity. The formula says: surely toxic, and either a
 * threat, an attack on a group, or an insult in foul language. It rises with every part and never
 * exceeds toxicity. */
double bundle_severity(const double part[SEVERITY_PARTS]);

/* Returns true if this is a valid attribute name: [a-z0-9_]+ that fits into struct bundle_head. */
bool bundle_attribute_ok(const char *name);

/* Computes the checksum of a file of `len` bytes, with the header's checksum field as 0. */
uint64_t bundle_checksum(const unsigned char *bytes, size_t len);

/* --- writing --- */

/* The contents of a bundle to be written; borrowed. Missing parts are NULL or 0. */
struct bundle_parts {
	struct bundle_shape shape;
	struct bundle_head heads[MODERATO_ATTRIBUTES_MAX];
	struct kernel_head kernels[MODERATO_ATTRIBUTES_MAX]; /* of heads of type HEAD_KERNEL */
	struct second second[MODERATO_ATTRIBUTES_MAX]; /* of heads of type HEAD_LINEAR; n 0: none */
	struct encoder_head encoder_heads[MODERATO_ATTRIBUTES_MAX]; /* likewise; width 0: none */
	const uint8_t *codes;
	const float *books;
	const float *dense;
	struct embedding embedding; /* `first` is not looked at */
	struct termset sets[TERMSETS_MAX];
	size_t n_sets;
	moderato_str rehearsal;
	moderato_str encoder;
	moderato_str facts;
	moderato_str card;
	moderato_str card_json;
};

/* Writes the bundle file into `out`. MODERATO_OK or MODERATO_ENOMEM. */
moderato_status bundle_build(
	const struct bundle_parts *parts, struct buffer *out, moderato_error *err);

#endif
