/* SPDX-License-Identifier: MIT */
/* Encoders as bytes: read, held to the reference's own numbers, damaged, cut or made to lie. */
#include "trained.h"

#include <math.h>

#include "encode/encoder_file.h"
#include "encode/pieces.h"
#include "encoder_golden.inc"
#include "model/bundle.h"

#define GOLDEN "tests/unit/encoder_golden.bin"

/* The golden encoder, and a copy to spoil, which ends where its memory ends. */
static struct buffer good = BUFFER_INIT;
static char *spoilt;
static size_t spoilt_len;
static struct arena arena;

static int setup(void **state)
{
	(void)state;
	read_file(GOLDEN, &good);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	buffer_dispose(&good);
	arena_dispose(&arena);
	return 0;
}

/* --- what it says --- */

static void check_vector(const struct encoder_file *f, size_t i)
{
	const struct text text = {golden_vectors[i].text, strlen(golden_vectors[i].text), NULL};
	float vector[GOLDEN_WIDTH];
	struct pieces pieces;
	uint32_t length;
	uint32_t k;

	assert_true(pieces_of(&f->vocabulary, &text, f->encoder.places, &arena, &pieces));
	length = (uint32_t)pieces.n;
	assert_true(encoder_vectors(&f->encoder, &arena, pieces.ids, &length, 1, vector));
	for (k = 0; k < GOLDEN_WIDTH; k++)
		if (fabs((double)vector[k] - golden_vectors[i].vector[k]) > 1e-4)
			fail_msg("'%s': %u of the vector is %g", text.s, k, (double)vector[k]);
	for (k = 0; k < f->n_outputs; k++) {
		const double logit = encoder_file_output(f, k, vector);

		if (fabs(logit - golden_vectors[i].logits[k]) > 1e-4 ||
			fabs(logit - golden_vectors[i].float_logits[k]) > 1e-2)
			fail_msg("'%s': logit %u is %g", text.s, k, logit);
	}
}

static void encoder__golden_texts__says_what_the_reference_says(void **state)
{
	struct encoder_file f;
	moderato_error err;
	size_t i;

	(void)state;
	must(encoder_file_read(&f, "golden", buffer_view(&good), &err), err);
	assert_int_equal(f.encoder.width, GOLDEN_WIDTH);
	assert_int_equal(f.encoder.places, GOLDEN_PLACES);
	assert_int_equal(f.encoder.n_layers, 2);
	assert_int_equal(f.n_outputs, 2);
	assert_string_equal(f.names, "toxicity");
	assert_string_equal(f.names + ENCODER_NAME_BYTES, "spam");
	for (i = 0; i < COUNT(golden_vectors); i++)
		check_vector(&f, i);
	encoder_file_dispose(&f);
}

/* --- what is refused --- */

static void spoil(size_t len)
{
	spoilt_len = len;
	spoilt = malloc(len ? len : 1);
	assert_non_null(spoilt);
	memcpy(spoilt, good.data, len < good.len ? len : good.len);
	if (len > good.len)
		memset(spoilt + good.len, 0, len - good.len);
}

/* The numbers that would end the reading before it has begun. */
static void put_right(void)
{
	struct encoder_header h;

	memcpy(&h, spoilt, sizeof(h));
	h.len = spoilt_len;
	memcpy(spoilt, &h, sizeof(h));
	h.checksum = encoder_file_checksum((moderato_str){spoilt, spoilt_len});
	memcpy(spoilt, &h, sizeof(h));
}

/* Reads the copy, frees it, and expects a status with its message. */
static void check_read(const char *what, size_t where, moderato_status expected)
{
	moderato_error err = {"", 0};
	struct encoder_file f;
	const moderato_status status =
		encoder_file_read(&f, "spoilt", (moderato_str){spoilt, spoilt_len}, &err);

	if (status != expected || (status && (strncmp(err.message, "spoilt: ", 8) != 0 ||
											 f.vocabulary.nodes || f.encoder.layers)))
		fail_msg("%s at %zu: status %d, '%s'", what, where, (int)status, err.message);
	encoder_file_dispose(&f);
	free(spoilt);
}

