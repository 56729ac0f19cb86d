/* SPDX-License-Identifier: MIT */
/* Read a bundle. It is untrusted: every offset, count, index and number is checked before use, and
 * a file that was damaged anywhere is refused by its checksum. */
#include "model/bundle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "base/whole_file.h"
#include "model/linear_simd.h"
#include "feature/context.h"
#include "feature/heuristics.h"

const char *const bundle_severity_parts[SEVERITY_PARTS] = {
	"toxicity", "threat", "identity_attack", "insult", "profanity"};

double bundle_severity(const double part[SEVERITY_PARTS])
{
	const double foul = part[PART_INSULT] * part[PART_PROFANITY];

	return part[PART_TOXICITY] * fmax(foul, fmax(part[PART_THREAT], part[PART_IDENTITY]));
}

uint64_t bundle_checksum(const unsigned char *bytes, size_t len)
{
	struct bundle_header header;

	memcpy(&header, bytes, sizeof(header));
	header.checksum = 0;
	return hash_bytes(
		bytes + sizeof(header), len - sizeof(header), hash_bytes(&header, sizeof(header), 0));
}

/* The state that all checks share. */
struct loader {
	moderato_bundle *b;
	const char *name;
	const struct bundle_section *table;
	uint32_t n_sections;
	moderato_error *err;
};

static moderato_status bad(const struct loader *l, const char *what)
{
	return fail(l->err, MODERATO_EFORMAT, "%s: damaged bundle: %s", l->name, what);
}

static moderato_status check_header(struct loader *l)
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
		return bad(l, "its checksum does not match");
	if (h.feature_space != FEATURE_SPACE_VERSION)
		return fail(l->err, MODERATO_EMISMATCH,
			"%s: made for feature space %u, this program has %u: train it anew", l->name,
			h.feature_space, FEATURE_SPACE_VERSION);
	if (h.n_sections > (b->len - sizeof(h)) / sizeof(struct bundle_section))
		return bad(l, "section table");
	l->table = (const struct bundle_section *)(const void *)(b->bytes + sizeof(h));
	l->n_sections = h.n_sections;
	return MODERATO_OK;
}

/* Returns section `tag` `number`; NULL if it is missing or lies outside of the file. */
static const void *section(const struct loader *l, const char *tag, uint32_t number, size_t *len)
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

/* Returns true if the section is in the table. One that may be missing must still not lie outside
 * of the file. */
static bool has_section(const struct loader *l, const char *tag)
{
	uint32_t i;

	for (i = 0; i < l->n_sections; i++)
		if (memcmp(l->table[i].tag, tag, sizeof(l->table[i].tag)) == 0)
			return true;
	return false;
}

static const void *section_of(const struct loader *l, const char *tag, size_t expected)
{
	size_t len;
	const void *p = section(l, tag, 0, &len);

	return p && len == expected ? p : NULL;
}

static bool all_finite(const float *v, size_t n)
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

static moderato_status load_shape(struct loader *l)
{
	const struct bundle_shape *s = section_of(l, "SPAC", sizeof(*s));

	if (!s)
		return bad(l, "feature space");
	if (s->kind > BUNDLE_VECTORS || s->n_heads < 1 || s->n_heads > MODERATO_ATTRIBUTES_MAX)
		return bad(l, "feature space");
	l->b->shape = s;
	l->b->n_heads = s->n_heads;
	if (s->kind == BUNDLE_VECTORS)
		return s->n_linear || !s->n_features ? bad(l, "feature space") : MODERATO_OK;
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
		return bad(l, "feature space");
	if (s->n_dense != heuristics_size())
		return fail(l->err, MODERATO_EMISMATCH,
			"%s: %u heuristics, this program has %zu: train it anew", l->name, s->n_dense,
			heuristics_size());
	return MODERATO_OK;
}

static moderato_status load_linear(struct loader *l)
{
	const struct bundle_shape *s = l->b->shape;
	struct linear *linear = &l->b->linear;
	const size_t n_books = (size_t)(1 + s->n_linear) * 256;
	const size_t n_dense = (size_t)s->n_linear * s->n_dense;

	if (s->kind == BUNDLE_VECTORS)
		return MODERATO_OK;
	linear->codes = section_of(l, "CODE", ((size_t)1 << s->space.bits) * s->stride);
	linear->books = section_of(l, "BOOK", n_books * sizeof(float));
	linear->dense = section_of(l, "DENS", n_dense * sizeof(float));
	linear->stride = s->stride;
	linear->n_heads = s->n_linear;
	linear->simd = linear_simd_for(linear->stride, linear->n_heads);
	if (!linear->codes || !linear->books || !linear->dense)
		return bad(l, "weights");
	if (!all_finite(linear->books, n_books) || !all_finite(linear->dense, n_dense))
		return bad(l, "a weight is not a number");
	linear->books = l->b->books = linear_books(linear->books, linear->n_heads);
	linear->dense_rows = l->b->dense_rows = linear_dense_rows(linear, s->n_dense);
	return linear->books && linear->dense_rows ? MODERATO_OK : fail_no_memory(l->err);
}

