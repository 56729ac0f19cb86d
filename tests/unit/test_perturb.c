/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/codepoint.h"
#include "base/utf8.h"
#include "moderato/perturb.h"
#include "text/skeletons.h"

static const char *const samples[] = {
	"You stupid idiot, nobody wants your garbage here.",
	"what a pathetic little liar you are; go away and stay away",
	"This article was a pleasure to read, thank you!",
};

enum { SEEDS = 20 };

static moderato_comment comment_of(const char *text)
{
	return (moderato_comment){.text = str(text)};
}

static moderato_perturber *perturber(double share, unsigned long long seed)
{
	const moderato_perturb_options options = {share, seed};
	moderato_perturber *p;

	assert_int_equal(moderato_perturber_new(&p, &options, NULL), MODERATO_OK);
	return p;
}

static void perturb_comment(const moderato_comment *comment, moderato_family family, double share,
	unsigned long long seed, moderato_perturbed *out)
{
	moderato_perturber *p = perturber(share, seed);

	assert_int_equal(moderato_perturb(p, comment, family, out, NULL), MODERATO_OK);
	moderato_perturber_free(p);
}

static void perturb_text(const char *text, moderato_family family, double share,
	unsigned long long seed, moderato_perturbed *out)
{
	const moderato_comment comment = comment_of(text);

	perturb_comment(&comment, family, share, seed, out);
}

static bool same(moderato_str a, moderato_str b)
{
	return a.len == b.len && (!a.len || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static void assert_same(moderato_str a, moderato_str b, const char *what)
{
	if (!same(a, b))
		fail_msg("%s: '%.*s' is not '%.*s'", what, (int)a.len, a.ptr, (int)b.len, b.ptr);
}

/* --- names --- */

static void families__their_names__are_read_back(void **state)
{
	unsigned families;
	int i;

	(void)state;
	for (i = 0; i < MODERATO_FAMILIES; i++) {
		assert_int_equal(
			moderato_families_parse(moderato_family_name((moderato_family)i), &families, NULL), 0);
		assert_int_equal(families, 1u << i);
		assert_non_null(moderato_family_help((moderato_family)i));
	}
	assert_null(moderato_family_name((moderato_family)MODERATO_FAMILIES));
	assert_null(moderato_family_help((moderato_family)MODERATO_FAMILIES));
	assert_int_equal(moderato_families_parse("all", &families, NULL), MODERATO_OK);
	assert_int_equal(families, MODERATO_FAMILIES_ALL);
	assert_int_equal(moderato_families_parse("mask,leet", &families, NULL), MODERATO_OK);
	assert_int_equal(families, 1u << MODERATO_FAMILY_MASK | 1u << MODERATO_FAMILY_LEET);
}

static void families__unknown_name__is_refused(void **state)
{
	static const char *const lists[] = {
		"", "Leet", "leet,", ",leet", "leet,all", "masks", "leet\n", "\033[31m"};
	moderato_error err;
	unsigned families;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lists); i++) {
		if (moderato_families_parse(lists[i], &families, &err) != MODERATO_EINVAL || families)
			fail_msg("'%s' was taken", lists[i]);
		assert_non_null(strstr(err.message, "zero-width"));
		assert_non_null(strstr(err.message, "case, or all"));
		assert_null(strpbrk(err.message, "\n\033"));
	}
}

static void new__share_out_of_range__is_refused(void **state)
{
	static const double shares[] = {-0.1, 1.01, 0.0 / 0.0};
	moderato_perturb_options options = MODERATO_PERTURB_OPTIONS_INIT;
	moderato_perturber *p;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(shares); i++) {
		options.share = shares[i];
		assert_int_equal(moderato_perturber_new(&p, &options, NULL), MODERATO_EINVAL);
		assert_null(p);
	}
	assert_int_equal(moderato_perturber_new(&p, NULL, NULL), MODERATO_OK);
	moderato_perturber_free(p);
	moderato_perturber_free(NULL);
}

/* --- what every family holds to --- */

