/* SPDX-License-Identifier: MIT */
/* Read a card's held-out figures back from its JSON. A card is untrusted: every member that is used
 * is checked, and what is wrong is told with its place. Members that are not used are passed over.
 */
#include "train/card_parse.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "train/card_json.h"
#include "measure/measures.h"

#define COUNT_MAX 1e15

/* The levels of a card, each read by a reader of its own while the level above is being read. */
enum level { DOCUMENT, HELD_OUT, HELD_OUT_FILE, FIGURES, ROW, LEVELS };

/* A member that is used, and what its value must be. */
struct member {
	const char *key;
	enum { TEXT, COUNT, SHARE, HASH, ARRAY } kind;
	void *
		to; /* const char **, size_t *, double * (left alone by null), uint64_t *, moderato_str * */
	bool seen;
};

struct parser {
	moderato_card *card;
	const char *name;
	struct json_reader *readers[LEVELS];
	struct member *members; /* of the object that is being read */
	size_t n_members;
	size_t n_rows; /* of the file that is being read */
	enum level level;
};

static moderato_status refuse(
	const struct parser *p, const char *key, const char *expected, moderato_error *err)
{
	char place[96] = "";

	if (p->level == ROW)
		snprintf(place, sizeof(place), "held_out[%zu].figures[%zu].", p->card->n_files, p->n_rows);
	else if (p->level > DOCUMENT)
		snprintf(place, sizeof(place), "held_out[%zu].", p->card->n_files);
	return fail(err, MODERATO_EFORMAT, "%s: %s%s: expected %s", p->name, place, key, expected);
}

/* --- values --- */

/* Texts are shown on terminals. */
static moderato_status take_text(const struct parser *p, const struct member *m,
	const struct json_value *value, moderato_error *err)
{
	const char **to = m->to;

	if (value->type != JSON_STRING || !card_text_ok(value->string))
		return refuse(p, m->key, "a text without control characters", err);
	*to = arena_copy(&p->card->texts, value->string.ptr, value->string.len);
	return *to ? MODERATO_OK : fail_no_memory(err);
}

static bool take_count(const struct json_value *value, size_t *to)
{
	if (value->type != JSON_NUMBER || !(value->number >= 0 && value->number <= COUNT_MAX) ||
		value->number != floor(value->number))
		return false;
	*to = (size_t)value->number;
	return true;
}

static bool take_share(const struct json_value *value, double *to)
{
	if (value->type == JSON_NULL)
		return true;
	*to = value->number;
	return value->type == JSON_NUMBER && *to >= 0 && *to <= 1;
}

static bool take_hash(const struct json_value *value, uint64_t *hash)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	*hash = 0;
	for (i = 0; i < value->string.len; i++) {
		const char *digit = memchr(digits, value->string.ptr[i], sizeof(digits) - 1);

		if (!digit)
			return false;
		*hash = *hash << 4 | (uint64_t)(digit - digits);
	}
	return i == 16;
}

static moderato_status take_value(const struct parser *p, const struct member *m,
	const struct json_value *value, moderato_error *err)
{
	switch (m->kind) {
	case TEXT:
		return take_text(p, m, value, err);
	case COUNT:
		return take_count(value, m->to) ? MODERATO_OK
										: refuse(p, m->key, "a count of up to 15 digits", err);
	case SHARE:
		return take_share(value, m->to) ? MODERATO_OK
										: refuse(p, m->key, "a number from 0 to 1, or null", err);
	case HASH:
		return take_hash(value, m->to)
				   ? MODERATO_OK
				   : refuse(p, m->key, "a text of 16 of 0 to 9 and a to f", err);
	case ARRAY:
		*(moderato_str *)m->to = value->raw;
		return value->type == JSON_ARRAY ? MODERATO_OK : refuse(p, m->key, "an array", err);
	}
	return MODERATO_OK;
}

