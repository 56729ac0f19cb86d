/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CARD_FILE_H
#define TOOLS_CARD_FILE_H
/* The card that is written with a bundle. */
#include "moderato/comment.h"

/* Write it to `path`; NULL: beside the bundle, NAME.bundle has its card in NAME.card.md. Its
 * figures go beside it, in NAME.card.json. An exit code; complains. */
int card_file_write(const char *bundle, const char *path, moderato_str card, moderato_str json);

#endif