/* Between the changed places the text is the old one. */
static void check_places(moderato_str old, const moderato_perturbed *p, const char *family)
{
	size_t a = 0;
	size_t b = 0;
	size_t i;

	for (i = 0; i < p->n_words; i++) {
		const moderato_perturbed_word w = p->words[i];

		assert_true(w.before.begin >= a && w.before.end > w.before.begin);
		assert_true(w.after.begin >= b && w.after.end > w.after.begin);
		assert_same((moderato_str){old.ptr + a, w.before.begin - a},
			(moderato_str){p->text.ptr + b, w.after.begin - b}, family);
		assert_false(same((moderato_str){old.ptr + w.before.begin, w.before.end - w.before.begin},
			(moderato_str){p->text.ptr + w.after.begin, w.after.end - w.after.begin}));
		a = w.before.end;
		b = w.after.end;
	}
	assert_same((moderato_str){old.ptr + a, old.len - a},
		(moderato_str){p->text.ptr + b, p->text.len - b}, family);
}

static void every_family__places__tell_all_that_changed(void **state)
{
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t k;
	int i;
	unsigned seed;

	(void)state;
	for (i = 0; i < MODERATO_FAMILIES; i++)
		for (k = 0; k < COUNT(samples); k++)
			for (seed = 0; seed < SEEDS; seed++) {
				const char *name = moderato_family_name((moderato_family)i);

				perturb_text(samples[k], (moderato_family)i, seed % 2 ? 1 : 0.5, seed, &out);
				if (!out.n_words || !utf8_valid(out.text.ptr, out.text.len))
					fail_msg("%s, seed %u: sample %zu", name, seed, k);
				check_places(str(samples[k]), &out, name);
			}
	moderato_perturbed_dispose(&out);
}

static void every_family__same_seed__gives_the_same_bytes(void **state)
{
	moderato_perturbed a = MODERATO_PERTURBED_INIT;
	moderato_perturbed b = MODERATO_PERTURBED_INIT;
	moderato_comment named = comment_of(samples[0]);
	size_t other_seed = 0;
	size_t other_id = 0;
	int i;

	(void)state;
	named.id = str("17");
	for (i = 0; i < MODERATO_FAMILIES; i++) {
		perturb_text(samples[0], (moderato_family)i, 0.5, 4, &a);
		perturb_text(samples[1], (moderato_family)i, 0.5, 4, &b); /* leaves no trace */
		perturb_text(samples[0], (moderato_family)i, 0.5, 4, &b);
		assert_same(a.text, b.text, moderato_family_name((moderato_family)i));
		perturb_text(samples[0], (moderato_family)i, 0.5, 5, &b);
		other_seed += !same(a.text, b.text);
		perturb_comment(&named, (moderato_family)i, 0.5, 4, &b);
		other_id += !same(a.text, b.text);
	}
	assert_true(other_seed > 14 && other_id > 14);
	moderato_perturbed_dispose(&a);
	moderato_perturbed_dispose(&b);
}

static void every_family__share__is_kept(void **state)
{
	static const struct {
		double share;
		size_t words;
	} rows[] = {{0, 0}, {0.01, 1}, {0.25, 2}, {0.5, 4}, {1, 8}};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t k;
	int i;

	(void)state;
	for (i = 0; i < MODERATO_FAMILIES; i++)
		for (k = 0; k < COUNT(rows) && i != MODERATO_FAMILY_JOIN; k++) {
			perturb_text("bears gladly tease soapy tigers before dinner time", (moderato_family)i,
				rows[k].share, 1, &out);
			if (out.n_words != rows[k].words)
				fail_msg("%s, share %g: %zu words", moderato_family_name((moderato_family)i),
					rows[k].share, out.n_words);
		}
	moderato_perturbed_dispose(&out);
}

