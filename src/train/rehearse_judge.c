/* SPDX-License-Identifier: MIT */
/* Decides how far a trained head may depart from the base's.
 *
 * A head's margin is a sum over features, one of which is the margin of the base's head. So between
 * the two lie the heads
 *
 *   m(change) = change · m + (1 - change) · (s · m_base + d)
 *
 * with s and d such that the base's margins get the mean and the spread of the new ones. A change
 * can be taken back in part without training again, and each part is measured on margins that are
 * known already. */
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "train/rehearse_judging.h"

/* --- margins --- */

/* Make room for n rows. False: out of memory. */
static bool margins_init(struct margins *m, size_t n)
{
	m->base = resize_array(NULL, n, sizeof(*m->base));
	m->tuned = resize_array(NULL, n, sizeof(*m->tuned));
	m->label = resize_array(NULL, n, sizeof(*m->label));
	m->weight = resize_array(NULL, n, sizeof(*m->weight));
	return m->base && m->tuned && m->label && m->weight;
}

static void margins_dispose(struct margins *m)
{
	free(m->base);
	free(m->tuned);
	free(m->label);
	free(m->weight);
}

/* The margin of the base's head, which the row has as a feature. */
static double base_margin(const struct judging *j, uint32_t row)
{
	const struct rows *rows = j->problem->rows;
	size_t e;

	for (e = rows->start[row]; e < rows->start[row + 1]; e++)
		if (rows->index[e] == j->place)
			return (double)rows->value[e] + j->base->bias;
	return j->base->bias;
}

static void add_margin(
	const struct judging *j, struct margins *to, uint32_t row, double tuned, int8_t label)
{
	to->base[to->n] = base_margin(j, row);
	to->tuned[to->n] = tuned;
	to->label[to->n] = label;
	to->weight[to->n++] = j->problem->weight[j->problem->source[row]];
}

/* Collect the rows' margins by both heads. False: out of memory. */
static bool collect_margins(struct judging *j)
{
	const struct rehearsal *known = &j->in->known;
	const size_t n = j->in->data.n + known->n;
	const int column = rehearsal_column(known, j->base->attribute);
	size_t i;
	double margin;

	if (!margins_init(&j->fresh, j->in->data.n) || !margins_init(&j->taught, known->n) ||
		!margins_init(&j->all, known->n))
		return false;
	for (i = 0; j->fit->margin && i < j->fit->n; i++) {
		const uint32_t row = j->fit->pick[i];

		if (j->problem->copy[row])
			continue;
		add_margin(j, row < j->in->data.n ? &j->fresh : &j->taught, row, j->fit->margin[i],
			j->problem->label[row]);
		if (row >= j->in->data.n)
			add_margin(j, &j->all, row, j->fit->margin[i], j->problem->label[row]);
	}
	for (i = 0; i < known->n; i++) {
		const int8_t label = known->labels[i * known->n_attributes + (size_t)column];
		const uint32_t row = (uint32_t)(j->in->data.n + i);

		if (!known->held[i] || label < 0)
			continue;
		if (!fit_margin(j->fit, j->problem, row, &margin))
			return false;
		add_margin(j, &j->all, row, margin, label);
	}
	for (i = 0; i < 2; i++)
		j->scratch[i] = resize_array(NULL, n + known->n, sizeof(*j->scratch[i]));
	j->targets = resize_array(NULL, n + known->n, sizeof(*j->targets));
	return j->scratch[0] && j->scratch[1] && j->targets;
}

static void mean_and_spread(const double *v, size_t n, double *mean, double *spread)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += v[i];
	*mean = n ? sum / (double)n : 0;
	for (sum = 0, i = 0; i < n; i++)
		sum += (v[i] - *mean) * (v[i] - *mean);
	*spread = n ? sqrt(sum / (double)n) : 0;
}

/* Find s and d. */
static void match_spread(struct judging *j)
{
	double mean[2];
	double spread[2];

	mean_and_spread(j->all.base, j->all.n, &mean[0], &spread[0]);
	mean_and_spread(j->all.tuned, j->all.n, &mean[1], &spread[1]);
	j->spread = spread[0] > 0 ? spread[1] / spread[0] : 1;
	j->shift = mean[1] - j->spread * mean[0];
}

