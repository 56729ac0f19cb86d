/* SPDX-License-Identifier: MIT */
/* Any allocation may fail: training. */
#include "alloc_case.h"
#include "trained.h"

static char vectors[256];
static char held[256];

static int setup(void **state)
{
	static const char rows[] = "1 1:1\n1 1:0.9 2:1\n1 1:0.8\n1 1:1 3:1\n1 1:0.7\n"
							   "-1 2:1\n-1 2:0.9 3:1\n-1 2:1\n-1 3:1\n-1 2:0.5\n";
	static const char held_out[] = "{\"text\":\"you fool\",\"labels\":{\"toxicity\":1}}\n"
								   "{\"text\":\"a river\",\"labels\":{\"toxicity\":0}}\n";

	(void)state;
	share_counts();
	temporary(vectors, sizeof(vectors), "vectors.txt");
	write_file(vectors, rows, sizeof(rows) - 1);
	temporary(held, sizeof(held), "held.jsonl");
	write_file(held, held_out, sizeof(held_out) - 1);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	remove_temporary(vectors);
	remove_temporary(held);
	unshare_counts();
	return 0;
}

/* A comment that could not be added may be tried again, so that a failure never leaves a trainer
 * that cannot be used. */
static moderato_status add_few(moderato_trainer *trainer, moderato_error *err)
{
	moderato_error second;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 10; !status && i < 30; i++) {
		status = add_samples(trainer, i, i + 1, err);
		if (status) {
			counting = false;
			must(add_samples(trainer, i, i + 1, &second), second);
			counting = true;
		}
	}
	return status;
}

/* A run that failed has left nothing to write, and the next one works. */
static void run_again(moderato_trainer *trainer, const moderato_error *before)
{
	moderato_error err;

	counting = false;
	if (moderato_trainer_write(trainer, "/nowhere", NULL) != MODERATO_EINVAL)
		fail_msg("half a bundle could be written after: %s", before->message);
	must(moderato_trainer_run(trainer, &err), err);
	counting = true;
}

static moderato_status train(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status;
	struct buffer out = BUFFER_INIT;

	status = moderato_trainer_new(&trainer, what, err);
	if (!status)
		status = moderato_trainer_add_termset(
			trainer, "identities", "corpus/identities.txt", NULL, NULL, err);
	if (!status)
		status = moderato_trainer_add_corpus(trainer, "corpus/identities.txt", err);
	if (!status && !((const moderato_train_options *)what)->protocol)
		status = moderato_trainer_add_test(trainer, held, NULL, err);
	if (!status)
		status = add_few(trainer, err);
	if (!status) {
		status = moderato_trainer_run(trainer, err);
		if (status)
			run_again(trainer, err);
	}
	if (!status) {
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
		mix(digest, moderato_trainer_card_json(trainer).ptr,
			moderato_trainer_card_json(trainer).len);
		counting = false;
		if (!((const moderato_train_options *)what)->protocol) {
			written(trainer, &out);
			mix(digest, out.data, out.len);
		}
		buffer_dispose(&out);
		counting = true;
	}
	moderato_trainer_free(trainer);
	return status;
}

/* Comments enough for threads to take them in. What a thread cannot do for want of memory the
 * caller's does in its place, so that not every failure is told. */
static moderato_status take_in(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status = moderato_trainer_new(&trainer, what, err);
	size_t i;

	for (i = 0; !status && i < 8; i++)
		status = add_samples(trainer, 0, COUNT(samples), err);
	if (!status)
		status = moderato_trainer_run(trainer, err);
	if (!status)
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
	moderato_trainer_free(trainer);
	return status;
}

/* Three times the samples: enough for what the bundle carries along to be measured. */
static void write_base(char *to, size_t size)
{
	moderato_train_options options = small_options();
	struct buffer out = BUFFER_INIT;
	moderato_trainer *trainer;
	moderato_error err;
	size_t i;

	options.bits = 14;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	for (i = 0; i < 3; i++)
		must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &out);
	moderato_trainer_free(trainer);
	temporary(to, size, "base.bundle");
	write_file(to, out.data, out.len);
	buffer_dispose(&out);
}

/* Train further from a base. */
static moderato_status train_further(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_known *known;
	moderato_trainer *trainer;
	moderato_status status = moderato_trainer_new(&trainer, what, err);

	if (!status)
		status = add_samples(trainer, 10, 40, err);
	if (!status) {
		status = moderato_trainer_run(trainer, err);
		if (status)
			run_again(trainer, err);
	}
	if (!status) {
		assert_int_equal(moderato_trainer_known(trainer, &known), 1);
		assert_true(known->n[1] >= 30 && known->auc > 0.5);
		mix(digest, moderato_trainer_card(trainer).ptr, moderato_trainer_card(trainer).len);
	}
	moderato_trainer_free(trainer);
	return status;
}

static moderato_status train_vectors(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_trainer *trainer;
	moderato_status status;
	struct buffer out = BUFFER_INIT;

	status = moderato_trainer_new(&trainer, what, err);
	if (!status)
		status = moderato_trainer_add_vectors(trainer, vectors, err);
	if (!status)
		status = moderato_trainer_run(trainer, err);
	if (!status) {
		counting = false;
		written(trainer, &out);
		mix(digest, out.data, out.len);
		buffer_dispose(&out);
		counting = true;
	}
	moderato_trainer_free(trainer);
	return status;
}

static void train__any_allocation_fails__is_said(void **state)
{
	moderato_train_options options[9];
	char base[256];
	struct sweep table[] = {
		{"train by libsvm", train, &options[0], 150, 1, 0},
		{"train by descent", train, &options[1], 150, 1, 0},
		{"train an rbf kernel", train, &options[2], 150, 1, 0},
		{"train by a protocol", train, &options[3], 150, 1, 0},
		{"measure disguises by a protocol", train, &options[4], 150, 1, 0},
		{"train on vectors", train_vectors, &options[5], 150, 1, 0},
		{"take comments in by threads", take_in, &options[6], 100, 4, 0},
		{"train further", train_further, &options[7], 150, 1, 0},
		{"train a second stage", train, &options[8], 200, 1, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(options); i++) {
		options[i] = small_options();
		options[i].attributes = "toxicity";
		options[i].assume = "toxicity=0:nobody";
		options[i].calibration = i ? "isotonic" : "platt";
		options[i].command = "train";
	}
	options[1].solver = "descent";
	options[2].kernel = "rbf";
	options[3].protocol = "kfold:2";
	options[4].protocol = "kfold:2";
	options[4].perturb = "mask,join";
	options[4].perturb_rows = 10;
	options[8].second = "all";
	options[6].calibration = NULL;
	options[6].solver = "descent";
	options[6].folds = 1;
	options[6].jobs = 2;
	options[6].perturb_train = 0.5;
	write_base(base, sizeof(base));
	options[7].assume = NULL;
	options[7].calibration = NULL;
	options[7].base = base;
	options[7].bits = 0;
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
	remove_temporary(base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(train__any_allocation_fails__is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
