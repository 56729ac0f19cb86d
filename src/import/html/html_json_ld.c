/* SPDX-License-Identifier: MIT */
/* Finds comments in JSON-LD: objects of type Comment, wherever "comment", "@graph" and the like
 * lead. */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "corpus/source.h"
#include "import/html/html_items.h"

#define ARRAYS_MAX 8 /* limit for nested arrays: each level is scanned once more */

/* An object or array that has yet to be read. */
struct todo {
	moderato_str json;
	unsigned parent; /* the comment that contains it, as in html_item */
	unsigned arrays; /* how many arrays contain it */
};

struct walk {
	struct html_items *items;
	struct json_reader *reader;
	struct todo *todo;
	size_t n;
	size_t cap;
	/* The object that is being read. */
	struct html_item item;
	bool is_comment;
	moderato_str inside[8]; /* objects and arrays to read later */
	size_t n_inside;
};

static bool is_key(moderato_str key, const char *names)
{
	char word[24];
	size_t len = key.len < sizeof(word) - 3 ? key.len : 0;

	word[0] = ' ';
	memcpy(word + 1, key.ptr, len);
	memcpy(word + 1 + len, " ", 2);
	return len && strstr(names, word);
}

static bool add_todo(struct walk *w, moderato_str json, unsigned parent, unsigned arrays)
{
	void *grown = w->todo;

	if (!grow_array(&grown, &w->cap, w->n + 1, sizeof(*w->todo))) {
		w->items->failed = true;
		return false;
	}
	w->todo = grown;
	w->todo[w->n++] = (struct todo){json, parent, arrays};
	return true;
}

/* Returns where the value that begins at `at` ends: at a comma or bracket of its own level. */
static size_t end_of_value(moderato_str json, size_t at)
{
	size_t depth = 0;
	bool string = false;

	for (; at < json.len; at++) {
		char c = json.ptr[at];

		if (string) {
			at += c == '\\';
			string = c != '"';
		} else if (c == '"') {
			string = true;
		} else if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			if (!depth)
				return at;
			depth--;
		} else if (c == ',' && !depth) {
			return at;
		}
	}
	return json.len;
}

/* Pushes the array's elements so that they are taken in order, from the end. */
static void split(struct walk *w, struct todo array)
{
	moderato_str json = array.json;
	size_t first = w->n;
	size_t at = 1;
	size_t i;

	while (at < json.len) {
		size_t end = end_of_value(json, at);
		moderato_str value = {json.ptr + at, end - at};

		while (value.len && is_blank((moderato_str){value.ptr, 1})) {
			value.ptr++;
			value.len--;
		}
		if (value.len && (*value.ptr == '{' || *value.ptr == '[') && array.arrays < ARRAYS_MAX &&
			!add_todo(w, value, array.parent, array.arrays + 1))
			return;
		if (end >= json.len || json.ptr[end] != ',')
			break;
		at = end + 1;
	}
	for (i = first; i < first + (w->n - first) / 2; i++) {
		struct todo swapped = w->todo[i];

		w->todo[i] = w->todo[w->n - 1 - (i - first)];
		w->todo[w->n - 1 - (i - first)] = swapped;
	}
}

static moderato_status read_person(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct walk *w = payload;

	(void)err;
	if (value->type != JSON_STRING)
		return MODERATO_OK;
	if (is_key(key, " name "))
		w->item.author = html_items_keep(w->items, value->string);
	else if (is_key(key, " url ") && value->string.len > 8 && !memcmp(value->string.ptr, "http", 4))
		w->item.author_url = html_items_keep(w->items, value->string);
	return MODERATO_OK;
}

static void read_type(struct walk *w, const struct json_value *value)
{
	static const char *const types[] = {
		"Comment\"", "UserComments\"", "DiscussionForumPosting\"", "Answer\""};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		const char *found = memmem(value->raw.ptr, value->raw.len, types[i], strlen(types[i]));

		w->is_comment |= found && found > value->raw.ptr && strchr("\"/:#", found[-1]);
	}
}

static moderato_status read_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct walk *w = payload;
	bool string = value->type == JSON_STRING;

	if (is_key(key, " @type "))
		read_type(w, value);
	else if (is_key(key, " text commentText articleBody ") && string)
		w->item.text = html_items_keep(w->items, value->string);
	else if (is_key(key, " datePublished dateCreated commentTime ") && string)
		w->item.created = html_items_keep(w->items, value->string);
	else if (is_key(key, " @id identifier ") && string)
		w->item.id = html_items_keep(w->items, value->string);
	else if (is_key(key, " author creator ") && string)
		w->item.author = html_items_keep(w->items, value->string);
	else if (is_key(key, " author creator ") && value->type == JSON_OBJECT)
		return json_read_nested(w->reader, value->raw, read_person, w, err);
	else if (is_key(key, " comment comments @graph mainEntity hasPart suggestedAnswer "
						 "acceptedAnswer itemListElement item ") &&
			 value->type >= JSON_ARRAY && w->n_inside < sizeof(w->inside) / sizeof(*w->inside))
		w->inside[w->n_inside++] = html_items_keep(w->items, value->raw);
	return w->items->failed ? MODERATO_ENOMEM : MODERATO_OK;
}

static void read_object(struct walk *w, struct todo todo)
{
	struct html_item *item = NULL;
	moderato_status status;

	w->item = (struct html_item){.parent = todo.parent};
	w->is_comment = false;
	w->n_inside = 0;
	status = json_read_object(w->reader, todo.json, read_member, w, NULL);
	w->items->failed |= status == MODERATO_ENOMEM;
	if (status)
		return;
	if (w->is_comment && w->item.text.len) {
		item = html_items_add(w->items);
		if (!item)
			return;
		*item = w->item;
		todo.parent = (unsigned)w->items->n;
	}
	while (w->n_inside)
		add_todo(w, w->inside[--w->n_inside], todo.parent, 0);
}

void html_json_ld(struct html_items *items, const struct html_tree *tree)
{
	struct walk w = {.items = items, .reader = json_reader_new()};
	size_t i;

	items->failed |= !w.reader;
	for (i = 0; i < tree->n_scripts && !items->failed; i++) {
		moderato_str json = tree->scripts[i];

		while (json.len && is_blank((moderato_str){json.ptr, 1})) {
			json.ptr++;
			json.len--;
		}
		if (json.len)
			add_todo(&w, json, 0, 0);
		while (w.n && !items->failed) {
			struct todo todo = w.todo[--w.n];

			if (*todo.json.ptr == '[')
				split(&w, todo);
			else
				read_object(&w, todo);
		}
	}
	json_reader_free(w.reader);
	free(w.todo);
}
