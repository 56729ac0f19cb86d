/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "base/codepoint.h"
#include "text/url.h"
#include "text/utf8_repair.h"
#include "text/words.h"

/* A comment through the stages up to words. */
struct stages {
	struct text normal;
	struct markup markup;
	struct words words;
};

static struct stages read_bytes(const char *s, size_t len)
{
	const struct text in = {s, len, NULL};
	struct stages st;
	struct text valid;
	struct text plain;
	size_t repaired;

	assert_true(utf8_repair(&arena, &in, &valid, &repaired));
	assert_true(markup_strip(&arena, &valid, &plain, &st.markup));
	assert_true(normalize(&arena, &plain, &st.normal));
	assert_true(words_split(&arena, &st.normal, s, &st.markup, &st.words));
	return st;
}

/* The words as one line: plain, ~spaced, =sign, <token>. */
static const char *line_of(const struct words *words)
{
	static const char *const before[] = {"", "~", "=", "<"};
	static char line[4096];
	size_t to = 0;
	size_t i;

	line[0] = '\0';
	for (i = 0; i < words->n && to < sizeof(line); i++) {
		const struct word *w = &words->v[i];
		const bool token = w->kind == WORD_TOKEN;

		to += (size_t)snprintf(line + to, sizeof(line) - to, "%s%s%.*s%s", i ? " " : "",
			before[w->kind], (int)w->len - token, w->surface + token, token ? ">" : "");
	}
	return line;
}

static void check_counts(const char *name, const struct words *got, const struct words *expected)
{
	if (got->n_plain != expected->n_plain || got->n_masked != expected->n_masked ||
		got->n_spaced != expected->n_spaced || got->n_leet != expected->n_leet ||
		got->n_links != expected->n_links || got->n_emails != expected->n_emails ||
		got->n_mentions != expected->n_mentions || got->n_hashtags != expected->n_hashtags ||
		got->n_numbers != expected->n_numbers || got->n_symbols != expected->n_symbols)
		fail_msg("%s: plain %zu, masked %zu, spaced %zu, leet %zu, links %zu, e-mails %zu, "
				 "mentions %zu, hashtags %zu, numbers %zu, symbols %zu",
			name, got->n_plain, got->n_masked, got->n_spaced, got->n_leet, got->n_links,
			got->n_emails, got->n_mentions, got->n_hashtags, got->n_numbers, got->n_symbols);
}

/* --- words of a text --- */

static const struct row {
	const char *in;
	const char *out;
	struct words counts; /* its counters */
} plain_rows[] = {
	{"", "", {0}},
	{" \t\r\n ", "", {0}},
	{"You are kind.", "you are kind", {.n_plain = 3}},
	{"one\ntwo\tthree", "one two three", {.n_plain = 3}},
	/* apostrophes */
	{"don't", "don't", {.n_plain = 1}},
	{"Don\xE2\x80\x99t", "don't", {.n_plain = 1}},
	{"y'all'd", "y'all'd", {.n_plain = 1}},
	{"'quoted' dogs' '90s", "quoted dogs 90s", {.n_plain = 3}},
	{"rock'n'roll o'clock", "rock'n'roll o'clock", {.n_plain = 2}},
	{"l''eau", "l ='' eau", {.n_plain = 2}},
	{"well-known and/or", "well known and or", {.n_plain = 4}},
	{"snake_case", "snake case", {.n_plain = 2}},
	/* numbers */
	{"42 1,000 3.14", "42 1 000 3 14", {.n_plain = 5, .n_numbers = 5}},
	{"4th b2b", "4th b2b", {.n_plain = 2}},
	{"It took 45s, not 5h17", "it took 45s not 5h17", {.n_plain = 5}},
	{"A55 and MP3, 1080p at 5pm", "a55 and mp3 1080p at 5pm", {.n_plain = 6}},
	{"v2.0 x86_64 30\xC2\xB0"
	 "C",
		"v2 0 x86 64 30 =\xC2\xB0 c", {.n_plain = 6, .n_numbers = 3, .n_symbols = 1}},
	{"$5 5$", "=$ 5 5 =$", {.n_plain = 2, .n_numbers = 2}},
	{"\xC2\xB2 \xD9\xA4\xD9\xA2", "2 \xD9\xA4\xD9\xA2", {.n_plain = 2, .n_numbers = 1}},
	/* punctuation */
	{"no! why? yes.", "no =! why =? yes", {.n_plain = 3}},
	{"what!! no!!! on!!!!!!", "what =!! no =!!! on =!!!", {.n_plain = 3}},
	{"well... ok", "well =... ok", {.n_plain = 2}},
	{"so\xE2\x80\xA6", "so =...", {.n_plain = 1}},
	{"a, b; c: \"d\" (e)", "a b c d e", {.n_plain = 5}},
	{"what?!?!", "what =? =! =? =!", {.n_plain = 1}},
	{"a -- b --- c", "a =-- b =--- c", {.n_plain = 3}},
	{"100% x^y <3 >:( a=b", "100 =% x =^ y =< 3 => a == b", {.n_plain = 6, .n_numbers = 2}},
	{"#winning # 1", "=# winning =# 1", {.n_plain = 2, .n_hashtags = 1, .n_numbers = 1}},
	{"##up #\xD0\xB4\xD0\xB0 #1", "=## up =# \xD0\xB4\xD0\xB0 =# 1",
		{.n_plain = 3, .n_hashtags = 2, .n_numbers = 1}},
};

