/* SPDX-License-Identifier: MIT */
/* XML is read the same with and without expat, whatever is changed in it. */
#include "support.h"

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/str.h"
#include "import/xml/xml.h"
#include "import/xml/xml_internal.h"

/* A reader of <feed> with records <r>, of which each <t> is wanted. It writes all it is told. */
struct log {
	struct buffer out;
	struct xml *xml;
	bool record;    /* what ended last is one */
	size_t n_plain; /* how many records ended without expat */
};

static enum xml_want log_start(void *payload, const char *name, const char *const *attributes)
{
	struct log *log = payload;

	buffer_printf(&log->out, "%zu<%s", xml_depth(log->xml), name);
	for (; *attributes; attributes += 2)
		buffer_printf(&log->out, " %s=%s", attributes[0], attributes[1]);
	buffer_add_str(&log->out, ">");
	if (!strcmp(name, "r"))
		return xml_depth(log->xml) == 2 ? XML_RECORD : XML_STRAY;
	return strcmp(name, "t") ? XML_PASS : XML_TEXT;
}

static void log_end(void *payload, const char *name, moderato_str text)
{
	struct log *log = payload;
	const moderato_span place = xml_place(log->xml);

	log->record = !strcmp(name, "r");
	buffer_printf(
		&log->out, "%zu-%zu-%zu</%s ", place.begin, xml_inner_end(log->xml).begin, place.end, name);
	if (text.ptr)
		buffer_printf(&log->out, "%zu:", text.len);
	buffer_add(&log->out, text.ptr, text.len);
	buffer_add_str(&log->out, ">\n");
}

static void log_lost(void *payload)
{
	buffer_add_str(&((struct log *)payload)->out, "lost\n");
}

static void log_pass(void *payload, size_t at, moderato_str bytes)
{
	struct log *log = payload;
	const moderato_span place = xml_place(log->xml);

	if (log->record && at == place.begin && at + bytes.len == place.end)
		buffer_printf(&log->out, "%zu bytes from %zu\n", bytes.len, at);
}

static const struct xml_anchor anchors[] = {{"r", false, {"feed"}, false}};
static const struct xml_format format = {anchors, 1, log_start, log_end, log_lost, log_pass};

/* Reads the bytes to the end. */
static void read_log(struct log *log, moderato_str bytes, bool expat_only)
{
	struct input in;
	moderato_error err;
	moderato_status status;

	buffer_clear(&log->out);
	log->n_plain = 0;
	assert_int_equal(input_open_memory(&in, "f", bytes, NULL), MODERATO_OK);
	log->xml = xml_new(&in, &format, log);
	assert_non_null(log->xml);
	log->xml->expat_only = expat_only;
	while ((status = xml_read(log->xml, &err)) != MODERATO_END) {
		const bool again = xml_read_again(log->xml, in.taken);

		buffer_printf(&log->out, "%d at %zu, line %zu%s: %s\n", (int)status, in.taken,
			xml_record_line(log->xml), again ? ", again" : "", status ? err.message : "a record");
		log->n_plain += log->xml->plain;
	}
	buffer_printf(&log->out, "%zu converted\n", xml_converted(log->xml));
	xml_free(log->xml);
	input_close(&in);
}

static struct log with_expat, without;

static int dispose(void **state)
{
	(void)state;
	buffer_dispose(&with_expat.out);
	buffer_dispose(&without.out);
	return 0;
}

static void expect_same(moderato_str bytes)
{
	read_log(&with_expat, bytes, true);
	read_log(&without, bytes, false);
	assert_int_equal(with_expat.n_plain, 0);
	if (strcmp(buffer_cstr(&with_expat.out), buffer_cstr(&without.out)) != 0)
		fail_msg("%.*s\nis read as\n%s\nwithout expat, with it as\n%s", (int)bytes.len, bytes.ptr,
			buffer_cstr(&without.out), buffer_cstr(&with_expat.out));
}

#define FEED(rest) "<?xml version='1.0'?>\n<feed a='b'>\n<r><t>first</t></r>\n" rest "</feed>\n"

static const char *const plain[] = {
	FEED("<r x=\"1\" y:z='&lt;&#233;\"'>\r\n<t>a &amp; b&nbsp;c ]] &gt;\r\nd\re \xc3\xa9</t></r>\n"
		 "<z w = \"&#xA;\">z</z><r ><t/><t ></t ></r >\n"),
	FEED("<r>\n<p><q k=''/>&quot;<t>u</t></p><t><![CDATA[x ]] <b> & \ry]]>]]<![CDATA[]]></t>\n"
		 "<t>in <b>bold</b> out</t></r><r/>\n<r><t>last</t></r>\n"),
};

static void test_plain_records_are_read_without_expat(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(plain); i++) {
		expect_same(str_of(plain[i]));
		assert_true(without.n_plain >= 2);
	}
}

static void test_whatever_is_changed_is_read_the_same(void **state)
{
	static const char changes[] = "<>&;\"'/=]!?#[ \r\n\x01\x7f\xe9xrt0-";
	struct buffer text = BUFFER_INIT;
	size_t i, at, k;

	(void)state;
	for (i = 0; i < COUNT(plain); i++) {
		const moderato_str all = str_of(plain[i]);

		for (at = strlen("<?xml version='1.0'?>\n"); at < all.len; at++) {
			expect_same(str_part(all, 0, at));
			for (k = 0; k < 2 * sizeof(changes); k++) { /* replaced or put in; NUL is one */
				buffer_clear(&text);
				buffer_add(&text, all.ptr, at);
				buffer_add_char(&text, changes[k / 2]);
				buffer_add(&text, all.ptr + at + k % 2, all.len - at - k % 2);
				expect_same(buffer_view(&text));
			}
			buffer_clear(&text);
			buffer_add(&text, all.ptr, at);
			buffer_add(&text, all.ptr + at + 1, all.len - at - 1);
			expect_same(buffer_view(&text));
		}
	}
	buffer_dispose(&text);
}

