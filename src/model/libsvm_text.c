/* SPDX-License-Identifier: MIT */
#include "model/libsvm_text.h"

#include <math.h>
#include <stdbool.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/number.h"

#define CHUNK_BYTES ((size_t)1 << 16) /* about as much is given to the sink at a time */

struct writer {
	struct buffer text;
	libsvm_write write;
	void *sink;
	bool infinite;          /* a number was not finite */
	moderato_status status; /* of the sink */
};

/* What the two kinds of head have in common. */
struct header {
	const struct kernel_params *params;
	enum libsvm_form form;
	const struct libsvm_sigmoid *sigmoid;
	size_t n_positive; /* vectors of either class */
	size_t n_negative;
	double rho;
};

static void put_number(struct writer *w, double value)
{
	if (!isfinite(value))
		w->infinite = true;
	buffer_add_double(&w->text, value);
}

static void put_field(struct writer *w, const char *key, double value)
{
	buffer_add_str(&w->text, key);
	put_number(w, value);
	buffer_add_char(&w->text, '\n');
}

static void put_entry(struct writer *w, size_t index, double value)
{
	buffer_printf(&w->text, " %zu:", index + 1);
	put_number(w, value);
}

/* Gives the text to the sink if there is enough of it. Returns false to stop. */
static bool flush(struct writer *w, size_t enough)
{
	if (w->text.failed || w->infinite || w->status)
		return false;
	if (w->text.len < enough)
		return true;
	w->status = w->write(w->sink, w->text.data, w->text.len);
	buffer_clear(&w->text);
	return !w->status;
}

static moderato_status finish(struct writer *w, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	flush(w, 1);
	if (w->infinite)
		status = fail(err, MODERATO_EINVAL, "the head holds a number that is not finite");
	else if (w->text.failed)
		status = fail_no_memory(err);
	else
		status = w->status;
	buffer_dispose(&w->text);
	return status;
}

static const char *kernel_name(enum kernel_type type)
{
	switch (type) {
	case KERNEL_LINEAR:
		return "linear";
	case KERNEL_POLY:
		return "polynomial";
	case KERNEL_RBF:
		return "rbf";
	case KERNEL_SIGMOID:
		return "sigmoid";
	}
	return "";
}

static void put_kernel(struct writer *w, const struct kernel_params *params)
{
	buffer_printf(&w->text, "kernel_type %s\n", kernel_name(params->type));
	if (params->type == KERNEL_POLY)
		buffer_printf(&w->text, "degree %d\n", params->degree);
	if (params->type != KERNEL_LINEAR)
		put_field(w, "gamma ", params->gamma);
	if (params->type == KERNEL_POLY || params->type == KERNEL_SIGMOID)
		put_field(w, "coef0 ", params->coef0);
}

/* Writes the header in the same order as svm_save_model(). */
static void put_header(struct writer *w, const struct header *header)
{
	bool class = header->form == LIBSVM_FORM_CLASS;

	buffer_printf(&w->text, "svm_type %s\n", class ? "c_svc" : "epsilon_svr");
	put_kernel(w, header->params);
	buffer_printf(&w->text, "nr_class 2\ntotal_sv %zu\n", header->n_positive + header->n_negative);
	put_field(w, "rho ", header->rho);
	if (class) {
		buffer_add_str(&w->text, "label 1 -1\n");
		if (header->sigmoid) {
			put_field(w, "probA ", header->sigmoid->a);
			put_field(w, "probB ", header->sigmoid->b);
		}
		buffer_printf(&w->text, "nr_sv %zu %zu\n", header->n_positive, header->n_negative);
	}
	buffer_add_str(&w->text, "SV\n");
}

moderato_status libsvm_text_linear(const double *weight, size_t n_features, double bias,
	enum libsvm_form form, const struct libsvm_sigmoid *sigmoid, libsvm_write write, void *sink,
	moderato_error *err)
{
	const struct kernel_params linear = {.type = KERNEL_LINEAR};
	const struct header header = {&linear, form, sigmoid, 1, 0, -bias};
	struct writer w = {.text = BUFFER_INIT, .write = write, .sink = sink};
	size_t j;

	put_header(&w, &header);
	buffer_add_char(&w.text, '1');
	for (j = 0; j < n_features && flush(&w, CHUNK_BYTES); j++) {
		if (weight[j] != 0)
			put_entry(&w, j, weight[j]);
	}
	buffer_add_str(&w.text, " \n"); /* as svm_save_model() ends a line */
	return finish(&w, err);
}

static void put_vectors(struct writer *w, const struct kernel_head *head, bool positive)
{
	uint64_t at;
	size_t i;

	for (i = 0; i < head->n_sv; i++) {
		if ((head->coef[i] > 0) != positive)
			continue;
		put_number(w, head->coef[i]);
		for (at = head->start[i]; at < head->start[i + 1]; at++)
			put_entry(w, head->index[at], (double)head->value[at]);
		buffer_add_str(&w->text, " \n");
		if (!flush(w, CHUNK_BYTES))
			return;
	}
}

moderato_status libsvm_text_kernel(const struct kernel_head *head, enum libsvm_form form,
	const struct libsvm_sigmoid *sigmoid, libsvm_write write, void *sink, moderato_error *err)
{
	struct header header = {
		.params = &head->params, .form = form, .sigmoid = sigmoid, .rho = head->rho};
	struct writer w = {.text = BUFFER_INIT, .write = write, .sink = sink};
	size_t i;

	for (i = 0; i < head->n_sv; i++) {
		if (head->coef[i] > 0)
			header.n_positive++;
		else
			header.n_negative++;
	}
	put_header(&w, &header);
	put_vectors(&w, head, true);
	put_vectors(&w, head, false);
	return finish(&w, err);
}
