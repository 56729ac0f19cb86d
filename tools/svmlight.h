/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SVMLIGHT_H
#define TOOLS_SVMLIGHT_H
/* Vectors as text, "label index:value index:value … # note", as svmlight and libsvm write them. */
#include "moderato/classifier.h"

struct svmlight_row {
	unsigned *index;
	double *value;
	size_t n, cap;
	double label;
};

/* Parse one line. MODERATO_OK; MODERATO_END for a line that holds nothing; MODERATO_EFORMAT with a
 * message; MODERATO_ENOMEM. The arrays grow from call to call. */
moderato_status svmlight_parse(struct svmlight_row *row, moderato_str line, moderato_error *err);

void svmlight_dispose(struct svmlight_row *row);

#endif
