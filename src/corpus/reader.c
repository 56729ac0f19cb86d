/* SPDX-License-Identifier: MIT */
/* Opens a file, finds out its format, and hands on the comments that the format's source
 * reads. */
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/fail.h"
#include "corpus/formats.h"
#include "corpus/quoted.h"
#include "corpus/times.h"
#include "corpus/unknown.h"

#define SNIFF_NULS ((size_t)1024)

struct moderato_reader {
	struct input in;
	struct source *source;
	const struct format *format;
	size_t records;
	struct times times;
	moderato_status ended; /* unless MODERATO_OK, every further call returns this */
	struct quoted quoted;  /* in the comment that was read last */
	enum { CUT_NOTHING, CUT_SOMETHING, CUT_SAID } cut; /* of what stands beside the texts */
	size_t cut_line;
	moderato_error error; /* set with MODERATO_EIO and MODERATO_ENOMEM */
};

#define BINARY(what) "binary, " what
#define UNREAD(name, command)                                                                      \
	"binary, " name " is not read, only gzip and zstd: unpack it first, as in " command " FILE |"

static const char parquet_unread[] =
	"Parquet is not read: convert it first, as in duckdb -c \"COPY (FROM 'FILE') TO "
	"'FILE.csv'\" or python3 -c \"import pandas; pandas.read_parquet('FILE').to_csv('FILE.csv', "
	"index=False)\"";

/* Beginnings of files that mark them as some Unicode or as unreadable, and what would make them
 * readable. */
static const struct magic {
	const char *bytes;
	size_t len;
	const char *what;
} magics[] = {
	{"\xef\xbb\xbf", 3, NULL},
	{"\xff\xfe", 2, NULL},
	{"\xfe\xff", 2, NULL},
	{"\0\0\xfe\xff", 4, NULL},
	{"\x1f\x8b", 2, "compressed twice: unpack it first, as in gzip -dc FILE |"},
	{"\x28\xb5\x2f\xfd", 4, "compressed twice: unpack it first, as in zstd -dc FILE |"},
	{"\xfd\x37zXZ", 6, UNREAD("xz", "xz -dc")},
	{"BZh91AY&SY", 10, UNREAD("bzip2", "bzip2 -dc")},
	{"PK\3\4", 4, BINARY("an archive (zip, xlsx)") ": unpack it or export it as CSV first"},
	{"PK\5\6", 4, BINARY("an archive (zip)")},
	{"7z\xbc\xaf\x27\x1c", 6, BINARY("an archive (7z)") ": unpack it first"},
	{"Rar!\x1a\7", 6, BINARY("an archive (rar)") ": unpack it first"},
	{"!<arch>\n", 8, BINARY("an archive (ar)")},
	{"\x89PNG\r\n\x1a\n", 8, BINARY("a picture (PNG)")},
	{"\xff\xd8\xff", 3, BINARY("a picture (JPEG)")},
	{"GIF87a", 6, BINARY("a picture (GIF)")},
	{"GIF89a", 6, BINARY("a picture (GIF)")},
	{"%PDF-", 5, BINARY("a document (PDF): save its text first")},
	{"\xd0\xcf\x11\xe0", 4, BINARY("a document (doc, xls): export it as CSV first")},
	{"SQLite format 3", 16, BINARY("a database (SQLite): export a table as CSV first")},
	{"\x7f"
	 "ELF",
		4, BINARY("a program (ELF)")},
	{"PAR1\x15", 5, parquet_unread},
};

/* Returns whether the bytes agree with the magic, as far as both go. */
static bool begins_as(moderato_str bytes, const struct magic *magic)
{
	return !memcmp(bytes.ptr, magic->bytes, bytes.len < magic->len ? bytes.len : magic->len);
}

/* Finds the magic that the input begins with. Reads only while the bytes leave doubt, so that a
 * live pipe is not delayed. */
