/* SPDX-License-Identifier: MIT */
#include "import/talk/talk_line.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "corpus/source.h"
#include "base/written_time.h"
#include "import/talk/talk_time.h"

#define WORDS_MAX 4 /* of a name */
#define ITEM_MAX 30 /* bytes of an entry in a menu */

/* Signs that part a name from a time. */
static const char *const signs[] = {
	"|", "\xc2\xb7", "\xe2\x80\xa2", "\xe2\x80\x94", "\xc2\xbb", ",", "-", "\xe2\x80\x93", ":"};

/* What may come before the name or the time. */
static const struct {
	const char *words;
	bool says;
} openings[] = {{"[\xe2\x80\x93]", false}, {"[-]", false}, {"comment posted by ", true},
	{"post by ", true}, {"reply posted by ", true}, {"comment by ", true}, {"reply by ", true},
	{"comment from ", true}, {"submitted by ", false}, {"posted by: ", false},
	{"posted by ", false}, {"written by ", false}, {"by: ", false}, {"by ", false},
	{"beitragvon ", true}, {"beitrag von ", true}, {"von ", false}, {"message par ", true},
	{"messagepar ", true}, {"par ", false}, {"mensaje por ", true}, {"mensajepor ", true},
	{"por ", false}, {"messaggio da ", true}, {"messaggioda ", true}, {"da ", false},
	{"door ", false}, {"Сообщение ", true}, {"posted on ", false}, {"posted ", false},
	{"on ", false}, {"at ", false}, {"re: ", false}};

static const char *const verbs[] = {" says", " said", " wrote", " writes", " commented", " replied",
	" sagt", " sagte", " hat gesagt", " meint", " schrieb", " schreibt", " kommentiert", " a dit",
	" a écrit", " dit", " écrit", " dice", " dijo", " ha dicho", " comentó", " escribió", " diu",
	" ha detto", " ha scritto", " scrive", " commenta", " disse", " diz", " escreveu", " comentou",
	" zegt", " zei", " schreef", " schrijft", " reageerde", " säger", " skrev", " skriver",
	" siger", " sier", " sanoo", " kirjoitti", " pisze", " napisał", " napisała", " napisał(a)",
	" mówi", " komentuje", " říká", " napsal", " napsal(a)", " szerint", " spune", " a spus",
	" a scris", " dedi ki", " diyor ki", " yazdı", " говорит", " пишет", " написал", " написал(а)",
	" написала", " сказал", " комментирует", " коментує", " пише", " каже", " λέει", " έγραψε",
	" より", "より", " さんのコメント", "さんのコメント", " 说", "说", " 說", "說", " 님의 말",
	"님의 말"};

/* Words of which a line of buttons consists; with one of the first list it is one. */
static const char buttons[] =
	"reply replies report share flag permalink complain like likes recommend quote antworten "
	"antwort melden teilen zitieren répondre Répondre signaler partager citer responder denunciar "
	"compartir citar contestar rispondi segnala condividi cita reageer beantwoorden beantwoord "
	"citeren svara svar besvar siter vastaa odpowiedz cytuj odpovědět Odpovědět válasz răspunde "
	"yanıtla cevapla ответить Ответить цитировать Цитировать пожаловаться Пожаловаться відповісти "
	"Відповісти απάντηση Απάντηση 返信 返信する 回复 回覆 답글 답글쓰기 translate rate";
static const char beside_buttons[] =
	"this comment about to link edit delete parent next prev root context save give award upvote "
	"downvote vote up down more less read show hide view english add log in log-in number points "
	"point a and or k m see all expand collapse thumbs liked by author dislike unlike follow "
	"löschen bearbeiten supprimer modifier eliminar editar gefällt mir mag ich nicht";

/* What stands after the time of a comment that was changed. */
static const char *const edited[] = {"(edited)", "(bearbeitet)", "(modifié)", "(editado)",
	"(modificato)", "(bewerkt)", "(redigerad)", "(redigert)", "(redigeret)", "(edytowano)",
	"(изменено)", "(змінено)", "(düzenlendi)", "（編集済み）", "(編集済み)", "(已编辑)",
	"(수정됨)"};

