/* SPDX-License-Identifier: MIT */
/* What Coral is told of a comment that the policy does not publish:
 *
 * - it is flagged as spam or as toxic, or both, as its own phases do by COMMENT_DETECTED_SPAM and
 *   COMMENT_DETECTED_TOXIC, for the attributes that the policy's reasons name;
 * - if it is held for one of these, it becomes SYSTEM_WITHHELD, as by those phases;
 * - if it is held for whatever else (links, length, a list of phrases), for which Coral has no
 * flag, it becomes PREMOD: it waits for a moderator all the same;
 * - if it is rejected, it becomes REJECTED. No moderationAction with a rejectionReason is sent: it
 *   needs a code of Coral's own list, and Coral throws a whole answer away when one word in it is
 *   not in its schema. */
#include "serve/coral/coral.h"

static void add_flag(struct buffer *out, size_t *n, const char *reason)
{
	buffer_printf(out, "%s{\"actionType\":\"FLAG\",\"reason\":\"%s\"}", (*n)++ ? "," : "", reason);
}

void coral_opinion(struct buffer *out, const moderato_verdict *verdict, int spam)
{
	const char *status = "REJECTED";
	bool is_spam = false;
	bool is_toxic = false;
	size_t n = 0;
	size_t i;

	for (i = 0; i < verdict->n_reasons; i++) {
		const int attribute = verdict->reasons[i].attribute;

		is_spam |= attribute >= 0 && attribute == spam;
		is_toxic |= attribute >= 0 && attribute != spam;
	}
	if (verdict->decision == MODERATO_HOLD)
		status = is_spam || is_toxic ? "SYSTEM_WITHHELD" : "PREMOD";
	buffer_add_str(out, "{\"actions\":[");
	if (is_toxic)
		add_flag(out, &n, "COMMENT_DETECTED_TOXIC");
	if (is_spam)
		add_flag(out, &n, "COMMENT_DETECTED_SPAM");
	buffer_printf(out, "],\"status\":\"%s\"}\n", status);
}