static void encoder__cut__is_refused_at_every_length(void **state)
{
	size_t len;

	(void)state;
	for (len = 0; len < good.len; len += len < 256 || len + 300 > good.len ? 1 : 61) {
		spoil(len);
		check_read("cut", len, MODERATO_EFORMAT);
		if (len >= sizeof(struct encoder_header)) {
			spoil(len);
			put_right();
			check_read("cut and put right", len, MODERATO_EFORMAT);
		}
	}
	spoil(good.len + 1);
	put_right();
	check_read("longer", good.len + 1, MODERATO_EFORMAT);
}

static void encoder__a_changed_byte__is_refused(void **state)
{
	size_t at;

	(void)state;
	for (at = 0; at < good.len; at += 13) {
		spoil(good.len);
		spoilt[at] ^= 0x40;
		check_read("changed", at,
			at / 4 == offsetof(struct encoder_header, format) / 4 ? MODERATO_EMISMATCH
																  : MODERATO_EFORMAT);
	}
}

static void check_number(size_t at, uint32_t number, moderato_status expected)
{
	spoil(good.len);
	memcpy(spoilt + at, &number, sizeof(number));
	put_right();
	check_read("number", at, expected);
}

/* Every count in the header, when it is another one. */
static void encoder__lying_header__is_refused(void **state)
{
	static const uint32_t numbers[] = {0, 1, 2, 7, 15, 16, 31, 33, 48, 64, 96, 1024, 4096, 65536,
		1u << 24, 1u << 31, UINT32_MAX - 63, UINT32_MAX};
	size_t at, i;

	(void)state;
	for (at = offsetof(struct encoder_header, width); at <= offsetof(struct encoder_header, zero);
		 at += 4)
		for (i = 0; i < COUNT(numbers); i++) {
			uint32_t was;

			memcpy(&was, good.data + at, sizeof(was));
			/* Heads share out the width: their number may be another one. */
			if (was != numbers[i] && at != offsetof(struct encoder_header, heads))
				check_number(at, numbers[i], MODERATO_EFORMAT);
		}
	check_number(offsetof(struct encoder_header, heads), 0, MODERATO_EFORMAT);
	check_number(offsetof(struct encoder_header, heads), 1, MODERATO_OK);
	check_number(offsetof(struct encoder_header, heads), 3, MODERATO_EFORMAT);
	check_number(offsetof(struct encoder_header, heads), 32, MODERATO_EFORMAT);
	check_number(offsetof(struct encoder_header, format), 1, MODERATO_EMISMATCH);
}

/* A file that is right in all but having so many places. */
static void check_places(uint32_t places, moderato_status expected)
{
	struct encoder_header h;
	struct encoder_file f;
	moderato_error err;
	char *begin;
	size_t less;

	must(encoder_file_read(&f, "golden", buffer_view(&good), &err), err);
	spoil(good.len);
	begin = spoilt + ((const char *)f.encoder.place - good.data);
	less = (GOLDEN_PLACES - places) * GOLDEN_WIDTH * sizeof(float);
	memmove(begin + places * GOLDEN_WIDTH * sizeof(float),
		begin + GOLDEN_PLACES * GOLDEN_WIDTH * sizeof(float),
		(size_t)(spoilt + spoilt_len - begin) - GOLDEN_PLACES * GOLDEN_WIDTH * sizeof(float));
	spoilt_len -= less;
	memcpy(&h, spoilt, sizeof(h));
	h.places = places;
	memcpy(spoilt, &h, sizeof(h));
	put_right();
	encoder_file_dispose(&f);
	check_read("places", places, expected);
}

/* A window needs a place beside those of the two marks. */
static void encoder__no_place_for_a_piece__is_refused(void **state)
{
	(void)state;
	check_places(1, MODERATO_EFORMAT);
	check_places(2, MODERATO_EFORMAT);
	check_places(3, MODERATO_OK);
}

/* Where a part of the good encoder stands. */
static size_t place_of(const void *part)
{
	return (size_t)((const char *)part - good.data);
}

