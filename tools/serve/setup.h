/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SETUP_H
#define TOOLS_SERVE_SETUP_H
/* What one reading of the configuration has opened. It never changes; SIGHUP opens another one and
 * puts it in its place, while requests that have begun end with the old. */
#include <stdatomic.h>

#include "moderato/classifier.h"
#include "serve/config/config.h"
#include "serve/shadow.h"
#include "serve/feedback.h"
#include "serve/perspective/perspective_attributes.h"

struct setup {
	atomic_size_t holders;
	uint64_t generation; /* 1, and one more with each reload */
	struct config config;
	moderato_bundle *bundle;
	moderato_policy *policy;
	struct tls_identity *tls;       /* NULL: none, or it is in use */
	moderato_bundle *shadow_bundle; /* NULL: no shadow */
	moderato_policy *shadow_policy;
	const char *bundle_name;   /* of its file or folder, without what that is in */
	const char *shadow_name;   /* NULL: no shadow */
	struct samples samples;    /* of comments that the shadow decides differently */
	struct feedback *feedback; /* NULL: judgements are not kept */
	struct perspective_heads perspective;
};

/* Opens what the configuration names, and takes the configuration over, also on failure. The first
 * holder is the caller. MODERATO_EFORMAT, MODERATO_EIO, MODERATO_EINVAL (a rule of the policy does
 * not fit the bundle), MODERATO_ENOMEM. */
moderato_status setup_open(struct setup **out, struct config *config, moderato_error *err);

/* How classifiers of the bundle and of the shadow's read comments: as their policies say. */
moderato_classifier_options setup_options(const struct setup *setup);
moderato_classifier_options setup_shadow_options(const struct setup *setup);

void setup_hold(struct setup *setup);
void setup_release(struct setup *setup); /* NULL is fine; the last holder frees it */

#endif
