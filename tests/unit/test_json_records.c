/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <unistd.h>

#include "import/name_table.h"
#include "base/timestamp.h"

static const struct record_field fields[] = {
	RECORD_FIELD("id", id),
	RECORD_FIELD("to", parent_id),
	RECORD_FIELD("by", author),
	RECORD_FIELD("in", group),
	RECORD_FIELD("at", created),
	RECORD_FIELD("is", state),
	RECORD_FIELD("text", text),
	{NULL, 0},
};

/* The line of add_records(), and "(N)" where there are comments without a text. */
static void read_on(struct buffer *out, moderato_reader *reader)
{
	add_records(out, reader, fields);
	if (moderato_reader_without_text(reader))
		buffer_printf(out, "(%zu)", moderato_reader_without_text(reader));
}

static const char *read_text(struct buffer *out, moderato_str text, const char *format)
{
	const moderato_reader_options o = {.format = format};
	moderato_reader *reader;
	moderato_error err;

	buffer_clear(out);
	if (moderato_reader_open_memory(&reader, "f", text, &o, &err)) {
		buffer_printf(out, "? %s", err.message);
		return buffer_cstr(out);
	}
	buffer_printf(out, "%s: ", moderato_reader_format(reader));
	read_on(out, reader);
	moderato_reader_free(reader);
	return buffer_cstr(out);
}