static const struct row hidden_rows[] = {
	/* masks */
	{"f*ck", "f*ck", {.n_plain = 1, .n_masked = 1}},
	{"F**k f***", "f**k f***", {.n_plain = 2, .n_masked = 2}},
	{"sh*t!", "sh*t =!", {.n_plain = 1, .n_masked = 1}},
	{"*so* good", "=* so =* good", {.n_plain = 2}},
	{"**so** good", "=** so =** good", {.n_plain = 2}},
	{"it is *very bad*", "it is =* very bad =*", {.n_plain = 4}},
	{"great!\xF0\x9F\x98\x80 so*\xE3\x80\x82", "great =! =\xF0\x9F\x98\x80 so =*",
		{.n_plain = 2, .n_symbols = 1}},
	{"1 2 3 and a, b, c", "1 2 3 and a b c", {.n_plain = 7, .n_numbers = 3}},
	{"a * b 2*3", "a =* b 2 =* 3", {.n_plain = 4, .n_numbers = 2}},
	{"f*******k", "f*******k", {.n_plain = 1, .n_masked = 1}},
	{"f********k", "f********k", {.n_plain = 1, .n_masked = 1}},
	{"f*********k", "f******** =* k", {.n_plain = 2, .n_masked = 1}},
	/* signs and digits in the place of letters */
	{"a$$", "a$$", {.n_plain = 1}},
	{"a$$hole", "a$$hole", {.n_plain = 1, .n_leet = 1}},
	{"$hit", "$hit", {.n_plain = 1, .n_leet = 1}},
	{"b!tch sh!t", "b!tch sh!t", {.n_plain = 2, .n_leet = 2}},
	{"1d10t", "1d10t", {.n_plain = 1, .n_leet = 1}},
	{"id10t", "id10t", {.n_plain = 1, .n_leet = 1}},
	{"c@sh fa|l s+upid", "c@sh fa|l s+upid", {.n_plain = 3, .n_leet = 3}},
	{"a+b a|b", "a+b a|b", {.n_plain = 2, .n_leet = 2}},
	{"covid19 mp3", "covid19 mp3", {.n_plain = 2}},
	{"@ss", "<mention> @ss", {.n_plain = 1, .n_mentions = 1}},
	{"c++ c#", "c =++ c =#", {.n_plain = 2}},
	{"sh1+ c0c@ x", "sh1+ c0c@ x", {.n_plain = 3, .n_leet = 2}},
	{"+h15 !diot |o+s", "+h15 !diot |o+s", {.n_plain = 3, .n_leet = 3}},
	{"b0+h5 s+0p", "b0+h5 s+0p", {.n_plain = 2, .n_leet = 2}},
	{"sh#t f%ck st##id", "sh#t f%ck st##id", {.n_plain = 3, .n_masked = 3}},
	{"sh_t _so_ my_own_way", "sh_t so my own way", {.n_plain = 5, .n_masked = 1}},
	{"st-pid e-mail", "st <~stpid> pid e <~email> mail", {.n_plain = 4}},
	/* amounts, names and marks are none */
	{"$5k +44 1!", "=$ 5k =+ 44 1 =!", {.n_plain = 3, .n_numbers = 2}},
	{"$4k $1bn @3pm +1s", "=$ 4k =$ 1bn =@ 3pm =+ 1s", {.n_plain = 4}},
	{"10k+ 5k$ 18yo+", "10k =+ 5k =$ 18yo =+", {.n_plain = 3}},
	{"$1ck $3x 5h1+", "$1ck $3x 5h1+", {.n_plain = 3, .n_leet = 3}},
	{"LGBTQ+ 18+ wow!", "lgbtq =+ 18 =+ wow =!", {.n_plain = 3, .n_numbers = 1}},
	{"one! !!two", "one =! =!! two", {.n_plain = 2}},
	{"well-known x-y", "well known x y", {.n_plain = 4}},
	/* spaced letters */
	{"i d i o t", "~i d i o t", {.n_plain = 1, .n_spaced = 1}},
	{"you i.d.i.o.t. !", "you ~i.d.i.o.t =!", {.n_plain = 2, .n_spaced = 1}},
	{"I-D-I-O-T", "~i-d-i-o-t", {.n_plain = 1, .n_spaced = 1}},
	{"i_d_i_o_t", "~i_d_i_o_t", {.n_plain = 1, .n_spaced = 1}},
	{"i. d. i. o. t", "~i. d. i. o. t", {.n_plain = 1, .n_spaced = 1}},
	{"i/d/i/o/t", "~i/d/i/o/t", {.n_plain = 1, .n_spaced = 1}},
	{"\xD0\xB4 \xD1\x83 \xD1\x80", "~\xD0\xB4 \xD1\x83 \xD1\x80", {.n_plain = 1, .n_spaced = 1}},
	{"a b", "a b", {.n_plain = 2}},
	{"a b d", "~a b d", {.n_plain = 1, .n_spaced = 1}},
	{"A.S.S.H.O.L.E", "~a.s.s.h.o.l.e", {.n_plain = 1, .n_spaced = 1}},
	{"a.s.s s-e-x", "~a.s.s ~s-e-x", {.n_plain = 2, .n_spaced = 2}},
	/* lists, abbreviations, initials and stutters are none */
	{"a b c", "a b c", {.n_plain = 3}},
	{"x-y-z A B C D", "x y z a b c d", {.n_plain = 7}},
	{"A. B. C.", "a b c", {.n_plain = 3}},
	{"U.S.A. e.g. 5 p.m. i. e. it", "u s a e g 5 p m i e it", {.n_plain = 11, .n_numbers = 1}},
	{"J. R. R. Tolkien", "j r r tolkien", {.n_plain = 4}},
	{"J.R.R. Tolkien", "j r r tolkien", {.n_plain = 4}},
	{"No. Just. No.", "no just no", {.n_plain = 3}},
	{"I - I - I", "i i i", {.n_plain = 3}},
	{"I-I-I did it", "i i i did it", {.n_plain = 5}},
	{"y/n/m", "y n m", {.n_plain = 3}},
	{"a   b   c", "a b c", {.n_plain = 3}},
	{"b a d  d o g", "~b a d ~d o g", {.n_plain = 2, .n_spaced = 2}},
	{"b-a-d d-o-g", "~b-a-d ~d-o-g", {.n_plain = 2, .n_spaced = 2}},
	{"a\nb\nc", "a b c", {.n_plain = 3}},
	{"i*d*i*o*t", "i*d*i*o*t", {.n_plain = 1, .n_masked = 1}},
	{"i am a b d now", "i am ~a b d now", {.n_plain = 4, .n_spaced = 1}},
	{"zero\xE2\x80\x8B"
	 "width so\xC2\xADso",
		"zerowidth soso", {.n_plain = 2}},
	{"<b>id</b>iot", "idiot", {.n_plain = 1}},
};

