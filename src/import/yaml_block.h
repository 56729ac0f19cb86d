/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_YAML_BLOCK_H
#define IMPORT_YAML_BLOCK_H
/* Reads a text that YAML writes as a block, after | or >, without libyaml, which takes several
 * times as long for it. */
#include <stdbool.h>

#include "base/buffer.h"

/* Appends the text of a block, which begins with its | or > and ends with its last line. Returns
 * false, with nothing appended, if it is for libyaml to say what it means or that it is broken. */
bool yaml_block_add(struct buffer *out, moderato_str block);

#endif
