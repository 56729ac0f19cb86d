/* SPDX-License-Identifier: MIT */
/* Open a file, find out its format, hand on the comments that the format's source reads. */
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/fail.h"
#include "corpus/source.h"

#define SNIFF_HEAD ((size_t)64 << 10)
/* A page's discussion may begin behind a long article. A pipe is not held up for as much. */
#define SNIFF_PAGE ((size_t)4 << 20)
#define SNIFF_NULS ((size_t)1024)
#define SNIFF_PIPE_MAX ((size_t)1 << 20)

/* In the order in which they are sniffed; the last takes all. */
#define FORMATS(ROW)                                                                               \
	ROW(hn, "Hacker News items or its search's hits, JSON", SNIFF_JSON, IN_CONTEXT)                \
	ROW(reddit, "Reddit listings or monthly comment dumps, JSON", SNIFF_JSON, IN_CONTEXT)          \
	ROW(commento, "Commento's export, JSON", SNIFF_JSON, IN_CONTEXT)                               \
	ROW(remark42, "remark42's tree or backup, JSON", SNIFF_JSON, IN_CONTEXT)                       \
	ROW(isso, "Isso's threads or comments, JSON", SNIFF_JSON, IN_CONTEXT)                          \
	ROW(discourse, "Discourse topics, JSON", SNIFF_JSON, IN_CONTEXT)                               \
	ROW(coral, "Coral's or Talk's comments, JSON", SNIFF_JSON, IN_CONTEXT)                         \
	ROW(json, "an array of comments as JSON objects", SNIFF_JSON, IN_CONTEXT)                      \
	ROW(jsonl, "a comment as a JSON object on each line", SNIFF_JSON, LINES)                       \
	ROW(wxr, "a WordPress export (WXR)", SNIFF_HEAD, IN_CONTEXT)                                   \
	ROW(disqus, "a Disqus export (XML)", SNIFF_HEAD, IN_CONTEXT)                                   \
	ROW(html, "a web page saved as HTML, with comments", SNIFF_HEAD, IN_CONTEXT)                   \
	ROW(tsv, "tab-separated values with a header line", SNIFF_HEAD, APART)                         \
	ROW(csv, "comma-separated values with a header line", SNIFF_HEAD, APART)                       \
	ROW(page, "a news page saved as plain text, with its discussion", SNIFF_PAGE, IN_CONTEXT)      \
	ROW(lines, "a comment's text on each line", SNIFF_HEAD, LINES)

#define AS_FORMAT(name, help, window, records)                                                     \
	{#name, help, window, records, sniff_##name, open_##name},
#define AS_NAME(name, help, window, records) #name,
#define AS_WORD(name, help, window, records) " " #name

static const struct format formats[] = {FORMATS(AS_FORMAT)};
static const char *const names[] = {FORMATS(AS_NAME) NULL};
#define N_FORMATS (sizeof(formats) / sizeof(*formats))

struct moderato_reader {
	struct input in;
	struct source *source;
	const struct format *format;
	size_t records;
	moderato_status ended; /* not MODERATO_OK: every further call gives this */
	moderato_error error;  /* with MODERATO_EIO and MODERATO_ENOMEM */
};

/* What begins so is marked as some Unicode, or is not read, and what would make it readable. */
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
	{"\xfd\x37zXZ", 6, "xz is not read, only gzip and zstd: unpack it first, as in xz -dc FILE |"},
	{"BZh91AY&SY", 10,
		"bzip2 is not read, only gzip and zstd: unpack it first, as in bzip2 -dc FILE |"},
	{"PK\3\4", 4, "archives (zip, xlsx) are not read: unpack it or export it as CSV first"},
};

static const char *extension(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(slash ? slash : name, '.');

	return dot ? dot + 1 : "";
}

/* Digits, signs and points, such as a label or a weight is. */
static size_t number_run(moderato_str s)
{
	size_t i = 0;

	while (i < s.len &&
		   (strchr("+-.,eE", s.ptr[i]) ? s.ptr[i] != '\0' : s.ptr[i] >= '0' && s.ptr[i] <= '9'))
		i++;
	return i;
}

/* Is the line "LABEL INDEX:VALUE ..." and nothing else? */
static bool is_svmlight(moderato_str line)
{
	size_t features = 0;
	size_t n = number_run(line);

	if (!n)
		return false;
	for (;;) {
		line.ptr += n;
		line.len -= n;
		if (is_blank(line))
			return features > 0;
		if (*line.ptr != ' ' && *line.ptr != '\t')
			return false;
		line = trim_blanks(line);
		n = number_run(line);
		if (!n || n == line.len || line.ptr[n] != ':')
			return false;
		line.ptr += n + 1;
		line.len -= n + 1;
		n = number_run(line);
		if (!n)
			return false;
		features++;
	}
}

