/* SPDX-License-Identifier: MIT */
/* The body of a vector kernel, which charmap_x86.c and charmap_neon.c include once for each width.
 * The includer defines
 *
 *     LEVEL       the kernel's name       TARGET      its instruction set
 *     LANES       bytes of a vector       VECTOR      the type of a vector
 *     FOUND       a comparison's result   LOAD(p)     a vector from any address
 *     IS(v, c)    bytes equal to c        IN(v, a, b) bytes from a to b, unsigned
 *     EQUAL(v, w) bytes that are equal    OR(f, g)    bytes found in f or in g
 *     FOLD(v)     each byte | 0x20        BITS(f)     a bit for each byte, the first one lowest */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

TARGET static void PASTE(map_, LEVEL)(
	struct char_block *block, const char *s, const char *before, uint64_t *quiet, uint64_t *same)
{
	struct char_block b = {0};
	uint64_t q = 0;
	uint64_t e = 0;
	unsigned i;

	for (i = 0; i < CHAR_BLOCK; i += LANES) {
		const VECTOR v = LOAD(s + i);
		const VECTOR lower = FOLD(v);
		const FOUND quote = IS(v, '"');
		const FOUND apostrophe = IS(v, '\'');
		const FOUND exclamation = IS(v, '!');
		const FOUND question = IS(v, '?');
		const FOUND upper = IN(v, 'A', 'Z');
		const FOUND brackets =
			OR(OR(IN(v, '(', ')'), IS(v, '_')), OR(IS(lower, '{'), IS(lower, '}')));
		const FOUND controls = OR(OR(IN(v, 0, 8), IN(v, 11, 12)), OR(IN(v, 14, 31), IS(v, 127)));
		const FOUND markup = OR(OR(IS(v, '<'), IS(v, '&')), IN(v, '[', ']'));
		const FOUND stops = OR(IN(v, ',', '/'), IN(v, ':', ';'));

		b.letter |= BITS(IN(lower, 'a', 'z')) << i;
		b.upper |= BITS(upper) << i;
		b.digit |= BITS(IN(v, '0', '9')) << i;
		b.blank |= BITS(IN(v, 0, ' ')) << i;
		b.odd |= BITS(OR(controls, markup)) << i;
		b.newline |= BITS(IS(v, '\n')) << i;
		b.high |= BITS(IN(v, 128, 255)) << i;
		b.exclamation |= BITS(exclamation) << i;
		b.question |= BITS(question) << i;
		b.quote |= BITS(quote) << i;
		b.dollar |= BITS(IS(v, '$')) << i;
		b.ends |= BITS(OR(IS(v, '.'), OR(exclamation, question))) << i;
		b.caps |= BITS(OR(upper, apostrophe)) << i;
		q |= BITS(OR(OR(brackets, stops), OR(quote, apostrophe))) << i;
		e |= BITS(EQUAL(v, LOAD(before + i))) << i;
	}
	b.repeat = e & ~b.blank;
	*block = b;
	*quiet = q;
	*same = e;
}

TARGET static void PASTE(count_, LEVEL)(const struct charmap *map, struct char_counts *counts)
{
	charmap_count_body(map, counts);
}

static const struct charmap_kernel PASTE(kernel_, LEVEL) = {
	PASTE(map_, LEVEL), PASTE(count_, LEVEL)};

#undef LEVEL
#undef TARGET
#undef LANES
#undef VECTOR
#undef FOUND
#undef LOAD
#undef IS
#undef IN
#undef EQUAL
#undef OR
#undef FOLD
#undef BITS
#undef PASTE
#undef PASTE_
