/* SPDX-License-Identifier: MIT */
#ifndef TEXT_TURNED_H
#define TEXT_TURNED_H
/* Words that are written upside down, from right to left: "ʇoıpı" is idiot. */
#include <stddef.h>

/* Write what a normalised surface is when it is turned round, in ASCII; returns its length, at most
 * `len`. 0: it is not upside down, as a letter of it cannot be read so, or fewer than half of them
 * can be read in no other way: "sǝx" has an e that looks like one. */
size_t turned_read(const char *surface, size_t len, char *out);

#endif
