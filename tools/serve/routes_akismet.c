/* SPDX-License-Identifier: MIT */
/* Akismet's protocol, versions 1.1 and 1.2: forms in, and texts out that clients compare byte by
 * byte. Errors have status 200 as well, since several clients give up on any other: what went wrong
 * is said by headers. */
#include "serve/akismet/akismet_account.h"
#include "serve/akismet/akismet_comment.h"
#include "serve/akismet/akismet_decide.h"
#include "serve/protocol.h"
#include "serve/server.h"

/* "viagra-test-123" is never a valid key: clients test with it how an invalid one is refused. */
static const char invalid_key[] = "viagra-test-123";

static void plain(struct reply *reply, const char *text)
{
	reply_text(reply, 200, TEXT_TYPE, text);
}

/* An answer that is neither yes nor no. The header X-akismet-error makes WordPress keep the comment
 * for a moderator, and Discourse ask one. X-akismet-debug-help may only come with errors: there are
 * clients that throw an exception when they see it. */
static void error(struct reply *reply, const char *code, const char *message)
{
	plain(reply, message);
	reply_header(reply, "X-akismet-error", code);
	reply_header(reply, "X-akismet-debug-help", message);
}

static void invalid(struct reply *reply, const char *message)
{
	plain(reply, "invalid");
	reply_header(reply, "X-akismet-debug-help", message);
}

/* Returns the form, or words why there is none. */
static const struct akismet_form *read_form(const struct request *request, struct reply *reply)
{
	const struct akismet_form *form = akismet_form(request);

	if (!form || form->status == MODERATO_ENOMEM) {
		reply->body.failed = true;
		return NULL;
	}
	if (!form->status)
		return form;
	error(reply, "unreadable-form", form->error.message);
	return NULL;
}

/* ---- comments ---- */

static moderato_status read_comment(struct worker *worker, const struct request *request,
	const struct akismet_form *form, moderato_comment *comment, struct reply *reply)
{
	moderato_error err = {.message = ""};
	moderato_status status;

	if (!form->value[AKISMET_BLOG].len) {
		error(reply, "missing-required-field", "Missing required field: blog.");
		return MODERATO_EINVAL;
	}
	status = akismet_comment(comment, request->arena, &worker->scratch, form, &err);
	if (status == MODERATO_ELIMIT)
		error(reply, "comment-too-long", err.message);
	else if (status)
		reply->body.failed = true;
	return status;
}

/* Scores the comment and applies the policy. */
static moderato_status screen(struct worker *worker, const moderato_comment *comment,
	struct akismet_answer *answer, struct reply *reply)
{
	moderato_error err = {.message = ""};
	moderato_verdict verdict;
	moderato_status status = worker_screen(worker, comment, &verdict, &err);

	if (status == MODERATO_ENOMEM) {
		reply->body.failed = true;
	} else if (status) {
		error(reply, status == MODERATO_ELIMIT ? "comment-too-long" : "not-scored", err.message);
	} else {
		akismet_decide(answer, &verdict, worker->setup->bundle, &worker->setup->config);
		reply_header(reply, "X-moderato-decision", moderato_decision_name(verdict.decision));
	}
	return status;
}

static void say(const struct akismet_answer *answer, const struct request *request,
	const struct akismet_form *form, struct reply *reply)
{
	plain(reply, answer->spam ? "true" : "false");
	reply_header(reply, "X-akismet-guid", request->id);
	if (answer->discard)
		reply_header(reply, "X-akismet-pro-tip", "discard");
	if (answer->pending)
		reply_header(reply, "X-akismet-error", "held-for-moderation");
	if (akismet_form_is_true(form, AKISMET_CLASSIFY))
		reply_header(reply, "X-akismet-classification", answer->label);
}

static void comment_check(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct akismet_form *form = read_form(request, reply);
	struct akismet_answer answer;
	moderato_comment comment;

	if (!form || read_comment(worker, request, form, &comment, reply))
		return;
	if (!akismet_decide_by_form(&answer, form) && screen(worker, &comment, &answer, reply))
		return;
	say(&answer, request, form, reply);
	if (!akismet_form_is_true(form, AKISMET_IS_TEST))
		akismet_stats_count(worker->server->akismet, request->key, form->value[AKISMET_BLOG],
			answer.spam ? AKISMET_SPAM : AKISMET_HAM, akismet_month());
}

