/* SPDX-License-Identifier: MIT */
/* The parameters of a request in moderato's own protocol; they are options of the command. */
#include "base/fail.h"
#include "moderato/exporter.h"
#include "serve/own/own.h"

static moderato_status read_with(moderato_str list, unsigned *with, moderato_error *err)
{
	static const struct {
		const char *name;
		unsigned bit;
	} words[] = {{"text", MODERATO_WITH_TEXT}, {"margins", MODERATO_WITH_MARGINS},
		{"spans", MODERATO_WITH_SPANS}, {"explain", MODERATO_WITH_EXPLAIN}};
	const size_t n = sizeof(words) / sizeof(words[0]);
	moderato_str word;
	size_t i;

	while (str_take(&list, ',', &word)) {
		for (i = 0; i < n && !str_is(word, words[i].name); i++)
			;
		if (i == n)
			return fail(err, MODERATO_EINVAL,
				"The parameter 'with' is a list of text, margins, spans and explain.");
		*with |= words[i].bit;
	}
	return MODERATO_OK;
}

static moderato_status unknown_attribute(const moderato_bundle *bundle, moderato_error *err)
{
	struct buffer known = BUFFER_INIT;
	moderato_status status;
	size_t i;

	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++)
		buffer_printf(&known, "%s%s", i ? ", " : "", moderato_bundle_attribute(bundle, i));
	status = fail(err, MODERATO_EINVAL, "The attributes are %s.", buffer_cstr(&known));
	buffer_dispose(&known);
	return status;
}

moderato_status wish_attribute(
	const moderato_bundle *bundle, moderato_str name, size_t *attribute, moderato_error *err)
{
	const size_t n = moderato_bundle_n_attributes(bundle);
	size_t i = 0;

	while (i < n && !str_is(name, moderato_bundle_attribute(bundle, i)))
		i++;
	*attribute = i;
	return i < n ? MODERATO_OK : unknown_attribute(bundle, err);
}

static moderato_status read_attributes(
	const moderato_bundle *bundle, moderato_str list, struct wish *wish, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_str word;
	size_t attribute;

	wish->all = !list.len;
	while (!status && str_take(&list, ',', &word)) {
		status = wish_attribute(bundle, word, &attribute, err);
		if (!status)
			wish->selected[attribute] = 1;
	}
	return status;
}

moderato_status wish_read(const struct worker *worker, const struct request *request,
	struct wish *wish, moderato_error *err)
{
	moderato_status status;

	*wish = (struct wish){.all = true};
	status = read_with(request_query(request, "with"), &wish->with, err);
	if (status)
		return status;
	return read_attributes(worker->setup->bundle, request_query(request, "attributes"), wish, err);
}
