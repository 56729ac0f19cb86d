/* SPDX-License-Identifier: MIT */
/* The parameter becomes a tree of names; the answer is read once more, and written where the tree
 * goes along. */
#include "serve/perspective/perspective_fields.h"

#include "base/codepoint.h"
#include "base/fail.h"
#include "serve/perspective/field_name.h"

/* ---- the parameter ---- */

struct parsing {
	struct perspective_fields *fields;
	moderato_str text;
	size_t at;
};

static bool is_name(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_digit(c) || ascii_is_lower(ascii_lower(c)) ||
		   (c && strchr("_@-*", c));
}

/* Finds a name inside another one, or adds it. 0: there are too many. */
static int name_inside(struct perspective_fields *f, int parent, moderato_str name)
{
	int *link = &f->names[parent].child;

	while (*link && !str_equal(f->names[*link].name, name))
		link = &f->names[*link].next;
	if (!*link) {
		if (f->n == PERSPECTIVE_FIELDS_MAX)
			return 0;
		*link = ++f->n;
		f->names[f->n] = (struct perspective_field){name, 0, 0};
	}
	return *link;
}

static char peek(const struct parsing *p)
{
	return p->at < p->text.len ? p->text.ptr[p->at] : '\0';
}

static bool read_list(struct parsing *p, int parent, int depth);

/* Reads a/b/c, with a list in parentheses at the end or without. */
static bool read_path(struct parsing *p, int parent, int depth)
{
	for (;; depth++) {
		const size_t begin = p->at;

		while (is_name(peek(p)))
			p->at++;
		if (p->at == begin || depth > PERSPECTIVE_FIELDS_DEPTH_MAX)
			return false;
		parent = name_inside(p->fields, parent, str_part(p->text, begin, p->at));
		if (!parent)
			return false;
		if (peek(p) != '/' && peek(p) != '.')
			break;
		p->at++;
	}
	if (peek(p) != '(')
		return true;
	p->at++;
	if (!read_list(p, parent, depth + 1) || peek(p) != ')')
		return false;
	p->at++;
	return true;
}

static bool read_list(struct parsing *p, int parent, int depth)
{
	for (;;) {
		if (!read_path(p, parent, depth))
			return false;
		if (peek(p) != ',')
			return true;
		p->at++;
	}
}

/* The names of the answers' own fields are checked, those inside of them are not. */
static void check_names(const struct perspective_fields *f, struct perspective_error *error)
{
	static const char *const known[] = {
		"attributeScores", "languages", "detectedLanguages", "requestedLanguages", "clientToken"};
	int i;

	for (i = f->names[0].child; i; i = f->names[i].next) {
		const moderato_str name = f->names[i].name;
		size_t k = 0;

		while (k < sizeof(known) / sizeof(known[0]) && !field_name_is(name, known[k]))
			k++;
		if (k == sizeof(known) / sizeof(known[0]) && !str_is(name, "*"))
			perspective_refuse_field(error, "fields",
				"Error expanding 'fields' parameter. Cannot find matching fields for path '%.*s'.",
				(int)codepoint_cut(name.ptr, name.len, 40), name.ptr);
	}
}

void perspective_fields_read(
	struct perspective_fields *fields, moderato_str text, struct perspective_error *error)
{
	struct parsing p = {.text = text};

	fields->names[0] = (struct perspective_field){{NULL, 0}, 0, 0};
	fields->n = 0;
	p.fields = fields;
	if (!read_list(&p, 0, 1) || p.at < text.len)
		perspective_refuse_field(error, "fields", "Invalid field selection, at byte %zu", p.at + 1);
	else
		check_names(fields, error);
}

/* ---- the answer ---- */

struct filtering {
	const struct perspective_fields *fields;
	struct json_reader *reader;
	struct pretty_json *out;
	int at; /* the name whose value is read */
};

/* Finds the name that lets a key through, or -1. All of a name without others inside is wanted. */
static int wanted(const struct filtering *f, moderato_str key)
{
	const struct perspective_field *names = f->fields->names;
	char camel[40];
	int i = names[f->at].child;

	if (!i)
		return f->at;
	if (key.len >= sizeof(camel))
		return -1;
	memcpy(camel, key.ptr, key.len);
	camel[key.len] = '\0';
	while (i && !str_is(names[i].name, "*") && !field_name_is(names[i].name, camel))
		i = names[i].next;
	return i ? i : -1;
}

static moderato_status filter_element(
	void *payload, const struct json_value *value, moderato_error *err);
static moderato_status filter_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err);

static moderato_status filter_value(struct filtering *f, const struct json_value *value)
{
	moderato_status status;

	if (value->type != JSON_OBJECT && value->type != JSON_ARRAY) {
		buffer_add(f->out->out, value->raw.ptr, value->raw.len);
		return MODERATO_OK;
	}
	pretty_json_open(f->out, *value->raw.ptr);
	if (value->type == JSON_OBJECT)
		status = json_walk_members(f->reader, filter_member, f);
	else
		status = json_walk_elements(f->reader, filter_element, f);
	pretty_json_close(f->out, value->type == JSON_OBJECT ? '}' : ']');
	return status;
}

static moderato_status filter_element(
	void *payload, const struct json_value *value, moderato_error *err)
{
	struct filtering *f = payload;

	(void)err;
	pretty_json_item(f->out);
	return filter_value(f, value);
}

static moderato_status filter_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct filtering *f = payload;
	const int before = f->at;
	moderato_status status;

	(void)err;
	f->at = wanted(f, key);
	if (f->at < 0) {
		f->at = before;
		return MODERATO_OK;
	}
	pretty_json_foreign_key(f->out, key);
	status = filter_value(f, value);
	f->at = before;
	return status;
}

moderato_status perspective_fields_write(const struct perspective_fields *fields,
	struct json_reader *reader, moderato_str answer, struct pretty_json *out)
{
	struct filtering f = {fields, reader, out, 0};
	moderato_status status;

	pretty_json_open(out, '{');
	status = json_walk_object(reader, answer, filter_member, &f, NULL);
	pretty_json_close(out, '}');
	pretty_json_end(out);
	return status ? status : out->out->failed ? MODERATO_ENOMEM : MODERATO_OK;
}
