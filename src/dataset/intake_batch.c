/* SPDX-License-Identifier: MIT */
/* What a thread does with a batch of comments, reading, and what the caller's thread does,
 * appending. Both can be repeated from where they failed. */
#include "dataset/intake_batch.h"

#include "base/fail.h"

bool intake_batch_full(const struct intake_batch *batch)
{
	return batch->comments.n == INTAKE_COMMENTS || batch->comments.bytes.len >= INTAKE_BYTES;
}

bool intake_batch_add(struct intake_batch *batch, const moderato_comment *comment,
	const struct dataset_facts *facts, uint64_t number)
{
	const size_t i = batch->comments.n;

	if (!text_store_add(&batch->comments, comment))
		return false;
	batch->facts[i] = *facts;
	if (!i)
		batch->first = number;
	return true;
}

/* --- reading --- */

/* Read a comment as one more row of the batch. */
static moderato_status read_batch_row(struct intake_batch *batch, struct intake_row row,
	const moderato_comment *comment, struct intake_reader *reader, moderato_error *err)
{
	moderato_status status = dataset_read(reader->classifier, comment, &batch->readings, err);

	if (!status)
		batch->rows[batch->n_rows++] = row;
	return status;
}

/* Read the disguised copy of the batch's i-th comment, if one is drawn. */
static moderato_status read_copy(struct intake_batch *batch, uint32_t i,
	const struct intake_plan *plan, struct intake_reader *reader, moderato_error *err)
{
	moderato_comment comment = text_store_get(&batch->comments, i);
	struct intake_row row = {.comment = i};
	moderato_status status;
	bool drawn;

	status = augmentation_draw(
		plan->augmentation, &comment, batch->first + i, &reader->perturbed, &drawn, err);
	if (status || !drawn)
		return status;
	comment.text = reader->perturbed.text;
	if (plan->texts && !text_store_add(&batch->disguised, &comment))
		return fail_no_memory(err);
	row.disguised = plan->texts ? (uint32_t)batch->disguised.n : 1;
	return read_batch_row(batch, row, &comment, reader, err);
}

/* Read a comment and its copy; on failure neither is in the batch. */
static moderato_status read_comment(struct intake_batch *batch, uint32_t i,
	const struct intake_plan *plan, struct intake_reader *reader, moderato_error *err)
{
	const moderato_comment comment = text_store_get(&batch->comments, i);
	const struct intake_row row = {.comment = i};
	const size_t len = batch->readings.len;
	const size_t n_rows = batch->n_rows;
	const size_t n_disguised = batch->disguised.n;
	moderato_status status = read_batch_row(batch, row, &comment, reader, err);

	if (!status)
		status = read_copy(batch, i, plan, reader, err);
	if (status) {
		batch->readings.len = len;
		batch->n_rows = n_rows;
		if (batch->disguised.n > n_disguised)
			text_store_drop(&batch->disguised);
	}
	return status;
}

moderato_status intake_batch_read(struct intake_batch *batch, const struct intake_plan *plan,
	struct intake_reader *reader, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status && batch->n_read < batch->comments.n) {
		status = read_comment(batch, (uint32_t)batch->n_read, plan, reader, err);
		batch->n_read += !status;
	}
	return status;
}

/* --- appending --- */

/* Append a row to the data set, and its text to the texts if they are kept. On failure neither is
 * appended. */
static moderato_status append_batch_row(struct intake_batch *batch, const struct intake_row *row,
	const struct dataset_reading *reading, const struct intake_plan *plan, moderato_error *err)
{
	struct dataset *ds = plan->data;
	struct dataset_facts facts = batch->facts[row->comment];
	moderato_status status;

	if (row->disguised) { /* it is a copy of the comment before */
		facts.copy = true;
		facts.grouped = true;
		facts.group = ds->comments[ds->n - 1].group;
	}
	if (plan->texts) {
		const moderato_comment comment = row->disguised
											 ? text_store_get(&batch->disguised, row->disguised - 1)
											 : text_store_get(&batch->comments, row->comment);

		if (!text_store_add(plan->texts, &comment))
			return fail_no_memory(err);
	}
	status = dataset_append(ds, reading, &facts, err);
	if (status && plan->texts)
		text_store_drop(plan->texts); /* so that texts and rows stay in step */
	return status;
}

moderato_status intake_batch_append(
	struct intake_batch *batch, const struct intake_plan *plan, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status && batch->n_appended < batch->n_rows) {
		const struct dataset_reading *reading =
			(const struct dataset_reading *)(const void *)(batch->readings.data + batch->at);

		status = append_batch_row(batch, &batch->rows[batch->n_appended], reading, plan, err);
		if (!status) {
			batch->at += reading->size;
			batch->n_appended++;
		}
	}
	return status;
}

void intake_batch_clear(struct intake_batch *batch)
{
	text_store_clear(&batch->comments);
	text_store_clear(&batch->disguised);
	buffer_clear(&batch->readings);
	batch->n_read = 0;
	batch->n_rows = 0;
	batch->n_appended = 0;
	batch->at = 0;
	batch->finished = false;
}

void intake_batch_dispose(struct intake_batch *batch)
{
	text_store_dispose(&batch->comments);
	text_store_dispose(&batch->disguised);
	buffer_dispose(&batch->readings);
}
