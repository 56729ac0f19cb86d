/* SPDX-License-Identifier: MIT */
/* Any bytes as a comment that is disguised: the first byte says by which family, the second is the
 * seed. What comes of it is text, says where it was changed, and is the same the next time. */
#include "base/json.h"
#include "base/utf8.h"
#include "moderato/perturb.h"
#include "promise.h"

static moderato_perturbed once = MODERATO_PERTURBED_INIT;
static moderato_perturbed twice = MODERATO_PERTURBED_INIT;

static void promise_words(moderato_str text, const moderato_perturbed *out)
{
	moderato_span last = {0, 0};
	size_t i;

	for (i = 0; i < out->n_words; i++) {
		const moderato_perturbed_word *w = &out->words[i];

		promise(!i || w->before.begin >= last.end);
		promise(w->before.begin < w->before.end && w->before.end <= text.len);
		promise(w->after.begin < w->after.end && w->after.end <= out->text.len);
		promise(!i || w->after.begin >= w[-1].after.end);
		last = w->before;
	}
}

static void promise_same(const moderato_perturbed *a, const moderato_perturbed *b)
{
	promise(a->text.len == b->text.len && a->n_words == b->n_words);
	promise(!a->text.len || !memcmp(a->text.ptr, b->text.ptr, a->text.len));
}

static void promise_json(
	const moderato_perturber *perturber, const moderato_comment *comment, moderato_family family)
{
	struct json_reader *reader = json_reader_new();
	char *json = NULL;
	size_t len = 0;
	size_t cap = 0;

	promise(reader && !moderato_perturbed_json(
						  perturber, comment, family, &once, 1, &json, &len, &cap, NULL));
	promise(utf8_valid(json, len) && !memchr(json, '\n', len));
	promise(!json_read_object(reader, (moderato_str){json, len}, NULL, NULL, NULL));
	json_reader_free(reader);
	free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_perturb_options options = MODERATO_PERTURB_OPTIONS_INIT;
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_perturber *perturber;
	moderato_family family;

	if (size < 2)
		return 0;
	family = (moderato_family)(data[0] % MODERATO_FAMILIES);
	options.seed = data[1] / 4;
	options.share = (double)(data[1] % 4 + 1) / 4;
	comment.text = (moderato_str){(const char *)data + 2, size - 2};
	promise(!moderato_perturber_new(&perturber, &options, NULL));
	promise(!moderato_perturb(perturber, &comment, family, &once, NULL));
	promise(!moderato_perturb(perturber, &comment, family, &twice, NULL));
	promise(utf8_valid(once.text.ptr, once.text.len));
	promise_words(comment.text, &once);
	promise_same(&once, &twice);
	promise_json(perturber, &comment, family);
	moderato_perturber_free(perturber);
	return 0;
}
