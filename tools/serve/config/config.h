/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CONFIG_H
#define TOOLS_SERVE_CONFIG_H
/* What the daemon is told: by options of the command line, and by a YAML file, which says more. All
 * texts live in the configuration's arena. */
#include "base/arena.h"
#include "base/buffer.h"
#include "moderato/status.h"
#include "serve/config/keys.h"

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

	/* Each of these is a row of the table in config_table.c, but for those that say otherwise. */
	struct config_texts listen;     /* HOST:PORT, [ADDRESS]:PORT, unix:PATH */
	unsigned unix_mode;             /* access to a Unix socket's file */
	struct config_texts tls_listen; /* the same as `listen`, over TLS */
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

	struct keys keys; /* also those of the command line */
	bool anonymous;   /* requests are answered without a key, and with one that nobody has */
	struct {
		struct config_texts secrets;
		const char *secrets_file; /* one on each line */
	} coral;
	struct config_texts coral_secrets; /* no row: all of them, those of --key as well */
	struct {
		struct config_texts service_names; /* "rest.akismet.com" and the operator's own */
		bool anonymous;                    /* requests without a key are answered */
		enum akismet_hold hold; /* of what the policy holds for another reason than spam */
		double discard_from;    /* rejected spam of this score is not worth keeping; 1: all is */
	} akismet;
	struct {
		struct config_texts languages;  /* that are scored; by default English */
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
	const char *const *keys;
	size_t n_keys;
	const char *bundle;
	const char *policy;
	const char *access_log;
	bool anonymous;
	bool quiet;
};

/* Sets the defaults. There are no keys. */
void config_init(struct config *config);
void config_dispose(struct config *config);

/* Sets the defaults, then what the file says, then what the command line says. On failure there is
 * nothing to dispose of. */
moderato_status config_make(
	struct config *config, const struct serve_options *options, moderato_error *err);

/* Checks what settings must have in common to serve. MODERATO_EINVAL. */
moderato_status config_check(const struct config *config, moderato_error *err);

/* Returns whether nobody can ask anything: there are no keys, and nobody is answered without one.
 */
bool config_is_closed(const struct config *config);

/* Checks that the files which are written to can be written to. MODERATO_EIO. */
moderato_status config_check_files(const struct config *config, moderato_error *err);

/* ---- config_read.c ---- */

/* Reads a YAML file over what is there. MODERATO_EFORMAT, MODERATO_EIO, MODERATO_ENOMEM: the
 * message has file and line. */
moderato_status config_read(struct config *config, const char *path, moderato_error *err);

/* Does the same with a file's bytes. `folder` is where relative paths begin. */
moderato_status config_parse(struct config *config, const char *name, const char *folder,
	moderato_str yaml, moderato_error *err);

/* ---- config_print.c ---- */

/* Writes the configuration as YAML that reads back to the same, with a comment on each setting.
 * Secrets are replaced by CONFIG_MASK, which is refused when it is read. */
#define CONFIG_MASK "********"
void config_print(const struct config *config, struct buffer *out);

/* Writes a key as an entry of the list `keys`. */
void config_print_key(const struct key_terms *terms, const char *hash, struct buffer *out);

/* Calls `told` with the full name of each setting that differs and takes effect at a restart only.
 */
void config_restart_needed(const struct config *before, const struct config *after,
	void (*told)(void *payload, const char *name), void *payload);

/* ---- building ---- */

/* Adds a text to a list; a copy of it. */
moderato_status config_add(
	struct config *config, struct config_texts *texts, moderato_str text, moderato_error *err);

#endif
