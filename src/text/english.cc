/* SPDX-License-Identifier: MIT */
/* C++ for one thing: words as the numbers of a switch.
 *
 * The list has what is frequent in English and no word of another language that is written in the
 * same letters; hence neither "in" nor "was", "is", "on", "me", "so", "all", "will". */
#include <cstdint>

extern "C" {
#include "base/ascii.h"
#include "text/english.h"
}

/* The word's letters as the bytes of a number; words of more than eight are not in the list. */
static constexpr uint64_t word(const char *letters)
{
	uint64_t key = 0;

	for (unsigned i = 0; letters[i]; i++)
		key |= uint64_t(static_cast<unsigned char>(letters[i])) << 8 * i;
	return key;
}

static bool is_english(uint64_t key)
{
	switch (key) {
	case word("the"):
	case word("and"):
	case word("you"):
	case word("your"):
	case word("youre"):
	case word("that"):
	case word("this"):
	case word("with"):
	case word("have"):
	case word("are"):
	case word("were"):
	case word("they"):
	case word("them"):
	case word("their"):
	case word("there"):
	case word("these"):
	case word("those"):
	case word("what"):
	case word("when"):
	case word("which"):
	case word("who"):
	case word("why"):
	case word("how"):
	case word("where"):
	case word("while"):
	case word("would"):
	case word("could"):
	case word("should"):
	case word("from"):
	case word("been"):
	case word("being"):
	case word("because"):
	case word("about"):
	case word("people"):
	case word("just"):
	case word("like"):
	case word("know"):
	case word("think"):
	case word("not"):
	case word("but"):
	case word("only"):
	case word("more"):
	case word("some"):
	case word("than"):
	case word("then"):
	case word("my"):
	case word("our"):
	case word("any"):
	case word("into"):
	case word("over"):
	case word("other"):
	case word("even"):
	case word("much"):
	case word("many"):
	case word("such"):
	case word("every"):
	case word("never"):
	case word("does"):
	case word("did"):
	case word("doing"):
	case word("want"):
	case word("make"):
	case word("said"):
	case word("she"):
	case word("him"):
	case word("her"):
	case word("his"):
	case word("its"):
	case word("here"):
	case word("really"):
	case word("very"):
	case word("still"):
	case word("going"):
	case word("need"):
	case word("right"):
	case word("time"):
	case word("by"):
	case word("if"):
	case word("it"):
	case word("for"):
		return true;
	default:
		return false;
	}
}

static bool is_letter(unsigned char c)
{
	return c >= 0x80 || ascii_is_lower(c | 0x20);
}

/* Reads the word at p. Returns its end. */
static const char *read_word(const char *p, const char *end, uint64_t *key)
{
	const char *const begin = p;

	*key = 0;
	for (; p < end && is_letter(static_cast<unsigned char>(*p)); p++)
		if (p - begin < 8)
			*key |= uint64_t(static_cast<unsigned char>(*p) | 0x20) << 8 * (p - begin);
	if (p - begin > 8)
		*key = 0;
	return p;
}

bool english_is_certain(moderato_str text)
{
	const char *p = text.ptr;
	const char *const end = text.ptr + text.len;
	size_t english = 0;
	size_t all = 0;

	while (p < end) {
		const char *const begin = p;
		uint64_t key;

		p = read_word(p, end, &key);
		if (p - begin > 1) {
			all++;
			english += is_english(key);
		}
		p += p < end;
	}
	return english >= ENGLISH_WORDS_MIN && english * 5 >= all;
}
