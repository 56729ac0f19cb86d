/* SPDX-License-Identifier: MIT */
/* Pages at their limits, and one byte below and above. */
#include "support.h"

#include "base/limits.h"
#include "import/html/html_tree.h"
#include "moderato/reader.h"

/* ---- the tree ---- */

static moderato_status read_tree(moderato_str page, size_t max, moderato_error *err)
{
	struct html_tree tree;
	const moderato_status status = html_tree_read(&tree, page, max, err);

	if (!status) {
		assert_true(tree.n_nodes > 1);
		html_tree_dispose(&tree);
	}
	assert_true(!tree.nodes && !tree.values && !tree.memory);
	return status;
}

/* The least that a page's tree can be read with. */
static size_t least_for(moderato_str page)
{
	size_t low = 0;
	size_t high = HTML_TREE_BYTES_MAX;
	moderato_error err;

	while (low + 1 < high) {
		const size_t middle = low + (high - low) / 2;

		if (read_tree(page, middle, &err))
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void html_tree_read__one_byte_less_than_it_takes__is_refused(void **state)
{
	static const char *const pages[] = {
		"<p>", "<b>x<p>", "<table><tr><td>a", "<div class=a id=b>c", "some words &amp; more "};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pages); i++) {
		struct buffer page = BUFFER_INIT;
		char expected[128];
		moderato_error err;
		size_t least;
		size_t n;

		for (n = 0; n < 300; n++)
			buffer_add_str(&page, pages[i]);
		least = least_for(buffer_view(&page));
		assert_in_range(least, page.len, HTML_TREE_BYTES_MAX - 1);
		assert_int_equal(read_tree(buffer_view(&page), least - 1, &err), MODERATO_ELIMIT);
		snprintf(expected, sizeof(expected),
			"the page's markup takes more than the limit of %zu bytes", least - 1);
		assert_string_equal(err.message, expected);
		must(read_tree(buffer_view(&page), least, &err), err);
		must(read_tree(buffer_view(&page), least + 1, &err), err);
		buffer_dispose(&page);
	}
}

/* ---- the page ---- */

/* A page of so many bytes, with a comment at its beginning. */
static void page_of(size_t size, struct buffer *page)
{
	static const char begin[] =
		"<!doctype html><html><body><div class=comment><i class=author>Ann</i><p class=text>A text "
		"of hers.</p></div><!--";
	size_t left = size - (sizeof(begin) - 1) - strlen("-->");

	buffer_clear(page);
	buffer_add_str(page, begin);
	assert_true(buffer_reserve(page, left + 4));
	memset(page->data + page->len, 'a', left);
	page->len += left;
	buffer_add_str(page, "-->");
	assert_int_equal(page->len, size);
}

static void html_page__a_byte_over_the_limit__is_said(void **state)
{
	static const moderato_reader_options options = {.format = "html"};
	struct buffer page = BUFFER_INIT;
	size_t size;

	(void)state;
	for (size = HTML_PAGE_BYTES_MAX - 1; size <= HTML_PAGE_BYTES_MAX + 1; size++) {
		moderato_reader *reader;
		moderato_comment comment;
		moderato_error err;

		page_of(size, &page);
		must(moderato_reader_open_memory(&reader, "page", buffer_view(&page), &options, &err), err);
		if (size > HTML_PAGE_BYTES_MAX) {
			assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_ELIMIT);
			assert_non_null(strstr(err.message, "only its beginning is read"));
		}
		must(moderato_reader_next(reader, &comment, &err), err);
		assert_int_equal(comment.text.len, strlen("A text of hers."));
		assert_memory_equal(comment.text.ptr, "A text of hers.", comment.text.len);
		assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
		moderato_reader_free(reader);
	}
	buffer_dispose(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_tree_read__one_byte_less_than_it_takes__is_refused),
		cmocka_unit_test(html_page__a_byte_over_the_limit__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
