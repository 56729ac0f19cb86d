/* SPDX-License-Identifier: MIT */
/* The loops of linear_simd.h, included once for each level: LEVEL is its name, TARGET its
 * instructions. */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

TARGET static void PASTE(sum_rows_, LEVEL)(const struct linear *linear, const struct space *space,
	const struct ngrams *ngrams, const float values[NGRAM_PARTS], double *norm2,
	double sum[LINEAR_LANES])
{
	const unsigned shift = 64 - space->bits;
	doubles sums = {0};
	double norm = 0;
	size_t i;

	for (i = 0; i < ngrams->n; i++) {
		const uint8_t *row = linear->codes + 8 * (ngrams->v[i].hash >> shift);
		double x;

		if (!row[0])
			continue;
		x = (double)values[ngram_part(&ngrams->v[i])] * (double)linear->books[row[0]];
		norm += x * x;
		sums += x * WEIGHTS(linear->books + 256, row);
	}
	*norm2 = norm;
	memcpy(sum, &sums, sizeof(sums));
}

TARGET static void PASTE(add_terms_, LEVEL)(const struct linear *linear, const struct space *space,
	const struct term *terms, size_t n, float value, double *norm2, double total[LINEAR_LANES])
{
	const unsigned shift = 64 - space->bits;
	double norm = *norm2;
	doubles totals;
	size_t i;

	memcpy(&totals, total, sizeof(totals));
	for (i = 0; i < n; i++) {
		const uint8_t *row = linear->codes + 8 * (terms[i].hash >> shift);
		const double tf = term_tf(terms[i].count);
		/* 0 where the feature does not exist. About half of them do, so a branch would be
		 * unpredictable. */
		const double x = (double)value * (double)linear->books[row[0]];

		norm += tf * tf * (double)(float)(x * x);
		totals += tf * DOUBLES(FLOATS(x * WEIGHTS(linear->books + 256, row)));
	}
	*norm2 = norm;
	memcpy(total, &totals, sizeof(totals));
}

TARGET static void PASTE(add_sums_, LEVEL)(
	const struct linear_part *parts, size_t n, double *norm2, double total[LINEAR_LANES])
{
	double norm = *norm2;
	doubles totals;
	floats sums;
	size_t i;

	memcpy(&totals, total, sizeof(totals));
	for (i = 0; i < n; i++) {
		const double tf = parts[i].tf;

		norm += tf * tf * (double)parts[i].sum->norm2;
		memcpy(&sums, parts[i].sum->by_head, sizeof(sums));
		totals += tf * DOUBLES(sums);
	}
	*norm2 = norm;
	memcpy(total, &totals, sizeof(totals));
}

TARGET static void PASTE(add_rows_, LEVEL)(
	const float *rows, const uint32_t *index, size_t n, double total[LINEAR_LANES])
{
	doubles totals;
	floats row;
	size_t i;

	memcpy(&totals, total, sizeof(totals));
	for (i = 0; i < n; i++) {
		memcpy(&row, rows + (size_t)index[i] * LINEAR_LANES, sizeof(row));
		totals += DOUBLES(row);
	}
	memcpy(total, &totals, sizeof(totals));
}

static const struct linear_simd PASTE(simd_, LEVEL) = {PASTE(sum_rows_, LEVEL),
	PASTE(add_terms_, LEVEL), PASTE(add_sums_, LEVEL), PASTE(add_rows_, LEVEL)};

#undef LEVEL
#undef TARGET
#undef PASTE
#undef PASTE_
