/* SPDX-License-Identifier: MIT */
/* Reads a configuration by the table of settings. Nothing is guessed: what is not exactly right is
 * an error, with its line and what was expected there. */
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/file.h"
#include "serve/config/config_source.h"
#include "serve/config/config_value.h"
#include "terminal/cli.h"

enum {
	CONFIG_BYTES_MAX = 1 << 20, /* a thousand keys take a fifth of it */
	LIST_MAX = 256,             /* entries of a list */
	NEAR = 3,                   /* edits from which on a name is not a slip of another one's */
};

/* ---- messages ---- */

void config_show(moderato_str text, char out[CONFIG_SHOWN])
{
	size_t len = text.len < CONFIG_SHOWN - 4 ? text.len : CONFIG_SHOWN - 4;
	size_t i;

	while (len < text.len && len && ((unsigned char)text.ptr[len] & 0xC0) == 0x80)
		len--;
	for (i = 0; i < len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];

		out[i] = c < 0x20 || c == 0x7F ? '?' : (char)c;
	}
	snprintf(out + len, CONFIG_SHOWN - len, "%s", len < text.len ? "…" : "");
}

moderato_status config_expected(struct config_source *s, const char *what)
{
	char shown[CONFIG_SHOWN];
	const char *colon = *s->name ? ": " : "";

	switch (s->yaml.kind) {
	case YAML_TEXT:
		if (!s->yaml.text.len)
			return CONFIG_BAD(s, "%s%sexpected %s, but there is nothing", s->name, colon, what);
		config_show(s->yaml.text, shown);
		return CONFIG_BAD(s, "%s%sexpected %s, not '%s'", s->name, colon, what, shown);
	case YAML_LIST:
		return CONFIG_BAD(s, "%s%sexpected %s, not a list", s->name, colon, what);
	case YAML_MAPPING:
		return CONFIG_BAD(s, "%s%sexpected %s, not a mapping", s->name, colon, what);
	case YAML_END:
		break;
	}
	return CONFIG_BAD(s, "%s%sexpected %s", s->name, colon, what);
}

moderato_status config_next_key(struct config_source *s, bool *end)
{
	moderato_status status = yaml_items_next(&s->yaml);

	*end = !status && s->yaml.kind == YAML_END;
	if (status || *end)
		return status;
	return s->yaml.kind == YAML_TEXT ? MODERATO_OK : config_expected(s, "a key");
}

/* ---- texts ---- */

moderato_status config_text(struct config_source *s, const char *what)
{
	if (s->yaml.kind != YAML_TEXT || !s->yaml.text.len)
		return config_expected(s, what);
	if (!value_is_text(s->yaml.text))
		return CONFIG_BAD(s, "%s: expected %s, without control characters", s->name, what);
	return MODERATO_OK;
}

/* The same, if it must be accepted by the setting. */
static moderato_status accepted_text(struct config_source *s, const struct setting *setting)
{
	const char *what = setting->kind == SETTING_PATH ? setting->example : setting->words;
	moderato_status status = config_text(s, what);

	if (!status && setting->accepts && !setting->accepts(s->yaml.text))
		status = setting->kind == SETTING_SECRETS
					 ? CONFIG_BAD(
						   s, "%s: this is what --print-config writes instead of a secret", s->name)
					 : config_expected(s, what);
	return status;
}

/* Sets `path` to a path that the configuration says, which is relative to its folder. With
 * "credential:NAME" it is one of those that systemd hands over; whoever checks the configuration of
 * the service from a shell sees those of the running service. */
static moderato_status resolve_path(struct config_source *s, moderato_str text, struct buffer *path)
{
	static const char credential[] = "credential:";
	const char *folder = s->folder;

	if (str_begins(text, credential)) {
		text = str_from(text, sizeof(credential) - 1);
		if (!text.len || memchr(text.ptr, '/', text.len) || str_is(text, "..") || str_is(text, "."))
			return config_expected(s, "credential: and a name as LoadCredential= has it");
		folder = getenv("CREDENTIALS_DIRECTORY");
		if (!folder || *folder != '/')
			folder = "/run/credentials/moderato.service";
	}
	if (text.ptr[0] != '/' && strcmp(folder, ".") != 0)
		buffer_printf(path, "%s%s", folder, str_ends(str_of(folder), "/") ? "" : "/");
	buffer_add(path, text.ptr, text.len);
	return path->failed ? fail_no_memory(s->yaml.err) : MODERATO_OK;
}

static moderato_status read_path(
	struct config_source *s, const struct setting *setting, const char **target)
{
	struct buffer path = BUFFER_INIT;
	moderato_status status = accepted_text(s, setting);

