/* SPDX-License-Identifier: MIT */
#include "campaign/campaign_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "terminal/cli.h"

int campaign_list_init(
	struct campaign_list *list, const moderato_campaigns *campaigns, size_t least, size_t members)
{
	size_t i;

	*list = (struct campaign_list){.campaigns = campaigns,
		.n = moderato_campaigns_count(campaigns, least),
		.members = members};
	list->v = calloc(list->n + 1, sizeof(*list->v));
	if (!list->v)
		return complain_memory();
	for (i = 0; i < list->n; i++)
		list->v[i].campaign = moderato_campaigns_at(campaigns, i);
	return EXIT_DONE;
}

void campaign_list_dispose(struct campaign_list *list)
{
	size_t i;

	for (i = 0; i < list->n && list->v; i++) {
		struct campaign_entry *entry = &list->v[i];

		buffer_dispose(&entry->text);
		buffer_dispose(&entry->ids);
		tally_dispose(&entry->hosts);
		tally_dispose(&entry->authors);
		free(entry->first);
		free(entry->last);
	}
	free(list->v);
}

/* ---- gathering ---- */

static bool is_number(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.len > 0;
}

/* Returns whether time a is before time b. Seconds since 1970 are compared as numbers; all other
 * times are compared as text, which is the right order for ISO 8601. */
static bool is_before(moderato_str a, moderato_str b)
{
	const size_t n = a.len < b.len ? a.len : b.len;
	const int order = memcmp(a.ptr, b.ptr, n);

	if (is_number(a) && is_number(b) && a.len != b.len)
		return a.len < b.len;
	return order ? order < 0 : a.len < b.len;
}

static bool keep_time(char **kept, moderato_str time)
{
	free(*kept);
	*kept = strndup(time.ptr, time.len);
	return *kept != NULL;
}

static bool add_time(struct campaign_entry *entry, moderato_str time)
{
	if (!time.len)
		return true;
	return (!(!entry->first || is_before(time, str_of(entry->first))) ||
			   keep_time(&entry->first, time)) &&
		   (!(!entry->last || is_before(str_of(entry->last), time)) ||
			   keep_time(&entry->last, time));
}

/* Appends a comment's id. A comment without one is named by its line, as in verdicts. */
static void add_id(
	const struct campaign_list *list, struct campaign_entry *entry, const moderato_comment *comment)
{
	char line[24];

	if (list->members && entry->n_ids >= list->members)
		return;
	snprintf(line, sizeof(line), "%zu", comment->line);
	if (entry->n_ids++)
		buffer_add_str(&entry->ids, ",");
	json_write_string(&entry->ids, comment->id.ptr ? comment->id : str_of(line));
}

struct hosts {
	struct tally *tally;
	size_t number;
	bool failed;
};

static void add_host(void *payload, moderato_str host)
{
	struct hosts *hosts = payload;

	hosts->failed |= !tally_add(hosts->tally, host, hosts->number);
}

moderato_status campaign_list_add(
	struct campaign_list *list, const moderato_comment *comment, size_t number, moderato_error *err)
{
	const size_t place = moderato_campaigns_place(list->campaigns, number);
	struct campaign_entry *entry;
	struct hosts hosts;
	moderato_status status;

	if (place >= list->n)
		return MODERATO_OK;
	entry = &list->v[place];
	if (entry->campaign.first == number)
		buffer_add(&entry->text, comment->text.ptr, comment->text.len);
	hosts = (struct hosts){&entry->hosts, number, false};
	status = moderato_comment_hosts(comment, add_host, &hosts, err);
	if (status)
		return status;
	list->timed |= comment->created.len > 0;
	add_id(list, entry, comment);
	if (hosts.failed || entry->text.failed || entry->ids.failed ||
		!add_time(entry, comment->created) ||
		(comment->author.len && !tally_add(&entry->authors, comment->author, number)))
		return MODERATO_ENOMEM;
	return MODERATO_OK;
}

void campaign_list_sort(struct campaign_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++) {
		tally_sort(&list->v[i].hosts);
		tally_sort(&list->v[i].authors);
	}
}

/* ---- JSON ---- */

static size_t n_listed(const struct campaign_list *list, const struct tally *tally)
{
	return list->members && tally->n > list->members ? list->members : tally->n;
}

/* Appends `"hosts":12,"top_hosts":{"shop.example":7,…}`. */
static void json_tally(const struct campaign_list *list, const char *what,
	const struct tally *tally, struct buffer *buf)
{
	size_t i;

	buffer_printf(buf, ",\"%s\":%zu,\"top_%s\":{", what, tally->n, what);
	for (i = 0; i < n_listed(list, tally); i++) {
		buffer_add_str(buf, i ? "," : "");
		json_write_string(buf, tally->v[i].name);
		buffer_printf(buf, ":%zu", tally->v[i].n);
	}
	buffer_add_str(buf, "}");
}

