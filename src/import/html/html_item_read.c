/* SPDX-License-Identifier: MIT */
/* What is in an item: its text, author, time, id and state, by the pattern's selectors. */
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/html/html_byline.h"
#include "import/html/html_finder.h"
#include "import/html/html_select.h"
#include "import/html/html_text.h"
#include "import/talk/talk_line.h"
#include "import/talk/talk_time.h"

#define NAME_BYTES_MAX 200
#define DATE_BYTES_MAX 100
#define TEXT_BYTES_MAX (MODERATO_COMMENT_BYTES_MAX + 1) /* longer texts are refused */
#define IN_TEXT 100
#define TIMES_TRIED 6 /* of an item, until one can be read */

/* Returns whether the node belongs to another item, or is not part of the text. */
static bool skip_foreign(void *payload, unsigned node)
{
	const struct html_finder *f = payload;
	size_t i = f->next;

	while (i < f->items->n && f->items->items[i].node < node)
		i++; /* skips comments inside this one, as nodes come in order */
	((struct html_finder *)payload)->next = i;
	if (i < f->items->n && f->items->items[i].node == node)
		return true;
	if (node == f->text)
		return false;
	return html_select(f->tree, node, html_noise) || node == f->skipped ||
		   (node == f->time && f->pattern->need & HTML_TEXT_AND_BOTH);
}

/* Returns whether the alternative looks for a part of a class's name. */
static bool is_loose(const char *selector, unsigned place)
{
	while (--place)
		selector = strchr(selector, ' ') + 1;
	return *selector == '~';
}

/* Returns the node that a selector prefers, and the first among equals, of those in an item but
 * not in other items inside it. Nodes in the text come last, because names and dates there are
 * seldom the author's. The item itself is no name nor date for having a class such as
 * "bypostauthor" or "updated". Leaves out the `n_but` nodes of `but`. Returns 0 if there is none.
 */
static unsigned find_best_but(const struct html_finder *f, size_t index, const char *selector,
	const unsigned *but, unsigned n_but)
{
	const struct html_item *item = &f->items->items[index];
	unsigned best = 0;
	unsigned found = 0;
	const bool runs_on = f->pattern->need & (HTML_RUNS_ON | HTML_RUNS_FAR);
	const struct html_node *nodes = f->tree->nodes;
	const unsigned end = f->pattern->need & HTML_RUNS_FAR
							 ? f->tree->n_nodes
							 : nodes[runs_on ? nodes[item->node].parent : item->node].end;
	size_t next = index + 1;
	unsigned i, k;

	for (i = item->node; i < end; i++) {
		unsigned place;

		while (next < f->items->n && f->items->items[next].node < i)
			next++;
		if (next < f->items->n && f->items->items[next].node == i) {
			if (runs_on)
				break;
			i = nodes[i].end - 1;
			continue;
		}
		place = html_select(f->tree, i, selector);
		if (place && i == item->node && is_loose(selector, place))
			continue;
		if (place && f->text && i >= f->text && i < nodes[f->text].end)
			place += IN_TEXT;
		for (k = 0; k < n_but && but[k] != i; k++)
			;
		if (k < n_but || !place || (best && best <= place))
			continue;
		best = place;
		found = i;
	}
	return found;
}

static unsigned find_best(const struct html_finder *f, size_t index, const char *selector)
{
	return find_best_but(f, index, selector, NULL, 0);
}

/* Returns where a node of an item ends, or the item inside it begins, which has a name and a date
 * of its own: a node may be around all other items, and is looked at for each. */
static unsigned end_of(const struct html_finder *f, unsigned node)
{
	const unsigned end = f->tree->nodes[node].end;
	const unsigned other =
		f->inside < f->items->n ? f->items->items[f->inside].node : f->tree->n_nodes;

	return other > node && other < end ? other : end;
}

static moderato_str line_of(struct html_finder *f, unsigned node, size_t max)
{
	bool whole;

	buffer_clear(&f->scratch);
	whole = html_add_line(&f->scratch, f->tree, node, end_of(f, node), max);
	f->items->failed |= f->scratch.failed;
	if (!whole)
		return (moderato_str){NULL, 0};
	return html_items_keep(f->items, buffer_view(&f->scratch));
}