static void formats__are_known_by_the_keys_of_their_objects(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"{\"by\":\"a\",\"id\":1,\"parent\":0,\"text\":\"t\",\"time\":0,\"type\":\"comment\"}",
			"hn: 1 id=1 to=0 by=a at=1970-01-01T00:00:00Z is=published text=t;"},
		{"{\"id\":1,\"time\":0,\"type\":\"comment\",\"deleted\":true}", "hn: (1)"},
		{"{\"body\":\"b\",\"author\":\"a\",\"link_id\":\"t3_l\",\"id\":\"i\"}",
			"reddit: 1 id=i by=a in=l is=published text=b;"},
		{"{\"body\":\"[removed]\",\"author\":\"a\",\"link_id\":\"t3_l\",\"id\":\"i\"}",
			"reddit: (1)"},
		{"{\"body\":\"b\",\"author\":\"a\",\"link_id\":\"t3_l\",\"id\":\"i\",\"spam\":true}",
			"reddit: 1 id=i by=a in=l is=spam text=b;"},
		{"[{\"commentHex\":\"c\",\"commenterHex\":\"h\",\"markdown\":\"m\"}]",
			"commento: !f: no comment was found in this Commento document;"},
		{"{\"comments\":[{\"commentHex\":\"c\",\"commenterHex\":\"h\",\"markdown\":\"m\"}]}",
			"commento: 1 id=c by=h is=published text=m;"},
		{"{\"id\":\"i\",\"pid\":\"\",\"text\":\"t\",\"user\":{\"name\":\"u\"},\"locator\":{\"url\":"
		 "\"l\"}}",
			"remark42: 1 id=i by=u in=l is=published text=t;"},
		{"[{\"id\":\"i\",\"pid\":\"root\",\"text\":\"t\",\"user\":{},\"locator\":{\"url\":\"l\"}}]",
			"remark42: 1 id=i in=l is=published text=t;"},
		{"{\"kind\":\"k\",\"pageInfo\":{},\"items\":[{\"id\":\"t\",\"snippet\":{\"videoId\":\"v\","
		 "\"topLevelComment\":{\"id\":\"c\",\"snippet\":{\"textDisplay\":\"a&amp;b\","
		 "\"textOriginal\":\"a&b\",\"authorDisplayName\":\"@a\",\"publishedAt\":\"2024-05-01T12:00:"
		 "00+02:00\",\"moderationStatus\":\"likelySpam\"}}},\"replies\":{\"comments\":[{\"id\":\"c."
		 "1\",\"snippet\":{\"textDisplay\":\"d\",\"parentId\":\"c\",\"videoId\":\"v\"}}]}}]}",
			"youtube: 1 id=c by=@a in=v at=2024-05-01T10:00:00Z is=spam text=a&b;1 id=c.1 to=c "
			"in=v is=published text=d;"},
		{"{\"id\":\"v\",\"title\":\"T\",\"formats\":[{\"format_id\":\"1\",\"url\":\"u\"}],"
		 "\"comments\":[{\"id\":\"c\",\"text\":\"t\",\"author\":\"@a\",\"parent\":\"root\","
		 "\"timestamp\":0},\n{\"id\":\"d\",\"text\":\"u\",\"parent\":\"c\"}]}",
			"ytdlp: 1 id=c by=@a in=v at=1970-01-01T00:00:00Z is=published text=t;2 id=d to=c in=v "
			"is=published text=u;"},
		{"[{\"id\":5,\"post\":7,\"parent\":2,\"author_name\":\"a\",\"date_gmt\":"
		 "\"2024-01-01T09:00:00\",\"content\":{\"rendered\":\"t\"},\"status\":\"hold\"}]",
			"wpjson: 1 id=5 to=2 by=a in=7 at=2024-01-01T09:00:00Z is=held text=t;"},
		{"{\"comment_ID\":\"5\",\"comment_content\":\"t\"}\n{\"comment_ID\":\"6\"}",
			"wpjson: 1 id=5 text=t;"},
		{"[{\"id\":1,\"html_url\":\"u#1\",\"issue_url\":\"i\",\"user\":{\"login\":\"a\"},"
		 "\"created_at\":\"2024-01-01T00:00:00Z\",\"body\":\"t\"}]",
			"github: 1 id=1 by=a in=u at=2024-01-01T00:00:00Z is=published text=t;"},
		{"[{\"id\":1,\"url\":\"https://api.github.com/gists/g/comments/"
		 "1\",\"user\":{\"login\":\"a\","
		 "\"id\":2,\"avatar_url\":\"x\",\"url\":\"https://api.github.com/users/a\"},\"created_at\":"
		 "\"2024-01-01T00:00:00Z\",\"updated_at\":\"x\",\"body\":\"t\"}]",
			"github: 1 id=1 by=a at=2024-01-01T00:00:00Z is=published text=t;"},
		{"{\"data\":{\"discussion\":{\"id\":\"D\",\"title\":\"T\",\"comments\":{\"nodes\":[{\"id\":"
		 "\"c\",\"author\":{\"login\":\"a\"},\"body\":\"t\",\"createdAt\":\"x\",\"replies\":{"
		 "\"nodes\":[{\"id\":\"d\",\"body\":\"u\",\"createdAt\":\"y\"}]}}]}}}}",
			"github: 1 id=d to=c in=D at=y is=published text=u;1 id=c by=a in=D at=x is=published "
			"text=t;"},
		{"{\"ancestors\":[],\"descendants\":[{\"id\":\"1\",\"created_at\":\"2024-01-01T00:00:00."
		 "000Z\","
		 "\"in_reply_to_id\":\"0\",\"content\":\"t\",\"account\":{\"acct\":\"a\"}}]}",
			"mastodon: 1 id=1 to=0 by=a in=0 at=2024-01-01T00:00:00Z is=published text=t;"},
		{"{\"id\":\"1\",\"created_at\":\"x\",\"in_reply_to_id\":null,\"visibility\":\"public\","
		 "\"text\":"
		 "\"typed\",\"account\":{\"acct\":\"a\"}}",
			"mastodon: 1 id=1 by=a in=1 at=x is=published text=typed;"},
		{"{\"comments_v2\":[{\"timestamp\":0,\"data\":[{\"comment\":{\"comment\":\"\\u00c3\\u00b8 "
		 "\\u00c3 \\u00e2\\u0082\\u00ac \\u0107\",\"author\":\"\\u00c3\\u00a9\"}}]}]}",
			"facebook: 1 by=\u00e9 at=1970-01-01T00:00:00Z is=published text=\u00f8 \u00c3 \u20ac "
			"\u0107;"},
		{"[{\"id\":\"1\",\"html\":\"t\",\"status\":\"hidden\",\"created_at\":\"x\",\"member\":{"
		 "\"name\":"
		 "\"a\"},\"count\":{}},{\"id\":\"2\",\"html\":null,\"status\":\"deleted\"}]",
			"ghost: 1 id=1 by=a at=x is=removed text=t;(1)"},
		{"[{\"id\":\"1\",\"content\":\"t\",\"by_nickname\":\"a\",\"approved\":false,\"replies\":{"
		 "\"data\":"
		 "[{\"id\":\"2\",\"content\":\"u\",\"by_nickname\":\"b\"}]}}]",
			"cusdis: 1 id=2 to=1 by=b is=published text=u;1 id=1 by=a is=held text=t;"},
		{"{\"comments\":[{\"id\":1,\"page_id\":\"p\",\"parent_id\":null,\"content\":\"t\",\"user\":"
		 "{"
		 "\"name\":\"a\"},\"created_at\":0,\"status\":\"spam\"}]}",
			"hyvor: 1 id=1 by=a in=p at=1970-01-01T00:00:00Z is=spam text=t;"},
		{"{\"_id\":\"i\",\"name\":\"a\",\"message\":\"t\",\"date\":0}\n{\"_id\":\"j\",\"message\":"
		 "\"u\"}",
			"staticman: 1 id=i by=a at=1970-01-01T00:00:00Z is=published text=t;2 id=j "
			"is=published "
			"text=u;"},
		{"{\"id\":1,\"parent_id\":null,\"author\":\"o\",\"text\":null,\"created_at\":"
		 "\"2024-01-01T00:00:00.000Z\",\"children\":[{\"id\":2,\"parent_id\":1,\"author\":\"a\","
		 "\"text\":\"t\",\"created_at\":\"2024-01-01T01:00:00.000Z\",\"children\":[{\"id\":3,"
		 "\"parent_id\":2,\"author\":null,\"text\":null,\"created_at\":\"x\",\"children\":[]}]}]}",
			"hn: 1 id=2 to=1 by=a in=1 at=2024-01-01T01:00:00Z is=published text=t;(1)"},
		{"[{\"id\":\"/a\",\"comments\":[{\"author\":\"a\",\"created\":\"x\",\"text\":\"t\","
		 "\"remote_addr\":\"\"}]}]",
			"isso: 1 by=a in=/a at=x is=published text=t;"},
		{"{\"post_stream\":{\"posts\":[{\"username\":\"u\",\"cooked\":\"c\",\"post_number\":1}]}}",
			"discourse: 1 by=u is=published text=c;"},
		{"{\"id\":\"i\",\"storyID\":\"s\",\"status\":\"PREMOD\",\"revisions\":[{\"body\":\"1\"},"
		 "{\"body\":\"2\"}]}",
			"coral: 1 id=i in=s is=held text=2;"},
		{"[{\"id\":\"i\",\"text\":\"t\"}]", "json: 1 id=i text=t;"},
		{"{\"id\":\"i\",\"text\":\"t\"}", "jsonl: 1 id=i text=t;"},
		{"{\"text\":\"t\",\"body\":\"b\"}", "jsonl: 1 text=t;"},
		/* Behind a line that is wrong. */
		{"{\"body\":,\"author\":\"a\"}\n{\"body\":\"b\",\"author\":\"a\",\"link_id\":\"l\"}\n",
			"reddit: !f:1: a value is missing; the record is skipped;2 by=a in=l is=published "
			"text=b;"},
		{"{\"no\":1,\n\"known\":[2]}",
			"? f: JSON that is no export known here (--help lists them); its "
			"objects have \"no\", \"known\""},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_string_equal(read_text(&out, str(cases[i].text), NULL), cases[i].expected);
	buffer_dispose(&out);
}

