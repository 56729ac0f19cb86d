/* SPDX-License-Identifier: MIT */
/* The table of formats, and how a format is recognised by the beginning of the input. */
#include "corpus/formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "base/limits.h"
#include "base/str.h"
#include "corpus/unknown.h"

#define SNIFF_HEAD ((size_t)64 << 10)

/* The formats in the order in which they are tried; the last one accepts everything. One that was
 * tried on no file from elsewhere says what it was written by; tests/public-files.md tells of
 * those that were. */
#define FORMATS(ROW)                                                                               \
	ROW(hn, "Hacker News items or search results, JSON", SNIFF_JSON, IN_CONTEXT)                   \
	ROW(github, "GitHub's or Gitea's comments, giscus, JSON", SNIFF_JSON, IN_CONTEXT)              \
	ROW(reddit, "Reddit listings or monthly comment dumps, JSON", SNIFF_JSON, IN_CONTEXT)          \
	ROW(commento, "Commento's export, JSON", SNIFF_JSON, IN_CONTEXT)                               \
	ROW(remark42, "remark42's tree or backup, JSON", SNIFF_JSON, IN_CONTEXT)                       \
	ROW(isso, "Isso's threads or comments, JSON", SNIFF_JSON, IN_CONTEXT)                          \
	ROW(discourse, "Discourse topics, JSON", SNIFF_JSON, IN_CONTEXT)                               \
	ROW(youtube, "YouTube's commentThreads, JSON", SNIFF_JSON, IN_CONTEXT)                         \
	ROW(ytdlp, "yt-dlp's info.json (by its manual)", SNIFF_JSON, IN_CONTEXT)                       \
	ROW(wpjson, "WordPress's REST or wp comment list, JSON", SNIFF_JSON, IN_CONTEXT)               \
	ROW(mastodon, "Mastodon statuses or an archive's outbox, JSON", SNIFF_JSON, IN_CONTEXT)        \
	ROW(facebook, "Facebook's or Instagram's download, JSON (by examples)", SNIFF_JSON,            \
		IN_CONTEXT)                                                                                \
	ROW(ghost, "Ghost's comments, JSON (by its source)", SNIFF_JSON, IN_CONTEXT)                   \
	ROW(cusdis, "Cusdis's comments, JSON (by its source)", SNIFF_JSON, IN_CONTEXT)                 \
	ROW(hyvor, "Hyvor Talk's comments, JSON (by its manual)", SNIFF_JSON, IN_CONTEXT)              \
	ROW(staticman, "Staticman's entries, JSON (by its source)", SNIFF_JSON, IN_CONTEXT)            \
	ROW(coral, "Coral's or Talk's comments, JSON (by its source)", SNIFF_JSON, IN_CONTEXT)         \
	ROW(json, "comments as JSON objects in an array, or in one in an object", SNIFF_JSON,          \
		IN_CONTEXT)                                                                                \
	ROW(jsonl, "a comment as a JSON object on each line", SNIFF_JSON, LINES)                       \
	ROW(wxr, "a WordPress export (WXR)", SNIFF_HEAD, IN_CONTEXT)                                   \
	ROW(disqus, "a Disqus export (XML)", SNIFF_HEAD, IN_CONTEXT)                                   \
	ROW(blogger, "Blogger's export or its feed.atom of Google Takeout", SNIFF_HEAD, IN_CONTEXT)    \
	ROW(feed, "a feed of comments, RSS or Atom", SNIFF_HEAD, IN_CONTEXT)                           \
	ROW(stackexchange, "Comments.xml of a Stack Exchange data dump", SNIFF_HEAD, IN_CONTEXT)       \
	ROW(sql, "a dump of WordPress's database (MySQL, MariaDB), its comments", SNIFF_HEAD,          \
		IN_CONTEXT)                                                                                \
	ROW(mtif, "Movable Type's or TypePad's export, text", SNIFF_HEAD, IN_CONTEXT)                  \
	ROW(html, "a web page saved as HTML, with comments", SNIFF_HEAD, IN_CONTEXT)                   \
	ROW(staticyaml, "Staticman's entries, YAML or front matter", SNIFF_HEAD, IN_CONTEXT)           \
	ROW(tsv, "tab-separated values with a header line", SNIFF_HEAD, APART)                         \
	ROW(csv, "comma-separated values with a header line", SNIFF_HEAD, APART)                       \
	ROW(parquet, "Apache Parquet's columns, as csv's (where Arrow's library is)", SNIFF_HEAD,      \
		IN_CONTEXT)                                                                                \
	ROW(page, "a web page saved as plain text, with its discussion", SNIFF_PAGE, IN_CONTEXT)       \
	ROW(lines, "a comment's text on each line", SNIFF_HEAD, LINES)

