/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_READER_H
#define MODERATO_READER_H
/**
 * @file moderato/reader.h
 * Read comments, one at a time, from a file in any known format.
 *
 * A reader streams: its memory depends on the longest record, not on the
 * length of the file. A malformed record is reported with its place and
 * skipped; the next call reads on. Not thread-safe; use one reader per thread.
 *
 * Formats: jsonl (a comment as JSON on each line), json (an array of such), csv and tsv (RFC 4180
 * quoting, with a header), lines (one plain text on each line; unasked only from standard input,
 * pipes, and where the lines look like prose), page (a news page saved as plain
 * text, with its discussion), html (a web page saved as HTML: comments in schema.org's vocabulary,
 * as microdata, RDFa or JSON-LD, in the markup of WordPress and other known programs, otherwise in
 * lists whose entries have an author and a time), wxr (a WordPress export), disqus (a Disqus
 * export), parquet (by a plug-in, see below), and the JSON of other systems:
 *
 * - hn: Hacker News items, alone, in arrays, in lines or in trees, and the
 *   answers of its search;
 * - reddit: listings, the monthly dumps of comments, and comments by their ids;
 * - commento, remark42 (tree, backup), isso (threads, API), discourse (topics),
 *   coral (its collection, or answers of its API; Talk's too);
 * - github (REST, also Gitea's; GraphQL's discussions and giscus's; gh), mastodon
 *   (statuses, the context of one, an archive's outbox): tried on what the tests of
 *   client libraries recorded of both;
 * - wpjson (WordPress's REST API, wp comment list, phpMyAdmin's wp_comments), facebook
 *   (the comments in its download and in Instagram's, whose UTF-8 is mended), youtube
 *   (commentThreads and comments of its API), ytdlp (info.json), ghost, cusdis, hyvor
 *   (answers of their APIs), staticman (entries; staticyaml: those in YAML): all
 *   after their documentation, their source or published examples, not tried on real
 *   files.
 *
 * These are known by the keys of their objects. Their comments come with author, time (ISO 8601,
 * UTC where it can be understood), group (the thread), parent_id and state, as far as the export
 * says; HTML stays HTML. A comment is returned when its JSON object ends, hence after any answers
 * that are nested in it. Data that a comment refers to may come after it (Commento's names, the
 * threads of Isso and Discourse): for that a file is read twice, and up to 64 MB of names are kept;
 * from a pipe the ids are returned instead of the names. Broken JSON loses only the comment that
 * contains it: reading goes on where the next one begins.
 *
 * Input that is compressed by gzip or zstd is unpacked while it is read, whatever its name. A zstd
 * window over 8 MB (more than zstd -19 needs) is refused from a pipe or memory; a regular file may
 * ask for up to 2 GB, as Reddit's dumps do, and that much memory is used if it unpacks to as much.
 *
 * XML (wxr and disqus) is read in the encoding that it declares; no entity is expanded and nothing
 * external is opened. Broken XML within a field of a comment is taken as it is written; elsewhere
 * reading goes on at the next comment, and the error says what was lost and in which line. Titles
 * and addresses of all Disqus threads are kept, up to 256 MB; further ones are absent.
 *
 * parquet (Apache Parquet's columns, which mean what those of csv do) is read by Arrow's library
 * through a plug-in, moderato_reader_options.parquet, and only from a file or memory, uncompressed,
 * because its index is at its end. Its line numbers are those of its rows, from 1. Timestamps
 * become ISO 8601. Where a page is damaged, the rest of its row group is lost, which the error
 * says. The pages that are held, one of each column, may take 512 MB.
 *
 * UTF-16 and UTF-32, known by a byte order mark or by its NULs, are converted to UTF-8, and so is
 * any input whose character set is given; characters that cannot be converted become U+FFFD.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** A record longer than this, in bytes, is skipped with MODERATO_ELIMIT; memory stays bounded. */
#define MODERATO_RECORD_BYTES_MAX ((size_t)2 << 20)