/* Sets pointers into a VECT section. Returns false if its counts do not add up. */
static bool map_vectors(const unsigned char *p, size_t len, struct kernel_head *k)
{
	uint64_t counts[2];
	uint64_t need;

	if (len < sizeof(counts))
		return false;
	memcpy(counts, p, sizeof(counts));
	if (counts[0] > len || counts[1] > len)
		return false;
	need = sizeof(counts) + counts[0] * 8 + (counts[0] + 1) * 8 + counts[1] * 8;
	if (need != len)
		return false;
	k->n_sv = (size_t)counts[0];
	k->coef = (const double *)(const void *)(p + sizeof(counts));
	k->start = (const uint64_t *)(const void *)(k->coef + k->n_sv);
	k->index = (const uint32_t *)(const void *)(k->start + k->n_sv + 1);
	k->value = (const float *)(const void *)(k->index + counts[1]);
	return k->start[k->n_sv] == counts[1];
}

static bool vectors_ok(const struct kernel_head *k, size_t n_features)
{
	size_t i;
	uint64_t e;

	if (k->start[0] != 0)
		return false;
	for (i = 0; i < k->n_sv; i++) {
		if (!isfinite(k->coef[i]) || k->start[i + 1] < k->start[i] ||
			k->start[i + 1] > k->start[k->n_sv])
			return false;
		for (e = k->start[i]; e < k->start[i + 1]; e++)
			if (!isfinite(k->value[e]) || k->index[e] >= n_features ||
				(e > k->start[i] && k->index[e] <= k->index[e - 1]))
				return false;
	}
	return true;
}

static size_t bundle_features(const struct bundle_shape *s)
{
	return s->kind == BUNDLE_VECTORS ? s->n_features : ((size_t)1 << s->space.bits) + s->n_dense;
}

static moderato_status load_kernel(struct loader *l, uint32_t i)
{
	const struct bundle_head *h = l->b->heads[i];
	struct kernel_head *k = &l->b->kernels[i];
	size_t len;
	const void *p = section(l, "VECT", i, &len);

	if (!p || !map_vectors(p, len, k) || !vectors_ok(k, bundle_features(l->b->shape)))
		return bad(l, "support vectors");
	if (h->kernel.type > KERNEL_SIGMOID || !isfinite(h->kernel.gamma) ||
		!isfinite(h->kernel.coef0) || h->kernel.degree < 0 || h->kernel.degree > 100)
		return bad(l, "kernel parameters");
	k->params = h->kernel;
	k->rho = -h->bias;
	return MODERATO_OK;
}

static bool name_ok(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < size && name[i]; i++)
		if (!(ascii_is_lower(name[i]) || ascii_is_digit(name[i]) || name[i] == '_'))
			return false;
	return i > 0 && i < size;
}

bool bundle_attribute_ok(const char *name)
{
	return name_ok(name, sizeof(((struct bundle_head *)0)->attribute));
}

static moderato_status load_head(struct loader *l, uint32_t i)
{
	size_t len;
	const struct bundle_head *h = section(l, "HEAD", i, &len);
	uint32_t k;

	if (!h || len != sizeof(*h) || !name_ok(h->attribute, sizeof(h->attribute)) ||
		!memchr(h->description, '\0', sizeof(h->description)) || !isfinite(h->bias) ||
		h->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&h->calibration))
		return bad(l, "head");
	for (k = 0; k < i; k++)
		if (strcmp(l->b->heads[k]->attribute, h->attribute) == 0)
			return bad(l, "two heads of one name");
	l->b->heads[i] = h;
	switch ((enum head_type)h->type) {
	case HEAD_LINEAR:
		return h->column < l->b->shape->n_linear ? MODERATO_OK : bad(l, "head");
	case HEAD_KERNEL:
		l->b->has_kernel = true;
		return load_kernel(l, i);
	case HEAD_SEVERITY:
		return MODERATO_OK;
	}
	return bad(l, "head");
}

