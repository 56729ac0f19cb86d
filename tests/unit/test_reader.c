/* SPDX-License-Identifier: MIT */
#include "records.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct record_field fields[] = {
	RECORD_FIELD("text", text),
	RECORD_FIELD("id", id),
	RECORD_FIELD("author", author),
	RECORD_FIELD("author_email", author_email),
	RECORD_FIELD("author_url", author_url),
	RECORD_FIELD("ip", ip),
	RECORD_FIELD("user_agent", user_agent),
	RECORD_FIELD("title", title),
	RECORD_FIELD("parent", parent),
	RECORD_FIELD("parent_id", parent_id),
	RECORD_FIELD("url", url),
	RECORD_FIELD("created", created),
	RECORD_FIELD("lang", lang),
	RECORD_FIELD("source", source),
	RECORD_FIELD("group", group),
	{NULL, 0},
};

static const struct record_field extra[] = {RECORD_FIELD("extra", extra), {NULL, 0}};

/* A comment as "LINE text=… id=… labels=a:1,b:0 spans=2-5,7-9 extra=…;". */
static void add_comment(struct buffer *out, const moderato_comment *c)
{
	size_t i;

	buffer_printf(out, "%zu", c->line);
	add_fields(out, c, fields);
	for (i = 0; i < c->n_labels; i++)
		buffer_printf(out, "%s%.*s:%d", i ? "," : " labels=", (int)c->labels[i].attribute.len,
			c->labels[i].attribute.ptr, c->labels[i].value);
	for (i = 0; i < c->n_spans; i++)
		buffer_printf(out, "%s%zu-%zu", i ? "," : " spans=", c->spans[i].begin, c->spans[i].end);
	if (c->spans && !c->n_spans)
		buffer_add_str(out, " spans=none");
	add_fields(out, c, extra);
	buffer_add_char(out, ';');
}

/* All that a reader gives; errors as "!message;". */
static void add_all(struct buffer *out, moderato_reader *reader)
{
	moderato_comment comment;
	moderato_error err;
	moderato_status status;

	while ((status = moderato_reader_next(reader, &comment, &err)) != MODERATO_END) {
		if (!status) {
			add_comment(out, &comment);
			continue;
		}
		buffer_printf(out, "!%s;", err.message);
		if (status == MODERATO_EIO || status == MODERATO_ENOMEM)
			break;
	}
	assert_int_equal(moderato_reader_next(reader, &comment, NULL), status);
	moderato_reader_free(reader);
}

/* "FORMAT " and all that it reads, or "? message". */
static const char *read_text(
	struct buffer *out, const char *name, moderato_str text, const moderato_reader_options *options)
{
	moderato_reader *reader;
	moderato_error err;

	buffer_clear(out);
	if (moderato_reader_open_memory(&reader, name, text, options, &err)) {
		assert_null(reader);
		buffer_printf(out, "? %s", err.message);
	} else {
		buffer_printf(out, "%s ", moderato_reader_format(reader));
		add_all(out, reader);
	}
	return buffer_cstr(out);
}

struct reading {
	const char *name;
	const char *text;
	const char *expected;
};

static void check_readings(
	const struct reading *cases, size_t n, const moderato_reader_options *options)
{
	struct buffer out = BUFFER_INIT;
	size_t i;

	for (i = 0; i < n; i++) {
		moderato_str text = {cases[i].text, strlen(cases[i].text)};
		const char *got = read_text(&out, cases[i].name, text, options);

		if (strcmp(got, cases[i].expected) != 0)
			fail_msg("%s\nexpected %s\ngot      %s", cases[i].text, cases[i].expected, got);
	}
	buffer_dispose(&out);
}

static void jsonl__records__become_comments(void **state)
{
	static const struct reading cases[] = {
		{"a", "{\"text\":\"hi\"}", "jsonl 1 text=hi;"},
		{"a", "\xef\xbb\xbf{\"text\":\"hi\"}\r\n\r\n  \n{\"text\":\"\"}\r\n",
			"jsonl 1 text=hi;4 text=;"},
		{"a",
			"{\"text\":\"t\",\"id\":\"i\",\"author\":\"a\",\"author_email\":\"e\",\"author_url\":"
			"\"u\","
			"\"ip\":\"1\",\"user_agent\":\"ua\",\"title\":\"ti\",\"parent\":\"p\",\"parent_id\":"
			"\"pi\","
			"\"url\":\"ur\",\"created\":\"c\",\"lang\":\"l\",\"source\":\"s\",\"group\":\"g\"}",
			"jsonl 1 text=t id=i author=a author_email=e author_url=u ip=1 user_agent=ua title=ti "
			"parent=p parent_id=pi url=ur created=c lang=l source=s group=g;"},
		{"a", "{\"text\":\"t\",\"id\":12.50,\"title\":null,\"labels\":null}",
			"jsonl 1 text=t id=12.50;"},
		{"a",
			"{\"text\":\"t\",\"labels\":{\"spam\":1,\"insult\":0,\"a\":true,\"b\":false,\"c\":null,"
			"\"d\":1.0,\"spam\":0}}",
			"jsonl 1 text=t labels=spam:0,insult:0,a:1,b:0,d:1;"},
		{"a", "{\"text\":\"t\",\"b\\\"\\u0001\":[1, 2.50,{\"x\" : \"\\u00e9\"}],\"Text\" : 1e3 }",
			"jsonl 1 text=t extra=\"b\\\"\\u0001\":[1, 2.50,{\"x\" : \"\\u00e9\"}],\"Text\":1e3;"},
		{"a",
			"{\"text\":\"a\xff"
			"b\xc3\",\"k\":\"\xe2\x82\"}",
			"jsonl 1 text=a\xef\xbf\xbd"
			"b\xef\xbf\xbd extra=\"k\":\"\xef\xbf\xbd\";"},
		{"a", "{\"text\":\"one\",\"text\":\"two\"}", "jsonl 1 text=two;"},
	};

	(void)state;
	check_readings(cases, COUNT(cases), NULL);
}