static void forms_of_others__are_not_taken(void **state)
{
	/* Each has some of the keys of one or more forms, but not what tells them. */
	static const char *const cases[] = {
		"[{\"id\":1,\"body\":\"b\",\"user\":{\"name\":\"a\"},\"created_at\":\"x\"}]",
		"[{\"author\":\"a\",\"createdAt\":\"x\",\"body\":\"b\"}]",
		"[{\"id\":1,\"content\":{\"rendered\":\"x\"},\"title\":{\"rendered\":\"t\"},\"link\":\"l\"}"
		"]",
		"[{\"id\":1,\"content\":\"x\",\"account\":{\"id\":2},\"created_at\":\"x\"}]",
		"{\"ancestors\":[],\"children\":[]}",
		"[{\"timestamp\":1,\"comment\":\"c\",\"author\":\"a\"}]",
		"[{\"timestamp\":1,\"title\":\"t\",\"data\":[{\"post\":\"p\"}]}]",
		"[{\"id\":1,\"html\":\"x\",\"status\":\"published\",\"created_at\":\"x\"}]",
		"[{\"id\":1,\"content\":\"x\",\"nickname\":\"n\"}]",
		"[{\"id\":1,\"user\":{\"name\":\"a\"},\"body_html\":\"x\",\"created_at\":1}]",
		"[{\"_id\":{\"$oid\":\"1\"},\"message\":\"m\",\"level\":\"info\"}]",
		"[{\"id\":1,\"name\":\"n\",\"text\":null,\"children\":[]}]",
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = read_text(&out, str(cases[i]), NULL);

		if (*got != '?' && strncmp(got, "json", 4) != 0)
			fail_msg("%s: %s", cases[i], got);
	}
	buffer_dispose(&out);
}