static moderato_status load_severity(struct loader *l)
{
	size_t i;
	size_t p;

	for (i = 0; i < l->b->n_heads; i++) {
		if (l->b->heads[i]->type != HEAD_SEVERITY)
			continue;
		for (p = 0; p < SEVERITY_PARTS; p++) {
			const int part = moderato_bundle_find(l->b, bundle_severity_parts[p]);

			if (part < 0 || l->b->heads[part]->type == HEAD_SEVERITY)
				return bad(l, "a derived attribute lacks its parts");
			l->b->parts[p] = part;
		}
	}
	return MODERATO_OK;
}

static moderato_status load_heads(struct loader *l)
{
	moderato_status status;
	size_t total = 0;
	uint32_t i;

	for (i = 0; i < l->b->n_heads; i++) {
		status = load_head(l, i);
		if (status)
			return status;
		total += l->b->kernels[i].n_sv;
	}
	if (total) {
		l->b->norms = resize_array(NULL, total, sizeof(*l->b->norms));
		if (!l->b->norms)
			return fail_no_memory(l->err);
	}
	for (i = 0, total = 0; i < l->b->n_heads; i++) {
		if (l->b->heads[i]->type != HEAD_KERNEL)
			continue;
		kernel_norms(&l->b->kernels[i], l->b->norms + total);
		l->b->kernels[i].norm = l->b->norms + total;
		total += l->b->kernels[i].n_sv;
	}
	return load_severity(l);
}

/* Loads the word vectors, if there are any. Their keys must rise, so that each has one row. */
static moderato_status load_embedding(struct loader *l)
{
	struct embedding *e = &l->b->embedding;
	uint32_t counts[2];
	size_t len;
	size_t i;
	const unsigned char *p = section(l, "EMBE", 0, &len);

	if (!p)
		return MODERATO_OK;
	if (len < sizeof(counts))
		return bad(l, "word vectors");
	memcpy(counts, p, sizeof(counts));
	if (!counts[0] || counts[0] > EMBEDDING_WORDS_MAX || !counts[1] ||
		counts[1] > EMBEDDING_DIMS_MAX || counts[1] % LINEAR_LANES ||
		len != sizeof(counts) + counts[0] * (sizeof(*e->key) + counts[1] + 1))
		return bad(l, "word vectors");
	*e = (struct embedding){.n = counts[0],
		.dims = counts[1],
		.key = (const uint32_t *)(const void *)(p + sizeof(counts))};
	e->vector = (const int8_t *)(const void *)(e->key + e->n);
	e->weight = (const uint8_t *)(e->vector + e->n * e->dims);
	for (i = 1; i < e->n; i++)
		if (e->key[i] <= e->key[i - 1])
			return bad(l, "word vectors");
	return embedding_index(e) ? MODERATO_OK : fail_no_memory(l->err);
}

/* Loads head i's second stage, if it has one. */
static moderato_status load_second(struct loader *l, uint32_t i)
{
	struct second *s = &l->b->second[i];
	const size_t n_linear = l->b->shape->n_linear;
	const size_t n = second_inputs(n_linear);
	size_t len;
	const struct bundle_second *p = section(l, "SECO", i, &len);
	const float *floats;

	if (!p)
		return MODERATO_OK;
	if (l->b->heads[i]->type != HEAD_LINEAR || len < sizeof(*p) || p->n_inputs != n ||
		(p->dims && p->dims != l->b->embedding.dims) ||
		len != sizeof(*p) + second_floats(n, p->dims) * sizeof(float) || !isfinite(p->bias) ||
		p->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&p->calibration))
		return bad(l, "second stage");
	floats = (const float *)(const void *)(p + 1);
	if (!all_finite(floats, second_floats(n, p->dims)))
		return bad(l, "second stage");
	*s = (struct second){.bias = p->bias, .calibration = p->calibration};
	second_place(s, n, p->dims, floats);
	l->b->has_second = true;
	return MODERATO_OK;
}

static moderato_status load_seconds(struct loader *l)
{
	moderato_status status = MODERATO_OK;
	uint32_t i;

	for (i = 0; !status && i < l->b->n_heads; i++)
		status = load_second(l, i);
	return status;
}