static const char *const footers[] = {"leave a reply", "leave a comment", "post a comment",
	"add a comment", "add your comment", "write a comment", "cancel reply", "your email address",
	"comments are closed", "comments closed", "comments are now closed", "newer comments",
	"older comments", "load more comments", "show more comments", "related articles",
	"related stories", "you must be logged in", "copyright ", "\xc2\xa9", "all rights reserved",
	"sign in to comment", "log in to comment", "please log in", "schreibe einen kommentar",
	"laisser un commentaire", "back to top", "top of page", "this topic is closed",
	"deja una respuesta", "deja un comentario", "deixe um coment", "deixe uma resposta",
	"lascia un commento", "geef een reactie", "lämna ett svar", "lämna en kommentar",
	"skriv et svar", "legg igjen en kommentar", "vastaa", "dodaj komentarz", "napsat komentář",
	"lasă un răspuns", "bir yanıt yazın", "bir cevap yazın", "добавить комментарий",
	"Добавить комментарий", "Залишити відповідь", "Αφήστε μια απάντηση", "コメントを残す",
	"发表回复", "發佈留言", "댓글 남기기", "deine e-mail-adresse wird nicht",
	"votre adresse e-mail ne sera pas", "tu dirección de correo"};

static const char *const headings[] = {"comments", "responses", "discussion", "thoughts on",
	"thought on", "responses to", "response to", "replies to", "reply to", "replies", "comment",
	"kommentare", "gedanken zu", "gedanke zu", "antworten auf", "commentaires", "réflexions sur",
	"réflexion sur", "comentarios", "comentários", "pensamientos sobre", "respuestas a", "commenti",
	"pensieri su", "reacties", "gedachten over", "komentarze", "komentarzy", "комментариев",
	"комментария", "комментарии", "件のコメント", "条评论", "則留言"};

static size_t blank_len(moderato_str s)
{
	if (s.len && (ascii_is_space(*s.ptr) || *s.ptr == '\f'))
		return 1;
	return str_begins(s, "\xc2\xa0") ? 2 : 0;
}

static moderato_str trim(moderato_str s)
{
	while (blank_len(s))
		s = str_from(s, blank_len(s));
	for (;;) {
		if (s.len && ascii_is_space(s.ptr[s.len - 1]))
			s.len--;
		else if (str_ends(s, "\xc2\xa0"))
			s.len -= 2;
		else
			return s;
	}
}

/* Returns which sign the text ends with, counted from 1, and takes it off. */
static unsigned take_sign(moderato_str *s)
{
	unsigned i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!str_ends(*s, signs[i]))
			continue;
		*s = trim(str_part(*s, 0, s->len - strlen(signs[i])));
		return i + 1;
	}
	return 0;
}

/* The same at the front. */
static unsigned take_first_sign(moderato_str *s)
{
	unsigned i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!str_begins(*s, signs[i]))
			continue;
		*s = trim(str_from(*s, strlen(signs[i])));
		return i + 1;
	}
	return 0;
}

/* Takes "Posted by" or the like from the front. Returns which it is, counted from 1. */
static unsigned take_opening(moderato_str *s, bool *says)
{
	unsigned i;

	for (i = 0; i < sizeof(openings) / sizeof(*openings); i++) {
		const size_t len = strlen(openings[i].words);
		const bool all =
			s->len + 1 == len && str_equal_nocase(*s, (moderato_str){openings[i].words, s->len});

		if (!all && !str_begins_nocase(*s, openings[i].words))
			continue;
		*s = all ? (moderato_str){s->ptr, 0} : trim(str_from(*s, len));
		*says |= openings[i].says;
		return i + 1;
	}
	return 0;
}

bool talk_take_verb(moderato_str *s)
{
	moderato_str rest = *s;
	size_t i;

	if (str_ends(rest, "："))
		rest.len -= strlen("：");
	while (rest.len && (str_ends(rest, ".") || str_ends(rest, ":")))
		rest.len--;
	rest = trim(rest); /* French has a blank before a colon */
	if (str_ends(rest, "\xe2\x80\xa6"))
		rest.len -= 3;
	rest = trim(rest);
	for (i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		const size_t len = strlen(verbs[i]);

		if (rest.len > len && str_is_nocase(str_from(rest, rest.len - len), verbs[i])) {
			*s = trim(str_part(rest, 0, rest.len - len));
			return true;
		}
	}
	return false;
}

