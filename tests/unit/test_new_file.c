/* SPDX-License-Identifier: MIT */
/* What stands at a path before and after a new file is written there. tests/faults/ lets each of
 * the calls fail that this makes. */
#include "support.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/new_file.h"

static char folder[256];

/* Returns a path in the folder; three at a time may be used. */
static const char *in_folder(const char *name)
{
	static char paths[3][600];
	static size_t turn;
	char *path = paths[turn++ % COUNT(paths)];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static int setup(void **state)
{
	(void)state;
	temporary(folder, sizeof(folder), "x");
	*strrchr(folder, '/') = '\0';
	return 0;
}

/* Counts what is in the folder. */
static size_t entries(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0;

	assert_non_null(dir);
	while ((entry = readdir(dir)))
		n += entry->d_name[0] != '.' || strncmp(entry->d_name, ".moderato", 9) == 0;
	closedir(dir);
	return n;
}

static int teardown(void **state)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove(in_folder(entry->d_name));
	closedir(dir);
	return rmdir(folder);
}

static void check_content(const char *path, const char *expected)
{
	struct buffer got = BUFFER_INIT;

	read_file(path, &got);
	assert_string_equal(buffer_cstr(&got), expected);
	buffer_dispose(&got);
}

static void check_refused(const char *path, const char *why)
{
	moderato_error err = {"", 0};

	assert_int_equal(new_file_write(path, str("new"), &err), MODERATO_EIO);
	if (!strstr(err.message, why))
		fail_msg("%s: '%s' does not say '%s'", path, err.message, why);
}

static mode_t type_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & S_IFMT;
}

static void new_file__until_the_commit__leaves_the_old_one(void **state)
{
	struct new_file out;
	moderato_error err;

	(void)state;
	write_file(in_folder("a"), "old", 3);
	must(new_file_open(&out, in_folder("a"), &err), err);
	fputs("new", out.file);
	fflush(out.file);
	check_content(in_folder("a"), "old");
	assert_int_equal(entries(), 1);
	must(new_file_commit(&out, &err), err);
	check_content(in_folder("a"), "new");
	new_file_discard(&out);
	assert_int_equal(entries(), 1);
	unlink(in_folder("a"));
}

static void new_file__discarded__leaves_nothing(void **state)
{
	struct new_file out = {.path = NULL};
	moderato_error err;

	(void)state;
	new_file_discard(&out);
	must(new_file_open(&out, in_folder("b"), &err), err);
	fputs("new", out.file);
	new_file_discard(&out);
	assert_int_equal(entries(), 0);
}