static void video_comments__broken_or_cut__lose_only_what_is_broken(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		{"{\"kind\":\"k\",\"pageInfo\":{},\"items\":[\n{\"id\":\"a\",\"snippet\":{\"videoId\":"
		 "\"v\",\"textDisplay\":\"x\",\"authorDisplayName\":\"@a\"}},\n{\"id\":\"b\",\"snippet\":{"
		 "\"textDisplay\":,\"videoId\":\"v\"}},\n{\"id\":\"c\",\"snippet\":{\"textDisplay\":\"z\"}}"
		 ",\n{\"id\":\"d\",\"snip",
			"youtube: 2 id=a by=@a in=v is=published text=x;!f:3: a value is missing; the record "
			"is skipped;4 id=c is=published text=z;!f:5: the input ends in the middle of a string; "
			"nothing was found after it;"},
		{"{\"id\":\"v\",\"comments\":[\n{\"id\":\"a\",\"text\":\"x\",\"author\":\"@a\",\"parent\":"
		 "\"root\",\"timestamp\":0},\n{\"id\":\"b\",\"text\":},\n{\"id\":\"c\",\"text\":\"z\"},\n{"
		 "\"id\":\"d\",\"te",
			"ytdlp: 2 id=a by=@a in=v at=1970-01-01T00:00:00Z is=published text=x;!f:3: a value is "
			"missing; the record is skipped;4 id=c in=v is=published text=z;!f:5: the input ends "
			"in the middle of a string; nothing was found after it;"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		assert_string_equal(read_text(&out, str(cases[i].text), NULL), cases[i].expected);
	buffer_dispose(&out);
}

static void mistakes__cost_a_record__and_are_located(void **state)
{
	static const struct {
		const char *text;
		const char *expected;
	} cases[] = {
		/* Wrong types, a member twice, no text. */
		{"{\"body\":5,\"author\":\"a\",\"link_id\":\"l\"}\n{\"body\":{},\"author\":\"a\"}\n"
		 "{\"body\":null,\"author\":\"a\"}\n{\"body\":\"b\",\"body\":\"c\",\"author\":[1]}\n"
		 "{\"body\":\"d\",\"author\":\"a\"}",
			"!f:1: the comment's text is not a string;!f:2: the comment's text is not a string;"
			"5 by=a is=published text=d;"},
		/* Of a member that comes again and again the last counts, and only that is kept. */
		{"{\"body\":\"b\",\"author\":\"a\",\"body\":\"long\",\"author\":\"\",\"body\":\"c\","
		 "\"body\":true,"
		 "\"body\":\"d\",\"author\":\"e\"}",
			"1 by=e is=published text=d;"},
		/* In answers: what is around them stays. */
		{"[{\"body\":\"b\",\"author\":\"a\",\"id\":\"1\",\"replies\":[\n{\"body\":\"c\" "
		 "\"author\":1},\n"
		 "{\"body\":\"d\",\"author\":\"a\",\"id\":\"3\"}]}]",
			"!f:2: a comma is missing; the record is skipped;3 id=3 by=a is=published text=d;"
			"1 id=1 by=a is=published text=b;"},
		/* Cut off: the answers that were complete, and what they answer. */
		{"[{\"body\":\"b\",\"author\":\"a\",\"id\":\"1\",\"replies\":[\n{\"body\":\"c\",\"author\":"
		 "\"a\"},\n"
		 "{\"body\":\"d",
			"2 id=2 to=1 by=a is=published text=c;!f:3: the input ends in the middle of a string; nothing "
			"was "
			"found after it;1 id=1 by=a is=published text=b;"},
		/* Lines, one of which was written half. */
		{"{\"body\":\"b\",\"author\":\"a\"}\n{\"body\":\"c\",\"auth\n{\"body\":\"d\",\"author\":"
		 "\"a\"}\n",
			"1 by=a is=published text=b;!f:2: a string is not closed at its line's end; the record "
			"is skipped;3 by=a is=published text=d;"},
		{"{\"body\":\"b\",\"author\":\"a\"}\nnoise\n{\"body\":\"d\",\"author\":\"a\"}\n",
			"1 by=a is=published text=b;!f:2: a value is expected; the record is skipped;"
			"3 by=a is=published text=d;"},
		{"{\"body\":\"b\",\"author\":\"a\"}\n\xff\xfe\n",
			"1 by=a is=published text=b;!f:2: a value is expected; nothing was found after it;"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const char *got = read_text(&out, str(cases[i].text), "reddit");

		assert_memory_equal(got, "reddit: ", 8);
		assert_string_equal(got + 8, cases[i].expected);
	}
	buffer_dispose(&out);
}

/* A dump's line whose body has that many bytes, and one behind it. */
static const char *read_long(struct buffer *out, size_t n, const char *more)
{
	struct buffer text = BUFFER_INIT;
	const char *got;

	buffer_add_str(&text, "{\"author\":\"a\",\"body\":\"");
	while (n--)
		buffer_add_char(&text, 'x');
	buffer_printf(&text, "\"%s}\n{\"author\":\"b\",\"body\":\"y\"}", more);
	got = read_text(out, buffer_view(&text), "reddit");
	buffer_dispose(&text);
	return got;
}

static void limits__of_text_and_record__are_exact(void **state)
{
	static const char behind[] = "2 by=b is=published text=y;";
	struct buffer out = BUFFER_INIT;

	(void)state;
	assert_null(strchr(read_long(&out, MODERATO_COMMENT_BYTES_MAX - 1, ""), '!'));
	assert_null(strchr(read_long(&out, MODERATO_COMMENT_BYTES_MAX, ""), '!'));
	read_long(&out, MODERATO_COMMENT_BYTES_MAX + 1, "");
	assert_string_equal(buffer_cstr(&out),
		"reddit: !f:1: the comment is longer than the limit of 262144 bytes;"
		"2 by=b is=published text=y;");
	read_long(&out, MODERATO_RECORD_BYTES_MAX - 1, ""); /* and the author's byte */
	assert_non_null(strstr(buffer_cstr(&out), "the comment is longer"));
	read_long(&out, MODERATO_RECORD_BYTES_MAX, "");
	assert_string_equal(buffer_cstr(&out),
		"reddit: !f:1: the record is longer than the limit of 2097152 bytes;"
		"2 by=b is=published text=y;");
	read_long(&out, MODERATO_RECORD_BYTES_MAX + 1, "");
	assert_non_null(strstr(buffer_cstr(&out), "the record is longer"));
	assert_non_null(strstr(buffer_cstr(&out), behind));
	buffer_dispose(&out);
}

/* Ancestors hold no more than their limit in memory together; the rest are said to be too long. */
static void limits__of_all_that_is_open__hold(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t long_ones = 0;
	const char *p;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < 100; i++) {
		buffer_add_str(&text, "{\"author\":\"a\",\"body\":\"");
		for (k = 0; k < 250000; k++)
			buffer_add_char(&text, 'x');
		buffer_add_str(&text, "\",\"replies\":[");
	}
	for (i = 0; i < 100; i++)
		buffer_add_str(&text, "]}");
	read_text(&out, buffer_view(&text), "reddit");
	for (p = buffer_cstr(&out); (p = strstr(p, "the record is longer")); p++)
		long_ones++;
	assert_in_range(long_ones, 30, 36); /* of 25 MB, 16 are held */
	buffer_dispose(&text);
	buffer_dispose(&out);
}

#define LATE                                                                                       \
	"{\"comments\":[{\"commentHex\":\"c\",\"commenterHex\":\"h\",\"markdown\":"                    \
	"\"m\"}],\"commenters\":[{\"commenterHex\":\"h\",\"name\":\"Hester\"}]}"

static const char late[] = LATE;

static void names__behind_the_comments__are_known_where_it_can_be_read_twice(void **state)
{
	static const char named[] = "1 id=c by=Hester is=published text=m;";
	static const char nameless[] = "1 id=c by=h is=published text=m;";
	static const char marked[] = "\xef\xbb\xbf" LATE;
	char path[100];
	struct buffer out = BUFFER_INIT;
	moderato_reader *reader;
	moderato_error err;
	char pipe_path[32];
	int fds[2];

	(void)state;
	assert_string_equal(read_text(&out, str(late), NULL) + 10, named);
	temporary(path, sizeof(path), "late.json");
	write_file(path, marked, sizeof(marked) - 1);
	buffer_clear(&out);
	assert_int_equal(moderato_reader_open(&reader, path, NULL, &err), MODERATO_OK);
	read_on(&out, reader);
	moderato_reader_free(reader);
	assert_string_equal(buffer_cstr(&out), named);
	remove_temporary(path);

	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], late, sizeof(late) - 1), sizeof(late) - 1);
	close(fds[1]);
	snprintf(pipe_path, sizeof(pipe_path), "/dev/fd/%d", fds[0]);
	buffer_clear(&out);
	assert_int_equal(moderato_reader_open(&reader, pipe_path, NULL, &err), MODERATO_OK);
	read_on(&out, reader);
	moderato_reader_free(reader);
	close(fds[0]);
	assert_string_equal(buffer_cstr(&out), nameless);
	buffer_dispose(&out);
}

