/* SPDX-License-Identifier: MIT */
/* Out of memory: every operation is run again and again, its 1st, 2nd, 3rd … allocation failing,
 * until it succeeds (after SQLite's way of testing). Each failing run must say so with a status,
 * leave nothing behind, and spoil nothing: the same objects work afterwards.
 *
 * This program's own malloc() and the like stand before the C library's. A sanitiser has its own,
 * so under one all is skipped. */
#include "trained.h"

#include <errno.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "encode/encoder_file.h"
#include "encode/pieces.h"
#include "moderato/campaign.h"
#include "moderato/card.h"
#include "moderato/exporter.h"
#include "moderato/language.h"
#include "moderato/perturb.h"
#include "moderato/report.h"
#include "moderato/vectors.h"
#include "moderato/writer.h"
#include "policy/policy_apply.h"
#include "serve/akismet/akismet_comment.h"
#include "serve/config/config.h"
#include "text/language.h"
#include "text/skeletons.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#	define SANITISED 1
#elif defined(__has_feature)
#	if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                     \
		__has_feature(memory_sanitizer)
#		define SANITISED 1
#	endif
#endif

/* How an allocation fails: it alone, or it and all after it. */
enum mode { ONCE, FROM_THEN_ON, N_MODES };

/* Solvers run in child processes, which inherit the countdown; this they share. */
struct shared {
	_Atomic size_t fired;
	_Atomic size_t most_calls; /* of any process, since it was cleared */
};

static struct shared *shared;
static bool counting;
static _Atomic size_t calls; /* of any thread, and so are those that are `live` */
static size_t failing;       /* the call that fails; 0: none */
static enum mode mode;
static _Atomic ptrdiff_t live;

#ifndef SANITISED
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *p);

static bool fails(void)
{
	size_t call;

	if (!counting)
		return false;
	call = ++calls;
	if (call > shared->most_calls)
		shared->most_calls = call;
	if (!failing || call < failing || (mode == ONCE && call > failing))
		return false;
	shared->fired++;
	errno = ENOMEM;
	return true;
}

static void *counted(void *p)
{
	live += p != NULL;
	return p;
}

#	pragma GCC visibility push(default) /* for the shared libraries too */
void *malloc(size_t size)
{
	return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t n, size_t size)
{
	return fails() ? NULL : counted(__libc_calloc(n, size));
}

void *realloc(void *old, size_t size)
{
	void *p;

	if (fails())
		return NULL;
	p = __libc_realloc(old, size);
	live += !old && p;
	return p;
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return fails() ? NULL : counted(__libc_memalign(alignment, size));
}

int posix_memalign(void **out, size_t alignment, size_t size)
{
	void *p = fails() ? NULL : counted(__libc_memalign(alignment, size));

	if (p)
		*out = p;
	return p ? 0 : ENOMEM;
}

void free(void *p)
{
	live -= p != NULL;
	__libc_free(p);
}
#	pragma GCC visibility pop
#endif

static void need_own_malloc(void)
{
#ifdef SANITISED
	skip();
#endif
}

/* --- the sweep --- */

/* Do it all and clean up. `*digest` says what came out. */
typedef moderato_status (*scenario)(const void *what, uint64_t *digest, moderato_error *err);

struct sweep {
	const char *name;
	scenario run;
	const void *what;
	size_t dense;      /* the first so many allocations fail one by one, */
	size_t hundredths; /* later ones in steps of so many hundredths of their number */
	uint64_t digest;
};

/* Allocations that a library is known to lose when one of its others fails. */
static ptrdiff_t may_be_lost;

static moderato_status attempt(
	const struct sweep *s, size_t n, uint64_t *digest, moderato_error *err)
{
	const ptrdiff_t before = live;
	moderato_status status;

	*err = (moderato_error){.line = 0};
	*digest = 0;
	*shared = (struct shared){0, 0};
	calls = 0;
	failing = n;
	counting = true;
	status = s->run(s->what, digest, err);
	counting = false;
	if (live < before || live > before + (status ? may_be_lost : 0))
		fail_msg("%s, allocation %zu: %td are left", s->name, n, live - before);
	return status;
}

static void check_attempt(
	const struct sweep *s, size_t n, moderato_status status, uint64_t digest, moderato_error *err)
{
	if (status == MODERATO_OK && digest != s->digest)
		fail_msg("%s, allocation %zu: it says ok, but gives another result", s->name, n);
	if (status != MODERATO_OK && (status > 0 || status < MODERATO_EMISMATCH || !*err->message))
		fail_msg("%s, allocation %zu: status %d, '%s'", s->name, n, (int)status, err->message);
	if (status != MODERATO_OK && !shared->fired)
		fail_msg("%s, allocation %zu: nothing failed, but: %s", s->name, n, err->message);
	/* What the operating system was asked for on the way may be what failed; nothing else may. */
	if (status != MODERATO_OK && status != MODERATO_ENOMEM && status != MODERATO_EIO)
		fail_msg("%s, allocation %zu: for want of memory: %s, '%s'", s->name, n,
			moderato_status_name(status), err->message);
}

