/* SPDX-License-Identifier: MIT */
#ifndef TEXT_TURNED_H
#define TEXT_TURNED_H
/* Reads words that are written upside down and from right to left: "ʇoıpı" is idiot. */
#include <stddef.h>

/* Writes the word that a normalised surface shows when it is turned round, in ASCII, and returns
 * its length, at most `len`. Returns 0 when the surface is not upside down: when one of its letters
 * cannot be turned, or fewer than half of them are letters that only appear upside down ("sǝx" has
 * just one). */
size_t turned_read(const char *surface, size_t len, char *out);

#endif
