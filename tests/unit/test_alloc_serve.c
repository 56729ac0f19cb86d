/* SPDX-License-Identifier: MIT */
/* Any allocation may fail: cards, campaigns, and what the daemon reads. */
#include "alloc_case.h"

#include "moderato/campaign.h"
#include "moderato/card.h"
#include "moderato/exporter.h"
#include "serve/akismet/akismet_comment.h"
#include "serve/config/config.h"

static void tell(void *payload, const char *message)
{
	mix(payload, message, strlen(message));
}

static moderato_status compare_card(const void *what, uint64_t *digest, moderato_error *err)
{
	static const moderato_figures figures[] = {{.attribute = "spam", .name = ""}};
	moderato_card *card;
	size_t n_compared, n_worse;
	moderato_status status = moderato_card_parse(&card, "card", str(what), err);

	if (!status)
		status = moderato_card_compare(
			card, 0, NULL, figures, 1, tell, digest, &n_compared, &n_worse, err);
	moderato_card_free(card);
	return status;
}

static void card__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"card", compare_card,
		"{\"moderato_card\":1,\"held_out\":[{\"file\":\"a\",\"hash\":\"00000000000000ff\","
		"\"figures\":["
		"{\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":3,\"n_positive\":1,\"auc\":"
		"0.9,"
		"\"auc_low\":0.8,\"auc_high\":0.95}]}]}",
		400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static void mix_host(void *payload, moderato_str host)
{
	mix(payload, host.ptr, host.len);
}

/* More comments than any array has room for at first. */
static moderato_status find_campaigns(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str(hostile), .parent = str(what), .author_url = str("http://c.example")};
	moderato_signature signature;
	moderato_campaigns *campaigns;
	moderato_campaign campaign = {.size = 0};
	moderato_status status = moderato_campaigns_new(&campaigns, 0, err);
	size_t i;

	for (i = 0; !status && i < 40; i++) {
		status = moderato_signature_of(&comment, &signature, err);
		if (!status)
			status = moderato_campaigns_add(campaigns, i % 2 ? &signature : NULL, err);
	}
	if (!status)
		status = moderato_campaigns_find(campaigns, err);
	if (!status && moderato_campaigns_of(campaigns, 7, &campaign))
		mix(digest, &campaign, sizeof(campaign));
	if (!status)
		status = moderato_comment_hosts(&comment, mix_host, digest, err);
	moderato_campaigns_free(campaigns);
	return status;
}

static void campaign__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"campaign", find_campaigns, "> you know it, harbour bicycle", 400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* A form's Content-Type, a line's end, and its body. */
static moderato_status read_form(const void *what, uint64_t *digest, moderato_error *err)
{
	const char *newline = strchr(what, '\n');
	const moderato_str type = {what, (size_t)(newline - (const char *)what)};
	struct arena arena = ARENA_INIT;
	struct buffer scratch = BUFFER_INIT;
	struct akismet_form form;
	moderato_comment comment;
	moderato_status status;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	akismet_form_read(&form, &arena, type, str(newline + 1));
	status = form.status;
	if (status)
		*err = form.error;
	else
		status = akismet_comment(&comment, &arena, &scratch, &form, err);
	if (!status)
		status = akismet_judgement(&comment, &arena, &form, true, err);
	if (!status)
		status = moderato_comment_json(&comment, &json, &len, &cap, err);
	if (!status)
		mix(digest, json, len);
	free(json);
	buffer_dispose(&scratch);
	arena_dispose(&arena);
	return status;
}

static void form__any_allocation_fails__is_said(void **state)
{
	struct sweep plain = {"form", read_form,
		"application/x-www-form-urlencoded; charset=\"latin1\"\nblog=b&comment_content=caf%E9&"
		"comment_context[]=%E9&comment_context[]=x&comment_author=%E9",
		400, 0, 0};
	struct sweep multipart = {"multipart form", read_form,
		"multipart/form-data; boundary=\"B\"\n--B\r\nContent-Disposition: form-data; "
		"name=\"comment_content\"\r\n\r\nHello\r\n--B\r\nContent-Disposition: form-data; "
		"name=\"blog_charset\"\r\n\r\nlatin1\r\n--B--",
		400, 0, 0};

	(void)state;
	need_own_malloc();
	may_be_lost = 1; /* the handle of a hash, by gnutls_hash_init() */
	sweep(&plain);
	sweep(&multipart);
	may_be_lost = 0;
}

static moderato_status read_config(const void *what, uint64_t *digest, moderato_error *err)
{
	struct buffer printed = BUFFER_INIT;
	struct config config;
	moderato_status status;

	config_init(&config);
	status = config_parse(&config, "a.yaml", "/etc", str(what), err);
	if (!status)
		status = config_check(&config, err);
	if (!status)
		config_print(&config, &printed);
	if (printed.failed)
		status = fail_no_memory(err);
	else
		mix(digest, printed.data, printed.len);
	buffer_dispose(&printed);
	config_dispose(&config);
	return status;
}

static void config__any_allocation_fails__is_said(void **state)
{
	static const char yaml[] =
		"listen: ['127.0.0.1:80', 'unix:x', '*:443']\nbundle: a\npolicy: b\nanonymous: true\n"
		"keys:\n"
		"  - {name: a, scopes: [score], rate: 1/day, expires: 2027-01-31, hash: 'sha256:"
		"0000000000000000000000000000000000000000000000000000000000000000'}\n"
		"  - {name: b, hash: "
		"'sha256:1111111111111111111111111111111111111111111111111111111111111111'}\n"
		"tls: {listen: ['*:1'], certificate: c, key: credential:k}\n"
		"coral: {secrets: [a, b]}\ncors: {origins: ['*']}\nlimits: {body: 1MiB}\n";
	struct sweep s = {"config", read_config, yaml, 1000, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static int setup(void **state)
{
	(void)state;
	share_counts();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unshare_counts();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(card__any_allocation_fails__is_said),
		cmocka_unit_test(campaign__any_allocation_fails__is_said),
		cmocka_unit_test(form__any_allocation_fails__is_said),
		cmocka_unit_test(config__any_allocation_fails__is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
