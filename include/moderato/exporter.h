/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_EXPORTER_H
#define MODERATO_EXPORTER_H
/**
 * @file moderato/exporter.h
 * Write a bundle's heads as libsvm model files, and verdicts as JSON.
 */
#include "moderato/classifier.h"

MODERATO_BEGIN_DECLS

/** Receives a piece of output; anything but MODERATO_OK stops the writing and is returned. */
typedef moderato_status (*moderato_sink)(
	void *payload, const char *data, size_t len, moderato_error *err);

/** How a head is written. */
typedef enum moderato_libsvm_type {
	MODERATO_LIBSVM_SVR, /**< epsilon_svr: svm-predict prints the margin */
	MODERATO_LIBSVM_SVC, /**< c_svc: svm-predict prints 1 or -1, and with -b 1 the probability */
} moderato_libsvm_type;

/**
 * Write attribute i's head as a libsvm model.
 * @return MODERATO_OK; MODERATO_EINVAL for a derived attribute, which has no head; the sink's
 * status
 */
MODERATO_API moderato_status moderato_export_libsvm(const moderato_bundle *bundle, size_t attribute,
	moderato_libsvm_type type, moderato_sink sink, void *payload, moderato_error *err);

/** The same for the attribute's head for comments that are read twice, over what
 *  moderato_classifier_encoder_features() gives. MODERATO_EINVAL: it has none. */
MODERATO_API moderato_status moderato_export_encoder_libsvm(const moderato_bundle *bundle,
	size_t attribute, moderato_libsvm_type type, moderato_sink sink, void *payload,
	moderato_error *err);

/** Which optional members a verdict has, as bits. */
enum {
	MODERATO_WITH_TEXT = 1,    /**< "text" and the other fields of the comment */
	MODERATO_WITH_MARGINS = 2, /**< "margins" beside "scores" */
	MODERATO_WITH_SPANS = 4,   /**< "spans" for each attribute, not only in reasons */
	MODERATO_WITH_EXPLAIN = 8, /**< "explain": the strongest shares of each attribute */
};

/**
 * Append a verdict as one JSON object (no line end) to a growing, malloc'ed, NUL-terminated text.
 *
 * Keys, in this order: id, decision, scores, margins, reasons, spans, explain, campaign (its id and
 * size, if the comment is in one), text … and the unknown members of the comment. Numbers read back
 * to the same value.
 *
 * @param classifier the one that made the verdict (for spans and explain; those overwrite what
 *                   `verdict` points to only after it has been written)
 * @param selected   [bundle's attributes] which attributes to write; NULL: all
 * @param text       in and out: NULL or a malloc'ed buffer of *cap bytes with *len used
 */
MODERATO_API moderato_status moderato_verdict_json(moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, unsigned with,
	const unsigned char *selected, char **text, size_t *len, size_t *cap, moderato_error *err);

/** Append a comment as one JSON object, its keys in the fixed order, to the same growing text. What
 *  it quotes is "quoted", an array of pairs [begin,end) of bytes of the text, before the unknown
 *  members. */
MODERATO_API moderato_status moderato_comment_json(
	const moderato_comment *comment, char **text, size_t *len, size_t *cap, moderato_error *err);

/** Append a number so that it reads back to the same double, whatever the locale: at most 32 bytes
 *  at `out`; returns how many. Thread-safe. */
MODERATO_API size_t moderato_format_number(char out[32], double value);

MODERATO_END_DECLS
#endif