/* Takes "12." or "#12" from the front, the number in the list. */
static void take_number(moderato_str *s)
{
	moderato_str rest = *s;

	if (str_begins(rest, "#"))
		rest = str_from(rest, 1);
	while (rest.len && ascii_is_digit(*rest.ptr))
		rest = str_from(rest, 1);
	if (rest.len == s->len || !rest.len)
		return;
	if (*rest.ptr == '.' || *rest.ptr == ')' || *rest.ptr == ':')
		rest = str_from(rest, 1);
	else if (*s->ptr != '#')
		return;
	if (blank_len(rest))
		*s = trim(rest);
}

/* Takes a word such as "at" that leads from a name to a time. */
static void take_link(moderato_str *s)
{
	static const char *const links[] = {" on", " at", " am", " um", " le", " el", " il", " op"};
	size_t i;

	for (i = 0; i < sizeof(links) / sizeof(*links); i++) {
		const size_t len = strlen(links[i]);

		if (s->len > len && str_is_nocase(str_from(*s, s->len - len), links[i])) {
			*s = trim(str_part(*s, 0, s->len - len));
			return;
		}
	}
}

/* Returns whether a point at i may be part of a name: "J. Smith", "Dr. No", "example.org". */
static bool point_in_name(moderato_str s, size_t i)
{
	size_t word = i;

	while (word && !ascii_is_space(s.ptr[word - 1]))
		word--;
	return i - word <= 2 || (i + 1 < s.len && !ascii_is_space(s.ptr[i + 1]));
}

bool talk_may_be_name(moderato_str s)
{
	static const char never[] =
		"published updated posted last modified created date time version copyright points "
		"comments "
		"comment views view today yesterday from by the on at in and of is are was edited rated "
		"score "
		"anonymous-user joined location re subject submitted filed tags topics share";
	size_t words = 0;
	bool letters = false;
	size_t i;
	size_t begin = 0;

	if (!s.len || s.len > TALK_NAME_MAX)
		return false;
	if (str_begins(s, "u/"))
		s = str_from(s, 2);
	for (i = 0; i <= s.len; i++) {
		if (i == s.len || ascii_is_space(s.ptr[i])) {
			words += i > begin;
			if (i > begin && talk_among(never, str_part(s, begin, i)))
				return false;
			begin = i + 1;
			continue;
		}
		letters |= ascii_is_letter(s.ptr[i]) || (unsigned char)s.ptr[i] >= 0x80;
		if (strchr("<>{}[]=/\\\"|:;!?,*+%$&^`~#", s.ptr[i]) && s.ptr[i])
			return false;
		if (s.ptr[i] == '@' && i)
			return false;
		if (s.ptr[i] == '.' && !point_in_name(s, i))
			return false;
		if (str_begins(str_from(s, i), "\xe2\x80\xa6"))
			return false;
	}
	return letters && words <= WORDS_MAX;
}

/* Returns whether a letter, or a sign that counts as one, is at i. */
static bool letter_at(moderato_str s, size_t i)
{
	const unsigned char c = (unsigned char)s.ptr[i];

	return ascii_is_letter(c) || (c >= 0xc3 && c != 0xe2);
}

/* Returns the words and numbers of the line that buttons consist of; none if there are others. */
static size_t count_buttons(moderato_str s, size_t *strong)
{
	size_t n = 0;
	size_t i = 0;

	*strong = 0;
	while (i < s.len) {
		size_t end = i;

		while (end < s.len &&
			   (letter_at(s, end) || (end > i && ((unsigned char)s.ptr[end] & 0xc0) == 0x80)))
			end++;
		if (end == i) { /* a number or a sign */
			i++;
			continue;
		}
		if (talk_among(buttons, str_part(s, i, end)))
			++*strong;
		else if (!talk_among(beside_buttons, str_part(s, i, end)))
			return 0;
		n++;
		i = end;
	}
	return n;
}