#define AS_FORMAT(name, help, window, records)                                                     \
	{#name, help, window, records, sniff_##name, open_##name},
#define AS_NAME(name, help, window, records) #name,
#define AS_WORD(name, help, window, records) " " #name

static const struct format formats[] = {FORMATS(AS_FORMAT)};
static const char *const names[] = {FORMATS(AS_NAME) NULL};
#define N_FORMATS (sizeof(formats) / sizeof(*formats))

static const char *extension(const char *name)
{
	const char *slash = strrchr(name, '/');
	const char *dot = strrchr(slash ? slash : name, '.');

	return dot ? dot + 1 : "";
}

/* Returns how many digits, signs and points the string begins with, as in a label or a
 * weight. */
static size_t number_run(moderato_str s)
{
	size_t i = 0;

	while (i < s.len && (strchr("+-.,eE", s.ptr[i]) ? s.ptr[i] != '\0' : ascii_is_digit(s.ptr[i])))
		i++;
	return i;
}

/* Returns whether the line is "LABEL INDEX:VALUE ..." and nothing else. */
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

/* Reads on to the first byte that is not white space, if it comes soon. */
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

/* Refuses content that would pass for lines of text but is something else. */
static moderato_status refuse_content(
	const struct input *in, moderato_str head, moderato_error *err)
{
	moderato_status status;

	head = without_blanks(head);
	if (head.len && *head.ptr == '<')
		status = refuse_xml(in->name, head, err);
	else
		status = refuse_vectors(in->name, head, err);
	return status ? status : refuse_unknown(in, head, err);
}

static moderato_status refuse_json(const struct format **out, const struct input *in,
	const struct sample *sample, moderato_error *err)
{
	char keys[OUTLINE_SHOWN];

	if (json_is_empty(sample->json, sample->head))
		return format_find(out, "json", err);
	outline_show(sample->json, keys);
	return fail(err, MODERATO_EFORMAT,
		"%s: JSON that is no export known here (--help lists them); its objects have %s", in->name,
		keys);
}

static bool is_one_line(moderato_str head)
{
	const moderato_str content = without_blanks(head);
	const char *newline = content.len ? memchr(content.ptr, '\n', content.len) : NULL;

	return !newline || is_blank(str_from(content, (size_t)(newline - content.ptr)));
}

/* Refuses lines of JSON objects if none of the first has a text: one message instead of one for
 * each line. Only then more than the first line is read, so that a live pipe is not delayed. */
static moderato_status refuse_json_lines(
	const struct format **out, struct input *in, struct sample *sample, moderato_error *err)
{
	struct outline *outline = sample->json;
	size_t seen = 0;

	if (!outline || !outline->n || sample->columns)
		return MODERATO_OK;
	if (in->regular && outline->first == OUTLINE_WHOLE && !outline_has_text(outline, 1, 0, true)) {
		moderato_status status = input_peek(in, SNIFF_HEAD, &sample->head, err);

		if (status)
			return status;
		if (is_one_line(sample->head)) /* an answer such as {"message": "not found"} */
			return refuse_json(out, in, sample, err);
	}
	while (!json_has_text(outline)) {
		moderato_status status = input_peek(in, seen + 1, &sample->head, err);

		if (status)
			return status;
		if (sample->head.len > SNIFF_HEAD)
			sample->head.len = SNIFF_HEAD;
		if (!outline_read(outline, without_blanks(sample->head), false))
			return fail_no_memory(err);
		if (sample->head.len == seen)
			return refuse_json(out, in, sample, err);
		seen = sample->head.len;
	}
	return MODERATO_OK;
}

/* Looks at the first line of JSON that is not wrong. MODERATO_OK means that it is complete, so
 * the document consists of lines; MODERATO_END means that it is not complete, or (with *doubt) that
 * there is no such line. */
static moderato_status outline_line(
	struct outline *outline, moderato_str content, bool *doubt, moderato_error *err)
{
	const char *newline;

	while (content.len && (newline = memchr(content.ptr, '\n', content.len))) {
		const size_t len = (size_t)(newline - content.ptr) + 1;

		if (!outline_read(outline, (moderato_str){content.ptr, len}, true))
			return fail_no_memory(err);
		*doubt = outline->first == OUTLINE_WRONG;
		if (!*doubt)
			return outline->first == OUTLINE_WHOLE ? MODERATO_OK : MODERATO_END;
		content.ptr += len;
		content.len -= len;
	}
	return MODERATO_END;
}

/* Reads on until it is clear what the JSON is about. Stops at the end of a complete line, so
 * that a live pipe is not delayed, or at the limit for recognising formats. */
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
		if (head->len > SNIFF_HEAD) /* a pipe must not change the answer */
			head->len = SNIFF_HEAD;
		status = doubt ? outline_line(outline, without_blanks(*head), &doubt, err) : MODERATO_END;
	}
	if (status == MODERATO_END && !outline_read(outline, without_blanks(*head), false))
		return fail_no_memory(err);
	return status < 0 ? status : MODERATO_OK;
}