static void sweep(struct sweep *s)
{
	moderato_error err;
	uint64_t digest = 0;
	size_t total;
	size_t refused = 0;
	size_t runs = 0;
	size_t n;

	/* Once for nothing: what the C and C++ libraries keep for themselves they have afterwards. */
	must(s->run(s->what, &digest, &err), err);
	must(attempt(s, 0, &s->digest, &err), err);
	total = shared->most_calls;
	assert_true(total > 0);
	for (mode = ONCE; mode < N_MODES; mode++)
		for (n = 1; n <= total; n += n < s->dense ? 1 : 1 + n * s->hundredths / 100, runs++) {
			const moderato_status status = attempt(s, n, &digest, &err);

			check_attempt(s, n, status, digest, &err);
			refused += status != MODERATO_OK;
		}
	must(attempt(s, 0, &digest, &err), err);
	assert_true(digest == s->digest);
	if (!refused)
		fail_msg("%s: nothing ever failed", s->name);
	print_message("%s: %zu allocations, %zu runs, %zu refused\n", s->name, total, runs, refused);
}

/* --- scoring --- */

static struct buffer bytes[3] = {BUFFER_INIT, BUFFER_INIT, BUFFER_INIT}; /* linear; rbf; second */
static char path[256];
static char vectors[256];
static char held[256];

static int setup(void **state)
{
	static const char rows[] = "1 1:1\n1 1:0.9 2:1\n1 1:0.8\n1 1:1 3:1\n1 1:0.7\n"
							   "-1 2:1\n-1 2:0.9 3:1\n-1 2:1\n-1 3:1\n-1 2:0.5\n";
	static const char held_out[] = "{\"text\":\"you fool\",\"labels\":{\"toxicity\":1}}\n"
								   "{\"text\":\"a river\",\"labels\":{\"toxicity\":0}}\n";
	moderato_train_options options = small_options();

	(void)state;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	train_samples(&options, 0, "bicycle\nharbour\n", &bytes[0]);
	options.kernel = "rbf";
	train_samples(&options, 0, NULL, &bytes[1]);
	options = small_options();
	options.attributes = "toxicity";
	options.second = "all";
	train_samples(&options, 0, NULL, &bytes[2]);
	temporary(path, sizeof(path), "test.bundle");
	write_file(path, bytes[0].data, bytes[0].len);
	temporary(vectors, sizeof(vectors), "vectors.txt");
	write_file(vectors, rows, sizeof(rows) - 1);
	temporary(held, sizeof(held), "held.jsonl");
	write_file(held, held_out, sizeof(held_out) - 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	remove_temporary(path);
	remove_temporary(vectors);
	remove_temporary(held);
	buffer_dispose(&bytes[0]);
	buffer_dispose(&bytes[1]);
	buffer_dispose(&bytes[2]);
	munmap(shared, sizeof(*shared));
	return 0;
}

static const char hostile[] =
	"You are an <b>id\xd1\x96ot</b> &amp; y o u k n o w it!!! f*ck http://a.example/x?y=1 "
	"\xff d\xc3\xa9j\xc3\xa0 vu \xef\xbd\x89\xef\xbd\x84 [url=http://b.example]free money[/url] "
	"loooooser 100% \xf0\x9f\x98\x80 harbour bicycle you you you";

static void mix(uint64_t *digest, const void *data, size_t len)
{
	*digest = hash_bytes(data, len, *digest);
}

/* Everything that can be asked of a classifier. */
static moderato_status ask(
	moderato_classifier *c, const moderato_policy *policy, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {.text = str(hostile), .author = str("bob")};
	moderato_explanation e = {.n_shares = 0};
	moderato_vector vector = {.n = 0};
	moderato_verdict verdict;
	moderato_scores scores;
	moderato_status status;
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;

	status = moderato_classifier_score(c, &comment, &scores, err);
	if (!status)
		mix(digest, &scores, sizeof(scores));
	if (!status)
		status = moderato_classifier_features(c, &comment, &vector, err);
	if (!status)
		mix(digest, vector.value, vector.n * sizeof(*vector.value));
	if (!status)
		status = moderato_classifier_score_vector(c, &vector, &scores, err);
	if (!status)
		status = moderato_classifier_screen(c, policy, &comment, &verdict, err);
	if (!status)
		status = moderato_verdict_json(c, &comment, &verdict,
			MODERATO_WITH_TEXT | MODERATO_WITH_MARGINS | MODERATO_WITH_SPANS, NULL, &text, &len,
			&cap, err);
	if (!status)
		mix(digest, text, len);
	if (!status && moderato_classifier_explain(c, &comment, 0, &e, err) == MODERATO_ENOMEM)
		status = MODERATO_ENOMEM;
	if (!status && e.n_shares)
		mix(digest, e.shares[0].feature, strlen(e.shares[0].feature));
	free(text);
	return status;
}

/* Having failed, the same classifier must give what it would have given. */
static void ask_again(moderato_classifier *c, const moderato_policy *policy)
{
	static uint64_t expected[3];
	moderato_error err;
	uint64_t digest = 0;
	size_t which;

	counting = false;
	must(ask(c, policy, &digest, &err), err);
	for (which = 0; which < 3 && expected[which] && expected[which] != digest;)
		which++;
	assert_in_range(which, 0, 2); /* one digest for each of the three bundles */
	expected[which] = digest;
	counting = true;
}

static moderato_status open_and_ask(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct buffer *from = what;
	moderato_bundle *bundle = NULL;
	moderato_classifier *c = NULL;
	moderato_policy *policy = NULL;
	moderato_status status;

	status = from ? moderato_bundle_open_memory(&bundle, "memory", buffer_view(from), err)
				  : moderato_bundle_open(&bundle, path, err);
	if (!status)
		status = moderato_classifier_new(&c, bundle, NULL, err);
	if (!status)
		status = moderato_policy_default(&policy, err);
	if (!status) {
		status = ask(c, policy, digest, err);
		if (status)
			ask_again(c, policy);
	}
	moderato_policy_free(policy);
	moderato_classifier_free(c);
	moderato_bundle_free(bundle);
	return status;
}

static void score__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"linear bundle from a file", open_and_ask, NULL, 400, 0, 0},
		{"linear bundle from memory", open_and_ask, &bytes[0], 400, 0, 0},
		{"rbf bundle from memory", open_and_ask, &bytes[1], 400, 0, 0},
		{"bundle with a second stage", open_and_ask, &bytes[2], 400, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

/* --- disguises --- */

static moderato_status disguise(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str(hostile), .extra = str("\"spans\":[[0,2]],\"more\":[1,{\"x\":2}]")};
	moderato_perturbed perturbed = MODERATO_PERTURBED_INIT;
	moderato_perturber *p;
	moderato_status status = moderato_perturber_new(&p, NULL, err);
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;
	int i;

	(void)what;
	for (i = 0; !status && i < MODERATO_FAMILIES; i++) {
		status = moderato_perturb(p, &comment, (moderato_family)i, &perturbed, err);
		if (!status)
			status = moderato_perturbed_json(
				p, &comment, (moderato_family)i, &perturbed, 1, &text, &len, &cap, err);
	}
	if (!status)
		mix(digest, text, len);
	free(text);
	moderato_perturbed_dispose(&perturbed);
	moderato_perturber_free(p);
	return status;
}

