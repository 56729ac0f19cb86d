/* SPDX-License-Identifier: MIT */
/* What stands beside many texts, such as the title of their page, at its limit. */
#include "support.h"

#include "base/str.h"
#include "moderato/reader.h"

/* Two comments of a page whose title is so many letters, and a character of two bytes. */
static void page_with_title(size_t letters, struct buffer *page)
{
	buffer_clear(page);
	buffer_add_str(page, "TITLE: ");
	add_times(page, "a", letters);
	buffer_add_str(
		page, "\xc3\xa9\n-----\nCOMMENT:\nAUTHOR: Ann\nOne\n-----\nCOMMENT:\nTwo\n-----\n");
}

static void check_title(const struct buffer *page, const char *format, size_t len, bool is_cut)
{
	const moderato_reader_options options = {.format = format};
	moderato_reader *reader;
	moderato_comment comment;
	moderato_error err;

	must(moderato_reader_open_memory(&reader, "page", buffer_view(page), &options, &err), err);
	must(moderato_reader_next(reader, &comment, &err), err);
	assert_true(str_is(comment.text, "One"));
	assert_int_equal(comment.title.len, len);
	if (is_cut) {
		assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_ELIMIT);
		assert_non_null(strstr(err.message, "page:3: what stands beside the text"));
	}
	must(moderato_reader_next(reader, &comment, &err), err);
	assert_true(str_is(comment.text, "Two"));
	assert_int_equal(comment.title.len, len);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
	moderato_reader_free(reader);
}

static void title__longer_than_the_limit__is_cut_and_said_once(void **state)
{
	const size_t max = MODERATO_BESIDE_BYTES_MAX;
	struct buffer page = BUFFER_INIT;

	(void)state;
	page_with_title(max - 3, &page);
	check_title(&page, "mtif", max - 1, false);
	page_with_title(max - 2, &page);
	check_title(&page, "mtif", max, false);
	page_with_title(max - 1, &page);
	check_title(&page, "mtif", max - 1, true);
	page_with_title(3 * max, &page);
	check_title(&page, "mtif", max, true);
	buffer_dispose(&page);
}

static void title__of_a_line_of_its_own__is_kept(void **state)
{
	struct buffer lines = BUFFER_INIT;

	(void)state;
	buffer_add_str(&lines, "{\"text\":\"One\",\"title\":\"");
	add_times(&lines, "a", 2 * MODERATO_BESIDE_BYTES_MAX);
	buffer_add_str(&lines, "\"}\n{\"text\":\"Two\",\"title\":\"");
	add_times(&lines, "a", 2 * MODERATO_BESIDE_BYTES_MAX);
	buffer_add_str(&lines, "\"}\n");
	check_title(&lines, "jsonl", 2 * MODERATO_BESIDE_BYTES_MAX, false);
	buffer_dispose(&lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(title__longer_than_the_limit__is_cut_and_said_once),
		cmocka_unit_test(title__of_a_line_of_its_own__is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
