/* SPDX-License-Identifier: MIT */
/*
 * Reads Staticman's entries as YAML, one after another as `cat *.yml` gives them, with `---`
 * between them or not, and as front matter, where the text follows its fields. An entry begins with
 * its `_id`, which Staticman writes first; one of its first version, which has none, begins with
 * the key that the one before began with, or with a second text. What is broken costs its entry
 * alone.
 */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buffer.h"
#include "base/fail.h"
#include "base/timestamp.h"
#include "base/yaml_items.h"
#include "corpus/source.h"
#include "import/staticman.h"

struct entries {
	struct source source;
	struct input *in;
	struct buffer document; /* the lines of the entry that is being read */
	struct buffer ahead;    /* the first line of the next one, if it was read already */
	struct buffer values;   /* the bytes of the fields */
	moderato_span fields[STATICMAN_SLOTS];
	bool set[STATICMAN_SLOTS];
	char created[TIMESTAMP_MAX];
	unsigned first;    /* the number of the key that the entry begins with, and those of the keys */
	unsigned seen;     /* that it has, a bit for each */
	size_t line;       /* where the entry begins */
	size_t line_ahead; /* where the next one does */
	bool marked;       /* a line `---` ended the entry */
	bool too_long;
	bool ended;
};

static bool is_marker(moderato_str line)
{
	return (str_begins(line, "---") || str_begins(line, "...")) && is_blank(str_from(line, 3));
}

/* ---- keys ---- */

#define AS_ROW(name, slot) {name, sizeof(name) - 1, slot},
static const struct {
	const char *name;
	size_t len;
	unsigned slot;
} names[] = {STATICMAN_FIELDS(AS_ROW)};

#define N_NAMES (sizeof(names) / sizeof(*names))

/* Returns how long the key at the beginning of a line is, or 0 if there is none. */
static size_t key_len(moderato_str text)
{
	size_t i = 0;

	while (
		i < text.len && (ascii_is_alnum(text.ptr[i]) || text.ptr[i] == '_' || text.ptr[i] == '-'))
		i++;
	if (i < text.len && text.ptr[i] == ':' &&
		(i + 1 == text.len || text.ptr[i + 1] == ' ' || text.ptr[i + 1] == '\n'))
		return i;
	return 0;
}

/* Returns the number of the key at the beginning of the line, N_NAMES for one that is not known. */
static unsigned key_of(moderato_str line)
{
	const size_t len = key_len(line);
	unsigned i = 0;

	if (!len)
		return N_NAMES;
	while (i < N_NAMES && (names[i].len != len || memcmp(names[i].name, line.ptr, len) != 0))
		i++;
	return i;
}

static unsigned slot_of(unsigned key)
{
	return key < N_NAMES ? names[key].slot : STATICMAN_NONE;
}

/* Returns whether the next entry begins with the line. `text`: it follows front matter. */
static bool begins_entry(const struct entries *e, moderato_str line, bool text)
{
	const unsigned key = key_of(line);
	const unsigned slot = slot_of(key);

	if (slot == STATICMAN_ID)
		return true;
	return slot != STATICMAN_NONE && (e->seen & 1U << key) &&
		   (key == e->first || (slot == STATICMAN_TEXT && !text));
}

/* ---- the lines of an entry ---- */

static void add_line(struct entries *e, struct buffer *to, moderato_str line)
{
	if (to->len + line.len + 1 > MODERATO_RECORD_BYTES_MAX) {
		e->too_long = true;
		return;
	}
	buffer_add(to, line.ptr, line.len);
	buffer_add_char(to, '\n');
}

/* Takes a line that the next entry begins with. */
static void put_ahead(struct entries *e, moderato_str line)
{
	buffer_clear(&e->ahead);
	add_line(e, &e->ahead, line);
	e->line_ahead = e->in->line_taken;
}

/* Takes the next line. One that is too long is passed over, with what it belongs to. */
static moderato_status take_line(struct entries *e, moderato_str *line, moderato_error *err)
{
	moderato_status status = input_line(e->in, MODERATO_RECORD_BYTES_MAX, line, err);

	if (status == MODERATO_ELIMIT) {
		e->too_long = true;
		*line = (moderato_str){"", 0};
		status = MODERATO_OK;
	}
	e->ended = status != MODERATO_OK;
	return status;
}

/* Notes which key the line begins with. */
static void note_key(struct entries *e, moderato_str line)
{
	const unsigned key = key_of(line);

	if (key == N_NAMES)
		return;
	if (!e->seen)
		e->first = key;
	e->seen |= 1U << key;
}

