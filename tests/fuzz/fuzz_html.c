/* SPDX-License-Identifier: MIT */
/* Any bytes as a saved web page: first made harmless, then as a reader has it. */
#include "import/html/html_tree.h"
#include "promise.h"
#include "round_trip.h"

/* The tree is whole, and no deeper than was promised. */
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
		promise(depth <= HTML_DEPTH_MAX);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data, size};
	struct html_tree tree;
	moderato_error err;

	if (!html_tree_read(&tree, bytes, (size_t)1 << 28, &err)) {
		check_tree(&tree);
		html_tree_dispose(&tree);
	}
	read_and_write("html", bytes);
	return 0;
}
