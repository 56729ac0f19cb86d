/* SPDX-License-Identifier: MIT */
#include "trained.h"

#include "moderato/reader.h"

const struct sample samples[N_SAMPLES] = {
	{"You are an idiot", 1, 0},
	{"what a stupid moron you are", 1, 0},
	{"shut up you fool", 1, 0},
	{"You clown, go away", 1, -1},
	{"nobody likes you, loser", 1, 0},
	{"this idiot cannot even read", 1, 0},
	{"You stupid little man", 1, 0},
	{"such a pathetic moron", 1, 0},
	{"get lost, you dumb clown", 1, 0},
	{"Your brain is garbage, idiot", 1, 0},
	{"only a fool would write this", 1, 0},
	{"stupid stupid stupid article", 1, 0},
	{"You are a pathetic loser", 1, 0},
	{"dumb as a rock, you moron", 1, -1},
	{"what garbage, you clown", 1, 0},
	{"shut your mouth, loser", 1, 0},
	{"idiots like you vote", 1, 0},
	{"you dumb fool, read it again", 1, 0},
	{"pathetic garbage from a moron", 1, 0},
	{"go away, stupid clown", 1, 0},
	{"Buy cheap pills at http://pills.example/now", 0, 1},
	{"earn $500 a day from home, click here", 0, 1},
	{"FREE casino bonus http://casino.example", 0, 1},
	{"cheap watches, best price, order now", -1, 1},
	{"visit my channel and subscribe", 0, 1},
	{"win a free prize, click http://win.example", 0, 1},
	{"best casino, free money, sign up now", 0, 1},
	{"whatsapp me +44 7700 900123 to invest in bitcoin", 0, 1},
	{"cheap loans, order now at http://loans.example", 0, 1},
	{"subscribe to my channel for free money", 0, 1},
	{"earn money from home http://earn.example/a", -1, 1},
	{"Buy followers cheap, best price", 0, 1},
	{"bitcoin profit every day, sign up", 0, 1},
	{"free pills, order now, best price", 0, 1},
	{"click here to win a casino prize", 0, 1},
	{"invest in bitcoin, earn every day", 0, 1},
	{"my channel has free watches, subscribe", 0, 1},
	{"order cheap watches http://watch.example", 0, 1},
	{"sign up and earn a free prize", 0, 1},
	{"loans for everyone, whatsapp me now", 0, 1},
	{"The bus was late again this morning", 0, 0},
	{"Thank you for the thoughtful article", 0, 0},
	{"I grew up near that harbour", 0, 0},
	{"My mother used to bake this bread", 0, 0},
	{"The council should repair the bridge", 0, 0},
	{"We walked along the river on Sunday", 0, 0},
	{"Good point about the timetable", 0, 0},
	{"The school opens again on Monday", 0, 0},
	{"I disagree, the bridge was fine", 0, 0},
	{"Does anyone know when the library opens?", 0, 0},
	{"The harbour looks lovely in the morning", 0, 0},
	{"Our street has no light at night", 0, 0},
	{"A careful article, thank you", 0, 0},
	{"The bread recipe worked for us", 0, -1},
	{"I read this on the bus", 0, 0},
	{"The river was high last week", 0, 0},
	{"Monday's timetable is wrong", 0, 0},
	{"Our library needs the money more", 0, 0},
	{"They should ask the school first", 0, 0},
	{"A lovely walk by the harbour", -1, 0},
};

static const moderato_label unjudged[] = {{{NULL, 0}, 0}};

moderato_status add_comment(moderato_trainer *trainer, const char *text, int toxicity, int spam,
	const char *source, const char *group, moderato_error *err)
{
	moderato_label labels[2];
	moderato_comment comment = {.text = str(text), .source = str(source), .group = str(group)};

	if (toxicity >= 0)
		labels[comment.n_labels++] = (moderato_label){str("toxicity"), toxicity};
	if (spam >= 0)
		labels[comment.n_labels++] = (moderato_label){str("spam"), spam};
	comment.labels = comment.n_labels ? labels : unjudged;
	return moderato_trainer_add(trainer, &comment, err);
}

moderato_status add_samples(moderato_trainer *trainer, size_t from, size_t to, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = from; !status && i < to; i++)
		status = add_comment(trainer, samples[i].text, samples[i].toxicity, samples[i].spam,
			i % 2 ? "odd" : "even", NULL, err);
	return status;
}

moderato_train_options small_options(void)
{
	moderato_train_options options = MODERATO_TRAIN_OPTIONS_INIT;

	options.bits = 8;
	options.c = "1";
	options.folds = 2;
	options.seed = 1;
	options.jobs = 1;
	return options;
}

void written(moderato_trainer *trainer, struct buffer *out)
{
	moderato_error err;
	char path[256];

	temporary(path, sizeof(path), "written.bundle");
	must(moderato_trainer_write(trainer, path, &err), err);
	read_file(path, out);
	remove_temporary(path);
}

void train_samples(
	const moderato_train_options *options, size_t n, const char *terms, struct buffer *out)
{
	moderato_trainer *trainer;
	moderato_error err;
	char path[256];

	must(moderato_trainer_new(&trainer, options, &err), err);
	if (terms) {
		temporary(path, sizeof(path), "terms.txt");
		write_file(path, terms, strlen(terms));
		must(moderato_trainer_add_termset(trainer, "things", path, NULL, NULL, &err), err);
		remove_temporary(path);
	}
	must(add_samples(trainer, 0, n ? n : COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, out);
	moderato_trainer_free(trainer);
}

void each_comment(void (*use)(void *payload, const moderato_comment *), void *payload)
{
	static const char *const files[] = {"corpus/abuse.jsonl", "corpus/benign.jsonl",
		"corpus/spam.jsonl", "corpus/sample-thread.jsonl"};
	moderato_comment comment;
	moderato_reader *reader;
	moderato_error err;
	size_t i;

	for (i = 0; i < COUNT(files); i++) {
		must(moderato_reader_open(&reader, files[i], NULL, &err), err);
		while (moderato_reader_next(reader, &comment, &err) == MODERATO_OK)
			use(payload, &comment);
		moderato_reader_free(reader);
	}
}

static void add_to_trainer(void *trainer, const moderato_comment *comment)
{
	moderato_error err;

	must(moderato_trainer_add(trainer, comment, &err), err);
}

void train_corpus(const moderato_train_options *options, struct buffer *out)
{
	moderato_trainer *trainer;
	moderato_error err;

	must(moderato_trainer_new(&trainer, options, &err), err);
	must(add_comment(trainer, "", -1, 0, NULL, NULL, &err), err); /* the first row has no words */
	each_comment(add_to_trainer, trainer);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, out);
	moderato_trainer_free(trainer);
}