/* A reader that goes on from a place gives what the first would have given. */
static void seek__goes_on_where_it_was(void **state)
{
	static const char text[] =
		"[{\"author\":\"a\",\"body\":\"1\",\"replies\":[{\"author\":\"b\",\"body\":"
		"\"2\"},bad,\n{\"author\":\"c\",\"body\":\"3\"}]},\n"
		"{\"author\":\"d\",\"body\":\"4\"}]";
	const moderato_reader_options o = {.format = "reddit"};
	moderato_reader_place place;
	moderato_reader *first;
	moderato_reader *second;
	struct buffer a = BUFFER_INIT;
	struct buffer b = BUFFER_INIT;
	moderato_comment c;
	moderato_error err;
	size_t n;
	size_t k;

	(void)state;
	for (n = 0; n < 5; n++) {
		moderato_reader_open_memory(&first, "f", str(text), &o, &err);
		moderato_reader_open_memory(&second, "f", str(text), &o, &err);
		for (k = 0; k < n; k++)
			moderato_reader_next(first, &c, &err);
		moderato_reader_tell(first, &place);
		assert_int_equal(moderato_reader_seek(second, &place, &err), MODERATO_OK);
		assert_int_equal(
			moderato_reader_position(first, NULL), moderato_reader_position(second, NULL));
		buffer_clear(&a);
		buffer_clear(&b);
		read_on(&a, first);
		read_on(&b, second);
		assert_string_equal(buffer_cstr(&a), buffer_cstr(&b));
		moderato_reader_free(first);
		moderato_reader_free(second);
	}
	buffer_dispose(&a);
	buffer_dispose(&b);
}