/* Returns whether the line is a button whose words are common in text, too. */
static bool is_button(moderato_str s)
{
	static const char *const whole[] = {"read more", "see more", "show more", "show less",
		"read less", "see less", "upvote", "downvote", "nach oben", "haut", "arriba", "topo",
		"omhoog", "наверх", "Наверх", "вернуться к началу", "Вернуться к началу", "rate this",
		"view replies", "hide replies", "show replies", "top"};
	size_t i;

	for (i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (str_is_nocase(s, whole[i]))
			return true;
	return false;
}

static bool is_actions(moderato_str s)
{
	size_t strong;

	if (s.len > 80)
		return false;
	if (str_begins(s, "permalink") && !memchr(s.ptr, ' ', s.len)) /* copied without their gaps */
		return true;
	return is_button(s) || (count_buttons(s, &strong) > 0 && strong);
}

static bool is_count(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.ptr[i]) && !strchr("+-.,# ", s.ptr[i]) &&
			!(i + 1 == s.len && strchr("KkMm", s.ptr[i])))
			return false;
	return s.len && s.len <= 10;
}

/* Returns whether the line has three short entries or more, which signs part. */
static bool is_menu(moderato_str s)
{
	static const char *const parts[] = {" | ", " \xc2\xb7 ", " \xe2\x80\xa2 "};
	size_t k;

	for (k = 0; k < sizeof(parts) / sizeof(*parts); k++) {
		const size_t len = strlen(parts[k]);
		size_t n = 0;
		size_t begin = 0;
		size_t i;

		for (i = 0; i + len <= s.len; i++) {
			if (memcmp(s.ptr + i, parts[k], len) != 0)
				continue;
			if (i - begin > ITEM_MAX)
				break;
			n++;
			begin = i + len;
			i += len - 1;
		}
		if (n >= 2 && s.len - begin <= ITEM_MAX)
			return true;
	}
	return false;
}

static bool begins_any(moderato_str s, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_begins_nocase(s, list[i]))
			return true;
	return false;
}

/* Returns whether the line is like "3 thoughts on “…”", "12 Comments", "Comments (12)". */
static bool is_heading(moderato_str s)
{
	const char digits[] = "0123456789,. (:";
	moderato_str rest = s;
	size_t i;

	if (s.len > 120 || (ascii_is_lower(*s.ptr) && str_ends(s, "."))) /* the end of a sentence */
		return false;
	while (rest.len && strchr(digits, *rest.ptr) && *rest.ptr)
		rest = str_from(rest, 1);
	if (rest.len < s.len && str_begins_nocase(rest, "one "))
		return false;
	for (i = 0; i < sizeof(headings) / sizeof(*headings); i++) {
		const size_t len = strlen(headings[i]);
		moderato_str after;

		if (!str_begins_nocase(rest, headings[i]))
			continue;
		after = str_from(rest, len);
		if (strchr(headings[i], ' ') && rest.len < s.len && blank_len(after))
			return true;
		while (after.len && strchr("0123456789,. ():", *after.ptr) && *after.ptr)
			after = str_from(after, 1);
		if (!after.len)
			return rest.len < s.len || ascii_lower(headings[i][len - 1]) == 's';
	}
	return false;
}

/* Reads what follows the time of "bob 2 hours ago | next [–]". Returns false if it is text. */
static bool read_rest(struct talk_line *line, moderato_str rest)
{
	size_t strong;

	if (!rest.len || is_count(rest))
		return true;
	if (str_is(rest, ":") || str_is(rest, ".") || str_is(rest, "»") ||
		begins_any(rest, edited, sizeof(edited) / sizeof(*edited)))
		return true;
	if (talk_take_verb(&rest) && !rest.len)
		return line->says = true;
	if (!count_buttons(rest, &strong))
		return false;
	line->acts = true;
	return true;
}

/* Returns the name without "12 points" after it, or, after the gap that an arrow leaves, the name
 * of whom it answers. */
static moderato_str plain_name(moderato_str name)
{
	const char *gap = name.len ? memmem(name.ptr, name.len, "  ", 2) : NULL;
	size_t i;

	if (gap)
		name.len = (size_t)(gap - name.ptr);
	if (!str_ends(name, " points") && !str_ends(name, " point"))
		return name;
	i = (size_t)((const char *)memrchr(name.ptr, ' ', name.len) - name.ptr);
	while (i && (ascii_is_digit(name.ptr[i - 1]) || name.ptr[i - 1] == '-'))
		i--;
	return trim(str_part(name, 0, i));
}

