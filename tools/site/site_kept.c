/* SPDX-License-Identifier: MIT */
#include "site/site_kept.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int site_kept_open(struct site_kept *kept, const struct new_file *beside)
{
	const int fd = scratch_file_beside(beside);

	*kept = (struct site_kept){.spool = fd < 0 ? NULL : fdopen(fd, "w+b")};
	if (kept->spool)
		return EXIT_DONE;
	complain("%s: no place to keep the report's rows: %s", beside->path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return EXIT_SYSTEM;
}

void site_kept_close(struct site_kept *kept)
{
	if (kept->spool)
		fclose(kept->spool);
	free(kept->heap);
	*kept = (struct site_kept){0};
}

/* ---- the heap ---- */

static bool is_lighter(const struct kept_row *left, const struct kept_row *right)
{
	if (left->weight < right->weight || left->weight > right->weight)
		return left->weight < right->weight;
	return left->number > right->number;
}

static void sift_up(struct site_kept *kept, size_t i)
{
	const struct kept_row row = kept->heap[i];

	for (; i && is_lighter(&row, &kept->heap[(i - 1) / 2]); i = (i - 1) / 2)
		kept->heap[i] = kept->heap[(i - 1) / 2];
	kept->heap[i] = row;
}

static void drop_lightest(struct site_kept *kept)
{
	const struct kept_row row = kept->heap[--kept->n];
	size_t i = 0;

	kept->bytes -= (size_t)kept->heap[0].thread_len + kept->heap[0].row_len;
	for (;;) {
		size_t child = 2 * i + 1;

		if (child >= kept->n)
			break;
		if (child + 1 < kept->n && is_lighter(&kept->heap[child + 1], &kept->heap[child]))
			child++;
		if (!is_lighter(&kept->heap[child], &row))
			break;
		kept->heap[i] = kept->heap[child];
		i = child;
	}
	kept->heap[i] = row;
}

static bool is_full(const struct site_kept *kept, size_t more)
{
	return kept->n + (more > 0) > SITE_ROWS_MAX || kept->bytes + more > SITE_BYTES_MAX;
}

static bool grow(struct site_kept *kept)
{
	const size_t cap = kept->cap ? 2 * kept->cap : 1024;
	struct kept_row *larger;

	if (kept->n < kept->cap)
		return true;
	larger = realloc(kept->heap, cap * sizeof(*larger));
	if (!larger)
		return false;
	kept->heap = larger;
	kept->cap = cap;
	return true;
}

/* ---- rows ---- */

static int lost_spool(void)
{
	complain("the report's rows: %s", errno ? strerror(errno) : "input/output error");
	return EXIT_SYSTEM;
}

int site_kept_add(struct site_kept *kept, double weight, moderato_str thread, moderato_str row)
{
	const struct kept_row new = {.weight = weight,
		.number = kept->seen++,
		.at = kept->end,
		.thread_len = (unsigned)thread.len,
		.row_len = (unsigned)row.len};

	if (kept->n && is_full(kept, thread.len + row.len) && is_lighter(&new, &kept->heap[0]))
		return EXIT_DONE;
	if (!grow(kept))
		return complain_memory();
	errno = 0;
	if (fwrite(thread.ptr, 1, thread.len, kept->spool) != thread.len ||
		fwrite(row.ptr, 1, row.len, kept->spool) != row.len)
		return lost_spool();
	kept->end += (long long)(thread.len + row.len);
	kept->bytes += thread.len + row.len;
	kept->heap[kept->n++] = new;
	sift_up(kept, kept->n - 1);
	while (kept->n > 1 && is_full(kept, 0))
		drop_lightest(kept);
	return EXIT_DONE;
}

static int by_number(const void *left, const void *right)
{
	const struct kept_row *l = left;
	const struct kept_row *r = right;

	return (l->number > r->number) - (l->number < r->number);
}

void site_kept_sort(struct site_kept *kept)
{
	if (kept->n)
		qsort(kept->heap, kept->n, sizeof(*kept->heap), by_number);
}

int site_kept_read(struct site_kept *kept, size_t i, struct buffer *buf)
{
	const struct kept_row *row = &kept->heap[i];
	const size_t len = (size_t)row->thread_len + row->row_len;

	buffer_clear(buf);
	if (!buffer_reserve(buf, len))
		return complain_memory();
	errno = 0;
	if (ftello(kept->spool) != row->at && fseeko(kept->spool, row->at, SEEK_SET))
		return lost_spool();
	if (fread(buf->data, 1, len, kept->spool) != len)
		return lost_spool();
	buf->len = len;
	return EXIT_DONE;
}
