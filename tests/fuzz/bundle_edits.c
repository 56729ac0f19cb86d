/* SPDX-License-Identifier: MIT */
#include "bundle_edits.h"

#include "base/rng.h"
#include "model/bundle.h"
#include "promise.h"
#include "small_bundle.h"

enum {
	IS_VECTORS = 1,
	IS_SECOND = 4,
	IS_CUT = 8,
	EDIT_HEAD = 5, /* place and length */
	EDITS_MAX = 24,
	NUMBERS_FIRST = 64 /* most counts stand in this many first bytes of a section */
};

/* ---- what is edited ---- */

static const struct buffer *good_bundle(uint8_t which)
{
	static struct buffer bundles[SMALL_SECOND + 1];
	const enum small_bundle_kind kind = which & IS_SECOND    ? SMALL_SECOND
										: which & IS_VECTORS ? SMALL_VECTORS
															 : SMALL_COMMENTS;

	if (!bundles[kind].len)
		small_bundle(kind, &bundles[kind]);
	return &bundles[kind];
}

void bundle_put_right(unsigned char *bytes, size_t len)
{
	struct bundle_header header;

	if (len < sizeof(header))
		return;
	memcpy(&header, bytes, sizeof(header));
	memcpy(header.magic, BUNDLE_MAGIC, sizeof(header.magic));
	header.format = BUNDLE_FORMAT;
	header.feature_space = FEATURE_SPACE_VERSION;
	header.len = len;
	memcpy(bytes, &header, sizeof(header));
	header.checksum = bundle_checksum(bytes, len);
	memcpy(bytes, &header, sizeof(header));
}

static size_t prefix_len(const uint8_t *data, size_t size)
{
	return data[0] & IS_CUT && size >= 3 ? 3 : 1;
}

void bundle_edited(const uint8_t *data, size_t size, struct buffer *out)
{
	const struct buffer *good = good_bundle(data[0]);
	const size_t prefix = prefix_len(data, size);

	buffer_clear(out);
	buffer_add(out, good->data, good->len);
	promise(!out->failed);
	if (prefix == 3)
		out->len = (size_t)hash_load(data + 1, 2) % (good->len + 1);
	data += prefix;
	size -= prefix;
	while (size > EDIT_HEAD && out->len) {
		const size_t at = (size_t)hash_load(data, 4) % out->len;
		const size_t n = data[4] < size - EDIT_HEAD ? data[4] : size - EDIT_HEAD;

		memcpy(out->data + at, data + EDIT_HEAD, n < out->len - at ? n : out->len - at);
		data += EDIT_HEAD + n;
		size -= EDIT_HEAD + n;
	}
}

/* ---- edits as they are mutated ---- */

struct edit {
	uint32_t place;
	uint8_t n;
	uint8_t bytes[255];
};

struct edits {
	uint8_t prefix[3];
	size_t prefix_len;
	struct edit v[EDITS_MAX];
	size_t n;
	const struct buffer *good;
	struct rng rng;
};

static size_t below(struct edits *e, size_t n)
{
	return (size_t)rng_below(&e->rng, n);
}

static void read_edits(struct edits *e, const uint8_t *data, size_t size)
{
	e->n = 0;
	e->prefix_len = prefix_len(data, size);
	memcpy(e->prefix, data, e->prefix_len);
	e->good = good_bundle(data[0]);
	data += e->prefix_len;
	size -= e->prefix_len;
	while (size > EDIT_HEAD && e->n < EDITS_MAX) {
		struct edit *edit = &e->v[e->n++];

		edit->place = (uint32_t)hash_load(data, 4);
		edit->n = (uint8_t)(data[4] < size - EDIT_HEAD ? data[4] : size - EDIT_HEAD);
		memcpy(edit->bytes, data + EDIT_HEAD, edit->n);
		data += EDIT_HEAD + edit->n;
		size -= EDIT_HEAD + edit->n;
	}
}

static size_t write_edits(const struct edits *e, uint8_t *data, size_t max_size)
{
	size_t size = e->prefix_len;
	size_t i;

	memcpy(data, e->prefix, size);
	for (i = 0; i < e->n && size + EDIT_HEAD + e->v[i].n <= max_size; i++) {
		memcpy(data + size, &e->v[i].place, 4);
		data[size + 4] = e->v[i].n;
		memcpy(data + size + EDIT_HEAD, e->v[i].bytes, e->v[i].n);
		size += EDIT_HEAD + e->v[i].n;
	}
	return size;
}

/* ---- new edits ---- */