/* A judgement is a mistake of ours unless the client says that this is what we had answered. */
static void count_judgement(struct worker *worker, const struct request *request,
	const struct akismet_form *form, bool spam)
{
	if (str_is_nocase(form->value[AKISMET_CHECK_RESPONSE], spam ? "true" : "false"))
		return;
	akismet_stats_count(worker->server->akismet, request->key, form->value[AKISMET_BLOG],
		spam ? AKISMET_MISSED_SPAM : AKISMET_FALSE_POSITIVE, akismet_month());
}

/* What is only a test is neither kept nor counted. */
static void submit(struct worker *worker, struct request *request, struct reply *reply, bool spam)
{
	const struct akismet_form *form = read_form(request, reply);
	moderato_comment comment;

	if (!form || read_comment(worker, request, form, &comment, reply))
		return;
	if (!akismet_form_is_true(form, AKISMET_IS_TEST)) {
		if (akismet_judgement(&comment, request->arena, form, spam, NULL)) {
			reply->body.failed = true;
			return;
		}
		if (worker_feedback(worker, &comment) == FEEDBACK_FAILED) {
			error(reply, "not-kept", "The judgement could not be kept.");
			return;
		}
		count_judgement(worker, request, form, spam);
	}
	plain(reply, "Thanks for making the web a better place.");
}

static void submit_spam(struct worker *worker, struct request *request, struct reply *reply)
{
	submit(worker, request, reply, true);
}

static void submit_ham(struct worker *worker, struct request *request, struct reply *reply)
{
	submit(worker, request, reply, false);
}

/* ---- keys ---- */

/* Returns KEY of a Host KEY.SERVICE:PORT, if SERVICE is one of our names. */
static moderato_str key_of_host(const struct worker *worker, moderato_str host)
{
	const struct config_texts *names = &worker->setup->config.akismet.service_names;
	const char *colon = host.len ? memchr(host.ptr, ':', host.len) : NULL;
	const char *dot;
	size_t label;
	size_t i;

	if (colon)
		host.len = (size_t)(colon - host.ptr);
	dot = host.len ? memchr(host.ptr, '.', host.len) : NULL;
	if (!dot)
		return (moderato_str){NULL, 0};
	label = (size_t)(dot - host.ptr);
	for (i = 0; i < names->n; i++)
		if (str_is_nocase(str_from(host, label + 1), names->items[i]))
			return str_part(host, 0, label);
	return (moderato_str){NULL, 0};
}

/* The key to verify is `key`; WordPress sends the one that it has, too, as `api_key`. */
static moderato_str find_key(struct worker *worker, const struct request *request)
{
	const struct akismet_form *form = akismet_form(request);
	const bool verify = strcmp(request->path, "/1.1/verify-key") == 0;
	moderato_str key = {NULL, 0};

	if (form && !form->status) {
		const moderato_str first = form->value[verify ? AKISMET_KEY : AKISMET_API_KEY];
		const moderato_str second = form->value[verify ? AKISMET_API_KEY : AKISMET_KEY];

		key = first.len ? first : second;
	}
	return key.len ? key : key_of_host(worker, request_header(request, "Host"));
}

static void verify_key(struct worker *worker, struct request *request, struct reply *reply)
{
	const moderato_str shown = find_key(worker, request);

	if (!shown.len) /* where requests without one are answered */
		invalid(reply, "There is no key.");
	else if (str_is(shown, invalid_key))
		invalid(reply, "The key is not valid.");
	else
		plain(reply, "valid");
}

static void deactivate(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	plain(reply, "deactivated");
}

/* WordPress shows Akismet's own pages of statistics by a token. We have none: it fits nothing. */
static void token(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	plain(reply, request->id);
}

