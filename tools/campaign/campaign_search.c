/* SPDX-License-Identifier: MIT */
#include "campaign/campaign_search.h"

#include <stdlib.h>

#include "terminal/interrupt.h"
#include "stream/pipeline.h"

static moderato_status sign(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	moderato_status status =
		moderato_signature_of(&record->comment, &record->results->signature, err);

	(void)payload;
	(void)classifier;
	(void)batch;
	if (status != MODERATO_END)
		return status;
	record->results->signature.shingles = 0;
	return MODERATO_OK;
}

static int add(void *payload, const struct batch *batch)
{
	struct campaign_search *search = payload;
	moderato_error err = {.message = ""};
	size_t i;

	for (i = 0; i < batch->n; i++) {
		const struct record *record = &batch->records[i];
		const bool good = record->status == MODERATO_OK;
		const moderato_signature *signature = good ? &record->results->signature : NULL;
		moderato_status status;

		search->n_comments += good;
		search->n_short += good && !signature->shingles;
		status = moderato_campaigns_add(
			search->campaigns, good && signature->shingles ? signature : NULL, &err);
		if (status)
			return complain_status(status, &err);
	}
	return EXIT_DONE;
}

static int read_all(struct campaign_search *search, struct inputs *inputs,
	const struct common *common, struct progress *progress)
{
	const struct pipeline_plan plan = {.inputs = inputs,
		.progress = progress,
		.what = "finding campaigns",
		.jobs = common->jobs,
		.n_results = 1,
		.payload = search,
		.work = sign,
		.deliver = add};
	moderato_error err = {.message = ""};
	moderato_status status = moderato_campaigns_new(&search->campaigns, 0, &err);
	int code = status ? complain_status(status, &err) : pipeline_run(&plan);

	if (code || !inputs->complete)
		return code;
	status = moderato_campaigns_find(search->campaigns, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

int campaign_search(struct campaign_search *search, struct inputs *inputs,
	const struct common *common, struct progress *progress, bool silent)
{
	struct inputs first = *inputs;
	int code = spool_open(&search->spool, inputs->paths, inputs->n_paths);

	search->bases = calloc(inputs->n_paths, sizeof(*search->bases));
	if (!code && !search->bases)
		code = complain_memory();
	inputs->paths = search->spool.paths;
	inputs->spool = &search->spool;
	first.paths = inputs->paths;
	first.shard.n = 0;
	first.from = 0;
	first.skips.silent = silent;
	first.note_bases = search->bases;
	if (!code)
		code = read_all(search, &first, common, progress);
	inputs_dispose(&first);
	spool_rewind(&search->spool);
	inputs->bases = search->bases;
	search->skips = first.skips;
	if (code || (first.complete && !interrupt_signal()))
		return code;
	complain("stopped by %s", interrupt_name());
	return 128 + interrupt_signal();
}

void campaign_search_dispose(struct campaign_search *search)
{
	moderato_campaigns_free(search->campaigns);
	free(search->bases);
	spool_dispose(&search->spool);
}
