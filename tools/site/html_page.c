/* SPDX-License-Identifier: MIT */
#include "site/html_page.h"

#include <string.h>

#include "batch_html.inc"
#include "evaluation_html.inc"

/* The place in a page where the data are inserted. */
#define DATA_MARK "<!--data-->"

static const char *html_of(enum page page)
{
	return page == PAGE_BATCH ? batch_html : evaluation_html;
}

void page_begin(enum page page, FILE *out)
{
	const char *html = html_of(page);

	fwrite(html, 1, (size_t)(strstr(html, DATA_MARK) - html), out);
}

void page_end(enum page page, FILE *out)
{
	fputs(strstr(html_of(page), DATA_MARK) + strlen(DATA_MARK), out);
}

void page_facts(moderato_str json, FILE *out)
{
	fputs("<script type=\"application/json\" id=\"facts\">", out);
	fwrite(json.ptr, 1, json.len, out);
	fputs("</script>\n", out);
}
