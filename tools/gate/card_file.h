/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CARD_FILE_H
#define TOOLS_CARD_FILE_H
/* Writes the model card that accompanies a bundle. */
#include "moderato/comment.h"

/* Writes the card to `path`. If that is NULL, the card is written next to the bundle: NAME.bundle
 * has its card in NAME.card.md; a bundle that went into a pipe or a device has none. The card's
 * figures go next to it, into NAME.card.json. Returns an exit code, after complaining of a failure.
 */
int card_file_write(const char *bundle, const char *path, moderato_str card, moderato_str json);

#endif
