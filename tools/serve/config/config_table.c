/* SPDX-License-Identifier: MIT */
#include "serve/config/config_table.h"

#include <stdio.h>

#include "base/ascii.h"
#include "base/number.h"
#include "serve/config/config_value.h"
#include "serve/http/listen.h"

/* ---- what texts are accepted ---- */

static bool is_address(moderato_str text)
{
	return listen_is_address(text);
}

static bool is_host(moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (!ascii_is_digit(c) && !ascii_is_lower(c) && c != '-' && (c != '.' || i == 0))
			return false;
	}
	return text.len > 0 && text.len < 254;
}

/* A language's tag: subtags of letters and digits. */
static bool is_language(moderato_str text)
{
	size_t in_subtag = 0;
	size_t i;

	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '-' && in_subtag) {
			in_subtag = 0;
			continue;
		}
		if (!ascii_is_digit(text.ptr[i]) && !ascii_is_lower(ascii_lower(text.ptr[i])))
			return false;
		if (++in_subtag > 8)
			return false;
	}
	return text.len > 1 && in_subtag;
}

/* An origin as browsers send it: no path, no slash at the end. */
static bool is_origin(moderato_str text)
{
	size_t from;

	if (str_is(text, "*"))
		return true;
	from = str_begins(text, "https://") ? 8 : str_begins(text, "http://") ? 7 : text.len;
	return from < text.len && !memchr(text.ptr + from, '/', text.len - from) &&
		   !memchr(text.ptr, ' ', text.len);
}

/* What --print-config writes instead of a secret is none. */
static bool is_secret(moderato_str text)
{
	return !str_is(text, CONFIG_MASK);
}

/* ---- the table ---- */

#define AT(member) offsetof(struct config, member)
#define YES_NO "false|true"
#define AN_ADDRESS "HOST:PORT, [ADDRESS]:PORT, *:PORT or unix:PATH"