static void json_time(const char *what, const char *time, struct buffer *buf)
{
	if (!time)
		return;
	buffer_printf(buf, ",\"%s\":", what);
	json_write_string(buf, str_of(time));
}

void campaign_json(
	const struct campaign_list *list, const struct campaign_entry *entry, struct buffer *buf)
{
	buffer_printf(buf,
		"{\"id\":\"%016llx\",\"size\":%zu,\"text\":", (unsigned long long)entry->campaign.id,
		entry->campaign.size);
	json_write_string(
		buf, (moderato_str){entry->text.len ? entry->text.data : "", entry->text.len});
	buffer_add_str(buf, ",\"ids\":[");
	buffer_add(buf, entry->ids.data, entry->ids.len);
	buffer_add_str(buf, "]");
	json_tally(list, "hosts", &entry->hosts, buf);
	json_tally(list, "authors", &entry->authors, buf);
	json_time("first", entry->first, buf);
	json_time("last", entry->last, buf);
	buffer_add_str(buf, "}\n");
}

/* ---- table ---- */

enum {
	SIZE_COLUMNS = 7,
	ID_COLUMNS = 18,
	TIME_COLUMNS = 18, /* enough for a time to the minute */
	NAME_COLUMNS = 28,
	NAMES = 3, /* how many hosts and authors the second line shows */
};

void campaign_table_header(
	const struct campaign_list *list, const struct view *view, struct buffer *buf)
{
	table_style(buf, view, STYLE_BOLD);
	table_cell(buf, str_of("size"), SIZE_COLUMNS);
	table_cell(buf, str_of("campaign"), ID_COLUMNS);
	if (list->timed) {
		table_cell(buf, str_of("first"), TIME_COLUMNS);
		table_cell(buf, str_of("last"), TIME_COLUMNS);
	}
	buffer_add_str(buf, "text");
	table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
}

static void time_cell(const char *time, struct buffer *buf)
{
	moderato_str text = time ? str_of(time) : str_of("");

	if (text.len > 16 && text.ptr[4] == '-' && text.ptr[13] == ':')
		text.len = 16;
	table_cell(buf, text, TIME_COLUMNS - 1);
	buffer_add_str(buf, " ");
}

/* Appends " hosts: a.example 7, b.example 2 and 3 more". */
static void names_of(const char *what, const struct tally *tally, struct buffer *buf)
{
	size_t i;

	if (!tally->n)
		return;
	buffer_printf(buf, "  %s:", what);
	for (i = 0; i < tally->n && i < NAMES; i++) {
		struct buffer cell = {0};

		table_cell(&cell, tally->v[i].name, NAME_COLUMNS);
		while (cell.len && cell.data[cell.len - 1] == ' ')
			cell.len--;
		buffer_add_str(buf, i ? ", " : " ");
		buffer_add(buf, cell.data, cell.len);
		buffer_printf(buf, " %zu", tally->v[i].n);
		buf->failed |= cell.failed;
		buffer_dispose(&cell);
	}
	if (tally->n > NAMES)
		buffer_printf(buf, " and %zu more", tally->n - NAMES);
}

moderato_status campaign_table(const struct campaign_list *list, const struct campaign_entry *entry,
	const struct view *view, struct buffer *buf)
{
	const size_t begin = SIZE_COLUMNS + ID_COLUMNS + (list->timed ? 2 * TIME_COLUMNS : 0);
	const size_t columns = view->width > begin + 20 ? view->width - begin : 20;
	const moderato_str text = {entry->text.len ? entry->text.data : "", entry->text.len};
	struct marks none;
	char cell[24];

	if (!marks_init(&none, text.len))
		return MODERATO_ENOMEM;
	snprintf(cell, sizeof(cell), "%zu", entry->campaign.size);
	table_cell(buf, str_of(cell), SIZE_COLUMNS);
	snprintf(cell, sizeof(cell), "%016llx", (unsigned long long)entry->campaign.id);
	table_cell(buf, str_of(cell), ID_COLUMNS);
	if (list->timed) {
		time_cell(entry->first, buf);
		time_cell(entry->last, buf);
	}
	table_excerpt(buf, view, text, &none, columns);
	buffer_add_str(buf, "\n");
	marks_dispose(&none);
	if (!entry->hosts.n && !entry->authors.n)
		return MODERATO_OK;
	table_style(buf, view, STYLE_DIM);
	buffer_repeat(buf, ' ', SIZE_COLUMNS - 2);
	names_of("hosts", &entry->hosts, buf);
	names_of("authors", &entry->authors, buf);
	table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
	return MODERATO_OK;
}
