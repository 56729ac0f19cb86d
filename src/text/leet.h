/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LEET_H
#define TEXT_LEET_H
/* Is a digit in a word a digit, or drawn for a letter?
 *
 * "45s", "5pm", "b2b", "covid19", "0x1f" are read as they stand, "1d10t" and "c4sino" as words.
 * What a number looks like is decided by where the digits stand and by the units beside them; what
 * is left is leet where the letters that it gives can stand side by side in a word. Whether the
 * word exists is nothing that this stage knows: the models do.
 *
 * Surfaces are folded to lower case, so that a model's name in capitals ("A55") is told by its
 * shape alone; in small letters it is read as one too. */
#include <stdbool.h>
#include <stddef.h>

/* Are the digits of a normalised word letters? A word that has a sign in the place of a letter, a
 * mask or a separator is in disguise, and so are its digits. False where there is no letter. Looks
 * at the bytes of the word only, once or twice. */
bool leet_is_meant(const char *s, size_t len);

/* Could small ASCII letters be a word of English, by which stand side by side? */
bool leet_could_be_word(const char *s, size_t len);

/* The letter that a digit stands for, one of those: 0 for none. A 1 is i here; or l. */
char leet_letter(char digit);

#endif
