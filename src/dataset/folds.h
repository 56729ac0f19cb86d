/* SPDX-License-Identifier: MIT */
#ifndef DATASET_FOLDS_H
#define DATASET_FOLDS_H
/* Decides which fold each row of a data set is in. Cross-validation trains on all folds but one and
 * measures on that one. So rows that resemble one another must be in one fold (groups), and every
 * fold should have its part of each label (stratification). */
#include <stddef.h>
#include <stdint.h>

#include "moderato/evaluator.h"

/* Grouped and stratified k-fold.
 *
 * Rows of one group are in one fold. As far as the groups allow, each fold gets an equal part of
 * the rows and, for every attribute, of the zeros and of the ones. The groups are dealt out
 * greedily, beginning with those that have the largest part of the labels, where a rare label
 * counts for more; among groups with the same part the seed decides. The idea is the iterative
 * stratification of Sechidis, Tsoumakas and Vlahavas 2011
 * (https://doi.org/10.1007/978-3-642-23808-6_10), with groups instead of rows. A row's fold depends
 * on the keys, the labels and the seed, not on the order of the rows.
 *
 * labels:       [n][n_attributes], row by row: 0, 1, or anything else for unknown; may be NULL if
 *               n_attributes is 0, for folds that are grouped but not stratified
 * group:        [n], the key of each row's group, such as a hash of its text or author. NULL: every
 *               row is a group of its own, whose key is the row's number, which is plain stratified
 *               k-fold
 * fold:         [n], receives 0 … k-1; every fold gets a row. Not written on failure
 * Returns MODERATO_OK; MODERATO_EINVAL when k is below 2, above MODERATO_FOLDS_MAX, or above the
 * number of groups; MODERATO_ENOMEM. Takes O(n log n + groups · k · n_attributes). */
moderato_status folds_grouped(const int8_t *labels, size_t n_attributes, const uint64_t *group,
	size_t n, size_t k, uint64_t seed, uint16_t *fold, moderato_error *err);

/* Leave one key out: a fold for each different key, such as a source or a site, numbered in the
 * order in which the keys first appear.
 *
 * key:     [n]
 * fold:    [n], receives 0 … *n_folds-1. Not written on failure
 * n_folds: receives the number of different keys; 0 on failure
 * Returns MODERATO_OK; MODERATO_EINVAL when there are fewer than 2 different keys; MODERATO_ELIMIT
 * when there are more than MODERATO_FOLDS_MAX; MODERATO_ENOMEM. */
moderato_status folds_by_key(
	const uint64_t *key, size_t n, uint16_t *fold, size_t *n_folds, moderato_error *err);

#endif
