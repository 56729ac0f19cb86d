/* SPDX-License-Identifier: MIT */
#include "serve/tls.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "serve/config/secret_file.h"

enum {
	CHAIN_MAX = 16,
	PEM_BYTES_MAX = 1 << 20,
	KEY_ID_MAX = 64,
};

/* What is older than TLS 1.2 is refused by all browsers, too. */
const char tls_priorities[] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";

struct tls_identity {
	gnutls_pcert_st chain[CHAIN_MAX];
	unsigned n_chain;
	gnutls_privkey_t key;
	time_t valid_from; /* of the whole chain */
	time_t valid_to;
	size_t connections;        /* that began while this was the newest, and are open */
	struct tls_identity *next; /* the one that replaced it */
};

/* ---- reading ---- */

static moderato_status read_chain(
	struct tls_identity *identity, const char *path, moderato_error *err)
{
	struct buffer pem = BUFFER_INIT;
	moderato_status status = secret_file_read(path, PEM_BYTES_MAX, "a PEM file", &pem, err);
	gnutls_datum_t datum;
	unsigned n = CHAIN_MAX;
	int code;

	if (!status) {
		datum = (gnutls_datum_t){(unsigned char *)pem.data, (unsigned)pem.len};
		code = gnutls_pcert_list_import_x509_raw(
			identity->chain, &n, &datum, GNUTLS_X509_FMT_PEM, GNUTLS_X509_CRT_LIST_SORT);
		if (code < 0 || !n)
			status = fail(err, MODERATO_EFORMAT, "%s: expected a certificate in PEM: %s", path,
				code < 0 ? gnutls_strerror(code) : "there is none");
		else
			identity->n_chain = n;
	}
	secret_file_forget(&pem);
	return status;
}

static moderato_status read_key(
	struct tls_identity *identity, const char *path, moderato_error *err)
{
	struct buffer pem = BUFFER_INIT;
	moderato_status status = secret_file_read(path, PEM_BYTES_MAX, "a PEM file", &pem, err);
	gnutls_datum_t datum;
	int code;

	if (!status && gnutls_privkey_init(&identity->key) < 0)
		status = fail_no_memory(err);
	if (!status) {
		datum = (gnutls_datum_t){(unsigned char *)pem.data, (unsigned)pem.len};
		code = gnutls_privkey_import_x509_raw(identity->key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
		if (code < 0)
			status = fail(err, MODERATO_EFORMAT,
				"%s: expected a private key in PEM, without a password: %s", path,
				gnutls_strerror(code));
	}
	secret_file_forget(&pem);
	return status;
}

/* Returns whether the key is that of the certificate. */
static bool belongs(const struct tls_identity *identity)
{
	unsigned char of_key[KEY_ID_MAX];
	unsigned char of_chain[KEY_ID_MAX];
	size_t n_key = sizeof(of_key);
	size_t n_chain = sizeof(of_chain);
	gnutls_pubkey_t public;
	bool same;

	if (gnutls_pubkey_init(&public) < 0)
		return false;
	same = gnutls_pubkey_import_privkey(public, identity->key, 0, 0) >= 0 &&
		   gnutls_pubkey_get_key_id(public, 0, of_key, &n_key) >= 0 &&
		   gnutls_pubkey_get_key_id(identity->chain[0].pubkey, 0, of_chain, &n_chain) >= 0 &&
		   n_key == n_chain && memcmp(of_key, of_chain, n_key) == 0;
	gnutls_pubkey_deinit(public);
	return same;
}

/* Finds out from when to when all certificates of the chain are valid. */
static void read_times(struct tls_identity *identity)
{
	unsigned i;

	for (i = 0; i < identity->n_chain; i++) {
		gnutls_x509_crt_t certificate;
		time_t from;
		time_t to;

		if (gnutls_pcert_export_x509(&identity->chain[i], &certificate) < 0)
			continue;
		from = gnutls_x509_crt_get_activation_time(certificate);
		to = gnutls_x509_crt_get_expiration_time(certificate);
		if (!i || from > identity->valid_from)
			identity->valid_from = from;
		if (!i || to < identity->valid_to)
			identity->valid_to = to;
		gnutls_x509_crt_deinit(certificate);
	}
}

moderato_status tls_identity_open(
	struct tls_identity **out, const char *certificate, const char *key, moderato_error *err)
{
	struct tls_identity *identity = calloc(1, sizeof(*identity));
	moderato_status status;

