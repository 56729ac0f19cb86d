/* SPDX-License-Identifier: MIT */
#include "import/html/html_times.h"

#include "base/written_time.h"

/* Returns the order of day and month that the page's dates prove; unknown where they disagree. */
static enum date_order order_of_dates(const struct html_items *items)
{
	enum date_order order = DATE_ORDER_UNKNOWN;
	size_t i;

	for (i = 0; i < items->n; i++) {
		const enum date_order proven = written_time_order(items->items[i].created);

		if (proven && order && proven != order)
			return DATE_ORDER_UNKNOWN;
		order = proven ? proven : order;
	}
	return order;
}

void html_times_rewrite(struct html_items *items)
{
	const enum date_order order = order_of_dates(items);
	size_t i;

	for (i = 0; i < items->n; i++) {
		char utc[TIMESTAMP_MAX];
		const size_t len = written_time_utc(utc, items->items[i].created, order);

		if (len)
			items->items[i].created = html_items_keep(items, (moderato_str){utc, len});
	}
}