static const struct row link_rows[] = {
	{"see http://x.example/buy-now/p1 now",
		"see <link> <host x.example> <domain .example> =example =buy =now now",
		{.n_plain = 2, .n_links = 1}},
	{"HTTPS://WWW.Shop.Example.com",
		"<link> <host shop.example.com> <domain .com> =shop =example =com", {.n_links = 1}},
	{"www.nosuch.zz!", "<link> <host nosuch.zz> <domain .zz> =nosuch =!", {.n_links = 1}},
	{"(cheap.example).", "<link> <host cheap.example> <domain .example> =cheap =example",
		{.n_links = 1}},
	{"bit.ly/2x", "<link> <host bit.ly> <domain .ly> =bit", {.n_links = 1}},
	{"end.it was", "end it was", {.n_plain = 3}},
	{"[go](http://x.example/p) now", "go now <link> <host x.example> <domain .example> =example",
		{.n_plain = 2, .n_links = 1}},
	{"<a href=\"http://X.example/Pills\">go</a>",
		"go <link> <host x.example> <domain .example> =example =pills",
		{.n_plain = 1, .n_links = 1}},
	{"<a href='/about'>us</a>", "us <link> <host > =about", {.n_plain = 1, .n_links = 1}},
	{"<a href='mailto:ann@mail.example'>me</a>",
		"me <e-mail> <host mail.example> <domain .example> =mail =example",
		{.n_plain = 1, .n_emails = 1}},
	{"[url=http://x.example]go[/url]", "go <link> <host x.example> <domain .example> =example",
		{.n_plain = 1, .n_links = 1}},
	{"http://x.example/aa-bbb-ccc-ddd-eee-fff-ggg-hhh-iii-jjj",
		"<link> <host x.example> <domain .example> =example =bbb =ccc =ddd =eee =fff =ggg =hhh",
		{.n_links = 1}},
	{"mail ann.b@mail.example now",
		"mail <e-mail> <host mail.example> <domain .example> =mail =example now",
		{.n_plain = 2, .n_emails = 1}},
	{"@ann and @bob2", "<mention> @ann and <mention> @bob2", {.n_plain = 3, .n_mentions = 2}},
	{"@ 5 @5", "=@ 5 =@ 5", {.n_plain = 2, .n_numbers = 2}},
	{"ann@home", "ann@home", {.n_plain = 1, .n_leet = 1}},
};

