/* SPDX-License-Identifier: MIT */
/* Reads what comes before the first element, and the encoding declared there. */
#include <string.h>

#include "base/charset.h"
#include "base/fail.h"
#include "corpus/source.h"
#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"

/* Enough for what PHP may have written before the XML. */
#define LOOK_BEGIN ((size_t)20 << 10)

/* Returns the charset that the bytes after a declaration are converted from; NULL if there is
 * none or it is unknown. A declaration that can be read shows that it is not in UTF-16, unless that
 * was converted already. */
static const char *declared_charset(moderato_str label)
{
	const char *charset = label.ptr ? charset_find(label) : NULL;

	return charset && strncmp(charset, "UTF-", 4) != 0 ? charset : NULL;
}

static moderato_status recode(struct xml *x, moderato_str label, moderato_error *err)
{
	const char *charset = declared_charset(label);
	char name[SHOWN_MAX + 4];

	if (charset)
		return input_recode(x->in, charset, err);
	if (!label.ptr || charset_find(label) || x->in->recoder)
		return MODERATO_OK;
	return fail_at(err, MODERATO_EFORMAT, x->in->name, x->in->line,
		"the encoding \"%s\" is declared, which is not known: read as UTF-8", shown(name, label));
}

moderato_status xml_begin(struct xml *x, moderato_error *err)
{
	struct xml_prolog prolog;
	moderato_str head;
	moderato_status told = MODERATO_OK;
	moderato_status status = xml_look_on(x, x->in->taken, LOOK_BEGIN, &head, err);
	const size_t line = x->in->line;
	bool junk;

	if (status)
		return status;
	if (xml_scan_prolog(head, &prolog) || prolog.begin) {
		char label[64];
		moderato_str encoding = {prolog.encoding.ptr ? label : NULL, prolog.encoding.len};

		if (encoding.len > sizeof(label))
			encoding.len = sizeof(label);
		memcpy(label, prolog.encoding.ptr ? prolog.encoding.ptr : "", encoding.len);
		junk = xml_trim(str_part(head, 0, prolog.begin)).len > 0;
		xml_take_to(x, x->in->taken + prolog.begin + prolog.declaration);
		told = recode(x, encoding, err);
		if (!told && junk)
			told = fail_at(err, MODERATO_EFORMAT, x->in->name, line,
				"what stands before the XML is no part of it: %zu bytes are passed over",
				prolog.begin);
	}
	x->begun = true;
	x->tag = x->in->taken;
	x->counted.place = x->in->taken;
	x->counted.line = x->in->line;
	return xml_renew(x, x->in->taken) ? told : fail_no_memory(err);
}

bool xml_keeps_bytes(struct xml *x)
{
	struct xml_prolog prolog;
	moderato_str head;

	if (x->in->recoder || xml_look_on(x, x->in->taken, LOOK, &head, NULL))
		return false;
	return !xml_scan_prolog(head, &prolog) || !declared_charset(prolog.encoding);
}
