/* SPDX-License-Identifier: MIT */
/*
 * Reads the comments in what Facebook hands out as one's own data (`comments.json`, that of groups,
 * and Instagram's `post_comments`). There each byte of UTF-8 is escaped as if it were a character
 * of Latin-1, so "ø" is "\u00c3\u00b8": this is undone. A comment has neither an id nor a thread,
 * except for the name of a group.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "import/json_records.h"

enum slot {
	NONE,
	TEXT,
	AUTHOR,
	GROUP,
	TIME,
	ITEM_TIME,
	ID,
	PARENT,
	HIDDEN,
};

static const struct member of_comment[] = {
	KEEP("timestamp", TIME), KEEP("comment", TEXT), KEEP("author", AUTHOR), KEEP("group", GROUP)};
static const struct shape comment_shape = {SHAPE_OF(of_comment), NULL, true};
static const struct member of_data[] = {INTO("comment", &comment_shape)};
static const struct shape data = {SHAPE_OF(of_data), NULL, false};
static const struct member of_value[] = {KEEP("value", TEXT)};
static const struct shape value = {SHAPE_OF(of_value), NULL, false};
static const struct member of_time[] = {KEEP("timestamp", TIME)};
static const struct shape stamp = {SHAPE_OF(of_time), NULL, false};
/* The members are named in the language of the account; German and the like are spelt out as the
 * texts are. */
static const struct member of_map[] = {INTO("Comment", &value), INTO("Kommentar", &value),
	INTO("Commentaire", &value), INTO("Comentario", &value), INTO("Comentário", &value),
	INTO("Coment\xc3\x83\xc2\xa1rio", &value), INTO("Commento", &value), INTO("Opmerking", &value),
	INTO("Time", &stamp), INTO("Zeit", &stamp), INTO("Heure", &stamp), INTO("Hora", &stamp),
	INTO("Horário", &stamp), INTO("Hor\xc3\x83\xc2\xa1rio", &stamp), INTO("Ora", &stamp),
	INTO("Tijd", &stamp)};
static const struct shape map = {SHAPE_OF(of_map), NULL, true};
static const struct member of_item[] = {
	KEEP("timestamp", ITEM_TIME), INTO("data", &data), INTO("string_map_data", &map)};
static const struct shape item = {SHAPE_OF(of_item), NULL, true};
static const struct member of_from[] = {KEEP("name", AUTHOR)};
static const struct shape sender = {SHAPE_OF(of_from), NULL, false};
static const struct member of_parent[] = {KEEP("id", PARENT)};
static const struct shape parent = {SHAPE_OF(of_parent), NULL, false};
static const struct shape answers;
static const struct member of_graph[] = {KEEP("id", ID), KEEP("message", TEXT),
	KEEP("created_time", TIME), KEEP("is_hidden", HIDDEN), INTO("from", &sender),
	INTO("parent", &parent), INTO("comments", &answers), INTO("comment", &comment_shape)};
static const struct shape graph = {SHAPE_OF(of_graph), NULL, true};
static const struct member of_answers[] = {INTO("data", &graph)};
static const struct shape answers = {SHAPE_OF(of_answers), NULL, false};
static const struct member of_root[] = {KEEP("timestamp", ITEM_TIME), INTO("data", &graph),
	INTO("string_map_data", &map), INTO("comments_v2", &item), INTO("comments", &item),
	INTO("group_comments_v2", &item), INTO("group_comments", &item),
	INTO("comments_media_comments", &item), INTO("comments_reels_comments", &item)};
static const struct shape root = {SHAPE_OF(of_root), NULL, true};

/* Reads one character of Latin-1 beyond ASCII at the text's beginning, which takes two bytes of
 * UTF-8. Returns 0 if there is none. */
static unsigned char latin1_at(const char *text, size_t len)
{
	const unsigned char first = len > 1 ? (unsigned char)text[0] : 0;

	if ((first != 0xc2 && first != 0xc3) || (text[1] & 0xc0) != 0x80)
		return 0;
	return (unsigned char)(((first & 3) << 6) | (text[1] & 0x3f));
}

/* Writes the sequence of UTF-8 that is spelt out at the text's beginning. Returns how long it is,
 * or 0 if there is none. */
static size_t spelt_sequence(char out[4], const char *text, size_t len)
{
	bool valid = false;
	size_t n = 0;
	unsigned char byte;

	while (n < 4 && (byte = latin1_at(text + 2 * n, len - 2 * n)))
		out[n++] = (char)byte;
	if (n)
		n = utf8_next(out, n, &valid);
	return valid ? n : 0;
}

/* Returns the text with the sequences of UTF-8 that are spelt out in it. It is no longer than the
 * text; what is spelt otherwise stays. */
static moderato_str undone(struct json_records *r, moderato_str text)
{
	size_t from = 0;
	size_t to = 0;
	char *out;

	while (from < text.len && (unsigned char)text.ptr[from] < 0x80)
		from++;
	if (from == text.len)
		return text;
	out = arena_alloc(&r->arena, text.len);
	if (!out) {
		r->held.failed = true;
		return text;
	}
	memcpy(out, text.ptr, from);
	to = from;
	while (from < text.len) {
		char sequence[4];
		const size_t n = spelt_sequence(sequence, text.ptr + from, text.len - from);

		if (n) {
			memcpy(out + to, sequence, n);
			to += n;
			from += 2 * n;
		} else {
			out[to++] = text.ptr[from++];
		}
	}
	return (moderato_str){out, to};
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const struct shape *shape = record_shape(r);
	enum verdict verdict;

	if (shape == &graph && !record_has(r, TEXT) && !record_has(r, ID))
		return NO_COMMENT; /* a download's, around the comment */
	if (shape != &comment_shape && shape != &map && shape != &graph)
		return NO_COMMENT;
	if (!record_has(r, TEXT)) /* a picture */
		return WITHOUT_TEXT;
	comment->author = undone(r, filled(record_get(r, AUTHOR)));
	comment->group = undone(r, filled(record_get(r, GROUP)));
	comment->title = comment->group;
	comment->created = record_time(r, either(record_get(r, TIME), record_parent(r, ITEM_TIME)));
	comment->state = str_of(record_is_true(r, HIDDEN) ? "removed" : "published");
	comment->id = filled(record_get(r, ID));
	if (shape == &graph)
		comment->parent_id = either(record_get(r, PARENT), record_parent(r, ID));
	verdict = record_text(r, TEXT, comment);
	comment->text = undone(r, comment->text);
	return verdict;
}

static bool has_comment(const struct outline *o)
{
	size_t i;

	for (i = 0; i < sizeof(of_map) / sizeof(*of_map); i++)
		if (of_map[i].into == &value && outline_has(o, "", of_map[i].key))
			return true;
	return false;
}

/* Returns whether it is what the Graph API answers for the comments of a post. */
static bool is_graph(const struct outline *o)
{
	return outline_has(o, "created_time id", "message") &&
		   (outline_has(o, "data", "paging") || outline_has(o, "created_time message", "from"));
}

bool sniff_facebook(const struct sample *sample)
{
	const struct outline *o = sample->json;

	if (!o)
		return false;
	if (outline_has(o, "timestamp data", "title") && outline_has(o, "timestamp", "comment"))
		return true;
	return outline_has_at(o, "comments_v2", 1) || outline_has_at(o, "group_comments_v2", 1) ||
		   (outline_has(o, "", "string_map_data") && has_comment(o)) || is_graph(o);
}

moderato_status open_facebook(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Facebook", &root, &item, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
