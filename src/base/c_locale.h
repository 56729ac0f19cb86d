/* SPDX-License-Identifier: MIT */
#ifndef BASE_C_LOCALE_H
#define BASE_C_LOCALE_H
/* Writes and reads numbers with a decimal point, whatever locale the host has set: printf() and
 * strtod() follow the calling thread's locale, which is C's between enter and leave. Other threads
 * are not affected.
 */
#include <locale.h>

struct c_locale {
	locale_t c;
	locale_t before;
};

static inline struct c_locale c_locale_enter(void)
{
	struct c_locale l = {newlocale(LC_ALL_MASK, "C", (locale_t)0), (locale_t)0};

	l.before = uselocale(l.c); /* changes nothing if l.c could not be allocated */
	return l;
}

static inline void c_locale_leave(struct c_locale l)
{
	uselocale(l.before);
	if (l.c)
		freelocale(l.c);
}

#endif
