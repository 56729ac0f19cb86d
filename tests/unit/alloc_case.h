/* SPDX-License-Identifier: MIT */
#ifndef UNIT_ALLOC_CASE_H
#define UNIT_ALLOC_CASE_H
/* Out of memory: every operation is run again and again, its 1st, 2nd, 3rd … allocation failing,
 * until it succeeds (after SQLite's way of testing). Each failing run must say so with a status,
 * leave nothing behind, and spoil nothing: the same objects work afterwards.
 *
 * Each program of these tests has its own malloc() and the like, which stand before the C
 * library's; so this is code that they include, and no library, in which every other test would
 * find them. A sanitiser has its own, so under one all is skipped. */
#include "support.h"

#include <errno.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "moderato/status.h"

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

	/* Some times for nothing: what the C and C++ libraries keep for themselves they have
	 * afterwards, and iconv's modules of the sweeps before are gone, which it keeps for three more
	 * uses. */
	for (n = 0; n < 4; n++)
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

/* --- what came out --- */

static inline void mix(uint64_t *digest, const void *data, size_t len)
{
	*digest = hash_bytes(data, len, *digest);
}

static inline moderato_status mix_in(
	void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)err;
	mix(payload, data, len);
	return MODERATO_OK;
}

/* --- texts --- */

static const char hostile[] =
	"You are an <b>id\xd1\x96ot</b> &amp; y o u k n o w it!!! f*ck http://a.example/x?y=1 "
	"\xff d\xc3\xa9j\xc3\xa0 vu \xef\xbd\x89\xef\xbd\x84 [url=http://b.example]free money[/url] "
	"loooooser 100% \xf0\x9f\x98\x80 harbour bicycle you you you";

/* --- a program's beginning and end --- */

static void share_counts(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
}

static void unshare_counts(void)
{
	munmap(shared, sizeof(*shared));
}

#endif