/** In the exports of discussions a title, a name or an address that is longer than this, in bytes,
 * is cut: it may belong to every comment that follows, and would be written as often. The next call
 * says so once, with MODERATO_ELIMIT. */
#define MODERATO_BESIDE_BYTES_MAX ((size_t)4 << 10)

typedef struct moderato_reader moderato_reader; /* opaque */

typedef struct moderato_reader_options {
	const char *format;  /**< a name of moderato_reader_formats(); NULL: sniffed from the content */
	const char *columns; /**< csv, tsv, parquet, json, jsonl: "field=column,…", such as
							"text=comment_body,id=key", where a column is a header's name or #N
							(from 1), in JSON a member's name or a path of them
							("text=comment.body"), and a field one of the comment's keys or
							"labels.ATTRIBUTE"; NULL: columns named as the keys */
	const char *delimiter;  /**< csv, tsv: what separates the fields, one character or "tab"; NULL:
							   found out, or as a first line "sep=;" says */
	int no_header;          /**< csv, tsv: the first line is a record, too; `columns` then has
							   numbers, such as "text=#3" */
	const char *labels_map; /**< as for columns: what words mean as labels, besides 0, 1,
							   ham, spam, no, yes and so on: "junk=1,fine=0,unsure=", in any case; a
							   word without a value leaves the label unknown. NULL: no others */
	const char *charset;    /**< the character set of input without a byte order mark, such as
							   "windows-1251"; takes precedence over the document's declaration. NULL:
							   as declared, otherwise UTF-8 */
	const char *parquet; /**< the path of the plug-in that reads parquet, which `make install` puts
							into LIBDIR/moderato/ where Arrow's library was found; it is loaded when
							such a file is met. NULL: such a file is refused */
	int stop; /**< a descriptor, such as one end of a pipe that a signal handler writes to: when it
				 becomes readable, waiting for a pipe or a terminal ends with MODERATO_EIO. 0: none
			   */
} moderato_reader_options;

#define MODERATO_READER_OPTIONS_INIT                                                               \
	{                                                                                              \
		0                                                                                          \
	}

/**
 * Open a file.
 *
 * @param out     receives the reader; free it with moderato_reader_free(). NULL on failure
 * @param path    a path; "-" is standard input
 * @param options may be NULL
 * @param err     may be NULL
 * @return MODERATO_OK, MODERATO_EIO (cannot open, a directory), MODERATO_EFORMAT (no known
 *         format, or a header that lacks a mapped column), MODERATO_EINVAL (an option) or
 *         MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_reader_open(moderato_reader **out, const char *path,
	const moderato_reader_options *options, moderato_error *err);

/** Open a reader over bytes that the caller keeps alive; messages call them `name`. */
MODERATO_API moderato_status moderato_reader_open_memory(moderato_reader **out, const char *name,
	moderato_str bytes, const moderato_reader_options *options, moderato_error *err);

/**
 * Read the next comment.
 *
 * @param comment receives the comment; it borrows from the reader until the next call
 * @return MODERATO_OK; MODERATO_END; MODERATO_EFORMAT or MODERATO_ELIMIT: this record was
 *         skipped, call again for the next; MODERATO_EIO or MODERATO_ENOMEM: no more can be read
 */
MODERATO_API moderato_status moderato_reader_next(
	moderato_reader *reader, moderato_comment *comment, moderato_error *err);

/** The format being read, such as "jsonl"; static. */
MODERATO_API const char *moderato_reader_format(const moderato_reader *reader);

/** Returns 1 if moderato_reader_next() would have to wait for the writer of a pipe or a terminal,
 *  because no whole record has arrived: finish first what has been read. Returns 0 if it would not
 *  wait, and for formats other than jsonl and lines, for which this is unknown. */
MODERATO_API int moderato_reader_waits(const moderato_reader *reader);

/**
 * Return the position in the file, in bytes, at which the last record ends, and the file's size (0
 * if it is not a regular file). For a compressed file both count compressed bytes, and the position
 * moves in steps of 64 KB of text, as it does for converted text. The position depends on the file
 * alone, so that several readers can divide a file by it.
 */
