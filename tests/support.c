/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

void check_near(const char *name, double got, double expected)
{
	const bool same =
		isnan(expected) ? isnan(got) : fabs(got - expected) <= 1e-12 || got == expected;

	if (!same)
		fail_msg("%s: got %.17g, expected %.17g", name, got, expected);
}

double draw_signed(struct rng *rng)
{
	return rng_double(rng) * 2 - 1;
}

void add_times(struct buffer *out, const char *what, size_t n)
{
	while (n--)
		buffer_add_str(out, what);
}

void add_gzip(struct buffer *packed, moderato_str text, int level)
{
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)text.ptr, .avail_in = (unsigned)text.len};
	const size_t room = text.len + 1000;

	assert_true(buffer_reserve(packed, room));
	z.next_out = (unsigned char *)packed->data + packed->len;
	z.avail_out = (unsigned)room;
	assert_int_equal(
		deflateInit2(&z, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	packed->len += z.total_out;
	deflateEnd(&z);
}

void temporary(char *path, size_t size, const char *name)
{
	char folder[] = "/tmp/moderato-test.XXXXXX";

	assert_non_null(mkdtemp(folder));
	snprintf(path, size, "%s/%s", folder, name);
}

void remove_temporary(char *path)
{
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
}

void write_file(const char *path, const void *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

void read_file(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "rb");
	char block[4096];
	size_t n;

	assert_non_null(file);
	buffer_clear(out);
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		buffer_add(out, block, n);
	fclose(file);
	assert_false(out->failed);
}