/* Loads head i's for comments that an encoder has read, if it has one. All are of one encoder. */
static moderato_status load_encoder_head(struct loader *l, uint32_t i)
{
	moderato_bundle *b = l->b;
	const size_t n = encoder_head_inputs(b->shape->n_linear);
	size_t len;
	const struct bundle_encoder_head *p = section(l, "ENCH", i, &len);
	const float *floats;

	if (!p)
		return MODERATO_OK;
	if (b->heads[i]->type != HEAD_LINEAR || !has_section(l, "ENCO") || len < sizeof(*p) ||
		!p->width || p->width > ENCODER_HEAD_WIDTH_MAX ||
		(b->encoder_width && p->width != b->encoder_width) || p->n_inputs != n ||
		len != sizeof(*p) + encoder_head_floats(p->width, n) * sizeof(float) ||
		!isfinite(p->bias) || !isfinite(p->from) ||
		p->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&p->calibration))
		return bad(l, "encoder's head");
	floats = (const float *)(const void *)(p + 1);
	if (!all_finite(floats, encoder_head_floats(p->width, n)))
		return bad(l, "encoder's head");
	b->encoder_width = p->width;
	b->encoder_heads[i] =
		(struct encoder_head){.bias = p->bias, .from = p->from, .calibration = p->calibration};
	encoder_head_place(&b->encoder_heads[i], p->width, n, floats);
	encoder_head_compare(&b->encoder_heads[i], bundle_calibration(b, i));
	return MODERATO_OK;
}

static moderato_status load_encoder_heads(struct loader *l)
{
	moderato_status status = MODERATO_OK;
	uint32_t i;

	for (i = 0; !status && i < l->b->n_heads; i++)
		status = load_encoder_head(l, i);
	return status;
}

static moderato_status load_termsets(struct loader *l)
{
	uint32_t i;

	for (i = 0; i < TERMSETS_MAX; i++) {
		size_t len;
		const char *p = section(l, "TERM", i, &len);
		struct termset *set = &l->b->sets[i];
		uint64_t n;
		size_t k;

		if (!p)
			break;
		if (len < 40 || !memchr(p, '\0', 32))
			return bad(l, "term set");
		memcpy(&n, p + 32, sizeof(n));
		if (n != (len - 40) / 8 || len % 8)
			return bad(l, "term set");
		*set = (struct termset){p, (const uint64_t *)(const void *)(p + 40), (size_t)n};
		for (k = 1; k < set->n; k++)
			if (set->terms[k] <= set->terms[k - 1])
				return bad(l, "term set");
		l->b->n_sets = i + 1;
	}
	return MODERATO_OK;
}

/* Splits the "key\tvalue\n" lines into the arrays of keys and values. */
static moderato_status load_facts(struct loader *l)
{
	moderato_bundle *b = l->b;
	size_t len;
	const char *p = section(l, "FACT", 0, &len);
	char *line;

	if (!p || memchr(p, '\0', len))
		return bad(l, "facts");
	b->fact_text = malloc(len + 1);
	if (!b->fact_text)
		return fail_no_memory(l->err);
	memcpy(b->fact_text, p, len);
	b->fact_text[len] = '\0';
	for (line = b->fact_text; *line;) {
		char *end = strchr(line, '\n');
		char *tab = strchr(line, '\t');

		if (!end || !tab || tab > end || b->n_facts == BUNDLE_FACTS_MAX)
			return bad(l, "facts");
		*end = *tab = '\0';
		b->fact_key[b->n_facts] = line;
		b->fact_value[b->n_facts++] = tab + 1;
		line = end + 1;
	}
	p = section(l, "CARD", 0, &len);
	if (!p)
		return bad(l, "card");
	b->card = (moderato_str){p, len};
	p = section(l, "CARJ", 0, &len); /* moderato_card_parse() checks what is in it */
	if (!p && has_section(l, "CARJ"))
		return bad(l, "the card's JSON");
	b->card_json = (moderato_str){p, len};
	p = section(l, "REHE", 0,
		&len); /* rehearsal_read() checks what is in it, because few callers need it */
	b->rehearsal = (moderato_str){p, len};
	p = section(l, "ENCO", 0, &len); /* encoder_file_read() checks what is in it */
	if (!p && has_section(l, "ENCO"))
		return bad(l, "encoder");
	b->encoder = (moderato_str){p, len};
	return MODERATO_OK;
}

typedef moderato_status load_step(struct loader *l);

static moderato_status load(moderato_bundle *b, const char *name, moderato_error *err)
{
	struct loader l = {.b = b, .name = name, .err = err};
	load_step *const steps[] = {check_header, load_shape, load_linear, load_heads, load_embedding,
		load_seconds, load_encoder_heads, load_termsets, load_facts};
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
	status = b->shared ? load(b, name, err) : fail_no_memory(err);
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
