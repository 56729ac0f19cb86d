/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CONFIG_H
#define TOOLS_SERVE_CONFIG_H
/* What the daemon is told: by options of the command line, and by a YAML file, which says more. All
 * texts live in the configuration's arena. */
#include "base/arena.h"
#include "moderato/status.h"
#include "serve/keys.h"

enum log_format { LOG_JSON, LOG_TEXT };

/* See serve/akismet_decide.h. */
enum akismet_hold { AKISMET_HOLD_IS_PENDING, AKISMET_HOLD_IS_SPAM, AKISMET_HOLD_IS_HAM };

struct config_texts {
	const char **items;
	size_t n;
};

struct config {
	struct arena texts;
	const char *path; /* of the YAML file; NULL: none */

	struct config_texts listen;     /* HOST:PORT, [ADDRESS]:PORT, unix:PATH */
	struct config_texts tls_listen; /* the same, over TLS */
	const char *certificate;        /* PEM files */
	const char *private_key;

	const char *bundle; /* NULL: the default */
	const char *policy; /* NULL: the one that ships */
	struct {
		const char *bundle; /* NULL, as is the policy: no shadow */
		const char *policy; /* one of them NULL: that which is used anyway */
		/* Where comments are written on which the two differ, with their text; NULL: nowhere.
		 * YAML: `samples`, and `samples_bytes` and `samples_share` beside it. */
		const char *samples;
		size_t samples_bytes; /* the file's size at which it ends */
		double samples_share; /* of those comments, 0 to 1 */
	} shadow;

	struct keys keys;
	struct config_texts coral_secrets;
	struct {
		struct config_texts service_names; /* "rest.akismet.com" and the operator's own */
		bool anonymous;                    /* requests without a key are answered */
		enum akismet_hold hold; /* of what the policy holds for another reason than spam */
		double discard_from;    /* rejected spam of this score and above is not worth keeping */
	} akismet;
	struct {
		bool score_any_language;        /* instead of refusing unsupported ones */
		bool ignore_unknown_attributes; /* score what is known instead of refusing */
		bool refuse_unknown_fields;
	} perspective;
	const char *feedback; /* file for moderators' judgements; NULL: they are not kept */

	struct {
		size_t body;        /* bytes of a request's body, unpacked */
		size_t body_memory; /* bytes of all bodies together */
		size_t connections;
		size_t connections_per_address; /* 0: no limit */
		unsigned header_seconds;        /* to the end of a request's header */
		unsigned request_seconds;       /* to the end of its body */
		unsigned idle_seconds;          /* between requests of a connection */
		unsigned drain_seconds;         /* after SIGTERM, for requests that have begun */
	} limits;
	struct {
		const char *access; /* a file, or "-" for standard output; NULL: none */
		enum log_format format;
	} log;
	struct config_texts cors_origins; /* "*": any */
	bool metrics_public;              /* metrics: {public: true}: /metrics asks for no key */
	size_t threads;                   /* 0: as many as there are processors */
};

/* What the command line says. Borrowed for as long as the daemon runs. */
struct serve_options {
	const char *config; /* path of the YAML file */
	const char *const *listen;
	size_t n_listen;
	const char *key;
	const char *bundle;
	const char *policy;
	const char *access_log;
	bool quiet;
};

/* Sets the defaults. There are no keys, and nothing is listened to. */
void config_init(struct config *config);
void config_dispose(struct config *config);

/* Sets the defaults, then what the file says, then what the command line says. On failure there is
 * nothing to dispose of. */
moderato_status config_make(
	struct config *config, const struct serve_options *options, moderato_error *err);

/* Reads a YAML file over what is there. MODERATO_EFORMAT, MODERATO_EIO, MODERATO_ENOMEM: the
 * message has file and line. */
moderato_status config_read(struct config *config, const char *path, moderato_error *err);

/* Adds a text to a list; a copy of it. */
moderato_status config_add(
	struct config *config, struct config_texts *texts, const char *text, moderato_error *err);

#endif