	*out = NULL;
	if (!identity)
		return fail_no_memory(err);
	status = read_chain(identity, certificate, err);
	if (!status)
		status = read_key(identity, key, err);
	if (!status && !belongs(identity))
		status = fail(err, MODERATO_EFORMAT,
			"%s: expected the private key of the first certificate in %s, but it is another", key,
			certificate);
	if (status) {
		tls_identity_free(identity);
		return status;
	}
	read_times(identity);
	*out = identity;
	return MODERATO_OK;
}

void tls_identity_free(struct tls_identity *identity)
{
	unsigned i;

	if (!identity)
		return;
	for (i = 0; i < identity->n_chain; i++)
		gnutls_pcert_deinit(&identity->chain[i]);
	if (identity->key)
		gnutls_privkey_deinit(identity->key);
	free(identity);
}

bool tls_identity_warning(const struct tls_identity *identity, time_t now, char out[TLS_WARNING])
{
	const bool early = now < identity->valid_from;
	const time_t when = early ? identity->valid_from : identity->valid_to;
	struct tm tm;
	char date[32];

	if ((!early && now < identity->valid_to) || !gmtime_r(&when, &tm))
		return false;
	strftime(date, sizeof(date), "%Y-%m-%d %H:%M:%S", &tm);
	snprintf(out, TLS_WARNING, "the certificate %s %s UTC: clients will refuse it",
		early ? "is not valid before" : "expired on", date);
	return true;
}

/* ---- the one in use, and those that it replaced ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* of all below */
static struct tls_identity *oldest;
static struct tls_identity *newest;

/* Frees those that nobody can use any more. A connection may use any that is not older than its
 * beginning, so the oldest go first. */
static void free_unused(void)
{
	while (oldest != newest && !oldest->connections) {
		struct tls_identity *next = oldest->next;

		tls_identity_free(oldest);
		oldest = next;
	}
}

void tls_use(struct tls_identity *identity)
{
	pthread_mutex_lock(&lock);
	if (newest)
		newest->next = identity;
	else
		oldest = identity;
	newest = identity;
	free_unused();
	pthread_mutex_unlock(&lock);
}

struct tls_identity *tls_enter(void)
{
	struct tls_identity *since;

	pthread_mutex_lock(&lock);
	since = newest;
	if (since)
		since->connections++;
	pthread_mutex_unlock(&lock);
	return since;
}

void tls_leave(struct tls_identity *since)
{
	if (!since)
		return;
	pthread_mutex_lock(&lock);
	since->connections--;
	free_unused();
	pthread_mutex_unlock(&lock);
}

void tls_dispose(void)
{
	pthread_mutex_lock(&lock);
	while (oldest) {
		struct tls_identity *next = oldest->next;

		tls_identity_free(oldest);
		oldest = next;
	}
	newest = NULL;
	pthread_mutex_unlock(&lock);
}

/* ---- what GnuTLS calls ---- */

static int retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int n_authorities,
	const gnutls_pk_algorithm_t *algorithms, int n_algorithms, gnutls_pcert_st **chain,
	unsigned *n_chain, gnutls_privkey_t *key)
{
	struct tls_identity *identity;

	(void)session;
	(void)authorities;
	(void)n_authorities;
	(void)algorithms;
	(void)n_algorithms;
	pthread_mutex_lock(&lock);
	identity = newest;
	pthread_mutex_unlock(&lock);
	if (!identity)
		return -1;
	*chain = identity->chain;
	*n_chain = identity->n_chain;
	*key = identity->key;
	return 0;
}

void (*tls_callback(void))(void)
{
	return (void (*)(void))retrieve;
}
