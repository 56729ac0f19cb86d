/* SPDX-License-Identifier: MIT */
/* Any bytes as a saved web page: first made harmless, then as a reader has it. */
#include "import/html/html_clean.h"
#include "import/html/html_tree.h"
#include "promise.h"
#include "round_trip.h"

/* The tree is whole, and no deeper than was promised and what gumbo adds to tables. */
static void check_tree(const struct html_tree *tree)
{
	unsigned i;

	for (i = 0; i < tree->n_nodes; i++) {
		const struct html_node *node = &tree->nodes[i];
		unsigned depth = 0;
		unsigned up;

		promise(node->end > i && node->end <= tree->nodes[node->parent].end);
		promise(node->parent < i || i == 0);
		for (up = i; up; up = tree->nodes[up].parent)
			depth++;
		promise(depth <= 3 * HTML_DEPTH_MAX + 3);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data, size};
	struct html_clean clean = {BUFFER_INIT, BUFFER_INIT};
	struct html_tree tree;
	moderato_error err;

	html_clean(&clean, bytes);
	if (!html_tree_read(&tree, buffer_view(&clean.page), (size_t)1 << 28, &err)) {
		check_tree(&tree);
		html_tree_dispose(&tree);
	}
	buffer_dispose(&clean.page);
	buffer_dispose(&clean.json_ld);
	read_and_write("html", bytes);
	return 0;
}