/* Offsets are characters, spans are bytes: \xc3\xa9 has two, \xf0\x9f\x98\x80 four. What was read
 * is handed on too. */
static void jsonl__marked_characters__become_spans_of_bytes(void **state)
{
	static const struct reading cases[] = {
		{"a", "{\"text\":\"an idiot\",\"spans\":[3,4,5,6,7]}",
			"jsonl 1 text=an idiot spans=3-8 extra=\"spans\":[3,4,5,6,7];"},
		{"a", "{\"spans\":[[3,8]],\"text\":\"an idiot\"}",
			"jsonl 1 text=an idiot spans=3-8 extra=\"spans\":[[3,8]];"},
		{"a", "{\"text\":\"\xc3\xa9 fou \xf0\x9f\x98\x80 a\",\"spans\":[2,3,4,6]}",
			"jsonl 1 text=\xc3\xa9 fou \xf0\x9f\x98\x80 a spans=3-6,7-11 "
			"extra=\"spans\":[2,3,4,6];"},
		{"a", "{\"text\":\"\\u00e9\\ud83d\\ude00!\",\"spans\":[[ 1 , 2 ] , 2]}",
			"jsonl 1 text=\xc3\xa9\xf0\x9f\x98\x80! spans=2-7 extra=\"spans\":[[ 1 , 2 ] , 2];"},
		{"a", "{\"text\":\"abcdef\",\"spans\":[5,[0,2],1,[1,3]]}",
			"jsonl 1 text=abcdef spans=0-3,5-6 extra=\"spans\":[5,[0,2],1,[1,3]];"},
		{"a", "{\"text\":\"kind\",\"spans\":[ ]}",
			"jsonl 1 text=kind spans=none extra=\"spans\":[ ];"},
		{"a", "{\"text\":\"kind\",\"spans\":null}", "jsonl 1 text=kind extra=\"spans\":null;"},
		{"a", "{\"text\":\"kind\",\"spans\":{\"spam\":[[0,4]]}}",
			"jsonl 1 text=kind extra=\"spans\":{\"spam\":[[0,4]]};"},
		{"a", "{\"text\":\"ab\",\"spans\":[0]}\n{\"text\":\"c\"}",
			"jsonl 1 text=ab spans=0-1 extra=\"spans\":[0];2 text=c;"},
	};

	(void)state;
	check_readings(cases, COUNT(cases), NULL);
}

static void jsonl__spans_outside_of_the_text__are_named(void **state)
{
	static const struct reading cases[] = {
		{"f", "{\"text\":\"\xc3\xa9\xc3\xa9\",\"spans\":[0,1]}",
			"jsonl 1 text=\xc3\xa9\xc3\xa9 spans=0-4 extra=\"spans\":[0,1];"},
		{"f", "{\"text\":\"\xc3\xa9\xc3\xa9\",\"spans\":[0,2]}",
			"jsonl !f:1: spans[1] lies outside of the text, which has 2 characters;"},
		{"f", "{\"text\":\"ab\",\"spans\":[[0,3]]}",
			"jsonl !f:1: spans[0] lies outside of the text, which has 2 characters;"},
		{"f", "{\"text\":\"\",\"spans\":[0]}\n{\"text\":\"t\"}",
			"jsonl !f:1: spans[0] lies outside of the text, which has 0 characters;2 text=t;"},
		{"f", "{\"text\":\"ab\",\"spans\":[184467440737095516160]}",
			"jsonl !f:1: spans[0] lies outside of the text, which has 2 characters;"},
		{"f", "{\"text\":\"ab\",\"spans\":[[1,1]]}",
			"jsonl !f:1: spans[0] must end after its beginning;"},
		{"f", "{\"text\":\"ab\",\"spans\":[[1,0]]}",
			"jsonl !f:1: spans[0] must end after its beginning;"},
		{"f", "{\"text\":\"ab\",\"spans\":[0,-1]}",
			"jsonl !f:1: spans[1] must be a character's number or a pair [from,to) of them;"},
		{"f", "{\"text\":\"ab\",\"spans\":[1.0]}",
			"jsonl !f:1: spans[0] must be a character's number or a pair [from,to) of them;"},
		{"f", "{\"text\":\"ab\",\"spans\":[[0,1,\"insult\"]]}",
			"jsonl !f:1: spans[0] must be a character's number or a pair [from,to) of them;"},
		{"f", "{\"text\":\"ab\",\"spans\":[[0]]}",
			"jsonl !f:1: spans[0] must be a character's number or a pair [from,to) of them;"},
		{"f", "{\"text\":\"ab\",\"spans\":[{\"start\":0}]}",
			"jsonl !f:1: spans[0] must be a character's number or a pair [from,to) of them;"},
		{"f", "{\"text\":\"ab\",\"spans\":\"[0]\"}",
			"jsonl !f:1: spans must be an array of offsets;"},
	};

	(void)state;
	check_readings(cases, COUNT(cases), NULL);
}

