/* SPDX-License-Identifier: MIT */
#include "site/site_page.h"

#include <string.h>
#include <sys/stat.h>

#include "base/calendar.h"
#include "base/number.h"
#include "base/str.h"
#include "site/html_page.h"
#include "site/site_row.h"
#include "site/site_threads.h"
#include "site/site_time.h"
#include "moderato/version.h"

/* The rows in one script element. A browser shows the first rows while it reads the others. */
enum { ROWS_OF_BLOCK = 1000 };

/* Returns whether the path is an existing file that is not a page. A user who forgets the page's
 * name may give the export's instead, which must not be overwritten. */
static bool is_something_else(const char *path)
{
	static const char begin[] = "<!DOCTYPE html>";
	char bytes[sizeof(begin) - 1];
	struct stat st;
	FILE *file;
	size_t got;

	if (stat(path, &st) || !S_ISREG(st.st_mode) || !st.st_size)
		return false;
	file = fopen(path, "rb");
	if (!file)
		return false;
	got = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return got < sizeof(bytes) || memcmp(bytes, begin, sizeof(bytes)) != 0;
}

int site_page_open(struct site_page *page, const char *path, const struct engine *engine)
{
	int code;

	*page = (struct site_page){.engine = engine};
	if (is_something_else(path)) {
		complain("%s: exists and is not a report; not overwritten", path);
		return EXIT_USAGE;
	}
	code = out_file_open(&page->out, path);
	if (!code)
		code = site_kept_open(&page->kept, &page->out);
	if (!code && !site_totals_init(&page->totals))
		code = complain_memory();
	if (code)
		site_page_close(page);
	return code;
}

void site_page_close(struct site_page *page)
{
	new_file_discard(&page->out);
	site_kept_close(&page->kept);
	site_totals_dispose(&page->totals);
}

/* ---- comments ---- */

/* Precedes the two texts of each waiting comment. */
struct frame {
	moderato_scores scores;
	moderato_decision decision;
	int day; /* counted from 1970; -1: unknown */
	unsigned thread_len;
	unsigned row_len;
};

void site_page_add(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *waiting)
{
	const size_t at = waiting->len;
	struct frame frame = {.scores = verdict->scores, .decision = verdict->decision};
	long long seconds;
	size_t row;

	frame.day = site_time(comment->created, &seconds) ? (int)(seconds / DAY_SECONDS) : -1;
	buffer_add(waiting, (const char *)&frame, sizeof(frame));
	site_thread(comment, waiting);
	row = waiting->len;
	site_row(engine, comment, verdict, waiting);
	if (waiting->failed)
		return;
	frame.thread_len = (unsigned)(row - at - sizeof(frame));
	frame.row_len = (unsigned)(waiting->len - row);
	memcpy(waiting->data + at, &frame, sizeof(frame));
}

/* Returns a row's weight, which decides what is listed if not all rows can be. Rejected comments
 * weigh most, then held ones; among those with the same decision, the highest score decides. */
static double weight_of(const struct engine *engine, const struct frame *frame)
{
	double highest = 0;
	size_t i;

	for (i = 0; i < frame->scores.n; i++) {
		if (engine->selected[i] && frame->scores.score[i] > highest)
			highest = frame->scores.score[i];
	}
	return 2 * (double)frame->decision + highest;
}

int site_page_take(struct site_page *page, const struct buffer *waiting)
{
	size_t at = 0;
	int code = EXIT_DONE;

	while (!code && at < waiting->len) {
		struct frame frame;
		moderato_str thread, row;

		memcpy(&frame, waiting->data + at, sizeof(frame));
		at += sizeof(frame);
		thread = (moderato_str){waiting->data + at, frame.thread_len};
		at += frame.thread_len;
		row = (moderato_str){waiting->data + at, frame.row_len};
		at += frame.row_len;
		site_totals_add(&page->totals, &frame.scores, frame.decision, frame.day);
		code = site_kept_add(&page->kept, weight_of(page->engine, &frame), thread, row);
	}
	return code;
}

/* ---- the page ---- */

static moderato_str last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_of(slash && slash[1] ? slash + 1 : path);
}

static void add_origin(
	const struct site_page *page, const struct site_origin *origin, struct buffer *buf)
{
	size_t i;

	buffer_add_str(buf, "\"files\":[");
	for (i = 0; i < origin->n_paths; i++) {
		if (i)
			buffer_add_str(buf, ",");
		site_string(buf,
			strcmp(origin->paths[i], "-") ? last_part(origin->paths[i]) : str_of("standard input"));
	}
	buffer_add_str(buf, "],\"policy\":");
	site_string(buf, origin->policy ? last_part(origin->policy) : str_of(""));
	buffer_add_str(buf, ",\"shard\":");
	site_string(buf, str_of(origin->shard ? origin->shard : ""));
	buffer_printf(
		buf, ",\"skipped\":%zu,\"listed\":%zu,\"version\":", origin->skipped, page->kept.n);
	site_string(buf, str_of(moderato_version()));
}