static void every_family__what_is_no_word__stays(void **state)
{
	static const char *const texts[] = {
		"",
		"   ",
		"12 3rd b2b 4ever f*ck sh#t a_b @ss",
		"http://idiot.example/Stupid?x=liar HTTPS://IDIOT.EXAMPLE/x www.idiot.example",
		"spam.com stupid.idiot@liar.example",
		"@stupid_idiot #stupid",
		"&nbsp;&amp;&#8217;\\xa0\\u2019\\n",
		"<a href=\"idiot liar\"><b></b><!-- idiot liar --> [quote][/quote][url=stupid]",
		"a b c I",
		"\xE4\xBD\xA0\xE5\xA5\xBD \xE0\xB8\x84\xE0\xB8\x99 \xED\x95\x9C\xEA\xB5\xAD",
		"\xF0\x9F\x98\x80 \xE2\x82\xAC ...",
		"ab\xD1\x81\xD0\xBE\xE4\xBD\xA0",
	};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t k;
	int i;

	(void)state;
	for (i = 0; i < MODERATO_FAMILIES; i++)
		for (k = 0; k < COUNT(texts); k++) {
			perturb_text(texts[k], (moderato_family)i, 1, 1, &out);
			assert_int_equal(out.n_words, 0);
			assert_same(out.text, str(texts[k]), moderato_family_name((moderato_family)i));
		}
	moderato_perturbed_dispose(&out);
}

static void every_family__invalid_bytes__become_valid(void **state)
{
	static const char text[] =
		"stupid \xFF\xFE idiots \xC3 awful\0liars \xE2\x82 people\xED\xA0\x80";
	const moderato_comment comment = {.text = {text, sizeof(text) - 1}};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	int i;
	size_t k;

	(void)state;
	for (i = 0; i < MODERATO_FAMILIES; i++) {
		perturb_comment(&comment, (moderato_family)i, 1, 1, &out);
		assert_true(utf8_valid(out.text.ptr, out.text.len));
		for (k = 0; k < out.n_words; k++) {
			const moderato_span before = out.words[k].before;

			/* places before are those of the bytes as they came */
			assert_true(before.end <= comment.text.len);
			assert_true(i == MODERATO_FAMILY_JOIN ||
						memcmp(text + before.begin, "stupid", 6) == 0 ||
						memcmp(text + before.begin, "idiots", 6) == 0);
		}
	}
	perturb_comment(&comment, MODERATO_FAMILY_SPLIT, 1, 1, &out);
	assert_int_equal(out.n_words, 2);
	moderato_perturbed_dispose(&out);
}

static void families_of_latin__other_scripts__stay(void **state)
{
	static const moderato_family latin[] = {MODERATO_FAMILY_LEET, MODERATO_FAMILY_LOOKALIKES,
		MODERATO_FAMILY_DIACRITICS, MODERATO_FAMILY_FULL_WIDTH, MODERATO_FAMILY_MATHEMATICAL};
	static const char russian[] = "\xD0\xB3\xD0\xBB\xD1\x83\xD0\xBF\xD1\x8B\xD0\xB9";
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(latin); i++) {
		perturb_text(russian, latin[i], 1, 1, &out);
		assert_same(out.text, str(russian), moderato_family_name(latin[i]));
	}
	perturb_text(russian, MODERATO_FAMILY_DOTTED, 1, 1, &out);
	assert_int_equal(out.text.len, 12 + 5);
	perturb_text(russian, MODERATO_FAMILY_CASE, 1, 1, &out);
	assert_int_equal(out.text.len, 12);
	assert_int_equal(out.n_words, 1);
	moderato_perturbed_dispose(&out);
}

/* --- limits --- */

static void words__longer_than_the_limit__stay(void **state)
{
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	char text[MODERATO_PERTURB_LETTERS_MAX + 2];
	size_t n;
	int i;

	(void)state;
	for (n = MODERATO_PERTURB_LETTERS_MAX - 1; n <= MODERATO_PERTURB_LETTERS_MAX + 1; n++)
		for (i = 0; i < MODERATO_FAMILIES; i++) {
			size_t k;

			for (k = 0; k < n; k++)
				text[k] = k % 2 ? 'a' : 's';
			text[n] = '\0';
			perturb_text(text, (moderato_family)i, 1, 1, &out);
			assert_int_equal(out.n_words,
				n <= MODERATO_PERTURB_LETTERS_MAX && i != MODERATO_FAMILY_JOIN ? 1 : 0);
		}
	moderato_perturbed_dispose(&out);
}

