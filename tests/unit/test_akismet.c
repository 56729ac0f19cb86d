/* SPDX-License-Identifier: MIT */
/* Akismet's forms: the comment that they tell of, and what is decided of it. */
#include "support.h"

#include "serve/akismet/akismet_comment.h"
#include "serve/akismet/akismet_decide.h"

/* A form and its comment while a test looks at them. */
struct read {
	struct arena arena;
	struct buffer scratch;
	struct akismet_form form;
	moderato_comment comment;
};

static void read_body(struct read *r, const char *type, const char *body)
{
	moderato_error err = {"", 0};

	*r = (struct read){.arena = ARENA_INIT};
	akismet_form_read(&r->form, &r->arena, str(type), str(body));
	must(r->form.status, r->form.error);
	must(akismet_comment(&r->comment, &r->arena, &r->scratch, &r->form, &err), err);
}

static void dispose(struct read *r)
{
	buffer_dispose(&r->scratch);
	arena_dispose(&r->arena);
}

/* `expected` NULL: absent. */
static void check_str(moderato_str got, const char *expected)
{
	if (!expected) {
		assert_null(got.ptr);
		return;
	}
	assert_int_equal(got.len, strlen(expected));
	assert_memory_equal(got.ptr, expected, got.len);
}

static void comment__fields__arrive(void **state)
{
	struct read r;

	(void)state;
	read_body(&r, NULL,
		"api_key=0123456789ab&blog=http%3A%2F%2Fblog.example&user_ip=192.0.2.1&user_agent=Mozilla%"
		"2F5.0"
		"&referrer=http%3A%2F%2Fsearch.example%2F%22&permalink=http%3A%2F%2Fblog.example%2Fpost"
		"&comment_type=forum-post&comment_author=Ann&comment_author_email=ann%40example.com"
		"&comment_author_url=http%3A%2F%2Fann.example&comment_content=Hello+there"
		"&comment_date_gmt=2026-11-29+01%3A02%3A03&comment_parent=17&blog_lang=de_DE"
		"&comment_context%5B0%5D=cats&comment_context%5B1%5D=&comment_context%5B%5D=dogs");
	check_str(r.comment.text, "Hello there");
	check_str(r.comment.author, "Ann");
	check_str(r.comment.author_email, "ann@example.com");
	check_str(r.comment.author_url, "http://ann.example");
	check_str(r.comment.ip, "192.0.2.1");
	check_str(r.comment.user_agent, "Mozilla/5.0");
	check_str(r.comment.url, "http://blog.example/post");
	check_str(r.comment.type, "forum-post");
	check_str(r.comment.parent_id, "17");
	check_str(r.comment.created, "2026-11-29 01:02:03");
	check_str(r.comment.title, "cats, dogs");
	check_str(r.comment.extra,
		"\"blog\":\"http://blog.example\",\"referrer\":\"http://search.example/\\\"\"");
	check_str(r.comment.lang, NULL); /* that of the blog is not the comment's */
	dispose(&r);
}

static void comment__what_is_not_said__is_absent(void **state)
{
	struct read r;

	(void)state;
	read_body(&r, NULL,
		"comment_author=&comment_author_email=&user_ip=&comment_type=comment&comment_parent=0");
	check_str(r.comment.text, "");
	check_str(r.comment.author, NULL);
	check_str(r.comment.author_email, NULL);
	check_str(r.comment.ip, NULL);
	check_str(r.comment.type, NULL);
	check_str(r.comment.parent_id, NULL);
	check_str(r.comment.title, NULL);
	check_str(r.comment.extra, NULL);
	dispose(&r);
	read_body(&r, NULL, "content_type=forum-post&comment_content=a&comment_content=b");
	check_str(r.comment.type, "forum-post"); /* Discourse */
	check_str(r.comment.text, "b");          /* the last one counts */
	dispose(&r);
}