static const struct row symbol_rows[] = {
	{"nice \xF0\x9F\x98\x80\xF0\x9F\x98\x80", "nice =\xF0\x9F\x98\x80 =\xF0\x9F\x98\x80",
		{.n_plain = 1, .n_symbols = 2}},
	{"\xE2\x9D\xA4\xEF\xB8\x8F", "=\xE2\x9D\xA4", {.n_symbols = 1}},
	{"\xE2\x82\xAC"
	 "5 5\xC2\xA3",
		"=\xE2\x82\xAC 5 5 =\xC2\xA3", {.n_plain = 2, .n_numbers = 2, .n_symbols = 2}},
	{"\xC2\xBFque?", "que =?", {.n_plain = 1}},
	/* Han and Kana have no spaces: a run is a word, up to the limit. */
	{"\xE4\xBD\xA0\xE5\xA5\xBD\xEF\xBC\x8C\xE4\xB8\x96\xE7\x95\x8C\xE3\x80\x82",
		"\xE4\xBD\xA0\xE5\xA5\xBD \xE4\xB8\x96\xE7\x95\x8C", {.n_plain = 2}},
	{"\xE3\x81\x82\xE3\x82\xA2\xE6\xBC\xA2", "\xE3\x81\x82\xE3\x82\xA2\xE6\xBC\xA2",
		{.n_plain = 1}},
	{"\xED\x95\x9C\xEA\xB5\xAD \xEB\xA7\x90", "\xED\x95\x9C\xEA\xB5\xAD \xEB\xA7\x90",
		{.n_plain = 2}},
	{"caf\xC3\xA9 na\xC3\xAFve", "caf\xC3\xA9 na\xC3\xAFve", {.n_plain = 2}},
	{"\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80",
		"\xE0\xA4\xB9\xE0\xA4\xBF\xE0\xA4\xA8\xE0\xA5\x8D\xE0\xA4\xA6\xE0\xA5\x80", {.n_plain = 1}},
	{"w\x80rd", "w\xEF\xBF\xBDrd", {.n_plain = 1}},
};

static void check_rows(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const struct stages st = read_bytes(rows[i].in, strlen(rows[i].in));

		if (strcmp(line_of(&st.words), rows[i].out) != 0)
			fail_msg("'%s': '%s', expected '%s'", rows[i].in, line_of(&st.words), rows[i].out);
		check_counts(rows[i].in, &st.words, &rows[i].counts);
		arena_reset(&arena);
	}
}

static void words__running_text__is_split(void **state)
{
	(void)state;
	check_rows(plain_rows, COUNT(plain_rows));
}

static void words__masks_leet_and_spaces__stay_together(void **state)
{
	(void)state;
	check_rows(hidden_rows, COUNT(hidden_rows));
}

static void words__links_and_names__become_tokens(void **state)
{
	(void)state;
	check_rows(link_rows, COUNT(link_rows));
}