static void check_floats(const float *part, bool is_scale)
{
	static const float numbers[] = {NAN, -NAN, INFINITY, -INFINITY, 100.5f, -100.5f, 1e30f};
	const size_t at = place_of(part);
	uint32_t bits;
	float negative = -0.25f;
	size_t i;

	for (i = 0; i < COUNT(numbers); i++) {
		memcpy(&bits, &numbers[i], sizeof(bits));
		check_number(at, bits, MODERATO_EFORMAT);
	}
	memcpy(&bits, &negative, sizeof(bits));
	check_number(at, bits, is_scale ? MODERATO_EFORMAT : MODERATO_OK);
}

static void check_byte(size_t at, char byte)
{
	spoil(good.len);
	spoilt[at] = byte;
	put_right();
	check_read("byte", at, MODERATO_EFORMAT);
}

static void check_matrix(const struct encoder_matrix *m)
{
	check_byte(place_of(m->weight + m->rows * m->cols - 1), 0); /* which would be -128 */
	check_floats(m->scale + m->rows - 1, true);
	check_floats(m->bias, false);
}

static void encoder__numbers_that_are_none__are_refused(void **state)
{
	struct encoder_file f;
	moderato_error err;
	const struct encoder_layer *last;

	(void)state;
	must(encoder_file_read(&f, "golden", buffer_view(&good), &err), err);
	last = &f.encoder.layers[1];
	check_byte(place_of(f.encoder.words), INT8_MIN);
	check_floats(f.encoder.words_scale + 5, true);
	check_floats(f.encoder.place + GOLDEN_PLACES * GOLDEN_WIDTH - 1, false);
	check_floats(f.encoder.norm.weight, false);
	check_floats(f.encoder.norm.bias + GOLDEN_WIDTH - 1, false);
	check_matrix(&last->qkv);
	check_matrix(&last->out);
	check_matrix(&last->up);
	check_matrix(&last->down);
	check_floats(last->norm1.bias, false);
	check_floats(last->norm2.weight + 3, false);
	check_floats(f.output_weight, false);
	check_floats(f.output_bias + 1, false);
	encoder_file_dispose(&f);
}

static void encoder__strings_that_are_none__are_refused(void **state)
{
	struct encoder_file f;
	moderato_error err;
	size_t names;

	(void)state;
	must(encoder_file_read(&f, "golden", buffer_view(&good), &err), err);
	names = place_of(f.names);
	encoder_file_dispose(&f);
	check_byte(names, '\0');
	check_byte(names + 2, ' ');
	check_byte(names + 2, '\n');
	check_byte(sizeof(struct encoder_header), '\0'); /* the vocabulary begins there, with "!" */
	check_byte(sizeof(struct encoder_header), 'z');
	check_byte(sizeof(struct encoder_header), (char)0xC3);
	spoil(good.len);
	memset(spoilt + names, 'a', ENCODER_NAME_BYTES);
	put_right();
	check_read("a name without end", names, MODERATO_EFORMAT);
}

static void encoder__memory_off_its_alignment__is_refused(void **state)
{
	char *bytes = malloc(good.len + 1);
	struct encoder_file f;
	moderato_error err;

	(void)state;
	assert_non_null(bytes);
	memcpy(bytes + 1, good.data, good.len);
	assert_int_equal(
		encoder_file_read(&f, "odd", (moderato_str){bytes + 1, good.len}, &err), MODERATO_EINVAL);
	encoder_file_dispose(&f);
	free(bytes);
}

/* --- in a bundle --- */

