/* SPDX-License-Identifier: MIT */
/* The text that the encoder reads. */
#include "reading.h"

#include "base/utf8.h"
#include "classify/classifier_internal.h"
#include "encode/encoder_reading.h"

static struct arena arena;

static struct text reading_for(const moderato_comment *comment)
{
	struct text out;

	assert_true(reading_of(read_comment(comment), &arena, &out));
	return out;
}

static const struct {
	const char *text;
	const char *reading;
} cases[] = {
	{"", ""},
	{"You are an Idiot.", "you are an idiot."},
	{"you are an 1d1ot", "you are an idiot"},
	{"you id\xD1\x96ot", "you idiot"},
	{"don't, dont", "don't, dont"},
	{"na\xC3\xAFve caf\xC3\xA9", "naive cafe"},
	{"i d i o t", "idiot"},
	{"@b0b hello", "@b0b hello"},
	{"stop!!!!!!! now......", "stop!!! now..."},
	{"?!?!?!", "?!?!?!"},
	{"see https://a.example/buy now", "see  url  now"},
	{"mail ann@a.example, please", "mail  email , please"},
	{"<b>you</b> &amp; me", "you & me"},
	{"one\ntwo", "one\ntwo"},
	{"<a href='http://b.example'>money</a>", "money url "},
	{"\xE4\xBD\xA0\xE5\xA5\xBD \xF0\x9F\x98\x80\xF0\x9F\x98\x80",
		"\xE4\xBD\xA0\xE5\xA5\xBD \xF0\x9F\x98\x80\xF0\x9F\x98\x80"},
};

static void reading__text__as_it_is_meant_to_be_read(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const moderato_comment comment = {.text = str(cases[i].text)};
		const struct text out = reading_for(&comment);

		if (out.len != strlen(cases[i].reading) || memcmp(out.s, cases[i].reading, out.len) != 0)
			fail_msg("'%s': '%.*s'", cases[i].text, (int)out.len, out.s);
		arena_reset(&arena);
	}
}

/* Links of markup stand at the end, three at most, and come from the last thing that is read. */
static void reading__links_of_markup__stand_at_the_end(void **state)
{
	struct buffer text = BUFFER_INIT;
	moderato_comment comment = {.text = {NULL, 0}};
	struct text out;
	moderato_span span;

	(void)state;
	add_times(&text, "<a href='http://b.example/x'>cheap</a> ", 9);
	comment.text = buffer_view(&text);
	out = reading_for(&comment);
	assert_true(out.len > 15 && memcmp(out.s + out.len - 15, " url  url  url ", 15) == 0);
	assert_true(out.s[out.len - 16] != ' ' || out.s[out.len - 17] != 'l');
	span = text_original(&out, out.len - 1, out.len);
	assert_true(span.end <= text.len && span.begin >= text.len - strlen("cheap</a> "));
	buffer_dispose(&text);
	/* Where nothing else is read there is nothing that they could have come from. */
	comment.text = str("<a href='http://b.example/x'></a>");
	assert_int_equal(reading_for(&comment).len, 0);
}

static void check_origin(const struct text *out, const char *what, size_t begin, size_t end)
{
	const char *at = memmem(out->s, out->len, what, strlen(what));
	moderato_span span;

	assert_non_null(at);
	span = text_original(out, (size_t)(at - out->s), (size_t)(at - out->s) + strlen(what));
	assert_int_equal(span.begin, begin);
	assert_int_equal(span.end, end);
}

static void reading__origins__say_what_each_word_was(void **state)
{
	static const char text[] =
		"<b>An</b> 1d\xD1\x96ot, see www.a.example/x?y ann@a.example !!!!! so";
	const moderato_comment comment = {.text = {text, sizeof(text) - 1}};
	const struct text out = reading_for(&comment);

	(void)state;
	check_origin(&out, "an", 3, 5);
	check_origin(&out, "idiot", 10, 16);
	check_origin(&out, " url ", 22, 39);
	check_origin(&out, "email", 40, 53);
	check_origin(&out, "!!!", 54, 57);
	check_origin(&out, "so", 60, 62);
}

/* --- random texts --- */

static const char *const fragments[] = {"you ", "1d1ot", "i d i o t ", "f*ck", "!!!!!", "...",
	"\xD1\x96", "\xD0\xB4\xD1\x83\xD1\x80\xD0\xB0\xD0\xBA ", "http://a.example/b ", "www.b.example",
	"ann@c.example", "@b0b", "#tag", "<a href='http://d.example'>", "</a>",
	"[url=http://e.example]", "[/url]", "[x](http://f.example)", "&amp;", "&#x69;", "<b>", "<",
	"\xF0\x9F\x98\x80", "\xE2\x80\x8B", "\xE4\xBD\xA0", "e\xCC\x81", "\xEF\xBD\x89", "\xE2\x93\x98",
	" ", "\n", "\n> ", "d.o.t", "h.t.t.p", "100%", "$$$", "|_|", "'", "\"", "\xC3", "\xFF", "\x01",
	"\xEF\xBF\xBD", "upside \xC7\x9D", "\xF0\x9D\x96\x86", "\xE2\x80\xAE", "xn--bcher-kva.example",
	"\xD9\x80", "\xEF\xB7\xBA"};

static void make_text(struct rng *rng, struct buffer *text)
{
	size_t n = rng_below(rng, 30);

	buffer_clear(text);
	for (; n; n--) {
		if (rng_below(rng, 12))
			buffer_add_str(text, fragments[rng_below(rng, COUNT(fragments))]);
		else
			buffer_add_char(text, (char)rng_below(rng, 256));
	}
}

static void check_text(const struct text *out, size_t len)
{
	size_t i;

	assert_true(utf8_valid(out->s, out->len));
	for (i = 0; i < out->len; i++) {
		const moderato_span span = text_original(out, i, i + 1);

		assert_true(span.begin < span.end && span.end <= len);
	}
}

static void reading__random_texts__are_valid_with_origins_in_the_text(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct rng rng;
	size_t i;

	(void)state;
	rng_seed(&rng, 7);
	for (i = 0; i < 4000; i++) {
		moderato_comment comment = {.text = {NULL, 0}};
		struct text out;

		make_text(&rng, &text);
		comment.text = buffer_view(&text);
		out = reading_for(&comment);
		check_text(&out, text.len);
		arena_reset(&arena);
	}
	buffer_dispose(&text);
}

static int dispose(void **state)
{
	arena_dispose(&arena);
	return close_reader(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading__text__as_it_is_meant_to_be_read),
		cmocka_unit_test(reading__links_of_markup__stand_at_the_end),
		cmocka_unit_test(reading__origins__say_what_each_word_was),
		cmocka_unit_test(reading__random_texts__are_valid_with_origins_in_the_text),
	};

	return cmocka_run_group_tests(tests, open_reader, dispose);
}
