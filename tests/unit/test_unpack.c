/* SPDX-License-Identifier: MIT */
/* Compressed input: it reads as what was packed, in any number of pieces, and bad data is told. */
#include "support.h"

#include <zstd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/unpack.h"

/* Lines that do not repeat too much, so that many packed bytes are needed. */
static void make_text(struct buffer *text, size_t n)
{
	unsigned long long x = 1;
	size_t i;

	for (i = 0; i < n; i++) {
		x = x * 6364136223846793005ULL + 1442695040888963407ULL;
		buffer_printf(text, "%zu %llx\n", i, x >> 20);
	}
	assert_false(text->failed);
}

static void add_zstd(struct buffer *packed, moderato_str text, int window_log)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	ZSTD_inBuffer from = {text.ptr, text.len, 0};
	ZSTD_outBuffer to;

	ZSTD_CCtx_setParameter(c, ZSTD_c_windowLog, window_log);
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	assert_true(buffer_reserve(packed, 2 * ZSTD_compressBound(text.len)));
	to = (ZSTD_outBuffer){packed->data, packed->cap, packed->len};
	/* As a pipe is packed: how much will come is not known, and the window not cut down to it. */
	assert_int_equal(ZSTD_compressStream2(c, &to, &from, ZSTD_e_flush), 0);
	assert_int_equal(ZSTD_compressStream2(c, &to, &from, ZSTD_e_end), 0);
	packed->len = to.pos;
	ZSTD_freeCCtx(c);
}

/* In `pieces` members or frames. */
static void pack(struct buffer *packed, enum packing packing, moderato_str text, size_t pieces)
{
	size_t i;

	buffer_clear(packed);
	for (i = 0; i < pieces; i++) {
		size_t from = text.len * i / pieces;
		moderato_str piece = {text.ptr + from, text.len * (i + 1) / pieces - from};

		if (packing == PACKING_GZIP)
			add_gzip(packed, piece, 6);
		else
			add_zstd(packed, piece, 0);
	}
}

/* Read all lines; what they are goes to `out`. */
static moderato_status read_lines(moderato_str packed, struct buffer *out, moderato_error *err)
{
	struct input in;
	moderato_status status = input_open_memory(&in, "f", packed, err);
	moderato_str line;
	size_t position = 0;

	buffer_clear(out);
	while (!status && !(status = input_line(&in, 4096, &line, err))) {
		buffer_add(out, line.ptr, line.len);
		buffer_add_char(out, '\n');
		assert_true(input_position(&in) >= position && input_position(&in) <= packed.len);
		position = input_position(&in);
	}
	input_close(&in);
	return status;
}

static const enum packing packings[] = {PACKING_GZIP, PACKING_ZSTD};