static moderato_status find_magic(struct input *in, const struct magic **found, moderato_error *err)
{
	moderato_str view = {NULL, 0};
	bool doubt = true;
	size_t i;

	*found = NULL;
	while (doubt && !*found) {
		size_t want = view.len + 1;
		moderato_status status = input_peek(in, want, &view, err);

		if (status)
			return status;
		doubt = false;
		for (i = 0; i < sizeof(magics) / sizeof(*magics); i++) {
			if (!begins_as(view, &magics[i]))
				continue;
			if (view.len >= magics[i].len)
				*found = &magics[i];
			else
				doubt = view.len >= want; /* at the end, no more can come */
		}
	}
	return MODERATO_OK;
}

/* Finds the charset that the bytes reveal themselves: by a byte order mark, which is skipped, or
 * by UTF-16's NULs. */
static moderato_status charset_of_bytes(
	struct input *in, bool marked, const char **charset, moderato_error *err)
{
	moderato_str view;
	size_t len;
	moderato_status status = input_peek(in, marked ? 4 : 2, &view, err);

	*charset = NULL;
	if (!status && marked) {
		*charset = charset_of_mark(view, &len);
		input_take(in, len);
	} else if (!status && view.len >= 2 && (!view.ptr[0] || !view.ptr[1])) {
		status = input_peek(in, SNIFF_NULS, &view, err);
		if (!status)
			*charset = charset_of_nuls(
				(moderato_str){view.ptr, view.len < SNIFF_NULS ? view.len : SNIFF_NULS});
	}
	return status;
}

/* Returns whether the bytes are Parquet's, which a plug-in may read. */
static bool is_parquet(const struct magic *magic)
{
	return magic && magic->what == parquet_unread;
}

/* Refuses what is not read. Where the charset of text is known, has the input converted to UTF-8.
 */
static moderato_status begin(struct input *in, const moderato_reader_options *options,
	const struct magic **found, moderato_error *err)
{
	const char *option = options ? options->charset : NULL;
	const char *wanted = option ? charset_find((moderato_str){option, strlen(option)}) : NULL;
	moderato_status status;

	if (option && !wanted)
		return fail(err, MODERATO_EINVAL,
			"\"%.64s\" is no known character set, expected a name such as windows-1251, "
			"iso-8859-2, koi8-r, gbk, shift_jis or utf-16le",
			option);
	status = find_magic(in, found, err);
	if (!status && is_parquet(*found) && options && options->parquet)
		return MODERATO_OK;
	if (!status && *found && (*found)->what)
		return fail(err, MODERATO_EFORMAT, "%s: %s", in->name, (*found)->what);
	if (!status)
		status = charset_of_bytes(in, *found != NULL, &in->charset, err);
	if (!in->charset)
		in->charset = wanted;
	/* The classifier repairs invalid UTF-8, and says so. */
	if (!status && in->charset && strcmp(in->charset, "UTF-8") != 0)
		status = input_recode(in, in->charset, err);
	return status;
}

/* Finds the format: by the first bytes, otherwise by the options, otherwise by the content. */
static moderato_status find_format(moderato_reader *reader, const struct magic *magic,
	const moderato_reader_options *options, moderato_error *err)
{
	const char *name = options ? options->format : NULL;

	if (is_parquet(magic) && name && strcmp(name, "parquet") != 0)
		return fail(err, MODERATO_EINVAL, "%s: this is parquet, not %.64s", reader->in.name, name);
	if (is_parquet(magic))
		name = "parquet";
	return name ? format_find(&reader->format, name, err)
				: format_sniff(&reader->format, &reader->in, options, err);
}

