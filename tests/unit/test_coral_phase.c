/* SPDX-License-Identifier: MIT */
/* Coral's external moderation phase: its signatures, its requests, and what it is told. */
#include "support.h"

#include "serve/coral/coral.h"

/* ---- signatures ---- */

/* HMAC-SHA256 by OpenSSL: printf %s BODY | openssl dgst -sha256 -hmac SECRET */
#define BODY "{\"comment\":{\"body\":\"hello\"}}"
#define BY_FIRST "8f3e00d46f59693c4f9365b3b22a0acb57da1d8b95cacc14f5696804827bf640"
#define BY_SECOND "e4921860ec1c8dfb179d94c7a8f09f51217de73e580a77757252cfebe1ea3c44"

static void coral_is_signed__any_secret_and_any_signature(void **state)
{
	static const struct {
		const char *signatures;
		bool expected;
	} cases[] = {
		{"sha256=" BY_FIRST, true},
		{"sha256=" BY_SECOND, true},
		{"sha256=" BY_SECOND ",sha256=" BY_FIRST, true},
		{" sha256=" BY_SECOND " , sha512=00", true},
		{"sha512=00,,sha256=" BY_FIRST ",", true},
		{BY_FIRST, false},
		{"sha256=" BY_FIRST "0", false},
		{"sha256=0" BY_FIRST, false},
		{"sha256:" BY_FIRST, false},
		{"SHA256=" BY_FIRST, false},
		{"sha256=", false},
		{",", false},
		{"", false},
	};
	static const char *items[] = {"first", "second"};
	const struct config_texts secrets = {items, 2};
	const struct config_texts one = {items, 1};
	const struct config_texts none = {items, 0};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		if (coral_is_signed(&secrets, str(cases[i].signatures), str(BODY)) != cases[i].expected)
			fail_msg("%s", cases[i].signatures);
	assert_false(coral_is_signed(&one, str("sha256=" BY_SECOND), str(BODY)));
	assert_false(coral_is_signed(&none, str("sha256=" BY_FIRST), str(BODY)));
	assert_false(coral_is_signed(&secrets, str("sha256=" BY_FIRST), str(BODY " ")));
	assert_false(coral_is_signed(&secrets, (moderato_str){NULL, 0}, str(BODY)));
}

/* ---- requests ---- */

struct reader {
	struct json_reader *json;
	struct arena arena;
	struct buffer out;
};

static void add_field(struct buffer *out, const char *name, moderato_str value)
{
	if (value.ptr)
		buffer_printf(out, " %s=%.*s", name, (int)value.len, value.ptr);
}

static const char *describe(struct reader *r, const char *body)
{
	struct coral_request request;
	moderato_error err = {.message = ""};
	moderato_status status = coral_read(r->json, &r->arena, str(body), &request, &err);

	buffer_clear(&r->out);
	if (status) {
		assert_true(*err.message);
		buffer_add_str(&r->out, moderato_status_name(status));
		return buffer_cstr(&r->out);
	}
	buffer_printf(&r->out, "%s", request.trusted ? "trusted" : "reader");
	add_field(&r->out, "text", request.comment.text);
	add_field(&r->out, "parent_id", request.comment.parent_id);
	add_field(&r->out, "author", request.comment.author);
	add_field(&r->out, "group", request.comment.group);
	add_field(&r->out, "url", request.comment.url);
	return buffer_cstr(&r->out);
}