/* Returns the string without the brackets at its end, as in "rosa (12)" and "9:12 am  (Edit)".
 * Brackets with other content than digits stay, unless `any` is set; so do those that follow
 * nothing. */
static moderato_str without_brackets(moderato_str s, bool any)
{
	const char *open = s.len && s.ptr[s.len - 1] == ')' ? memrchr(s.ptr, '(', s.len) : NULL;
	moderato_str before = {s.ptr, open ? (size_t)(open - s.ptr) : 0};
	moderato_str inside = {open, s.len - before.len};

	while (
		before.len && (before.ptr[before.len - 1] == ' ' || before.ptr[before.len - 1] == '\xa0' ||
						  before.ptr[before.len - 1] == '\xc2'))
		before.len--;
	if (!before.len)
		return s;
	for (; inside.len && !any; inside.ptr++, inside.len--)
		if (!strchr("() 0123456789", *inside.ptr))
			return s;
	return before;
}

/* Returns the name in "Rosa says:", "by Rosa" or Drupal's "Rosa (not verified)". */
static moderato_str plain_name(moderato_str name)
{
	static const char *const ends[] = {" (not verified)", " (nicht überprüft)", " (non vérifié)",
		" (no verificado)", " (não verificado)", " (non verificato)", " (niet gecontroleerd)",
		" (inte verifierad)", " (ikke verifisert)", " (niezweryfikowany)", " (не проверено)",
		" (未検証)", " (未验证)", ":"};
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		const size_t len = strlen(ends[i]);

		if (name.len > len && str_ends(name, ends[i]))
			name = trim_blanks(str_part(name, 0, name.len - len));
	}
	talk_take_verb(&name);
	name = without_brackets(name, false);
	if (name.len > 3 && str_begins_nocase(name, "by "))
		name = trim_blanks(str_from(name, 3));
	return name;
}

/* Returns the address of a link to another site that is the author's name, or is around or
 * inside it. */
static moderato_str author_link(const struct html_finder *f, unsigned item)
{
	moderato_str href = html_attribute_of(f->tree, f->author, HTML_HREF_ATTRIBUTE);
	unsigned parent = f->tree->nodes[f->author].parent;
	unsigned i;

	if (!href.ptr && parent > item)
		href = html_attribute_of(f->tree, parent, HTML_HREF_ATTRIBUTE);
	for (i = f->author + 1; !href.ptr && i < end_of(f, f->author); i++)
		href = html_attribute_of(f->tree, i, HTML_HREF_ATTRIBUTE);
	if (href.ptr && href.len > 8 &&
		(!memcmp(href.ptr, "http://", 7) || !memcmp(href.ptr, "https://", 8)))
		return href;
	return (moderato_str){NULL, 0};
}

static void read_author(struct html_finder *f, struct html_item *item)
{
	moderato_str name = html_attribute_of(f->tree, f->author, HTML_DATA_AUTHOR_ATTRIBUTE);
	unsigned i;

	if (!name.len)
		name = html_attribute_of(f->tree, f->author, HTML_AUTHOR_ATTRIBUTE);
	if (!name.len)
		name = html_attribute_of(f->tree, f->author, HTML_CONTENT_ATTRIBUTE);
	for (i = f->author + 1; !name.len && i < end_of(f, f->author); i++) {
		if (!html_select(f->tree, i, "=name .fn"))
			continue;
		name = html_attribute_of(f->tree, i, HTML_CONTENT_ATTRIBUTE);
		if (!name.len)
			name = line_of(f, i, NAME_BYTES_MAX);
	}
	if (!name.len)
		name = line_of(f, f->author, NAME_BYTES_MAX);
	item->author = plain_name(byline_name(trim_blanks(name)));
	item->author_url = author_link(f, item->node);
}

/* Returns the date without repetition: "2024-01-02T03:04:05 1704164645" is a time twice. */
static moderato_str plain_date(moderato_str date)
{
	const char *blank =
		date.len > 19 && date.ptr[10] == 'T' ? memchr(date.ptr, ' ', date.len) : NULL;

	const char *mark = memmem(date.ptr ? date.ptr : "", date.len, "\xc2\xbb", 2);

	if (mark) /* phpBB: "by Rosa » Sat May 04, 2024 9:12 am" */
		return trim_blanks((moderato_str){mark + 2, date.len - 2 - (size_t)(mark - date.ptr)});
	return blank ? (moderato_str){date.ptr, (size_t)(blank - date.ptr)} : date;
}

