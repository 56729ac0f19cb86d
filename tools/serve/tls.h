/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_TLS_H
#define TOOLS_SERVE_TLS_H
/* The certificate that TLS listeners show. The only door to GnuTLS besides serve/crypto.c.
 *
 * It may be replaced at any time. A handshake uses the one that is current when it asks, by
 * reference and for as long as its connection lasts; so connections say when they begin and end,
 * and one that was replaced is freed when all are gone that began before. GnuTLS gives its callback
 * nothing that we own to find the certificate by: the current one belongs to the process. */
#include <stdbool.h>
#include <time.h>

#include "moderato/status.h"

struct tls_identity; /* a certificate, those that it is signed by, and its private key */

/* Reads PEM files. MODERATO_EIO; MODERATO_EFORMAT: they are not that, or the key is another one's;
 * MODERATO_ENOMEM. */
moderato_status tls_identity_open(
	struct tls_identity **out, const char *certificate, const char *key, moderato_error *err);
void tls_identity_free(struct tls_identity *identity); /* one that was never used; NULL is fine */

/* Writes what clients will not like about a certificate at this time, as a sentence. False: they
 * have nothing against its time. */
enum { TLS_WARNING = 128 };
bool tls_identity_warning(const struct tls_identity *identity, time_t now, char out[TLS_WARNING]);

/* Makes it the one that is shown from now on, and takes it over. */
void tls_use(struct tls_identity *identity);

/* A connection begins; what is returned is handed back when it ends. Thread-safe. */
struct tls_identity *tls_enter(void);
void tls_leave(struct tls_identity *since);

/* Frees all, after the last connection has ended. */
void tls_dispose(void);

/* What libmicrohttpd is told: which versions and ciphers, and whom it asks for the certificate (a
 * gnutls_certificate_retrieve_function2). */
extern const char tls_priorities[];
void (*tls_callback(void))(void);

#endif
