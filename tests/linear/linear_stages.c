/* SPDX-License-Identifier: MIT */
/* What the library reads: files in every format, comments and each stage of their text, policies,
 * cards, bundles. */
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include "base/charset.h"
#include "base/file.h"
#include "feature/space.h"
#include "fuzz/small_bundle.h"
#include "linear_table.h"
#include "model/bundle.h"
#include "moderato/campaign.h"
#include "moderato/card.h"
#include "moderato/classifier.h"
#include "moderato/exporter.h"
#include "moderato/perturb.h"
#include "moderato/policy.h"
#include "moderato/reader.h"
#include "moderato/vectors.h"
#include "moderato/writer.h"
#include "text/evasion.h"
#include "text/language.h"
#include "text/normalize.h"
#include "text/quotes.h"
#include "text/words_of.h"

/* ---- files ---- */

/* Calls `each` for all comments of a file with these bytes, as they arrive from a disk. */
static void read_file(const char *format, moderato_str bytes,
	void (*each)(void *payload, const moderato_comment *comment), void *payload)
{
	const moderato_reader_options options = {.format = format};
	const int fd = memfd_create("linear", 0);
	moderato_reader *reader;
	moderato_comment comment;
	moderato_status status;
	moderato_error err;
	char path[40];

	require(fd >= 0 && write(fd, bytes.ptr, bytes.len) == (ssize_t)bytes.len);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (!moderato_reader_open(&reader, path, &options, &err)) {
		while ((status = moderato_reader_next(reader, &comment, &err)) != MODERATO_END &&
			   status != MODERATO_EIO) {
			require(status != MODERATO_ENOMEM);
			if (!status && each)
				each(payload, &comment);
		}
		moderato_reader_free(reader);
	}
	close(fd);
}

static void read_format(const char *format, moderato_str bytes)
{
	read_file(format, bytes, NULL, NULL);
}

const struct stage stage_read = {"reader", read_format, NULL, 0, 1};
/* Of files that are longer than the block that they are read by, */
const struct stage stage_read_long = {"reader of long files", read_format, NULL, 0, 48};
/* and of pages whose attributes are short enough to be kept. */
const struct stage stage_read_short = {"reader of short pages", read_format, NULL, 7800, 1};

/* What `import` writes of a comment. */
static void write_comment(void *payload, const moderato_comment *comment)
{
	static char *json;
	static size_t cap;
	size_t len = 0;

	(void)payload;
	require(!moderato_comment_json(comment, &json, &len, &cap, NULL));
}

static void import(const char *format, moderato_str bytes)
{
	read_file(format, bytes, write_comment, NULL);
}

const struct stage stage_import = {"import", import, NULL, 0, 1};

static moderato_status drop(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)payload;
	(void)data;
	(void)len;
	(void)err;
	return MODERATO_OK;
}

static void restate(const char *state, moderato_str bytes)
{
	const moderato_reader_options options = {.format = "wxr"};
	moderato_restater *restater;
	moderato_error err;

	if (moderato_restater_open_memory(&restater, "f", bytes, &options, drop, NULL, &err))
		return;
	while (!moderato_restater_next(restater, state, &err))
		;
	moderato_restater_free(restater);
}

const struct stage stage_restate = {"restater", restate, NULL, 0, 1};

