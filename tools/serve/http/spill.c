/* SPDX-License-Identifier: MIT */
#include "serve/http/spill.h"

#include <errno.h>
#include <unistd.h>

#include "base/fail.h"
#include "base/new_file.h"

void spill_init(struct spill *spill)
{
	*spill = (struct spill){.file = -1};
}

void spill_dispose(struct spill *spill)
{
	buffer_dispose(&spill->memory);
	if (spill->file >= 0)
		close(spill->file);
	spill_init(spill);
}

static moderato_status write_all(int file, moderato_str bytes, moderato_error *err)
{
	while (bytes.len) {
		const ssize_t n = write(file, bytes.ptr, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(err, MODERATO_EIO, "temporary file: %s", strerror(errno));
		bytes = str_from(bytes, (size_t)n);
	}
	return MODERATO_OK;
}

moderato_status spill_settle(struct spill *spill, bool all, moderato_error *err)
{
	moderato_status status;

	if (spill->memory.failed)
		return fail_no_memory(err);
	if (!spill->memory.len || (!all && spill->memory.len < SPILL_MEMORY))
		return MODERATO_OK;
	if (spill->file < 0)
		spill->file = scratch_file_open(NULL);
	if (spill->file < 0)
		return fail(err, MODERATO_EIO, "temporary file: %s", strerror(errno));
	status = write_all(spill->file, buffer_view(&spill->memory), err);
	if (status)
		return status;
	spill->in_file += spill->memory.len;
	buffer_clear(&spill->memory);
	return MODERATO_OK;
}