static void timestamp__times_become_utc(void **state)
{
	static const struct {
		const char *from;
		const char *to;
	} cases[] = {
		{"0", "1970-01-01T00:00:00Z"},
		{"1719853260", "2024-07-01T17:01:00Z"},
		{"1719853260.0", "2024-07-01T17:01:00Z"},
		{"1719853260.25", "2024-07-01T17:01:00.25Z"},
		{"1719853260000", "2024-07-01T17:01:00Z"},
		{"99999999999", "5138-11-16T09:46:39Z"},
		{"-86400", "1969-12-31T00:00:00Z"},
		{"951782400", "2000-02-29T00:00:00Z"},
		{"2024-07-01T17:01:00Z", "2024-07-01T17:01:00Z"},
		{"2024-07-01 17:01:00", "2024-07-01T17:01:00Z"},
		{"2024-07-01 17:01:00 UTC", "2024-07-01T17:01:00Z"},
		{"2024-07-01T17:01:00.000Z", "2024-07-01T17:01:00Z"},
		{"2024-07-01T17:01:00.123456789012+02:00", "2024-07-01T15:01:00.123456789Z"},
		{"2024-12-31T23:30:00-0100", "2025-01-01T00:30:00Z"},
		{"2024-03-01T00:30:00+01", "2024-02-29T23:30:00Z"},
		{"", ""},
		{"yesterday", ""},
		{"17 hours", ""},
		{"2024-13-01T00:00:00Z", ""},
		{"2024-02-30T00:00:00Z", ""},
		{"2024-02-29T24:00:00Z", "2024-03-01T00:00:00Z"},
		{"2024-02-29T24:00:01Z", ""},
		{"1719853260000000", "2024-07-01T17:01:00Z"},
		{"1719853260000000000", "2024-07-01T17:01:00Z"},
		{"17198532600000000000", ""},
		{"2024-07-01T17:01:00,5Z", "2024-07-01T17:01:00.5Z"},
		{"2024-07-01T17:01+0530", "2024-07-01T11:31:00Z"},
		{"2024-07-01 17:01", "2024-07-01T17:01:00Z"},
		{"2024/07/01 17:01:00 +02:00", "2024-07-01T15:01:00Z"},
		{"20240701T170100Z", "2024-07-01T17:01:00Z"},
		{"Mon, 01 Jul 2024 17:01:00 GMT", "2024-07-01T17:01:00Z"},
		{"Mon, 1 Jul 2024 17:01:00 +0200", "2024-07-01T15:01:00Z"},
		{"1 Jul 2024 17:01:00 +0030", "2024-07-01T16:31:00Z"},
		{"1 Jul 2024 17:01 EST", "2024-07-01T22:01:00Z"},
		{"Mon, 01 Jul 24 17:01:00 -0700 (PDT)", "2024-07-02T00:01:00Z"},
		{"Thu, 01 Jan 70 00:00:00 UT", "1970-01-01T00:00:00Z"},
		{"Monday, 01-Jul-24 17:01:00 GMT", "2024-07-01T17:01:00Z"},
		{"Mon Jul  1 17:01:00 2024", "2024-07-01T17:01:00Z"},
		{"Mon Jul 01 17:01:00 +0000 2024", "2024-07-01T17:01:00Z"},
		{"Mon Jul 01 2024 17:01:00 GMT+0200 (Central European Summer Time)",
			"2024-07-01T15:01:00Z"},
		{"Mon, 31 Jun 2024 17:01:00 GMT", ""},
		{"Mon, 01 Jul 2024 25:01:00 GMT", ""},
		{"Mon, 01 Jul 2024 17:01:00 XYZ", ""},
		{"Mon, 01 Jul 2024 17:01:00 GMT and so on", ""},
		{"Mon, 01 Jul 2024", ""},
		{"Mon, 01 Jul 2024 17:01:00 -0700 (PST)", "2024-07-02T00:01:00Z"},
		{"Mon Jul 01 17:01:00 -0700 2024", "2024-07-02T00:01:00Z"},
		{"Mon, 01 Jul 2024 17:01:00 AEST", "2024-07-01T07:01:00Z"},
		{"Wed, 31 Dec 1969 16:00:00 -0800", "1970-01-01T00:00:00Z"},
		{"Thu, 29 Feb 2024 24:00:00 GMT", "2024-03-01T00:00:00Z"},
		{"Jul 1, 2024 5:01 PM", "2024-07-01T17:01:00Z"},
		{"1. Juli 2024 um 17:01 Uhr", "2024-07-01T17:01:00Z"},
		{"July 1st, 2024 5:01pm", "2024-07-01T17:01:00Z"},
		{"31/12/2024 17:01", "2024-12-31T17:01:00Z"},
		{"07/01/2024 17:01", ""},
		{"07/01/2024 5:01 PM", ""},
		{"Jul 1, 2024 and 5:01 PM", ""},
		{"Jul 1, 2024, 5:01 PM in Rome", ""},
		{"3 of 4 at 10:00", ""},
		{"2024-07-01T17:01:00X", ""},
		{"2024-07-01", ""},
	};
	char out[TIMESTAMP_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const size_t len = timestamp_utc(out, str(cases[i].from));

		if (len != strlen(cases[i].to) || memcmp(out, cases[i].to, len) != 0)
			fail_msg("%s: got %.*s", cases[i].from, (int)len, out);
	}
}

