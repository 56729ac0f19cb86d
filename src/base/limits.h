/* SPDX-License-Identifier: MIT */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H
/* The limits that bound memory, in one place, because together they are what the manual promises
 * (MEMORY in moderato(1); tests/checks/memory.sh holds it). Those that callers meet are public:
 * MODERATO_COMMENT_BYTES_MAX and MODERATO_RECORD_BYTES_MAX (reader.h, comment.h),
 * MODERATO_CAMPAIGN_COMMENTS_MAX (campaign.h), MODERATO_CARD_BYTES_MAX (card.h); those of the
 * daemon are settings. Limits that bound work or meaning stand where they are used. */
#include <stddef.h>

/* ---- threads ---- */

/* `-j` of the command. One thread reads for all of them, which keeps fewer than this busy. Each has
 * a cache, its share of the batches, and what its longest comment takes. */
#define JOBS_MAX 64

/* Words in the cache of a thread: 8 MB with up to eight heads, all but the rarest words of running
 * text. More than eight threads share what eight have. */
#define CACHE_WORDS_DEFAULT ((size_t)1 << 17)
#define CACHES_WORDS_MAX (8 * CACHE_WORDS_DEFAULT)

/* Of comments that wait for a thread or for their turn, two batches a thread; a longer single
 * comment gets its own batch. */
#define BATCH_BYTES ((size_t)512 << 10)
#define BATCH_RECORDS 1024

#define PARALLEL_THREADS_MAX 16 /* of the trainer, each of which has an array of all features */

/* ---- compressed input ---- */

/* 8 MB, what zstd -19 needs. zstd's own 128 MB, or the 2 GB of --long=31, would be memory that an
 * input from outside makes every reader hold. */
#define ZSTD_WINDOW_LOG_PIPE 23
/* 2 GB, for a file of one's own: Reddit's monthly dumps are packed by --long=31, and whoever has
 * one on the disk wants it read. The decoder asks for the window at once, but the pages of it
 * become memory only as they are filled: a file that unpacks to less takes less. */
#define ZSTD_WINDOW_LOG_FILE (sizeof(size_t) > 4 ? 31 : 30)

/* ---- formats ---- */

/* Sniffing looks at this much: a page's discussion may begin after a long article. Less is read
 * from a pipe, so as not to delay it. */
#define SNIFF_PAGE ((size_t)4 << 20)
#define SNIFF_PIPE_MAX ((size_t)1 << 20)

/* A string of JSON: as long as a record may be, so that one that is too long is told from the rest.
 */
#define JSON_STREAM_STRING_MAX ((size_t)2 << 20)
/* Deeper containers are skipped: a bracket costs only a byte here, but more in the caller. */
#define JSON_STREAM_DEPTH_MAX 2048

/* What all open records of a JSON discussion hold, that is, the ancestors of a comment. */
#define JSON_HELD_BYTES_MAX ((size_t)16 << 20)
/* What is remembered of earlier records before it is forgotten. Comments seldom refer to anything
 * far away. */
#define JSON_NAMES_KEPT ((size_t)8 << 20)
/* The people or threads of a discussion whose comments refer to what follows: enough for a few
 * hundred thousand. */
#define NAME_TABLE_BYTES_MAX ((size_t)64 << 20)
/* Ids, addresses and titles of the threads of a Disqus export, all of which are kept. */
#define DISQUS_THREADS_BYTES_MAX ((size_t)256 << 20)

#define CSV_FIELDS_MAX ((size_t)4096) /* of a record of CSV or TSV; those beyond it are counted */

/* What the pages of a Parquet file take, packed and unpacked: of every column one, and what its
 * values are looked up in. Most writers make pages of 1 MB, DuckDB's have at most 100 MB. */
#define PARQUET_BYTES_MAX ((size_t)512 << 20)
/* Its index, which has 80 bytes for each column of each row group: room for 50 columns in 1,000
 * groups. Decoded it takes ten times that; if it is made for that, 250 times. */
#define PARQUET_FOOTER_BYTES_MAX ((size_t)4 << 20)

#define XML_TOKEN_BYTES_MAX ((size_t)256 << 10) /* a tag, a comment or an instruction */
/* expat remembers every name that it has seen, so the parser is replaced after this many bytes. */
#define XML_RENEW_BYTES ((size_t)4 << 20)
#define XML_RENEW_LATE                                                                             \
	((size_t)8 << 20) /* the same inside of a record, which is too long by then */

/* A web page is read as a whole. Discussions of fifty thousand comments take less; of a longer one
 * the beginning is read. */
#define HTML_PAGE_BYTES_MAX ((size_t)64 << 20)
/* Its tree takes as much again as a usual page, and up to sixteen times as much if the page is
 * nothing but tags. With the page and the texts that are found it stays within 256 MB. */
#define HTML_TREE_BYTES_MAX ((size_t)128 << 20)
/* Comments of a page; each takes 128 bytes and its text. */
#define HTML_ITEMS_MAX ((size_t)1 << 18)
/* Its beginning by which the charset is guessed that is not declared. */
#define HTML_GUESS_BYTES ((size_t)16 << 20)
/* Its text, if its markup says nothing and its lines are looked at instead. */
#define HTML_LINES_BYTES_MAX ((size_t)8 << 20)
/* The beginning of a text page, in which the form of its bylines is looked for: an article is
 * shorter. */
#define TALK_WINDOW ((size_t)512 << 10)

/* ---- files of the operator ---- */

/* A larger bundle is refused: no count in it may make the reader allocate or scan for ever. */
#define BUNDLE_BYTES_MAX ((size_t)1 << 30)
/* Its sample of the training, unpacked: a small section can expand to thirty times its size. */
#define REHEARSAL_BYTES_MAX ((size_t)1 << 24)
/* A policy is written by hand; a megabyte holds ten thousand phrases of a hundred bytes. */
#define POLICY_BYTES_MAX ((size_t)1 << 20)
/* A line of vectors: room for millions of pairs, more than any text's vector has. */
#define VECTORS_LINE_BYTES_MAX ((size_t)64 << 20)

/* ---- reports ---- */

/* Of `score --report`. A browser scrolls and searches this many rows without lag, holds a page's
 * text twice, and parses it as a whole. For longer input the page says which rows it lists. */
#define SITE_ROWS_MAX ((size_t)100000)
#define SITE_BYTES_MAX ((size_t)64 << 20)
/* Names of threads that the page has had already; a new one beyond them is written each time. */
#define SITE_THREAD_BYTES_MAX ((size_t)8 << 20)

#endif