static void packed_text__in_any_number_of_members__reads_as_it_was(void **state)
{
	static const size_t pieces[] = {1, 2, 3, 50};
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i, k;

	(void)state;
	make_text(&text, 30000);
	for (i = 0; i < 2; i++) {
		for (k = 0; k < COUNT(pieces); k++) {
			pack(&packed, packings[i], buffer_view(&text), pieces[k]);
			assert_int_equal(unpack_sniff(buffer_view(&packed)), packings[i]);
			assert_int_equal(read_lines(buffer_view(&packed), &out, &err), MODERATO_END);
			assert_int_equal(out.len, text.len);
			assert_memory_equal(out.data, text.data, text.len);
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

static void packed_text__cut_anywhere__gives_whole_lines_and_says_where(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i, len;

	(void)state;
	make_text(&text, 100);
	for (i = 0; i < 2; i++) {
		pack(&packed, packings[i], buffer_view(&text), 1);
		for (len = 4; len < packed.len; len++) {
			char *copy = memcpy(malloc(len), packed.data, len); /* a sanitiser sees its end */

			assert_int_equal(read_lines((moderato_str){copy, len}, &out, &err), MODERATO_EIO);
			assert_non_null(strstr(err.message, "data ends too early, at byte "));
			assert_int_equal(strtoul(strrchr(err.message, ' '), NULL, 10), len);
			assert_true(out.len <= text.len);
			assert_memory_equal(out.data ? out.data : "", text.data, out.len);
			free(copy);
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

static void packed_text__with_a_flipped_byte__is_damaged_and_never_other_text(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i, at;

	(void)state;
	make_text(&text, 100);
	for (i = 0; i < 2; i++) {
		pack(&packed, packings[i], buffer_view(&text), 1);
		for (at = 4; at < packed.len; at++) {
			moderato_status status;

			packed.data[at] = (char)(packed.data[at] ^ 0x55);
			status = read_lines(buffer_view(&packed), &out, &err);
			packed.data[at] = (char)(packed.data[at] ^ 0x55);
			if (status == MODERATO_EIO)
				assert_true(!strncmp(err.message, "f: the ", 7));
			else /* a byte that says nothing of the text, such as gzip's time */
				assert_true(out.len == text.len && !memcmp(out.data, text.data, text.len));
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

static void zstd_window__of_8_mb__is_read__and_a_larger_one_refused(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;

	(void)state;
	make_text(&text, 1000);
	add_zstd(&packed, buffer_view(&text), ZSTD_WINDOW_LOG_PIPE);
	assert_int_equal(read_lines(buffer_view(&packed), &out, &err), MODERATO_END);
	assert_int_equal(out.len, text.len);
	buffer_clear(&packed);
	add_zstd(&packed, buffer_view(&text), ZSTD_WINDOW_LOG_PIPE + 1);
	assert_int_equal(read_lines(buffer_view(&packed), &out, &err), MODERATO_EIO);
	assert_non_null(strstr(err.message, "larger window than the limit of 8388608 bytes"));
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

/* The same as a file, which somebody put there, and as a pipe. */
static void zstd_window__of_2_gb__is_read_from_a_file_only(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	char path[100];
	struct input in;
	moderato_str line;
	moderato_error err;
	size_t lines = 0;

	(void)state;
	make_text(&text, 1000);
	add_zstd(&packed, buffer_view(&text), ZSTD_WINDOW_LOG_FILE);
	temporary(path, sizeof(path), "text.zst");
	write_file(path, packed.data, packed.len);
	assert_int_equal(input_open(&in, path, &err), MODERATO_OK);
	while (!input_line(&in, 1 << 20, &line, &err))
		lines++;
	assert_int_equal(lines, 1000);
	input_close(&in);
	remove_temporary(path);
	buffer_dispose(&text);
	buffer_dispose(&packed);
}

static void gzip__zeros_behind_it__are_padding__and_anything_else_is_damage(void **state)
{
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;

	(void)state;
	add_gzip(&packed, (moderato_str){"a\n", 2}, 6);
	buffer_add(&packed, "\0\0\0\0\0\0\0\0", 8);
	assert_int_equal(read_lines(buffer_view(&packed), &out, &err), MODERATO_END);
	assert_int_equal(out.len, 2);
	buffer_add(&packed, "x", 1);
	assert_int_equal(read_lines(buffer_view(&packed), &out, &err), MODERATO_EIO);
	assert_int_equal(out.len, 2);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

/* A shard is cut by input_position(): it must not depend on how the input is looked at. */
static void position__is_the_same__however_the_input_is_read(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	moderato_error err;
	size_t i, n;

	(void)state;
	make_text(&text, 60000);
	for (i = 0; i < 3; i++) {
		struct input a, b;
		moderato_str line, view;

		if (i < 2)
			pack(&packed, packings[i], buffer_view(&text), 7);
		input_open_memory(&a, "f", i < 2 ? buffer_view(&packed) : buffer_view(&text), &err);
		input_open_memory(&b, "f", i < 2 ? buffer_view(&packed) : buffer_view(&text), &err);
		for (n = 0; input_line(&a, 100, &line, &err) == MODERATO_OK; n++) {
			size_t ahead = n % 1000 ? 1 : 300000; /* b reads far ahead now and then */

			assert_int_equal(input_peek(&b, ahead, &view, &err), MODERATO_OK);
			input_take(&b, (size_t)((char *)memchr(view.ptr, '\n', view.len) - view.ptr) + 1);
			assert_int_equal(input_position(&a), input_position(&b));
		}
		assert_int_equal(n, 60000);
		input_close(&a);
		input_close(&b);
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
}

static void skipping_lines__stops_at_or_before_the_first_line_that_ends_behind(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	moderato_error err;
	size_t i, position;

	(void)state;
	make_text(&text, 30000);
	for (i = 0; i < 3; i++) {
		if (i < 2) {
			pack(&packed, packings[i], buffer_view(&text), 2);
		} else {
			buffer_clear(&packed);
			buffer_add(&packed, text.data, text.len);
		}
		for (position = 0; position < packed.len + 1000; position += 10007) {
			struct input in;
			moderato_str line;

			input_open_memory(&in, "f", buffer_view(&packed), &err);
			assert_int_equal(input_skip_lines(&in, position, &err), MODERATO_OK);
			assert_true(input_position(&in) <= position);
			if (input_line(&in, 100, &line, &err) == MODERATO_OK)
				assert_int_equal(strtoul(line.ptr, NULL, 10) + 1, in.line_taken);
			if (i == 2 && line.ptr)
				assert_true(input_position(&in) > position);
			input_close(&in);
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
}

/* Puts gzip data in by pieces. Returns what unpack_take() fails with. */
static moderato_status put_all(
	struct unpacker *u, moderato_str packed, size_t piece, struct buffer *out, moderato_error *err)
{
	static char block[UNPACK_BLOCK];
	moderato_status status = MODERATO_OK;
	size_t n;

	buffer_clear(out);
	while (!status && packed.len) {
		const size_t len = packed.len < piece ? packed.len : piece;

		packed = str_from(packed, unpack_put(u, str_part(packed, 0, len)));
		do {
			status = unpack_take(u, block, &n, err);
			buffer_add(out, block, status ? 0 : n);
		} while (!status && n);
	}
	return status;
}

static void gzip__that_is_put_in__comes_out_as_it_was(void **state)
{
	static const size_t pieces[] = {1, 7, 1000, UNPACK_BLOCK, 10 * UNPACK_BLOCK};
	const struct unpack_from nowhere = {NULL, NULL, false, ZSTD_WINDOW_LOG_PIPE};
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i, members;

	(void)state;
	make_text(&text, 30000);
	for (members = 1; members < 4; members++) {
		pack(&packed, PACKING_GZIP, buffer_view(&text), members);
		for (i = 0; i < COUNT(pieces); i++) {
			struct unpacker *u = unpack_new(PACKING_GZIP, "f", (moderato_str){"", 0}, nowhere);

			assert_true(unpack_may_end(u));
			assert_int_equal(put_all(u, buffer_view(&packed), pieces[i], &out, &err), MODERATO_OK);
			assert_true(unpack_may_end(u));
			assert_int_equal(out.len, text.len);
			assert_memory_equal(out.data, text.data, text.len);
			unpack_free(u);
		}
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

static void gzip__that_is_put_in__may_not_end_anywhere_nor_be_damaged(void **state)
{
	const struct unpack_from nowhere = {NULL, NULL, false, ZSTD_WINDOW_LOG_PIPE};
	struct buffer text = BUFFER_INIT;
	struct buffer packed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t len;

	(void)state;
	make_text(&text, 100);
	pack(&packed, PACKING_GZIP, buffer_view(&text), 1);
	for (len = 1; len < packed.len; len++) {
		struct unpacker *u = unpack_new(PACKING_GZIP, "f", (moderato_str){"", 0}, nowhere);
		moderato_str rest = {packed.data, len};

		assert_int_equal(put_all(u, rest, 100, &out, &err), MODERATO_OK);
		assert_false(unpack_may_end(u));
		rest = (moderato_str){"damage, and more of it", 22};
		assert_true(put_all(u, rest, 100, &out, &err) == MODERATO_EIO || !unpack_may_end(u));
		unpack_free(u);
	}
	buffer_dispose(&text);
	buffer_dispose(&packed);
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packed_text__in_any_number_of_members__reads_as_it_was),
		cmocka_unit_test(packed_text__cut_anywhere__gives_whole_lines_and_says_where),
		cmocka_unit_test(packed_text__with_a_flipped_byte__is_damaged_and_never_other_text),
		cmocka_unit_test(zstd_window__of_8_mb__is_read__and_a_larger_one_refused),
		cmocka_unit_test(zstd_window__of_2_gb__is_read_from_a_file_only),
		cmocka_unit_test(gzip__zeros_behind_it__are_padding__and_anything_else_is_damage),
		cmocka_unit_test(gzip__that_is_put_in__comes_out_as_it_was),
		cmocka_unit_test(gzip__that_is_put_in__may_not_end_anywhere_nor_be_damaged),
		cmocka_unit_test(position__is_the_same__however_the_input_is_read),
		cmocka_unit_test(skipping_lines__stops_at_or_before_the_first_line_that_ends_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
