/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/json.h"
#include "base/utf8.h"

#define STR(s) ((moderato_str){(s), sizeof(s) - 1})

/* Members as "key=type:string-or-raw;", so that a whole reading compares as one text. */
static moderato_status list_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	static const char types[] = "nb0sao";
	struct buffer *out = payload;

	(void)err;
	buffer_add(out, key.ptr, key.len);
	buffer_add_char(out, '=');
	buffer_add_char(out, types[value->type]);
	buffer_add_char(out, ':');
	if (value->type == JSON_STRING)
		buffer_add(out, value->string.ptr, value->string.len);
	else
		buffer_add(out, value->raw.ptr, value->raw.len);
	buffer_add_char(out, ';');
	return MODERATO_OK;
}

static void read__all_types__come_in_order_with_raw_text(void **state)
{
	static const struct {
		const char *json;
		const char *expected;
	} cases[] = {
		{"{}", ""},
		{" { } \r\n", ""},
		{"{\"a\":1}", "a=0:1;"},
		{"{\"a\" : -1.50e+2 , \"b\":null,\"c\":true,\"d\":false}",
			"a=0:-1.50e+2;b=n:null;c=b:true;d=b:false;"},
		{"{\"a\":[1, [2 ,{ }] ] ,\"b\":{ \"c\" : [ ] }}",
			"a=a:[1, [2 ,{ }] ];b=o:{ \"c\" : [ ] };"},
		{"{\"a\":\"\",\"\":\"x\"}", "a=s:;=s:x;"},
		{"{\"k\\u0041\\\"\":\"\\\\\\n\\ud83d\\ude00\\/\"}", "kA\"=s:\\\n\xf0\x9f\x98\x80/;"},
		{"{\"id\":123456789012345678901234567890}", "id=0:123456789012345678901234567890;"},
		{"{\"a\":1,\"a\":2}", "a=0:1;a=0:2;"},
		{"{\"\xd0\xb6\":\"\xe2\x82\xac\"}", "\xd0\xb6=s:\xe2\x82\xac;"},
		{"{\"a\":[]   }", "a=a:[];"},
		{"{\"a\":\"b\"   ,\"c\":12   }", "a=s:b;c=0:12;"},
	};
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i;

	(void)state;
	assert_non_null(reader);
	for (i = 0; i < COUNT(cases); i++) {
		moderato_str text = {cases[i].json, strlen(cases[i].json)};

		buffer_clear(&out);
		if (json_read_object(reader, text, list_member, &out, &err))
			fail_msg("%s: %s", cases[i].json, err.message);
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("%s: got %s", cases[i].json, buffer_cstr(&out));
	}
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void read__bad_text__is_refused_with_its_byte(void **state)
{
	static const struct {
		const char *json;
		const char *at;
	} cases[] = {
		{"", "byte 1"},
		{"   ", "byte 4"},
		{"[1]", "byte 1"},
		{"\"a\"", "byte 1"},
		{"null", "byte 1"},
		{"{", "byte"},
		{"{\"a\"", "byte"},
		{"{\"a\":", "byte"},
		{"{\"a\":1", "byte"},
		{"{\"a\":1,", "byte"},
		{"{\"a\":1,}", "byte"},
		{"{,}", "byte"},
		{"{\"a\" 1}", "byte"},
		{"{\"a\":1 \"b\":2}", "byte"},
		{"{a:1}", "byte"},
		{"{\"a\":1}}", "byte 8"},
		{"{\"a\":1} x", "} at the end, at byte 10"},
		{"{\"a\":1} {}", "follows the object, at byte 9"},
		{"{\"a\":1}{\"a\":1}", "byte 8"},
		{"{\"a\":[1,2}", "byte"},
		{"{\"a\":[1,]}", "byte"},
		{"{\"a\":[,1]}", "byte"},
		{"{\"a\":[1}", "byte"},
		{"{\"a\":{\"b\":1}", "byte"},
		{"{\"a\":{]}", "byte"},
		{"{\"a\":[[[[]]]}", "byte"},
		{"{\"a\":tru}", "byte 6"},
		{"{\"a\":truex}", "byte 6"},
		{"{\"a\":nul}", "byte 6"},
		{"{\"a\":nulll}", "byte 6"},
		{"{\"a\":falsy}", "byte 6"},
		{"{\"a\":[nul]}", "byte 7"},
		{"{\"a\":NaN}", "byte 6"},
		{"{\"a\":01}", "byte 6"},
		{"{\"a\":1.}", "byte 6"},
		{"{\"a\":.5}", "byte 6"},
		{"{\"a\":+1}", "byte 6"},
		{"{\"a\":-}", "byte 6"},
		{"{\"a\":1e}", "byte 6"},
		{"{\"a\":1e400}", "byte 6"},
		{"{\"a\":[1e400]}", "byte 7"},
		{"{\"a\":1x}", "byte 6"},
		{"{\"a\":\"b\"c}", "byte"},
		{"{\"a\":\"b}", "byte 6"},
		{"{\"a\":\"b\\\"}", "byte 6"},
		{"{\"a\":\"\\x\"}", "byte"},
		{"{\"a\":[\"\\x\"]}", "byte"},
		{"{\"\\x\":1}", "byte"},
		{"{\"a\":{\"\\x\":1}}", "byte"},
		{"{\"a\":\"\\u12g4\"}", "byte"},
		{"{\"a\":\"\\ud800\"}", "byte"},
		{"{\"a\":\"\\ud800x\"}", "byte"},
		{"{\"a\":\"\\udc00\"}", "byte"},
		{"{\"a\":\"\\ud800\\ud800\"}", "byte"},
		{"{\"a\":[{\"b\":\"\\udfff\"}]}", "byte"},
		{"{\"a\":\"\tb\"}", "byte 7"},
		{"{\"a\":\"\xff\"}", "byte 7"},
		{"{\"a\":\"\xed\xa0\x80\"}", "byte 7"},
		{"{\"\xc3\":1}", "byte 3"},
		{"{'a':1}", "byte"},
		{"{\"a\":1,//\n\"b\":2}", "byte"},
	};
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_str text = {cases[i].json, strlen(cases[i].json)};

		if (json_read_object(reader, text, list_member, &out, &err) != MODERATO_EFORMAT)
			fail_msg("%s: not refused", cases[i].json);
		if (!strstr(err.message, cases[i].at))
			fail_msg("%s: %s, not at %s", cases[i].json, err.message, cases[i].at);
		assert_int_equal(json_read_object(reader, text, list_member, &out, NULL), MODERATO_EFORMAT);
	}
	assert_int_equal(
		json_read_object(reader, STR("{\"a\":1\0}"), list_member, &out, &err), MODERATO_EFORMAT);
	assert_int_equal(
		json_read_object(reader, STR("{\"a\":1}\0"), list_member, &out, &err), MODERATO_EFORMAT);
	assert_int_equal(
		json_read_object(reader, STR("{\0\"a\":1}"), list_member, &out, &err), MODERATO_EFORMAT);
	assert_int_equal(json_read_object(reader, STR("{\"a\":\"x\0\"}"), list_member, &out, &err),
		MODERATO_EFORMAT);
	assert_int_equal(
		json_read_object(reader, STR("{\"a\":true\0}"), list_member, &out, &err), MODERATO_EFORMAT);
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void read__nul_escape__is_kept(void **state)
{
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;

	(void)state;
	assert_int_equal(
		json_read_object(reader, STR("{\"a\":\"x\\u0000y\"}"), list_member, &out, NULL),
		MODERATO_OK);
	assert_int_equal(out.len, sizeof("a=s:x\0y;") - 1);
	assert_memory_equal(out.data, "a=s:x\0y;", out.len);
	buffer_dispose(&out);
	json_reader_free(reader);
}

/* {"a":[[…]]} of `depth` levels, the object counted. */
static void nest(struct buffer *out, size_t depth, char open, char close)
{
	size_t i;

	buffer_clear(out);
	buffer_add_str(out, "{\"a\":");
	for (i = 1; i < depth; i++)
		buffer_add_str(out, open == '{' && i + 1 < depth ? "{\"a\":" : open == '{' ? "{" : "[");
	for (i = 1; i < depth; i++)
		buffer_add_char(out, close);
	buffer_add_char(out, '}');
}

static void read__nesting__is_limited_at_64_levels(void **state)
{
	struct json_reader *reader = json_reader_new();
	struct buffer json = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t depth;

	(void)state;
	for (depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
		moderato_status expected = depth > JSON_DEPTH_MAX ? MODERATO_EFORMAT : MODERATO_OK;

		nest(&json, depth, '[', ']');
		assert_int_equal(
			json_read_object(reader, buffer_view(&json), list_member, &out, &err), expected);
		nest(&json, depth, '{', '}');
		assert_int_equal(
			json_read_object(reader, buffer_view(&json), list_member, &out, &err), expected);
	}
	nest(&json, 100000, '[', ']');
	assert_int_equal(
		json_read_object(reader, buffer_view(&json), list_member, &out, &err), MODERATO_EFORMAT);
	buffer_dispose(&json);
	buffer_dispose(&out);
	json_reader_free(reader);
}

struct nested {
	struct json_reader *reader;
	struct buffer out;
};

static moderato_status descend(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct nested *n = payload;

	if (value->type == JSON_OBJECT)
		return json_read_nested(n->reader, value->raw, list_member, &n->out, err);
	return list_member(&n->out, key, value, err);
}

static void read_nested__inside_a_callback__does_not_disturb_it(void **state)
{
	struct nested n = {json_reader_new(), BUFFER_INIT};

	(void)state;
	assert_int_equal(json_read_object(n.reader,
						 STR("{\"x\":\"\\n1\",\"in\":{\"a\":\"\\u0062\",\"c\":[1]},\"y\":2}"),
						 descend, &n, NULL),
		MODERATO_OK);
	assert_string_equal(buffer_cstr(&n.out), "x=s:\n1;a=s:b;c=a:[1];y=0:2;");
	buffer_dispose(&n.out);
	json_reader_free(n.reader);
}

static moderato_status refuse(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)err;
	++*(int *)payload;
	(void)value;
	return key.len == 1 ? MODERATO_ELIMIT : MODERATO_OK;
}

