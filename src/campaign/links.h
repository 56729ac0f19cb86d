/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_LINKS_H
#define CAMPAIGN_LINKS_H
/* Links signatures that belong together. Bands bring candidates side by side (locality-sensitive
 * hashing), a comparison decides, and everything that is linked becomes one set (union-find). After
 * that, signatures that are less alike join a set that has formed already: a text that was seen
 * seven times is a template, and templates are so few that a chance likeness to one is rare. */
#include <stdbool.h>

#include "moderato/campaign.h"

/* Links n signatures: parent[i] becomes the earliest of the signatures that i belongs with, which
 * is i itself if it is the earliest or alone. Returns false when memory runs out. */
bool links_find(const moderato_signature *signatures, size_t n, uint32_t *parent);

/* The hash of a whole signature, the same on any machine. */
uint64_t signature_hash(const moderato_signature *signature);

#endif