static void text__at_the_limit_of_bytes__does_not_grow(void **state)
{
	const size_t max = MODERATO_COMMENT_BYTES_MAX;
	char *text = malloc(max + 2);
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t n;

	(void)state;
	assert_non_null(text);
	memset(text, '.', max + 2);
	memcpy(text, "abcd", 4);
	for (n = max - 4; n <= max + 1; n++) { /* "abcd" spaced takes three bytes more */
		const moderato_comment comment = {.text = {text, n}};

		perturb_comment(&comment, MODERATO_FAMILY_SPACED, 1, 1, &out);
		assert_int_equal(out.n_words, n + 3 <= max);
		assert_int_equal(out.text.len, n + (n + 3 <= max ? 3 : 0));
	}
	free(text);
	moderato_perturbed_dispose(&out);
}

/* --- what is read through: the skeletons stay --- */

static void families_that_are_read_through__keep_the_skeletons(void **state)
{
	static const moderato_family read_through[] = {MODERATO_FAMILY_ZERO_WIDTH, MODERATO_FAMILY_BIDI,
		MODERATO_FAMILY_DIACRITICS, MODERATO_FAMILY_FULL_WIDTH, MODERATO_FAMILY_MATHEMATICAL,
		MODERATO_FAMILY_CASE, MODERATO_FAMILY_REPEATS, MODERATO_FAMILY_DOUBLE};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t f;
	size_t k;
	unsigned seed;

	(void)state;
	for (f = 0; f < COUNT(read_through); f++)
		for (k = 0; k < COUNT(samples); k++)
			for (seed = 0; seed < SEEDS; seed++) {
				uint64_t *clean, *perturbed;
				size_t n, n_perturbed;

				perturb_text(samples[k], read_through[f], 1, seed, &out);
				assert_int_equal(text_skeletons(str(samples[k]), &clean, &n), 0);
				assert_int_equal(text_skeletons(out.text, &perturbed, &n_perturbed), 0);
				if (n != n_perturbed || memcmp(clean, perturbed, n * sizeof(*clean)) != 0)
					fail_msg("%s, seed %u: %.*s", moderato_family_name(read_through[f]), seed,
						(int)out.text.len, out.text.ptr);
				free(clean);
				free(perturbed);
			}
	moderato_perturbed_dispose(&out);
}

static bool has_latin(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] >= 'a' && s.ptr[i] <= 'z')
			return true;
	return false;
}

/* Of small letters: H may become Η (eta), whose small letter looks like n. */
static void lookalikes__beside_latin_letters__keep_the_skeleton(void **state)
{
	static const char *const words[] = {"idiot", "stupid", "garbage", "pathetic", "nobody", "wax",
		"joke", "quiz", "vermin", "holy", "fool"};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t tried = 0;
	size_t k;
	unsigned seed;

	(void)state;
	for (k = 0; k < COUNT(words); k++)
		for (seed = 0; seed < SEEDS; seed++) {
			uint64_t *a, *b;
			size_t n, m;

			perturb_text(words[k], MODERATO_FAMILY_LOOKALIKES, 1, seed, &out);
			if (!has_latin(out.text))
				continue; /* a word that is whole in another script is that script's */
			tried++;
			assert_int_equal(text_skeletons(str(words[k]), &a, &n), 0);
			assert_int_equal(text_skeletons(out.text, &b, &m), 0);
			if (m != 1 || a[0] != b[0])
				fail_msg("%s, seed %u: %.*s", words[k], seed, (int)out.text.len, out.text.ptr);
			free(a);
			free(b);
		}
	assert_true(tried > 100);
	moderato_perturbed_dispose(&out);
}

/* --- each family on "nastier": letters that all differ --- */

static bool check_leet(const char *s, size_t n)
{
	return n == 7 && strpbrk(s, "4@5$71!3+");
}