/* Gathers the lines of the next entry. MODERATO_END: there is none. */
static moderato_status gather(struct entries *e, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_str line;

	buffer_clear(&e->document);
	e->marked = false;
	e->too_long = false;
	e->line = e->line_ahead;
	e->seen = 0;
	if (e->ahead.len)
		note_key(e, buffer_view(&e->ahead));
	buffer_add(&e->document, e->ahead.data, e->ahead.len);
	buffer_clear(&e->ahead);
	while (!e->ended && !e->marked && !(status = take_line(e, &line, err))) {
		if (e->document.len && begins_entry(e, line, false)) {
			put_ahead(e, line);
			break;
		}
		note_key(e, line);
		e->marked = e->document.len && is_marker(line);
		if (!e->document.len)
			e->line = e->in->line_taken;
		if (!is_marker(line) && (e->document.len || !is_blank(line)))
			add_line(e, &e->document, line);
	}
	if (status && status != MODERATO_END)
		return status;
	if (e->document.failed || e->ahead.failed)
		return fail_no_memory(err);
	return e->document.len || e->too_long ? MODERATO_OK : MODERATO_END;
}

/* Reads the text that follows front matter: all up to a marker with an entry behind it. */
static moderato_status gather_text(struct entries *e, moderato_error *err)
{
	const size_t begin = e->values.len;
	moderato_status status = MODERATO_OK;
	bool marker = false;
	moderato_str line;

	while (!e->ended && !(status = take_line(e, &line, err))) {
		if (begins_entry(e, line, true) && (marker || str_begins(line, "_id:"))) {
			put_ahead(e, line);
			break;
		}
		if (marker)
			add_line(e, &e->values, str_of("---"));
		marker = is_marker(line);
		if (!marker)
			add_line(e, &e->values, line);
	}
	if (status && status != MODERATO_END)
		return status;
	while (e->values.len > begin &&
		   is_blank(str_part(buffer_view(&e->values), e->values.len - 1, e->values.len)))
		e->values.len--;
	e->set[STATICMAN_TEXT] = e->values.len > begin;
	e->fields[STATICMAN_TEXT] = (moderato_span){begin, e->values.len};
	return MODERATO_OK;
}

/* ---- the fields of an entry ---- */

/* Keeps the field's value; the last one counts. */
static void keep(struct entries *e, unsigned slot, moderato_str value)
{
	e->fields[slot] = (moderato_span){e->values.len, e->values.len + value.len};
	e->set[slot] = true;
	buffer_add(&e->values, value.ptr, value.len);
}

/* Returns whether the value, all of which is on the line of its key, means just its characters:
 * without quotes nothing in it may mean anything to YAML, and in quotes there are none. */
static bool is_simple(moderato_str *value)
{
	size_t i = 1;

	if (value->len > 1 && *value->ptr == '\'') {
		*value = str_part(*value, 1, value->len - 1);
		return value->ptr[value->len] == '\'' && !memchr(value->ptr, '\'', value->len);
	}
	if (!value->len || !ascii_is_alnum(*value->ptr))
		return false;
	while (i < value->len && value->ptr[i] != '#' &&
		   (value->ptr[i] != ':' || (i + 1 < value->len && value->ptr[i + 1] > ' ')))
		i++;
	return i == value->len;
}

/* Returns whether the value begins as a list, a mapping, an alias or the like. */
static bool is_other(moderato_str value)
{
	const bool alone = value.len == 1 || value.ptr[1] == ' ' || value.ptr[1] == '\n';

	return memchr("[{&*!", *value.ptr, 5) || (alone && (*value.ptr == '-' || *value.ptr == '?'));
}

/* Reads the field, a mapping of one pair, by libyaml. It gets only what begins as a text does:
 * lists and mappings in brackets take it quadratic time, and no field is one. */
static moderato_status read_scalar(
	struct entries *e, unsigned slot, moderato_str pair, moderato_str value, moderato_error *err)
{
	struct yaml_items yaml;
	moderato_status status;

	if (!value.len || is_other(value))
		return MODERATO_OK;
	status = yaml_items_open(&yaml, e->in->name, pair, err);
	if (status)
		return status;
	if (!(status = yaml_items_next(&yaml)) && !(status = yaml_items_next(&yaml)) &&
		!(status = yaml_items_next(&yaml)) && yaml.kind == YAML_TEXT)
		keep(e, slot, yaml.text);
	if (!status && yaml.kind == YAML_TEXT) /* the end, or a mistake behind it */
		status = yaml_items_next(&yaml);
	yaml_items_close(&yaml);
	return status;
}

/* Reads the field whose lines these are: that of its key, and those that are indented. */
static moderato_status read_field(struct entries *e, moderato_str pair, moderato_error *err)
{
	const size_t len = key_len(pair);
	const unsigned slot = slot_of(key_of(pair));
	moderato_str value = trim_blanks(str_from(pair, len + 1));
	moderato_str simple;

	if (!len)
		return *pair.ptr == '#' ? MODERATO_OK : MODERATO_EFORMAT;
	if (slot == STATICMAN_NONE)
		return MODERATO_OK;
	while (value.len && is_blank(str_from(value, value.len - 1)))
		value.len--;
	simple = value;
	if (value.len && !memchr(value.ptr, '\n', value.len) && is_simple(&simple))
		keep(e, slot, simple);
	else
		return read_scalar(e, slot, pair, value, err);
	return MODERATO_OK;
}

