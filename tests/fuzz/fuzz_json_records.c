/* SPDX-License-Identifier: MIT */
/* Any bytes as a discussion in JSON: as what they look like, and as each format. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const formats[] = {NULL, "hn", "reddit", "commento", "remark42", "isso",
		"discourse", "youtube", "ytdlp", "staticman", "hyvor", "cusdis", "ghost", "facebook",
		"mastodon", "github", "wpjson", "coral", "json"};
	const moderato_str bytes = {(const char *)data, size};
	size_t i;

	for (i = 0; i < COUNT(formats); i++)
		read_and_write(formats[i], bytes);
	return 0;
}