	if (status)
		return status;
	if (str_is(s->yaml.text, "-"))
		buffer_add_str(&path, "-"); /* standard output, if the setting takes that */
	else
		status = resolve_path(s, s->yaml.text, &path);
	if (!status) {
		*target = path.failed ? NULL : arena_copy(&s->config->texts, path.data, path.len);
		status = *target ? MODERATO_OK : fail_no_memory(s->yaml.err);
	}
	buffer_dispose(&path);
	return status;
}

/* Adds an entry of a list. The path of a Unix socket is relative to the folder, too. */
static moderato_status add_text(
	struct config_source *s, const struct setting *setting, struct config_texts *target)
{
	static const char unix_scheme[] = "unix:";
	struct buffer text = BUFFER_INIT;
	moderato_status status = accepted_text(s, setting);

	if (!status && target->n == LIST_MAX)
		status = CONFIG_BAD(s, "%s: expected at most %d entries", s->name, LIST_MAX);
	if (status)
		return status;
	if (setting->kind == SETTING_TEXTS && str_begins(s->yaml.text, unix_scheme)) {
		buffer_add_str(&text, unix_scheme);
		status = resolve_path(s, str_from(s->yaml.text, sizeof(unix_scheme) - 1), &text);
	} else {
		buffer_add(&text, s->yaml.text.ptr, s->yaml.text.len);
	}
	if (!status && text.failed)
		status = fail_no_memory(s->yaml.err);
	if (!status)
		status = config_add(s->config, target, buffer_view(&text), s->yaml.err);
	buffer_dispose(&text);
	return status;
}

static moderato_status read_texts(
	struct config_source *s, const struct setting *setting, struct config_texts *target)
{
	char what[128];
	moderato_status status;

	if (s->yaml.kind != YAML_LIST) {
		snprintf(what, sizeof(what), "a list such as %s", setting->example);
		return config_expected(s, what);
	}
	*target = (struct config_texts){NULL, 0};
	for (;;) {
		status = yaml_items_next(&s->yaml);
		if (status || s->yaml.kind == YAML_END)
			return status;
		status = add_text(s, setting, target);
		if (status)
			return status;
	}
}

/* ---- numbers and words ---- */

static bool read_number(moderato_str text, const struct setting *setting, uint64_t *out)
{
	unsigned mode;

	switch (setting->kind) {
	case SETTING_BYTES:
		return value_read_bytes(text, out);
	case SETTING_MODE:
		if (!value_read_mode(text, &mode))
			return false;
		*out = mode;
		return true;
	default:
		return value_read_count(text, out);
	}
}

static moderato_status read_plain(
	struct config_source *s, const struct setting *setting, void *target)
{
	const moderato_str text = s->yaml.text;
	uint64_t number = 0;
	int place = 0;

	if (s->yaml.kind != YAML_TEXT)
		return config_expected(s, setting->example);
	if (setting->words)
		place = setting_word(setting, text);
	else if (setting->kind == SETTING_SHARE)
		place = value_read_share(text, target) ? 0 : -1;
	else if (!read_number(text, setting, &number) || number < setting->min || number > setting->max)
		place = -1;
	if (place < 0)
		return config_expected(s, setting->example);
	switch (setting->kind) {
	case SETTING_SHARE:
		break;
	case SETTING_WORD:
		*(bool *)target = place;
		break;
	case SETTING_CHOICE:
		*(unsigned *)target = (unsigned)place;
		break;
	case SETTING_COUNT:
	case SETTING_BYTES:
		*(size_t *)target = (size_t)number;
		break;
	default:
		*(unsigned *)target = (unsigned)number;
		break;
	}
	return MODERATO_OK;
}

/* ---- settings and sections ---- */

static moderato_status read_setting(struct config_source *s, const struct setting *setting)
{
	void *target = (char *)s->config + setting->offset;
	size_t *line = &s->lines[setting - settings];
	moderato_status status;

	setting_name(setting, s->name);
	if (*line)
		return CONFIG_BAD(s, "%s: this is given in line %zu already", s->name, *line);
	*line = s->yaml.line;
	status = yaml_items_next(&s->yaml);
	if (status)
		return status;
	switch (setting->kind) {
	case SETTING_KEYS:
		return config_read_keys(s, setting);
	case SETTING_PATH:
		return read_path(s, setting, target);
	case SETTING_TEXTS:
	case SETTING_SECRETS:
		return read_texts(s, setting, target);
	default:
		return read_plain(s, setting, target);
	}
}

static const struct setting *find(const char *section, moderato_str name)
{
	size_t i;

	for (i = 0; i < n_settings; i++)
		if (strcmp(settings[i].section, section) == 0 && str_is(name, settings[i].name))
			return &settings[i];
	return NULL;
}

static const char *find_section(moderato_str name)
{
	size_t i;

	for (i = 0; i < n_settings; i++)
		if (*settings[i].section && str_is(name, settings[i].section))
			return settings[i].section;
	return NULL;
}