static void verify_wpcom_key(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	invalid(reply, "There are no accounts of WordPress.com here.");
}

static void test(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	plain(reply, "connected");
}

/* ---- accounts ---- */

static void usage_limit(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct akismet_form *form = read_form(request, reply);

	if (form)
		akismet_usage_limit(worker->server->akismet, request, form, reply);
}

static void key_sites(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct akismet_form *form = read_form(request, reply);
	const char *wrong =
		form ? akismet_key_sites(worker->server->akismet, request, form, reply) : NULL;

	if (wrong)
		error(reply, "invalid-field", wrong);
}

static void get_stats(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct akismet_form *form = read_form(request, reply);

	if (form)
		akismet_get_stats(worker->server->akismet, request, form, true, reply);
}

static void get_key_stats(struct worker *worker, struct request *request, struct reply *reply)
{
	const struct akismet_form *form = read_form(request, reply);

	if (form)
		akismet_get_stats(worker->server->akismet, request, form, false, reply);
}

static void get_subscription(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	akismet_get_subscription(request, reply);
}

/* ---- the protocol ---- */

static bool anonymous(const struct worker *worker)
{
	return worker->setup->config.akismet.anonymous;
}

static void refuse(
	const struct request *request, const struct refusal *refusal, struct reply *reply)
{
	const struct akismet_form *form = *request->parsed;

	switch (refusal->kind) {
	case REFUSAL_NO_KEY:
		if (form && form->status) {
			error(reply, "unreadable-form", form->error.message);
			break;
		}
		invalid(reply, refusal->message);
		break;
	case REFUSAL_BAD_KEY:
	case REFUSAL_SCOPE:
		invalid(reply, refusal->message);
		break;
	default:
		plain(reply, refusal->message);
		reply->status = refusal_status(refusal->kind);
		reply_header(reply, "X-akismet-debug-help", refusal->message);
	}
}

static const struct route routes[] = {
	{"akismet_comment_check", "POST", "/1.1/comment-check", SCOPE_AKISMET, comment_check, NULL},
	{"akismet_submit_spam", "POST", "/1.1/submit-spam", SCOPE_AKISMET, submit_spam, NULL},
	{"akismet_submit_ham", "POST", "/1.1/submit-ham", SCOPE_AKISMET, submit_ham, NULL},
	{"akismet_verify_key", "POST", "/1.1/verify-key", SCOPE_AKISMET, verify_key, NULL},
	{"akismet_verify_wpcom_key", "POST", "/1.1/verify-wpcom-key", SCOPE_NONE, verify_wpcom_key,
		NULL},
	{"akismet_deactivate", "POST", "/1.1/deactivate", SCOPE_AKISMET, deactivate, NULL},
	{"akismet_token", "POST", "/1.1/token", SCOPE_AKISMET, token, NULL},
	{"akismet_get_stats", "POST", "/1.1/get-stats", SCOPE_AKISMET, get_stats, NULL},
	{"akismet_get_key_stats", "POST", "/1.1/get-key-stats", SCOPE_AKISMET, get_key_stats, NULL},
	{"akismet_get_subscription", "POST", "/1.1/get-subscription", SCOPE_AKISMET, get_subscription,
		NULL},
	{"akismet_test", "GET", "/1.1/test", SCOPE_NONE, test, NULL},
	{"akismet_usage_limit", "GET", "/1.2/usage-limit", SCOPE_AKISMET, usage_limit, NULL},
	{"akismet_usage_limit", "POST", "/1.2/usage-limit", SCOPE_AKISMET, usage_limit, NULL},
	{"akismet_key_sites", "GET", "/1.2/key-sites", SCOPE_AKISMET, key_sites, NULL},
	{"akismet_key_sites", "POST", "/1.2/key-sites", SCOPE_AKISMET, key_sites, NULL},
};

const struct protocol protocol_akismet = {
	.name = "akismet",
	.routes = routes,
	.n_routes = sizeof(routes) / sizeof(routes[0]),
	.key_in_body = true,
	.key = find_key,
	.anonymous = anonymous,
	.refuse = refuse,
};
