/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_CAMPAIGN_H
#define MODERATO_CAMPAIGN_H
/**
 * @file moderato/campaign.h
 * Find campaigns: comments of one batch that are variants of one text.
 *
 * Template spam is one text with words swapped, links varied and letters disguised, so that no two
 * comments are equal. What stays is found in three steps:
 *
 * 1. A comment becomes a set of *shingles*: the letters of its words as they are meant to be read
 *    (look-alikes, leet, accents, invisible and repeated letters undone), less vowels, l, digits
 *    and signs, blanks, links and @names; six in a row. Words run together or pulled apart change
 *    nothing, a masked or missing letter costs six shingles, of about two a word.
 * 2. Its *signature* is 31 minima of the set under 31 hash functions, 16 bits of each. The share of
 *    equal minima estimates the share of shingles that two comments have in common (Jaccard).
 * 3. Comments that agree in one of 62 pairs of minima are compared. With 8 equal minima, and
 *    MODERATO_SHINGLES_MIN shingles in common, they are variants of one text, and so are those that
 *    a chain of such pairs links. A text that has seven variants is a template: with 7 equal minima
 *    and 10 shingles others join it, with 5 where they have them with two of its variants.
 *
 * What is quoted does not count: lines that begin with ">", [quote] and <blockquote>, and shingles
 * of `parent`; unless there is nothing else. So answers that quote one comment are no campaign.
 * Comments with fewer than MODERATO_SHINGLES_MIN shingles ("thanks!", "great post") are in none:
 * about a dozen words and 60 characters of English, 27 characters of Chinese. Nor is text found
 * that is a small part of other text, different each time.
 *
 * The result depends on the comments and their order alone: not on threads, nor on how the batch
 * was cut into files. Time is linear: each comment is compared with at most eight others of a
 * bucket of each pair. Memory is 4 bytes a comment and 64 for one that is long enough to have a
 * signature, 32 more while campaigns are being found; afterwards 4 a comment and 24 a campaign.
 *
 * A notice that a moderator posts again and again is found like any other text: what follows is the
 * policy's to say (moderato/policy.h, `repeated`).
 *
 * Sources: A. Broder, On the resemblance and containment of documents, 1997 (shingles, minima);
 * P. Indyk and R. Motwani, Approximate nearest neighbors, 1998 (bands); M. Charikar, Similarity
 * estimation techniques from rounding algorithms, 2002, and G. S. Manku, A. Jain, A. Das Sarma,
 * Detecting near-duplicates for web crawling, 2007, for the sketch that was not taken: it measures
 * angles, and of short texts those of few words in common are as near as chance brings them.
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

/** Minima of a signature. */
#define MODERATO_SIGNATURE_MINIMA 31

/** A comment with fewer shingles is in no campaign: that few are a common phrase. */
#define MODERATO_SHINGLES_MIN 22

/** Comments of one batch at most: 1.7 GB while campaigns are being found. More are refused with
 *  MODERATO_ELIMIT, never left out silently. */
#define MODERATO_CAMPAIGN_COMMENTS_MAX ((size_t)1 << 24)

/** The command speaks of a campaign from so many comments on: two are somebody who pressed the
 *  button twice. */
#define MODERATO_CAMPAIGN_SIZE_MIN 3

/** What is kept of a comment: a plain value of 64 bytes. */
typedef struct moderato_signature {
	uint16_t minimum[MODERATO_SIGNATURE_MINIMA];
	uint16_t shingles; /**< how many there are; 65535: or more */
} moderato_signature;

/**
 * The signature of a comment's text. Thread-safe; a pure function of text and parent.
 * @return MODERATO_OK; MODERATO_END: too short for one; MODERATO_ELIMIT (text or parent over
 *         MODERATO_COMMENT_BYTES_MAX); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_signature_of(
	const moderato_comment *comment, moderato_signature *signature, moderato_error *err);

/** How many of the MODERATO_SIGNATURE_MINIMA are equal. */
MODERATO_API size_t moderato_signature_equal(
	const moderato_signature *left, const moderato_signature *right);

typedef struct moderato_campaigns moderato_campaigns; /* opaque */

/** Comments that are variants of one text. */
typedef struct moderato_campaign {
	uint64_t id;  /**< of the earliest member's signature: the same text gives the same id again */
	size_t size;  /**< members, 2 or more */
	size_t first; /**< the earliest member: its number, from 0 */
} moderato_campaign;

/**
 * Begin a batch. Use from one thread at a time.
 * @param out receives it; free it with moderato_campaigns_free(). NULL on failure
 * @param max comments at most; 0: MODERATO_CAMPAIGN_COMMENTS_MAX, which no other may exceed
 * @return MODERATO_OK, MODERATO_EINVAL, MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_campaigns_new(
	moderato_campaigns **out, size_t max, moderato_error *err);

/**
 * Add the next comment: the n-th call adds number n - 1. Nothing is borrowed.
 * @param signature NULL for a comment without one, which only takes a number
 * @return MODERATO_OK; MODERATO_ELIMIT: there are as many as there may be; MODERATO_EINVAL:
 *         campaigns were found already; MODERATO_ENOMEM. After a failure nothing was added
 */
MODERATO_API moderato_status moderato_campaigns_add(
	moderato_campaigns *campaigns, const moderato_signature *signature, moderato_error *err);

/** Find the campaigns, once, after all comments were added.
 *  @return MODERATO_OK; MODERATO_EINVAL: done before; MODERATO_ENOMEM */
MODERATO_API moderato_status moderato_campaigns_find(
	moderato_campaigns *campaigns, moderato_error *err);

/** The number of campaigns with at least `least` members; 0 before they were found. */
MODERATO_API size_t moderato_campaigns_count(const moderato_campaigns *campaigns, size_t least);

/** Campaign i, the largest first, then the earliest; i < moderato_campaigns_count(campaigns, 2). */
MODERATO_API moderato_campaign moderato_campaigns_at(const moderato_campaigns *campaigns, size_t i);

/** The campaign of comment number `number`: 1, and *campaign is it; 0: it is in none, or there is
 *  no such comment. Thread-safe once campaigns were found. */
MODERATO_API int moderato_campaigns_of(
	const moderato_campaigns *campaigns, size_t number, moderato_campaign *campaign);

/** The same as a place in the order of moderato_campaigns_at(); SIZE_MAX: in none. */
MODERATO_API size_t moderato_campaigns_place(const moderato_campaigns *campaigns, size_t number);

/** Free; NULL is fine. */
MODERATO_API void moderato_campaigns_free(moderato_campaigns *campaigns);

/** Receives a host, such as "shop.example"; the bytes live during the call. */
typedef void (*moderato_host_sink)(void *payload, moderato_str host);

/**
 * Hand over the host of each link of a comment: of its text, then of `author_url`; in lower case,
 * without "www.", one that is there twice twice. Hosts are whatever the comment says: hostile
 * input. Thread-safe.
 * @return MODERATO_OK, MODERATO_ELIMIT, MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_comment_hosts(
	const moderato_comment *comment, moderato_host_sink sink, void *payload, moderato_error *err);

MODERATO_END_DECLS
#endif
