/* SPDX-License-Identifier: MIT */
/* Pages at their limits, and one byte below and above. */
#include "support.h"

#include "base/limits.h"
#include "import/html/html_tree.h"
#include "moderato/reader.h"

/* ---- the tree ---- */

/* Returns whether the whole page is read with so much memory. What is read is a tree anyhow. */
static bool is_read(moderato_str page, size_t max)
{
	struct html_tree tree;
	moderato_error err;
	bool whole;
	unsigned i;

	must(html_tree_read(&tree, page, max, &err), err);
	whole = !tree.cut;
	for (i = 0; i < tree.n_nodes; i++)
		assert_in_range(tree.nodes[i].end, i + 1, tree.nodes[tree.nodes[i].parent].end);
	html_tree_dispose(&tree);
	assert_true(!tree.nodes && !tree.values && !tree.blocks && !tree.scripts);
	return whole;
}

/* The least that a page's tree can be read with. */
static size_t least_for(moderato_str page)
{
	size_t low = 0;
	size_t high = HTML_TREE_BYTES_MAX;

	while (low + 1 < high) {
		const size_t middle = low + (high - low) / 2;

		if (is_read(page, middle))
			high = middle;
		else
			low = middle;
	}
	return high;
}

static void html_tree_read__one_byte_less_than_it_takes__is_cut(void **state)
{
	static const char *const pages[] = {"<p>", "<b>x<p>", "<table><tr><td>a", "<div class=a id=b>c",
		"some words &amp; more ", "<script type='application/ld+json'>{}</script>"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pages); i++) {
		struct buffer page = BUFFER_INIT;
		size_t least;

		add_times(&page, pages[i], 300);
		least = least_for(buffer_view(&page));
		assert_in_range(least, sizeof(struct html_node), HTML_TREE_BYTES_MAX - 1);
		assert_false(is_read(buffer_view(&page), least - 1));
		assert_true(is_read(buffer_view(&page), least + 1));
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
		cmocka_unit_test(html_tree_read__one_byte_less_than_it_takes__is_cut),
		cmocka_unit_test(html_page__a_byte_over_the_limit__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
