/* SPDX-License-Identifier: MIT */
#include "import/talk/talk_around.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/talk/talk_time.h"

#define ITEM_MAX 30 /* bytes of an entry in a menu */

/* Words of which a line of buttons consists; with one of the first list it is one. */
static const char buttons[] =
	"reply replies votes report share flag permalink complain like likes recommend quote antworten "
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

static const char *const footers[] = {"leave a reply", "leave a comment", "post a comment",
	"add a comment", "add your comment", "write a comment", "cancel reply", "your email address",
	"comments are closed", "comments closed", "comments are now closed", "newer comments",
	"older comments", "load more comments", "show more comments", "related articles",
	"related stories", "you must be logged in", "copyright ", "©", "all rights reserved",
	"sign in to comment", "log in to comment", "please log in", "schreibe einen kommentar",
	"laisser un commentaire", "back to top", "top of page", "this topic is closed",
	"deja una respuesta", "deja un comentario", "deixe um coment", "deixe uma resposta",
	"lascia un commento", "geef een reactie", "lämna ett svar", "lämna en kommentar",
	"skriv et svar", "legg igjen en kommentar", "vastaa", "dodaj komentarz", "napsat komentář",
	"lasă un răspuns", "bir yanıt yazın", "bir cevap yazın", "добавить комментарий",
	"Добавить комментарий", "Залишити відповідь", "Αφήστε μια απάντηση", "コメントを残す",
	"发表回复", "發佈留言", "댓글 남기기", "deine e-mail-adresse wird nicht",
	"votre adresse e-mail ne sera pas", "tu dirección de correo"};

static const char *const headings[] = {"comments", "reader comments", "readers' comments",
	"your comments", "user comments", "visitor comments", "leserkommentare", "responses",
	"discussion", "thoughts on", "thought on", "responses to", "response to", "replies to",
	"reply to", "replies", "comment", "kommentare", "gedanken zu", "gedanke zu", "antworten auf",
	"commentaires", "réflexions sur", "réflexion sur", "comentarios", "comentários",
	"pensamientos sobre", "respuestas a", "commenti", "pensieri su", "reacties", "gedachten over",
	"komentarze", "komentarzy", "комментариев", "комментария", "комментарии", "件のコメント",
	"条评论", "則留言"};

/* What only forums write around a discussion. */
static const char *const of_forums[] = {"printable view", "page 1 of ", "all times are ",
	"view full version", "full version:", "show 40 post"};

/* Returns whether a letter, or a sign that counts as one, is at i. */
static bool letter_at(moderato_str s, size_t i)
{
	const unsigned char c = (unsigned char)s.ptr[i];

	return ascii_is_letter(c) || (c >= 0xc3 && c != 0xe2);
}

size_t talk_count_buttons(moderato_str s, size_t *strong)
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

static bool is_any(moderato_str s, const char *const *list, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_is_nocase(s, list[i]))
			return true;
	return false;
}

/* Returns whether the line is a button whose words are common in text, too. Of the first, people
 * press some below what others wrote. */
static bool is_button(moderato_str s, bool *talk)
{
	static const char *const talks[] = {"like", "upvote", "downvote", "vote up", "vote down",
		"view replies", "hide replies", "show replies", "rate this", "gefällt mir",
		"j\342\200\231aime", "j'aime", "me gusta", "mi piace"};
	static const char *const others[] = {"read more", "see more", "show more", "show less",
		"read less", "see less", "top", "comment", "most relevant", "all comments", "top comments",
		"newest", "newest first", "oldest", "oldest first", "see translation", "nach oben", "haut",
		"arriba", "topo", "omhoog", "наверх", "Наверх", "вернуться к началу", "Вернуться к началу"};

	*talk = is_any(s, talks, sizeof(talks) / sizeof(*talks));
	return *talk || is_any(s, others, sizeof(others) / sizeof(*others));
}

bool talk_is_actions(moderato_str s, bool *talk)
{
	size_t strong;

	*talk = true;
	if (s.len > 80)
		return false;
	if (str_begins(s, "permalink") && !memchr(s.ptr, ' ', s.len)) /* copied without their gaps */
		return true;
	return (talk_count_buttons(s, &strong) > 0 && strong) || is_button(s, talk);
}

bool talk_is_count(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_is_digit(s.ptr[i]) && !strchr("+-.,# ", s.ptr[i]) &&
			!(i + 1 == s.len && strchr("KkMm", s.ptr[i])))
			return false;
	return s.len && s.len <= 10;
}

bool talk_is_menu(moderato_str s)
{
	static const char *const parts[] = {" | ", " · ", " • "};
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

bool talk_is_footer(moderato_str s)
{
	return begins_any(s, footers, sizeof(footers) / sizeof(*footers));
}

bool talk_is_of_forum(moderato_str s)
{
	return begins_any(s, of_forums, sizeof(of_forums) / sizeof(*of_forums));
}

bool talk_is_heading(moderato_str s)
{
	const char digits[] = "0123456789,. (:";
	moderato_str rest = s;
	size_t i;

	if (str_is_nocase(s, "guestbook") || str_is_nocase(s, "gästebuch"))
		return true;
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
		if (strchr(headings[i], ' ') && rest.len < s.len &&
			is_blank(str_part(after, 0, after.len > 0)))
			return true;
		while (after.len && strchr("0123456789,. ():", *after.ptr) && *after.ptr)
			after = str_from(after, 1);
		if (!after.len)
			return rest.len < s.len || ascii_lower(headings[i][len - 1]) == 's';
	}
	return false;
}

bool talk_is_mark(moderato_str s)
{
	static const char *const marks[] = {"•", "·", "|", "OP", "Author", "Top fan", "Moderator",
		"MOD", "Admin", "Top Commenter", "Staff", "Edited"};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_is(s, marks[i]))
			return true;
	return false;
}

unsigned talk_count_of_heading(moderato_str s)
{
	unsigned n = 0;
	size_t i;

	for (i = 0; i < s.len && n < 100000; i++)
		if (ascii_is_digit(s.ptr[i]))
			n = n * 10 + (unsigned)(s.ptr[i] - '0');
	return n;
}
