/* SPDX-License-Identifier: MIT */
/* Reads a bundle. It is untrusted: every offset, count, index and number is checked before use, and
 * a file that was damaged anywhere is refused by its checksum. */
#include "model/bundle_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "feature/context.h"
#include "feature/heuristics.h"
#include "model/linear_simd.h"

uint64_t bundle_checksum(const unsigned char *bytes, size_t len)
{
	struct bundle_header header;

	memcpy(&header, bytes, sizeof(header));
	header.checksum = 0;
	return hash_bytes(
		bytes + sizeof(header), len - sizeof(header), hash_bytes(&header, sizeof(header), 0));
}

moderato_status bundle_bad(const struct bundle_reading *l, const char *what)
{
	return fail(l->err, MODERATO_EFORMAT, "%s: damaged bundle: %s", l->name, what);
}

static moderato_status check_header(struct bundle_reading *l)
{
	moderato_bundle *b = l->b;
	struct bundle_header h;

	if (b->len < sizeof(h) || memcmp(b->bytes, BUNDLE_MAGIC, sizeof(h.magic)) != 0)
		return fail(l->err, MODERATO_EFORMAT, "%s: not a moderato bundle", l->name);
	memcpy(&h, b->bytes, sizeof(h));
	if (h.format != BUNDLE_FORMAT)
		return fail(l->err, MODERATO_EMISMATCH, "%s: bundle format %u, this program reads %u",
			l->name, h.format, BUNDLE_FORMAT);
	if (h.len != b->len)
		return fail(l->err, MODERATO_EFORMAT, "%s: truncated bundle: %zu bytes of %llu", l->name,
			b->len, (unsigned long long)h.len);
	if (h.checksum != bundle_checksum(b->bytes, b->len))
		return bundle_bad(l, "its checksum does not match");
	if (h.feature_space != FEATURE_SPACE_VERSION)
		return fail(l->err, MODERATO_EMISMATCH,
			"%s: made for feature space %u, this program has %u: train it anew", l->name,
			h.feature_space, FEATURE_SPACE_VERSION);
	if (h.n_sections > (b->len - sizeof(h)) / sizeof(struct bundle_section))
		return bundle_bad(l, "section table");
	l->table = (const struct bundle_section *)(const void *)(b->bytes + sizeof(h));
	l->n_sections = h.n_sections;
	return MODERATO_OK;
}

const void *bundle_section_of(
	const struct bundle_reading *l, const char *tag, uint32_t number, size_t *len)
{
	uint32_t i;

	*len = 0;
	for (i = 0; i < l->n_sections; i++) {
		const struct bundle_section *s = &l->table[i];

		if (memcmp(s->tag, tag, sizeof(s->tag)) != 0 || s->number != number)
			continue;
		if (s->offset % 64 || s->offset > l->b->len || s->len > l->b->len - s->offset)
			return NULL;
		*len = (size_t)s->len;
		return l->b->bytes + s->offset;
	}
	return NULL;
}

bool bundle_has_section(const struct bundle_reading *l, const char *tag)
{
	uint32_t i;

	for (i = 0; i < l->n_sections; i++)
		if (memcmp(l->table[i].tag, tag, sizeof(l->table[i].tag)) == 0)
			return true;
	return false;
}

static const void *bundle_section_sized(
	const struct bundle_reading *l, const char *tag, size_t expected)
{
	size_t len;
	const void *p = bundle_section_of(l, tag, 0, &len);

	return p && len == expected ? p : NULL;
}

bool bundle_all_finite(const float *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!isfinite(v[i]))
			return false;
	return true;
}

static bool value_ok(float v)
{
	return isfinite(v) && v >= 0 && v <= 1000;
}

