/* SPDX-License-Identifier: MIT */
/* Reads the keys of a configuration: a list of mappings. */
#include "base/fail.h"
#include "serve/config/config_source.h"
#include "serve/config/config_value.h"
#include "serve/protocol.h"
#include "terminal/cli.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The key under construction. */
struct entry {
	struct key_terms terms;
	const char *hash;
	size_t line;   /* where it begins */
	unsigned seen; /* bits of its members */
};

static moderato_status keep(struct config_source *s, const char **out)
{
	*out = arena_copy(&s->config->texts, s->yaml.text.ptr, s->yaml.text.len);
	return *out ? MODERATO_OK : fail_no_memory(s->yaml.err);
}

static moderato_status read_name(struct config_source *s, struct entry *entry)
{
	static const char what[] = "a name of at most 64 letters, digits and, but for the first, . _ -";
	moderato_status status = config_text(s, what);

	if (!status && !value_is_name(s->yaml.text))
		status = config_expected(s, what);
	return status ? status : keep(s, &entry->terms.name);
}

static moderato_status read_hash(struct config_source *s, struct entry *entry)
{
	moderato_status status = config_text(s, "sha256: and 64 hexadecimal digits");

	return status ? status : keep(s, &entry->hash);
}

static moderato_status read_scopes(struct config_source *s, struct entry *entry)
{
	moderato_status status;

	if (s->yaml.kind != YAML_LIST)
		return config_expected(s, "a list such as [perspective, score]");
	entry->terms.scopes = 0;
	for (;;) {
		status = yaml_items_next(&s->yaml);
		if (status || s->yaml.kind == YAML_END)
			break;
		if (s->yaml.kind != YAML_TEXT || !value_read_scope(s->yaml.text, &entry->terms.scopes))
			return config_expected(s, "perspective, akismet, openai, score or metrics");
	}
	if (!status && !entry->terms.scopes)
		status = config_expected(s, "at least one scope; without scopes: it may be used for all");
	return status;
}

static moderato_status read_rate(struct config_source *s, struct entry *entry)
{
	if (s->yaml.kind != YAML_TEXT || !value_read_rate(s->yaml.text, &entry->terms.rate))
		return config_expected(s, "a rate such as 600/minute (second, minute, hour, day)");
	return MODERATO_OK;
}

static moderato_status read_expires(struct config_source *s, struct entry *entry)
{
	if (s->yaml.kind != YAML_TEXT || !value_read_day(s->yaml.text, &entry->terms.expires))
		return config_expected(s, "a day such as 2027-01-31");
	return MODERATO_OK;
}

static const struct member {
	const char *name; /* of the entry's key */
	moderato_status (*read)(struct config_source *s, struct entry *entry);
} members[] = {
	{"name", read_name},
	{"hash", read_hash},
	{"scopes", read_scopes},
	{"rate", read_rate},
	{"expires", read_expires},
};

static moderato_status read_member(struct config_source *s, struct entry *entry)
{
	char shown[CONFIG_SHOWN];
	moderato_status status;
	size_t i;

	for (i = 0; i < COUNT(members); i++)
		if (str_is(s->yaml.text, members[i].name))
			break;
	if (i == COUNT(members)) {
		config_show(s->yaml.text, shown);
		return CONFIG_BAD(
			s, "unknown key '%s' in keys; expected name, hash, scopes, rate or expires", shown);
	}
	snprintf(s->name, sizeof(s->name), "keys: %s", members[i].name);
	if (entry->seen & 1U << i)
		return CONFIG_BAD(s, "%s: this is given twice", s->name);
	entry->seen |= 1U << i;
	status = yaml_items_next(&s->yaml);
	return status ? status : members[i].read(s, entry);
}

/* Adds a key that was read; what the keys say of it is told with its line. */
static moderato_status add_entry(struct config_source *s, const struct entry *entry)
{
	moderato_error why = {.message = ""};
	moderato_status status;

	s->yaml.line = entry->line;
	if (!entry->terms.name || !entry->hash)
		return CONFIG_BAD(s,
			"keys: expected a %s in this key, as 'moderato serve key new' prints it",
			entry->terms.name ? "hash" : "name");
	status = keys_add_hash(&s->config->keys, &entry->terms, str_of(entry->hash), &why);
	if (status == MODERATO_ENOMEM)
		return fail_no_memory(s->yaml.err);
	return status ? CONFIG_BAD(s, "keys: %s: %s", entry->terms.name, why.message) : MODERATO_OK;
}

static moderato_status read_entry(struct config_source *s)
{
	struct entry entry = {.terms = {.scopes = SCOPE_ALL}, .line = s->yaml.line};
	moderato_status status = MODERATO_OK;
	bool end = false;

	if (s->yaml.kind != YAML_MAPPING)
		return config_expected(s, "a key, which begins with name:");
	while (!status && !end) {
		snprintf(s->name, sizeof(s->name), "keys");
		status = config_next_key(s, &end);
		if (!status && !end)
			status = read_member(s, &entry);
	}
	return status ? status : add_entry(s, &entry);
}

moderato_status config_read_keys(struct config_source *s, const struct setting *setting)
{
	moderato_status status;

	if (s->yaml.kind != YAML_LIST)
		return config_expected(s, setting->example);
	for (;;) {
		status = yaml_items_next(&s->yaml);
		if (status || s->yaml.kind == YAML_END)
			return status;
		status = read_entry(s);
		if (status)
			return status;
	}
}