/* Refuses options that the format has no use for. */
static moderato_status check_options(
	const moderato_reader *reader, const moderato_reader_options *options, moderato_error *err)
{
	const bool text = reader->format->open == open_csv || reader->format->open == open_tsv;
	const bool table = text || reader->format->open == open_parquet;
	const bool objects = reader->format->open == open_json || reader->format->open == open_jsonl;
	const char *what = NULL;

	if (!table && !objects && options->columns)
		what = "columns are for csv, tsv, json and jsonl";
	else if (!text && options->delimiter)
		what = "a delimiter is for csv and tsv";
	else if (!text && options->no_header)
		what = "a missing header is for csv and tsv";
	else if (!table && !objects && options->labels_map)
		what = "a labels map is for csv, tsv, json and jsonl";
	else if (reader->format->open == open_parquet && options->charset)
		what = "a character set is for text";
	if (!what)
		return MODERATO_OK;
	return fail(
		err, MODERATO_EINVAL, "%s: %s, this is %s", reader->in.name, what, reader->format->name);
}

/* Finishes opening after input_open(). Frees the reader if this fails. */
static moderato_status open_reader(moderato_reader **out, moderato_reader *reader,
	const moderato_reader_options *options, moderato_error *err)
{
	const struct magic *magic = NULL;
	moderato_status status = begin(&reader->in, options, &magic, err);

	if (!status && reader->in.begin == reader->in.end && reader->in.ended)
		status = refuse_empty(&reader->in, err);
	if (!status)
		status = find_format(reader, magic, options, err);
	if (!status && options)
		status = check_options(reader, options, err);
	if (!status)
		status = reader->format->open(&reader->source, &reader->in, options, err);
	if (status) {
		moderato_reader_free(reader);
		return status;
	}
	reader->times.local = reader->source->local_times;
	*out = reader;
	return MODERATO_OK;
}

static moderato_reader *new_reader(moderato_reader **out, moderato_error *err)
{
	moderato_reader *reader = calloc(1, sizeof(*reader));

	*out = NULL;
	if (!reader)
		fail_no_memory(err);
	return reader;
}

moderato_status moderato_reader_open(moderato_reader **out, const char *path,
	const moderato_reader_options *options, moderato_error *err)
{
	moderato_reader *reader = new_reader(out, err);
	moderato_status status = MODERATO_ENOMEM;

	if (!reader)
		return status;
	status = input_open(&reader->in, path, err);
	if (!status && options)
		reader->in.stop = options->stop;
	if (!status)
		return open_reader(out, reader, options, err);
	free(reader);
	return status;
}

moderato_status moderato_reader_open_memory(moderato_reader **out, const char *name,
	moderato_str bytes, const moderato_reader_options *options, moderato_error *err)
{
	moderato_reader *reader = new_reader(out, err);
	moderato_status status = MODERATO_ENOMEM;

	if (!reader)
		return status;
	status = input_open_memory(&reader->in, name, bytes, err);
	if (!status)
		return open_reader(out, reader, options, err);
	free(reader);
	return status;
}

/* Marks what the comment quotes. A line of JSON may say so itself. */
static moderato_status mark_quoted(
	moderato_reader *reader, moderato_comment *comment, moderato_error *err)
{
	static const char member[] = "\"quoted\":";

	if (reader->format->records == LINES ||
		(comment->extra.len &&
			memmem(comment->extra.ptr, comment->extra.len, member, sizeof(member) - 1)))
		return MODERATO_OK;
	if (!quoted_find(&reader->quoted, comment->text))
		return fail_no_memory(err);
	comment->quoted = reader->quoted.n ? reader->quoted.v : NULL;
	comment->n_quoted = reader->quoted.n;
	return MODERATO_OK;
}

/* Cuts what may belong to many comments, so that they are together no longer than what was read. */
static void cut_beside(moderato_reader *reader, moderato_comment *comment)
{
	moderato_str *const fields[] = {&comment->id, &comment->title, &comment->url, &comment->group,
		&comment->author, &comment->author_email, &comment->author_url, &comment->parent_id};
	size_t i;

	for (i = 0; reader->format->records == IN_CONTEXT && i < sizeof(fields) / sizeof(*fields);
		 i++) {
		size_t len = MODERATO_BESIDE_BYTES_MAX;

		if (fields[i]->len <= len)
			continue;
		while (len > MODERATO_BESIDE_BYTES_MAX - 4 && (fields[i]->ptr[len] & 0xc0) == 0x80)
			len--; /* within a character */
		fields[i]->len = len;
		if (reader->cut == CUT_NOTHING) {
			reader->cut = CUT_SOMETHING;
			reader->cut_line = comment->line;
		}
	}
}