static void read__callback_that_fails__stops_and_hands_its_status_on(void **state)
{
	struct json_reader *reader = json_reader_new();
	int calls = 0;

	(void)state;
	assert_int_equal(
		json_read_object(reader, STR("{\"aa\":1,\"b\":2,\"c\":3}"), refuse, &calls, NULL),
		MODERATO_ELIMIT);
	assert_int_equal(calls, 2);
	assert_int_equal(json_read_object(reader, STR("{}"), refuse, &calls, NULL), MODERATO_OK);
	json_reader_free(reader);
}

static moderato_status list_element(
	void *payload, const struct json_value *value, moderato_error *err)
{
	return list_member(payload, (moderato_str){"", 0}, value, err);
}

static void read_array__elements__come_in_order_with_raw_text(void **state)
{
	static const struct {
		const char *json;
		const char *expected; /* NULL: refused */
	} cases[] = {
		{" [ ] ", ""},
		{"[1, \"a\\n\" ,[2,{}],{\"b\":[]}, null ]", "=0:1;=s:a\n;=a:[2,{}];=o:{\"b\":[]};=n:null;"},
		{"{}", NULL},
		{"[1", NULL},
		{"[1}", NULL},
		{"[1,]", NULL},
		{"[1]2", NULL},
		{"", NULL},
	};
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const moderato_str json = {cases[i].json, strlen(cases[i].json)};
		moderato_status status;

		buffer_clear(&out);
		err.message[0] = '\0';
		status = json_read_array(reader, json, list_element, &out, &err);
		if (status != (cases[i].expected ? MODERATO_OK : MODERATO_EFORMAT) ||
			(status && !strstr(err.message, ", at byte ")) ||
			(!status && strcmp(buffer_cstr(&out), cases[i].expected) != 0))
			fail_msg("case %zu: %d, '%s', '%s'", i, (int)status, err.message, buffer_cstr(&out));
	}
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void read__every_prefix_of_a_record__is_refused(void **state)
{
	static const char json[] =
		"{\"id\": 12, \"text\": \"a\\n\xc3\xa9\\ud83d\\ude00\", \"labels\": {\"spam\": 1}, "
		"\"x\": [1.5e3, true, null, {\"y\": [[]]}, \"\\\"\"]}";
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	size_t len;

	(void)state;
	for (len = 0; len + 1 < sizeof(json); len++) {
		char *copy = malloc(len ? len : 1); /* exact, so that AddressSanitizer sees an overrun */
		moderato_status status;

		assert_non_null(copy);
		memcpy(copy, json, len);
		status = json_read_object(reader, (moderato_str){copy, len}, list_member, &out, NULL);
		free(copy);
		if (status != MODERATO_EFORMAT)
			fail_msg("prefix of %zu bytes: %d", len, status);
	}
	assert_int_equal(
		json_read_object(reader, (moderato_str){json, len}, list_member, &out, NULL), MODERATO_OK);
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void read__long_then_short_records__work(void **state)
{
	static const size_t sizes[] = {10, 5000, 3000000, 20, 3000000, 70000, 30, 4096, 4097, 8191};
	struct json_reader *reader = json_reader_new();
	struct buffer json = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(sizes); i++) {
		buffer_clear(&json);
		buffer_clear(&out);
		buffer_add_str(&json, "{\"a\":\"");
		for (k = 0; k < sizes[i]; k++)
			buffer_add_str(&json, k % 1000 ? "x" : "\\u00e9");
		buffer_add_str(&json, "\"}");
		assert_int_equal(
			json_read_object(reader, buffer_view(&json), list_member, &out, NULL), MODERATO_OK);
		assert_int_equal(out.len, 5 + sizes[i] + (sizes[i] + 999) / 1000);
	}
	buffer_dispose(&json);
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void write__strings__are_valid_json(void **state)
{
	static const struct {
		moderato_str in;
		const char *out;
	} cases[] = {
		{{"", 0}, "\"\""},
		{{NULL, 0}, "\"\""},
		{{"plain text of some words", 24}, "\"plain text of some words\""},
		{{"a\"b\\c/", 6}, "\"a\\\"b\\\\c/\""},
		{{"\b\f\n\r\t", 5}, "\"\\b\\f\\n\\r\\t\""},
		{{"\0\x01\x1f\x7f", 4}, "\"\\u0000\\u0001\\u001f\x7f\""},
		{{"1234567\"", 8}, "\"1234567\\\"\""},
		{{"12345678\n12345678", 17}, "\"12345678\\n12345678\""},
		{{"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 9}, "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\""},
		{{"a\xe2\x80\xa8"
		  "b\xe2\x80\xa9",
			 8},
			"\"a\\u2028b\\u2029\""},
		{{"\xe2\x80\xaa\xe2\x81\xa8", 6}, "\"\xe2\x80\xaa\xe2\x81\xa8\""},
		{{"\xff"
		  "a",
			 2},
			"\"\xef\xbf\xbd"
			"a\""},
		{{"\xe2\x82", 2}, "\"\xef\xbf\xbd\""},
		{{"\xe2\x82x", 3}, "\"\xef\xbf\xbdx\""},
		{{"\xed\xa0\x80", 3}, "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		buffer_clear(&out);
		json_write_string(&out, cases[i].in);
		if (strcmp(buffer_cstr(&out), cases[i].out) != 0)
			fail_msg("case %zu: expected %s, got %s", i, cases[i].out, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static void write_script__strings__cannot_end_the_element(void **state)
{
	const struct {
		moderato_str text;
		const char *expected;
	} cases[] = {
		{STR(""), "\"\""},
		{STR("a </script> b <!-- ]]>"), "\"a \\u003c/script> b \\u003c!-- ]]>\""},
		{STR("\"\\\n\0\x7f"), "\"\\u0022\\u005c\\u000a\\u0000\\u007f\""},
		{STR("\xc2\x85\xe2\x80\xa8\xe2\x80\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
			"\"\\u0085\\u2028\\u2029\xe2\x82\xac\xf0\x9f\x98\x80\""},
		{STR("a\xff\xe2\x82z\xed\xa0\x80"), /* one for each bad byte */
			"\"a\\ufffd\\ufffd\\ufffdz\\ufffd\\ufffd\\ufffd\""},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buffer_clear(&out);
		json_write_script_string(&out, cases[i].text);
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("case %zu: %s", i, buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static moderato_status keep_string(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)key;
	(void)err;
	*(moderato_str *)payload = value->string;
	return MODERATO_OK;
}

static void write__any_bytes__read_back_repaired(void **state)
{
	struct json_reader *reader = json_reader_new();
	struct buffer json = BUFFER_INIT;
	struct buffer repaired = BUFFER_INIT;
	uint64_t seed = 42;
	size_t round;

	(void)state;
	for (round = 0; round < 2000; round++) {
		char bytes[64];
		moderato_str in = {bytes, round % sizeof(bytes)};
		moderato_str back = {NULL, 0};
		size_t i;

		for (i = 0; i < in.len; i++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			/* mostly text, some bytes of all kinds */
			bytes[i] =
				(char)(seed >> 40 & 3 ? "ab \"\\\n\xc3\xa9"[seed >> 33 & 7] : (char)(seed >> 50));
		}
		buffer_clear(&json);
		buffer_clear(&repaired);
		buffer_add_str(&json, "{\"a\":");
		json_write_string(&json, in);
		buffer_add_char(&json, '}');
		utf8_add_repaired(&repaired, in);
		assert_int_equal(
			json_read_object(reader, buffer_view(&json), keep_string, &back, NULL), MODERATO_OK);
		assert_int_equal(back.len, repaired.len);
		if (back.len)
			assert_memory_equal(back.ptr, repaired.data, back.len);
		assert_true(utf8_valid(back.ptr, back.len));
		assert_int_equal(utf8_valid(in.ptr, in.len),
			in.len == repaired.len && (!in.len || !memcmp(in.ptr, repaired.data, in.len)));
	}
	buffer_dispose(&json);
	buffer_dispose(&repaired);
	json_reader_free(reader);
}

/* ---- lazily ---- */

struct listing {
	struct json_reader *reader;
	struct buffer out;
};

static moderato_status walk_element(
	void *payload, const struct json_value *value, moderato_error *err);

/* Members as "key=value;", of objects and arrays what is inside between their brackets; what is
 * inside a member "skip" is not read. */
static moderato_status walk_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct listing *list = payload;

	buffer_add(&list->out, key.ptr, key.len);
	buffer_add_char(&list->out, '=');
	if (str_is(key, "stop"))
		return fail_at(err, MODERATO_ELIMIT, "stopped", 1, "here");
	if (str_is(key, "skip"))
		return MODERATO_OK;
	return walk_element(payload, value, err);
}

static moderato_status walk_element(
	void *payload, const struct json_value *value, moderato_error *err)
{
	struct listing *list = payload;
	moderato_status status = MODERATO_OK;

	(void)err;
	if (value->type == JSON_OBJECT || value->type == JSON_ARRAY) {
		assert_int_equal(value->raw.len, 1);
		buffer_add(&list->out, value->raw.ptr, 1);
		status = value->type == JSON_OBJECT ? json_walk_members(list->reader, walk_member, list)
											: json_walk_elements(list->reader, walk_element, list);
		buffer_add_char(&list->out, value->type == JSON_OBJECT ? '}' : ']');
	} else if (value->type == JSON_STRING) {
		buffer_add(&list->out, value->string.ptr, value->string.len);
	} else {
		buffer_add(&list->out, value->raw.ptr, value->raw.len);
	}
	buffer_add_char(&list->out, ';');
	return status;
}

static void walk__any_structure__is_read_in_one_pass(void **state)
{
	static const struct {
		const char *json;
		const char *expected; /* NULL: refused, with the byte */
	} cases[] = {
		{"{}", ""},
		{"{\"a\":1,\"b\":{\"c\":\"x\\ny\",\"d\":{}},\"e\":[]}", "a=1;b={c=x\ny;d={};};e=[];"},
		{"{\"a\":[1,[2,{\"b\":[3]}],{\"c\":null}]}", "a=[1;[2;{b=[3;];};];{c=null;};];"},
		{"{\"skip\":{\"a\":[1,2]},\"b\":1}", "skip=b=1;"},
		{"{\"a\":{\"skip\":[{}],\"b\":[true]}}", "a={skip=b=[true;];};"},
		{"{\"skip\":{\"a\":[1,2},\"b\":1}", NULL},
		{"{\"skip\":{\"a\":nul},\"b\":1}", NULL},
		{"{\"a\":{\"b\":1}", NULL},
		{"{\"a\":{\"b\":[1}}", NULL},
		{"{\"a\":[1,]}", NULL},
		{"{\"a\":{\"b\":{\"c\":\"\xff\"}}}", NULL},
		{"{\"a\":{}} x", NULL},
		{"[1]", NULL},
	};
	struct listing list = {json_reader_new(), BUFFER_INIT};
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_status status;

		buffer_clear(&list.out);
		err.message[0] = '\0';
		status = json_walk_object(list.reader, str(cases[i].json), walk_member, &list, &err);
		if (status != (cases[i].expected ? MODERATO_OK : MODERATO_EFORMAT) ||
			(status && !strstr(err.message, ", at byte ")) ||
			(!status && strcmp(buffer_cstr(&list.out), cases[i].expected) != 0))
			fail_msg("%s: %d, '%s', '%s'", cases[i].json, (int)status, err.message,
				buffer_cstr(&list.out));
	}
	assert_int_equal(json_walk_object(list.reader, str("{\"a\":[{\"stop\":1}],\"b\":1}"),
						 walk_member, &list, &err),
		MODERATO_ELIMIT);
	assert_string_equal(err.message, "stopped:1: here");
	buffer_dispose(&list.out);
	json_reader_free(list.reader);
}

static void walk__nesting__is_as_deep_as_of_a_record(void **state)
{
	struct listing list = {json_reader_new(), BUFFER_INIT};
	struct buffer json = BUFFER_INIT;
	size_t depth;
	size_t k;

	(void)state;
	for (depth = JSON_DEPTH_MAX - 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
		moderato_status status;

		buffer_clear(&json);
		buffer_add_str(&json, "{\"a\":");
		buffer_repeat(&json, '[', depth - 1);
		for (k = 0; k < depth - 1; k++)
			buffer_add_char(&json, ']');
		buffer_add_char(&json, '}');
		status = json_walk_object(list.reader, buffer_view(&json), walk_member, &list, NULL);
		assert_int_equal(status, depth > JSON_DEPTH_MAX ? MODERATO_EFORMAT : MODERATO_OK);
		assert_int_equal(
			json_read_object(list.reader, buffer_view(&json), NULL, NULL, NULL), status);
	}
	buffer_dispose(&json);
	buffer_dispose(&list.out);
	json_reader_free(list.reader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read__all_types__come_in_order_with_raw_text),
		cmocka_unit_test(read__bad_text__is_refused_with_its_byte),
		cmocka_unit_test(read__nul_escape__is_kept),
		cmocka_unit_test(read__nesting__is_limited_at_64_levels),
		cmocka_unit_test(read_nested__inside_a_callback__does_not_disturb_it),
		cmocka_unit_test(read_array__elements__come_in_order_with_raw_text),
		cmocka_unit_test(read__callback_that_fails__stops_and_hands_its_status_on),
		cmocka_unit_test(read__every_prefix_of_a_record__is_refused),
		cmocka_unit_test(read__long_then_short_records__work),
		cmocka_unit_test(write__strings__are_valid_json),
		cmocka_unit_test(write_script__strings__cannot_end_the_element),
		cmocka_unit_test(walk__any_structure__is_read_in_one_pass),
		cmocka_unit_test(walk__nesting__is_as_deep_as_of_a_record),
		cmocka_unit_test(write__any_bytes__read_back_repaired),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
