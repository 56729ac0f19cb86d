/* SPDX-License-Identifier: MIT */
/* Lists the hosts that a comment links to: splitting gives a host token for each link. */
#include <string.h>

#include "base/fail.h"
#include "moderato/campaign.h"
#include "text/words_of.h"

static const char host_token[] = {TOKEN_MARK, 'h', 'o', 's', 't', ' '};

static bool hand_hosts(
	struct arena *arena, moderato_str text, moderato_host_sink sink, void *payload)
{
	struct words words;
	size_t i;

	if (!words_of(arena, text, &words))
		return false;
	for (i = 0; i < words.n; i++) {
		const struct word *word = &words.v[i];

		if (word->kind == WORD_TOKEN && word->len > sizeof(host_token) &&
			!memcmp(word->surface, host_token, sizeof(host_token)))
			sink(payload,
				(moderato_str){word->surface + sizeof(host_token), word->len - sizeof(host_token)});
	}
	return true;
}

moderato_status moderato_comment_hosts(
	const moderato_comment *comment, moderato_host_sink sink, void *payload, moderato_error *err)
{
	struct arena arena = ARENA_INIT;
	bool good;

	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX ||
		comment->author_url.len > MODERATO_COMMENT_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "the comment or its author's link is over %zu bytes long",
			MODERATO_COMMENT_BYTES_MAX);
	good = hand_hosts(&arena, comment->text, sink, payload) &&
		   hand_hosts(&arena, comment->author_url, sink, payload);
	arena_dispose(&arena);
	return good ? MODERATO_OK : fail_no_memory(err);
}