/* Returns whether it is the JSON of some other program, whose members are known. */
static bool is_known_form(const struct format *format)
{
	return format->window == SNIFF_JSON && format->open != open_json && format->open != open_jsonl;
}

/* Tries the formats in turn. */
static moderato_status sniff_formats(
	const struct format **out, struct input *in, struct sample *sample, moderato_error *err)
{
	size_t i;

	for (i = 0; i < N_FORMATS; i++) {
		size_t window = formats[i].window;

		if (sample->json && sample->columns && is_known_form(&formats[i]))
			continue; /* whoever names members wants these, not what is known of a form */
		if (sample->json && sample->json->n && window != SNIFF_JSON)
			return refuse_json(out, in, sample, err);
		if (in->fd >= 0 && !in->regular && window > SNIFF_PIPE_MAX)
			window = SNIFF_PIPE_MAX;
		if (window > SNIFF_JSON) {
			moderato_status status = input_peek(in, window, &sample->head, err);

			if (status)
				return status;
			if (sample->head.len > window) /* a pipe must not change the answer */
				sample->head.len = window;
		}
		if (formats[i].sniff(sample))
			break;
	}
	*out = &formats[i];
	if (formats[i].open == open_jsonl)
		return refuse_json_lines(out, in, sample, err);
	return i + 1 < N_FORMATS ? MODERATO_OK : refuse_content(in, sample->head, err);
}

moderato_status format_sniff(const struct format **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct sample sample = {.extension = extension(in->name),
		.columns = options ? options->columns : NULL,
		.table = options && (options->delimiter || options->no_header)};
	moderato_status status = find_content(in, &sample.head, err);
	struct outline *outline = NULL;

	*out = &formats[N_FORMATS - 1];
	if (status || is_blank(sample.head))
		return status ? status : refuse_empty(in, err);
	if (strchr("{[", sample.head.ptr[sample.head.len - 1])) {
		outline = malloc(sizeof(*outline));
		if (!outline)
			return fail_no_memory(err);
		sample.json = outline;
		status = outline_content(outline, in, &sample.head, err);
		if (!status && json_is_empty(outline, without_blanks(sample.head)) && !outline->n) {
			free(outline);
			return format_find(out, "json", err);
		}
	}
	if (!status)
		status = sniff_formats(out, in, &sample, err);
	free(outline);
	return status;
}

moderato_status format_find(const struct format **out, const char *name, moderato_error *err)
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
