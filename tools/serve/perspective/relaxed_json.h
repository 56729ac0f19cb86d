/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_RELAXED_JSON_H
#define TOOLS_SERVE_RELAXED_JSON_H
/* JSON as Google's services take it, rewritten as strict JSON: Perspective's own curl sample sends
 * `{comment: {text: "…"}, requestedAttributes: {TOXICITY:{}}}`.
 *
 * Accepted beyond RFC 8259, after the parser of Google's protobuf library: keys without quotes
 * (letters, digits, _ and $, no digit first), strings between single quotes, a comma before } or ],
 * control characters in strings, escapes of any character (\' \v \x), and surrogates without their
 * other half, which JavaScript sends where it cut a text inside of an emoji: they become U+FFFD.
 * Comments are not accepted, nor are words as values, nor bytes that are not UTF-8.
 *
 * It is meant for texts that the strict parser refused. Time and output are linear in the input. */
#include "base/buffer.h"
#include "moderato/status.h"

/* Deeper nesting is refused; as JSON_DEPTH_MAX, so that what is written here can be read. */
#define RELAXED_JSON_DEPTH_MAX 64

/* Appends the text, which must be one object, to `out`. MODERATO_EFORMAT: err says, in the words of
 * Google's parser, what is wrong, and at which byte; MODERATO_ENOMEM. */
moderato_status relaxed_json_rewrite(moderato_str text, struct buffer *out, moderato_error *err);

#endif
