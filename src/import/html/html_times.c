/* SPDX-License-Identifier: MIT */
#include "import/html/html_times.h"

#include "import/talk/talk_time.h"

/* Returns the order of day and month that the page's dates prove, `otherwise` where none does or
 * they disagree. */
static enum date_order order_of_dates(const struct html_items *items, enum date_order otherwise)
{
	enum date_order order = DATE_ORDER_UNKNOWN;
	size_t i;

	for (i = 0; i < items->n; i++) {
		const enum date_order proven = written_time_order(items->items[i].created);

		if (proven && order && proven != order)
			return otherwise;
		order = proven ? proven : order;
	}
	return order ? order : otherwise;
}

void html_times_rewrite(struct html_items *items, enum date_order otherwise)
{
	const enum date_order order = order_of_dates(items, otherwise);
	size_t i;

	for (i = 0; i < items->n; i++) {
		char utc[TIMESTAMP_MAX];
		size_t len = written_time_utc(utc, items->items[i].created, order);
		moderato_str within;

		if (!len && talk_time_find(items->items[i].created, &within))
			len = written_time_utc(utc, within, order);
		if (len)
			items->items[i].created = html_items_keep(items, (moderato_str){utc, len});
	}
}