/* A number that breaks a check, or nearly: of 4 or 8 bytes, an integer or a float. */
static void put_number(struct edits *e, struct edit *edit, uint64_t old)
{
	static const uint64_t odd[] = {0, 1, 2, 7, 63, 64, 127, 255, 256, 0xffff, 0x10000, 1u << 24,
		0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, 1ull << 60, 1ull << 61, 1ull << 63,
		0x7fffffffffffffff, 0xffffffffffffffff, 0xfffffffffffffff0, 0x7f800000 /* infinite */,
		0xff800000, 0x7fc00000 /* not a number */, 0x7f7fffff /* the largest */, 0x3f800000 /* 1 */,
		0xbf800000, 0x7ff0000000000000, 0x7ff8000000000000, 0x7fefffffffffffff, 0x3ff0000000000000,
		0xbff0000000000000, 0x3e800000};
	const size_t width = (size_t)1 << below(e, 4);
	const uint64_t value = below(e, 3)
							   ? odd[below(e, COUNT(odd))]
							   : old + (uint64_t)below(e, 129) * (below(e, 2) ? 1 : 64) - 64;

	edit->n = (uint8_t)(width < 4 && below(e, 4) ? 4 : width);
	memcpy(edit->bytes, &value, 8);
}

static const struct bundle_section *table_of(const struct edits *e, uint32_t *n)
{
	struct bundle_header header;

	memcpy(&header, e->good->data, sizeof(header));
	*n = header.n_sections;
	return (const struct bundle_section *)(const void *)(e->good->data + sizeof(header));
}

/* A section has another's tag, number, place or length, or an odd one. */
static void edit_table(struct edits *e, struct edit *edit)
{
	static const struct {
		size_t at, len;
	} fields[] = {{0, 4}, {4, 4}, {8, 8}, {16, 8}, {0, 24}, {8, 16}};
	uint32_t n;
	const struct bundle_section *table = table_of(e, &n);
	const struct bundle_section *one = &table[below(e, n)];
	const struct bundle_section *other = &table[below(e, n)];
	const size_t f = below(e, COUNT(fields));

	edit->place = (uint32_t)((const char *)one - e->good->data + (ptrdiff_t)fields[f].at);
	edit->n = (uint8_t)fields[f].len;
	memcpy(edit->bytes, (const char *)other + fields[f].at, edit->n);
	if (below(e, 2))
		put_number(e, edit, hash_load((const unsigned char *)one + fields[f].at, 4));
}

/* A number of a section is another one; more often one of the first, which are counts. */
static void edit_section(struct edits *e, struct edit *edit)
{
	uint32_t n;
	const struct bundle_section *table = table_of(e, &n);
	const struct bundle_section *s = &table[below(e, n)];
	size_t len = (size_t)s->len < 4 ? 4 : (size_t)s->len;

	if (below(e, 3) && len > NUMBERS_FIRST)
		len = NUMBERS_FIRST;
	edit->place = (uint32_t)(s->offset + (below(e, len) & ~(size_t)(below(e, 8) ? 3 : 0)));
	put_number(e, edit, hash_load((const unsigned char *)e->good->data + edit->place, 4));
}

static void edit_sections(struct edits *e, struct edit *edit)
{
	edit->place = offsetof(struct bundle_header, n_sections);
	put_number(e, edit, hash_load((const unsigned char *)e->good->data + edit->place, 4));
}

static void add_edit(struct edits *e)
{
	struct edit *edit = &e->v[e->n < EDITS_MAX ? e->n++ : below(e, EDITS_MAX)];
	const size_t which = below(e, 16);

	*edit = (struct edit){0};
	if (!which)
		edit_sections(e, edit);
	else if (which < 6)
		edit_table(e, edit);
	else
		edit_section(e, edit);
}

static void remove_edit(struct edits *e)
{
	if (!e->n)
		return;
	e->v[below(e, e->n)] = e->v[e->n - 1];
	e->n--;
}

static void change_edit(struct edits *e)
{
	struct edit *edit;

	if (!e->n)
		return;
	edit = &e->v[below(e, e->n)];
	if (below(e, 2))
		edit->place += (uint32_t)(4 * below(e, 9)) - 16;
	else
		put_number(e, edit, hash_load(edit->bytes, 4));
}

static void change_length(struct edits *e)
{
	const size_t len = below(e, e->good->len + 1);

	e->prefix_len = e->prefix[0] & IS_CUT ? 1 : 3;
	e->prefix[0] ^= IS_CUT;
	e->prefix[1] = (uint8_t)len;
	e->prefix[2] = (uint8_t)(len >> 8);
}

size_t bundle_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static void (*const changes[])(struct edits *) = {
		add_edit, add_edit, add_edit, change_edit, change_edit, remove_edit};
	static struct edits e;
	size_t times;

	rng_seed(&e.rng, seed);
	if (!size || max_size < 64 || !below(&e, 4) || (size >= 8 && !memcmp(data, BUNDLE_MAGIC, 8)))
		return LLVMFuzzerMutate(data, size, max_size);
	read_edits(&e, data, size);
	if (!below(&e, 16))
		e.prefix[0] ^= below(&e, 2) ? IS_VECTORS : IS_SECOND;
	if (!below(&e, 16))
		change_length(&e);
	for (times = 1 + below(&e, 3); times; times--)
		changes[below(&e, COUNT(changes))](&e);
	return write_edits(&e, data, max_size);
}