static void words__beyond_ascii__are_letters_or_symbols(void **state)
{
	(void)state;
	check_rows(symbol_rows, COUNT(symbol_rows));
}

/* --- limits --- */

static void words__as_long_as_the_limit__are_whole(void **state)
{
	static const char *const letters[] = {"a", "7", "\xC3\xA9", "\xE4\xBD\xA0", "\xF0\xA0\x80\x80"};
	size_t i;
	size_t bytes;

	(void)state;
	for (i = 0; i < COUNT(letters); i++)
		for (bytes = WORD_BYTES_MAX - 1; bytes <= WORD_BYTES_MAX + 1; bytes++) {
			const size_t n = strlen(letters[i]);
			/* as many letters as begin within `bytes` */
			const size_t len = (bytes + n - 1) / n * n;
			char s[WORD_BYTES_MAX + 8];
			struct stages st;
			size_t k;

			for (k = 0; k < len; k += n)
				memcpy(s + k, letters[i], n);
			st = read_bytes(s, len);
			if (st.words.n != (len <= WORD_BYTES_MAX ? 1 : 2) || st.words.n_plain != st.words.n)
				fail_msg("%zu bytes of '%s': %zu words", len, letters[i], st.words.n);
			assert_int_equal(st.words.v[0].len, len <= WORD_BYTES_MAX ? len : WORD_BYTES_MAX);
			assert_int_equal(st.words.v[st.words.n - 1].end, len);
		}
}

/* A letter that begins before the limit may end behind it. */
static void words__letter_across_the_limit__is_not_cut(void **state)
{
	size_t before;

	(void)state;
	for (before = WORD_BYTES_MAX - 4; before <= WORD_BYTES_MAX + 1; before++) {
		char s[WORD_BYTES_MAX + 16];
		struct stages st;

		memset(s, 'a', before);
		memcpy(s + before, "\xF0\xA0\x80\x80\xF0\xA0\x80\x80", 8);
		st = read_bytes(s, before + 8);
		assert_int_equal(st.words.n, 2);
		assert_true(st.words.v[0].len <= WORD_BYTES_MAX + 3);
		assert_int_equal(((unsigned char)s[st.words.v[1].begin] & 0xC0) == 0x80, 0);
		assert_int_equal(st.words.v[0].end, st.words.v[1].begin);
		assert_int_equal(st.words.v[1].end, before + 8);
	}
}

static void words__text_without_spaces__is_cut_and_nothing_is_lost(void **state)
{
	static const char one[] = "\xE4\xBD\xA0";
	char s[3 * 1000];
	struct stages st;
	size_t covered = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(s); i += 3)
		memcpy(s + i, one, 3);
	st = read_bytes(s, sizeof(s));
	assert_int_equal(st.words.n, sizeof(s) / WORD_BYTES_MAX);
	for (i = 0; i < st.words.n; i++) {
		assert_int_equal(st.words.v[i].begin, covered);
		covered = st.words.v[i].end;
	}
	assert_int_equal(covered, sizeof(s));
}

static void words__many__are_all_there(void **state)
{
	static const size_t counts[] = {63, 64, 65, 127, 128, 129, 2000};
	char s[3 * 2000];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(s); i += 3)
		memcpy(s + i, "ab ", 3);
	for (i = 0; i < COUNT(counts); i++) {
		const struct stages st = read_bytes(s, 3 * counts[i]);

		assert_int_equal(st.words.n, counts[i]);
		assert_int_equal(st.words.v[counts[i] - 1].begin, 3 * (counts[i] - 1));
	}
}

/* Each letter but the last is followed by a blank: n of them take 2n - 1 bytes. */
static void spaced__longer_than_the_limit__goes_on_in_another(void **state)
{
	static const struct {
		size_t letters;
		size_t n_words;
		size_t n_spaced;
	} cases[] = {
		{2, 2, 0},
		{3, 1, 1},
		{59, 1, 1},
		{60, 1, 1},
		{61, 2, 1},
		{62, 3, 1},
		{63, 2, 2},
		{180, 3, 3},
	};
	char s[2 * 180];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(s); i++)
		s[i] = i % 2 ? ' ' : i % 4 ? 'a' : 'o';
	for (i = 0; i < COUNT(cases); i++) {
		const struct stages st = read_bytes(s, 2 * cases[i].letters);

		if (st.words.n != cases[i].n_words || st.words.n_spaced != cases[i].n_spaced ||
			st.words.n_plain != st.words.n)
			fail_msg("%zu letters: %zu words, %zu spaced, %zu plain", cases[i].letters, st.words.n,
				st.words.n_spaced, st.words.n_plain);
	}
}

