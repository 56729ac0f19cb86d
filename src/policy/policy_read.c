/* SPDX-License-Identifier: MIT */
/* What texts, lists and mappings of a policy file may contain, and what messages about them say. */
#include "policy/policy_read.h"

#include <string.h>

#include "base/str.h"

#define FOUND_BYTES (POLICY_FOUND_SIZE - 8)

moderato_status policy_no_memory(const struct policy_source *s)
{
	return fail(s->yaml.err, MODERATO_ENOMEM, "%s: out of memory", s->yaml.name);
}

void policy_show_text(moderato_str text, char out[POLICY_FOUND_SIZE])
{
	size_t n = text.len;
	size_t i;

	if (n > FOUND_BYTES) {
		n = FOUND_BYTES;
		while (n && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
			n--;
	}
	out[0] = '\'';
	for (i = 0; i < n; i++)
		out[1 + i] = (unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F ? '?' : text.ptr[i];
	memcpy(out + 1 + n, n < text.len ? "...'" : "'", n < text.len ? 5 : 2);
}

moderato_status policy_expected(struct policy_source *s, const char *what)
{
	char found[POLICY_FOUND_SIZE];
	const char *shown = found;

	switch (s->yaml.kind) {
	case YAML_TEXT:
		if (s->yaml.text.len)
			policy_show_text(s->yaml.text, found);
		else
			shown = "nothing";
		break;
	case YAML_LIST:
		shown = "a list";
		break;
	case YAML_MAPPING:
		shown = "keys and values";
		break;
	case YAML_END:
		shown = "nothing";
		break;
	}
	return POLICY_BAD(
		s, "%s%sexpected %s, not %s", s->key ? s->key : "", s->key ? ": " : "", what, shown);
}

moderato_status policy_read_text(
	struct policy_source *s, const char *what, bool lines, moderato_str *out)
{
	size_t i;

	if (s->yaml.kind != YAML_TEXT || !s->yaml.text.len)
		return policy_expected(s, what);
	*out = s->yaml.text;
	for (i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->ptr[i];

		if ((c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7F)
			return POLICY_BAD(s, "%s: expected %s without control characters, found \\x%02x",
				s->key ? s->key : "key", what, c);
	}
	return MODERATO_OK;
}

moderato_status policy_read_name(struct policy_source *s, const char *what, moderato_str *out)
{
	moderato_status status = policy_read_text(s, what, false, out);

	if (!status && out->len > POLICY_NAME_BYTES_MAX)
		return POLICY_TOO_MUCH(s, "%s: expected %s of at most %d bytes, not %zu",
			s->key ? s->key : "key", what, POLICY_NAME_BYTES_MAX, out->len);
	return status;
}

moderato_status policy_read_bool(struct policy_source *s, bool *out)
{
	const bool is_text = s->yaml.kind == YAML_TEXT;

	*out = is_text && str_is(s->yaml.text, "true");
	if (!*out && !(is_text && str_is(s->yaml.text, "false")))
		return policy_expected(s, "true or false");
	if (s->yaml.style != YAML_PLAIN)
		return POLICY_BAD(s, "%s: expected true or false without quotes", s->key);
	return MODERATO_OK;
}

moderato_status policy_read_key(struct policy_source *s, moderato_str *key, bool *end)
{
	moderato_status status = yaml_items_next(&s->yaml);

	s->key = NULL;
	*end = s->yaml.kind == YAML_END;
	if (status || *end)
		return status;
	status = policy_read_name(s, "a key", key);
	if (!status && str_is(*key, "<<"))
		return POLICY_BAD(s, "merge keys (<<) are not allowed: write the rule out");
	return status;
}

moderato_status policy_read_mapping(struct policy_source *s, const struct policy_key *keys,
	size_t n_keys, const char *listed, unsigned *seen)
{
	char found[POLICY_FOUND_SIZE];
	moderato_str key;
	size_t i;
	bool end;

	for (;;) {
		moderato_status status = policy_read_key(s, &key, &end);

		if (status || end)
			return status;
		for (i = 0; i < n_keys; i++)
			if (str_is(key, keys[i].name))
				break;
		if (i == n_keys) {
			policy_show_text(key, found);
			return POLICY_BAD(s, "unknown key %s: expected %s", found, listed);
		}
		if (*seen & 1U << i)
			return POLICY_BAD(s, "key '%s' is given twice", keys[i].name);
		*seen |= 1U << i;
		s->key = keys[i].name;
		status = yaml_items_next(&s->yaml);
		if (!status)
			status = keys[i].read(s);
		if (status)
			return status;
	}
}

moderato_status policy_read_list(
	struct policy_source *s, const char *what, moderato_status (*add)(struct policy_source *s))
{
	moderato_status status;
	size_t n = 0;

	if (s->yaml.kind != YAML_LIST)
		return policy_expected(s, what);
	for (;;) {
		status = yaml_items_next(&s->yaml);
		if (status)
			return status;
		if (s->yaml.kind == YAML_END)
			return n ? MODERATO_OK : policy_expected(s, what);
		status = add(s);
		if (status)
			return status;
		n++;
	}
}