static void comment__character_sets__become_utf8(void **state)
{
	static const struct {
		const char *type;
		const char *fields;
		const char *expected;
	} cases[] = {
		{NULL, "blog_charset=ISO-8859-1&comment_content=caf%E9+%80", "caf\xC3\xA9 \xE2\x82\xAC"},
		{NULL, "blog_charset=windows-1251&comment_content=%CF%F0%E8%E2%E5%F2",
			"\xD0\x9F\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82"},
		{NULL, "blog_charset=Shift_JIS&comment_content=%83e%83X%83g",
			"\xE3\x83\x86\xE3\x82\xB9\xE3\x83\x88"},
		{NULL, "blog_charset=Big5&comment_content=%A4%A4%A4%E5", "\xE4\xB8\xAD\xE6\x96\x87"},
		{NULL, "blog_charset=gb2312&comment_content=%D6%D0", "\xE4\xB8\xAD"},
		{NULL, "blog_charset=UTF-8&comment_content=%C3%A9", "\xC3\xA9"},
		{NULL, "blog_charset=utf8&comment_content=%C3%A9", "\xC3\xA9"},
		{NULL, "comment_content=%C3%A9", "\xC3\xA9"},
		/* what cannot be converted */
		{NULL, "blog_charset=Shift_JIS&comment_content=a%83", "a\xEF\xBF\xBD"},
		{NULL, "blog_charset=iso-8859-8&comment_content=a%A1b",
			"a\xEF\xBF\xBD"
			"b"},
		/* the classifier repairs what is not valid UTF-8 */
		{NULL, "blog_charset=UTF-8&comment_content=a%FFb",
			"a\xFF"
			"b"},
		{NULL, "blog_charset=no-such-set&comment_content=a%E9", "a\xE9"},
		{NULL, "blog_charset=&comment_content=a%E9", "a\xE9"},
		/* the Content-Type speaks where the form does not */
		{"application/x-www-form-urlencoded; charset=ISO-8859-15", "comment_content=%A4",
			"\xE2\x82\xAC"},
		{"application/x-www-form-urlencoded;charset=ISO-8859-15",
			"comment_content=%C3%A4&blog_charset=UTF-8", "\xC3\xA4"},
		{"application/x-www-form-urlencoded; charset=\"UTF-8\"", "comment_content=%C3%A4",
			"\xC3\xA4"},
		{NULL, "blog_charset=UTF-16LE&comment_content=a%00%3D%D8%00%DEb%00",
			"a\xF0\x9F\x98\x80"
			"b"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct read r;

		read_body(&r, cases[i].type, cases[i].fields);
		check_str(r.comment.text, cases[i].expected);
		dispose(&r);
	}
}

static void comment__all_texts__are_converted(void **state)
{
	struct read r;

	(void)state;
	read_body(&r, NULL,
		"blog_charset=latin1&comment_author=%E9&comment_author_email=%E9@e&comment_author_url=%E9.e"
		"&comment_content=%E9&comment_context[]=%E9");
	check_str(r.comment.author, "\xC3\xA9");
	check_str(r.comment.author_email, "\xC3\xA9@e");
	check_str(r.comment.author_url, "\xC3\xA9.e");
	check_str(r.comment.text, "\xC3\xA9");
	check_str(r.comment.title, "\xC3\xA9");
	dispose(&r);
}

/* Every byte of a set of one byte a character, of which some become three bytes. */
static void comment__a_long_text__is_converted_whole(void **state)
{
	struct buffer body = BUFFER_INIT;
	struct read r;

	(void)state;
	buffer_add_str(&body, "blog_charset=windows-874&comment_content=");
	add_times(&body, "%A1", 200000);
	buffer_add_char(&body, '\0');
	read_body(&r, NULL, body.data);
	assert_int_equal(r.comment.text.len, 600000);
	assert_memory_equal(r.comment.text.ptr + 599997, "\xE0\xB8\x81", 3);
	dispose(&r);
	buffer_dispose(&body);
}

static void comment__text__has_a_limit(void **state)
{
	size_t more;

	(void)state;
	for (more = 0; more < 3; more++) {
		struct read r = {.arena = ARENA_INIT};
		struct buffer body = BUFFER_INIT;
		moderato_error err = {"", 0};

		buffer_add_str(&body, "comment_content=");
		add_times(&body, "a", MODERATO_COMMENT_BYTES_MAX - 1 + more);
		akismet_form_read(&r.form, &r.arena, str(NULL), buffer_view(&body));
		assert_int_equal(akismet_comment(&r.comment, &r.arena, &r.scratch, &r.form, &err),
			more < 2 ? MODERATO_OK : MODERATO_ELIMIT);
		dispose(&r);
		buffer_dispose(&body);
	}
}

static void judgement__id__is_the_comments_own(void **state)
{
	static const char one[] =
		"blog=b&comment_author=Ann&comment_content=Hello&user_ip=192.0.2.1&user_agent=x";
	static const char later[] =
		"comment_content=Hello&blog=b&comment_author=Ann&user_ip=198.51.100.1&reporter=me";
	static const char other[] = "blog=b&comment_author=AnnH&comment_content=ello";
	const char *const bodies[] = {one, later, other};
	struct read r[3];
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		moderato_error err = {"", 0};

		read_body(&r[i], NULL, bodies[i]);
		must(akismet_judgement(&r[i].comment, &r[i].arena, &r[i].form, i == 0, &err), err);
		assert_int_equal(r[i].comment.n_labels, 1);
		check_str(r[i].comment.labels[0].attribute, "spam");
		assert_int_equal(r[i].comment.labels[0].value, i == 0);
		check_str(r[i].comment.ip, NULL);
		check_str(r[i].comment.user_agent, NULL);
		check_str(r[i].comment.source, "akismet");
	}
	assert_memory_equal(r[0].comment.id.ptr, r[1].comment.id.ptr, r[0].comment.id.len);
	assert_memory_not_equal(r[0].comment.id.ptr, r[2].comment.id.ptr, r[0].comment.id.len);
	for (i = 0; i < 3; i++)
		dispose(&r[i]);
}

