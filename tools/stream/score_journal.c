/* SPDX-License-Identifier: MIT */
#include "stream/score_journal.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "moderato/card.h"
#include "moderato/version.h"

struct checkpoint checkpoint_of_inputs(const struct inputs *inputs)
{
	const struct inputs_place *place = &inputs->delivered;
	struct checkpoint at = {.file = place->file,
		.records = place->place.records,
		.bytes = place->place.bytes,
		.line = place->place.line,
		.dealt = place->dealt,
		.comments = inputs->n_delivered,
		.skipped = inputs->skips.n,
		.lost_file = inputs->skips.lost_file,
		.bad_file = inputs->skips.bad_file};
	size_t i;

	for (i = 0; i < 8; i++)
		at.by_status[i] = inputs->skips.by_status[i];
	return at;
}

void checkpoint_to_inputs(
	const struct checkpoint *at, struct inputs *inputs, struct inputs_place *place)
{
	size_t i;

	*place = (struct inputs_place){.file = (size_t)at->file,
		.place = {(size_t)at->records, (size_t)at->bytes, (size_t)at->line},
		.dealt = (size_t)at->dealt};
	inputs->n_comments = (size_t)at->comments;
	inputs->n_delivered = (size_t)at->comments;
	inputs->skips.n = (size_t)at->skipped;
	inputs->skips.lost_file = at->lost_file != 0;
	inputs->skips.bad_file = at->bad_file != 0;
	for (i = 0; i < 8; i++)
		inputs->skips.by_status[i] = (size_t)at->by_status[i];
}

/* Adds a text and its NUL to the hash, so that "a", "b" differs from "ab". */
static unsigned long long add_text(unsigned long long hash, const char *text)
{
	return text ? hash_fnv1a(hash, text, strlen(text) + 1) : hash_fnv1a(hash, "\1", 1);
}

static unsigned long long add_number(unsigned long long hash, unsigned long long number)
{
	return hash_fnv1a(hash, &number, sizeof(number));
}

static unsigned long long of_bundle(const struct engine *engine)
{
	moderato_str card = moderato_bundle_card(engine->bundle);
	unsigned long long hash = hash_fnv1a(0, card.ptr ? card.ptr : "", card.len);
	const char *key;
	const char *value;
	size_t i;

	for (i = 0; moderato_bundle_fact(engine->bundle, i, &key, &value); i++)
		hash = add_text(add_text(hash, key), value);
	for (i = 0; i < engine->n_attributes; i++)
		hash = add_text(hash, moderato_bundle_attribute(engine->bundle, i));
	return add_text(hash, moderato_version());
}

static unsigned long long of_options(const struct common *common, const char *shard, bool campaigns)
{
	unsigned long long hash = add_text(0, common->format);

	hash = add_text(hash, common->columns);
	hash = add_text(hash, common->delimiter);
	hash = add_text(hash, common->labels_map);
	hash = add_number(hash, common->no_header);
	hash = add_text(hash, common->charset);
	hash = add_text(hash, common->attributes);
	hash = add_text(hash, shard);
	hash = add_number(hash, (unsigned long long)common->output);
	hash = add_number(hash, common->with);
	return campaigns ? add_text(hash, "campaigns") : hash;
}

static unsigned long long of_inputs(const struct inputs *inputs)
{
	unsigned long long hash = 0;
	size_t i;

	for (i = 0; i < inputs->n_paths; i++) {
		const char *path = inputs->names[i];
		struct stat st;
		int bad = strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);

		hash = add_text(hash, path);
		if (bad || !S_ISREG(st.st_mode) || (inputs->spool && inputs->spool->copied[i]))
			continue;
		hash = add_number(hash, (unsigned long long)st.st_size);
		hash = add_number(hash, (unsigned long long)st.st_mtim.tv_sec);
		hash = add_number(hash, (unsigned long long)st.st_mtim.tv_nsec);
	}
	return hash;
}

int fingerprint_run(struct fingerprint *fingerprint, const struct engine *engine,
	const struct common *common, const char *shard, bool campaigns, const struct inputs *inputs)
{
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;

	*fingerprint = (struct fingerprint){.bundle = of_bundle(engine),
		.options = of_options(common, shard, campaigns),
		.input = of_inputs(inputs)};
	if (common->policy)
		status = moderato_file_hash(common->policy, &fingerprint->policy, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}