/* Returns whether the time is like "3h", which may also be an amount. */
static bool is_short(moderato_str time)
{
	return time.len <= 5 && ascii_is_letter(time.ptr[time.len - 1]) && ascii_is_digit(*time.ptr);
}

/* Reads a line that has a time in it. */
static void read_timed(struct talk_line *line, moderato_str text)
{
	moderato_str before = str_part(text, 0, (size_t)(line->time.ptr - text.ptr));
	moderato_str after = str_from(text, before.len + line->time.len);
	unsigned opening, sign, last;

	before = trim(before);
	after = trim(after);
	opening = take_opening(&before, &line->says);
	take_link(&before);
	sign = take_sign(&before);
	line->says |= talk_take_verb(&before);
	before = plain_name(before);
	if (before.len && !sign && is_short(line->time))
		return;
	if (before.len) {
		if (!talk_may_be_name(before) || !(str_equal(before, after) || read_rest(line, after)))
			return;
		line->kind = TALK_BYLINE;
		line->name = before;
		line->shape = 1 + 2 * (opening + 32 * sign);
		return;
	}
	last = take_first_sign(&after);
	if (!opening)
		opening = take_opening(&after, &line->says);
	else
		take_opening(&after, &line->says);
	if (!read_rest(line, after)) {
		line->says |= talk_take_verb(&after);
		if (!talk_may_be_name(after))
			return;
		line->kind = TALK_BYLINE;
		line->name = after;
		line->shape = 2 * (1 + opening + 32 * last);
		return;
	}
	line->kind = TALK_TIME;
}

static bool may_have_time(moderato_str s)
{
	static const char *const words[] = {"ago", "yesterday", "today", "just now", "vor ein",
		"gestern", "il y a un", "hace un", "ayer", "há um", "вчера", "сегодня"};
	size_t i;

	for (i = 0; i < s.len; i++)
		if (ascii_is_digit(s.ptr[i]))
			return true;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_find_nocase(s, str_of(words[i])) != SIZE_MAX)
			return true;
	return false;
}

static void read_says(struct talk_line *line)
{
	moderato_str name = line->text;

	if (!str_ends(name, ":") && !str_ends(name, "：") && !str_ends(name, "...") &&
		!str_ends(name, "\xe2\x80\xa6"))
		return;
	take_number(&name);
	if (!talk_take_verb(&name) || !talk_may_be_name(name))
		return;
	line->kind = TALK_SAYS;
	line->name = name;
	line->says = true;
}

/* Returns whether the line is only a sign that parts what a page shows side by side. */
static bool is_sign(moderato_str s)
{
	return str_is(s, "\xe2\x80\xa2") || str_is(s, "\xc2\xb7") || str_is(s, "|");
}

static bool has_date(moderato_str text)
{
	char utc[TIMESTAMP_MAX];
	moderato_str time;

	return talk_time_find(text, &time) && (written_time_utc(utc, time, DATE_DAY_FIRST) ||
											  written_time_utc(utc, time, DATE_MONTH_FIRST));
}

struct talk_line talk_line_read(moderato_str text)
{
	struct talk_line line = {.text = text};

	while (blank_len(line.text)) {
		line.text = str_from(line.text, blank_len(line.text));
		line.indent++;
	}
	line.text = trim(line.text);
	if (!line.text.len || is_sign(line.text)) {
		line.kind = TALK_BLANK;
		return line;
	}
	if (line.text.len > TALK_LINE_MAX || *line.text.ptr == '>') /* what is quoted has no byline */
		return line;
	text = line.text;
	take_number(&text);
	if (text.len < line.text.len && !has_date(text) && has_date(line.text))
		text = line.text; /* "3. Mai 2024" begins with no number in a list */
	if (is_count(line.text))
		line.kind = TALK_COUNT;
	else if (is_actions(line.text))
		line.kind = TALK_ACTIONS;
	else if (begins_any(line.text, footers, sizeof(footers) / sizeof(*footers)))
		line.kind = TALK_FOOTER;
	else if (is_heading(line.text))
		line.kind = TALK_HEADING;
	else if (may_have_time(text) && talk_time_find(text, &line.time))
		read_timed(&line, text);
	else
		read_says(&line);
	if (line.kind == TALK_TEXT && is_menu(line.text))
		line.kind = TALK_MENU;
	return line;
}
