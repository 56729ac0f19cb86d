/* SPDX-License-Identifier: MIT */
/* A block of YAML that is read without libyaml means what it means to libyaml. */
#include "support.h"

#include "base/str.h"
#include "base/yaml_items.h"
#include "import/yaml_block.h"

static struct buffer out, file;

static int dispose(void **state)
{
	(void)state;
	buffer_dispose(&out);
	buffer_dispose(&file);
	return 0;
}

/* Returns whether libyaml reads the block as that text. */
static bool means(moderato_str block, moderato_str text)
{
	struct yaml_items yaml;
	bool same = false;

	buffer_clear(&file);
	buffer_add_str(&file, "k: ");
	buffer_add(&file, block.ptr, block.len);
	assert_int_equal(yaml_items_open(&yaml, "f", buffer_view(&file), NULL), MODERATO_OK);
	if (!yaml_items_next(&yaml) && !yaml_items_next(&yaml) && !yaml_items_next(&yaml) &&
		yaml.kind == YAML_TEXT)
		same = str_equal(yaml.text, text) && !yaml_items_next(&yaml);
	yaml_items_close(&yaml);
	return same;
}

/* Reads the block, unless that is left to libyaml. */
static bool read_block(moderato_str block)
{
	buffer_clear(&out);
	buffer_add_str(&out, "before");
	if (!yaml_block_add(&out, block)) {
		assert_int_equal(out.len, strlen("before"));
		return false;
	}
	if (!means(block, str_from(buffer_view(&out), strlen("before"))))
		fail_msg("%.*s\nis read as\n%s", (int)block.len, block.ptr, buffer_cstr(&out));
	return true;
}

static const char *const blocks[] = {
	"|-\n  one\n",
	"|\n one\n\n two: 2 # 3\n   three \n\n\n",
	"|-\n    - a\n    \"b'\n\n\n    c\n",
	">-\n  one\n  two\n\n  three\n\n\n  four \n",
	">\n  # one\n  two\n",
	"|-\n  \xc3\xa9\xc2\xa0\xe2\x80\x9c\xf0\x9f\x98\x80\n",
};

static void test_blocks_are_read_as_libyaml_reads_them(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(blocks); i++)
		assert_true(read_block(str_of(blocks[i])));
}

static void test_what_is_no_plain_block_is_left_to_libyaml(void **state)
{
	static const char *const others[] = {"|", "|\n", "|+\n  a\n", "|2\n  a\n", "|- # x\n  a\n",
		"|-\n\n  a\n", "|-\n  a\n b\n", "|-\n  a\tb\n", "|-\n  a\x7f\n", "|-\n  a\xc2\x85 b\n",
		"|-\n  a\xe2\x80\xa8 b\n", "|-\n  \xef\xbf\xbe\n", "|-\n  \xff\n", "|-\n  a",
		">\n  a\n   b\n", "|-\n  a\r\n", "|-\na\n"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(others); i++)
		if (read_block(str_of(others[i])))
			fail_msg("%s", others[i]);
}

static void test_whatever_is_changed_means_the_same(void **state)
{
	static const char changes[] = " \n\r\t|>-+1#:'\"\\\x01\xe2\xc2\xef"
								  "a";
	struct buffer text = BUFFER_INIT;
	size_t i, at, k;

	(void)state;
	for (i = 0; i < COUNT(blocks); i++) {
		const moderato_str all = str_of(blocks[i]);

		for (at = 1; at < all.len; at++) {
			for (k = 0; k < 2 * sizeof(changes); k++) { /* replaced or put in */
				buffer_clear(&text);
				buffer_add(&text, all.ptr, at);
				buffer_add_char(&text, changes[k / 2]);
				buffer_add(&text, all.ptr + at + k % 2, all.len - at - k % 2);
				read_block(buffer_view(&text));
			}
			buffer_clear(&text);
			buffer_add(&text, all.ptr, at);
			buffer_add(&text, all.ptr + at + 1, all.len - at - 1);
			read_block(buffer_view(&text));
		}
	}
	buffer_dispose(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks_are_read_as_libyaml_reads_them),
		cmocka_unit_test(test_what_is_no_plain_block_is_left_to_libyaml),
		cmocka_unit_test(test_whatever_is_changed_means_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, dispose);
}
