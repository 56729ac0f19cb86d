/* SPDX-License-Identifier: MIT */
#ifndef MODEL_BUNDLE_READ_H
#define MODEL_BUNDLE_READ_H
/* Reading a bundle (bundle_read.c), and its heads (bundle_read_heads.c). The bytes are untrusted:
 * every offset, count, index and number is checked before use. */
#include "model/bundle.h"

/* The state that all checks share. */
struct bundle_reading {
	moderato_bundle *b;
	const char *name;
	const struct bundle_section *table;
	uint32_t n_sections;
	moderato_error *err;
};

/* Sets all of a bundle that has its bytes and nothing else. After a failure it has to be freed as
 * well. */
moderato_status bundle_read(moderato_bundle *b, const char *name, moderato_error *err);

/* Reads the heads, after the shape; and what comes after them, when the word vectors are there. */
moderato_status bundle_read_heads(struct bundle_reading *l);
moderato_status bundle_read_second_stages(struct bundle_reading *l);
moderato_status bundle_read_encoder_heads(struct bundle_reading *l);

/* Fails: the bundle is damaged, and where. */
moderato_status bundle_bad(const struct bundle_reading *l, const char *what);

/* Returns section `tag` `number`; NULL if it is missing or lies outside of the file. */
const void *bundle_section_of(
	const struct bundle_reading *l, const char *tag, uint32_t number, size_t *len);

/* Returns true if the section is in the table. One that may be missing must still not lie outside
 * of the file. */
bool bundle_has_section(const struct bundle_reading *l, const char *tag);

bool bundle_all_finite(const float *v, size_t n);

#endif
