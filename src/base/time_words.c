/* SPDX-License-Identifier: MIT */
#include "base/time_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

#define WORD_MAX 16

/* In the order of their bytes. */
static const struct time_word words[] = {{"a", TIME_PART, 0}, {"about", TIME_PART, 0},
	{"abr", TIME_MONTH, 4}, {"abril", TIME_MONTH, 4}, {"aedt", TIME_ZONE, 660},
	{"aest", TIME_ZONE, 600}, {"ago", TIME_AGO, 8}, {"agosto", TIME_MONTH, 8},
	{"akdt", TIME_ZONE, -480}, {"akst", TIME_ZONE, -540}, {"alle", TIME_LINK, 0},
	{"am", TIME_HALF, 0}, {"an", TIME_PART, 0}, {"anno", TIME_UNIT, 0}, {"ano", TIME_UNIT, 0},
	{"anos", TIME_UNIT, 0}, {"ans", TIME_UNIT, 0}, {"ao\xc3\xbbt", TIME_MONTH, 8},
	{"apr", TIME_MONTH, 4}, {"april", TIME_MONTH, 4}, {"aprile", TIME_MONTH, 4},
	{"at", TIME_LINK, 0}, {"atr\xc3\xa1s", TIME_AGO, 0}, {"aug", TIME_MONTH, 8},
	{"august", TIME_MONTH, 8}, {"augusti", TIME_MONTH, 8}, {"augustus", TIME_MONTH, 8},
	{"avr", TIME_MONTH, 4}, {"avril", TIME_MONTH, 4}, {"ayer", TIME_DAY, 0},
	{"a\xc3\xb1o", TIME_UNIT, 0}, {"a\xc3\xb1os", TIME_UNIT, 0}, {"bst", TIME_ZONE, 60},
	{"cdt", TIME_ZONE, -300}, {"cest", TIME_ZONE, 120}, {"cet", TIME_ZONE, 60},
	{"cst", TIME_ZONE, -360}, {"czerwca", TIME_MONTH, 6}, {"dag", TIME_UNIT, 0},
	{"dagen", TIME_UNIT, 0}, {"day", TIME_UNIT, 0}, {"days", TIME_UNIT, 0}, {"de", TIME_LINK, 0},
	{"dec", TIME_MONTH, 12}, {"december", TIME_MONTH, 12}, {"den", TIME_LINK, 0},
	{"desember", TIME_MONTH, 12}, {"dez", TIME_MONTH, 12}, {"dezember", TIME_MONTH, 12},
	{"dezembro", TIME_MONTH, 12}, {"dias", TIME_UNIT, 0}, {"dic", TIME_MONTH, 12},
	{"dicembre", TIME_MONTH, 12}, {"diciembre", TIME_MONTH, 12}, {"dienstag", TIME_WEEKDAY, 1},
	{"dimanche", TIME_WEEKDAY, 6}, {"dinsdag", TIME_WEEKDAY, 1}, {"domenica", TIME_WEEKDAY, 6},
	{"domingo", TIME_WEEKDAY, 6}, {"donderdag", TIME_WEEKDAY, 3}, {"donnerstag", TIME_WEEKDAY, 3},
	{"d\xc3\xa9"
	 "c",
		TIME_MONTH, 12},
	{"d\xc3\xa9"
	 "cembre",
		TIME_MONTH, 12},
	{"d\xc3\xad"
	 "a",
		TIME_UNIT, 0},
	{"d\xc3\xad"
	 "as",
		TIME_UNIT, 0},
	{"edt", TIME_ZONE, -240}, {"eest", TIME_ZONE, 180}, {"eet", TIME_ZONE, 120},
	{"em", TIME_LINK, 0}, {"ene", TIME_MONTH, 1}, {"enero", TIME_MONTH, 1},
	{"est", TIME_ZONE, -300}, {"fa", TIME_AGO, 0}, {"feb", TIME_MONTH, 2},
	{"febbraio", TIME_MONTH, 2}, {"febrero", TIME_MONTH, 2}, {"februar", TIME_MONTH, 2},
	{"februari", TIME_MONTH, 2}, {"february", TIME_MONTH, 2}, {"fev", TIME_MONTH, 2},
	{"fevereiro", TIME_MONTH, 2}, {"freitag", TIME_WEEKDAY, 4}, {"fri", TIME_WEEKDAY, 4},
	{"friday", TIME_WEEKDAY, 4}, {"f\xc3\xa9vr", TIME_MONTH, 2}, {"f\xc3\xa9vrier", TIME_MONTH, 2},
	{"geleden", TIME_AGO, 0}, {"gen", TIME_MONTH, 1}, {"gennaio", TIME_MONTH, 1},
	{"gestern", TIME_DAY, 0}, {"giorni", TIME_UNIT, 0}, {"giorno", TIME_UNIT, 0},
	{"gioved\xc3\xac", TIME_WEEKDAY, 3}, {"giu", TIME_MONTH, 6}, {"giugno", TIME_MONTH, 6},
	{"gmt", TIME_ZONE, 0}, {"grudnia", TIME_MONTH, 12}, {"h", TIME_PART, 0}, {"hace", TIME_AGO, 0},
	{"heure", TIME_UNIT, 0}, {"heures", TIME_UNIT, 0}, {"heute", TIME_DAY, 0},
	{"hora", TIME_UNIT, 0}, {"horas", TIME_UNIT, 0}, {"hour", TIME_UNIT, 0},
	{"hours", TIME_UNIT, 0}, {"hoy", TIME_DAY, 0}, {"hr", TIME_UNIT, 0}, {"hrs", TIME_UNIT, 0},
	{"hst", TIME_ZONE, -600}, {"jaar", TIME_UNIT, 0}, {"jahr", TIME_UNIT, 0},
	{"jahren", TIME_UNIT, 0}, {"jan", TIME_MONTH, 1}, {"janeiro", TIME_MONTH, 1},
	{"januar", TIME_MONTH, 1}, {"januari", TIME_MONTH, 1}, {"january", TIME_MONTH, 1},
	{"janv", TIME_MONTH, 1}, {"janvier", TIME_MONTH, 1}, {"jeudi", TIME_WEEKDAY, 3},
	{"jour", TIME_UNIT, 0}, {"jours", TIME_UNIT, 0}, {"jst", TIME_ZONE, 540},
	{"jueves", TIME_WEEKDAY, 3}, {"juil", TIME_MONTH, 7}, {"juillet", TIME_MONTH, 7},
	{"juin", TIME_MONTH, 6}, {"jul", TIME_MONTH, 7}, {"julho", TIME_MONTH, 7},
	{"juli", TIME_MONTH, 7}, {"julio", TIME_MONTH, 7}, {"july", TIME_MONTH, 7},
	{"jun", TIME_MONTH, 6}, {"june", TIME_MONTH, 6}, {"junho", TIME_MONTH, 6},
	{"juni", TIME_MONTH, 6}, {"junio", TIME_MONTH, 6}, {"just", TIME_PART, 0},
	{"j\xc3\xa4nner", TIME_MONTH, 1}, {"kl", TIME_LINK, 0}, {"kst", TIME_ZONE, 540},
	{"kwietnia", TIME_MONTH, 4}, {"las", TIME_LINK, 0}, {"le", TIME_LINK, 0},
	{"lipca", TIME_MONTH, 7}, {"listopada", TIME_MONTH, 11}, {"lug", TIME_MONTH, 7},
	{"luglio", TIME_MONTH, 7}, {"lundi", TIME_WEEKDAY, 0}, {"luned\xc3\xac", TIME_WEEKDAY, 0},
	{"lunes", TIME_WEEKDAY, 0}, {"lutego", TIME_MONTH, 2}, {"maand", TIME_UNIT, 0},
	{"maandag", TIME_WEEKDAY, 0}, {"maanden", TIME_UNIT, 0}, {"maart", TIME_MONTH, 3},
	{"mag", TIME_MONTH, 5}, {"maggio", TIME_MONTH, 5}, {"mai", TIME_MONTH, 5},
	{"maio", TIME_MONTH, 5}, {"maj", TIME_MONTH, 5}, {"maja", TIME_MONTH, 5},
	{"mar", TIME_MONTH, 3}, {"marca", TIME_MONTH, 3}, {"march", TIME_MONTH, 3},
	{"mardi", TIME_WEEKDAY, 1}, {"mars", TIME_MONTH, 3}, {"marted\xc3\xac", TIME_WEEKDAY, 1},
	{"martes", TIME_WEEKDAY, 1}, {"marts", TIME_MONTH, 3}, {"marzo", TIME_MONTH, 3},
	{"mar\xc3\xa7o", TIME_MONTH, 3}, {"may", TIME_MONTH, 5}, {"mayo", TIME_MONTH, 5},
	{"mdt", TIME_ZONE, -360}, {"mei", TIME_MONTH, 5}, {"mercoled\xc3\xac", TIME_WEEKDAY, 2},
	{"mercredi", TIME_WEEKDAY, 2}, {"meses", TIME_UNIT, 0}, {"mesi", TIME_UNIT, 0},
	{"min", TIME_UNIT, 0}, {"mins", TIME_UNIT, 0}, {"minute", TIME_UNIT, 0},
	{"minuten", TIME_UNIT, 0}, {"minutes", TIME_UNIT, 0}, {"minuti", TIME_UNIT, 0},
	{"minutos", TIME_UNIT, 0}, {"mittwoch", TIME_WEEKDAY, 2}, {"mi\xc3\xa9rcoles", TIME_WEEKDAY, 2},
	{"mois", TIME_UNIT, 0}, {"mon", TIME_WEEKDAY, 0}, {"monat", TIME_UNIT, 0},
	{"monaten", TIME_UNIT, 0}, {"monday", TIME_WEEKDAY, 0}, {"montag", TIME_WEEKDAY, 0},
	{"month", TIME_UNIT, 0}, {"months", TIME_UNIT, 0}, {"mrt", TIME_MONTH, 3},
	{"msk", TIME_ZONE, 180}, {"mst", TIME_ZONE, -420}, {"m\xc3\xa4r", TIME_MONTH, 3},
	{"m\xc3\xa4rz", TIME_MONTH, 3}, {"m\xc3\xaas", TIME_UNIT, 0}, {"nov", TIME_MONTH, 11},
	{"november", TIME_MONTH, 11}, {"novembre", TIME_MONTH, 11}, {"novembro", TIME_MONTH, 11},
	{"noviembre", TIME_MONTH, 11}, {"now", TIME_DAY, 0}, {"nzdt", TIME_ZONE, 780},
	{"nzst", TIME_ZONE, 720}, {"o", TIME_LINK, 0}, {"oct", TIME_MONTH, 10},
	{"october", TIME_MONTH, 10}, {"octobre", TIME_MONTH, 10}, {"octubre", TIME_MONTH, 10},
	{"of", TIME_LINK, 0}, {"okt", TIME_MONTH, 10}, {"oktober", TIME_MONTH, 10},
	{"om", TIME_LINK, 0}, {"on", TIME_LINK, 0}, {"one", TIME_PART, 0}, {"ore", TIME_UNIT, 0},
	{"ott", TIME_MONTH, 10}, {"ottobre", TIME_MONTH, 10}, {"out", TIME_MONTH, 10},
	{"outubro", TIME_MONTH, 10},
	{"pa\xc5\xba"
	 "dziernika",
		TIME_MONTH, 10},
	{"pdt", TIME_ZONE, -420}, {"pm", TIME_HALF, 12}, {"pst", TIME_ZONE, -480},
	{"sabato", TIME_WEEKDAY, 5}, {"samedi", TIME_WEEKDAY, 5}, {"samstag", TIME_WEEKDAY, 5},
	{"sat", TIME_WEEKDAY, 5}, {"saturday", TIME_WEEKDAY, 5}, {"sec", TIME_UNIT, 0},
	{"second", TIME_UNIT, 0}, {"seconds", TIME_UNIT, 0}, {"secs", TIME_UNIT, 0},
	{"sekunden", TIME_UNIT, 0}, {"semaine", TIME_UNIT, 0}, {"semaines", TIME_UNIT, 0},
	{"semana", TIME_UNIT, 0}, {"semanas", TIME_UNIT, 0}, {"sep", TIME_MONTH, 9},
	{"sept", TIME_MONTH, 9}, {"september", TIME_MONTH, 9}, {"septembre", TIME_MONTH, 9},
	{"septiembre", TIME_MONTH, 9}, {"set", TIME_MONTH, 9}, {"setembro", TIME_MONTH, 9},
	{"settembre", TIME_MONTH, 9}, {"settimana", TIME_UNIT, 0}, {"settimane", TIME_UNIT, 0},
	{"sierpnia", TIME_MONTH, 8}, {"sonntag", TIME_WEEKDAY, 6}, {"stunde", TIME_UNIT, 0},
	{"stunden", TIME_UNIT, 0}, {"stycznia", TIME_MONTH, 1}, {"sun", TIME_WEEKDAY, 6},
	{"sunday", TIME_WEEKDAY, 6},
	{"s\xc3\xa1"
	 "bado",
		TIME_WEEKDAY, 5},
	{"tag", TIME_UNIT, 0}, {"tagen", TIME_UNIT, 0}, {"the", TIME_LINK, 0}, {"thu", TIME_WEEKDAY, 3},
	{"thur", TIME_WEEKDAY, 3}, {"thurs", TIME_WEEKDAY, 3}, {"thursday", TIME_WEEKDAY, 3},
	{"today", TIME_DAY, 0}, {"tue", TIME_WEEKDAY, 1}, {"tues", TIME_WEEKDAY, 1},
	{"tuesday", TIME_WEEKDAY, 1}, {"uhr", TIME_PART, 0}, {"um", TIME_LINK, 0}, {"ut", TIME_ZONE, 0},
	{"utc", TIME_ZONE, 0}, {"uur", TIME_UNIT, 0}, {"vendredi", TIME_WEEKDAY, 4},
	{"venerd\xc3\xac", TIME_WEEKDAY, 4}, {"viernes", TIME_WEEKDAY, 4}, {"vor", TIME_AGO, 0},
	{"vrijdag", TIME_WEEKDAY, 4}, {"wed", TIME_WEEKDAY, 2}, {"wednesday", TIME_WEEKDAY, 2},
	{"week", TIME_UNIT, 0}, {"weeks", TIME_UNIT, 0}, {"weken", TIME_UNIT, 0},
	{"woche", TIME_UNIT, 0}, {"wochen", TIME_UNIT, 0}, {"woensdag", TIME_WEEKDAY, 2},
	{"wrze\xc5\x9bnia", TIME_MONTH, 9}, {"year", TIME_UNIT, 0}, {"years", TIME_UNIT, 0},
	{"yesterday", TIME_DAY, 0}, {"yr", TIME_UNIT, 0}, {"yrs", TIME_UNIT, 0}, {"z", TIME_ZONE, 0},
	{"zaterdag", TIME_WEEKDAY, 5}, {"zondag", TIME_WEEKDAY, 6}, {"\xc3\xa0", TIME_LINK, 0},
	{"\xc3\xa0s", TIME_LINK, 0},
	{"\xd0\xb0\xd0\xb2\xd0\xb3\xd1\x83\xd1\x81\xd1\x82\xd0\xb0", TIME_MONTH, 8},
	{"\xd0\xb0\xd0\xbf\xd1\x80\xd0\xb5\xd0\xbb\xd1\x8f", TIME_MONTH, 4}, {"\xd0\xb2", TIME_LINK, 0},
	{"\xd0\xb3\xd0\xbe\xd0\xb4", TIME_UNIT, 0}, {"\xd0\xb3\xd0\xbe\xd0\xb4\xd0\xb0", TIME_UNIT, 0},
	{"\xd0\xb4\xd0\xb5\xd0\xba\xd0\xb0\xd0\xb1\xd1\x80\xd1\x8f", TIME_MONTH, 12},
	{"\xd0\xb4\xd0\xb5\xd0\xbd\xd1\x8c", TIME_UNIT, 0},
	{"\xd0\xb4\xd0\xbd\xd0\xb5\xd0\xb9", TIME_UNIT, 0}, {"\xd0\xb4\xd0\xbd\xd1\x8f", TIME_UNIT, 0},
	{"\xd0\xb8\xd1\x8e\xd0\xbb\xd1\x8f", TIME_MONTH, 7},
	{"\xd0\xb8\xd1\x8e\xd0\xbd\xd1\x8f", TIME_MONTH, 6}, {"\xd0\xbb\xd0\xb5\xd1\x82", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb0\xd1\x80\xd1\x82\xd0\xb0", TIME_MONTH, 3},
	{"\xd0\xbc\xd0\xb0\xd1\x8f", TIME_MONTH, 5},
	{"\xd0\xbc\xd0\xb5\xd1\x81\xd1\x8f\xd1\x86", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb5\xd1\x81\xd1\x8f\xd1\x86\xd0\xb0", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb5\xd1\x81\xd1\x8f\xd1\x86\xd0\xb5\xd0\xb2", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb8\xd0\xbd\xd1\x83\xd1\x82", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb8\xd0\xbd\xd1\x83\xd1\x82\xd1\x83", TIME_UNIT, 0},
	{"\xd0\xbc\xd0\xb8\xd0\xbd\xd1\x83\xd1\x82\xd1\x8b", TIME_UNIT, 0},
	{"\xd0\xbd\xd0\xb0\xd0\xb7\xd0\xb0\xd0\xb4", TIME_AGO, 0},
	{"\xd0\xbd\xd0\xb5\xd0\xb4\xd0\xb5\xd0\xbb\xd0\xb8", TIME_UNIT, 0},
	{"\xd0\xbd\xd0\xb5\xd0\xb4\xd0\xb5\xd0\xbb\xd1\x8c", TIME_UNIT, 0},
	{"\xd0\xbd\xd0\xb5\xd0\xb4\xd0\xb5\xd0\xbb\xd1\x8e", TIME_UNIT, 0},
	{"\xd0\xbd\xd0\xbe\xd1\x8f\xd0\xb1\xd1\x80\xd1\x8f", TIME_MONTH, 11},
	{"\xd0\xbe\xd0\xba\xd1\x82\xd1\x8f\xd0\xb1\xd1\x80\xd1\x8f", TIME_MONTH, 10},
	{"\xd1\x81\xd0\xb5\xd0\xbd\xd1\x82\xd1\x8f\xd0\xb1\xd1\x80\xd1\x8f", TIME_MONTH, 9},
	{"\xd1\x84\xd0\xb5\xd0\xb2\xd1\x80\xd0\xb0\xd0\xbb\xd1\x8f", TIME_MONTH, 2},
	{"\xd1\x87\xd0\xb0\xd1\x81", TIME_UNIT, 0}, {"\xd1\x87\xd0\xb0\xd1\x81\xd0\xb0", TIME_UNIT, 0},
	{"\xd1\x87\xd0\xb0\xd1\x81\xd0\xbe\xd0\xb2", TIME_UNIT, 0},
	{"\xd1\x8f\xd0\xbd\xd0\xb2\xd0\xb0\xd1\x80\xd1\x8f", TIME_MONTH, 1}};

static int compare(const void *word, const void *row)
{
	return strcmp(word, ((const struct time_word *)row)->word);
}

struct time_word time_word_find(moderato_str word)
{
	char lower[WORD_MAX + 1];
	const struct time_word *found;
	size_t i;

	if (word.len > WORD_MAX)
		return (struct time_word){NULL, TIME_OTHER, 0};
	for (i = 0; i < word.len; i++)
		lower[i] = ascii_lower(word.ptr[i]);
	lower[i] = '\0';
	found = bsearch(lower, words, sizeof(words) / sizeof(*words), sizeof(*words), compare);
	return found ? *found : (struct time_word){NULL, TIME_OTHER, 0};
}
