/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_CAMPAIGN_H
#define MODERATO_CAMPAIGN_H
/**
 * @file moderato/campaign.h
 * Find campaigns: comments of one batch that are variants of one text.
 *
 * Template spam is one text with words exchanged, links varied and letters disguised, so that no
 * two comments are equal. What they still have in common is found in three steps:
 *
 * 1. A comment becomes a set of *shingles*: runs of six letters, as its words are meant to be read
 *    (look-alikes, leet, accents, invisible and repeated letters undone). Vowels, l, digits, signs,
 *    blanks, links and @names are left out. Words that are run together or pulled apart change
 *    nothing; a masked or missing letter changes six shingles. A word gives about two.
 * 2. The *signature* of a comment has the minima of its set under 31 hash functions, 16 bits of
 *    each (MinHash). The share of equal minima estimates the share of shingles that two comments
 *    have in common (their Jaccard similarity).
 * 3. Comments that agree in one of 62 pairs of minima are compared. If 8 minima are equal, and the
 *    two have MODERATO_SHINGLES_MIN shingles in common, they are variants of one text; so are all
 *    comments that a chain of such pairs links. A text with seven variants is a template. Others
 *    join it with 7 equal minima and 10 shingles in common, or with 5 equal minima if they have
 *    these with two of its variants.
 *
 * Quotations do not count: lines that begin with ">", [quote] and <blockquote>, and the shingles of
 * `parent`; unless the comment has nothing else. Therefore answers that quote one comment are no
 * campaign. Comments with fewer than MODERATO_SHINGLES_MIN shingles ("thanks!", "great post") are
 * in no campaign; that many are about a dozen words or 60 characters of English, or 27 characters
 * of Chinese. A text that is only a small part of longer, different texts is not found.
 *
 * The result depends only on the comments and their order: not on threads, nor on how the batch is
 * divided into files. Time is linear: in each pass over a pair of minima, a comment is compared
 * with at most eight others. Memory is 4 bytes for each comment and 64 for each signature, and 32
 * more for each signature while campaigns are being found; afterwards 4 for each comment and 24 for
 * each campaign.
 *
 * A notice that a moderator posts again and again is found like any other text: the policy decides
 * what follows (moderato/policy.h, `repeated`).
 *
 * Sources: A. Broder, On the resemblance and containment of documents, 1997 (shingles, minima);
 * P. Indyk and R. Motwani, Approximate nearest neighbors, 1998 (bands). SimHash was not chosen
 * (M. Charikar, Similarity estimation techniques from rounding algorithms, 2002; G. S. Manku,
 * A. Jain, A. Das Sarma, Detecting near-duplicates for web crawling, 2007): it measures angles, and
 * between short texts these are hardly smaller for a few common words than by chance.
 *
 * @code
 * moderato_campaigns *campaigns;
 * moderato_signature signature;
 * moderato_campaign campaign;
 *
 * moderato_campaigns_new(&campaigns, 0, &err);
 * for each comment, in order:
 *     status = moderato_signature_of(&comment, &signature, &err);   // on any thread
 *     moderato_campaigns_add(campaigns, status ? NULL : &signature, &err);
 * moderato_campaigns_find(campaigns, &err);
 * if (moderato_campaigns_of(campaigns, 17, &campaign))
 *     printf("comment 17 is one of %zu\n", campaign.size);
 * moderato_campaigns_free(campaigns);
 * @endcode
 */
#include <stdint.h>

#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** The number of minima in a signature. */
#define MODERATO_SIGNATURE_MINIMA 31

/** A comment with fewer shingles is in no campaign: so few are a common phrase. */
#define MODERATO_SHINGLES_MIN 22

/** The most comments of one batch, which take 1.7 GB while campaigns are being found. Further ones
 *  are refused with MODERATO_ELIMIT, never left out silently. */
#define MODERATO_CAMPAIGN_COMMENTS_MAX ((size_t)1 << 24)

/** The command reports campaigns of at least this many comments: two are often one author who
 *  pressed the button twice. */
#define MODERATO_CAMPAIGN_SIZE_MIN 3