static void jsonl__bad_records__are_named_and_skipped(void **state)
{
	static const struct reading cases[] = {
		{"f", "{}\n{\"text\":\"t\"}", "jsonl !f:1: text is missing;2 text=t;"},
		{"f", "{\"text\":null}", "jsonl !f:1: text must be a string;"},
		{"f", "{\"text\":1}", "jsonl !f:1: text must be a string;"},
		{"f", "{\"text\":\"t\",\"id\":[]}", "jsonl !f:1: id must be a string or a number;"},
		{"f", "{\"text\":\"t\",\"lang\":1}", "jsonl !f:1: lang must be a string;"},
		{"f", "{\"text\":\"t\",\"labels\":[]}",
			"jsonl !f:1: labels must be an object of attributes;"},
		{"f", "{\"text\":\"t\",\"labels\":{\"spam\":0.5}}",
			"jsonl !f:1: labels.spam has \"0.5\", expected 0 or 1, -1 or 1, ham or spam, no or "
			"yes, "
			"false or true, or null;"},
		{"f", "{\"text\":\"t\",\"labels\":{\"a\\nb\":\"x\"}}",
			"jsonl !f:1: labels.a?b has \"x\", expected 0 or 1, -1 or 1, ham or spam, no or yes, "
			"false or true, or null;"},
		{"f", "{\"text\":\"t\",\"labels\":{\"a\":\"Spam\",\"b\":-1,\"c\":\"yes\",\"d\":\"\"}}",
			"jsonl 1 text=t labels=a:1,b:0,c:1;"},
		{"f", "{\"author\":\"a\",\"body\":\"t\",\"message\":\"u\"}",
			"jsonl 1 text=t author=a extra=\"message\":\"u\";"},
		{"f",
			"{\"Comment\":\"t\",\"username\":\"a\",\"created_at\":1719853260,\"key\":7,"
			"\"post_id\":3,\"state\":1}",
			"jsonl 1 text=t id=7 author=a created=2024-07-01T17:01:00Z group=3 "
			"extra=\"#state\":1;"},
		{"f", "{\"text\":\"t\",\"username\":\"a\"}", "jsonl 1 text=t extra=\"username\":\"a\";"},
		{"f", "{\"body\":\"\xff\\u00e9\"}", "jsonl 1 text=\xef\xbf\xbd\xc3\xa9;"},
		{"f", "{\"body\":{\"x\":1}}", "jsonl !f:1: text is missing;"},
		{"f", "{\"body\":7,\"comment\":\"t\",\"comment\":\"u\"}",
			"jsonl 1 text=u extra=\"body\":7,\"comment\":\"t\";"},
		{"f", "[{\"comment\":\"t\"},{\"comment\":\"u\",}, {\"comment\":\"v\"}]",
			"json 1 text=t;!f:1: expected \"key\": value, a comma or }, at byte 16;1 text=v;"},
		{"f", "{\n\"message\": \"not found\"\n}\n",
			"? f: JSON that is no export known here (--help lists them); its objects have "
			"\"message\""},
		{"f", "{\n\"message\": \"t\", \"email\": \"a@b\"\n}\n", "json 1 text=t author_email=a@b;"},
		{"f", "{\"text\":\"t\"\n\n{\"text\":\"u\"}x\n{\"text\":\"t\"}",
			"jsonl !f:1: expected } at the end, at byte 12;"
			"!f:3: expected } at the end, at byte 14;4 text=t;"},
		{"f", "{\"text\":\"t\xff\",}",
			"jsonl !f:1: expected \"key\": value, a comma or }, at byte 16;"},
		{"f", "{\"text\":\"t\",\"x\":{\"y\":[1,}}}",
			"jsonl !f:1: a value is expected, at byte 25;"},
	};
	struct buffer out = BUFFER_INIT;

	(void)state;
	check_readings(cases, COUNT(cases), NULL);
	assert_string_equal(read_text(&out, "f", (moderato_str){"{\"text\":\"t\"\0}", 13}, NULL),
		"jsonl !f:1: expected \"key\": value, a comma or }, at byte 12;");
	read_text(&out, "f", (moderato_str){"{\"text\":\"t\\u0000u\"}", 19}, NULL);
	assert_memory_equal(out.data, "jsonl 1 text=t\0u;", 17);
	buffer_dispose(&out);
}