static moderato_status take_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	const struct parser *p = payload;
	size_t i;

	for (i = 0; i < p->n_members; i++) {
		struct member *m = &p->members[i];

		if (strlen(m->key) == key.len && memcmp(m->key, key.ptr, key.len) == 0) {
			m->seen = true;
			return take_value(p, m, value, err);
		}
	}
	return MODERATO_OK;
}

/* Read an object's members, of which the first `n_needed` must be there. */
static moderato_status read_members(struct parser *p, enum level level, moderato_str text,
	struct member *members, size_t n, size_t n_needed, moderato_error *err)
{
	moderato_status status;
	size_t i;

	p->level = level;
	p->members = members;
	p->n_members = n;
	status = json_read_object(p->readers[level], text, take_member, p, err);
	for (i = 0; !status && i < n_needed; i++)
		if (!members[i].seen)
			status = refuse(p, members[i].key, "this member", err);
	return status;
}

/* --- what a card holds --- */

static bool find_slice(const char *name, moderato_slice *slice)
{
	const moderato_slice slices[] = {
		MODERATO_SLICE_ALL, MODERATO_SLICE_SOURCE, MODERATO_SLICE_IDENTITY};
	size_t i;

	for (i = 0; i < sizeof(slices) / sizeof(slices[0]); i++) {
		*slice = slices[i];
		if (strcmp(name, moderato_slice_name(slices[i])) == 0)
			return true;
	}
	return false;
}

/* An interval has two bounds, in order, and belongs to a value. */
static bool interval_ok(double value, double low, double high)
{
	return isnan(low) ? isnan(high) : low <= high && !isnan(value);
}

static moderato_status check_row(
	const struct parser *p, moderato_figures *f, const char *slice, moderato_error *err)
{
	if (!*f->attribute)
		return refuse(p, "attribute", "a name", err);
	if (!find_slice(slice, &f->slice))
		return refuse(p, "slice", "\"all\", \"source\" or \"identity\"", err);
	if (f->n_positive > f->n)
		return refuse(p, "n_positive", "no more positive comments than comments", err);
	if (!interval_ok(f->auc, f->auc_low, f->auc_high) ||
		!interval_ok(f->subgroup_auc, f->subgroup_auc_low, f->subgroup_auc_high) ||
		!interval_ok(f->bpsn_auc, f->bpsn_auc_low, f->bpsn_auc_high) ||
		!interval_ok(f->bnsp_auc, f->bnsp_auc_low, f->bnsp_auc_high))
		return refuse(p, "auc", "intervals of two bounds, the lower one first", err);
	return MODERATO_OK;
}

static moderato_status take_row(void *payload, const struct json_value *value, moderato_error *err)
{
	enum { N_FACTS = 5, MEMBERS_MAX = 40 };
	struct parser *p = payload;
	moderato_card *card = p->card;
	struct recorded row = {.file = card->n_files};
	moderato_figures *f = &row.figures;
	const char *slice = "";
	struct member members[MEMBERS_MAX] = {{"attribute", TEXT, &f->attribute, false},
		{"slice", TEXT, &slice, false}, {"name", TEXT, &f->name, false}, {"n", COUNT, &f->n, false},
		{"n_positive", COUNT, &f->n_positive, false}};
	void *rows = card->rows;
	moderato_status status;
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	p->level = HELD_OUT_FILE;
	if (value->type != JSON_OBJECT)
		return refuse(p, "figures", "an array of objects", err);
	for (i = 0; i < n; i++) {
		double *measure = figures_value(f, &measures[i]);

		*measure = NAN;
		members[N_FACTS + i] = (struct member){measures[i].name, SHARE, measure, false};
	}
	status = read_members(p, ROW, value->raw, members, N_FACTS + n, N_FACTS, err);
	if (!status)
		status = check_row(p, f, slice, err);
	if (status)
		return status;
	if (!grow_array(&rows, &card->cap_rows, card->n_rows + 1, sizeof(row)))
		return fail_no_memory(err);
	card->rows = rows;
	card->rows[card->n_rows++] = row;
	p->n_rows++;
	return MODERATO_OK;
}