static moderato_status load_shape(struct bundle_reading *l)
{
	const struct bundle_shape *s = bundle_section_sized(l, "SPAC", sizeof(*s));

	if (!s)
		return bundle_bad(l, "feature space");
	if (s->kind > BUNDLE_VECTORS || s->n_heads < 1 || s->n_heads > MODERATO_ATTRIBUTES_MAX)
		return bundle_bad(l, "feature space");
	l->b->shape = s;
	l->b->n_heads = s->n_heads;
	if (s->kind == BUNDLE_VECTORS)
		return s->n_linear || !s->n_features ? bundle_bad(l, "feature space") : MODERATO_OK;
	if (s->space.bits < SPACE_BITS_MIN || s->space.bits > SPACE_BITS_MAX ||
		s->space.chars_max > SPACE_CHARS_MAX ||
		(s->space.chars_max &&
			(s->space.chars_min < 1 || s->space.chars_min > s->space.chars_max)) ||
		s->space.context >> CONTEXT_FIELDS || s->n_linear > MODERATO_ATTRIBUTES_MAX ||
		s->stride < 1 + s->n_linear || s->stride > 16 || !value_ok(s->space.word_value) ||
		!value_ok(s->space.chars_value) || !value_ok(s->space.pair_value) ||
		!value_ok(s->space.context_value) || !value_ok(s->space.near_value) ||
		!value_ok(s->space.alone_value) || !value_ok(s->space.dense_value) ||
		!isfinite(s->space.prior) || s->space.prior < 0)
		return bundle_bad(l, "feature space");
	if (s->n_dense != heuristics_size())
		return fail(l->err, MODERATO_EMISMATCH,
			"%s: %u heuristics, this program has %zu: train it anew", l->name, s->n_dense,
			heuristics_size());
	return MODERATO_OK;
}

static moderato_status load_linear(struct bundle_reading *l)
{
	const struct bundle_shape *s = l->b->shape;
	struct linear *linear = &l->b->linear;
	const size_t n_books = (size_t)(1 + s->n_linear) * 256;
	const size_t n_dense = (size_t)s->n_linear * s->n_dense;

	if (s->kind == BUNDLE_VECTORS)
		return MODERATO_OK;
	linear->codes = bundle_section_sized(l, "CODE", ((size_t)1 << s->space.bits) * s->stride);
	linear->books = bundle_section_sized(l, "BOOK", n_books * sizeof(float));
	linear->dense = bundle_section_sized(l, "DENS", n_dense * sizeof(float));
	linear->stride = s->stride;
	linear->n_heads = s->n_linear;
	linear->simd = linear_simd_for(linear->stride, linear->n_heads);
	if (!linear->codes || !linear->books || !linear->dense)
		return bundle_bad(l, "weights");
	if (!bundle_all_finite(linear->books, n_books) || !bundle_all_finite(linear->dense, n_dense))
		return bundle_bad(l, "a weight is not a number");
	linear->books = l->b->books = linear_books(linear->books, linear->n_heads);
	linear->dense_rows = l->b->dense_rows = linear_dense_rows(linear, s->n_dense);
	return linear->books && linear->dense_rows ? MODERATO_OK : fail_no_memory(l->err);
}

/* Loads the word vectors, if there are any. Their keys must rise, so that each has one row. */
static moderato_status load_embedding(struct bundle_reading *l)
{
	struct embedding *e = &l->b->embedding;
	uint32_t counts[2];
	size_t len;
	size_t i;
	const unsigned char *p = bundle_section_of(l, "EMBE", 0, &len);

	if (!p)
		return MODERATO_OK;
	if (len < sizeof(counts))
		return bundle_bad(l, "word vectors");
	memcpy(counts, p, sizeof(counts));
	if (!counts[0] || counts[0] > EMBEDDING_WORDS_MAX || !counts[1] ||
		counts[1] > EMBEDDING_DIMS_MAX || counts[1] % LINEAR_LANES ||
		len != sizeof(counts) + counts[0] * (sizeof(*e->key) + counts[1] + 1))
		return bundle_bad(l, "word vectors");
	*e = (struct embedding){.n = counts[0],
		.dims = counts[1],
		.key = (const uint32_t *)(const void *)(p + sizeof(counts))};
	e->vector = (const int8_t *)(const void *)(e->key + e->n);
	e->weight = (const uint8_t *)(e->vector + e->n * e->dims);
	for (i = 1; i < e->n; i++)
		if (e->key[i] <= e->key[i - 1])
			return bundle_bad(l, "word vectors");
	return embedding_index(e) ? MODERATO_OK : fail_no_memory(l->err);
}