/* --- choosing --- */

/* Keep only a part of the change in the fit's weights, bias and margins. */
static void pull_back(struct judging *j, double change)
{
	struct fit *fit = j->fit;
	size_t i;

	for (i = 0; i < j->problem->first_offset; i++)
		fit->weight[i] *= change;
	fit->weight[j->place] += (1 - change) * j->spread;
	fit->bias = judging_mix(j, j->base->bias, fit->bias, change);
	for (i = 0; fit->margin && i < fit->n; i++)
		fit->margin[i] = judging_mix(j, base_margin(j, fit->pick[i]), fit->margin[i], change);
}

/* Take the largest part of the change that loses nothing; if that is not the whole, it must gain
 * something, too. A head without such a part is refused: known->change is 0, and the figures are
 * those of the whole change. */
static moderato_status choose_change(struct judging *j, moderato_known *known, moderato_error *err)
{
	struct calibration calibration;
	struct calibration whole;
	moderato_known tried = *known;
	bool good;
	double change;
	moderato_status status = judging_measure(j, 1, known, &whole, err);
	int i;

	if (status)
		return status;
	j->fit->calibration = whole;
	if (!*known->lost)
		return MODERATO_OK;
	known->change = 0;
	for (i = 0, change = 0.5; j->fit->margin && i < REHEARSE_HALVINGS; i++, change /= 2) {
		status = judging_measure(j, change, &tried, &calibration, err);
		if (!status)
			status = judging_gains(j, change, &good, err);
		if (status)
			return status;
		if (*tried.lost || !good)
			continue;
		memcpy(tried.lost, known->lost, sizeof(tried.lost));
		*known = tried;
		pull_back(j, change);
		j->fit->calibration = calibration;
		return MODERATO_OK;
	}
	return MODERATO_OK;
}

/* The base's linear head of the attribute. NULL: it has none. */
static const struct bundle_head *base_head(const moderato_bundle *base, const char *attribute)
{
	const int i = moderato_bundle_find(base, attribute);

	return i >= 0 && base->heads[i]->type == HEAD_LINEAR ? base->heads[i] : NULL;
}

moderato_status rehearse_judge(const struct train_inputs *in, struct train_head *head,
	const struct fit_problem *problem, const struct dataset_rows *rows, moderato_error *err)
{
	struct judging j = {.in = in, .problem = problem, .fit = &head->fit};
	moderato_known *known = &head->known;
	moderato_status status = MODERATO_OK;
	size_t i;

	*known = (moderato_known){.attribute = in->data.attributes[head->column], .change = 1};
	known->base_auc = known->auc = known->threshold = NAN;
	known->base_caught = known->caught = known->base_false_alarms = known->false_alarms = NAN;
	j.base = in->known.n ? base_head(in->base, head->attribute) : NULL;
	if (!j.base || rehearsal_column(&in->known, head->attribute) < 0)
		return MODERATO_OK;
	j.place = rows->first_base + j.base->column;
	if (rows->place)
		j.place = rows->place[j.place];
	if (!collect_margins(&j))
		status = fail_no_memory(err);
	for (i = 0; !status && i < j.all.n; i++)
		known->n[j.all.label[i]]++;
	match_spread(&j);
	if (!status && known->n[0] >= REHEARSE_LABEL_MIN && known->n[1] >= REHEARSE_LABEL_MIN) {
		status = judging_measure_base(&j, known, err);
		if (!status)
			status = choose_change(&j, known, err);
	} else if (!status && j.taught.n && j.fit->margin) {
		status = judging_calibrate(&j, 1, SAY_MOST, &head->fit.calibration, err);
	}
	margins_dispose(&j.fresh);
	margins_dispose(&j.taught);
	margins_dispose(&j.all);
	free(j.scratch[0]);
	free(j.scratch[1]);
	free(j.targets);
	return status;
}
