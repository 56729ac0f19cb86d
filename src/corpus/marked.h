/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_MARKED_H
#define CORPUS_MARKED_H
/* The spans that people marked in a comment, from the JSON of a corpus. There are two notations:
 * the number of every marked character, [15,16,17] (SemEval-2021 task 5), and pairs [[15,18]] whose
 * second number is the character after the last. Both count code points from 0, as Python does; a
 * comment's spans are bytes. */
#include "base/buffer.h"

struct span_list {
	moderato_span *v;
	size_t n;
	size_t cap;
};

void span_list_dispose(struct span_list *list);

/* Reads `raw`, a valid JSON array, into spans of `text`, valid UTF-8. The spans are sorted and
 * neither overlap nor touch; list->v is not NULL even when nothing is marked. The list's memory is
 * reused. Returns MODERATO_OK, MODERATO_ENOMEM, or MODERATO_EFORMAT if an element has neither
 * notation or is not inside the text; the message names the element as "spans[N]", from 0. */
moderato_status span_list_read(
	struct span_list *list, moderato_str raw, moderato_str text, moderato_error *err);

#endif
