/* SPDX-License-Identifier: MIT */
/* Writes a perturbed comment as JSON: the comment's members, and what was done to it. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/number.h"
#include "base/str.h"
#include "perturb/perturb_internal.h"
#include "moderato/exporter.h"

/* Is it a member that describes the old text, or one that is written here? */
static bool is_stale(moderato_str key)
{
	static const char *const names[] = {"spans", "perturbation", "original"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_is(key, names[i]))
			return true;
	return false;
}

static void add_key(struct buffer *out, moderato_str key)
{
	if (out->len)
		buffer_add_char(out, ',');
	json_write_string(out, key);
	buffer_add_char(out, ':');
}

static void add_named(struct buffer *out, const char *key)
{
	add_key(out, (moderato_str){key, strlen(key)});
}

static moderato_status take_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct buffer *out = payload;

	(void)err;
	if (!is_stale(key)) {
		add_key(out, key);
		buffer_add(out, value->raw.ptr, value->raw.len);
	}
	return MODERATO_OK;
}

/* Copy the comment's unknown members that are still true. */
static moderato_status add_kept(struct buffer *out, moderato_str extra, moderato_error *err)
{
	struct buffer object = BUFFER_INIT;
	struct json_reader *reader;
	moderato_status status = MODERATO_ENOMEM;

	if (!extra.len)
		return MODERATO_OK;
	reader = json_reader_new();
	buffer_add_char(&object, '{');
	buffer_add(&object, extra.ptr, extra.len);
	buffer_add_char(&object, '}');
	if (reader && !object.failed)
		status = json_read_object(reader, buffer_view(&object), take_member, out, err);
	else
		fail_no_memory(err);
	json_reader_free(reader);
	buffer_dispose(&object);
	return status;
}

static void add_perturbation(struct buffer *out, const moderato_perturber *p,
	moderato_family family, const moderato_perturbed *perturbed)
{
	size_t i;

	add_named(out, "perturbation");
	buffer_printf(out, "{\"family\":\"%s\",\"share\":", moderato_family_name(family));
	buffer_add_double(out, p->share);
	buffer_printf(out, ",\"seed\":%llu,\"words\":[", (unsigned long long)p->seed);
	for (i = 0; i < perturbed->n_words; i++)
		buffer_printf(out, "%s[%zu,%zu]", i ? "," : "", perturbed->words[i].after.begin,
			perturbed->words[i].after.end);
	buffer_add_str(out, "]}");
}

moderato_status moderato_perturbed_json(const moderato_perturber *p,
	const moderato_comment *comment, moderato_family family, const moderato_perturbed *perturbed,
	int with_original, char **text, size_t *len, size_t *cap, moderato_error *err)
{
	struct buffer extra = BUFFER_INIT;
	moderato_comment changed = *comment;
	moderato_status status;

	if (!moderato_family_name(family))
		return fail(
			err, MODERATO_EINVAL, "family %d: there are %d", (int)family, MODERATO_FAMILIES);
	status = add_kept(&extra, comment->extra, err);
	if (!status) {
		add_perturbation(&extra, p, family, perturbed);
		if (with_original) {
			add_named(&extra, "original");
			json_write_string(&extra, comment->text);
		}
		status = extra.failed ? fail_no_memory(err) : MODERATO_OK;
	}
	changed.text = perturbed->text;
	changed.quoted = NULL;
	changed.n_quoted = 0;
	changed.extra = buffer_view(&extra);
	if (!status)
		status = moderato_comment_json(&changed, text, len, cap, err);
	buffer_dispose(&extra);
	return status;
}