static void link__longer_than_the_limit__goes_on_as_words(void **state)
{
	static const char start[] = "http://x.example/";
	size_t len;

	(void)state;
	for (len = URL_BYTES_MAX - 1; len <= URL_BYTES_MAX + 1; len++) {
		char s[URL_BYTES_MAX + 1];
		struct stages st;

		memset(s, '7', sizeof(s));
		memcpy(s, start, sizeof(start) - 1);
		st = read_bytes(s, len);
		assert_int_equal(st.words.n_links, 1);
		assert_int_equal(st.words.n_plain, len > URL_BYTES_MAX);
		assert_int_equal(st.words.v[0].end, len > URL_BYTES_MAX ? URL_BYTES_MAX : len);
		assert_int_equal(st.words.v[st.words.n - 1].end, len);
	}
}

static void token__long_host__is_cut_at_the_limit(void **state)
{
	size_t host;

	(void)state;
	for (host = WORD_BYTES_MAX - 1; host <= WORD_BYTES_MAX + 1; host++) {
		char s[7 + WORD_BYTES_MAX + 1];
		struct stages st;

		memset(s, 'a', sizeof(s));
		memcpy(s, "http://", 7);
		st = read_bytes(s, 7 + host);
		assert_int_equal(st.words.n_links, 1);
		assert_int_equal(st.words.v[1].len, 6 + (host < WORD_BYTES_MAX ? host : WORD_BYTES_MAX));
	}
}

/* --- any text --- */

/* Is byte i of the normalised text in a word? */
static bool is_covered(const struct words *words, size_t i)
{
	size_t k;

	for (k = 0; k < words->n; k++)
		if (words->v[k].begin <= i && i < words->v[k].end)
			return true;
	return false;
}

static void check_word(const char *name, const struct stages *st, size_t i)
{
	const struct word *w = &st->words.v[i];
	const struct text *normal = &st->normal;

	if (!w->len || w->len > WORD_BYTES_MAX + 8)
		fail_msg("'%s': word %zu of %u bytes", name, i, w->len);
	if (w->begin > w->end || w->end > normal->len)
		fail_msg("'%s': word %zu at %u to %u", name, i, w->begin, w->end);
	if ((w->kind == WORD_TOKEN) != (w->surface[0] == TOKEN_MARK))
		fail_msg("'%s': word %zu begins as no word of its kind", name, i);
	if (w->begin == w->end)
		return;
	if (i && w->begin < st->words.v[i - 1].begin)
		fail_msg("'%s': word %zu stands before the one before", name, i);
	if (w->kind != WORD_PLAIN && w->kind != WORD_SPACED)
		return;
	if (w->len != w->end - w->begin || w->surface != normal->s + w->begin)
		fail_msg("'%s': word %zu is not what stands there", name, i);
	if (((unsigned char)normal->s[w->begin] & 0xC0) == 0x80 ||
		(w->end < normal->len && ((unsigned char)normal->s[w->end] & 0xC0) == 0x80))
		fail_msg("'%s': word %zu is cut inside a letter", name, i);
}

static void check_any(const char *s, size_t len)
{
	const struct stages st = read_bytes(s, len);
	size_t n_plain = 0;
	size_t i;
	size_t n;

	for (i = 0; i < st.words.n; i++) {
		check_word(s, &st, i);
		n_plain += st.words.v[i].kind == WORD_PLAIN || st.words.v[i].kind == WORD_SPACED;
	}
	assert_int_equal(st.words.n_plain, n_plain);
	for (i = 0; i < st.normal.len; i += n) {
		const uint32_t cp = codepoint_get(st.normal.s + i, &n);
		const enum codepoint_class class = codepoint_classify(cp);

		if ((class == CODEPOINT_LETTER || class == CODEPOINT_DIGIT) && !is_covered(&st.words, i))
			fail_msg("'%s': U+%04X at %zu is in no word", s, cp, i);
	}
}

