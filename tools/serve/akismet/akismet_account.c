/* SPDX-License-Identifier: MIT */
#include "serve/akismet/akismet_account.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"

enum {
	SITES_DEFAULT = 500, /* of key-sites, if no limit is asked for */
	SECONDS_A_SPAM = 10, /* that a moderator would need: our guess, for time_saved */
	MONTH_TEXT = 24,
};

static unsigned long long number(const struct akismet_counts *counts, enum akismet_event event)
{
	return (unsigned long long)counts->n[event];
}

static unsigned long long checks(const struct akismet_counts *counts)
{
	return number(counts, AKISMET_SPAM) + number(counts, AKISMET_HAM);
}

static void month_text(char out[MONTH_TEXT], int month)
{
	snprintf(out, MONTH_TEXT, "%04d-%02d", month / 12, month % 12 + 1);
}

static void begin_json(struct reply *reply)
{
	reply_text(reply, 200, JSON_TYPE, "");
}

/* ---- usage-limit ---- */

void akismet_usage_limit(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, struct reply *reply)
{
	const int month = akismet_month();
	const struct akismet_counts counts =
		akismet_stats_sum(stats, request->key, (moderato_str){NULL, 0}, month, month, NULL);

	begin_json(reply);
	buffer_printf(&reply->body,
		"{\"limit\":\"none\",\"usage\":%llu,\"percentage\":\"0.00\",\"throttled\":false",
		checks(&counts));
	if (akismet_form_is_true(form, AKISMET_EXTENDED))
		buffer_add_str(&reply->body, ",\"notice_level\":\"NOTICE_NONE\",\"upgrade\":false");
	buffer_add_char(&reply->body, '}');
}

/* ---- key-sites ---- */

struct sites {
	struct akismet_site *v;
	size_t n; /* all that fit */
	size_t offset;
	size_t limit;
	char month[MONTH_TEXT];
};

/* By the figure that is asked for, the largest first. */
static int compare(const void *a, const void *b)
{
	const struct akismet_site *x = a;
	const struct akismet_site *y = b;

	return x->rank == y->rank ? strcmp(x->name, y->name) : x->rank < y->rank ? 1 : -1;
}

static const struct order {
	const char *name;
	int event; /* enum akismet_event; -1: all checks */
} orders[] = {
	{"total", -1},
	{"spam", AKISMET_SPAM},
	{"ham", AKISMET_HAM},
	{"missed_spam", AKISMET_MISSED_SPAM},
	{"false_positives", AKISMET_FALSE_POSITIVE},
};

static const struct order *find_order(moderato_str name)
{
	size_t i;

	if (!name.len)
		return &orders[0];
	for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++)
		if (str_is(name, orders[i].name))
			return &orders[i];
	return NULL;
}

static void sort(struct sites *sites, const struct order *order)
{
	size_t i;

	for (i = 0; i < sites->n; i++) {
		struct akismet_site *site = &sites->v[i];

		site->rank = order->event < 0 ? checks(&site->counts) : site->counts.n[order->event];
	}
	if (sites->n)
		qsort(sites->v, sites->n, sizeof(*sites->v), compare);
}

/* Reads a number of at most nine digits; absent: `otherwise`. */
static bool read_number(moderato_str text, size_t otherwise, size_t *out)
{
	size_t i;

	*out = text.len ? 0 : otherwise;
	for (i = 0; i < text.len; i++) {
		if (i == 9 || !ascii_is_digit(text.ptr[i]))
			return false;
		*out = *out * 10 + (size_t)(text.ptr[i] - '0');
	}
	return true;
}

/* Reads a month such as 2026-11; absent: this month. */
static bool read_month(moderato_str text, int *month)
{
	size_t year;
	size_t of_year;

	*month = akismet_month();
	if (!text.len)
		return true;
	if (text.len != 7 || text.ptr[4] != '-' || !read_number(str_part(text, 0, 4), 0, &year) ||
		!read_number(str_from(text, 5), 0, &of_year) || of_year < 1 || of_year > 12)
		return false;
	*month = (int)(year * 12 + of_year - 1);
	return true;
}

/* What a site is called in one line of a table: without what would end its column. */
static void add_column(struct buffer *out, const char *name)
{
	for (; *name; name++)
		buffer_add_char(
			out, *name == ',' || *name == '"' || (unsigned char)*name < ' ' ? '?' : *name);
}

static void write_csv(const struct sites *sites, const char *key, struct buffer *out)
{
	size_t i;

	buffer_add_str(out, "Active sites for ");
	add_column(out, key);
	buffer_printf(out, " during %s (limit:%zu, offset: %zu, total: %zu)\n", sites->month,
		sites->limit, sites->offset, sites->n);
	buffer_add_str(out, "Site,Total API Calls,Spam,Ham,Missed Spam,False Positives,Is Revoked\n");
	for (i = sites->offset; i < sites->n && i - sites->offset < sites->limit; i++) {
		const struct akismet_site *site = &sites->v[i];
		const struct akismet_counts *c = &site->counts;

		add_column(out, site->name);
		buffer_printf(out, ",%llu,%llu,%llu,%llu,%llu,false\n", checks(c), number(c, AKISMET_SPAM),
			number(c, AKISMET_HAM), number(c, AKISMET_MISSED_SPAM),
			number(c, AKISMET_FALSE_POSITIVE));
	}
}