static moderato_status refuse_vectors(const char *name, moderato_str head, moderato_error *err)
{
	const char *newline = head.len ? memchr(head.ptr, '\n', head.len) : NULL;

	if (newline)
		head.len = (size_t)(newline - head.ptr);
	if (!is_svmlight(head))
		return MODERATO_OK;
	return fail_at(err, MODERATO_EFORMAT, name, 1,
		"these are svmlight vectors, not comments: read them with moderato train or "
		"moderato score and --format svmlight");
}

/* Do the bytes begin as the magic does, as far as both go? */
static bool begins_as(moderato_str bytes, const struct magic *magic)
{
	return !memcmp(bytes.ptr, magic->bytes, bytes.len < magic->len ? bytes.len : magic->len);
}

/* The row of magics that the input begins with. Reads only as far as the bytes leave doubt, so that
 * a live pipe is not held up. */
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
				doubt = view.len >= want; /* unless that is all there is */
		}
	}
	return MODERATO_OK;
}

/* What the bytes say by themselves: a byte order mark, which is stepped over, or UTF-16's NULs. */
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

/* Refuse what is no text; see to it that UTF-8 is handed out where the charset is known. */
static moderato_status begin(struct input *in, const char *option, moderato_error *err)
{
	const char *wanted = option ? charset_find((moderato_str){option, strlen(option)}) : NULL;
	const struct magic *found;
	moderato_status status;

	if (option && !wanted)
		return fail(err, MODERATO_EINVAL,
			"\"%.64s\" is no known character set, expected a name such as windows-1251, "
			"iso-8859-2, koi8-r, gbk, shift_jis or utf-16le",
			option);
	status = find_magic(in, &found, err);
	if (!status && found && found->what)
		return fail(err, MODERATO_EFORMAT, "%s: %s", in->name, found->what);
	if (!status)
		status = charset_of_bytes(in, found != NULL, &in->charset, err);
	if (!in->charset)
		in->charset = wanted;
	/* The classifier repairs what is not valid UTF-8, and says so. */
	if (!status && in->charset && strcmp(in->charset, "UTF-8") != 0)
		status = input_recode(in, in->charset, err);
	return status;
}

/* Read on to the first byte that is not white space, if it comes soon. */
static moderato_status find_content(struct input *in, moderato_str *head, moderato_error *err)
{
	moderato_str view;
	size_t n = 0;

	do {
		moderato_status status = input_peek(in, n + 1, &view, err);

		if (status)
			return status;
		while (n < view.len && is_blank((moderato_str){view.ptr + n, 1}))
			n++;
	} while (n == view.len && n < SNIFF_HEAD && !in->ended);
	*head = (moderato_str){view.ptr, n < view.len ? n + 1 : n};
	return MODERATO_OK;
}

static moderato_str without_blanks(moderato_str s)
{
	while (s.len && is_blank((moderato_str){s.ptr, 1})) {
		s.ptr++;
		s.len--;
	}
	return s;
}

/* What would pass for lines of text but is none. */
static moderato_status refuse_content(
	const struct input *in, moderato_str head, moderato_error *err)
{
	head = without_blanks(head);
	if (head.len && *head.ptr == '<')
		return refuse_xml(in->name, head, err);
	return refuse_vectors(in->name, head, err);
}

static moderato_status refuse_json(
	const struct input *in, const struct outline *outline, moderato_error *err)
{
	char keys[OUTLINE_SHOWN];

	outline_show(outline, keys);
	return fail(err, MODERATO_EFORMAT,
		"%s: a JSON document that is no export known here; its objects have %s", in->name, keys);
}

/* Look at the first line of JSON that is not wrong. MODERATO_OK: it is complete, the document is
 * one of lines; MODERATO_END: it is not, or (*doubt) there is none. */
static moderato_status outline_line(
	struct outline *outline, moderato_str content, bool *doubt, moderato_error *err)
{
	const char *newline;

	while (content.len && (newline = memchr(content.ptr, '\n', content.len))) {
		const size_t len = (size_t)(newline - content.ptr) + 1;

		if (!outline_read(outline, (moderato_str){content.ptr, len}, true))
			return fail(err, MODERATO_ENOMEM, "out of memory");
		*doubt = outline->first == OUTLINE_WRONG;
		if (!*doubt)
			return outline->first == OUTLINE_WHOLE ? MODERATO_OK : MODERATO_END;
		content.ptr += len;
		content.len -= len;
	}
	return MODERATO_END;
}

/* Read on until it is clear what the JSON is about: to the end of a line that is complete, so that
 * a live pipe is not held up, or as far as formats are sniffed. */
