/* SPDX-License-Identifier: MIT */
/* Finds character sets by their names, and guesses them from the bytes of a text. */
#include <string.h>

#include "base/ascii.h"
#include "base/charset.h"
#include "base/utf8.h"

#define LABEL_MAX 40 /* more than the letters and digits of the longest label */
#define NULS_HEAD 1024

/* Labels in lower case, letters and digits only. A beginning stands for a whole row of labels. */
static const struct row {
	const char *charset;
	const char *labels;
} rows[] = {
	{"UTF-8", " utf8 unicode11utf8 unicode20utf8 xunicode20utf8 "},
	{"UTF-16LE", " utf16le utf16 unicode ucs2 iso10646ucs2 csunicode unicodefeff "},
	{"UTF-16BE", " utf16be unicodefffe "},
	{"UTF-32LE", " utf32le utf32 ucs4le "},
	{"UTF-32BE", " utf32be ucs4be "},
	{"CP1252", " windows1252 cp1252 xcp1252 iso88591 88591 iso885911987 latin1 l1 isoir100 ibm819 "
			   "cp819 csisolatin1 ascii usascii ansix341968 iso646us "},
	{"CP1250", " windows1250 cp1250 xcp1250 "},
	{"CP1251", " windows1251 cp1251 xcp1251 "},
	{"CP1253", " windows1253 cp1253 xcp1253 "},
	{"CP1254", " windows1254 cp1254 xcp1254 iso88599 88599 iso885991989 latin5 l5 isoir148 "
			   "csisolatin5 "},
	{"CP1255", " windows1255 cp1255 xcp1255 "},
	{"CP1256", " windows1256 cp1256 xcp1256 "},
	{"CP1257", " windows1257 cp1257 xcp1257 "},
	{"CP1258", " windows1258 cp1258 xcp1258 "},
	{"CP874", " windows874 cp874 dos874 tis620 iso885911 885911 "},
	{"ISO-8859-2", " iso88592 88592 iso885921987 latin2 l2 isoir101 csisolatin2 "},
	{"ISO-8859-3", " iso88593 88593 iso885931988 latin3 l3 isoir109 csisolatin3 "},
	{"ISO-8859-4", " iso88594 88594 iso885941988 latin4 l4 isoir110 csisolatin4 "},
	{"ISO-8859-5", " iso88595 88595 iso885951988 cyrillic isoir144 csisolatincyrillic "},
	{"ISO-8859-6", " iso88596 88596 iso885961987 iso88596e iso88596i arabic asmo708 ecma114 "
				   "isoir127 csisolatinarabic "},
	{"ISO-8859-7", " iso88597 88597 iso885971987 greek greek8 elot928 ecma118 isoir126 sungreek "
				   "csisolatingreek "},
	{"ISO-8859-8", " iso88598 88598 iso885981988 iso88598e iso88598i hebrew visual logical "
				   "isoir138 csisolatinhebrew "},
	{"ISO-8859-10", " iso885910 885910 iso8859101992 latin6 l6 isoir157 csisolatin6 "},
	{"ISO-8859-13", " iso885913 885913 "},
	{"ISO-8859-14", " iso885914 885914 "},
	{"ISO-8859-15", " iso885915 885915 latin9 l9 csisolatin9 "},
	{"ISO-8859-16", " iso885916 885916 "},
	{"KOI8-R", " koi8r koi8 koi cskoi8r "},
	{"KOI8-U", " koi8u koi8ru "},
	{"IBM866", " ibm866 cp866 866 csibm866 "},
	{"IBM437", " ibm437 cp437 437 "},
	{"IBM850", " ibm850 cp850 850 "},
	{"IBM852", " ibm852 cp852 852 "},
	{"MACINTOSH", " macintosh mac xmacroman macroman csmacintosh "},
	{"MAC-CYRILLIC", " xmaccyrillic maccyrillic xmacukrainian "},
	{"GB18030", " gb18030 gbk gb2312 gb231280 gb23121980 xgbk chinese isoir58 csgb2312 "
				"csiso58gb231280 cp936 windows936 "},
	{"BIG5-HKSCS", " big5 big5hkscs cnbig5 csbig5 xxbig5 cp950 windows950 "},
	{"CP932", " shiftjis sjis xsjis csshiftjis mskanji ms932 cp932 windows31j windows932 "},
	{"EUC-JP", " eucjp xeucjp cseucpkdfmtjapanese "},
	{"ISO-2022-JP", " iso2022jp csiso2022jp "},
	{"CP949",
		" euckr cseuckr korean ksc56011987 ksc56011989 ksc5601 ksc5601 isoir149 csksc56011987 "
		"windows949 cp949 uhc "},
};

/* Writes " label " in lower case, letters and digits only. Returns false if it is too long. */
static bool plain(char out[LABEL_MAX + 3], moderato_str label)
{
	size_t len = 0;
	size_t i;

	out[len++] = ' ';
	for (i = 0; i < label.len; i++) {
		const char c = ascii_lower(label.ptr[i]);

		if (!ascii_is_alnum(c))
			continue;
		if (len > LABEL_MAX)
			return false;
		out[len++] = c;
	}
	out[len] = ' ';
	out[len + 1] = '\0';
	return len > 1;
}

const char *charset_find(moderato_str label)
{
	char word[LABEL_MAX + 3];
	size_t i;

	if (!plain(word, label))
		return NULL;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (strstr(rows[i].labels, word))
			return rows[i].charset;
	return NULL;
}

const char *charset_of_mark(moderato_str head, size_t *len)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *charset;
	} marks[] = {
		{"\xef\xbb\xbf", 3, "UTF-8"},
		{"\xff\xfe\0\0", 4, "UTF-32LE"},
		{"\0\0\xfe\xff", 4, "UTF-32BE"},
		{"\xff\xfe", 2, "UTF-16LE"},
		{"\xfe\xff", 2, "UTF-16BE"},
	};
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (head.len >= marks[i].len && !memcmp(head.ptr, marks[i].bytes, marks[i].len)) {
			*len = marks[i].len;
			return marks[i].charset;
		}
	}
	*len = 0;
	return NULL;
}

const char *charset_of_nuls(moderato_str head)
{
	size_t nuls[2] = {0, 0}; /* NULs at even and at odd places */
	size_t high[2] = {0, 0}; /* those that begin no letter */
	size_t len = (head.len < NULS_HEAD ? head.len : NULS_HEAD) & ~(size_t)1;
	size_t side;
	size_t i;

	for (i = 0; i < len; i++) {
		nuls[i & 1] += head.ptr[i] == '\0';
		high[i & 1] += (unsigned char)head.ptr[i] > 0x20;
	}
	side = nuls[1] > nuls[0];
	/* A stray NUL in plain text has letters around it, on both sides. */
	if (len < 4 || nuls[!side] || nuls[side] < 2 || high[side] > len / 8)
		return NULL;
	return side ? "UTF-16LE" : "UTF-16BE";
}

const char *charset_guess(moderato_str bytes, bool cut)
{
	size_t len = bytes.len;
	size_t back = 1;

	/* go back over up to three bytes of an incomplete character */
	while (cut && back <= 3 && back <= len && ((unsigned char)bytes.ptr[len - back] & 0xc0) == 0x80)
		back++;
	if (cut && back <= 3 && back <= len && (unsigned char)bytes.ptr[len - back] >= 0xc0)
		len -= back;
	return utf8_valid(bytes.ptr, len) ? "UTF-8" : "CP1252";
}
