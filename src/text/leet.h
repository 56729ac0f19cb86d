/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LEET_H
#define TEXT_LEET_H
/* Decides whether the digits in a word are digits or drawn for letters.
 *
 * "45s", "5pm", "b2b", "covid19", "0x1f" are read as they stand, "1d10t" and "c4sino" as words.
 * What is a number is decided by where the digits stand and by the units beside them. Everything
 * else is leet if the letters that it gives can stand side by side in a word. Whether that word
 * exists is not known here: the models know.
 *
 * Surfaces are folded to lower case, so that a model name in capitals ("A55") is recognised by its
 * shape alone, and in small letters as well. */
#include <stdbool.h>
#include <stddef.h>

/* True if the digits of a normalised word are letters. A word with a sign in the place of a letter,
 * a mask or a separator is in disguise, and so are its digits. False where the word has no letter.
 * Reads each byte of the word a few times. */
bool leet_is_meant(const char *s, size_t len);

/* True if small ASCII letters could be an English word, judging by which letters stand side by
 * side. */
bool leet_could_be_word(const char *s, size_t len);

/* The letter that a digit stands for, of several the likeliest; 0 for none. A 1 gives i, though it
 * may be an l. */
char leet_letter(char digit);

#endif