static void perturb__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"every family", disguise, NULL, SIZE_MAX, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* --- policies and readers --- */

static moderato_status parse_policy(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_policy *policy;
	const moderato_status status = moderato_policy_parse(&policy, "policy", str(what), err);

	moderato_policy_free(policy);
	*digest = 1;
	return status;
}

/* A comment that meets every list of the policy below. */
static moderato_status apply_to_all(
	const moderato_policy *policy, struct arena *arena, uint64_t *digest, moderato_error *err)
{
	static const char *const attributes[] = {"spam"};
	static const double scores[] = {0.5};
	const struct policy_link target = {str("http://a.shop.example/x"), {0, 23}};
	static const moderato_span places[] = {{0, 3}, {4, 7}};
	uint64_t words[] = {text_skeleton_hash("one", 3), text_skeleton_hash("two", 3)};
	const struct policy_input input = {.scores = scores,
		.links = 1,
		.author = str("B\xc3\x96"
					  "B bob"),
		.author_email = str("x@Mail.example"),
		.author_url = str("http://B\xc3\x9c"
						  "CHER.example"),
		.ip = str("192.0.2.9"),
		.user_agent = str("curl/7"),
		.skeletons = words,
		.n_skeletons = COUNT(words),
		.places = places,
		.targets = &target,
		.n_targets = 1};
	struct policy_binding binding = {0};
	const struct policy_hit *hits;
	moderato_decision decision;
	moderato_status status;
	size_t n_hits;

	status = policy_bind(policy, attributes, COUNT(attributes), &binding, err);
	if (!status)
		status = policy_apply(policy, &binding, &input, arena, &hits, &n_hits, &decision, err);
	if (!status) {
		assert_int_equal(n_hits, 3);
		*digest = n_hits;
	}
	return status;
}

static moderato_status apply_policy(const void *what, uint64_t *digest, moderato_error *err)
{
	struct arena arena = ARENA_INIT;
	moderato_policy *policy;
	moderato_status status = moderato_policy_parse(&policy, "policy", str(what), err);

	if (!status)
		status = apply_to_all(policy, &arena, digest, err);
	arena_dispose(&arena);
	moderato_policy_free(policy);
	return status;
}

static moderato_status detect_language(const void *what, uint64_t *digest, moderato_error *err)
{
	const char *code;

	if (!language_detect(str(what), &code)) {
		snprintf(err->message, sizeof(err->message), "out of memory");
		return MODERATO_ENOMEM;
	}
	assert_non_null(code);
	*digest = hash_bytes(code, strlen(code), 0);
	return MODERATO_OK;
}