static moderato_status tell_cut(moderato_reader *reader)
{
	reader->cut = CUT_SAID;
	return fail_at(&reader->error, MODERATO_ELIMIT, reader->in.name, reader->cut_line,
		"what stands beside the text is longer than the limit of %zu bytes: only the beginning of "
		"such titles, names and addresses is kept",
		MODERATO_BESIDE_BYTES_MAX);
}

moderato_status moderato_reader_next(
	moderato_reader *reader, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = reader->ended;

	*comment = (moderato_comment)MODERATO_COMMENT_INIT;
	if (!status) {
		reader->records++;
		status = reader->cut == CUT_SOMETHING
					 ? tell_cut(reader)
					 : reader->source->next(reader->source, comment, &reader->error);
		if (status == MODERATO_OK)
			cut_beside(reader, comment);
		if (status == MODERATO_OK)
			status = mark_quoted(reader, comment, &reader->error);
		if (status == MODERATO_OK) {
			if (comment->created.len && !time_is_utc(comment->created))
				times_rewrite(&reader->times, &comment->created);
			return status;
		}
		*comment = (moderato_comment)MODERATO_COMMENT_INIT;
		if (status != MODERATO_EFORMAT && status != MODERATO_ELIMIT)
			reader->ended = status;
	}
	if (status == MODERATO_END)
		reader->error = (moderato_error){"", 0};
	if (err)
		*err = reader->error;
	return status;
}

int moderato_reader_waits(const moderato_reader *reader)
{
	return !reader->ended && reader->format->records == LINES && input_waits(&reader->in);
}

struct source *reader_source(moderato_reader *reader)
{
	return reader->source;
}

const char *moderato_reader_format(const moderato_reader *reader)
{
	return reader->format->name;
}

size_t moderato_reader_position(const moderato_reader *reader, size_t *size)
{
	if (size)
		*size = reader->in.size;
	return input_position(&reader->in);
}

size_t moderato_reader_without_text(const moderato_reader *reader)
{
	return reader->source->without_text;
}

size_t moderato_reader_times_unread(const moderato_reader *reader)
{
	return reader->times.unread;
}

size_t moderato_reader_converted(const moderato_reader *reader)
{
	return reader->source->converted;
}

size_t moderato_reader_columns_unread(const moderato_reader *reader)
{
	return reader->source->left_out;
}

void moderato_reader_tell(const moderato_reader *reader, moderato_reader_place *place)
{
	*place = (moderato_reader_place){reader->records, reader->in.taken, reader->in.line};
}

moderato_status moderato_reader_seek(
	moderato_reader *reader, const moderato_reader_place *place, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_comment comment;

	if (reader->format->records != IN_CONTEXT) {
		status = input_skip_to(&reader->in, place->bytes, place->line, err);
		reader->records = place->records;
		reader->ended = status;
	}
	while (reader->records < place->records && !reader->ended)
		moderato_reader_next(reader, &comment, err); /* later ones depend on it */
	return reader->ended < 0 ? reader->ended : MODERATO_OK;
}

moderato_status moderato_reader_skip(moderato_reader *reader, size_t position, moderato_error *err)
{
	if (reader->ended || reader->format->records != LINES)
		return MODERATO_OK;
	reader->ended = input_skip_lines(&reader->in, position, &reader->error);
	if (err)
		*err = reader->error;
	return reader->ended;
}

void moderato_reader_free(moderato_reader *reader)
{
	if (!reader)
		return;
	if (reader->source)
		reader->source->close(reader->source);
	input_close(&reader->in);
	quoted_dispose(&reader->quoted);
	free(reader);
}