#define REFUSED(line, value)                                                                       \
	"!f:" line ": column \"spam\" has \"" value "\", expected 0 or 1, -1 or 1, a share in 0...1, " \
	"ham or spam, no or yes, false or true, or nothing;"

static void csv__columns__are_found_by_name(void **state)
{
	static const struct reading cases[] = {
		{"f", "id,text\n1,hi\n", "csv 2 text=hi id=1;"},
		{"f", "\xef\xbb\xbfid,text\r\n1,\"a, \"\"b\"\"\r\nc\"\r\n2,d\r\n",
			"csv 2 text=a, \"b\"\r\nc id=1;4 text=d id=2;"},
		{"f", "ID,Comment_Text,AUTHOR\n1,hi,\n", "csv 2 text=hi id=1;"},
		{"f", "comment_id,body\n1,hi", "csv 2 text=hi id=1;"},
		{"f", "body,text\nb,t", "csv 2 text=t extra=\"body\":\"b\";"},
		{"f", "text,text\na,b", "csv 2 text=a extra=\"#2\":\"b\";"},
		{"f", "text,toxicity,labels.Other,spam\nt,1,0,\nu,0.5,true,0.49\nv,6.1e-05,FALSE,1.0",
			"csv 2 text=t labels=toxicity:1,Other:0;3 text=u labels=toxicity:1,Other:1,spam:0;"
			"4 text=v labels=toxicity:0,Other:0,spam:1;"},
		{"f", "text,spam\nt,2\nt,1.01\nt,x\nt, 1 \nt,.\nt,nan",
			"csv " REFUSED("2", "2") REFUSED("3", "1.01")
				REFUSED("4", "x") "5 text=t labels=spam:1;" REFUSED("6", ".") REFUSED("7", "nan")},
		{"f", "text,spam\na,ham\nb,Spam\nc,-1\nd,+1\ne,no\nf,YES\ng,-1.0\nh,maybe\ni,-0.5",
			"csv 2 text=a labels=spam:0;3 text=b labels=spam:1;4 text=c labels=spam:0;"
			"5 text=d labels=spam:1;6 text=e labels=spam:0;7 text=f labels=spam:1;"
			"8 text=g labels=spam:0;" REFUSED("9", "maybe") REFUSED("10", "-0.5")},
		{"f", ",text,a\"b\n1,t,x\"\xff\n",
			"csv 2 text=t extra=\"#1\":\"1\",\"a\\\"b\":\"x\\\"\xc3\xbf\";"},
		{"f", "id,text\n1\n1,2,3\n\n4,t",
			"csv !f:2: the record has 1 fields, the header has 2;"
			"!f:3: the record has 3 fields, the header has 2;5 text=t id=4;"},
		{"f", "id,text\n1,\n", "csv 2 text= id=1;"},
		{"f", "id,text\n1,a\n2,\"b\n3,c\n",
			"csv 2 text=a id=1;"
			"!f:3: a quote is opened in the record that begins here and "
			"never closed;4 text=c id=3;"},
		{"f.csv", "text\nhello, you\nb",
			"csv !f.csv:2: the record has 2 fields, the header has 1;3 text=b;"},
		{"f.csv", "a,b\n1,2",
			"? f.csv:1: none of the header's 2 columns is named text, comment, body, content or "
			"message; say which it is with columns \"text=NAME\""},
		{"f", "id\ttext\n1\t\"a\tb\"\n2\tc \"d\"\n", "tsv 2 text=a\tb id=1;3 text=c \"d\" id=2;"},
		{"f.csv", "id\ttext\n1\ta,b\n", "tsv 2 text=a,b id=1;"},
	};

	(void)state;
	check_readings(cases, COUNT(cases), NULL);
}

static void csv__mapped_columns__win_over_names(void **state)
{
	static const struct reading cases[] = {
		{"f", "key,comment_body,text\n1,hi,x\n", "csv 2 text=hi id=1 extra=\"#3\":\"x\";"},
		{"f", "key,Comment_Body\n1,hi\n", "? f:1: the header's 2 columns have no \"comment_body\""},
	};
	static const struct {
		const char *columns;
		const char *expected;
	} options[] = {
		{"text=#2", "csv 2 text=b extra=\"x\":\"a\",\"y\":\"1\";"},
		{"text=X , id = #2", "csv 2 text=a id=b extra=\"y\":\"1\";"},
		{"text=x,labels.mine=y,", "csv 2 text=a labels=mine:1 extra=\"b\":\"b\";"},
		{"text=x,spam=y", "csv 2 text=a labels=spam:1 extra=\"b\":\"b\";"},
		{"text=#4", "? f.csv:1: the header's 3 columns have no \"#4\""},
		{"text=#0", "? f.csv:1: the header's 3 columns have no \"#0\""},
		{"text=z", "? f.csv:1: the header's 3 columns have no \"z\""},
		{"text=x,id=#1", "? columns: column \"#1\" is used twice"},
		{"text=x,text=b", "? columns: \"text\" is given twice"},
		{"texts=x",
			"? columns: \"texts\" is no field of a comment (text, id, labels.ATTRIBUTE ...)"},
		{"text", "? columns: expected \"field=column,...\", such as \"text=body,id=#1\""},
		{"text=", "? columns: expected \"field=column,...\", such as \"text=body,id=#1\""},
		{"text=x,,", "? columns: expected \"field=column,...\", such as \"text=body,id=#1\""},
	};
	moderato_reader_options o = MODERATO_READER_OPTIONS_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	o.columns = "text=comment_body,id=key";
	check_readings(cases, 1, &o);
	o.format = "csv";
	for (i = 0; i < COUNT(options); i++) {
		const char *got;

		o.columns = options[i].columns;
		got = read_text(&out, "f.csv", (moderato_str){"x,b,y\na,b,1\n", 12}, &o);
		if (strcmp(got, options[i].expected) != 0)
			fail_msg("%s: got %s", options[i].columns, got);
	}
	o = (moderato_reader_options){.columns = "text=x"};
	assert_string_equal(
		read_text(&out, "f", (moderato_str){"{}", 2}, &o), "jsonl !f:1: text is missing;");
	buffer_dispose(&out);
}

