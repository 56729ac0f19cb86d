/* SPDX-License-Identifier: MIT */
#include "opened.h"

struct buffer bytes = BUFFER_INIT;
moderato_bundle *bundle;
moderato_classifier *classifier;

void open_bundle(const char *name)
{
	moderato_error err;

	must(moderato_bundle_open_memory(&bundle, name, buffer_view(&bytes), &err), err);
	must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
}

int close_bundle(void **state)
{
	(void)state;
	moderato_classifier_free(classifier);
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
	return 0;
}

struct bundle_head head_of(const char *attribute, enum head_type type, double bias)
{
	struct bundle_head head = {.description = "made by a test",
		.type = type,
		.bias = bias,
		.kernel = {KERNEL_RBF, 0, 1, 0},
		.calibration = CALIBRATION_PLAIN};

	memcpy(head.attribute, attribute, strlen(attribute));
	return head;
}