static moderato_status detect_languages(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_language languages[MODERATO_LANGUAGES_MAX];
	size_t n;
	const moderato_status status = moderato_languages_detect(str(what), languages, &n, err);

	assert_int_equal(n, status ? 0 : 1);
	if (n)
		*digest = hash_bytes(languages[0].code, strlen(languages[0].code), 0);
	return status;
}

static void language__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"language of English", detect_language, "what a load of rubbish who writes this", SIZE_MAX,
			0, 0},
		{"language of Russian", detect_language,
			"\xd0\xbc\xd1\x8d\xd1\x80 \xd0\xbd\xd0\xb8\xd0\xba\xd0\xbe\xd0\xb3\xd0\xb4\xd0\xb0 "
			"\xd0\xbd\xd0\xb5 "
			"\xd0\xb2\xd1\x8b\xd0\xbf\xd0\xbe\xd0\xbb\xd0\xbd\xd1\x8f\xd0\xb5\xd1\x82",
			SIZE_MAX, 0, 0},
		{"languages of a comment", detect_languages,
			"quelle <b>absurdit\xc3\xa9</b> \xff qui donc \xc3\xa9"
			"crit cela https://x.example",
			SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	may_be_lost = 1;
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
	may_be_lost = 0;
}

static void policy__any_allocation_fails__is_said(void **state)
{
	static const char yaml[] =
		"version: 1\nrules:\n"
		"  - name: toxic\n    when: {toxicity: \">= 0.8\", links: \"> 1\"}\n    action: hold\n"
		"    message: Likely to drive people away.\n"
		"  - name: house list\n    phrases: [buy followers, \"whatsapp me\", free money]\n"
		"    action: hold\n"
		"  - name: people\n    authors: [Bob, Eve]\n    when: {author_url: true}\n"
		"    action: reject\n";
	static const char lists[] =
		"version: 1\nrules:\n"
		"  - name: who\n    author_phrases: [bob]\n    emails: [\"@mail.example\", a@b.c]\n"
		"    author_hosts: [xn--bcher-kva.example]\n    authors: [b\xc3\xb6"
		"b bob]\n"
		"    action: reject\n"
		"  - name: where\n    addresses: [192.0.2.0/24, \"2001:db8::/32\"]\n"
		"    user_agent_phrases: [curl]\n    link_hosts: [shop.example]\n    action: hold\n"
		"  - name: words\n    phrases: [one two]\n    any: {links: 1, spam: 1}\n    action: hold\n"
		"    always: true\n";
	struct sweep table[] = {
		{"small policy", parse_policy, yaml, SIZE_MAX, 0, 0},
		{"policy of lists", apply_policy, lists, SIZE_MAX, 0, 0},
		{"default policy", parse_policy, moderato_policy_default_yaml(), 500, 10, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

struct document {
	const char *format; /* NULL: sniffed */
	const char *columns;
	const char *text;
};

static moderato_status read_all(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct document *document = what;
	const moderato_reader_options options = {
		.format = document->format, .columns = document->columns};
	moderato_comment comment;
	moderato_reader *reader;
	moderato_status status;

	status = moderato_reader_open_memory(&reader, "memory", str(document->text), &options, err);
	if (status)
		return status;
	while ((status = moderato_reader_next(reader, &comment, err)) == MODERATO_OK) {
		mix(digest, comment.text.ptr, comment.text.len);
		mix(digest, comment.id.ptr, comment.id.len);
	}
	moderato_reader_free(reader);
	return status == MODERATO_END ? MODERATO_OK : status;
}

static void reader__any_allocation_fails__is_said(void **state)
{
	static const struct document documents[] = {
		{"jsonl", NULL,
			"{\"text\":\"a \\u00e9 "
			"b\",\"id\":\"1\",\"labels\":{\"spam\":1},\"more\":[1,{\"x\":2}]}\n"
			"{\"id\":2,\"text\":\"second\",\"author\":\"bob\\n\",\"spans\":[0,2]}\n"},
		{"csv", "text=body,labels.spam=#3", "id,body,spam\n1,\"a \"\"b\"\", c\",1\n2,second,0\n"},
		{"tsv", NULL, "id\ttext\n1\ta b c\n2\tsecond\n"},
		{"lines", NULL, "one\ntwo\n\nthree\n"},
		{"wxr", NULL,
			"<rss><channel><item><title>T</title><wp:post_id>1</wp:post_id><wp:comment>"
			"<wp:comment_content>one <b>two</b> &eacute; \xe9</wp:comment_content></wp:comment>"
			"<wp:comment><wp:comment_content>a <b>c</i></wp:comment_content></wp:comment>"
			"</item></channel></rss>"},
		{"disqus", NULL,
			"<?xml version='1.0' encoding='koi8-r'?><disqus><thread id='1'><link>l</link></thread>"
			"<post id='2'><message>\xc4\xc1</message><thread id='1'/></post>"
			"<post id='3'><message>b</message></post></disqus>"},
		{"blogger", NULL,
			"<feed><entry><id>a7</id><title>T</title></entry><entry><id>a2</id><category "
			"scheme='#kind' term='comment'/><content>one &lt;b></content><link rel='related' "
			"href='/comments/default/3'/><thr:in-reply-to ref='a7'/></entry></feed>"},
		{"feed", NULL,
			"<feed><title>Comments on T</title><entry><id>a-1</id><title>x</title><link "
			"rel='related' href='/comments/default/3'/><link href='/a?showComment=1'/>"
			"<summary>a &lt;b></summary></entry></feed>"},
		{"sql", NULL,
			"SET NAMES latin1;\nINSERT INTO a_comments (comment_ID,comment_post_ID,comment_content)"
			" VALUES (1,7,'x\\'\xe9');\nINSERT INTO a_2_comments (comment_ID,comment_content) "
			"VALUES (3,0x6162);\nINSERT INTO a_posts (ID,post_title) VALUES (7,'T');\n"},
		{"stackexchange", NULL,
			"<comments><row Id='1' PostId='2' Text='a &lt;b>' "
			"CreationDate='2010-07-19T19:12:12.510' "
			"UserId='3'/><row Text='b'/></comments>"},
		{"mtif", NULL,
			"TITLE: a\nUNIQUE URL: b\n-----\nCOMMENT:\nAUTHOR: c\nDATE: 05/03/2024 10:00:00 "
			"AM\ntext\n-----\nPING:\nTITLE: d\nBLOG NAME: e\nexcerpt\n-----\n--------\n"},
		{NULL, NULL, "{\"text\":\"sniffed\"}\n"},
		{"json", NULL, "[{\"text\":\"a \\u00e9\",\"id\":1},{\"text\":\"\xff\"}]"},
		{"hn", NULL,
			"[{\"id\":1,\"type\":\"story\",\"title\":\"t\"},{\"id\":2,\"parent\":1,\"type\":"
			"\"comment\","
			"\"time\":3,\"text\":\"a "
			"\\u00e9\",\"kids\":[{\"id\":4,\"type\":\"comment\",\"text\":\"b\"}]}]"},
		{"commento", NULL,
			"{\"comments\":[{\"commentHex\":\"c\",\"commenterHex\":\"h\",\"domain\":\"d\","
			"\"markdown\":"
			"\"m\"}],\"commenters\":[{\"commenterHex\":\"h\",\"name\":\"Hester\"}]}"},
		{"reddit", NULL,
			"{\"p\":{\"title\":\"t\",\"comments\":{\"c\" :{\"author\":\"a\",\"body\":\"b\"}}}}"},
		{"page", NULL, NULL},
	};
	struct buffer page = BUFFER_INIT;
	size_t i;

	(void)state;
	need_own_malloc();
	read_file("corpus/sample-page.txt", &page);
	for (i = 0; i < COUNT(documents); i++) {
		struct document document = documents[i];
		struct sweep s = {
			document.format ? document.format : "sniffed", read_all, &document, 200, 10, 0};

		if (!document.text)
			document.text = buffer_cstr(&page);
		sweep(&s);
	}
	buffer_dispose(&page);
}

static moderato_status mix_in(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)err;
	mix(payload, data, len);
	return MODERATO_OK;
}

static moderato_status restate_all(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_restater *restater;
	moderato_status status =
		moderato_restater_open_memory(&restater, "memory", str(what), NULL, mix_in, digest, err);

	if (status)
		return status;
	do
		status = moderato_restater_next(restater, "spam", err);
	while (!status);
	moderato_restater_free(restater);
	return status == MODERATO_END ? MODERATO_OK : status;
}

static moderato_status write_all(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str("one ]]> two"), .group = str("a"), .created = str("2014-01-14T17:31:03Z")};
	moderato_writer *writer;
	moderato_status status = moderato_writer_new(&writer, what, mix_in, digest, err);

	if (status)
		return status;
	status = moderato_writer_add(writer, &comment, err);
	if (!status)
		status = moderato_writer_end(writer, err);
	moderato_writer_free(writer);
	return status;
}

static void writers__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"write csv", write_all, "csv", SIZE_MAX, 0, 0},
		{"write wxr", write_all, "wxr", SIZE_MAX, 0, 0},
		{"restate", restate_all,
			"<rss><channel><item><wp:comment><wp:comment_content>a <b>c</i> &nbsp; \xe9"
			"</wp:comment_content></wp:comment></item></channel></rss>",
			SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

static moderato_status parse_row(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	const moderato_status status = moderato_vector_row_parse(&row, str(what), err);

	*digest = row.n;
	moderato_vector_row_dispose(&row);
	return status;
}

static void vectors__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {
		"vector", parse_row, "1 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9 20:1 30:1 # x", SIZE_MAX, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static moderato_status export_head(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_bundle *bundle;
	moderato_status status;

	status = moderato_bundle_open_memory(&bundle, "memory", buffer_view(what), err);
	if (!status)
		status = moderato_export_libsvm(bundle, 0, MODERATO_LIBSVM_SVR, mix_in, digest, err);
	moderato_bundle_free(bundle);
	return status;
}

static void export__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"export linear", export_head, &bytes[0], SIZE_MAX, 0, 0},
		{"export rbf", export_head, &bytes[1], SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

/* --- training --- */

/* A comment that could not be added may be tried again, so that a failure never leaves a trainer
 * that cannot be used. */
static moderato_status add_few(moderato_trainer *trainer, moderato_error *err)
{
	moderato_error second;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 10; !status && i < 30; i++) {
		status = add_samples(trainer, i, i + 1, err);
		if (status) {
			counting = false;
			must(add_samples(trainer, i, i + 1, &second), second);
			counting = true;
		}
	}
	return status;
}

/* A run that failed has left nothing to write, and the next one works. */
static void run_again(moderato_trainer *trainer, const moderato_error *before)
{
	moderato_error err;

	counting = false;
	if (moderato_trainer_write(trainer, "/nowhere", NULL) != MODERATO_EINVAL)
		fail_msg("half a bundle could be written after: %s", before->message);
	must(moderato_trainer_run(trainer, &err), err);
	counting = true;
}

static moderato_status train(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status;
	struct buffer out = BUFFER_INIT;

	status = moderato_trainer_new(&trainer, what, err);
	if (!status)
		status = moderato_trainer_add_termset(
			trainer, "identities", "corpus/identities.txt", NULL, NULL, err);
	if (!status)
		status = moderato_trainer_add_corpus(trainer, "corpus/identities.txt", err);
	if (!status && !((const moderato_train_options *)what)->protocol)
		status = moderato_trainer_add_test(trainer, held, NULL, err);
	if (!status)
		status = add_few(trainer, err);
	if (!status) {
		status = moderato_trainer_run(trainer, err);
		if (status)
			run_again(trainer, err);
	}
	if (!status) {
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
		mix(digest, moderato_trainer_card_json(trainer).ptr,
			moderato_trainer_card_json(trainer).len);
		counting = false;
		if (!((const moderato_train_options *)what)->protocol) {
			written(trainer, &out);
			mix(digest, out.data, out.len);
		}
		buffer_dispose(&out);
		counting = true;
	}
	moderato_trainer_free(trainer);
	return status;
}

/* Comments enough for threads to take them in. What a thread cannot do for want of memory the
 * caller's does in its place, so that not every failure is told. */
static moderato_status take_in(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status = moderato_trainer_new(&trainer, what, err);
	size_t i;

	for (i = 0; !status && i < 8; i++)
		status = add_samples(trainer, 0, COUNT(samples), err);
	if (!status)
		status = moderato_trainer_run(trainer, err);
	if (!status)
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
	moderato_trainer_free(trainer);
	return status;
}

/* Three times the samples: enough for what the bundle carries along to be measured. */
static void write_base(char *to, size_t size)
{
	moderato_train_options options = small_options();
	struct buffer out = BUFFER_INIT;
	moderato_trainer *trainer;
	moderato_error err;
	size_t i;

	options.bits = 14;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	for (i = 0; i < 3; i++)
		must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &out);
	moderato_trainer_free(trainer);
	temporary(to, size, "base.bundle");
	write_file(to, out.data, out.len);
	buffer_dispose(&out);
}