static moderato_status take_file(void *payload, const struct json_value *value, moderato_error *err)
{
	struct parser *p = payload;
	struct recorded_file *file = &p->card->files[p->card->n_files];
	moderato_str rows = {NULL, 0};
	struct member members[] = {{"file", TEXT, &file->name, false},
		{"hash", HASH, &file->hash, false}, {"figures", ARRAY, &rows, false}};
	moderato_status status;

	if (p->card->n_files == HELD_OUT_FILES_MAX)
		return fail(
			err, MODERATO_ELIMIT, "%s: held_out: more than %d files", p->name, HELD_OUT_FILES_MAX);
	p->level = DOCUMENT;
	if (value->type != JSON_OBJECT)
		return refuse(p, "held_out", "an array of objects", err);
	p->n_rows = 0;
	status = read_members(p, HELD_OUT_FILE, value->raw, members, 3, 3, err);
	if (!status && !*file->name)
		status = refuse(p, "file", "a name", err);
	if (!status)
		status = json_read_array(p->readers[FIGURES], rows, take_row, p, err);
	if (!status)
		p->card->n_files++;
	return status;
}

static moderato_status read_card(struct parser *p, moderato_str text, moderato_error *err)
{
	moderato_error detail = {.message = ""};
	size_t format = 0;
	moderato_str held_out = {"[]", 2};
	struct member members[] = {
		{CARD_FORMAT_KEY, COUNT, &format, false}, {"held_out", ARRAY, &held_out, false}};
	moderato_status status = json_read_object(p->readers[DOCUMENT], text, NULL, NULL, &detail);

	if (status) /* from here on what is read is known to be JSON */
		return fail(err, status, "%s: %s", p->name, detail.message);
	status = read_members(p, DOCUMENT, text, members, 2, 1, err);
	if (!status && format != CARD_FORMAT)
		status = fail(err, MODERATO_EMISMATCH, "%s: card format %zu, this program reads %d",
			p->name, format, CARD_FORMAT);
	return status ? status : json_read_array(p->readers[HELD_OUT], held_out, take_file, p, err);
}

moderato_status moderato_card_parse(
	moderato_card **out, const char *name, moderato_str text, moderato_error *err)
{
	struct parser p = {.name = name};
	moderato_status status = MODERATO_OK;
	size_t i;

	*out = NULL;
	if (text.len > MODERATO_CARD_BYTES_MAX)
		return fail(
			err, MODERATO_ELIMIT, "%s: longer than %zu bytes", name, MODERATO_CARD_BYTES_MAX);
	p.card = calloc(1, sizeof(*p.card));
	for (i = 0; i < LEVELS; i++) {
		p.readers[i] = json_reader_new();
		if (!p.card || !p.readers[i])
			status = fail_no_memory(err);
	}
	if (!status)
		status = read_card(&p, text, err);
	for (i = 0; i < LEVELS; i++)
		json_reader_free(p.readers[i]);
	if (status)
		moderato_card_free(p.card);
	else
		*out = p.card;
	return status;
}

void moderato_card_free(moderato_card *card)
{
	if (!card)
		return;
	arena_dispose(&card->texts);
	free(card->rows);
	free(card);
}

const char *moderato_card_file(const moderato_card *card, size_t i)
{
	return i < card->n_files ? card->files[i].name : NULL;
}

int moderato_card_find(const moderato_card *card, unsigned long long hash)
{
	size_t i;

	for (i = 0; i < card->n_files; i++)
		if (card->files[i].hash == hash)
			return (int)i;
	return -1;
}

int moderato_card_has_identities(const moderato_card *card, size_t i)
{
	size_t k;

	for (k = 0; k < card->n_rows; k++)
		if (card->rows[k].file == i && card->rows[k].figures.slice == MODERATO_SLICE_IDENTITY)
			return 1;
	return 0;
}
