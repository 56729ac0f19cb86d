/* SPDX-License-Identifier: MIT */
/* Any bytes in any character set. The first byte says which; read twice, by lines and by leaps, it
 * is the same UTF-8. */
#include <string.h>

#include "base/buffer.h"
#include "base/charset.h"
#include "base/file.h"
#include "base/utf8.h"
#include "promise.h"

static const char *const labels[] = {"utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be",
	"windows-1252", "windows-1251", "windows-1258", "windows-1255", "windows-874", "iso-8859-2",
	"iso-8859-6", "koi8-r", "ibm866", "macintosh", "gb18030", "big5", "shift_jis", "euc-jp",
	"iso-2022-jp", "euc-kr"};

static void read_all(const char *charset, moderato_str bytes, size_t leap, struct buffer *out)
{
	moderato_error err;
	moderato_str view;
	struct input in;

	promise(!input_open_memory(&in, "fuzz", bytes, &err));
	if (in.unpacker || input_recode(&in, charset, &err)) { /* gzip is another fuzzer's */
		input_close(&in);
		return;
	}
	do {
		promise(!input_peek(&in, leap, &view, &err));
		view.len = view.len < leap ? view.len : leap;
		buffer_add(out, view.ptr, view.len);
		input_take(&in, view.len);
		promise(input_position(&in) <= in.size);
	} while (view.len);
	promise(input_position(&in) == in.size);
	promise(utf8_valid(out->data ? out->data : "", out->len));
	input_close(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data + 1, size ? size - 1 : 0};
	const char *label = labels[size ? data[0] % (sizeof(labels) / sizeof(*labels)) : 0];
	struct buffer small = BUFFER_INIT;
	struct buffer large = BUFFER_INIT;
	size_t len;

	if (!size)
		return 0;
	read_all(charset_find((moderato_str){label, strlen(label)}), bytes, 7, &small);
	read_all(charset_find((moderato_str){label, strlen(label)}), bytes, 100000, &large);
	promise(small.len == large.len && (!small.len || !memcmp(small.data, large.data, small.len)));
	charset_find(bytes);
	charset_of_mark(bytes, &len);
	charset_of_nuls(bytes);
	promise(charset_guess(bytes, false) && charset_guess(bytes, true));
	buffer_dispose(&small);
	buffer_dispose(&large);
	return 0;
}
