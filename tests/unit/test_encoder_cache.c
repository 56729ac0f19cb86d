/* SPDX-License-Identifier: MIT */
/* The cache of what an encoder made of comments: kept, found again, and refused when damaged; a
 * training that has one gives the same bundle. */
#include "trained.h"

#include <unistd.h>

#include "train/encoder_cache.h"

#define ENCODER "tests/unit/encoder_golden.bin"
enum { WIDTH = 3 };

static moderato_error err;
static const moderato_str some_encoder = {"bytes of an encoder", 19};
static const float numbers[] = {1, 2, 3, 4, 5, 6, 7, 8, 9};

/* Writes three texts, one of them twice, and returns the path. */
static void write_some(char *path, size_t size)
{
	struct cached_windows v[] = {
		{70, 1, numbers}, {UINT64_MAX, 2, numbers + 3}, {7, 1, numbers}, {70, 1, numbers}};
	struct encoder_cache cache;

	temporary(path, size, "cache");
	must(encoder_cache_read(&cache, path, some_encoder, WIDTH, &err), err);
	assert_int_equal(cache.n, 0);
	must(encoder_cache_write(&cache, v, COUNT(v), &err), err);
	encoder_cache_dispose(&cache);
}

static void cache__what_was_written__is_found(void **state)
{
	const moderato_str other = {"bytes of another one", 20};
	const struct cached_windows *found;
	struct encoder_cache cache;
	char path[256];

	(void)state;
	write_some(path, sizeof(path));
	must(encoder_cache_read(&cache, path, some_encoder, WIDTH, &err), err);
	assert_int_equal(cache.n, 3);
	found = encoder_cache_find(&cache, UINT64_MAX);
	assert_int_equal(found->n, 2);
	assert_memory_equal(found->vector, numbers + 3, 2 * WIDTH * sizeof(float));
	assert_non_null(encoder_cache_find(&cache, 7));
	assert_null(encoder_cache_find(&cache, 8));
	encoder_cache_dispose(&cache);
	must(encoder_cache_read(&cache, path, other, WIDTH, &err), err);
	assert_int_equal(cache.n, 0); /* it is another encoder's */
	encoder_cache_dispose(&cache);
	remove_temporary(path);
}

/* Every cut and every flipped byte is refused, or read as something that can be read. */
static void cache__damaged__is_refused_or_read(void **state)
{
	struct buffer good = BUFFER_INIT;
	struct encoder_cache cache;
	char path[256];
	size_t n_refused = 0;
	size_t i;

	(void)state;
	write_some(path, sizeof(path));
	read_file(path, &good);
	for (i = 0; i < good.len; i++) {
		write_file(path, good.data, i);
		if (encoder_cache_read(&cache, path, some_encoder, WIDTH, &err)) {
			assert_non_null(strstr(err.message, "remove it"));
			n_refused++;
		}
		encoder_cache_dispose(&cache);
		good.data[i] ^= (char)0xff;
		write_file(path, good.data, good.len);
		good.data[i] ^= (char)0xff;
		(void)encoder_cache_read(&cache, path, some_encoder, WIDTH, &err);
		encoder_cache_dispose(&cache);
	}
	assert_true(n_refused > good.len / 2);
	buffer_dispose(&good);
	remove_temporary(path);
}

static void train__with_a_cache__gives_the_same_bytes(void **state)
{
	moderato_train_options options = small_options();
	struct buffer without = BUFFER_INIT, first = BUFFER_INIT, second = BUFFER_INIT;
	char path[256];

	(void)state;
	options.second = "all";
	options.encoder = ENCODER;
	train_samples(&options, 0, NULL, &without);
	temporary(path, sizeof(path), "cache");
	options.vector_cache = path;
	train_samples(&options, 0, NULL, &first);
	assert_int_equal(access(path, F_OK), 0);
	train_samples(&options, 0, NULL, &second);
	assert_int_equal(first.len, without.len);
	assert_memory_equal(first.data, without.data, without.len);
	assert_int_equal(second.len, without.len);
	assert_memory_equal(second.data, without.data, without.len);
	buffer_dispose(&without);
	buffer_dispose(&first);
	buffer_dispose(&second);
	remove_temporary(path);
}

static void train__a_cache_without_encoder__is_refused(void **state)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;

	(void)state;
	options.vector_cache = "nowhere";
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "no encoder"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cache__what_was_written__is_found),
		cmocka_unit_test(cache__damaged__is_refused_or_read),
		cmocka_unit_test(train__with_a_cache__gives_the_same_bytes),
		cmocka_unit_test(train__a_cache_without_encoder__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
