/* SPDX-License-Identifier: MIT */
#include "import/html/html_times.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "base/written_time.h"
#include "import/talk/talk_time.h"

/* Bytes of a label; what is longer is prose, in which people write dates as they like. */
#define LABEL_MAX 60

/* Returns the time of the comment, also where it stands among other words. */
static moderato_str time_of(const struct html_item *item)
{
	char utc[TIMESTAMP_MAX];
	moderato_str within;

	return !written_time_utc(utc, item->created, DATE_DAY_FIRST) &&
				   !written_time_utc(utc, item->created, DATE_MONTH_FIRST) &&
				   talk_time_find(item->created, &within)
			   ? within
			   : item->created;
}

/* Adds what another date proves. Returns false if it contradicts. */
static bool agree(enum date_order *order, enum date_order proven)
{
	if (proven && *order && proven != *order)
		return false;
	*order = proven ? proven : *order;
	return true;
}

/* Returns the order of day and month that the comments' dates prove one by one. */
static enum date_order order_of_dates(const struct html_items *items)
{
	enum date_order order = DATE_ORDER_UNKNOWN;
	size_t i;

	for (i = 0; i < items->n; i++)
		if (!agree(&order, written_time_order(time_of(&items->items[i]))))
			return DATE_ORDER_UNKNOWN;
	return order;
}

/* Returns whether the times never go back, or never forth, in the order of the page. */
static bool in_order(const struct html_items *items, enum date_order order)
{
	char last[TIMESTAMP_MAX] = "";
	bool forth = true;
	bool back = true;
	size_t i;

	for (i = 0; i < items->n; i++) {
		char utc[TIMESTAMP_MAX] = "";

		if (!written_time_utc(utc, time_of(&items->items[i]), order))
			continue;
		if (*last) {
			forth &= strcmp(last, utc) <= 0;
			back &= strcmp(last, utc) >= 0;
		}
		memcpy(last, utc, sizeof(last));
	}
	return forth || back;
}

/* Returns the order in which alone the comments follow one another in time. */
static enum date_order order_of_sequence(const struct html_items *items)
{
	const bool month_first = in_order(items, DATE_MONTH_FIRST);

	if (month_first == in_order(items, DATE_DAY_FIRST))
		return DATE_ORDER_UNKNOWN;
	return month_first ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}

/* Takes the first date of the form 03-05-2024 or 3/5/2024 from the text. */
static bool take_date(moderato_str *text, moderato_str *date)
{
	while (text->len) {
		size_t digits = 0;
		size_t n = 0;

		while (n < text->len && (ascii_is_digit(text->ptr[n]) || strchr("-/", text->ptr[n])) &&
			   text->ptr[n])
			digits += ascii_is_digit(text->ptr[n++]) != 0;
		*date = str_part(*text, 0, n);
		*text = str_from(*text, n ? n : 1);
		if (n >= 8 && n <= 10 && digits == n - 2)
			return true;
	}
	return false;
}

/* Returns the order that other dates of the page prove, such as those when people joined. */
static enum date_order order_of_labels(const struct html_tree *tree)
{
	enum date_order order = DATE_ORDER_UNKNOWN;
	unsigned i;

	for (i = 1; i < tree->n_nodes; i++) {
		moderato_str text = html_text_of(&tree->nodes[i]);
		moderato_str date;

		if (tree->nodes[i].name || text.len > LABEL_MAX)
			continue;
		while (take_date(&text, &date))
			if (!agree(&order, written_time_order(date)))
				return DATE_ORDER_UNKNOWN;
	}
	return order;
}

/* Returns whether some time says by itself that it is one, but not which day. */
static bool any_open(const struct html_items *items)
{
	char utc[TIMESTAMP_MAX];
	size_t i;

	for (i = 0; i < items->n; i++)
		if (!written_time_utc(utc, time_of(&items->items[i]), DATE_ORDER_EITHER) &&
			written_time_utc(utc, time_of(&items->items[i]), DATE_DAY_FIRST))
			return true;
	return false;
}

static enum date_order order_of_page(
	const struct html_items *items, const struct html_tree *tree, enum date_order of_language)
{
	enum date_order order = any_open(items) ? order_of_dates(items) : DATE_ORDER_EITHER;

	if (!order)
		order = order_of_sequence(items);
	if (!order)
		order = order_of_labels(tree);
	if (!order)
		order = items->either_order ? DATE_ORDER_EITHER : of_language;
	return order;
}

void html_times_rewrite(
	struct html_items *items, const struct html_tree *tree, enum date_order of_language)
{
	const enum date_order order = order_of_page(items, tree, of_language);
	size_t i;

	for (i = 0; i < items->n; i++) {
		char utc[TIMESTAMP_MAX];
		const size_t len = written_time_utc(utc, time_of(&items->items[i]), order);

		if (len)
			items->items[i].created = html_items_keep(items, (moderato_str){utc, len});
	}
}