/* Train further from a base. */
static moderato_status train_further(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_known *known;
	moderato_trainer *trainer;
	moderato_status status = moderato_trainer_new(&trainer, what, err);

	if (!status)
		status = add_samples(trainer, 10, 40, err);
	if (!status) {
		status = moderato_trainer_run(trainer, err);
		if (status)
			run_again(trainer, err);
	}
	if (!status) {
		assert_int_equal(moderato_trainer_known(trainer, &known), 1);
		assert_true(known->n[1] >= 30 && known->auc > 0.5);
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
	}
	moderato_trainer_free(trainer);
	return status;
}

static moderato_status train_vectors(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status;
	struct buffer out = BUFFER_INIT;

	status = moderato_trainer_new(&trainer, what, err);
	if (!status)
		status = moderato_trainer_add_vectors(trainer, vectors, err);
	if (!status)
		status = moderato_trainer_run(trainer, err);
	if (!status) {
		counting = false;
		written(trainer, &out);
		mix(digest, out.data, out.len);
		buffer_dispose(&out);
		counting = true;
	}
	moderato_trainer_free(trainer);
	return status;
}

static void train__any_allocation_fails__is_said(void **state)
{
	moderato_train_options options[9];
	char base[256];
	struct sweep table[] = {
		{"train by libsvm", train, &options[0], 150, 1, 0},
		{"train by descent", train, &options[1], 150, 1, 0},
		{"train an rbf kernel", train, &options[2], 150, 1, 0},
		{"train by a protocol", train, &options[3], 150, 1, 0},
		{"measure disguises by a protocol", train, &options[4], 150, 1, 0},
		{"train on vectors", train_vectors, &options[5], 150, 1, 0},
		{"take comments in by threads", take_in, &options[6], 100, 4, 0},
		{"train further", train_further, &options[7], 150, 1, 0},
		{"train a second stage", train, &options[8], 200, 1, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(options); i++) {
		options[i] = small_options();
		options[i].attributes = "toxicity";
		options[i].assume = "toxicity=0:nobody";
		options[i].calibration = i ? "isotonic" : "platt";
		options[i].command = "train";
	}
	options[1].solver = "descent";
	options[2].kernel = "rbf";
	options[3].protocol = "kfold:2";
	options[4].protocol = "kfold:2";
	options[4].perturb = "mask,join";
	options[4].perturb_rows = 10;
	options[8].second = "all";
	options[6].calibration = NULL;
	options[6].solver = "descent";
	options[6].folds = 1;
	options[6].jobs = 2;
	options[6].perturb_train = 0.5;
	write_base(base, sizeof(base));
	options[7].assume = NULL;
	options[7].calibration = NULL;
	options[7].base = base;
	options[7].bits = 0;
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
	remove_temporary(base);
}

/* A report of two comments. */
static moderato_status report(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comments[] = {
		{.text = str(hostile), .id = str("1"), .source = str("a")}, {.text = str("fine")}};
	moderato_bundle *bundle = NULL;
	moderato_report *r = NULL;
	moderato_str json = {NULL, 0};
	moderato_status status;
	size_t i;

	(void)what;
	status = moderato_bundle_open_memory(&bundle, "memory", buffer_view(&bytes[0]), err);
	if (!status)
		status = moderato_report_new(&r, bundle, NULL, err);
	if (!status)
		status = moderato_report_name_bundle(r, "a/b", err);
	if (!status)
		status = moderato_report_name_corpus(r, "c", err);
	for (i = 0; !status && i < COUNT(comments); i++)
		status = moderato_report_add(r, 0, &comments[i], (double)i, 0.5, (int)i, err);
	if (!status)
		status = moderato_report_json(r, NULL, 0, &json, err);
	if (!status)
		mix(digest, json.ptr, json.len);
	moderato_report_free(r);
	moderato_bundle_free(bundle);
	return status;
}

static void report__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"report", report, NULL, 400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static void tell(void *payload, const char *message)
{
	mix(payload, message, strlen(message));
}

static moderato_status compare_card(const void *what, uint64_t *digest, moderato_error *err)
{
	static const moderato_figures figures[] = {{.attribute = "spam", .name = ""}};
	moderato_card *card;
	size_t n_compared, n_worse;
	moderato_status status = moderato_card_parse(&card, "card", str(what), err);

	if (!status)
		status = moderato_card_compare(
			card, 0, NULL, figures, 1, tell, digest, &n_compared, &n_worse, err);
	moderato_card_free(card);
	return status;
}

static void card__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"card", compare_card,
		"{\"moderato_card\":1,\"held_out\":[{\"file\":\"a\",\"hash\":\"00000000000000ff\","
		"\"figures\":["
		"{\"attribute\":\"spam\",\"slice\":\"all\",\"name\":\"\",\"n\":3,\"n_positive\":1,\"auc\":"
		"0.9,"
		"\"auc_low\":0.8,\"auc_high\":0.95}]}]}",
		400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

static void mix_host(void *payload, moderato_str host)
{
	mix(payload, host.ptr, host.len);
}

/* More comments than any array has room for at first. */
static moderato_status find_campaigns(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str(hostile), .parent = str(what), .author_url = str("http://c.example")};
	moderato_signature signature;
	moderato_campaigns *campaigns;
	moderato_campaign campaign = {.size = 0};
	moderato_status status = moderato_campaigns_new(&campaigns, 0, err);
	size_t i;

	for (i = 0; !status && i < 40; i++) {
		status = moderato_signature_of(&comment, &signature, err);
		if (!status)
			status = moderato_campaigns_add(campaigns, i % 2 ? &signature : NULL, err);
	}
	if (!status)
		status = moderato_campaigns_find(campaigns, err);
	if (!status && moderato_campaigns_of(campaigns, 7, &campaign))
		mix(digest, &campaign, sizeof(campaign));
	if (!status)
		status = moderato_comment_hosts(&comment, mix_host, digest, err);
	moderato_campaigns_free(campaigns);
	return status;
}