static void add_gzip(const char *argument, moderato_str bytes, struct buffer *out)
{
	z_stream z = {0};

	(void)argument;
	require(deflateInit2(&z, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	require(buffer_reserve(out, bytes.len + bytes.len / 8 + 100));
	z.next_in = (Bytef *)(uintptr_t)bytes.ptr;
	z.avail_in = (uInt)bytes.len;
	z.next_out = (Bytef *)out->data + out->len;
	z.avail_out = (uInt)(bytes.len + bytes.len / 8 + 100);
	require(deflate(&z, Z_FINISH) == Z_STREAM_END);
	out->len += z.total_out;
	deflateEnd(&z);
}

/* With "members", each line is a member of its own. */
static void pack_gzip(const char *argument, moderato_str bytes, struct buffer *out)
{
	if (strcmp(argument, "members") != 0)
		add_gzip(argument, bytes, out);
	while (!strcmp(argument, "members") && bytes.len) {
		const char *newline = memchr(bytes.ptr, '\n', bytes.len);
		const size_t len = newline ? (size_t)(newline - bytes.ptr) + 1 : bytes.len;

		add_gzip(argument, (moderato_str){bytes.ptr, len}, out);
		bytes.ptr += len;
		bytes.len -= len;
	}
}

static void pack_zstd(const char *argument, moderato_str bytes, struct buffer *out)
{
	while (bytes.len) {
		const char *newline =
			strcmp(argument, "members") ? NULL : memchr(bytes.ptr, '\n', bytes.len);
		const size_t len = newline ? (size_t)(newline - bytes.ptr) + 1 : bytes.len;
		size_t packed;

		require(buffer_reserve(out, ZSTD_compressBound(len)));
		packed = ZSTD_compress(out->data + out->len, ZSTD_compressBound(len), bytes.ptr, len, 1);
		require(!ZSTD_isError(packed));
		out->len += packed;
		bytes.ptr += len;
		bytes.len -= len;
	}
}

static void read_packed(const char *argument, moderato_str bytes)
{
	(void)argument;
	read_format("lines", bytes);
}

const struct stage stage_gzip = {"gzip", read_packed, pack_gzip, 0, 1};
const struct stage stage_zstd = {"zstd", read_packed, pack_zstd, 0, 1};

static void convert(const char *label, moderato_str bytes)
{
	const char *charset = charset_find((moderato_str){label, strlen(label)});
	struct input in;
	moderato_error err;
	moderato_str view;

	charset_guess(bytes, false);
	require(charset && !input_open_memory(&in, "f", bytes, &err));
	require(!input_recode(&in, charset, &err));
	do {
		require(!input_peek(&in, 1, &view, &err));
		input_take(&in, view.len);
	} while (view.len);
	input_close(&in);
}

const struct stage stage_charset = {"charset", convert, NULL, 0, 4};

static void read_vectors(const char *argument, moderato_str bytes)
{
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	moderato_error err;

	(void)argument;
	moderato_vector_row_parse(&row, bytes, &err);
	moderato_vector_row_dispose(&row);
}

const struct stage stage_vectors = {"vectors", read_vectors, NULL, 0, 4};

/* ---- comments ---- */

static const char lists[] =
	"version: 1\nrules:\n"
	"- {name: a, action: hold, not_languages: [en]}\n"
	"- {name: b, action: hold, link_hosts: [example, com], phrases: [a, b c, x x x x]}\n"
	"- {name: c, action: publish, link_hosts: [example], any: {spam: 0.1}}\n"
	"- {name: d, action: hold, author_phrases: [a], author_hosts: [com]}\n";

static struct {
	struct buffer bytes;
	moderato_bundle *bundle;
	moderato_policy *policy;
	moderato_classifier *classifier;
} all;

static void set_up(void)
{
	const moderato_classifier_options none = {.no_cache = 1};

	if (all.bundle)
		return;
	small_bundle(SMALL_SECOND, &all.bytes);
	require(!moderato_bundle_open_memory(&all.bundle, "small", buffer_view(&all.bytes), NULL));
	require(!moderato_policy_parse(
		&all.policy, "lists", (moderato_str){lists, sizeof(lists) - 1}, NULL));
	require(!moderato_classifier_new(&all.classifier, all.bundle, &none, NULL));
}

/* The way of a comment to its verdict as JSON, with spans. */
static void screen(const moderato_comment *comment)
{
	moderato_verdict verdict;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	set_up();
	require(!moderato_classifier_screen(all.classifier, all.policy, comment, &verdict, NULL));
	require(!moderato_verdict_json(all.classifier, comment, &verdict,
		MODERATO_WITH_TEXT | MODERATO_WITH_SPANS, NULL, &json, &len, &cap, NULL));
	free(json);
}

/* What the features add to one score that add most, or what all do. */
static void explain_text(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_explanation explanation;

	set_up();
	comment.text = bytes;
	require(!moderato_classifier_explain_top(
		all.classifier, &comment, 1, argument ? 0 : 20, &explanation, NULL));
}

/* The vector that `features` writes and kernel heads take. */
static void make_vector(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_vector vector;

	(void)argument;
	set_up();
	comment.text = bytes;
	require(!moderato_classifier_features(all.classifier, &comment, &vector, NULL));
}

/* The largest shares of every score. */
static void verdict_with_explain(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_verdict verdict;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	(void)argument;
	set_up();
	comment.text = bytes;
	require(!moderato_classifier_screen(all.classifier, all.policy, &comment, &verdict, NULL));
	require(!moderato_verdict_json(
		all.classifier, &comment, &verdict, MODERATO_WITH_EXPLAIN, NULL, &json, &len, &cap, NULL));
	free(json);
}

static void screen_text(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;

	(void)argument;
	comment.text = bytes;
	screen(&comment);
}

static void screen_author(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;

	(void)argument;
	comment.text = (moderato_str){"x", 1};
	comment.author = bytes;
	comment.author_url = bytes;
	comment.author_email = bytes;
	comment.title = bytes;
	comment.parent = bytes;
	screen(&comment);
}

#define TEXT_MAX ((size_t)240 << 10) /* a little below MODERATO_COMMENT_BYTES_MAX */

const struct stage stage_screen = {"screen", screen_text, NULL, TEXT_MAX, 1};
const struct stage stage_explain = {"explain", explain_text, NULL, TEXT_MAX, 1};
const struct stage stage_features = {"features", make_vector, NULL, TEXT_MAX, 1};
const struct stage stage_with_explain = {"with explain", verdict_with_explain, NULL, TEXT_MAX, 1};
const struct stage stage_author = {"author", screen_author, NULL, (size_t)32 << 10, 4};

static struct text text_of(moderato_str bytes)
{
	return (struct text){bytes.ptr, bytes.len, NULL};
}

static void strip(const char *argument, moderato_str bytes)
{
	const struct text in = text_of(bytes);
	struct arena arena = ARENA_INIT;
	struct markup found;
	struct text out;

	(void)argument;
	require(markup_strip(&arena, &in, &out, &found));
	arena_dispose(&arena);
}

const struct stage stage_markup = {"markup", strip, NULL, TEXT_MAX, 1};

static void scan(const char *argument, moderato_str bytes)
{
	const struct text in = text_of(bytes);
	struct evasion found = {0};

	(void)argument;
	evasion_scan(&in, &found);
}

const struct stage stage_evasion = {"evasion", scan, NULL, TEXT_MAX, 1};

static void find_quotes(const char *argument, moderato_str bytes)
{
	const struct text in = text_of(bytes);
	struct arena arena = ARENA_INIT;
	struct quotes quotes;

	(void)argument;
	require(quotes_find(&arena, &in, &quotes));
	arena_dispose(&arena);
}

const struct stage stage_quotes = {"quotes", find_quotes, NULL, TEXT_MAX, 1};

static void fold(const char *argument, moderato_str bytes)
{
	const struct text in = text_of(bytes);
	struct arena arena = ARENA_INIT;
	struct text out;

	(void)argument;
	require(normalize(&arena, &in, &out));
	arena_dispose(&arena);
}

const struct stage stage_normalize = {"normalize", fold, NULL, TEXT_MAX, 1};

static void split(const char *argument, moderato_str bytes)
{
	struct arena arena = ARENA_INIT;
	struct words words;

	(void)argument;
	require(words_of(&arena, bytes, &words));
	arena_dispose(&arena);
}

const struct stage stage_words = {"words", split, NULL, TEXT_MAX, 1};

static void detect(const char *argument, moderato_str bytes)
{
	moderato_language languages[MODERATO_LANGUAGES_MAX];
	size_t n;

	(void)argument;
	require(language_detect_all(bytes, languages, &n));
}

const struct stage stage_language = {"language", detect, NULL, TEXT_MAX, 1};

static void disguise(const char *family, moderato_str bytes)
{
	const moderato_perturb_options options = {.share = 1, .seed = 1};
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_perturber *perturber;
	moderato_perturbed perturbed = MODERATO_PERTURBED_INIT;
	unsigned families;
	unsigned i = 0;

	comment.text = bytes;
	require(!moderato_families_parse(family, &families, NULL));
	while (!(families >> i & 1))
		i++;
	require(!moderato_perturber_new(&perturber, &options, NULL));
	require(!moderato_perturb(perturber, &comment, (moderato_family)i, &perturbed, NULL));
	moderato_perturbed_dispose(&perturbed);
	moderato_perturber_free(perturber);
}

const struct stage stage_perturb = {"perturb", disguise, NULL, TEXT_MAX, 1};

static void count_host(void *payload, moderato_str host)
{
	*(size_t *)payload += host.len;
}

static void find_hosts(const char *argument, moderato_str bytes)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	size_t n = 0;

	(void)argument;
	comment.text = bytes;
	require(!moderato_comment_hosts(&comment, count_host, &n, NULL));
}

const struct stage stage_hosts = {"hosts", find_hosts, NULL, TEXT_MAX, 1};

/* ---- batches ---- */

static void add_to_campaigns(void *payload, const moderato_comment *comment)
{
	moderato_signature signature;

	if (!moderato_signature_of(comment, &signature, NULL))
		require(!moderato_campaigns_add(payload, &signature, NULL));
}

static void find_campaigns(const char *argument, moderato_str bytes)
{
	moderato_campaigns *campaigns;

	(void)argument;
	require(!moderato_campaigns_new(&campaigns, (size_t)1 << 20, NULL));
	read_file("lines", bytes, add_to_campaigns, campaigns);
	require(!moderato_campaigns_find(campaigns, NULL));
	moderato_campaigns_free(campaigns);
}

const struct stage stage_campaigns = {"campaigns", find_campaigns, NULL, 0, 1};

/* ---- policies, cards, bundles ---- */

static void parse_policy(const char *text, moderato_str bytes)
{
	const moderato_classifier_options none = {.no_cache = 1};
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_classifier *classifier;
	moderato_verdict verdict;
	moderato_policy *policy;
	moderato_error err;

	set_up();
	if (moderato_policy_parse(&policy, "f", bytes, &err))
		return;
	comment.text = (moderato_str){text, strlen(text)};
	require(!moderato_classifier_new(&classifier, all.bundle, &none, NULL));
	require(!moderato_classifier_screen(classifier, policy, &comment, &verdict, NULL));
	moderato_classifier_free(classifier);
	moderato_policy_free(policy);
}

const struct stage stage_policy = {"policy", parse_policy, NULL, (size_t)1 << 20, 1};

static void parse_card(const char *argument, moderato_str bytes)
{
	moderato_card *card;
	moderato_error err;

	(void)argument;
	if (!moderato_card_parse(&card, "f", bytes, &err))
		moderato_card_free(card);
}

const struct stage stage_card = {"card", parse_card, NULL, 0, 4};

/* A bundle of one head over vectors, in which the bytes are what the argument says. */
static void make_bundle(const char *argument, moderato_str bytes, struct buffer *out)
{
	static struct bundle_parts parts;
	const size_t n = !strcmp(argument, "support vectors") ? bytes.len / 24 : 1;
	const size_t n_sv = !strcmp(argument, "support vectors") ? n : 1;
	uint64_t *start = calloc(n + 1, sizeof(*start));
	uint32_t *index = calloc(n, sizeof(*index));
	float *value = calloc(n, sizeof(*value));
	double *coefficient = calloc(n, sizeof(*coefficient));
	size_t i;

	require(start && index && value && coefficient);
	for (i = 0; i < n; i++) {
		start[i + 1] = i + 1;
		index[i] = (uint32_t)(i % 300);
		value[i] = 1;
		coefficient[i] = i % 2 ? 1 : -1;
	}
	memset(&parts, 0, sizeof(parts));
	parts.shape = (struct bundle_shape){.kind = BUNDLE_VECTORS, .n_features = 300, .n_heads = 1};
	memcpy(parts.heads[0].attribute, "kernel", 7);
	parts.heads[0].type = HEAD_KERNEL;
	parts.heads[0].kernel = (struct kernel_params){KERNEL_RBF, 3, 0.5, 0};
	parts.heads[0].calibration = (struct calibration)CALIBRATION_PLAIN;
	parts.kernels[0] = (struct kernel_head){
		.n_sv = n_sv, .start = start, .index = index, .value = value, .coef = coefficient};
	parts.facts = (moderato_str){"seed\t1\n", 7};
	if (!strcmp(argument, "facts"))
		parts.facts = bytes;
	else if (!strcmp(argument, "card"))
		parts.card = bytes;
	else if (!strcmp(argument, "card JSON"))
		parts.card_json = bytes;
	require(!bundle_build(&parts, out, NULL));
	if (!strcmp(argument, "damaged"))
		buffer_add(out, bytes.ptr, bytes.len);
	free(start);
	free(index);
	free(value);
	free(coefficient);
}

/* What `inspect` shows of it. */
static void inspect(const char *argument, moderato_str bytes)
{
	moderato_bundle *bundle;
	moderato_card *card;
	const char *key, *value;
	moderato_error err;
	size_t i;

	(void)argument;
	if (moderato_bundle_open_memory(&bundle, "f", bytes, &err))
		return;
	for (i = 0; moderato_bundle_fact(bundle, i, &key, &value); i++)
		require(key && value);
	require(moderato_bundle_describe(bundle, 0));
	moderato_bundle_card(bundle);
	if (!moderato_card_parse(&card, "f", moderato_bundle_card_json(bundle), &err))
		moderato_card_free(card);
	moderato_bundle_free(bundle);
}

const struct stage stage_bundle = {"bundle", inspect, make_bundle, 0, 4};