static void words__random_pieces__cover_every_letter(void **state)
{
	static const char *const pieces[] = {"a", "b", "o", "i", "t", "7", "0", " ", " ", ".", ",", "*",
		"$", "@", "!", "+", "|", "'", "#", "-", "_", "/", "\n", "\x01", "http://", "www.", ".com",
		"x.example", "@mail.example", "idiot", "mailto:", "&#39;", "<b>", "</b>", "[url=", "]",
		"](", ")", "\xC3\xA9", "\xD0\xB4", "\xE4\xBD\xA0", "\xE3\x80\x82", "\xF0\x9F\x98\x80",
		"\xE2\x80\x8B", "\xCC\x81", "\xE2\x80\x99", "\xE2\x82\xAC", "\x80",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 5);
	for (round = 0; round < 20000; round++) {
		const size_t count = rng_below(&rng, 24);
		char s[24 * 64];
		size_t len = 0;
		size_t i;

		for (i = 0; i < count; i++) {
			const char *piece = pieces[rng_below(&rng, COUNT(pieces))];

			memcpy(s + len, piece, strlen(piece));
			len += strlen(piece);
		}
		s[len] = '\0';
		check_any(s, len);
		arena_reset(&arena);
	}
}

/* --- back to the original --- */

static void words__table__lead_back_to_the_original(void **state)
{
	static const struct {
		const char *in;
		const char *surface;
		const char *original;
	} cases[] = {
		{"you Idiot!", "idiot", "Idiot"},
		{"it&#39;s so", "it's", "it&#39;s"},
		{"don&amp;#39;t you", "don't", "don&amp;#39;t"},
		{"you <b>id</b>iot", "idiot", "id</b>iot"},
		{"i\xE2\x80\x8B"
		 "d\xC2\xADiot, you",
			"idiot",
			"i\xE2\x80\x8B"
			"d\xC2\xADiot"},
		{"\xEF\xBD\x81\xEF\xBD\x82 c", "ab", "\xEF\xBD\x81\xEF\xBD\x82"},
		{"\xEF\xAC\x81ne x", "fine", "\xEF\xAC\x81ne"},
		{"cafe\xCC\x81 x", "caf\xC3\xA9", "cafe\xCC\x81"},
		{"bad\x80word x", "bad\xEF\xBF\xBDword", "bad\x80word"},
		{"you i-d-i-o-t-, no", "i-d-i-o-t", "i-d-i-o-t"},
		{"\\u0069diot x", "idiot", "\\u0069diot"},
		{"a <i>x</i> <u>f*c&#107;</u>", "f*ck", "f*c&#107;"},
		{"no!!!!! x", "!!!", "!!!!!"},
		{"go http://X.example/a, now", "\x01link", "http://X.example/a"},
		{"hi @Ann", "\x01mention", "@"},
		{"ok \xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct stages st = read_bytes(cases[i].in, strlen(cases[i].in));
		const struct word *w = NULL;
		moderato_span span;
		size_t k;

		for (k = 0; k < st.words.n; k++)
			if (st.words.v[k].len == strlen(cases[i].surface) &&
				memcmp(st.words.v[k].surface, cases[i].surface, st.words.v[k].len) == 0)
				w = &st.words.v[k];
		if (!w)
			fail_msg("'%s': no '%s' in '%s'", cases[i].in, cases[i].surface, line_of(&st.words));
		span = text_original(&st.normal, w->begin, w->end);
		if (span.end - span.begin != strlen(cases[i].original) ||
			memcmp(cases[i].in + span.begin, cases[i].original, span.end - span.begin) != 0)
			fail_msg("'%s': '%s' was '%.*s'", cases[i].in, cases[i].surface,
				(int)(span.end - span.begin), cases[i].in + span.begin);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words__running_text__is_split),
		cmocka_unit_test(words__masks_leet_and_spaces__stay_together),
		cmocka_unit_test(words__links_and_names__become_tokens),
		cmocka_unit_test(words__beyond_ascii__are_letters_or_symbols),
		cmocka_unit_test(words__as_long_as_the_limit__are_whole),
		cmocka_unit_test(words__letter_across_the_limit__is_not_cut),
		cmocka_unit_test(words__text_without_spaces__is_cut_and_nothing_is_lost),
		cmocka_unit_test(words__many__are_all_there),
		cmocka_unit_test(spaced__longer_than_the_limit__goes_on_in_another),
		cmocka_unit_test(link__longer_than_the_limit__goes_on_as_words),
		cmocka_unit_test(token__long_host__is_cut_at_the_limit),
		cmocka_unit_test(words__random_pieces__cover_every_letter),
		cmocka_unit_test(words__table__lead_back_to_the_original),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