/** All that is kept of a comment: a plain value of 64 bytes. */
typedef struct moderato_signature {
	uint16_t minimum[MODERATO_SIGNATURE_MINIMA];
	uint16_t shingles; /**< the number of shingles; 65535 also stands for more */
} moderato_signature;

/**
 * Compute the signature of a comment: a pure function of its text and parent. Thread-safe.
 * @return MODERATO_OK; MODERATO_END (the text is too short to have one); MODERATO_ELIMIT (text or
 *         parent exceeds MODERATO_COMMENT_BYTES_MAX); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_signature_of(
	const moderato_comment *comment, moderato_signature *signature, moderato_error *err);

/** Count the minima that are equal, of MODERATO_SIGNATURE_MINIMA. */
MODERATO_API size_t moderato_signature_equal(
	const moderato_signature *left, const moderato_signature *right);

typedef struct moderato_campaigns moderato_campaigns; /* opaque */

/** Comments that are variants of one text. */
typedef struct moderato_campaign {
	uint64_t id;  /**< a hash of the earliest member's signature: it recurs with the text */
	size_t size;  /**< members, 2 or more */
	size_t first; /**< the number of the earliest member, from 0 */
} moderato_campaign;

/**
 * Begin a batch. Use it from one thread at a time.
 * @param out receives the batch; free it with moderato_campaigns_free(). NULL on failure
 * @param max the most comments, up to MODERATO_CAMPAIGN_COMMENTS_MAX, which 0 stands for
 * @return MODERATO_OK, MODERATO_EINVAL, MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_campaigns_new(
	moderato_campaigns **out, size_t max, moderato_error *err);

/**
 * Add the next comment: the n-th call adds number n - 1. Nothing is borrowed.
 * @param signature NULL for a comment without one, which only takes a number
 * @return MODERATO_OK; MODERATO_ELIMIT (the batch is full); MODERATO_EINVAL (campaigns were found
 *         already); MODERATO_ENOMEM. After a failure nothing has been added
 */
MODERATO_API moderato_status moderato_campaigns_add(
	moderato_campaigns *campaigns, const moderato_signature *signature, moderato_error *err);

/** Find the campaigns. Call this once, after all comments were added.
 *  @return MODERATO_OK; MODERATO_EINVAL (they were found already); MODERATO_ENOMEM */
MODERATO_API moderato_status moderato_campaigns_find(
	moderato_campaigns *campaigns, moderato_error *err);

/** The number of campaigns with at least `least` members; 0 before campaigns were found. */
MODERATO_API size_t moderato_campaigns_count(const moderato_campaigns *campaigns, size_t least);

/** Campaign i, i < moderato_campaigns_count(campaigns, 2). They are sorted by size, the largest
 *  first, and then by their earliest members. */
MODERATO_API moderato_campaign moderato_campaigns_at(const moderato_campaigns *campaigns, size_t i);

/** Look up the campaign of a comment by the comment's number. Returns 1 and fills *campaign, or 0
 *  if the comment is in none or does not exist. Thread-safe once campaigns were found. */
MODERATO_API int moderato_campaigns_of(
	const moderato_campaigns *campaigns, size_t number, moderato_campaign *campaign);

/** The index of a comment's campaign for moderato_campaigns_at(); SIZE_MAX if it is in none. */
MODERATO_API size_t moderato_campaigns_place(const moderato_campaigns *campaigns, size_t number);

/** Free a batch. NULL is fine. */
MODERATO_API void moderato_campaigns_free(moderato_campaigns *campaigns);

/** Receives a host, such as "shop.example", whose bytes live during the call. */
typedef void (*moderato_host_sink)(void *payload, moderato_str host);

/**
 * Pass the host of each link of a comment to `sink`: first those of its text, then that of
 * `author_url`. Hosts are in lower case, without "www.", and not deduplicated. They are whatever
 * the comment says, hence hostile input. Thread-safe.
 * @return MODERATO_OK, MODERATO_ELIMIT, MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_comment_hosts(
	const moderato_comment *comment, moderato_host_sink sink, void *payload, moderato_error *err);

MODERATO_END_DECLS
#endif