static bool has_digit(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (ascii_is_digit(s.ptr[i]))
			return true;
	return false;
}

/* Returns the milliseconds in an address of Blogger's comments, "?showComment=1388685600000#c1". */
static moderato_str time_in_address(moderato_str href)
{
	static const char mark[] = "showComment=";
	const char *found = href.len ? memmem(href.ptr, href.len, mark, sizeof(mark) - 1) : NULL;
	moderato_str digits = {found ? found + sizeof(mark) - 1 : NULL, 0};

	while (digits.ptr && digits.ptr + digits.len < href.ptr + href.len &&
		   ascii_is_digit(digits.ptr[digits.len]))
		digits.len++;
	return digits.len >= 12 ? digits : (moderato_str){NULL, 0};
}

/* Returns a time that is written for programs, in the node or inside it, or the title of what
 * readers see, if that says no less: it may be only the day, or "Reply #1". */
static moderato_str exact_time(const struct html_finder *f, unsigned within, moderato_str seen)
{
	static const enum html_attribute places[] = {HTML_DATETIME_ATTRIBUTE, HTML_CONTENT_ATTRIBUTE,
		HTML_CREATED_ATTRIBUTE, HTML_DATA_TIMESTAMP_ATTRIBUTE,
		HTML_DATA_COMMENT_TIMESTAMP_ATTRIBUTE, HTML_DATA_UTIME_ATTRIBUTE, HTML_TITLE_ATTRIBUTE};
	const bool clock = seen.len && memchr(seen.ptr, ':', seen.len);
	moderato_str date;
	unsigned node, i;

	for (node = within; node < end_of(f, within); node++) {
		date = time_in_address(html_attribute_of(f->tree, node, HTML_HREF_ATTRIBUTE));
		if (date.len)
			return date;
		for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
			date = html_attribute_of(f->tree, node, places[i]);
			if (!has_digit(date))
				continue;
			if (places[i] != HTML_TITLE_ATTRIBUTE ||
				(byline_may_be_date(date) && (!clock || memchr(date.ptr, ':', date.len))))
				return date;
		}
	}
	return (moderato_str){NULL, 0};
}

/* How certain it is that a node gives the comment's time. */
enum certainty { NO_TIME, HAS_DAY, HAS_CLOCK };

static moderato_str time_of(struct html_finder *f, unsigned node, enum certainty *certainty)
{
	const moderato_str seen = byline_date(line_of(f, node, DATE_BYTES_MAX));
	const moderato_str exact = exact_time(f, node, seen);
	moderato_str found;

	*certainty = NO_TIME;
	if (exact.len)
		*certainty = HAS_CLOCK;
	else if (talk_time_find(seen, &found))
		*certainty = memchr(found.ptr, ':', found.len) ? HAS_CLOCK : HAS_DAY;
	return without_brackets(plain_date(trim_blanks(exact.len ? exact : seen)), true);
}

/* Programs give the classes of times also to what else is written small, such as ranks and the day
 * on which the author joined. So the first of the item's nodes is looked for that has a time of
 * day, otherwise the first that has a day. */
static void read_time(struct html_finder *f, size_t index)
{
	struct html_item *item = &f->items->items[index];
	unsigned tried[TIMES_TRIED];
	enum certainty best = NO_TIME;
	unsigned n;

	for (n = 0; n < TIMES_TRIED && best < HAS_CLOCK; n++) {
		const unsigned node = find_best_but(f, index, f->pattern->time, tried, n);
		enum certainty certainty;
		moderato_str time;

		if (!node)
			break;
		time = time_of(f, node, &certainty);
		if (!n || certainty > best) {
			f->time = node;
			item->created = has_digit(time) ? time : (moderato_str){NULL, 0};
			best = certainty;
		}
		tried[n] = node;
	}
}