static void sniff__goes_by_content__and_by_name_only_for_ties(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		const char *format; /* or "? …", the beginning of the message */
	} cases[] = {
		{"f", "", "lines"},
		{"f.csv", "\n \n", "lines"},
		{"f", "\xef\xbb\xbf", "lines"},
		{"f.txt", " \n{\"text\":1}", "jsonl"},
		{"f.csv", "{\"text\":1}", "jsonl"},
		{"f.jsonl", "oops\n{\"text\":\"t\"}", "jsonl"},
		{"f", "hello\nthere, you", "? f: text in which no form"},
		{"f", "I like this one.\nSo do I, honestly.\nNo, it is bad!\n", "lines"},
		{"f", "{\"x\":{\"text\":\"t\"}}\n", "? f: JSON that is no export"},
		{"f", "{\"x\":1}\n{\"x\":2}\n", "? f: JSON that is no export"},
		{"f", "{\"x\":1}\n{\"text\":\"t\"}\n", "jsonl"},
		{"f", "[]", "json"},
		{"f", " [\n]\n", "json"},
		{"f", "{\"comments\": [ ],\n\"version\": 1}", "json"},
		{"f", "{\"comments\": [ ], \"version\": 1}", "json"},
		{"f", "{\"version\": [ ], \"comments\": 1}", "? f: JSON that is no export"},
		{"f", "\x89PNG\r\n\x1a\n", "? f: binary, a picture (PNG)"},
		{"f.csv", "PK\3\4 and more", "? f.csv: binary, an archive (zip, xlsx): unpack it"},
		{"f", "BZh91AY&SY", "? f: binary, bzip2 is not read"},
		{"f.txt", "\1\2\3 text\n", "? f.txt: binary, not text"},
		{"f", "text\nhello", "? f: text in which no form"},
		{"f", "\"text\"\nhello", "csv"},
		{"f", "Body, mind and soul\nthat is it", "? f: text in which no form"},
		{"f",
			"text,a sentence that is far too long to be the name of a column, for who would name "
			"one so\n",
			"? f: text in which no form"},
		{"f.txt", "Comments,text\n", "? f.txt: text in which no form"},
		{"f.txt", "id,text\n", "csv"},
		{"f.csv", "anything goes,text\n", "csv"},
		{"f", "a\tb\tc\n", "? f: text in which no form"},
		{"f", "a\ttext\tc\n", "tsv"},
		{"f.tsv", "text\nhello", "tsv"},
		{"f.tsv", "id,text\n", "csv"},
		{"f", "1 Comment\n  \xe2\x80\xa2 a\n", "page"},
		{"f.txt", "1 Comment\n\nnothing", "? f.txt: text in which no form"},
		{"f", "\x1f\x8b\x08zzzz", "? f: the gzip data is damaged at byte 4 (unknown header flags"},
		{"f", "\x28\xb5\x2f\xfdzzzz", "? f: the zstd data ends too early, at byte 8"},
		{"f",
			"\xff\xfe"
			"a",
			"? f: text in which no form"},
		{"f", "<?xml version='1.0'?>", "? f: XML that is no export"},
		{"f", "<rss><channel>\n", "? f: XML that is no export"},
		{"f", "[\n {\"text\":\"t\"}]", "json 2 text=t;"},
		{"f", "[deleted]", "? f: text in which no form"},
		{"f", "{\"text\":\n\"t\"}", "json 1 text=t;"},
		{"f", "{\"x\":{\"text\":\n\"t\"}}",
			"? f: JSON that is no export known here (--help lists them); its objects have \"x\", "
			"\"text\""},
		{"f", "[{\"x\":1}]",
			"? f: JSON that is no export known here (--help lists them); its objects have \"x\""},
		{"f.jsonl", "[{\"x\":1}]", "? f.jsonl: JSON that is no export"},
		{"f", "[1, 2]", "? f: text in which no form"},
		{"f", "1 3:0.5 7:1\n", "? f:1: these are svmlight vectors"},
		{"f", "-1 3:1e-3\r\n", "? f:1: these are svmlight vectors"},
		{"f", "1 3:0.5 is the score\n", "? f: text in which no form"},
		{"f", "10:30 is fine\n", "? f: text in which no form"},
		{"f", "12\n", "? f: text in which no form"},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_str text = {cases[i].text, strlen(cases[i].text)};
		const char *got = read_text(&out, cases[i].name, text, NULL);

		if (strncmp(got, cases[i].format, strlen(cases[i].format)) != 0)
			fail_msg(
				"%s %s: expected %s, got %s", cases[i].name, cases[i].text, cases[i].format, got);
	}
	buffer_dispose(&out);
}

