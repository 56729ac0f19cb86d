/* SPDX-License-Identifier: MIT */
#include "serve/perspective/perspective_languages.h"

#include "base/codepoint.h"

/* Where en is scored, en-GB is, too. */
static bool is_scored(moderato_str code, const struct config_texts *scored)
{
	size_t i;

	for (i = 0; i < scored->n; i++) {
		const size_t n = strlen(scored->items[i]);

		if (str_begins_nocase(code, scored->items[i]) &&
			(code.len == n || code.ptr[n] == '-' || code.ptr[n] == '_'))
			return true;
	}
	return false;
}

/* Are most letters those of ASCII? Emoji and signs do not count. */
static bool is_latin(moderato_str text)
{
	size_t latin = 0;
	size_t other = 0;
	size_t i = 0;

	while (i < text.len) {
		size_t n;
		const uint32_t c = codepoint_get(text.ptr + i, &n);

		i += n;
		latin += c < 0x80 && ascii_is_lower(ascii_lower((char)c));
		other += c >= 0xC0 && (c < 0x2000 || (c >= 0x2C00 && c < 0xFE00));
	}
	return latin && latin >= 2 * other;
}

moderato_status perspective_languages_find(struct perspective_languages *out,
	const struct perspective_request *request, const struct config_texts *scored,
	moderato_error *err)
{
	moderato_language found[MODERATO_LANGUAGES_MAX];
	moderato_status status = moderato_languages_detect(request->text, found, &out->n_detected, err);
	size_t i;

	out->n_effective = 0;
	if (status)
		return status;
	for (i = 0; i < out->n_detected; i++)
		out->detected[i] = str_of(found[i].code);
	if (!out->n_detected && scored->n && is_latin(request->text))
		out->detected[out->n_detected++] = str_of(scored->items[0]);
	for (i = 0; i < request->n_languages; i++)
		out->effective[out->n_effective++] = request->languages[i];
	if (!out->n_effective)
		out->effective[out->n_effective++] = out->n_detected ? out->detected[0] : str_of("und");
	return MODERATO_OK;
}

/* Errors name one attribute, the first one that is served. */
static moderato_str first_attribute(const struct perspective_request *request)
{
	size_t i = 0;

	while (i + 1 < request->n_asked && !request->asked[i].attribute)
		i++;
	return request->asked[i].name;
}

void perspective_languages_check(struct perspective_languages *languages,
	struct perspective_request *request, const struct config_texts *scored)
{
	size_t n = 0;
	size_t i;

	if (!request->n_languages && !languages->n_detected) {
		perspective_refuse(
			&request->error, "LANGUAGE_DETECTION_FAILED", "Unable to detect language");
		return;
	}
	for (i = 0; i < languages->n_effective; i++)
		if (!is_scored(languages->effective[i], scored))
			languages->effective[n++] = languages->effective[i];
	if (n)
		perspective_refuse_languages(&request->error, first_attribute(request),
			languages->effective, n, !request->n_languages);
}
