/* SPDX-License-Identifier: MIT */
/* What the daemon says about itself: the bundle that it scores with, and its own interface. */
#include "moderato/version.h"
#include "openapi_yaml.inc" /* openapi_yaml[]: the file of that name */
#include "serve/own/own.h"

static void add_member(struct buffer *out, const char *key, const char *value)
{
	json_write_string(out, str_of(key));
	buffer_add_char(out, ':');
	json_write_string(out, str_of(value));
}

static void add_attributes(struct buffer *out, const moderato_bundle *bundle)
{
	size_t i;

	buffer_add_str(out, "\"attributes\":[");
	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++) {
		buffer_add_str(out, i ? ",{" : "{");
		add_member(out, "name", moderato_bundle_attribute(bundle, i));
		buffer_add_char(out, ',');
		add_member(out, "description", moderato_bundle_describe(bundle, i));
		buffer_add_char(out, '}');
	}
	buffer_add_char(out, ']');
}

static void add_facts(struct buffer *out, const moderato_bundle *bundle)
{
	const char *key;
	const char *value;
	size_t i;

	buffer_add_str(out, "\"facts\":{");
	for (i = 0; moderato_bundle_fact(bundle, i, &key, &value); i++) {
		if (i)
			buffer_add_char(out, ',');
		add_member(out, key, value);
	}
	buffer_add_char(out, '}');
}

void own_bundle(struct worker *worker, struct request *request, struct reply *reply)
{
	struct buffer *out = &reply->body;

	(void)request;
	reply->content_type = JSON_TYPE;
	buffer_add_char(out, '{');
	add_member(out, "moderato", moderato_version());
	buffer_add_char(out, ',');
	add_attributes(out, worker->setup->bundle);
	buffer_add_char(out, ',');
	add_facts(out, worker->setup->bundle);
	buffer_add_str(out, "}\n");
}

void own_openapi(struct worker *worker, struct request *request, struct reply *reply)
{
	(void)worker;
	(void)request;
	reply_text(reply, 200, "application/yaml", openapi_yaml);
}