static void name_table__fills_up__and_says_so(void **state)
{
	struct name_table names = {0};
	moderato_str values[NAME_VALUES] = {{NULL, 0}};
	char *page = calloc(1, 1 << 20);
	char key[16];
	int i;

	(void)state;
	values[1] = (moderato_str){page, 1 << 20}; /* of which the beginning is kept */
	assert_null(name_table_find(&names, str("k1")));
	for (i = 0; i < 20000; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		assert_true(name_table_add(&names, str(key), values));
	}
	assert_true(names.full);
	assert_in_range(names.keys.n, 16000, 16100);
	assert_int_equal(
		name_table_find(&names, str("k1"))->values[1].len, MODERATO_BESIDE_BYTES_MAX + 1);
	assert_null(name_table_find(&names, str("k19999")));
	name_table_dispose(&names);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats__are_known_by_the_keys_of_their_objects),
		cmocka_unit_test(forms_of_others__are_not_taken),
		cmocka_unit_test(video_comments__broken_or_cut__lose_only_what_is_broken),
		cmocka_unit_test(mistakes__cost_a_record__and_are_located),
		cmocka_unit_test(limits__of_text_and_record__are_exact),
		cmocka_unit_test(limits__of_all_that_is_open__hold),
		cmocka_unit_test(names__behind_the_comments__are_known_where_it_can_be_read_twice),
		cmocka_unit_test(seek__goes_on_where_it_was),
		cmocka_unit_test(timestamp__times_become_utc),
		cmocka_unit_test(name_table__fills_up__and_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
