/* SPDX-License-Identifier: MIT */
#ifndef MODEL_LIBSVM_TEXT_H
#define MODEL_LIBSVM_TEXT_H
/* Write a head as a libsvm model file, so that `svm-predict` scores `features` output just as we
 * do. Indices are written from 1, as libsvm counts. Numbers read back to the same double. */
#include "model/kernel.h"

enum libsvm_form {
	/* epsilon_svr: svm-predict prints the margin itself, to 17 digits. */
	LIBSVM_FORM_MARGIN,
	/* c_svc with labels 1 and -1: svm-predict prints the label, and with -b 1 the probability. */
	LIBSVM_FORM_CLASS,
};

/* For LIBSVM_FORM_CLASS: p = 1 / (1 + exp(a · margin + b)), libsvm's probA and probB. */
struct libsvm_sigmoid {
	double a;
	double b;
};

/* Takes the text in chunks. A status other than MODERATO_OK stops the writing and is returned;
 * `err` is then not changed: the callback knows the reason and may fill it through its sink. */
typedef moderato_status (*libsvm_write)(void *sink, const char *text, size_t len);

/* A linear head, written as one support vector: the weights that are not 0. `sigmoid` may be NULL,
 * and is not written in the margin form. MODERATO_EINVAL: a number that is not finite.
 * MODERATO_ENOMEM. */
moderato_status libsvm_text_linear(const double *weight, size_t n_features, double bias,
	enum libsvm_form form, const struct libsvm_sigmoid *sigmoid, libsvm_write write, void *sink,
	moderato_error *err);

/* A kernel head, the vectors of the positive class first, as libsvm orders them. */
moderato_status libsvm_text_kernel(const struct kernel_head *head, enum libsvm_form form,
	const struct libsvm_sigmoid *sigmoid, libsvm_write write, void *sink, moderato_error *err);

#endif
