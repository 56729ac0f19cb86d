/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "base/codepoint.h"
#include "text/skeletons.h"

/* Tens of kilobytes each: not on the stack. */
static struct ngrams grams;
static struct ngrams others;

static void grams_of(struct ngrams *out, const char *surface)
{
	ngrams_of(&space, surface, strlen(surface), out);
}

static bool has_hash(const struct ngrams *g, uint64_t hash)
{
	size_t i;

	for (i = 0; i < g->n; i++)
		if (g->v[i].hash == hash)
			return true;
	return false;
}

/* --- the features of one word --- */

/* Letters in a row of 2 to 5 in `letters` and two ends, but never all of it. */
static size_t runs(size_t letters)
{
	size_t sum = 0;
	size_t n;

	for (n = 2; n <= 5 && n < letters + 2; n++)
		sum += letters + 2 - n + 1;
	return sum;
}

static void ngrams__words__have_their_runs_of_letters(void **state)
{
	static const struct {
		const char *surface;
		size_t letters; /* 0: no runs */
		size_t hidden;  /* letters of the skeleton, 0: it gives nothing */
		bool number;
		size_t nears;
		size_t other; /* letters of the other skeleton, whose near words are in nears too */
	} cases[] = {
		{"a", 0, 0, false, 0, 0},
		{"no", 2, 0, false, 0, 0},
		{"you", 3, 0, false, 1, 0},
		{"idiot", 5, 0, false, 4, 0},
		{"good", 4, 0, false, 1, 0},
		{"f*ck", 4, 0, false, 1, 0},
		{"f**k", 4, 0, false, 1, 0},
		{"sh#t", 4, 4, false, 1, 0},
		{"1d10t", 5, 5, false, 4 + 4, 5},
		{"a$$", 3, 3, false, 0, 0},
		{"$hit", 4, 4, false, 3, 0},
		{"@ss", 3, 3, false, 0, 0},
		{"don't", 5, 4, false, 3, 0},
		{"stuuupid", 8, 6, false, 5, 0},
		{"i d i o t", 9, 5, false, 4, 0},
		{"caf\xC3\xA9", 4, 4, false, 3, 0},
		{"\xD0\xB4\xD1\x83\xD1\x80", 3, 0, false, 1, 0},
		{"\xD1\x81"
		 "asino",
			6, 6, false, 5, 0},
		{"\xE4\xBD\xA0\xE5\xA5\xBD", 2, 0, false, 0, 0},
		{"7", 0, 0, true, 0, 0},
		{"42", 2, 0, true, 0, 0},
		{"7h4t", 4, 4, false, 3, 0},
		{"2024", 4, 0, true, 0, 0},
		{"4th", 3, 0, false, 0, 0},
		{"!!", 0, 0, false, 0, 0},
		{"=", 0, 0, false, 0, 0},
		{"\xF0\x9F\x98\x80", 0, 0, false, 0, 0},
		{"\x01link", 0, 0, false, 0, 0},
		{"\x01host x.example", 0, 0, false, 0, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const size_t chars = (cases[i].letters ? runs(cases[i].letters) : 0) +
							 (cases[i].hidden ? runs(cases[i].hidden) : 0) +
							 (cases[i].other ? runs(cases[i].other) + 1 : 0);
		size_t counts[NGRAM_VIEWS][4] = {{0}}; /* [view][kind] */
		size_t k;

		grams_of(&grams, cases[i].surface);
		for (k = 0; k < grams.n; k++)
			counts[grams.v[k].view][grams.v[k].kind]++;
		if (grams.n !=
			(cases[i].number ? 2u : 1u) + (cases[i].hidden ? 1u : 0u) + chars + cases[i].nears)
			fail_msg("'%s': %zu features", cases[i].surface, grams.n);
		if (counts[0][NGRAM_WORD] != 1 || counts[0][NGRAM_SHAPE] != cases[i].number ||
			counts[VIEW_NEAR][NGRAM_NEAR] + counts[VIEW_OTHER_NEAR][NGRAM_NEAR] != cases[i].nears ||
			counts[1][NGRAM_WORD] != (cases[i].hidden > 0) ||
			counts[1][NGRAM_CHARS] != (cases[i].hidden ? runs(cases[i].hidden) : 0) ||
			(grams.view_len[1] > 0) != (cases[i].hidden > 0))
			fail_msg("'%s': %zu words and %zu runs in the skeleton", cases[i].surface,
				counts[1][NGRAM_WORD], counts[1][NGRAM_CHARS]);
		if (grams.v[0].hash != word_hash(cases[i].surface, strlen(cases[i].surface)))
			fail_msg("'%s': the first feature is not the word", cases[i].surface);
		if (grams.key != text_skeleton_hash(cases[i].surface, strlen(cases[i].surface)))
			fail_msg("'%s': another key than phrase lists have", cases[i].surface);
	}
}

static void ngrams__disguised_word__has_all_features_of_the_plain_one(void **state)
{
	static const char *const disguises[] = {
		"1d10t", "\xC3\xAE\x64iot", "id\xD1\x96ot", "i d i o t", "idiooot", "i.d.i.o.t"};
	size_t i;
	size_t k;

	(void)state;
	grams_of(&grams, "idiot");
	for (i = 0; i < COUNT(disguises); i++) {
		grams_of(&others, disguises[i]);
		assert_true(others.n > grams.n);
		for (k = 0; k < grams.n; k++)
			if (!has_hash(&others, grams.v[k].hash))
				fail_msg("'%s' lacks feature %zu of 'idiot'", disguises[i], k);
		assert_true(others.key == grams.key);
	}
}

static void ngrams__numbers__share_a_shape_by_length(void **state)
{
	static const struct {
		const char *one;
		const char *two;
		bool equal;
	} cases[] = {
		{"42", "17", true},
		{"7", "8", true},
		{"42", "417", false},
		{"12345678", "123456789", false},
		{"123456789", "1234567890", true},
		{"123456789", "12345678901234567890", true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		grams_of(&grams, cases[i].one);
		grams_of(&others, cases[i].two);
		assert_true(grams.v[1].kind == NGRAM_SHAPE && others.v[1].kind == NGRAM_SHAPE);
		if ((grams.v[1].hash == others.v[1].hash) != cases[i].equal)
			fail_msg("'%s' and '%s'", cases[i].one, cases[i].two);
	}
}

static void ngrams__options__turn_features_off(void **state)
{
	struct space s = space;
	size_t i;

	(void)state;
	s.chars_min = s.chars_max = 0;
	ngrams_of(&s, "1d10t", 5, &grams);
	assert_int_equal(grams.n, 3); /* and the other reading */
	s = space;
	s.skeletons = 0;
	ngrams_of(&s, "1d10t", 5, &grams);
	assert_int_equal(grams.n, 1 + runs(5));
	assert_int_equal(grams.view_len[1], 0);
	assert_true(grams.key == text_skeleton_hash("idiot", 5));
	s.chars_min = 1;
	s.chars_max = SPACE_CHARS_MAX;
	ngrams_of(&s, "idiot", 5, &grams);
	assert_int_equal(grams.n, 1 + 7 + 6 + 5 + 4 + 3 + 2);
	s.skeletons = 1;
	ngrams_of(&s, "idiot", 5, &others);
	assert_int_equal(others.n, grams.n + 4);
	s.near_value = 0;
	ngrams_of(&s, "idiot", 5, &others);
	assert_int_equal(others.n, grams.n);
	for (i = 0; i < grams.n; i++) {
		assert_true(space_bucket(&space, grams.v[i].hash) < (uint32_t)1 << space.bits);
		s.bits = SPACE_BITS_MIN;
		assert_true(space_bucket(&s, grams.v[i].hash) < (uint32_t)1 << SPACE_BITS_MIN);
	}
}

static size_t shared_nears(const char *one, const char *two)
{
	size_t n = 0;
	size_t i;

	grams_of(&grams, one);
	grams_of(&others, two);
	for (i = 0; i < grams.n; i++)
		n += grams.v[i].kind == NGRAM_NEAR && has_hash(&others, grams.v[i].hash);
	return n;
}

static void ngrams__misspelt_word__is_near_the_word(void **state)
{
	static const struct {
		const char *plain;
		const char *misspelt;
		size_t shared;
	} cases[] = {
		{"idiot", "idoit", 4}, /* swapped: all */
		{"idiot", "idioot", 4},
		{"idiot", "idot", 1}, /* a letter less */
		{"idiot", "id*ot", 1},
		{"stupid", "st#pid", 1},
		{"stupid", "\x01~stpid", 1}, /* st-pid */
		{"stupid", "stupyid", 1},    /* a letter more */
		{"stupid", "stypid", 1},     /* another letter */
		{"fuck", "fck", 1},
		{"hello", "he11o", 3},
		{"\xD0\xB8\xD0\xB4\xD0\xB8\xD0\xBE\xD1\x82", "\xD0\xB8\xD0\xB4\xD0\xB8\xD1\x82", 1},
		{"idiot", "planet", 0},
		{"idiot", "idiom", 0}, /* the ends stay */
		{"123456", "123457", 0},
		{"no", "on", 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (shared_nears(cases[i].plain, cases[i].misspelt) != cases[i].shared)
			fail_msg("'%s' and '%s' share %zu near words", cases[i].plain, cases[i].misspelt,
				shared_nears(cases[i].plain, cases[i].misspelt));
}

/* Each lies in its view, on whole letters; and nothing of the word before is left in it. */
static void ngrams__random_words__lie_in_their_views(void **state)
{
	static const uint32_t first[] = {'a', '0', 0xE0, 0x430, 0xAC00, 0x4E00, 0x1F600, 0x300};
	struct space widest = space;
	struct rng rng;
	int round;

	(void)state;
	widest.chars_min = 1;
	widest.chars_max = SPACE_CHARS_MAX;
	rng_seed(&rng, 8);
	for (round = 0; round < 1000; round++) {
		char surface[WORD_BYTES_MAX + 8];
		const size_t cap = 4 + rng_below(&rng, sizeof(surface) - 4);
		size_t len = 0;
		size_t i;

		while (len + 4 <= cap)
			len += codepoint_put(surface + len,
				first[rng_below(&rng, COUNT(first))] + (uint32_t)rng_below(&rng, 10));
		memset(&others, round & 0xFF, sizeof(others));
		ngrams_of(&widest, surface, len, &grams);
		ngrams_of(&widest, surface, len, &others);
		assert_true(grams.n == others.n && grams.n < NGRAMS_MAX);
		for (i = 0; i < grams.n; i++) {
			const struct ngram *g = &grams.v[i];

			if (g->hash != others.v[i].hash)
				fail_msg("'%.*s': feature %zu differs the second time", (int)len, surface, i);
			if (g->begin + g->len > grams.view_len[g->view] ||
				((unsigned char)grams.view[g->view][g->begin] & 0xC0) == 0x80)
				fail_msg("'%.*s': feature %zu at %u + %u of %zu", (int)len, surface, i, g->begin,
					g->len, grams.view_len[g->view]);
		}
	}
}

/* --- comments --- */

/* --- distinct words and pairs --- */

static void document__table__counts_words_and_pairs(void **state)
{
	static const struct {
		const char *text;
		size_t n_words, n_terms, n_pairs;
		uint32_t first, pair; /* counts of the first word and the first pair */
	} cases[] = {
		{"", 0, 0, 0, 0, 0},
		{"you", 1, 1, 0, 1, 0},
		{"you are you, ARE you", 5, 2, 2, 3, 2},
		{"no no no", 3, 1, 1, 3, 2},
		{"no! way! no", 5, 3, 2, 2, 1},       /* a pair goes across signs */
		{"see x.example now", 6, 6, 1, 1, 1}, /* and tokens */
		{"buy now buy n0w", 4, 3, 2, 2, 2},   /* two words, but one pair: by their keys */
		{"! ? !", 3, 2, 0, 2, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct document *doc = read_text(cases[i].text);
		size_t total = 0;
		size_t k;

		if (doc->words.n != cases[i].n_words || doc->n_terms != cases[i].n_terms ||
			doc->n_pairs != cases[i].n_pairs)
			fail_msg("'%s': %zu words, %zu terms, %zu pairs", cases[i].text, doc->words.n,
				doc->n_terms, doc->n_pairs);
		if (doc->n_terms && doc->terms[0].count != cases[i].first)
			fail_msg("'%s': the first word counts %u", cases[i].text, doc->terms[0].count);
		if (doc->n_pairs && doc->pairs[0].count != cases[i].pair)
			fail_msg("'%s': the first pair counts %u", cases[i].text, doc->pairs[0].count);
		for (k = 0; k < doc->n_terms; k++)
			total += doc->terms[k].count;
		assert_int_equal(total, doc->words.n);
		for (k = 0; k < doc->words.n; k++)
			assert_true(doc->terms[doc->term_of[k]].hash ==
						word_hash(doc->words.v[k].surface, doc->words.v[k].len));
	}
}

static void document__thousands_of_words__are_told_apart(void **state)
{
	enum { N = 3000 };
	char *s = malloc(N * 2 * 6 + 1);
	const struct document *doc;
	size_t len = 0;
	size_t i;

	(void)state;
	assert_non_null(s);
	for (i = 0; i < (size_t)N * 2;
		 i++) { /* letters between z: no repeats that a key would squeeze */
		const size_t k = i % N;
		const char word[6] = {
			(char)('a' + k / 400), 'z', (char)('a' + k / 20 % 20), 'z', (char)('a' + k % 20), ' '};

		memcpy(s + len, word, sizeof(word));
		len += sizeof(word);
	}
	s[len] = '\0';
	doc = read_text(s);
	assert_int_equal(doc->words.n, N * 2);
	assert_int_equal(doc->n_terms, N);
	assert_int_equal(doc->n_pairs, N); /* the last with the first too */
	for (i = 0; i < N; i++) {
		assert_int_equal(doc->terms[i].word, i); /* in order of first occurrence */
		assert_int_equal(doc->terms[i].count, 2);
	}
	free(s);
}

static void document__pairs__are_known_by_their_keys(void **state)
{
	const struct document *doc = read_text("CL1CK, h\xC3\xA9re");

	(void)state;
	assert_int_equal(doc->n_pairs, 1);
	assert_true(doc->pairs[0].hash == pair_hash(key_of("click"), key_of("here")));
	assert_true(doc->pairs[0].hash != pair_hash(key_of("here"), key_of("click")));
	/* "click" and "click here" */
	assert_int_equal(doc->set_hits[SET_CALL_TO_ACTION], 2);
}

static void document__hits__count_every_occurrence(void **state)
{
	const struct document *doc =
		read_text("You gronk. YOUR gronk, y0u! Utter twaddle, utter twaddle.");

	(void)state;
	assert_int_equal(doc->set_hits[SET_SECOND_PERSON], 3);
	assert_int_equal(doc->set_hits[SET_COURTESY], 0);
	assert_int_equal(doc->set_hits[BUILTIN_SETS], 4);
	assert_int_equal(doc->set_hits[BUILTIN_SETS + 1], 0);
}

static void document__place__is_in_the_original(void **state)
{
	static const char text[] = "see <b>id</b>iot <a href='x.example'>q</a>";
	const struct document *doc = read_text(text);
	moderato_span span = document_place(doc, 1);

	(void)state;
	assert_int_equal(span.end - span.begin, strlen("id</b>iot"));
	assert_memory_equal(text + span.begin, "id</b>iot", span.end - span.begin);
	span = document_place(doc, doc->words.n - 1); /* of the link that markup named */
	assert_true(span.begin == 0 && span.end == 0);
}

static void comment__at_the_limit__is_read_and_beyond_it_refused(void **state)
{
	char *s = malloc(MODERATO_COMMENT_BYTES_MAX + 1);
	moderato_comment comment = {.text = {s, MODERATO_COMMENT_BYTES_MAX}};
	moderato_error err;

	(void)state;
	assert_non_null(s);
	memset(s, 'a', MODERATO_COMMENT_BYTES_MAX + 1);
	assert_int_equal(read_comment(&comment)->signals.chars, MODERATO_COMMENT_BYTES_MAX);
	comment.text.len++;
	assert_int_equal(classifier_read(reading.reader, &comment, &err), MODERATO_ELIMIT);
	free(s);
}

/* --- term sets --- */

static void termset__sorted__has_what_was_put_in(void **state)
{
	uint64_t terms[] = {9, 3, UINT64_MAX, 3, 0, 9, 5};
	struct termset set = {"few", terms, termset_sort(terms, COUNT(terms))};
	size_t i;

	(void)state;
	assert_int_equal(set.n, 5);
	for (i = 1; i < set.n; i++)
		assert_true(terms[i - 1] < terms[i]);
	for (i = 0; i < 12; i++)
		assert_int_equal(termset_has(&set, i), i == 0 || i == 3 || i == 5 || i == 9);
	assert_true(termset_has(&set, UINT64_MAX));
	set.n = 0;
	assert_false(termset_has(&set, 3));
	assert_int_equal(termset_sort(NULL, 0), 0);
	assert_int_equal(termset_sort(terms, 1), 1);
}

static void termset__builtin__has_its_words_in_any_spelling(void **state)
{
	static const struct {
		const char *first;
		const char *second; /* of a pair */
		uint32_t sets;
	} cases[] = {
		{"you", NULL, 1u << SET_SECOND_PERSON},
		{"y0u", NULL, 1u << SET_SECOND_PERSON},
		{"you're", NULL, 1u << SET_SECOND_PERSON},
		{"myself", NULL, 1u << SET_FIRST_PERSON},
		{"subscribe", NULL, 1u << SET_CALL_TO_ACTION},
		{"click", "here", 1u << SET_CALL_TO_ACTION},
		{"here", "click", 0},
		{"whatsapp", NULL, 1u << SET_CONTACT},
		{"dm", "me", 1u << SET_CONTACT},
		{"b1tc0in", NULL, 1u << SET_MONEY},
		{"make", "money", 1u << SET_MONEY},
		{"thanks", NULL, 1u << SET_COURTESY},
		{"thank", "you", 1u << SET_COURTESY},
		{"said", NULL, 1u << SET_REPORTED},
		{"never", NULL, 1u << SET_NEGATION},
		{"tree", NULL, 0},
	};
	size_t i;

	(void)state;
	termset_builtin_init();
	termset_builtin_init();
	for (i = 0; i < COUNT(cases); i++) {
		const uint64_t first = key_of(cases[i].first);
		const uint32_t got =
			termset_builtin(cases[i].second ? pair_hash(first, key_of(cases[i].second)) : first);

		if (got != cases[i].sets)
			fail_msg("'%s': sets %x", cases[i].first, got);
	}
	assert_int_equal(termset_builtin(0), 0);
	assert_int_equal(termset_builtin(UINT64_MAX), 0);
}

/* Two words of 15 bytes whose hash is the same: the second one's last seven bytes undo what differs
 * in its first eight. Returns the state from which these seven bytes follow. */
static uint64_t state_after(const char *eight)
{
	const uint64_t start = SEED_WORD ^ hash_fold(WORD_ID_BYTES ^ HASH_K0, HASH_K1);

	return hash_fold(start ^ hash_load8(eight), HASH_K1);
}

static void terms__words_with_one_hash__are_two_terms(void **state)
{
	char first[WORD_ID_BYTES + WORD_PAD] = "worthlesspeople";
	char second[WORD_ID_BYTES + WORD_PAD] = "";
	const struct word words[] = {{.surface = first, .len = WORD_ID_BYTES},
		{.surface = second, .len = WORD_ID_BYTES}, {.surface = first, .len = WORD_ID_BYTES}};
	struct arena arena = ARENA_INIT;
	struct term_table table;
	uint64_t last = UINT64_MAX;
	uint64_t i;

	(void)state;
	for (i = 0; last >> 56; i++) {
		memcpy(second, &i, sizeof(i));
		last = state_after(second) ^ state_after(first) ^
			   (hash_load8(first + 8) & ((UINT64_C(1) << 56) - 1));
	}
	memcpy(second + 8, &last, 7);
	assert_int_equal(word_hash(first, WORD_ID_BYTES), word_hash(second, WORD_ID_BYTES));
	assert_true(term_table_init(&table, &arena, COUNT(words)));
	for (i = 0; i < COUNT(words); i++)
		term_table_get_word(&table, words, i)->count++;
	assert_int_equal(table.n, 2);
	assert_int_equal(table.terms[0].count, 2);
	assert_int_equal(table.terms[1].count, 1);
	arena_dispose(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ngrams__words__have_their_runs_of_letters),
		cmocka_unit_test(ngrams__disguised_word__has_all_features_of_the_plain_one),
		cmocka_unit_test(ngrams__misspelt_word__is_near_the_word),
		cmocka_unit_test(ngrams__numbers__share_a_shape_by_length),
		cmocka_unit_test(ngrams__options__turn_features_off),
		cmocka_unit_test(ngrams__random_words__lie_in_their_views),
		cmocka_unit_test(document__table__counts_words_and_pairs),
		cmocka_unit_test(document__thousands_of_words__are_told_apart),
		cmocka_unit_test(document__pairs__are_known_by_their_keys),
		cmocka_unit_test(document__hits__count_every_occurrence),
		cmocka_unit_test(document__place__is_in_the_original),
		cmocka_unit_test(comment__at_the_limit__is_read_and_beyond_it_refused),
		cmocka_unit_test(terms__words_with_one_hash__are_two_terms),
		cmocka_unit_test(termset__sorted__has_what_was_put_in),
		cmocka_unit_test(termset__builtin__has_its_words_in_any_spelling),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