/* Builds a bundle anew, with what it has and an encoder. */
static void rebuild(const moderato_bundle *b, moderato_str encoder, struct buffer *out)
{
	struct bundle_parts parts = {.shape = *b->shape,
		.codes = b->linear.codes,
		.dense = b->linear.dense,
		.embedding = b->embedding,
		.rehearsal = b->rehearsal,
		.encoder = encoder,
		.card = b->card,
		.card_json = b->card_json};
	struct buffer facts = BUFFER_INIT;
	const char *key;
	const char *value;
	float *books = malloc(256 * sizeof(*books) * (1 + b->linear.n_heads));
	moderato_error err;
	size_t i, k;

	assert_non_null(books);
	for (i = 0; i <= b->linear.n_heads; i++) /* as the file has them, one after the other */
		for (k = 0; k < 256; k++)
			books[i * 256 + k] = 0.5f;
	parts.books = books;
	for (i = 0; i < b->n_heads; i++)
		parts.heads[i] = *b->heads[i];
	for (i = 0; moderato_bundle_fact(b, i, &key, &value); i++)
		buffer_printf(&facts, "%s\t%s\n", key, value);
	parts.facts = buffer_view(&facts);
	must(bundle_build(&parts, out, &err), err);
	buffer_dispose(&facts);
	free(books);
}

/* Moves section ENCO of a bundle beyond its end. */
static void move_encoder(struct buffer *bundle)
{
	struct bundle_header h;
	struct bundle_section *s = (struct bundle_section *)(void *)(bundle->data + sizeof(h));

	while (memcmp(s->tag, "ENCO", 4) != 0)
		s++;
	s->offset += 1 << 20;
	memcpy(&h, bundle->data, sizeof(h));
	h.checksum = bundle_checksum((const unsigned char *)bundle->data, bundle->len);
	memcpy(bundle->data, &h, sizeof(h));
}

static void check_encoder_of(const struct buffer *bundle)
{
	struct encoder_file f;
	moderato_bundle *b;
	moderato_error err;

	must(moderato_bundle_open_memory(&b, "with", buffer_view(bundle), &err), err);
	assert_int_equal(b->encoder.len, good.len);
	assert_memory_equal(b->encoder.ptr, good.data, good.len);
	assert_int_equal((b->encoder.ptr - bundle->data) % 64, 0);
	must(encoder_file_read(&f, "with", b->encoder, &err), err);
	check_vector(&f, 2);
	encoder_file_dispose(&f);
	moderato_bundle_free(b);
}

/* What is trained from a bundle has its encoder. */
static void check_trained_further(const struct buffer *bundle)
{
	moderato_train_options options = small_options();
	struct buffer further = BUFFER_INIT;
	char base[256];

	temporary(base, sizeof(base), "base.bundle");
	write_file(base, bundle->data, bundle->len);
	options.bits = 0; /* those of the base */
	options.base = base;
	train_samples(&options, 0, NULL, &further);
	check_encoder_of(&further);
	buffer_dispose(&further);
	remove_temporary(base);
}

static void bundle__encoder__is_kept_as_it_is(void **state)
{
	const moderato_train_options options = small_options();
	struct buffer trained = BUFFER_INIT, with = BUFFER_INIT;
	moderato_bundle *bundle, *again;
	moderato_error err;

	(void)state;
	train_samples(&options, 0, NULL, &trained);
	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&trained), &err), err);
	assert_null(bundle->encoder.ptr);
	assert_int_equal(bundle->encoder.len, 0);
	rebuild(bundle, buffer_view(&good), &with);
	check_encoder_of(&with);
	check_trained_further(&with);
	move_encoder(&with);
	assert_int_equal(
		moderato_bundle_open_memory(&again, "moved", buffer_view(&with), &err), MODERATO_EFORMAT);
	moderato_bundle_free(bundle);
	buffer_dispose(&trained);
	buffer_dispose(&with);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encoder__golden_texts__says_what_the_reference_says),
		cmocka_unit_test(encoder__cut__is_refused_at_every_length),
		cmocka_unit_test(encoder__a_changed_byte__is_refused),
		cmocka_unit_test(encoder__lying_header__is_refused),
		cmocka_unit_test(encoder__no_place_for_a_piece__is_refused),
		cmocka_unit_test(encoder__numbers_that_are_none__are_refused),
		cmocka_unit_test(encoder__strings_that_are_none__are_refused),
		cmocka_unit_test(encoder__memory_off_its_alignment__is_refused),
		cmocka_unit_test(bundle__encoder__is_kept_as_it_is),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
