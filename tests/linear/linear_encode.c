/* SPDX-License-Identifier: MIT */
/* What an encoder reads: the text as it is meant to be read, and its pieces. */
#include "encode/pieces.h"
#include "fuzz/small_bundle.h"
#include "linear_table.h"
#include "moderato/classifier.h"

#define TEXT_MAX ((size_t)240 << 10) /* a little below MODERATO_COMMENT_BYTES_MAX */

static void read_text(const char *argument, moderato_str bytes)
{
	static struct buffer file;
	static moderato_bundle *bundle;
	static moderato_classifier *classifier;
	const moderato_comment comment = {.text = bytes};
	moderato_str text;

	(void)argument;
	if (!classifier) {
		small_bundle(SMALL_COMMENTS, &file);
		require(!moderato_bundle_open_memory(&bundle, "small", buffer_view(&file), NULL));
		require(!moderato_classifier_new(&classifier, bundle, NULL, NULL));
	}
	require(!moderato_classifier_reading(classifier, &comment, &text, NULL));
}

const struct stage stage_reading = {"reading", read_text, NULL, TEXT_MAX, 1};

/* A vocabulary that is walked in vain: of "aaa…" only the first letter is a piece. */
static void build(struct vocabulary *v)
{
	static const char *const marks[] = {"[CLS]", "[SEP]", "[UNK]"};
	struct buffer text = BUFFER_INIT;
	size_t i;

	buffer_add(&text, "##a", 4);
	buffer_add_str(&text, "##");
	buffer_repeat(&text, 'a', VOCABULARY_PIECE_BYTES_MAX - 3);
	buffer_add(&text, "b", 2);
	for (i = 0; i < COUNT(marks); i++)
		buffer_add(&text, marks[i], strlen(marks[i]) + 1);
	buffer_add(&text, "a", 2);
	require(!text.failed && !vocabulary_build(v, buffer_view(&text), 6, NULL));
	buffer_dispose(&text);
}

static void cut(const char *argument, moderato_str bytes)
{
	static struct vocabulary vocabulary;
	const struct text text = {bytes.ptr, bytes.len, NULL};
	struct arena arena = ARENA_INIT;
	struct pieces pieces;

	(void)argument;
	if (!vocabulary.nodes)
		build(&vocabulary);
	require(pieces_of(&vocabulary, &text, 80, &arena, &pieces));
	arena_dispose(&arena);
}

const struct stage stage_pieces = {"pieces", cut, NULL, TEXT_MAX, 1};
