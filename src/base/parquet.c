/* SPDX-License-Identifier: MIT */
#include "base/parquet.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/parquet/parquet_plugin.h"

#define MAGIC "PAR1" /* at both ends of a file */
#define MAGIC_LEN ((size_t)4)

/* Loads the plug-in. It stays loaded: Arrow has threads and tables of its own, and another file may
 * follow. */
static moderato_status load(
	const struct parquet_plugin **out, const char *path, const char *file, moderato_error *err)
{
	void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) : NULL;
	void *symbol = library ? dlsym(library, PARQUET_PLUGIN_ENTRY) : NULL;
	parquet_plugin_entry *entry;

	*out = NULL;
	if (!symbol) {
		const char *why = path ? dlerror() : "no plug-in is given";

		return fail(
			err, MODERATO_EFORMAT, "%s: Parquet cannot be read: %s", file, why ? why : path);
	}
	memcpy(&entry, &symbol, sizeof(entry)); /* C has no cast from data to functions */
	*out = entry();
	dlclose(library);
	if ((*out)->version == PARQUET_PLUGIN_VERSION)
		return MODERATO_OK;
	return fail(err, MODERATO_EFORMAT,
		"%s: Parquet cannot be read: %s is of another version of this program", file, path);
}

const char *parquet_library(const char *path)
{
	const struct parquet_plugin *plugin;

	return load(&plugin, path, "", NULL) ? NULL : plugin->library();
}

/* Copies bytes of the file, wherever its window is. Returns MODERATO_END if it is too short. */
static moderato_status read_at(
	const struct input *in, size_t offset, void *to, size_t len, moderato_error *err)
{
	ssize_t n;

	if (len > in->size || offset > in->size - len)
		return MODERATO_END;
	if (in->fd < 0) {
		memcpy(to, in->data + offset, len);
		return MODERATO_OK;
	}
	n = pread(in->fd, to, len, (off_t)offset);
	if (n < 0)
		return fail(err, MODERATO_EIO, "%s: %s", in->name, strerror(errno));
	return n == (ssize_t)len ? MODERATO_OK : MODERATO_END;
}

/* Returns whether the bytes could be read and are those. */
static bool is_magic(moderato_status status, const void *bytes)
{
	return !status && memcmp(bytes, MAGIC, MAGIC_LEN) == 0;
}

/* Looks at both ends of the file. What is decoded of the index takes a multiple of its length, so
 * that this is bounded here. */
static moderato_status check_ends(const struct input *in, moderato_error *err)
{
	unsigned char tail[4 + MAGIC_LEN] = {0};
	char head[MAGIC_LEN];
	moderato_status status;
	size_t index;

	if (in->under || in->unpacker || (in->fd >= 0 && !in->regular))
		return fail(err, MODERATO_EFORMAT,
			"%s: Parquet is read only from a file that is not compressed, as its index stands at "
			"its end: save or unpack it first",
			in->name);
	status = read_at(in, 0, head, sizeof(head), err);
	if (status >= 0 && !is_magic(status, head))
		return fail(
			err, MODERATO_EFORMAT, "%s: not Parquet, as it does not begin with " MAGIC, in->name);
	if (!status) /* both may not overlap */
		status = in->size < MAGIC_LEN + sizeof(tail)
					 ? MODERATO_END
					 : read_at(in, in->size - sizeof(tail), tail, sizeof(tail), err);
	if (status >= 0 && !is_magic(status, tail + 4))
		return fail(err, MODERATO_EFORMAT,
			"%s: cut off: Parquet ends with " MAGIC ", and its index stands before that", in->name);
	index = tail[0] | (size_t)tail[1] << 8 | (size_t)tail[2] << 16 | (size_t)tail[3] << 24;
	if (!status && index > PARQUET_FOOTER_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "%s: the index is longer than the limit of %zu bytes",
			in->name, PARQUET_FOOTER_BYTES_MAX);
	return status;
}

static moderato_status too_many_columns(const struct parquet *p, moderato_error *err)
{
	if (!p->n_columns)
		return fail(err, MODERATO_EFORMAT, "%s: has no columns", p->in->name);
	return fail(err, MODERATO_ELIMIT, "%s: has %zu columns, the limit is %zu", p->in->name,
		p->n_columns, CSV_FIELDS_MAX);
}

static moderato_status status_of(enum parquet_result result)
{
	switch (result) {
	case PARQUET_OK:
		return MODERATO_OK;
	case PARQUET_END:
		return MODERATO_END;
	case PARQUET_BAD:
		return MODERATO_EFORMAT;
	case PARQUET_IO:
		return MODERATO_EIO;
	case PARQUET_LIMIT:
		return MODERATO_ELIMIT;
	case PARQUET_NO_MEMORY:
		return MODERATO_ENOMEM;
	}
	return MODERATO_EFORMAT;
}

moderato_status parquet_open(
	struct parquet *p, struct input *in, const char *plugin, moderato_error *err)
{
	struct parquet_message message = {""};
	moderato_status status = check_ends(in, err);

	p->in = in;
	if (!status)
		status = load(&p->plugin, plugin, in->name, err);
	if (status)
		return status;
	status = status_of(p->plugin->open(&p->file,
		(struct parquet_place){in->fd, {in->fd < 0 ? in->data : NULL, in->fd < 0 ? in->size : 0}},
		PARQUET_BYTES_MAX, &message));
	if (status == MODERATO_ENOMEM)
		return fail_no_memory(err);
	if (status)
		return fail(err, status, "%s: %s", in->name, message.text);
	p->columns = p->plugin->columns(p->file, &p->n_columns);
	p->rows = p->plugin->rows(p->file);
	if (!p->n_columns || p->n_columns > CSV_FIELDS_MAX)
		return too_many_columns(p, err);
	p->fields = calloc(p->n_columns, sizeof(*p->fields));
	return p->fields ? MODERATO_OK : fail_no_memory(err);
}

void parquet_close(struct parquet *p)
{
	if (p->file)
		p->plugin->close(p->file);
	free(p->fields);
	*p = (struct parquet){0};
}

/* Moves the input to where it would be if its bytes were spread evenly over the rows. Shards and
 * the progress count by it. */
static moderato_status move_input(struct parquet *p, bool ended, moderato_error *err)
{
	const size_t size = p->in->size;
	size_t taken = size;

	if (!ended && p->passed < p->rows)
		taken = (size_t)((double)size * ((double)p->passed / (double)p->rows));
	return taken > p->in->taken ? input_skip_to(p->in, taken, p->row, err) : MODERATO_OK;
}

moderato_status parquet_next(struct parquet *p, moderato_error *err)
{
	struct parquet_message message = {""};
	unsigned long long lost = 0;
	moderato_status status = status_of(p->plugin->next(p->file, p->fields, &lost, &message));
	moderato_status moved;

	p->row = (size_t)p->passed + 1;
	p->passed += status ? lost : 1;
	moved = move_input(p, status == MODERATO_END, err);
	if (moved)
		return moved;
	if (status == MODERATO_ENOMEM)
		return fail_no_memory(err);
	if (status == MODERATO_EIO)
		return fail(err, status, "%s: %s", p->in->name, message.text);
	if (status < 0)
		return fail_at(err, status, p->in->name, p->row,
			"%llu rows to the end of their group are lost: %s", lost, message.text);
	return status;
}