const struct setting settings[] = {
	{"", "listen", SETTING_TEXTS, AT(listen), AN_ADDRESS, 0, 0,
		"[127.0.0.1:8080, \"unix:/run/x.sock\"]", is_address, true,
		"Where requests are taken: HOST:PORT, [ADDRESS]:PORT, *:PORT for every address, or "
		"unix:PATH. Port 0 is a free one. Without this and tls.listen it is 127.0.0.1:8080."},
	{"", "unix_mode", SETTING_MODE, AT(unix_mode), NULL, 0, 0777, "an access mode such as 0660",
		NULL, true, "Who may connect to a Unix socket, as chmod(1) takes it."},
	{"", "bundle", SETTING_PATH, AT(bundle), NULL, 0, 0, "a file or folder", NULL, false,
		"The trained model; by default that of MODERATO_BUNDLE, or the one that ships."},
	{"", "policy", SETTING_PATH, AT(policy), NULL, 0, 0, "a file", NULL, false,
		"What decides by the scores; by default the policy that ships."},
	{"", "keys", SETTING_KEYS, AT(keys), NULL, 0, 0,
		"a list of keys, each beginning with - name:", NULL, false,
		"The keys that clients show. `moderato serve key new NAME` prints a new one, and its entry "
		"here: name; hash; and if wanted scopes, a list of what it may be used for (perspective, "
		"akismet, openai, score, metrics), rate, such as 600/minute, and expires, the day, "
		"such as 2027-01-31, from which on it is refused, by UTC."},
	{"", "anonymous", SETTING_WORD, AT(anonymous), YES_NO, 0, 0, "true or false", NULL, false,
		"Answer requests without a key, and with keys that nobody has."},
	{"", "feedback", SETTING_PATH, AT(feedback), NULL, 0, 0, "a file", NULL, false,
		"Keep what moderators send back (suggestscore, submit-spam, submit-ham) in this file, as "
		"comments with labels for `moderato tune`. It holds the comments' texts."},
	{"", "threads", SETTING_COUNT, AT(threads), NULL, 0, 512, "a whole number up to 512", NULL,
		true, "How many threads answer; 0: as many as there are processors."},

	{"tls", "listen", SETTING_TEXTS, AT(tls_listen), AN_ADDRESS, 0, 0, "[\"*:443\"]", is_address,
		true, "Where requests are taken over TLS."},
	{"tls", "certificate", SETTING_PATH, AT(certificate), NULL, 0, 0, "a PEM file", NULL, false,
		"The certificate, followed by those that it is signed by."},
	{"tls", "key", SETTING_PATH, AT(private_key), NULL, 0, 0, "a PEM file", NULL, false,
		"Its private key."},

	{"perspective", "languages", SETTING_TEXTS, AT(perspective.languages),
		"a language's code such as en", 0, 0, "[en, de]", is_language, false,
		"The languages that are scored, by default Perspective's. Too little text to tell is taken "
		"to be in the first."},
	{"perspective", "unsupported_languages", SETTING_WORD, AT(perspective.score_any_language),
		"refuse|score", 0, 0, "refuse or score", NULL, false,
		"score: comments in other languages are scored, not refused."},
	{"perspective", "unknown_attributes", SETTING_WORD, AT(perspective.ignore_unknown_attributes),
		"refuse|ignore", 0, 0, "refuse or ignore", NULL, false,
		"ignore: of a request with an attribute that is not known, the others are scored."},
	{"perspective", "unknown_fields", SETTING_WORD, AT(perspective.refuse_unknown_fields),
		"ignore|refuse", 0, 0, "ignore or refuse", NULL, false,
		"refuse: a request with fields that Perspective does not have is refused, as Google does."},

	{"akismet", "service_names", SETTING_TEXTS, AT(akismet.service_names), "the name of a host", 0,
		0, "[rest.akismet.com]", is_host, false,
		"Hosts under which clients ask: in KEY.rest.akismet.com the first part is the key."},
	{"akismet", "anonymous", SETTING_WORD, AT(akismet.anonymous), YES_NO, 0, 0, "true or false",
		NULL, false, "Answer Akismet's clients without a key."},
	{"akismet", "hold", SETTING_CHOICE, AT(akismet.hold), "pending|spam|ham", 0, 0,
		"pending, spam or ham", NULL, false,
		"What Akismet's clients are told of a comment that the policy holds for another reason "
		"than spam. pending: neither; WordPress and Discourse ask a moderator, other clients "
		"publish it."},
	{"akismet", "discard_from", SETTING_SHARE, AT(akismet.discard_from), NULL, 0, 0,
		"a number from 0 to 1", NULL, false,
		"From this score on, spam that the policy rejects may be thrown away unseen; 1: none."},

	{"coral", "secrets", SETTING_SECRETS, AT(coral.secrets), "a secret", 0, 0, "[\"one\", \"two\"]",
		is_secret, false,
		"The signing secrets of Coral's external moderation phase; two while one replaces the "
		"other."},
	{"coral", "secrets_file", SETTING_PATH, AT(coral.secrets_file), NULL, 0, 0, "a file", NULL,
		false, "Further secrets, one on each line of this file."},

	{"limits", "body", SETTING_BYTES, AT(limits.body), NULL, 1 << 10, 1 << 30,
		"a size such as 2MiB, from 1KiB to 1GiB", NULL, false,
		"The longest body of a request, unpacked."},
	{"limits", "body_memory", SETTING_BYTES, AT(limits.body_memory), NULL, 1 << 10,
		(uint64_t)1 << 40, "a size such as 64MiB, from 1KiB to 1024GiB", NULL, false,
		"What the bodies of all requests may take together."},
	{"limits", "connections", SETTING_COUNT, AT(limits.connections), NULL, 1, 1000000,
		"a whole number from 1 to 1000000", NULL, false, "Connections that are open at a time."},
	{"limits", "connections_per_address", SETTING_COUNT, AT(limits.connections_per_address), NULL,
		0, 1000000, "a whole number up to 1000000", NULL, false,
		"The same from one address; 0: no limit."},
	{"limits", "header_seconds", SETTING_SECONDS, AT(limits.header_seconds), NULL, 1, 3600,
		"seconds, from 1 to 3600", NULL, false, "How long the header of a request may take."},
	{"limits", "request_seconds", SETTING_SECONDS, AT(limits.request_seconds), NULL, 1, 86400,
		"seconds, from 1 to 86400", NULL, false, "How long the whole request may take."},
	{"limits", "idle_seconds", SETTING_SECONDS, AT(limits.idle_seconds), NULL, 1, 86400,
		"seconds, from 1 to 86400", NULL, false, "How long a connection may wait for a request."},
	{"limits", "drain_seconds", SETTING_SECONDS, AT(limits.drain_seconds), NULL, 0, 3600,
		"seconds, up to 3600", NULL, false,
		"How long requests that have begun may take after SIGTERM."},

	{"log", "access", SETTING_PATH, AT(log.access), NULL, 0, 0, "a file, or - for standard output",
		NULL, false,
		"A line for each request, without texts, addresses and keys; - is standard output."},
	{"log", "format", SETTING_CHOICE, AT(log.format), "json|text", 0, 0, "json or text", NULL,
		false, "The form of these lines."},

	{"cors", "origins", SETTING_TEXTS, AT(cors_origins), "https://HOST[:PORT] or *", 0, 0,
		"[\"https://news.example\"]", is_origin, false,
		"Pages of these origins may ask from the browser; \"*\": all pages."},

	{"shadow", "bundle", SETTING_PATH, AT(shadow.bundle), NULL, 0, 0, "a file or folder", NULL,
		false,
		"A second bundle scores as well, without an effect on answers; where it would decide "
		"otherwise is counted."},
	{"shadow", "policy", SETTING_PATH, AT(shadow.policy), NULL, 0, 0, "a file", NULL, false,
		"The policy of the second bundle; by default the same."},
	{"shadow", "samples", SETTING_PATH, AT(shadow.samples), NULL, 0, 0, "a file", NULL, false,
		"Keep comments on which the two differ in this file. It holds their texts."},
	{"shadow", "samples_bytes", SETTING_BYTES, AT(shadow.samples_bytes), NULL, 1 << 10,
		(uint64_t)1 << 40, "a size such as 64MiB, from 1KiB to 1024GiB", NULL, false,
		"The size at which that file ends."},
	{"shadow", "samples_share", SETTING_SHARE, AT(shadow.samples_share), NULL, 0, 0,
		"a number from 0 to 1", NULL, false, "The share of these comments that is kept."},

	{"metrics", "public", SETTING_WORD, AT(metrics_public), YES_NO, 0, 0, "true or false", NULL,
		false, "Whether /metrics is answered without a key."},
};

