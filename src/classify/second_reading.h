/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_SECOND_READING_H
#define CLASSIFY_SECOND_READING_H
/* The second reading: a comment that the first one is not sure of is read by the bundle's encoder
 * (encode/encoder.h), which sees who says what of whom, and heads of their own weigh what both
 * readings found. A bundle without an encoder has none. */
#include "classify/classifier_internal.h"
#include "encode/encoder_file.h"

/* Returns the bundle's encoder, which the first caller reads for all threads. Errors as
 * encoder_file_read(); MODERATO_EFORMAT also when its vectors are not of the heads' width. */
moderato_status second_reading_encoder(
	const moderato_bundle *bundle, const struct encoder_file **out, moderato_error *err);

/* Whether the comment that was read last is to be read again, given its scores by the first
 * reading: always, never, or when some attribute's is not sure to be low. */
bool second_reading_wanted(
	const moderato_classifier *c, moderato_second_reading which, const moderato_scores *scores);

/* Sets c->reading.text to what the encoder would read of the comment that was read last; no text
 * for a comment that it cannot judge: without a word, or in another language than English. */
moderato_status second_reading_text(moderato_classifier *c, moderato_error *err);

/* Lets the encoder read the comment that was read last, which sets c->reading. It is not `done` for
 * a comment that the encoder cannot judge. */
moderato_status second_reading_encode(moderato_classifier *c, moderato_error *err);

/* The window of the comment that a head finds worst. */
size_t second_reading_worst(const moderato_classifier *c, const struct encoder_head *head);

/* The vector that a head judges, by windows_mix(). Valid until the next call. */
const float *second_reading_vector_for(
	const moderato_classifier *c, const struct encoder_head *head);

/* Reads the comment again and sets margins and scores of the attributes that have a head for it. */
moderato_status second_reading(
	moderato_classifier *c, moderato_scores *scores, moderato_error *err);

#endif
