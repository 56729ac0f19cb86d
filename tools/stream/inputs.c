/* SPDX-License-Identifier: MIT */
#include "stream/inputs.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stream/parquet_plugin_path.h"
#include "terminal/interrupt.h"

/* This many skipped records are reported one by one, so that a broken export does not flood the
 * terminal. */
enum { SKIPS_TOLD = 20 };

static char standard_input[] = "-";
static char *const no_paths[] = {standard_input};

void skips_add(struct skips *skips, moderato_status status, const char *message)
{
	size_t index = status < 0 ? (size_t)-status : 0;

	if (index < sizeof(skips->by_status) / sizeof(skips->by_status[0]))
		skips->by_status[index]++;
	if (skips->n++ < SKIPS_TOLD && !skips->silent)
		complain("%s", message && message[0] ? message : moderato_status_name(status));
}

void describe_count(struct buffer *buf, size_t n, const char *noun)
{
	buffer_printf(buf, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

void skips_describe(const struct skips *skips, struct buffer *buf)
{
	const char *lead = " (";
	size_t i;

	if (!skips->n)
		return;
	buffer_printf(buf, "; %zu skipped", skips->n);
	for (i = 1; i < sizeof(skips->by_status) / sizeof(skips->by_status[0]); i++) {
		if (!skips->by_status[i])
			continue;
		buffer_printf(buf, "%s%zu %s", lead, skips->by_status[i],
			moderato_status_name((moderato_status) - (int)i));
		lead = ", ";
	}
	buffer_add_str(buf, ")");
}

static bool is_stdin(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* Finds a file's size. A missing file counts as empty, because it is reported when its turn comes.
 * Returns false if the path has no size. */
static bool size_of(const char *path, size_t *size)
{
	struct stat st;
	int bad = is_stdin(path) ? fstat(STDIN_FILENO, &st) : stat(path, &st);

	*size = !bad && S_ISREG(st.st_mode) ? (size_t)st.st_size : 0;
	return bad || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode);
}

/* Returns the size of all files together, or 0 if one of them has no size. */
static size_t total_bytes(char *const *paths, size_t n)
{
	size_t total = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		size_t size;

		if (!size_of(paths[i], &size))
			return 0;
		total += size;
	}
	return total;
}

moderato_reader_options inputs_options(const struct common *common)
{
	const moderato_reader_options options = {.format = common->format,
		.columns = common->columns,
		.delimiter = common->delimiter,
		.no_header = common->no_header,
		.labels_map = common->labels_map,
		.charset = common->charset,
		.parquet = parquet_plugin()};

	return options;
}

void inputs_init(
	struct inputs *inputs, const struct common *common, char *const *paths, int n_paths)
{
	*inputs = (struct inputs){0};
	inputs->paths = n_paths ? paths : no_paths;
	inputs->names = inputs->paths;
	inputs->n_paths = n_paths ? (size_t)n_paths : 1;
	inputs->options = inputs_options(common);
	inputs->options.stop = interrupt_descriptor();
	inputs->quiet = common->quiet;
	inputs->bytes_total = total_bytes(inputs->paths, inputs->n_paths);
	if (!n_paths && isatty(STDIN_FILENO) && !common->quiet)
		complain("reading comments from the terminal: one a line, as plain text or JSON; "
				 "Ctrl-D ends");
}

void inputs_share(struct inputs *inputs, struct shard shard)
{
	size_t total = inputs->bytes_total;

	inputs->shard = shard;
	inputs->from = total / shard.n * (shard.i - 1) + total % shard.n * (shard.i - 1) / shard.n;
	inputs->to = total / shard.n * shard.i + total % shard.n * shard.i / shard.n;
}

/* Returns whether a record that ends here lies before the shard's part. No record lies before the
 * first part. */
static bool is_before(const struct inputs *inputs, size_t end)
{
	return inputs->shard.i > 1 && end <= inputs->from;
}

static bool is_behind(const struct inputs *inputs, size_t end)
{
	return inputs->shard.i < inputs->shard.n && end > inputs->to;
}

/* Returns whether the next file holds nothing for the shard. An empty file at a part's end is not
 * passed over, so that exactly one shard reports it if it is missing. */
static bool passes_over(struct inputs *inputs)
{
	size_t begin = inputs->bytes_before;

	if (!inputs->shard.n || !inputs->bytes_total)
		return false;
	if (is_behind(inputs, begin + (inputs->bytes_here > 0))) {
		inputs->next = inputs->n_paths;
		return true;
	}
	if (!is_before(inputs, begin + inputs->bytes_here))
		return false;
	inputs->bytes_before += inputs->bytes_here;
	return true;
}

static void note_lost(struct inputs *inputs, moderato_status status)
{
	inputs->skips.lost_file |= status == MODERATO_EIO;
	if (status == MODERATO_EINVAL) {
		inputs->skips.bad_option = true; /* the other files would fail in the same way */
		inputs->next = inputs->n_paths;
	}
	inputs->skips.bad_file |= status == MODERATO_EFORMAT || status == MODERATO_ELIMIT;
	inputs->bytes_before += inputs->bytes_here;
}

static const char *name_of(const struct inputs *inputs, size_t file)
{
	return is_stdin(inputs->names[file]) ? "standard input" : inputs->names[file];
}

/* Opens the next file that can be opened. */
static moderato_status open_next(struct inputs *inputs, moderato_error *err)
{
	while (inputs->next < inputs->n_paths && !interrupt_signal()) {
		const size_t file = inputs->next++;
		const char *path = inputs->paths[file];
		moderato_status status;

		size_of(path, &inputs->bytes_here);
		if (inputs->note_bases)
			inputs->note_bases[file] = inputs->n_records;
		if (passes_over(inputs))
			continue;
		inputs->records_here = 0;
		status = moderato_reader_open(&inputs->reader, path, &inputs->options, err);
		if (status == MODERATO_ENOMEM)
			return status;
		inputs->path = name_of(inputs, file);
		if (status == MODERATO_OK)
			return status;
		if (interrupt_signal())
			break;
		if (!inputs->skips.silent)
			complain_status(status, err);
		note_lost(inputs, status);
	}
	inputs->complete = !interrupt_signal();
	return MODERATO_END;
}

static void close_reader(struct inputs *inputs)
{
	if (inputs->bytes_here)
		inputs->bytes_before += inputs->bytes_here;
	else if (inputs->reader)
		inputs->bytes_before += moderato_reader_position(inputs->reader, NULL);
	if (inputs->reader) {
		inputs->without_text += moderato_reader_without_text(inputs->reader);
		inputs->times_unread += moderato_reader_times_unread(inputs->reader);
		inputs->converted += moderato_reader_converted(inputs->reader);
		inputs->left_out += moderato_reader_columns_unread(inputs->reader);
	}
	moderato_reader_free(inputs->reader);
	inputs->reader = NULL;
}

/* Tells that the file that ends here had no comments. A shard may well see none, and an input of
 * no bytes is not worth a word. */
static void tell_nothing_found(const struct inputs *inputs)
{
	if (inputs->records_here || inputs->shard.n > 1 || inputs->quiet || inputs->skips.silent ||
		moderato_reader_without_text(inputs->reader) ||
		!moderato_reader_position(inputs->reader, NULL))
		return;
	complain("%s: no comments in it", inputs->path);
}

/* Returns whether the latest record belongs to the shard. A record after the shard's part ends the
 * reading. */
static bool is_ours(struct inputs *inputs, moderato_error *err)
{
	size_t end;

	if (!inputs->bytes_total)
		return inputs->dealt++ % inputs->shard.n == inputs->shard.i - 1;
	end = inputs->bytes_before + moderato_reader_position(inputs->reader, NULL);
	if (is_behind(inputs, end)) {
		close_reader(inputs);
		inputs->next = inputs->n_paths;
		return false;
	}
	if (!is_before(inputs, end))
		return true;
	if (inputs->bases) /* each record must be read so that it is counted */
		return false;
	/* The next moderato_reader_next() reports a failure. */
	moderato_reader_skip(inputs->reader, inputs->from - inputs->bytes_before, err);
	return false;
}

moderato_status inputs_next(struct inputs *inputs, moderato_comment *comment, moderato_error *err)
{
	for (;;) {
		moderato_status status = inputs->reader ? MODERATO_OK : open_next(inputs, err);

		if (status != MODERATO_OK)
			return status;
		status = moderato_reader_next(inputs->reader, comment, err);
		switch (status) {
		case MODERATO_EIO:
			if (interrupt_signal())
				return MODERATO_END;
			if (!inputs->skips.silent)
				complain_status(status, err);
			inputs->skips.lost_file = true;
			close_reader(inputs);
			break;
		case MODERATO_END:
			tell_nothing_found(inputs);
			close_reader(inputs);
			break;
		case MODERATO_ENOMEM:
			return status;
		case MODERATO_OK:
		case MODERATO_EINVAL:
		case MODERATO_EFORMAT:
		case MODERATO_ELIMIT:
		case MODERATO_EMISMATCH:
			inputs->n_records++;
			inputs->records_here++;
			if (inputs->shard.n && !is_ours(inputs, err))
				break;
			inputs->n_comments += status == MODERATO_OK;
			return status;
		}
	}
}

void inputs_tell(const struct inputs *inputs, struct inputs_place *place)
{
	place->file = inputs->next - 1;
	moderato_reader_tell(inputs->reader, &place->place);
	place->dealt = inputs->dealt;
}

size_t inputs_number(const struct inputs *inputs, const struct inputs_place *place)
{
	return inputs->bases ? inputs->bases[place->file] + place->place.records - 1 : 0;
}

int inputs_resume(struct inputs *inputs, const struct inputs_place *place)
{
	moderato_error err = {.message = ""};
	moderato_status status;
	const size_t file = place->file < inputs->n_paths ? place->file : 0;

	for (inputs->next = 0; inputs->next <= place->file; inputs->next++) {
		inputs->bytes_before += inputs->bytes_here;
		size_of(inputs->paths[inputs->next], &inputs->bytes_here);
	}
	inputs->dealt = place->dealt;
	inputs->delivered = *place;
	inputs->path = name_of(inputs, file);
	status = moderato_reader_open(&inputs->reader, inputs->paths[file], &inputs->options, &err);
	if (!status)
		status = moderato_reader_seek(inputs->reader, &place->place, &err);
	if (status && interrupt_signal())
		return EXIT_DONE;
	return status ? complain_status(status, &err) : EXIT_DONE;
}

bool inputs_wait(const struct inputs *inputs)
{
	return inputs->reader && moderato_reader_waits(inputs->reader);
}

moderato_status inputs_next_good(
	struct inputs *inputs, moderato_comment *comment, moderato_error *err)
{
	moderato_status status;

	while ((status = inputs_next(inputs, comment, err)) < 0 && status != MODERATO_ENOMEM)
		skips_add(&inputs->skips, status, err->message);
	return status;
}

size_t inputs_position(const struct inputs *inputs)
{
	size_t here = inputs->reader ? moderato_reader_position(inputs->reader, NULL) : 0;
	size_t all = inputs->bytes_before + here;

	return all > inputs->from ? all - inputs->from : 0;
}

size_t inputs_total(const struct inputs *inputs)
{
	return inputs->shard.n ? inputs->to - inputs->from : inputs->bytes_total;
}

/* Says what was not read as it is written, or could not be read so. */
static void tell_changes(const struct inputs *inputs)
{
	if (inputs->converted)
		complain("%zu byte%s not UTF-8 and read as windows-1252; --charset names another character "
				 "set",
			inputs->converted, inputs->converted == 1 ? " was" : "s were");
	if (inputs->left_out)
		complain("%zu column%s left out, as lists and bytes are no text", inputs->left_out,
			inputs->left_out == 1 ? " is" : "s are");
	if (inputs->times_unread)
		complain("%zu time%s could not be read and %s as written", inputs->times_unread,
			inputs->times_unread == 1 ? "" : "s", inputs->times_unread == 1 ? "stays" : "stay");
}

int inputs_finish(struct inputs *inputs, const struct common *common)
{
	const struct skips *skips = &inputs->skips;

	if (skips->n > SKIPS_TOLD && !skips->silent)
		complain("%zu more records skipped", skips->n - SKIPS_TOLD);
	/* Only the last shard reads the whole input. */
	if (inputs->without_text && !common->quiet && inputs->shard.i == inputs->shard.n)
		complain("%zu removed or deleted comment%s without a text left out", inputs->without_text,
			inputs->without_text == 1 ? "" : "s");
	if (!common->quiet && !skips->silent && inputs->shard.i == inputs->shard.n)
		tell_changes(inputs);
	if (skips->lost_file)
		return EXIT_SYSTEM;
	if (skips->bad_option)
		return EXIT_USAGE;
	/* A small shard may well contain only bad records. */
	if (skips->bad_file ||
		(skips->n && ((!inputs->n_comments && inputs->shard.n < 2) || common->strict)))
		return EXIT_BAD_INPUT;
	return EXIT_DONE;
}

void inputs_dispose(struct inputs *inputs)
{
	moderato_reader_free(inputs->reader);
	inputs->reader = NULL;
}