static void new_file__mode__is_what_the_umask_leaves(void **state)
{
	const mode_t before = umask(027);
	moderato_error err;
	struct stat st;

	(void)state;
	must(new_file_write(in_folder("c"), str("new"), &err), err);
	umask(before);
	assert_int_equal(stat(in_folder("c"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	unlink(in_folder("c"));
}

static void new_file__mode__is_no_wider_than_that_of_the_old_one(void **state)
{
	static const mode_t modes[][2] = {{0600, 0600}, {0640, 0640}, {0644, 0640}, {0440, 0640}};
	const mode_t before = umask(027);
	moderato_error err;
	struct stat st;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(modes); i++) {
		write_file(in_folder("d"), "old", 3);
		assert_int_equal(chmod(in_folder("d"), modes[i][0]), 0);
		must(new_file_write(in_folder("d"), str("new"), &err), err);
		assert_int_equal(stat(in_folder("d"), &st), 0);
		assert_int_equal(st.st_mode & 0777, modes[i][1]);
		unlink(in_folder("d"));
	}
	umask(before);
}

static void new_file__link_to_a_file__replaces_that_file(void **state)
{
	moderato_error err;

	(void)state;
	write_file(in_folder("target"), "old", 3);
	assert_int_equal(symlink("target", in_folder("link")), 0);
	must(new_file_write(in_folder("link"), str("new"), &err), err);
	assert_int_equal(type_of(in_folder("link")), S_IFLNK);
	assert_int_equal(type_of(in_folder("target")), S_IFREG);
	check_content(in_folder("target"), "new");
	unlink(in_folder("link"));
	unlink(in_folder("target"));
}

static void new_file__what_is_no_regular_file__stays(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)state;
	assert_int_equal(symlink("nothing", in_folder("link")), 0);
	assert_int_equal(mkdir(in_folder("folder"), 0700), 0);
	strcpy(address.sun_path, in_folder("socket"));
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	check_refused(in_folder("link"), "link to nothing");
	check_refused(in_folder("folder"), "Is a directory");
	check_refused(in_folder("folder/"), "Is a directory");
	check_refused(in_folder("socket"), "not a regular file");
	check_refused(in_folder("no/file"), "No such file");
	check_refused("", "No such file");
	assert_int_equal(type_of(in_folder("link")), S_IFLNK);
	assert_int_equal(type_of(in_folder("socket")), S_IFSOCK);
	assert_int_equal(entries(), 3);
	close(fd);
	unlink(in_folder("link"));
	unlink(in_folder("socket"));
	rmdir(in_folder("folder"));
}

static void new_file__pipe_or_device__is_written_directly(void **state)
{
	moderato_error err;
	char got[4] = "";
	int fd;

	(void)state;
	assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
	fd = open(in_folder("pipe"), O_RDONLY | O_NONBLOCK);
	must(new_file_write(in_folder("pipe"), str("new"), &err), err);
	assert_int_equal(read(fd, got, 3), 3);
	assert_string_equal(got, "new");
	close(fd);
	assert_int_equal(type_of(in_folder("pipe")), S_IFIFO);
	unlink(in_folder("pipe"));
	must(new_file_write("/dev/null", str("new"), &err), err);
	assert_int_equal(type_of("/dev/null"), S_IFCHR);
	check_refused("/dev/full", "No space left");
}

/* Somebody puts something there while the file is written. */
static void new_file__name_taken_by_a_link__is_not_replaced(void **state)
{
	struct new_file out;
	moderato_error err;

	(void)state;
	must(new_file_open(&out, in_folder("d"), &err), err);
	assert_int_equal(symlink("/dev/null", in_folder("d")), 0);
	assert_int_equal(new_file_commit(&out, &err), MODERATO_EIO);
	assert_int_equal(type_of(in_folder("d")), S_IFLNK);
	assert_int_equal(entries(), 1);
	unlink(in_folder("d"));
}

static void own_file__link_or_pipe__is_not_touched(void **state)
{
	const int flags = O_RDWR | O_CREAT;
	moderato_error err;
	int fd;

	(void)state;
	write_file(in_folder("victim"), "kept", 4);
	assert_int_equal(symlink("victim", in_folder("soft")), 0);
	assert_int_equal(own_file_open(in_folder("soft"), flags, 0666, &fd, &err), MODERATO_EIO);
	assert_int_equal(link(in_folder("victim"), in_folder("hard")), 0);
	assert_int_equal(own_file_open(in_folder("hard"), flags, 0666, &fd, &err), MODERATO_EIO);
	assert_int_equal(mkfifo(in_folder("pipe"), 0600), 0);
	assert_int_equal(own_file_open(in_folder("pipe"), flags, 0666, &fd, &err), MODERATO_EIO);
	assert_int_equal(own_file_open(in_folder("pipe"), O_WRONLY, 0666, &fd, &err), MODERATO_EIO);
	assert_int_equal(fd, -1);
	assert_int_equal(own_file_open(in_folder("none"), O_RDONLY, 0666, &fd, &err), MODERATO_EIO);
	assert_int_equal(errno, ENOENT);
	unlink(in_folder("pipe"));
	unlink(in_folder("soft"));
	unlink(in_folder("hard"));
	must(own_file_open(in_folder("victim"), flags, 0666, &fd, &err), err);
	assert_true(own_file_is_at(fd, in_folder("victim")));
	assert_int_equal(rename(in_folder("victim"), in_folder("other")), 0);
	assert_false(own_file_is_at(fd, in_folder("victim")));
	write_file(in_folder("victim"), "kept", 4);
	assert_false(own_file_is_at(fd, in_folder("victim")));
	close(fd);
	unlink(in_folder("victim"));
	unlink(in_folder("other"));
}

static void scratch_file__has_no_name(void **state)
{
	int fd = scratch_file_open(folder);
	struct stat st;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_nlink, 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(entries(), 0);
	assert_int_equal(write(fd, "a", 1), 1);
	close(fd);
	assert_int_equal(scratch_file_open(in_folder("none")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_file__until_the_commit__leaves_the_old_one),
		cmocka_unit_test(new_file__discarded__leaves_nothing),
		cmocka_unit_test(new_file__mode__is_what_the_umask_leaves),
		cmocka_unit_test(new_file__mode__is_no_wider_than_that_of_the_old_one),
		cmocka_unit_test(new_file__link_to_a_file__replaces_that_file),
		cmocka_unit_test(new_file__what_is_no_regular_file__stays),
		cmocka_unit_test(new_file__pipe_or_device__is_written_directly),
		cmocka_unit_test(new_file__name_taken_by_a_link__is_not_replaced),
		cmocka_unit_test(own_file__link_or_pipe__is_not_touched),
		cmocka_unit_test(scratch_file__has_no_name),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
