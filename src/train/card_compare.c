/* SPDX-License-Identifier: MIT */
/* Compares measured figures with those that a card records, and decides what counts as worse. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "train/card_json.h"
#include "train/card_parse.h"

/* One comparison of a bundle with a card. */
struct comparison {
	const moderato_figures *r; /* what is recorded */
	moderato_card_tell tell;
	void *payload;
	struct buffer line;
	size_t n_compared;
	size_t n_worse;
};

static double rounded(double value)
{
	const double unit = pow(10, HELD_OUT_DECIMALS);

	return round(value * unit) / unit;
}

static const char *what(const moderato_figures *r)
{
	return r->slice == MODERATO_SLICE_ALL        ? ""
		   : r->slice == MODERATO_SLICE_IDENTITY ? " for identity "
												 : " for source ";
}

/* Begin a line with what it is about. */
static void begin(struct comparison *c, const char *measure)
{
	buffer_clear(&c->line);
	buffer_printf(&c->line, "%s:%s%s%s", c->r->attribute, measure, what(c->r), c->r->name);
}

static void end(struct comparison *c)
{
	const char *line = buffer_cstr(&c->line);

	c->n_worse++;
	if (!c->line.failed)
		c->tell(c->payload, line);
}

static void compare_auc(
	struct comparison *c, const char *measure, double recorded, double low, double high, double auc)
{
	if (!isfinite(low))
		return;
	c->n_compared++;
	if (isfinite(auc) && rounded(auc) >= low)
		return;
	begin(c, measure);
	if (isfinite(auc))
		buffer_printf(&c->line, " is %.*f", HELD_OUT_DECIMALS, auc);
	else
		buffer_add_str(&c->line, " has no value");
	buffer_printf(&c->line, ", recorded %.*f (%.*f–%.*f)", HELD_OUT_DECIMALS, recorded,
		HELD_OUT_DECIMALS, low, HELD_OUT_DECIMALS, high);
	end(c);
}

static void compare_row(struct comparison *c, const moderato_figures *f)
{
	const moderato_figures *r = c->r;

	if (!f) {
		begin(c, "auc");
		buffer_add_str(&c->line, " is recorded and was not measured");
		end(c);
	} else if (f->n != r->n || f->n_positive != r->n_positive) {
		begin(c, "auc");
		buffer_printf(&c->line,
			" was measured on %zu comments, %zu of them positive, and recorded on %zu, %zu of them "
			"positive",
			f->n, f->n_positive, r->n, r->n_positive);
		end(c);
	} else if (r->slice == MODERATO_SLICE_IDENTITY) {
		compare_auc(c, "subgroup_auc", r->subgroup_auc, r->subgroup_auc_low, r->subgroup_auc_high,
			f->subgroup_auc);
		compare_auc(c, "bpsn_auc", r->bpsn_auc, r->bpsn_auc_low, r->bpsn_auc_high, f->bpsn_auc);
		compare_auc(c, "bnsp_auc", r->bnsp_auc, r->bnsp_auc_low, r->bnsp_auc_high, f->bnsp_auc);
	} else {
		compare_auc(c, "auc", r->auc, r->auc_low, r->auc_high, f->auc);
	}
}

/* The measured row that a recorded one is about; NULL: none. */
static const moderato_figures *find_row(
	const moderato_figures *r, const moderato_figures *figures, size_t n, struct buffer *name)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (figures[i].slice != r->slice || strcmp(figures[i].attribute, r->attribute) != 0)
			continue;
		buffer_clear(name);
		card_plain(name, figures[i].name);
		if (strcmp(buffer_cstr(name), r->name) == 0)
			return &figures[i];
	}
	return NULL;
}

moderato_status moderato_card_compare(const moderato_card *card, size_t i, const char *attribute,
	const moderato_figures *figures, size_t n, moderato_card_tell tell, void *payload,
	size_t *n_compared, size_t *n_worse, moderato_error *err)
{
	const struct c_locale locale = c_locale_enter();
	struct comparison c = {NULL, tell, payload, BUFFER_INIT, 0, 0};
	struct buffer name = BUFFER_INIT;
	moderato_status status = MODERATO_OK;
	size_t k;

	for (k = 0; k < card->n_rows && !name.failed && !c.line.failed; k++) {
		c.r = &card->rows[k].figures;
		if (card->rows[k].file == i && (!attribute || strcmp(c.r->attribute, attribute) == 0))
			compare_row(&c, find_row(c.r, figures, n, &name));
	}
	if (name.failed || c.line.failed)
		status = fail_no_memory(err);
	*n_compared = c.n_compared;
	*n_worse = c.n_worse;
	buffer_dispose(&name);
	buffer_dispose(&c.line);
	c_locale_leave(locale);
	return status;
}
