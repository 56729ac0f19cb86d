/* SPDX-License-Identifier: MIT */
#ifndef CAMPAIGN_LINKS_H
#define CAMPAIGN_LINKS_H
/* Which signatures belong together: bands bring candidates side by side, a comparison decides, and
 * what is linked is one set (union-find). Afterwards what is less alike joins a set that has
 * formed: a text that was seen seven times is a template, and there are few of those to be like by
 * chance. */
#include <stdbool.h>

#include "moderato/campaign.h"

/* Link n signatures: parent[i] becomes the earliest of the signatures that i belongs with, i itself
 * when it is the earliest, or alone. False: out of memory. */
bool links_find(const moderato_signature *signatures, size_t n, uint32_t *parent);

/* One number of the whole, the same on any machine. */
uint64_t signature_hash(const moderato_signature *signature);

#endif