static void add_attributes(const struct engine *engine, struct buffer *buf)
{
	const char *comma = "";
	size_t i;

	buffer_add_str(buf, "\"attributes\":[");
	for (i = 0; i < engine->n_attributes; i++) {
		if (!engine->selected[i])
			continue;
		buffer_add_str(buf, comma);
		site_string(buf, str_of(moderato_bundle_attribute(engine->bundle, i)));
		comma = ",";
	}
	buffer_add_str(buf, "]");
}

/* Appends [name,action,message,attribute or 0,threshold] for each rule. The attribute is set if the
 * rule tests only one. */
static void add_rules(const struct engine *engine, struct buffer *buf)
{
	moderato_rule rule;
	size_t i;

	buffer_add_str(buf, "\"rules\":[");
	for (i = 0; moderato_policy_rule(engine->policy, i, &rule); i++) {
		buffer_add_str(buf, i ? ",\n[" : "\n[");
		site_string(buf, str_of(rule.name));
		buffer_printf(buf, ",%d,", (int)rule.action);
		site_string(buf, str_of(rule.message ? rule.message : ""));
		buffer_add_str(buf, ",");
		if (rule.attribute)
			site_string(buf, str_of(rule.attribute));
		else
			buffer_add_str(buf, "0");
		buffer_add_str(buf, ",");
		buffer_add_number(buf, rule.threshold);
		buffer_add_str(buf, "]");
	}
	buffer_add_str(buf, "]");
}

static void add_facts(
	const struct site_page *page, const struct site_origin *origin, struct buffer *buf)
{
	buffer_add_str(buf, "{");
	add_origin(page, origin, buf);
	buffer_add_str(buf, ",\n");
	add_attributes(page->engine, buf);
	buffer_add_str(buf, ",\n");
	add_rules(page->engine, buf);
	buffer_add_str(buf, ",\n");
	site_totals_json(&page->totals, page->engine, buf);
	buffer_add_str(buf, "}");
}

/* Writes to the page. out_file_commit() finds and reports write errors. */
static void put(struct site_page *page, const char *ptr, size_t len)
{
	fwrite(ptr, 1, len, page->out.file);
}

static int put_row(
	struct site_page *page, struct site_threads *threads, size_t i, struct buffer *row)
{
	const size_t thread_len = page->kept.heap[i].thread_len;
	const bool begins = i % ROWS_OF_BLOCK == 0;
	const bool ends = i + 1 == page->kept.n || (i + 1) % ROWS_OF_BLOCK == 0;
	size_t number = 0;
	int code = site_kept_read(&page->kept, i, row);

	if (code)
		return code;
	if (thread_len > 1 &&
		!site_threads_find(threads, (moderato_str){row->data, thread_len}, &number))
		return complain_memory();
	fputs(begins ? "<script type=\"application/json\" class=\"rows\">[\n[" : "[", page->out.file);
	if (number)
		fprintf(page->out.file, "%zu", number);
	else
		put(page, row->data, thread_len);
	fputc(',', page->out.file);
	put(page, row->data + thread_len, row->len - thread_len);
	fputs(ends ? "]\n]</script>\n" : "],\n", page->out.file);
	return EXIT_DONE;
}

static int put_rows(struct site_page *page)
{
	struct site_threads threads = {0};
	struct buffer row = {0};
	int code = EXIT_DONE;
	size_t i;

	site_kept_sort(&page->kept);
	for (i = 0; !code && i < page->kept.n; i++)
		code = put_row(page, &threads, i, &row);
	buffer_dispose(&row);
	site_threads_dispose(&threads);
	return code;
}

int site_page_commit(struct site_page *page, const struct site_origin *origin)
{
	struct buffer facts = {0};
	int code = EXIT_DONE;

	add_facts(page, origin, &facts);
	if (facts.failed)
		code = complain_memory();
	if (!code) {
		page_begin(PAGE_BATCH, page->out.file);
		page_facts(buffer_view(&facts), page->out.file);
		code = put_rows(page);
	}
	buffer_dispose(&facts);
	if (!code) {
		page_end(PAGE_BATCH, page->out.file);
		code = out_file_commit(&page->out);
	}
	return code;
}
