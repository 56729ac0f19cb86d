/* SPDX-License-Identifier: MIT */
#include "model/bundle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/whole_file.h"
#include "model/bundle_read.h"

const char *const bundle_severity_parts[SEVERITY_PARTS] = {
	"toxicity", "threat", "identity_attack", "insult", "profanity"};

double bundle_severity(const double part[SEVERITY_PARTS])
{
	const double foul = part[PART_INSULT] * part[PART_PROFANITY];

	return part[PART_TOXICITY] * fmax(foul, fmax(part[PART_THREAT], part[PART_IDENTITY]));
}

static struct bundle_shared *shared_new(void)
{
	struct bundle_shared *shared = calloc(1, sizeof(*shared));

	if (shared)
		pthread_mutex_init(&shared->lock, NULL);
	return shared;
}

static void shared_free(struct bundle_shared *shared)
{
	if (!shared)
		return;
	if (shared->encoder)
		shared->free_encoder(shared->encoder);
	pthread_mutex_destroy(&shared->lock);
	free(shared);
}

moderato_status moderato_bundle_open_memory(
	moderato_bundle **out, const char *name, moderato_str bytes, moderato_error *err)
{
	moderato_bundle *b;
	moderato_status status;

	*out = NULL;
	if ((uintptr_t)bytes.ptr % 8)
		return fail(err, MODERATO_EINVAL, "%s: the bytes are not 8-byte aligned", name);
	b = calloc(1, sizeof(*b));
	if (!b)
		return fail_no_memory(err);
	b->bytes = (const unsigned char *)bytes.ptr;
	b->len = bytes.len;
	b->shared = shared_new();
	status = b->shared ? bundle_read(b, name, err) : fail_no_memory(err);
	if (status) {
		moderato_bundle_free(b);
		return status;
	}
	*out = b;
	return MODERATO_OK;
}

moderato_status moderato_bundle_open(moderato_bundle **out, const char *path, moderato_error *err)
{
	moderato_str bytes;
	moderato_status status;
	char *found = NULL;

	*out = NULL;
	status = whole_file_find_only(path, ".bundle", &found, err);
	if (status)
		return status;
	status = whole_file_read(found ? found : path, BUNDLE_BYTES_MAX, &bytes, err);
	if (!status) {
		status = moderato_bundle_open_memory(out, found ? found : path, bytes, err);
		if (status)
			whole_file_free(bytes);
		else
			(*out)->owns_bytes = true;
	}
	free(found);
	return status;
}

/* Only bytes that are the bundle's own: others may be needed by whoever gave them. */
void moderato_bundle_forget_encoder(moderato_bundle *bundle)
{
	if (bundle->owns_bytes && !bundle->shared->encoder)
		whole_file_forget(bundle->encoder);
	bundle->encoder = (moderato_str){NULL, 0};
	bundle->forgot_encoder = true;
}

void moderato_bundle_free(moderato_bundle *bundle)
{
	if (!bundle)
		return;
	shared_free(bundle->shared); /* which reads the bytes */
	if (bundle->owns_bytes)
		whole_file_free((moderato_str){(const char *)bundle->bytes, bundle->len});
	free(bundle->norms);
	embedding_dispose(&bundle->embedding);
	free(bundle->books);
	free(bundle->dense_rows);
	free(bundle->fact_text);
	free(bundle);
}

size_t moderato_bundle_n_attributes(const moderato_bundle *bundle)
{
	return bundle->n_heads;
}

const char *moderato_bundle_attribute(const moderato_bundle *bundle, size_t i)
{
	return bundle->heads[i]->attribute;
}

int moderato_bundle_find(const moderato_bundle *bundle, const char *attribute)
{
	size_t i;

	for (i = 0; i < bundle->n_heads; i++)
		if (strcmp(bundle->heads[i]->attribute, attribute) == 0)
			return (int)i;
	return -1;
}

double moderato_bundle_second_from(const moderato_bundle *bundle, size_t i)
{
	return bundle->encoder_heads[i].width ? bundle->encoder_heads[i].from : (double)NAN;
}

const char *moderato_bundle_describe(const moderato_bundle *bundle, size_t i)
{
	return bundle->heads[i]->description;
}

moderato_str moderato_bundle_card(const moderato_bundle *bundle)
{
	return bundle->card;
}

moderato_str moderato_bundle_card_json(const moderato_bundle *bundle)
{
	return bundle->card_json;
}

unsigned long long moderato_bundle_checksum(const moderato_bundle *bundle)
{
	struct bundle_header header;

	memcpy(&header, bundle->bytes, sizeof(header));
	return header.checksum;
}

int moderato_bundle_fact(
	const moderato_bundle *bundle, size_t i, const char **key, const char **value)
{
	if (i >= bundle->n_facts)
		return 0;
	*key = bundle->fact_key[i];
	*value = bundle->fact_value[i];
	return 1;
}