static void write_json(const struct sites *sites, struct buffer *out)
{
	size_t i;

	buffer_printf(out, "{\"%s\":[", sites->month);
	for (i = sites->offset; i < sites->n && i - sites->offset < sites->limit; i++) {
		const struct akismet_site *site = &sites->v[i];
		const struct akismet_counts *c = &site->counts;

		buffer_add_str(out, i > sites->offset ? ",{\"site\":" : "{\"site\":");
		json_write_string(out, str_of(site->name));
		buffer_printf(out,
			",\"api_calls\":\"%llu\",\"spam\":\"%llu\",\"ham\":\"%llu\",\"missed_spam\":\"%llu\","
			"\"false_positives\":\"%llu\",\"is_revoked\":false}",
			checks(c), number(c, AKISMET_SPAM), number(c, AKISMET_HAM),
			number(c, AKISMET_MISSED_SPAM), number(c, AKISMET_FALSE_POSITIVE));
	}
	buffer_printf(out, "],\"limit\":%zu,\"offset\":%zu,\"total\":%zu}", sites->limit, sites->offset,
		sites->n);
}

const char *akismet_key_sites(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, struct reply *reply)
{
	const struct order *order = find_order(form->value[AKISMET_ORDER]);
	struct sites sites;
	int month;

	if (!read_month(form->value[AKISMET_MONTH], &month))
		return "The month must be written as YYYY-MM.";
	if (!order)
		return "The order must be total, spam, ham, missed_spam or false_positives.";
	if (!read_number(form->value[AKISMET_LIMIT], SITES_DEFAULT, &sites.limit) ||
		!read_number(form->value[AKISMET_OFFSET], 0, &sites.offset))
		return "The limit and the offset must be numbers.";
	begin_json(reply);
	if (!akismet_stats_sites(stats, request->key, month, form->value[AKISMET_FILTER],
			request->arena, &sites.v, &sites.n)) {
		reply->body.failed = true;
		return NULL;
	}
	sort(&sites, order);
	month_text(sites.month, month);
	if (str_is_nocase(form->value[AKISMET_FORMAT], "csv")) {
		reply->content_type = "text/csv; charset=utf-8";
		write_csv(&sites, request->key ? request->key->name : "no key", &reply->body);
	} else {
		write_json(&sites, &reply->body);
	}
	return NULL;
}

/* ---- get-stats ---- */

/* Returns the first month of a period. Counts are kept by month, so that 60 days are this month and
 * the one before. */
static int first_month(moderato_str from, int now)
{
	if (str_is(from, "60-days"))
		return now - 1;
	if (str_is(from, "6-months"))
		return now - 5;
	return now - AKISMET_MONTHS + 1;
}

static void write_accuracy(const struct akismet_counts *sum, struct buffer *out)
{
	const unsigned long long all = checks(sum);
	unsigned long long wrong =
		number(sum, AKISMET_MISSED_SPAM) + number(sum, AKISMET_FALSE_POSITIVE);

	if (wrong > all) /* people also judge what was never checked */
		wrong = all;
	buffer_printf(out, "\"%.2f\"", all ? 100.0 * (double)(all - wrong) / (double)all : 0.0);
}

static void write_month(
	const struct akismet_counts *counts, size_t n_sites, int month, bool first, struct buffer *out)
{
	char text[MONTH_TEXT];

	month_text(text, month);
	buffer_printf(out,
		"%s\"%s\":{\"spam\":\"%llu\",\"ham\":\"%llu\",\"missed_spam\":\"%llu\","
		"\"false_positives\":\"%llu\",\"blogs\":\"%zu\",\"da\":\"%s-01\"}",
		first ? "" : ",", text, number(counts, AKISMET_SPAM), number(counts, AKISMET_HAM),
		number(counts, AKISMET_MISSED_SPAM), number(counts, AKISMET_FALSE_POSITIVE), n_sites, text);
}

void akismet_get_stats(struct akismet_stats *stats, const struct request *request,
	const struct akismet_form *form, bool of_site, struct reply *reply)
{
	const int now = akismet_month();
	const int first = first_month(form->value[AKISMET_FROM], now);
	const moderato_str blog = of_site ? form->value[AKISMET_BLOG] : (moderato_str){NULL, 0};
	const struct akismet_counts sum =
		akismet_stats_sum(stats, request->key, blog, first, now, NULL);
	struct buffer *out = &reply->body;
	bool any = false;
	int month;

	begin_json(reply);
	buffer_printf(out,
		"{\"spam\":%llu,\"ham\":%llu,\"missed_spam\":%llu,\"false_positives\":%llu,\"accuracy\":",
		number(&sum, AKISMET_SPAM), number(&sum, AKISMET_HAM), number(&sum, AKISMET_MISSED_SPAM),
		number(&sum, AKISMET_FALSE_POSITIVE));
	write_accuracy(&sum, out);
	buffer_printf(
		out, ",\"time_saved\":%llu,\"breakdown\":{", SECONDS_A_SPAM * number(&sum, AKISMET_SPAM));
	for (month = first; month <= now; month++) {
		size_t n_sites;
		const struct akismet_counts counts =
			akismet_stats_sum(stats, request->key, blog, month, month, &n_sites);

		if (!n_sites)
			continue;
		write_month(&counts, n_sites, month, !any, out);
		any = true;
	}
	buffer_add_str(out, "}}");
}

/* ---- get-subscription ---- */

void akismet_get_subscription(const struct request *request, struct reply *reply)
{
	begin_json(reply);
	buffer_add_str(
		&reply->body, "{\"account_id\":1,\"account_type\":\"moderato\",\"account_name\":");
	json_write_string(&reply->body, str_of(request->key ? request->key->name : "no key"));
	buffer_add_str(&reply->body,
		",\"status\":\"active\",\"next_billing_date\":false,\"limit_reached\":false}");
}
