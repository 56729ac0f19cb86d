/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_AKISMET_DECIDE_H
#define TOOLS_SERVE_AKISMET_DECIDE_H
/* Whether a comment is spam, as Akismet's protocol knows only two answers.
 *
 * The policy decides. What it rejects is spam, whatever the reason: the site must not publish it,
 * and its folder of spam is where it is kept. What it holds is spam if a rule about the score of
 * spam holds it. What it holds for another reason, such as an insult or many links, is for people
 * to look at: WordPress puts a comment with the answer `false` and a header X-akismet-error among
 * those that wait for a moderator, and Discourse asks one, too; other clients publish it. That is
 * `hold: pending` of the configuration, and the alternatives are `spam` and `ham`. */
#include "moderato/classifier.h"
#include "serve/akismet/akismet_form.h"
#include "serve/config/config.h"

struct akismet_answer {
	bool spam;
	bool pending;      /* not spam, but a moderator should look at it */
	bool discard;      /* such blatant spam that nobody needs to look at it */
	const char *label; /* what it is: "ham", "spam", or the attribute of the strongest reason */
};

/* Answers what needs no score: the protocol's values for tests, administrators, and a filled field
 * that people do not see. False: the comment must be scored. */
bool akismet_decide_by_form(struct akismet_answer *out, const struct akismet_form *form);

/* Answers by what the policy decided. */
void akismet_decide(struct akismet_answer *out, const moderato_verdict *verdict,
	const moderato_bundle *bundle, const struct config *config);

#endif