static bool check_spaced(const char *s, size_t n)
{
	return n == 13 && strcmp(s, "n a s t i e r") == 0;
}

static bool check_dotted(const char *s, size_t n)
{
	return n == 13 && (strcmp(s, "n.a.s.t.i.e.r") == 0 || strcmp(s, "n-a-s-t-i-e-r") == 0 ||
						  strcmp(s, "n_a_s_t_i_e_r") == 0);
}

/* All letters in order, one of them three to five times. */
static bool check_repeats(const char *s, size_t n)
{
	const char *want = "nastier";
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == *want)
			want++;
		else if (!i || s[i] != s[i - 1])
			return false;
	}
	return !*want && n >= 9 && n <= 11;
}

static bool check_mask(const char *s, size_t n)
{
	const size_t letters = strspn(s, "nastier");

	return n == 7 && s[0] == 'n' && s[6] == 'r' && letters < 6 && strpbrk(s, "*#!-") == s + letters;
}

static bool check_drop(const char *s, size_t n)
{
	return n == 6 && s[0] == 'n' && s[5] == 'r' && strspn(s, "nastier") == 6;
}

static bool check_double(const char *s, size_t n)
{
	return n == 8 && s[0] == 'n' && s[1] != 'n' && s[7] == 'r' && s[6] != 'r';
}

static bool check_swap(const char *s, size_t n)
{
	size_t wrong = 0;
	size_t i;

	for (i = 0; i < 7; i++)
		wrong += s[i] != "nastier"[i];
	return n == 7 && s[0] == 'n' && s[6] == 'r' && wrong == 2;
}

static bool check_split(const char *s, size_t n)
{
	const size_t at = strcspn(s, " ");

	return n == 8 && at >= 2 && at <= 5;
}

static bool check_case(const char *s, size_t n)
{
	return n == 7 && strcmp(s, "nastier") != 0 && (s[0] == 'N' || s[0] == 'n');
}

static void families__on_one_word__do_what_they_say(void **state)
{
	static const struct {
		moderato_family family;
		bool (*check)(const char *s, size_t n);
	} rows[] = {
		{MODERATO_FAMILY_LEET, check_leet},
		{MODERATO_FAMILY_SPACED, check_spaced},
		{MODERATO_FAMILY_DOTTED, check_dotted},
		{MODERATO_FAMILY_REPEATS, check_repeats},
		{MODERATO_FAMILY_MASK, check_mask},
		{MODERATO_FAMILY_DROP, check_drop},
		{MODERATO_FAMILY_DOUBLE, check_double},
		{MODERATO_FAMILY_SWAP, check_swap},
		{MODERATO_FAMILY_SPLIT, check_split},
		{MODERATO_FAMILY_CASE, check_case},
	};
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	size_t i;
	unsigned seed;

	(void)state;
	for (i = 0; i < COUNT(rows); i++)
		for (seed = 0; seed < SEEDS; seed++) {
			char s[64] = "";

			perturb_text("nastier", rows[i].family, 1, seed, &out);
			assert_true(out.text.len < sizeof(s));
			memcpy(s, out.text.ptr, out.text.len);
			if (!rows[i].check(s, out.text.len))
				fail_msg("%s, seed %u: %s", moderato_family_name(rows[i].family), seed, s);
		}
	moderato_perturbed_dispose(&out);
}

static void join__takes_one_space_from_two_words(void **state)
{
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	bool first = false;
	bool second = false;
	unsigned seed;

	(void)state;
	for (seed = 0; seed < SEEDS; seed++) {
		perturb_text("you stupid idiot", MODERATO_FAMILY_JOIN, 1, seed, &out);
		first |= same(out.text, str("youstupid idiot"));
		second |= same(out.text, str("you stupididiot"));
		assert_int_equal(out.text.len, 15);
		perturb_text("you, stupid  idiot\nliar", MODERATO_FAMILY_JOIN, 1, seed, &out);
		assert_int_equal(out.n_words, 0);
	}
	assert_true(first && second);
	moderato_perturbed_dispose(&out);
}