const size_t n_settings = sizeof(settings) / sizeof(settings[0]);

_Static_assert(sizeof(settings) / sizeof(settings[0]) <= SETTINGS_MAX, "more settings than bits");
_Static_assert(sizeof(enum log_format) == sizeof(unsigned), "SETTING_CHOICE is unsigned");

/* ---- writing ---- */

/* Writes a text that begins with `scheme`, behind which a path stands. */
static void write_path(const char *text, const char *scheme, const char *folder, struct buffer *out)
{
	const char *path = text + strlen(scheme);
	struct buffer whole = BUFFER_INIT;

	if (!folder || *path == '/' || strcmp(path, "-") == 0)
		buffer_add_str(&whole, text);
	else
		buffer_printf(&whole, "%s%s/%s", scheme, folder, path);
	value_write_text(out, buffer_view(&whole));
	out->failed |= whole.failed;
	buffer_dispose(&whole);
}

static void write_texts(const struct setting *setting, const struct config_texts *texts,
	const char *folder, struct buffer *out)
{
	static const char unix_scheme[] = "unix:";
	size_t i;

	if (!texts->n)
		return;
	buffer_add_char(out, '[');
	for (i = 0; i < texts->n; i++) {
		const char *text = setting->kind == SETTING_SECRETS ? CONFIG_MASK : texts->items[i];

		buffer_add_str(out, i ? ", " : "");
		if (str_begins(str_of(text), unix_scheme))
			write_path(text, unix_scheme, folder, out);
		else
			value_write_text(out, str_of(text));
	}
	buffer_add_char(out, ']');
}

static void write_word(const char *words, unsigned place, struct buffer *out)
{
	while (place--)
		words += strcspn(words, "|") + 1;
	buffer_add(out, words, strcspn(words, "|"));
}

int setting_word(const struct setting *setting, moderato_str word)
{
	const char *words = setting->words;
	int place;

	for (place = 0;; place++) {
		const size_t len = strcspn(words, "|");

		if (str_equal(word, (moderato_str){words, len}))
			return place;
		if (!words[len])
			return -1;
		words += len + 1;
	}
}

void setting_write(const struct setting *setting, const struct config *config, const char *folder,
	struct buffer *out)
{
	const void *value = (const char *)config + setting->offset;

	switch (setting->kind) {
	case SETTING_PATH:
		if (*(const char *const *)value)
			write_path(*(const char *const *)value, "", folder, out);
		break;
	case SETTING_TEXTS:
	case SETTING_SECRETS:
		write_texts(setting, value, folder, out);
		break;
	case SETTING_WORD:
		write_word(setting->words, *(const bool *)value, out);
		break;
	case SETTING_CHOICE:
		write_word(setting->words, *(const unsigned *)value, out);
		break;
	case SETTING_COUNT:
		buffer_printf(out, "%zu", *(const size_t *)value);
		break;
	case SETTING_BYTES:
		value_write_bytes(out, *(const size_t *)value);
		break;
	case SETTING_SECONDS:
		buffer_printf(out, "%u", *(const unsigned *)value);
		break;
	case SETTING_SHARE:
		buffer_add_number(out, *(const double *)value);
		break;
	case SETTING_MODE:
		buffer_printf(out, "%04o", *(const unsigned *)value);
		break;
	case SETTING_KEYS:
		break;
	}
}

void setting_name(const struct setting *setting, char out[SETTING_NAME])
{
	snprintf(
		out, SETTING_NAME, "%s%s%s", setting->section, *setting->section ? "." : "", setting->name);
}