static void campaign__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"campaign", find_campaigns, "> you know it, harbour bicycle", 400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* A form's Content-Type, a line's end, and its body. */
static moderato_status read_form(const void *what, uint64_t *digest, moderato_error *err)
{
	const char *newline = strchr(what, '\n');
	const moderato_str type = {what, (size_t)(newline - (const char *)what)};
	struct arena arena = ARENA_INIT;
	struct buffer scratch = BUFFER_INIT;
	struct akismet_form form;
	moderato_comment comment;
	moderato_status status;
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	akismet_form_read(&form, &arena, type, str(newline + 1));
	status = form.status;
	if (status)
		*err = form.error;
	else
		status = akismet_comment(&comment, &arena, &scratch, &form, err);
	if (!status)
		status = akismet_judgement(&comment, &arena, &form, true, err);
	if (!status)
		status = moderato_comment_json(&comment, &json, &len, &cap, err);
	if (!status)
		mix(digest, json, len);
	free(json);
	buffer_dispose(&scratch);
	arena_dispose(&arena);
	return status;
}

static void form__any_allocation_fails__is_said(void **state)
{
	struct sweep plain = {"form", read_form,
		"application/x-www-form-urlencoded; charset=\"latin1\"\nblog=b&comment_content=caf%E9&"
		"comment_context[]=%E9&comment_context[]=x&comment_author=%E9",
		400, 0, 0};
	struct sweep multipart = {"multipart form", read_form,
		"multipart/form-data; boundary=\"B\"\n--B\r\nContent-Disposition: form-data; "
		"name=\"comment_content\"\r\n\r\nHello\r\n--B\r\nContent-Disposition: form-data; "
		"name=\"blog_charset\"\r\n\r\nlatin1\r\n--B--",
		400, 0, 0};

	(void)state;
	need_own_malloc();
	may_be_lost = 1; /* the handle of a hash, by gnutls_hash_init() */
	sweep(&plain);
	sweep(&multipart);
	may_be_lost = 0;
}