static void lines__each_is_a_text(void **state)
{
	static const struct reading cases[] = {
		{"f", "a\r\n\n \t\n b \xff\nc", "lines 1 text=a;4 text= b \xff;5 text=c;"},
		{"f", "", "lines "},
	};
	static const struct reading forced[] = {
		{"f", "{\"text\":1}\n", "lines 1 text={\"text\":1};"},
	};
	moderato_reader_options o = {.format = "lines"};

	(void)state;
	check_readings(cases, COUNT(cases), &o);
	check_readings(forced, 1, &o);
}

/* A text of `len` bytes in a record of that format, another record behind it. */
static void add_record(struct buffer *out, const char *format, size_t len, size_t padding)
{
	size_t i;

	buffer_clear(out);
	buffer_add_str(out, !strcmp(format, "csv") ? "id,text\n," : "");
	buffer_add_str(out, !strcmp(format, "jsonl") ? "{\"text\":\"" : "");
	for (i = 0; i < len; i++)
		buffer_add_char(out, 'x');
	buffer_add_str(out, !strcmp(format, "jsonl") ? "\"" : "");
	for (i = 0; i < padding; i++)
		buffer_add_char(out, ' ');
	buffer_add_str(out, !strcmp(format, "jsonl") ? "}\n{\"text\":\"b\"}" : "\n");
	buffer_add_str(out, !strcmp(format, "csv") ? ",b" : "");
	buffer_add_str(out, !strcmp(format, "lines") ? "b" : "");
	assert_false(out->failed);
}

static void check_limit(moderato_str text, const char *format, moderato_status expected)
{
	moderato_reader_options o = {.format = format};
	moderato_reader *reader;
	moderato_comment comment;
	moderato_error err;

	assert_int_equal(moderato_reader_open_memory(&reader, "f", text, &o, &err), MODERATO_OK);
	if (moderato_reader_next(reader, &comment, &err) != expected)
		fail_msg("%s: %s, not %d", format, err.message, expected);
	if (expected) {
		assert_null(comment.text.ptr);
		assert_int_equal(err.line, !strcmp(format, "csv") ? 2 : 1);
	}
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_int_equal(comment.text.len, 1);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
	moderato_reader_free(reader);
}

static void limits__of_text_and_record__are_exact(void **state)
{
	static const char *const formats[] = {"jsonl", "csv", "lines"};
	struct buffer text = BUFFER_INIT;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(formats); i++) {
		for (k = MODERATO_COMMENT_BYTES_MAX - 1; k <= MODERATO_COMMENT_BYTES_MAX + 1; k++) {
			add_record(&text, formats[i], k, 0);
			check_limit(buffer_view(&text), formats[i],
				k > MODERATO_COMMENT_BYTES_MAX ? MODERATO_ELIMIT : MODERATO_OK);
		}
	}
	for (k = MODERATO_RECORD_BYTES_MAX - 1; k <= MODERATO_RECORD_BYTES_MAX + 1; k++) {
		add_record(&text, "jsonl", 1, k - sizeof("{\"text\":\"x\"}") + 1);
		check_limit(buffer_view(&text), "jsonl",
			k > MODERATO_RECORD_BYTES_MAX ? MODERATO_ELIMIT : MODERATO_OK);
	}
	buffer_dispose(&text);
}

static void labels__more_than_64__are_refused(void **state)
{
	struct buffer text = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t n;
	size_t i;

	(void)state;
	for (n = 63; n <= 65; n++) {
		buffer_clear(&text);
		buffer_add_str(&text, "{\"text\":\"t\",\"labels\":{");
		for (i = 0; i < n; i++)
			buffer_printf(&text, "%s\"a%zu\":1", i ? "," : "", i);
		buffer_add_str(&text, "}}");
		read_text(&out, "f", buffer_view(&text), NULL);
		if (n > 64)
			assert_string_equal(buffer_cstr(&out), "jsonl !f:1: more than 64 labels;");
		else
			assert_non_null(strstr(buffer_cstr(&out), ",a62:1"));
	}
	buffer_dispose(&text);
	buffer_dispose(&out);
}

/* Put `text` on standard input through a pipe while `path` "-" is read; expect what memory gives.
 */