/* Returns the id of an empty anchor just before the item, as Drupal writes it. */
static moderato_str anchor_before(const struct html_finder *f, unsigned node)
{
	const struct html_node *nodes = f->tree->nodes;
	unsigned i = node - 1;

	while (i && !nodes[i].name && is_blank(html_text_of(&nodes[i])))
		i--;
	return html_select(f->tree, i, "span#comment-") && nodes[i].parent == nodes[node].parent
			   ? html_attribute_of(f->tree, i, HTML_ID_ATTRIBUTE)
			   : (moderato_str){NULL, 0};
}

static void read_id(const struct html_finder *f, struct html_item *item)
{
	static const enum html_attribute places[] = {HTML_DATA_FULLNAME_ATTRIBUTE,
		HTML_DATA_COMMENT_ID_ATTRIBUTE, HTML_DATA_NODE_ID_ATTRIBUTE, HTML_DATA_ID_ATTRIBUTE,
		HTML_THINGID_ATTRIBUTE};
	moderato_str id = {NULL, 0};
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places) && !id.len; i++)
		id = html_attribute_of(f->tree, item->node, places[i]);
	if (!id.len) {
		moderato_str whole = html_attribute_of(f->tree, item->node, HTML_ID_ATTRIBUTE);

		if (!whole.len)
			whole = anchor_before(f, item->node);
		id = html_number_of(whole).len ? html_number_of(whole) : whole;
	}
	item->id = id.len ? id : (moderato_str){NULL, 0};
}

static void read_status(const struct html_finder *f, struct html_item *item)
{
	if (html_select(f->tree, item->node, ".pingback"))
		item->type = str_of("pingback");
	else if (html_select(f->tree, item->node, ".trackback"))
		item->type = str_of("trackback");
	if (f->held || html_select(f->tree, item->node, ".unapproved"))
		item->state = str_of("held");
}

/* Returns the text without the signs that stood between the author, the time and itself. */
static moderato_str without_signs(moderato_str text)
{
	while (text.len && strchr(",;:| \n", *text.ptr))
		text = str_from(text, 1);
	return text;
}

static void read_text(struct html_finder *f, size_t index)
{
	struct html_item *item = &f->items->items[index];
	moderato_str content = html_attribute_of(f->tree, f->text, HTML_CONTENT_ATTRIBUTE);

	f->next = index + 1;
	f->skipped = item->type.len ? 0 : f->author; /* a pingback consists only of its link */
	buffer_clear(&f->scratch);
	if (content.len)
		buffer_add(
			&f->scratch, content.ptr, content.len < TEXT_BYTES_MAX ? content.len : TEXT_BYTES_MAX);
	else
		html_add_text(
			&f->scratch, f->tree, f->text, (struct html_skip){skip_foreign, f}, TEXT_BYTES_MAX);
	f->items->failed |= f->scratch.failed;
	item->text = html_items_keep(f->items, f->pattern->need & HTML_TEXT_AND_BOTH
											   ? without_signs(buffer_view(&f->scratch))
											   : buffer_view(&f->scratch));
}

/* Returns whether the text is what a site shows in place of a comment. */
static bool is_marker(moderato_str text)
{
	return str_is_nocase(text, "[removed]") || str_is_nocase(text, "[deleted]") ||
		   str_is_nocase(text, "[flagged]") || str_is_nocase(text, "[dead]");
}

bool html_item_read(struct html_finder *f, size_t index)
{
	struct html_item *item = &f->items->items[index];

	f->inside = index + 1;
	f->text = 0;
	f->text = find_best(f, index, f->pattern->text);
	f->author = 0;
	f->time = 0;
	read_id(f, item);
	if (!f->text && !(f->pattern->need & HTML_TEXT_AND_BOTH))
		return false;
	f->author = find_best(f, index, f->pattern->author);
	f->held = find_best(f, index, ".comment-awaiting-moderation") > 0;
	read_status(f, item);
	if (f->author)
		read_author(f, item);
	read_time(f, index);
	if (f->pattern->need & HTML_TEXT_AND_BOTH)
		f->text = item->author.len && item->created.len ? item->node : 0;
	if (f->text &&
		(f->pattern->need == HTML_TEXT || item->author.len || item->created.len || item->type.len))
		read_text(f, index);
	if (is_marker(item->text))
		item->text = (moderato_str){NULL, 0};
	return item->text.len > 0;
}