/* A letter and its marks are one. */
static void marks__stay_with_their_letter(void **state)
{
	moderato_perturbed out = MODERATO_PERTURBED_INIT;

	(void)state;
	perturb_text("ne\xCC\x81zu\xCC\x88", MODERATO_FAMILY_SPACED, 1, 1, &out);
	assert_same(out.text, str("n e\xCC\x81 z u\xCC\x88"), "spaced");
	perturb_text("ne\xCC\x81", MODERATO_FAMILY_FULL_WIDTH, 1, 1, &out);
	assert_same(out.text, str("\xEF\xBD\x8E\xEF\xBD\x85\xCC\x81"), "full-width");
	moderato_perturbed_dispose(&out);
}

/* --- JSON --- */

static void json__says_what_was_done_and_drops_what_is_stale(void **state)
{
	const moderato_label label = {str("toxicity"), 1};
	const moderato_comment comment = {.text = str("stupid"),
		.id = str("7"),
		.source = str("s"),
		.labels = &label,
		.n_labels = 1,
		.extra = str("\"spans\":[[0,6]],\"x\":{\"spans\":[1]},\"original\":\"no\"")};
	moderato_perturber *p = perturber(1, 9);
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	(void)state;
	assert_int_equal(moderato_perturb(p, &comment, MODERATO_FAMILY_SPACED, &out, NULL), 0);
	assert_int_equal(moderato_perturbed_json(
						 p, &comment, MODERATO_FAMILY_SPACED, &out, 1, &json, &len, &cap, NULL),
		MODERATO_OK);
	assert_string_equal(json,
		"{\"id\":\"7\",\"text\":\"s t u p i d\",\"labels\":{\"toxicity\":1},\"source\":\"s\","
		"\"x\":{\"spans\":[1]},\"perturbation\":{\"family\":\"spaced\",\"share\":1,\"seed\":9,"
		"\"words\":[[0,11]]},\"original\":\"stupid\"}");
	free(json);
	moderato_perturbed_dispose(&out);
	moderato_perturber_free(p);
}

static void perturb__unknown_family__is_refused(void **state)
{
	const moderato_comment comment = comment_of("stupid");
	moderato_perturber *p = perturber(1, 0);
	moderato_perturbed out = MODERATO_PERTURBED_INIT;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	(void)state;
	assert_int_equal(moderato_perturb(p, &comment, (moderato_family)MODERATO_FAMILIES, &out, NULL),
		MODERATO_EINVAL);
	assert_int_equal(moderato_perturbed_json(p, &comment, (moderato_family)MODERATO_FAMILIES, &out,
						 0, &json, &len, &cap, NULL),
		MODERATO_EINVAL);
	moderato_perturber_free(p);
	moderato_perturbed_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(families__their_names__are_read_back),
		cmocka_unit_test(families__unknown_name__is_refused),
		cmocka_unit_test(new__share_out_of_range__is_refused),
		cmocka_unit_test(every_family__places__tell_all_that_changed),
		cmocka_unit_test(every_family__same_seed__gives_the_same_bytes),
		cmocka_unit_test(every_family__share__is_kept),
		cmocka_unit_test(every_family__what_is_no_word__stays),
		cmocka_unit_test(every_family__invalid_bytes__become_valid),
		cmocka_unit_test(families_of_latin__other_scripts__stay),
		cmocka_unit_test(words__longer_than_the_limit__stay),
		cmocka_unit_test(text__at_the_limit_of_bytes__does_not_grow),
		cmocka_unit_test(families_that_are_read_through__keep_the_skeletons),
		cmocka_unit_test(lookalikes__beside_latin_letters__keep_the_skeleton),
		cmocka_unit_test(families__on_one_word__do_what_they_say),
		cmocka_unit_test(join__takes_one_space_from_two_words),
		cmocka_unit_test(marks__stay_with_their_letter),
		cmocka_unit_test(json__says_what_was_done_and_drops_what_is_stale),
		cmocka_unit_test(perturb__unknown_family__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