static void check_pipe(moderato_str text, size_t piece)
{
	struct buffer from_memory = BUFFER_INIT;
	struct buffer from_pipe = BUFFER_INIT;
	moderato_reader_options o = {.format = NULL};
	moderato_reader *reader;
	moderato_error err;
	int ends[2];
	int saved = dup(STDIN_FILENO);
	pid_t child;
	size_t size;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		size_t done;
		size_t n;

		for (done = 0; done < text.len; done += n) {
			n = text.len - done < piece ? text.len - done : piece;
			if (write(ends[1], text.ptr + done, n) != (ssize_t)n)
				_exit(1);
		}
		_exit(0);
	}
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(moderato_reader_open(&reader, "-", NULL, &err), MODERATO_OK);
	moderato_reader_position(reader, &size);
	assert_int_equal(size, 0);
	buffer_printf(&from_pipe, "%s ", moderato_reader_format(reader));
	if (!strcmp(moderato_reader_format(reader), "lines")) /* which memory has to ask for */
		o.format = "lines";
	add_all(&from_pipe, reader);
	dup2(saved, STDIN_FILENO);
	close(saved);
	waitpid(child, NULL, 0);

	read_text(&from_memory, "standard input", text, &o);
	assert_int_equal(from_pipe.len, from_memory.len);
	assert_memory_equal(from_pipe.data, from_memory.data, from_memory.len);
	buffer_dispose(&from_memory);
	buffer_dispose(&from_pipe);
}

static void pipe__in_pieces_of_any_size__reads_as_memory_does(void **state)
{
	static const size_t pieces[] = {1, 7, 4096, 65536};
	struct buffer text = BUFFER_INIT;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		size_t records = pieces[i] < 100 ? 200 : 20000;

		buffer_clear(&text);
		for (k = 0; k < records; k++)
			buffer_printf(&text, "{\"id\":%zu,\"text\":\"some words \\\" and\xff so on\"}\r\n", k);
		check_pipe(buffer_view(&text), pieces[i]);

		buffer_clear(&text);
		buffer_add_str(&text, "id,text\n");
		for (k = 0; k < records; k++)
			buffer_printf(&text, "%zu,\"some \"\"words\"\"\n\n, and so on\"\n%zu,,\n", k, k);
		check_pipe(buffer_view(&text), pieces[i]);

		buffer_clear(&text);
		buffer_add_str(&text, "id;text\r");
		for (k = 0; k < records; k++)
			buffer_printf(&text, "%zu;\"some \"\"words\"\"\r\r, and so\xe9 on\"\r%zu;;\r", k, k);
		check_pipe(buffer_view(&text), pieces[i]);

		buffer_clear(&text);
		buffer_add_str(&text, "id,text\n");
		for (k = 0; k < records; k++)
			buffer_printf(&text, "%zu,\"open\n%zu,x\n%zu,\"two\nlines\"\n", k, k, k);
		check_pipe(buffer_view(&text), pieces[i]);

		buffer_clear(&text);
		for (k = 0; k < records; k++)
			buffer_add_str(&text, "some words\r\n\n");
		check_pipe(buffer_view(&text), pieces[i]);
	}
	buffer_clear(&text);
	buffer_add_str(&text, "a\n");
	for (k = 0; k < 6000000; k++)
		buffer_add_char(&text, 'x');
	buffer_add_str(&text, "\nb\n");
	check_pipe(buffer_view(&text), 60000);
	buffer_clear(&text);
	buffer_add_str(&text, "{\"text\":\"a\"}\n");
	for (k = 0; k < 9000000; k++)
		buffer_add_char(&text, 'x');
	buffer_add_str(&text, "\n{\"text\":\"b\"}");
	check_pipe(buffer_view(&text), 60000);
	buffer_dispose(&text);
}

/* Reads n records, and all others by a second reader that goes on there. */
static void check_seek(moderato_str text, const moderato_reader_options *o, size_t n)
{
	struct buffer whole = BUFFER_INIT;
	struct buffer halves = BUFFER_INIT;
	moderato_reader *reader;
	moderato_reader *second;
	moderato_reader_place place;
	moderato_comment comment;
	moderato_error err;

	assert_int_equal(moderato_reader_open_memory(&reader, "f.csv", text, o, &err), MODERATO_OK);
	assert_int_equal(moderato_reader_open_memory(&second, "f.csv", text, o, &err), MODERATO_OK);
	while (n--)
		moderato_reader_next(reader, &comment, &err);
	moderato_reader_tell(reader, &place);
	assert_int_equal(moderato_reader_seek(second, &place, &err), MODERATO_OK);
	add_all(&whole, reader);
	add_all(&halves, second);
	assert_string_equal(buffer_cstr(&halves), buffer_cstr(&whole));
	buffer_dispose(&whole);
	buffer_dispose(&halves);
}