static moderato_status read_fields(struct entries *e, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_str rest = buffer_view(&e->document);

	buffer_clear(&e->values);
	memset(e->fields, 0, sizeof(e->fields));
	memset(e->set, 0, sizeof(e->set));
	while (rest.len && !status) {
		const char *at = rest.ptr;
		const char *end = rest.ptr + rest.len;

		do
			at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
		while (at < end && (*at == ' ' || *at == '\t' || *at == '\n'));
		status = read_field(e, str_part(rest, 0, (size_t)(at - rest.ptr)), err);
		rest = str_from(rest, (size_t)(at - rest.ptr));
	}
	return status;
}

static moderato_str field(const struct entries *e, unsigned slot)
{
	if (!e->set[slot])
		return (moderato_str){NULL, 0};
	return str_part((moderato_str){e->values.len ? e->values.data : "", e->values.len},
		e->fields[slot].begin, e->fields[slot].end);
}

static moderato_status fill(struct entries *e, moderato_comment *comment, moderato_error *err)
{
	moderato_str fields[STATICMAN_SLOTS];
	unsigned i;
	size_t len;

	for (i = 0; i < STATICMAN_SLOTS; i++)
		fields[i] = field(e, i);
	comment->line = e->line;
	comment->text = fields[STATICMAN_TEXT];
	if (!comment->text.ptr)
		return fail_at(err, MODERATO_EFORMAT, e->in->name, e->line, "the comment has no text");
	if (comment->text.len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(e->in, e->line, err);
	staticman_fill(fields, comment);
	comment->created = fields[STATICMAN_DATE];
	len = comment->created.len ? timestamp_utc(e->created, comment->created) : 0;
	if (len)
		comment->created = (moderato_str){e->created, len};
	return MODERATO_OK;
}

static moderato_status entries_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct entries *e = (struct entries *)source;
	moderato_status status = gather(e, err);

	if (status)
		return status;
	if (!e->too_long)
		status = read_fields(e, err);
	if (status == MODERATO_EFORMAT)
		return fail_at(err, status, e->in->name, e->line,
			"the entry that begins here is no YAML of simple fields; it is skipped");
	if (!status && e->marked && !e->set[STATICMAN_TEXT])
		status = gather_text(e, err);
	if (!status && (e->values.failed || e->ahead.failed))
		status = fail_no_memory(err);
	if (status)
		return status;
	if (e->too_long)
		return fail_at(err, MODERATO_ELIMIT, e->in->name, e->line,
			"the record is longer than the limit of %zu bytes", MODERATO_RECORD_BYTES_MAX);
	return fill(e, comment, err);
}

static void entries_close(struct source *source)
{
	struct entries *e = (struct entries *)source;

	buffer_dispose(&e->document);
	buffer_dispose(&e->ahead);
	buffer_dispose(&e->values);
	free(e);
}

/* ---- opening ---- */

static moderato_str first_line(moderato_str *text)
{
	const char *newline = text->len ? memchr(text->ptr, '\n', text->len) : NULL;
	const size_t len = newline ? (size_t)(newline - text->ptr) : text->len;
	const moderato_str line = str_part(*text, 0, len);

	*text = str_from(*text, newline ? len + 1 : len);
	return line;
}

/* Returns which fields the entry that begins with the line has, a bit for each slot. With
 * `strict`, "author" is no name, since articles begin with one. */
static unsigned slots_of(moderato_str line, moderato_str rest, bool strict)
{
	enum { LINES = 64 };
	unsigned slots = 0;
	size_t i;

	for (i = 0; i < LINES && !is_marker(line); i++) {
		const unsigned key = key_of(line);
		const bool usual = key < N_NAMES && strcmp(names[key].name, "author") != 0;

		if (usual || !strict)
			slots |= 1U << slot_of(key);
		if (!rest.len)
			break;
		line = first_line(&rest);
	}
	return slots;
}

/* Returns whether it begins with the UUID of an entry, and a field that entries have is near. What
 * Staticman's first version gives has no id, but the fields of its own example; an article may
 * have some of them before it. */
bool sniff_staticyaml(const struct sample *sample)
{
	const unsigned usual =
		1U << STATICMAN_NAME | 1U << STATICMAN_EMAIL | 1U << STATICMAN_TEXT | 1U << STATICMAN_DATE;
	const unsigned no_field = 1U << STATICMAN_NONE | 1U << STATICMAN_ID;
	moderato_str head = sample->head;
	moderato_str line = {"", 0};

	while (head.len && (is_blank(line) || is_marker(line)))
		line = first_line(&head);
	if (str_begins(line, "_id:"))
		return staticman_is_id(trim_blanks(str_from(line, 4))) &&
			   (slots_of(line, head, false) & ~no_field);
	return (slots_of(line, head, true) & usual) == usual;
}

moderato_status open_staticyaml(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct entries *e = calloc(1, sizeof(*e));

	(void)options;
	*out = NULL;
	if (!e)
		return fail_no_memory(err);
	e->source = (struct source){.next = entries_next, .close = entries_close};
	e->in = in;
	*out = &e->source;
	return MODERATO_OK;
}