static void test_what_only_expat_judges_is_read_the_same(void **state)
{
	static const char *const pieces[] = {"<!-- a -- b -->", "<!-- a -->", "<?pi?>", "<?xml x?>",
		"<!DOCTYPE x>", "a]]>b", "]]]]]]>", "&unknown;", "&;", "&#;", "&#x;", "&#X41;", "&#0;",
		"&#8;", "&#9;", "&#x7f;", "&#x80;", "&#xd7ff;", "&#xd800;", "&#xdfff;", "&#xe000;",
		"&#xfffd;", "&#xfffe;", "&#xffff;", "&#x1fffe;", "&#x10ffff;", "&#x110000;",
		"&#99999999999999999999;", "&#00000000065;", "&a:b;", "&a.b-c1;", "&1a;", "\xef\xbf\xbe",
		"\xed\xa0\x80", "\xf0\x9f\x98\x80", "\xf4\x90\x80\x80", "\xc3", "<a b='1' b='2'/>",
		"<a b='1'c='2'/>", "<a b=1/>", "<a b/>", "<a b='<'/>", "<a b='&gt;&amp;&apos;'/>",
		"<a b='&nbsp;'/>", "<a b='x\ty\r\nz'/>", "<a b='  x  y '/>", "<a  b  =  'x'  />",
		"<a b='>'></a>", "<a/ >", "< a/>", "<a\xc3\xa9/>", "<\xc3\xa9/>", "<-a/>", "<a.b-c:d_e1/>",
		"<:/>", "<1/>", "</a>", "<a></a\n>", "<a></ a>", "<a></ab>", "<ab></a>", "<r><t>x</t></r>",
		"<![CDATA[", "<![cdata[x]]>", "<![CDATA[x]]]]><![CDATA[>]]>",
		"<a b='1' c='2' d='3' e='4' f='5' g='6' h='7' i='8' j='9' "
		"k='10' l='11' m='12' n='13' o='14' p='15' q='16' r='17'/>"};
	static const char *const around[] = {FEED("<r><t>one</t></r>\n%s<r><t>two</t></r>\n"),
		FEED("<r>\n<t>one</t>%s<t>two</t></r>\n<r><t>three</t></r>\n"),
		FEED("<r><t>one %s two</t></r>\n<r><t>three</t></r>\n"),
		FEED("<r><p>one %s two</p></r>\n<r><t>three</t></r>\n")};
	struct buffer text = BUFFER_INIT;
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		for (k = 0; k < COUNT(around); k++) {
			const char *hole = strstr(around[k], "%s");

			buffer_clear(&text);
			buffer_add(&text, around[k], (size_t)(hole - around[k]));
			buffer_add_str(&text, pieces[i]);
			buffer_add_str(&text, hole + 2);
			expect_same(buffer_view(&text));
		}
	}
	buffer_dispose(&text);
}

/* Where each piece of a long file ends for the one or the other. */
static void test_long_texts_are_read_the_same(void **state)
{
	static const char *const pieces[] = {"<p>x</p>", "x", "]", "\r", "&lt;", "\xf0\x9f\x98\x80",
		" ", "<![CDATA[y]]>", "<r><t>x]\r\n&amp;\xc3\xa9</t></r>"};
	struct buffer text = BUFFER_INIT;
	size_t i, k, n;

	(void)state;
	for (i = 0; i < COUNT(pieces); i++) {
		const bool records = str_begins(str_of(pieces[i]), "<r>");

		for (k = 0; k < 4; k++) {
			buffer_clear(&text);
			buffer_add_str(&text, "<feed><r/>\n");
			buffer_add_str(&text, records ? "" : "<r><t>");
			buffer_repeat(&text, 'x', k); /* so that pieces are cut at each of their bytes */
			for (n = 0; n < (records ? 700000 : 140000) / strlen(pieces[i]); n++)
				buffer_add_str(&text, pieces[i]);
			buffer_add_str(&text, records ? "" : "</t></r>");
			buffer_add_str(&text, "<r><t>end</t></r></feed>");
			expect_same(buffer_view(&text));
		}
	}
	buffer_dispose(&text);
}

/* Expat stays for a few kilobytes where it was needed, and then is spared again. */
static void test_expat_is_needed_for_no_longer_than_a_while(void **state)
{
	static const char record[] = "<r><t>x</t></r>\n";
	struct buffer text = BUFFER_INIT;
	size_t n;

	(void)state;
	buffer_add_str(&text, "<feed><r/><!-- odd -->\n");
	for (n = 0; n < 1000; n++)
		buffer_add_str(&text, record);
	buffer_add_str(&text, "</feed>");
	expect_same(buffer_view(&text));
	assert_true(without.n_plain < 1000);
	assert_true(without.n_plain > 1000 - ((size_t)5 << 10) / strlen(record));
	buffer_dispose(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_records_are_read_without_expat),
		cmocka_unit_test(test_whatever_is_changed_is_read_the_same),
		cmocka_unit_test(test_what_only_expat_judges_is_read_the_same),
		cmocka_unit_test(test_long_texts_are_read_the_same),
		cmocka_unit_test(test_expat_is_needed_for_no_longer_than_a_while),
	};

	return cmocka_run_group_tests(tests, NULL, dispose);
}