static void seek__goes_on_in_tables_of_any_form(void **state)
{
	static const char *const texts[] = {"a,b\nc,d\n\ne,\"f\n\"\n", "sep=;\na;b\nc;\"d\n\"\ne;f",
		"a\tb\rc\td\r\"e\r\"\tf\r", "a|b\r\nc|d\r\ne|f\r\n"};
	const moderato_reader_options options[] = {{.format = "csv", .columns = "text=#2"},
		{.format = "csv", .columns = "text=#2", .no_header = 1}};
	size_t i;
	size_t k;
	size_t n;

	(void)state;
	for (i = 0; i < COUNT(texts); i++)
		for (k = 0; k < COUNT(options); k++)
			for (n = 0; n < 4; n++)
				check_seek(str(texts[i]), &options[k], n);
}

static void live_pipe__first_json_line__is_there_at_once(void **state)
{
	int ends[2];
	int saved = dup(STDIN_FILENO);
	moderato_reader *reader;
	moderato_comment comment;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	dup2(ends[0], STDIN_FILENO);
	assert_int_equal(write(ends[1], "\n{\"text\":\"a\"}\n", 14), 14);
	/* The writing end stays open: waiting for more would hang. */
	assert_int_equal(moderato_reader_open(&reader, "-", NULL, NULL), MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, NULL), MODERATO_OK);
	assert_int_equal(write(ends[1], "{\"text\":\"b\"}\n", 13), 13);
	assert_int_equal(moderato_reader_next(reader, &comment, NULL), MODERATO_OK);
	close(ends[1]);
	assert_int_equal(moderato_reader_next(reader, &comment, NULL), MODERATO_END);
	moderato_reader_free(reader);
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(ends[0]);
}

static void file__reports_its_position_and_size(void **state)
{
	static const char lines[] = "\xef\xbb\xbf"
								"one\ntwo\n";
	const moderato_reader_options o = {.format = "lines"};
	char path[100];
	moderato_reader *reader;
	moderato_comment comment;
	moderato_error err;
	size_t size;

	(void)state;
	temporary(path, sizeof(path), "lines.txt");
	write_file(path, lines, sizeof(lines) - 1);
	assert_int_equal(moderato_reader_open(&reader, path, &o, &err), MODERATO_OK);
	assert_string_equal(moderato_reader_format(reader), "lines");
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_int_equal(moderato_reader_position(reader, &size), 7);
	assert_int_equal(size, 11);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_OK);
	assert_int_equal(moderato_reader_next(reader, &comment, &err), MODERATO_END);
	assert_int_equal(moderato_reader_position(reader, NULL), 11);
	moderato_reader_free(reader);
	remove_temporary(path);
}

static void open__what_cannot_be_read__says_why(void **state)
{
	moderato_reader_options o = {.format = "xml"};
	moderato_reader *reader;
	moderato_error err;

	(void)state;
	assert_int_equal(moderato_reader_open(&reader, "/", NULL, &err), MODERATO_EIO);
	assert_string_equal(err.message, "/: is a directory");
	assert_null(reader);
	assert_int_equal(moderato_reader_open(&reader, "/nowhere/at/all", NULL, &err), MODERATO_EIO);
	assert_string_equal(err.message, "/nowhere/at/all: No such file or directory");
	assert_int_equal(moderato_reader_open_memory(&reader, "f", (moderato_str){"a", 1}, &o, &err),
		MODERATO_EINVAL);
	/* The list grows; its end, which is tried last, does not. */
	assert_non_null(strstr(err.message, "\"xml\" is no format, expected one of "));
	assert_non_null(strstr(err.message, " csv parquet page lines"));
	o.format = "csv";
	assert_int_equal(moderato_reader_open_memory(&reader, "f", (moderato_str){NULL, 0}, &o, &err),
		MODERATO_EFORMAT);
	assert_string_equal(err.message, "f: expected a header line");
	assert_int_equal(moderato_reader_open(&reader, "/", NULL, NULL), MODERATO_EIO);
}

static void formats__each_has_a_line_of_help(void **state)
{
	const char *const *names = moderato_reader_formats();
	size_t n;

	(void)state;
	for (n = 0; names[n]; n++)
		assert_non_null(moderato_reader_format_help(names[n]));
	assert_true(n > 16);
	assert_null(moderato_reader_format_help("xml"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jsonl__records__become_comments),
		cmocka_unit_test(jsonl__marked_characters__become_spans_of_bytes),
		cmocka_unit_test(jsonl__spans_outside_of_the_text__are_named),
		cmocka_unit_test(jsonl__bad_records__are_named_and_skipped),
		cmocka_unit_test(csv__columns__are_found_by_name),
		cmocka_unit_test(csv__mapped_columns__win_over_names),
		cmocka_unit_test(sniff__goes_by_content__and_by_name_only_for_ties),
		cmocka_unit_test(lines__each_is_a_text),
		cmocka_unit_test(limits__of_text_and_record__are_exact),
		cmocka_unit_test(labels__more_than_64__are_refused),
		cmocka_unit_test(pipe__in_pieces_of_any_size__reads_as_memory_does),
		cmocka_unit_test(seek__goes_on_in_tables_of_any_form),
		cmocka_unit_test(live_pipe__first_json_line__is_there_at_once),
		cmocka_unit_test(file__reports_its_position_and_size),
		cmocka_unit_test(open__what_cannot_be_read__says_why),
		cmocka_unit_test(formats__each_has_a_line_of_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