static moderato_status outline_content(
	struct outline *outline, struct input *in, moderato_str *head, moderato_error *err)
{
	moderato_status status = MODERATO_END;
	size_t seen = 0;
	bool doubt = true;
	bool all = false;

	while (status == MODERATO_END && !all) {
		status = input_peek(in, seen + 1, head, err);
		if (status)
			return status;
		all = head->len == seen || head->len >= SNIFF_HEAD;
		seen = head->len;
		if (head->len > SNIFF_HEAD) /* the answer does not depend on how a pipe fills */
			head->len = SNIFF_HEAD;
		status = doubt ? outline_line(outline, without_blanks(*head), &doubt, err) : MODERATO_END;
	}
	if (status == MODERATO_END && !outline_read(outline, without_blanks(*head), false))
		return fail(err, MODERATO_ENOMEM, "out of memory");
	return status < 0 ? status : MODERATO_OK;
}

/* Try the formats in turn. */
static moderato_status sniff_formats(
	const struct format **out, struct input *in, struct sample *sample, moderato_error *err)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++) {
		size_t window = formats[i].window;

		if (sample->json && sample->json->n && window != SNIFF_JSON)
			return refuse_json(in, sample->json, err);
		if (in->fd >= 0 && !in->regular && window > SNIFF_PIPE_MAX)
			window = SNIFF_PIPE_MAX;
		if (window > SNIFF_JSON) {
			moderato_status status = input_peek(in, window, &sample->head, err);

			if (status)
				return status;
			if (sample->head.len > window) /* the answer does not depend on how a pipe fills */
				sample->head.len = window;
		}
		if (formats[i].sniff(sample))
			break;
	}
	*out = &formats[i];
	return i + 1 < N_FORMATS ? MODERATO_OK : refuse_content(in, sample->head, err);
}

static moderato_status sniff(
	const struct format **out, struct input *in, const char *columns, moderato_error *err)
{
	struct sample sample = {.extension = extension(in->name), .columns = columns};
	moderato_status status = find_content(in, &sample.head, err);
	struct outline *outline = NULL;

	*out = &formats[N_FORMATS - 1];
	if (status || is_blank(sample.head))
		return status;
	if (strchr("{[", sample.head.ptr[sample.head.len - 1])) {
		outline = malloc(sizeof(*outline));
		if (!outline)
			return fail(err, MODERATO_ENOMEM, "out of memory");
		sample.json = outline;
		status = outline_content(outline, in, &sample.head, err);
	}
	if (!status)
		status = sniff_formats(out, in, &sample, err);
	free(outline);
	return status;
}

static moderato_status find_format(const struct format **out, const char *name, moderato_error *err)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++) {
		if (!strcmp(formats[i].name, name)) {
			*out = &formats[i];
			return MODERATO_OK;
		}
	}
	return fail(
		err, MODERATO_EINVAL, "\"%.64s\" is no format, expected one of" FORMATS(AS_WORD), name);
}

/* Behind input_open(): the reader is freed when this fails. */
static moderato_status open_reader(moderato_reader **out, moderato_reader *reader,
	const moderato_reader_options *options, moderato_error *err)
{
	const char *columns = options ? options->columns : NULL;
	moderato_status status = begin(&reader->in, options ? options->charset : NULL, err);

	if (!status && options && options->format)
		status = find_format(&reader->format, options->format, err);
	else if (!status)
		status = sniff(&reader->format, &reader->in, columns, err);
	if (!status && columns && reader->format->open != open_csv && reader->format->open != open_tsv)
		status = fail(err, MODERATO_EINVAL, "%s: columns are for csv and tsv, this is %s",
			reader->in.name, reader->format->name);
	if (!status)
		status = reader->format->open(&reader->source, &reader->in, options, err);
	if (status) {
		moderato_reader_free(reader);
		return status;
	}
	*out = reader;
	return MODERATO_OK;
}

static moderato_reader *new_reader(moderato_reader **out, moderato_error *err)
{
	moderato_reader *reader = calloc(1, sizeof(*reader));

	*out = NULL;
	if (!reader)
		fail(err, MODERATO_ENOMEM, "out of memory");
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

moderato_status moderato_reader_next(
	moderato_reader *reader, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = reader->ended;

	*comment = (moderato_comment)MODERATO_COMMENT_INIT;
	if (!status) {
		reader->records++;
		status = reader->source->next(reader->source, comment, &reader->error);
		if (status == MODERATO_OK)
			return status;
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
		moderato_reader_next(reader, &comment, err); /* what came before matters */
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
	free(reader);
}

const char *const *moderato_reader_formats(void)
{
	return names;
}

const char *moderato_reader_format_help(const char *format)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++)
		if (!strcmp(formats[i].name, format))
			return formats[i].help;
	return NULL;
}