/* ---- decisions ---- */

static void decide_by_form__values__are_known(void **state)
{
	static const struct {
		const char *body;
		int spam; /* -1: must be scored */
		bool discard;
	} cases[] = {
		{"comment_author=Ann", -1, false},
		{"comment_author=viagra-test-123", 1, false},
		{"comment_author=viagra-test-1234", -1, false},
		{"comment_content=viagra-test-123", -1, false},
		{"comment_author=akismet-guaranteed-spam&is_test=1", 1, false},
		{"comment_author_email=akismet-guaranteed-spam@example.com", 1, false},
		{"comment_author=viagra-test-123&test_discard=1", 1, true},
		{"comment_author=viagra-test-123&test_discard=true&is_test=true", 1, true},
		{"comment_author=viagra-test-123&test_discard=0", 1, false},
		{"comment_author=Ann&test_discard=1", -1, false},
		{"user_role=administrator", 0, false},
		{"user_role=editor,administrator", 0, false},
		{"user_role=editor%2C+administrator&comment_author=viagra-test-123", 0, false},
		{"user_role=Administrator", 0, false},
		{"user_role=subscriber", -1, false},
		{"user_role=not-an-administrator", -1, false},
		{"user_role=,", -1, false},
		{"honeypot_field_name=trap&trap=&comment_content=a", -1, false},
		{"honeypot_field_name=trap&trap=+%0A&comment_content=a", -1, false},
		{"honeypot_field_name=trap&trap=x", 1, false},
		{"trap=x&honeypot_field_name=trap", 1, false},
		{"honeypot_field_name=trap&POST_trap=x", 1, false},
		{"trap=x", -1, false},
		{"hidden_honeypot_field=x", 1, false},
		{"POST_ak_hp_textarea=", -1, false},
		{"POST_ak_hp_textarea=x", 1, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct akismet_answer answer;
		struct read r;

		read_body(&r, NULL, cases[i].body);
		if (akismet_decide_by_form(&answer, &r.form) != (cases[i].spam >= 0))
			fail_msg("%s", cases[i].body);
		if (cases[i].spam >= 0 &&
			(answer.spam != cases[i].spam || answer.discard != cases[i].discard || answer.pending))
			fail_msg("%s", cases[i].body);
		dispose(&r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comment__fields__arrive),
		cmocka_unit_test(comment__what_is_not_said__is_absent),
		cmocka_unit_test(comment__character_sets__become_utf8),
		cmocka_unit_test(comment__all_texts__are_converted),
		cmocka_unit_test(comment__a_long_text__is_converted_whole),
		cmocka_unit_test(comment__text__has_a_limit),
		cmocka_unit_test(judgement__id__is_the_comments_own),
		cmocka_unit_test(decide_by_form__values__are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