static moderato_status load_termsets(struct bundle_reading *l)
{
	uint32_t i;

	for (i = 0; i < TERMSETS_MAX; i++) {
		size_t len;
		const char *p = bundle_section_of(l, "TERM", i, &len);
		struct termset *set = &l->b->sets[i];
		uint64_t n;
		size_t k;

		if (!p)
			break;
		if (len < 40 || !memchr(p, '\0', 32))
			return bundle_bad(l, "term set");
		memcpy(&n, p + 32, sizeof(n));
		if (n != (len - 40) / 8 || len % 8)
			return bundle_bad(l, "term set");
		*set = (struct termset){p, (const uint64_t *)(const void *)(p + 40), (size_t)n};
		for (k = 1; k < set->n; k++)
			if (set->terms[k] <= set->terms[k - 1])
				return bundle_bad(l, "term set");
		l->b->n_sets = i + 1;
	}
	return MODERATO_OK;
}

/* Splits the "key\tvalue\n" lines into the arrays of keys and values. */
static moderato_status load_facts(struct bundle_reading *l)
{
	moderato_bundle *b = l->b;
	size_t len;
	const char *p = bundle_section_of(l, "FACT", 0, &len);
	char *line;

	if (!p || memchr(p, '\0', len))
		return bundle_bad(l, "facts");
	b->fact_text = malloc(len + 1);
	if (!b->fact_text)
		return fail_no_memory(l->err);
	memcpy(b->fact_text, p, len);
	b->fact_text[len] = '\0';
	for (line = b->fact_text; *line;) {
		char *end = strchr(line, '\n');
		char *tab = strchr(line, '\t');

		if (!end || !tab || tab > end || b->n_facts == BUNDLE_FACTS_MAX)
			return bundle_bad(l, "facts");
		*end = *tab = '\0';
		b->fact_key[b->n_facts] = line;
		b->fact_value[b->n_facts++] = tab + 1;
		line = end + 1;
	}
	p = bundle_section_of(l, "CARD", 0, &len);
	if (!p)
		return bundle_bad(l, "card");
	b->card = (moderato_str){p, len};
	p = bundle_section_of(l, "CARJ", 0, &len); /* moderato_card_parse() checks what is in it */
	if (!p && bundle_has_section(l, "CARJ"))
		return bundle_bad(l, "the card's JSON");
	b->card_json = (moderato_str){p, len};
	p = bundle_section_of(l, "REHE", 0,
		&len); /* rehearsal_read() checks what is in it, because few callers need it */
	b->rehearsal = (moderato_str){p, len};
	p = bundle_section_of(l, "ENCO", 0, &len); /* encoder_file_read() checks what is in it */
	if (!p && bundle_has_section(l, "ENCO"))
		return bundle_bad(l, "encoder");
	b->encoder = (moderato_str){p, len};
	return MODERATO_OK;
}

typedef moderato_status load_step(struct bundle_reading *l);

moderato_status bundle_read(moderato_bundle *b, const char *name, moderato_error *err)
{
	struct bundle_reading l = {.b = b, .name = name, .err = err};
	load_step *const steps[] = {check_header, load_shape, load_linear, bundle_read_heads,
		load_embedding, bundle_read_second_stages, bundle_read_encoder_heads, load_termsets,
		load_facts};
	moderato_status status = MODERATO_OK;
	size_t i;

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return fail(
		err, MODERATO_EMISMATCH, "%s: bundles are little-endian, this machine is not", name);
#endif
	for (i = 0; !status && i < sizeof(steps) / sizeof(steps[0]); i++)
		status = steps[i](&l);
	return status;
}