static void coral_read__what_it_takes(void **state)
{
	static const struct {
		const char *body;
		const char *expected;
	} cases[] = {
		{"{\"action\":\"NEW\",\"comment\":{\"body\":\"a\",\"parentID\":\"p\"},\"author\":{\"id\":"
		 "\"u\","
		 "\"role\":\"COMMENTER\"},\"story\":{\"id\":\"s\",\"url\":\"https://x.example\"},"
		 "\"site\":{\"id\":\"t\"},\"tenantID\":\"n\",\"tenantDomain\":\"d\"}",
			"reader text=a parent_id=p group=s url=https://x.example"},
		{"{\"comment\":{\"body\":\"\",\"parentID\":null}}", "reader text="},
		{"{\"author\":{\"role\":\"STAFF\"},\"comment\":{\"body\":\"a\"}}", "trusted text=a"},
		{"{\"author\":{\"role\":\"MODERATOR\"},\"comment\":{\"body\":\"a\"}}", "trusted text=a"},
		{"{\"author\":{\"role\":\"ADMIN\"},\"comment\":{\"body\":\"a\"}}", "trusted text=a"},
		{"{\"author\":{\"role\":\"ADMINS\"},\"comment\":{\"body\":\"a\"}}", "reader text=a"},
		{"{\"author\":[{\"role\":\"ADMIN\"}],\"comment\":{\"body\":\"a\"}}", "reader text=a"},
		{"{\"comment\":{\"body\":\"a\",\"more\":{\"body\":\"b\"}},\"body\":\"c\"}",
			"reader text=a"},
		{"{\"comment\":{\"body\":1}}", "bad format"},
		{"{\"comment\":[\"body\"]}", "bad format"},
		{"{}", "bad format"},
		{"[]", "bad format"},
		{"{\"comment\":{\"body\":\"a\"}", "bad format"},
		{"{\"comment\":{\"body\":\"\xff\"}}", "bad format"},
	};
	struct reader r = {.json = json_reader_new()};
	size_t i;

	(void)state;
	assert_non_null(r.json);
	for (i = 0; i < COUNT(cases); i++) {
		const char *found = describe(&r, cases[i].body);

		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s\n  got      %s\n  expected %s", cases[i].body, found, cases[i].expected);
	}
	json_reader_free(r.json);
	arena_dispose(&r.arena);
	buffer_dispose(&r.out);
}

/* ---- opinions ---- */

enum { SPAM = 0, INSULT = 1, NEITHER = -1 };

static void coral_opinion__flags_and_status(void **state)
{
#define FLAG(reason) "{\"actionType\":\"FLAG\",\"reason\":\"COMMENT_DETECTED_" reason "\"}"
#define OPINION(flags, status) "{\"actions\":[" flags "],\"status\":\"" status "\"}\n"
	static const struct {
		moderato_decision decision;
		int attributes[2];
		size_t n;
		const char *expected;
	} cases[] = {
		{MODERATO_HOLD, {SPAM}, 1, OPINION(FLAG("SPAM"), "SYSTEM_WITHHELD")},
		{MODERATO_HOLD, {INSULT}, 1, OPINION(FLAG("TOXIC"), "SYSTEM_WITHHELD")},
		{MODERATO_HOLD, {SPAM, INSULT}, 2,
			OPINION(FLAG("TOXIC") "," FLAG("SPAM"), "SYSTEM_WITHHELD")},
		{MODERATO_HOLD, {NEITHER}, 1, OPINION("", "PREMOD")},
		{MODERATO_HOLD, {NEITHER, INSULT}, 2, OPINION(FLAG("TOXIC"), "SYSTEM_WITHHELD")},
		{MODERATO_REJECT, {SPAM}, 1, OPINION(FLAG("SPAM"), "REJECTED")},
		{MODERATO_REJECT, {NEITHER}, 1, OPINION("", "REJECTED")},
	};
	struct buffer out = BUFFER_INIT;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_reason reasons[2] = {
			{.attribute = cases[i].attributes[0]}, {.attribute = cases[i].attributes[1]}};
		const moderato_verdict verdict = {
			.decision = cases[i].decision, .reasons = reasons, .n_reasons = cases[i].n};

		for (k = 0; k < 2; k++)
			reasons[k].action = cases[i].decision;
		buffer_clear(&out);
		coral_opinion(&out, &verdict, SPAM);
		assert_string_equal(buffer_cstr(&out), cases[i].expected);
	}
	buffer_clear(&out);
	coral_opinion(&out,
		&(moderato_verdict){.decision = MODERATO_HOLD,
			.reasons = (moderato_reason[]){{.attribute = NEITHER}},
			.n_reasons = 1},
		-1);
	assert_string_equal(buffer_cstr(&out), OPINION("", "PREMOD"));
	buffer_dispose(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coral_is_signed__any_secret_and_any_signature),
		cmocka_unit_test(coral_read__what_it_takes),
		cmocka_unit_test(coral_opinion__flags_and_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