MODERATO_API size_t moderato_reader_position(const moderato_reader *reader, size_t *size);

/**
 * Returns the number of comments so far that were removed or deleted and whose text the export no
 * longer has. They are counted and skipped, because there is nothing to judge.
 */
MODERATO_API size_t moderato_reader_without_text(const moderato_reader *reader);

/**
 * Returns the number of comments so far whose time could not be read: it stays as it is written.
 * Every other time is ISO 8601 in UTC, such as 2024-07-01T22:35:46Z, or a date without a time of
 * day. Read are seconds and milliseconds since 1970, ISO 8601 with any offset or none, which means
 * UTC (but for the local times of a WordPress export, which stay without an offset), the dates of
 * mails (RFC 822) and of the web, and those that are written for people, in several languages, if
 * they say which number is the month: "May 3, 2024 10:00 am", "13/05/2024 10:00".
 */
MODERATO_API size_t moderato_reader_times_unread(const moderato_reader *reader);

/**
 * Returns the number of bytes so far that are not UTF-8 and were read as Windows-1252, in csv, tsv,
 * wxr and disqus. (Other formats hand on such bytes as they are, or as U+FFFD.)
 */
MODERATO_API size_t moderato_reader_converted(const moderato_reader *reader);

/**
 * Returns the number of columns of parquet that are left out, because their values are lists, maps
 * or bytes that are no text. (What a table of another form has in the other columns is in `extra`.)
 */
MODERATO_API size_t moderato_reader_columns_unread(const moderato_reader *reader);

/** A reader's position, which moderato_reader_tell() returns and moderato_reader_seek() takes.
 */
typedef struct moderato_reader_place {
	size_t records; /**< read so far, the skipped ones too */
	size_t bytes;   /**< of unpacked text */
	size_t line;    /**< number of the next line, from 1 */
} moderato_reader_place;

MODERATO_API void moderato_reader_tell(const moderato_reader *reader, moderato_reader_place *place);

/**
 * Go on at a place where a reader of the same input and options was before. Call it before the
 * first moderato_reader_next(). It seeks if it can; a pipe, a compressed file or a converted one is
 * read up to the place.
 *
 * @return MODERATO_OK; MODERATO_EIO: the input ends before; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_reader_seek(
	moderato_reader *reader, const moderato_reader_place *place, moderato_error *err);

/**
 * Skip the records that end at or before this moderato_reader_position(), if their end can be found
 * without parsing them; other records are still returned.
 *
 * @return MODERATO_OK, MODERATO_EIO or MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_reader_skip(
	moderato_reader *reader, size_t position, moderato_error *err);

/** Close and free; NULL is fine. */
MODERATO_API void moderato_reader_free(moderato_reader *reader);

/** Reads comments that do not come from a file: each is the text of one JSON object. */
typedef struct moderato_comment_parser moderato_comment_parser; /* opaque */

/** Make a parser; free it with moderato_comment_parser_free(). Use one per thread.
 *  MODERATO_ENOMEM. */
MODERATO_API moderato_status moderato_comment_parser_new(
	moderato_comment_parser **out, moderato_error *err);

/**
 * Read a comment from the text of a JSON object, by the rules of the format jsonl: bytes that are
 * not UTF-8 are repaired, and unknown members become `extra`.
 *
 * @param comment receives the comment, whose strings live until the next call on the parser. On
 *                failure it has nothing but its id, if the text says that
 * @return MODERATO_OK; MODERATO_EFORMAT: the message says what is wrong, without a line;
 *         MODERATO_ELIMIT; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_comment_parse(moderato_comment_parser *parser,
	moderato_str json, moderato_comment *comment, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_comment_parser_free(moderato_comment_parser *parser);

/** The formats' names, NULL-terminated; static. */
MODERATO_API const char *const *moderato_reader_formats(void);

/** What a format is, in one line; NULL for an unknown name. Static. */
MODERATO_API const char *moderato_reader_format_help(const char *format);

MODERATO_END_DECLS
#endif