/* Takes a name if it is nearer to the one that was written than the best so far. */
static void consider(const char *written, const char *name, const char **best, size_t *distance)
{
	const size_t d = edit_distance(written, name);

	if (d < *distance) {
		*distance = d;
		*best = name;
	}
}

/* Says what may have been meant: the name with a slip, or one of another section. */
static moderato_status unknown(struct config_source *s, const char *section)
{
	const char *in = *section ? " in " : "";
	const char *best = NULL;
	size_t distance = NEAR;
	char shown[CONFIG_SHOWN];
	char full[SETTING_NAME];
	size_t i;

	config_show(s->yaml.text, shown);
	for (i = 0; i < n_settings; i++) {
		if (strcmp(settings[i].section, section) == 0)
			consider(shown, settings[i].name, &best, &distance);
		if (!*section)
			consider(shown, settings[i].section, &best, &distance);
	}
	if (best && *best)
		return CONFIG_BAD(s, "unknown key '%s'%s%s; did you mean '%s'?", shown, in, section, best);
	for (i = 0; i < n_settings; i++) {
		if (strcmp(shown, settings[i].name) == 0) {
			setting_name(&settings[i], full);
			return CONFIG_BAD(
				s, "unknown key '%s'%s%s; did you mean '%s'?", shown, in, section, full);
		}
	}
	return CONFIG_BAD(
		s, "unknown key '%s'%s%s; 'moderato serve --print-config' lists all", shown, in, section);
}

static moderato_status read_section(struct config_source *s, const char *section)
{
	moderato_status status = yaml_items_next(&s->yaml);
	bool end = false;

	snprintf(s->name, sizeof(s->name), "%s", section);
	if (status)
		return status;
	if (s->yaml.kind != YAML_MAPPING)
		return config_expected(s, "a mapping of settings");
	for (;;) {
		const struct setting *setting;

		snprintf(s->name, sizeof(s->name), "%s", section);
		status = config_next_key(s, &end);
		if (status || end)
			return status;
		setting = find(section, s->yaml.text);
		status = setting ? read_setting(s, setting) : unknown(s, section);
		if (status)
			return status;
	}
}

/* Reads a key at the top and its value. `sections` are those that were there before. */
static moderato_status read_key(struct config_source *s, const char **sections, size_t *n)
{
	const char *section = find_section(s->yaml.text);
	const struct setting *setting = find("", s->yaml.text);
	size_t i;

	if (setting)
		return read_setting(s, setting);
	if (!section)
		return unknown(s, "");
	for (i = 0; i < *n; i++)
		if (sections[i] == section)
			return CONFIG_BAD(s, "%s: this is given twice", section);
	sections[(*n)++] = section;
	return read_section(s, section);
}

static moderato_status read_document(struct config_source *s)
{
	const char *sections[SETTINGS_MAX];
	size_t n = 0;
	moderato_status status = yaml_items_next(&s->yaml);
	bool end = false;

	if (status || s->yaml.kind == YAML_END) /* an empty file: everything is as it is by default */
		return status;
	if (s->yaml.kind != YAML_MAPPING)
		return config_expected(s, "settings such as listen: [127.0.0.1:8080]");
	while (!status && !end) {
		s->name[0] = '\0';
		status = config_next_key(s, &end);
		if (!status && !end)
			status = read_key(s, sections, &n);
	}
	return status ? status : yaml_items_next(&s->yaml); /* where a second document is refused */
}

/* ---- the file ---- */

moderato_status config_parse(struct config *config, const char *name, const char *folder,
	moderato_str yaml, moderato_error *err)
{
	struct config_source s = {.config = config, .folder = folder};
	moderato_status status;

	if (yaml.len > CONFIG_BYTES_MAX)
		return fail(err, MODERATO_EFORMAT, "%s: expected a configuration of at most %d bytes", name,
			CONFIG_BYTES_MAX);
	status = yaml_items_open(&s.yaml, name, yaml, err);
	if (status)
		return status;
	status = read_document(&s);
	yaml_items_close(&s.yaml);
	return status;
}

/* Returns the folder of a path, in the configuration's arena. */
static const char *folder_of(struct config *config, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_copy(&config->texts, path, slash == path ? 1 : (size_t)(slash - path));
}

moderato_status config_read(struct config *config, const char *path, moderato_error *err)
{
	const char *folder = folder_of(config, path);
	struct input in;
	moderato_str yaml;
	moderato_status status;

	if (!folder)
		return fail_no_memory(err);
	status = input_open(&in, path, err);
	if (status)
		return status;
	config->path = path;
	status = input_peek(&in, CONFIG_BYTES_MAX + 1, &yaml, err);
	if (!status)
		status = config_parse(config, in.name, folder, yaml, err);
	input_close(&in);
	return status;
}
