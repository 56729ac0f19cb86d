/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TALK_H
#define IMPORT_TALK_H
/* Pages that were saved as text, whose comments are known by their bylines (talk.c) or their
 * bullets (page.c). */
#include "corpus/source.h"
#include "import/talk/talk_form.h"

moderato_status open_talk(
	struct source **out, struct input *in, struct talk_form form, moderato_error *err);

bool sniff_bullets(moderato_str head);
moderato_status open_bullets(struct source **out, struct input *in, moderato_error *err);

#endif
