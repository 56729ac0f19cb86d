/* SPDX-License-Identifier: MIT */
#include "feature/signals.h"

#include "base/codepoint.h"
#include "text/confusables.h"
#include "text/normalize.h"

struct pass {
	struct signals *out;
	uint32_t before;
	size_t run;
	size_t punctuation_run;
	size_t word_letters; /* of the word so far */
	size_t word_upper;
	size_t phone_digits;
	size_t phone_gap; /* separators since the last digit */
};

static void end_word(struct pass *p)
{
	if (p->word_letters >= 3 && p->word_upper == p->word_letters)
		p->out->caps_words++;
	p->word_letters = 0;
	p->word_upper = 0;
}

static void end_phone(struct pass *p)
{
	if (p->phone_digits >= 7 && p->phone_digits <= 15)
		p->out->phones++;
	p->phone_digits = 0;
	p->phone_gap = 0;
}

static void phone(struct pass *p, uint32_t cp)
{
	if (cp >= '0' && cp <= '9') {
		p->phone_digits++;
		p->phone_gap = 0;
	} else if (p->phone_digits) {
		const int separator =
			cp == ' ' || cp == '-' || cp == '.' || cp == '(' || cp == ')' || cp == '/';

		if (!separator || ++p->phone_gap > 2)
			end_phone(p);
	}
}

static void letter(struct pass *p, uint32_t cp, int upper)
{
	p->out->letters++;
	p->out->upper += (size_t)upper;
	p->word_letters++;
	p->word_upper += (size_t)upper;
	if (cp >= 0x250 && script_of(cp) != SCRIPT_LATIN)
		p->out->beyond_ascii++;
}

static bool is_currency(uint32_t cp)
{
	return cp == '$' || cp == 0xA3 || cp == 0x20AC || cp == 0xA5;
}

static void sign(struct pass *p, uint32_t cp)
{
	p->out->exclamations += cp == '!';
	p->out->questions += cp == '?';
	p->out->quotes += cp == '"' || cp == 0x201C || cp == 0x201D || cp == 0xAB || cp == 0xBB;
	p->out->punctuation += cp < 0x80;
	p->out->money += is_currency(cp) && p->before >= '0' && p->before <= '9';
}

static void count(struct pass *p, uint32_t cp)
{
	struct signals *out = p->out;

	out->chars++;
	p->run = cp == p->before ? p->run + 1 : 1;
	if (p->run > out->longest_run && cp > ' ')
		out->longest_run = p->run;
	p->punctuation_run = cp == '!' || cp == '?' || cp == '.' ? p->punctuation_run + 1 : 0;
	if (p->punctuation_run > out->punctuation_run)
		out->punctuation_run = p->punctuation_run;
	phone(p, cp);
	if (cp < 0x80 ? ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z')
				  : codepoint_classify(cp) == CODEPOINT_LETTER) {
		letter(p, cp, cp < 0x80 ? cp <= 'Z' : codepoint_is_upper(cp));
	} else {
		if (cp != '\'')
			end_word(p);
		if (cp >= '0' && cp <= '9') {
			out->digits++;
			out->money += (size_t)is_currency(p->before);
		} else if (cp <= ' ' || cp == 0xA0) {
			out->spaces++;
			out->newlines += cp == '\n';
		} else {
			sign(p, cp);
		}
	}
	p->before = cp;
}

void signals_read(const struct text *in, struct signals *out)
{
	struct pass p = {.out = out};
	size_t i = 0;
	size_t n;

	*out = (struct signals){0};
	for (; i < in->len; i += n)
		count(&p, codepoint_get(in->s + i, &n));
	end_word(&p);
	end_phone(&p);
}