/* ---- the daemon's configuration ---- */

static moderato_status read_config(const void *what, uint64_t *digest, moderato_error *err)
{
	struct buffer printed = BUFFER_INIT;
	struct config config;
	moderato_status status;

	config_init(&config);
	status = config_parse(&config, "a.yaml", "/etc", str(what), err);
	if (!status)
		status = config_check(&config, err);
	if (!status)
		config_print(&config, &printed);
	if (printed.failed)
		status = fail_no_memory(err);
	else
		mix(digest, printed.data, printed.len);
	buffer_dispose(&printed);
	config_dispose(&config);
	return status;
}

static void config__any_allocation_fails__is_said(void **state)
{
	static const char yaml[] =
		"listen: ['127.0.0.1:80', 'unix:x', '*:443']\nbundle: a\npolicy: b\nanonymous: true\n"
		"keys:\n"
		"  - {name: a, scopes: [score], rate: 1/day, expires: 2027-01-31, hash: 'sha256:"
		"0000000000000000000000000000000000000000000000000000000000000000'}\n"
		"  - {name: b, hash: "
		"'sha256:1111111111111111111111111111111111111111111111111111111111111111'}\n"
		"tls: {listen: ['*:1'], certificate: c, key: credential:k}\n"
		"coral: {secrets: [a, b]}\ncors: {origins: ['*']}\nlimits: {body: 1MiB}\n";
	struct sweep s = {"config", read_config, yaml, 1000, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* ---- the encoder ---- */

static moderato_status read_and_encode(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct text text = {hostile, sizeof(hostile) - 1, NULL};
	struct arena arena = ARENA_INIT;
	struct encoder_file f;
	struct pieces pieces;
	float vector[ENCODER_WIDTH_MAX];
	uint32_t length;
	moderato_status status = encoder_file_read(&f, "golden", buffer_view(what), err);

	if (!status) {
		if (!pieces_of(&f.vocabulary, &text, f.encoder.places, &arena, &pieces))
			status = fail_no_memory(err);
		length = status ? 0 : (uint32_t)pieces.n;
		if (!status && !encoder_vectors(&f.encoder, &arena, pieces.ids, &length, 1, vector))
			status = fail_no_memory(err);
		if (!status)
			mix(digest, vector, f.encoder.width * sizeof(*vector));
	}
	encoder_file_dispose(&f);
	arena_dispose(&arena);
	return status;
}

static void encoder__any_allocation_fails__is_said(void **state)
{
	struct buffer golden = BUFFER_INIT;
	struct sweep s = {"encoder", read_and_encode, &golden, 1000, 0, 0};

	(void)state;
	need_own_malloc();
	read_file("tests/unit/encoder_golden.bin", &golden);
	sweep(&s);
	buffer_dispose(&golden);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score__any_allocation_fails__is_said),
		cmocka_unit_test(perturb__any_allocation_fails__is_said),
		cmocka_unit_test(policy__any_allocation_fails__is_said),
		cmocka_unit_test(language__any_allocation_fails__is_said),
		cmocka_unit_test(reader__any_allocation_fails__is_said),
		cmocka_unit_test(writers__any_allocation_fails__is_said),
		cmocka_unit_test(vectors__any_allocation_fails__is_said),
		cmocka_unit_test(export__any_allocation_fails__is_said),
		cmocka_unit_test(report__any_allocation_fails__is_said),
		cmocka_unit_test(card__any_allocation_fails__is_said),
		cmocka_unit_test(campaign__any_allocation_fails__is_said),
		cmocka_unit_test(form__any_allocation_fails__is_said),
		cmocka_unit_test(config__any_allocation_fails__is_said),
		cmocka_unit_test(encoder__any_allocation_fails__is_said),
		cmocka_unit_test(train__any_allocation_fails__is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
