/* SPDX-License-Identifier: MIT */
/* What the measures of figures are called, in one table: in files, in gates, in cards and in
 * reports. */
#include "measure/measures.h"

#include <math.h>
#include <stddef.h>

#include "base/json.h"

static const moderato_measure measures[] = {
#define AT(member) offsetof(moderato_figures, member)
#define EVERY MODERATO_SLICE_ALL, 0
#define IDENTITY MODERATO_SLICE_IDENTITY, 0
#define PERTURBATION MODERATO_SLICE_PERTURBATION, 0
#define SPANS MODERATO_SLICE_ALL, 1
	{"auc", AT(auc), EVERY, 0},
	{"auc_low", AT(auc_low), EVERY, 1},
	{"auc_high", AT(auc_high), EVERY, 1},
	{"average_precision", AT(average_precision), EVERY, 0},
	{"precision", AT(precision), EVERY, 0},
	{"recall", AT(recall), EVERY, 0},
	{"f1", AT(f1), EVERY, 0},
	{"ece", AT(ece), EVERY, 0},
	{"brier", AT(brier), EVERY, 0},
	{"subgroup_auc", AT(subgroup_auc), IDENTITY, 0},
	{"subgroup_auc_low", AT(subgroup_auc_low), IDENTITY, 1},
	{"subgroup_auc_high", AT(subgroup_auc_high), IDENTITY, 1},
	{"bpsn_auc", AT(bpsn_auc), IDENTITY, 0},
	{"bpsn_auc_low", AT(bpsn_auc_low), IDENTITY, 1},
	{"bpsn_auc_high", AT(bpsn_auc_high), IDENTITY, 1},
	{"bnsp_auc", AT(bnsp_auc), IDENTITY, 0},
	{"bnsp_auc_low", AT(bnsp_auc_low), IDENTITY, 1},
	{"bnsp_auc_high", AT(bnsp_auc_high), IDENTITY, 1},
	{"auc_loss", AT(auc_loss), PERTURBATION, 0},
	{"recall_kept", AT(recall_kept), PERTURBATION, 0},
	{"held_clean", AT(held_clean), PERTURBATION, 0},
	{"held_perturbed", AT(held_perturbed), PERTURBATION, 0},
	{"held_rise", AT(held_rise), PERTURBATION, 0},
	{"span_f1", AT(span_f1), SPANS, 0},
	{"span_f1_low", AT(span_f1_low), SPANS, 1},
	{"span_f1_high", AT(span_f1_high), SPANS, 1},
#undef AT
#undef EVERY
#undef IDENTITY
#undef PERTURBATION
#undef SPANS
};

const moderato_measure *moderato_measures(size_t *n)
{
	*n = sizeof(measures) / sizeof(measures[0]);
	return measures;
}

int moderato_measure_applies(const moderato_measure *measure, const moderato_figures *figures)
{
	if (measure->of_spans)
		return figures->n_spans > 0;
	return measure->slice == MODERATO_SLICE_ALL || measure->slice == figures->slice;
}

double *figures_value(moderato_figures *figures, const moderato_measure *measure)
{
	return (double *)(void *)((char *)figures + measure->offset);
}

const char *moderato_slice_name(moderato_slice slice)
{
	switch (slice) {
	case MODERATO_SLICE_ALL:
		return "all";
	case MODERATO_SLICE_SOURCE:
		return "source";
	case MODERATO_SLICE_FOLD:
		return "fold";
	case MODERATO_SLICE_IDENTITY:
		return "identity";
	case MODERATO_SLICE_PERTURBATION:
		return "perturbation";
	}
	return "";
}

static void add_string(struct buffer *out, const char *text)
{
	json_write_script_string(out, (moderato_str){text, strlen(text)});
}

void figures_json(struct buffer *out, const moderato_figures *figures, int decimals)
{
	moderato_figures row = *figures;
	size_t i;

	buffer_add_str(out, "\"attribute\":");
	add_string(out, row.attribute);
	buffer_printf(out, ",\"slice\":\"%s\",\"name\":", moderato_slice_name(row.slice));
	add_string(out, row.name);
	buffer_printf(out, ",\"n\":%zu,\"n_positive\":%zu", row.n, row.n_positive);
	for (i = 0; i < sizeof(measures) / sizeof(measures[0]); i++) {
		const double value = *figures_value(&row, &measures[i]);

		if (!moderato_measure_applies(&measures[i], &row))
			continue;
		buffer_printf(out, ",\"%s\":", measures[i].name);
		if (isfinite(value))
			buffer_printf(out, "%.*f", decimals, value);
		else
			buffer_add_str(out, "null");
	}
	if (row.n_spans)
		buffer_printf(out, ",\"n_spans\":%zu", row.n_spans);
}
