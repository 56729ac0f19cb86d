/* SPDX-License-Identifier: MIT */
/* Files of Unix sockets: what access they have, and who gets one when several daemons start. */
#include "support.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/http/listen.h"

enum { DAEMONS = 4, ROUNDS = 20, MOMENT_MS = 100 };

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	return address;
}

/* A socket's file as a daemon leaves it that was killed. */
static void leave_behind(const char *path)
{
	const struct sockaddr_un address = address_of(path);
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	unlink(path);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	close(fd);
}

static bool somebody_listens(const char *path)
{
	const struct sockaddr_un address = address_of(path);
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	const bool yes = fd >= 0 && !connect(fd, (const struct sockaddr *)&address, sizeof(address));

	close(fd);
	return yes;
}

/* A daemon: it begins when `start` ends, says in one byte whether it listens, and lives until
 * `stop` ends. */
static void daemon_runs(const char *address, int start, int stop, int said)
{
	struct listener listener;
	char byte;

	(void)!freopen("/dev/null", "w", stderr);
	(void)!read(start, &byte, 1);
	byte = listen_open(&listener, address, 0600, 8) ? 'y' : 'n';
	(void)!write(said, &byte, 1);
	(void)!read(stop, &byte, 1);
	_exit(0);
}

/* Starts several at once; returns how many listen. */
static size_t race(const char *path, const char *address)
{
	int start[2];
	int stop[2];
	int said[2];
	size_t n = 0;
	size_t i;
	char byte;

	assert_true(!pipe(start) && !pipe(stop) && !pipe(said));
	for (i = 0; i < DAEMONS; i++)
		if (!fork()) {
			close(start[1]);
			close(stop[1]);
			daemon_runs(address, start[0], stop[0], said[1]);
		}
	close(start[1]);
	for (i = 0; i < DAEMONS; i++) {
		assert_int_equal(read(said[0], &byte, 1), 1);
		n += byte == 'y';
	}
	assert_true(somebody_listens(path));
	close(stop[1]);
	for (i = 0; i < DAEMONS; i++)
		wait(NULL);
	close(start[0]);
	close(stop[0]);
	close(said[0]);
	close(said[1]);
	return n;
}

static void listen_open__several_at_once__one_gets_what_was_left_behind(void **state)
{
	char path[100];
	char address[128];
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "left.sock");
	snprintf(address, sizeof(address), "unix:%s", path);
	for (i = 0; i < ROUNDS; i++) {
		leave_behind(path);
		assert_int_equal(race(path, address), 1);
	}
	remove_temporary(path);
}

/* One that has its file, but does not listen yet, looks like one that was left behind. */
static void listen_open__while_another_takes_its_file__waits(void **state)
{
	struct listener listener;
	struct sockaddr_un address;
	struct pollfd said = {.events = POLLIN};
	char path[100];
	char name[128];
	char byte = 0;
	int ends[2];
	int folder;
	int fd;

	(void)state;
	temporary(path, sizeof(path), "taken.sock");
	snprintf(name, sizeof(name), "unix:%s", path);
	address = address_of(path);
	*strrchr(path, '/') = '\0';
	folder = open(path, O_RDONLY | O_DIRECTORY);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_true(folder >= 0 && fd >= 0 && !flock(folder, LOCK_EX) && !pipe(ends));
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
	if (!fork()) {
		close(folder); /* the lock is that of the open file */
		(void)!freopen("/dev/null", "w", stderr);
		byte = listen_open(&listener, name, 0600, 8) ? 'y' : 'n';
		(void)!write(ends[1], &byte, 1);
		_exit(0);
	}
	said.fd = ends[0];
	assert_int_equal(poll(&said, 1, MOMENT_MS), 0);
	assert_int_equal(listen(fd, 8), 0);
	close(folder);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(byte, 'n');
	assert_true(somebody_listens(address.sun_path));
	wait(NULL);
	close(fd);
	close(ends[0]);
	close(ends[1]);
	unlink(address.sun_path);
	rmdir(path);
}

static void listen_open__any_mode__is_the_files_from_the_beginning(void **state)
{
	static const unsigned modes[] = {0600, 0660, 0666, 0777, 0};
	const mode_t mask = umask(027);
	struct listener listener;
	struct stat st;
	char path[100];
	char address[128];
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "mode.sock");
	snprintf(address, sizeof(address), "unix:%s", path);
	for (i = 0; i < COUNT(modes); i++) {
		assert_true(listen_open(&listener, address, modes[i], 8));
		assert_int_equal(lstat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, modes[i]);
		close(listener.fd);
		listen_remove(&listener);
		assert_int_equal(lstat(path, &st), -1);
	}
	assert_int_equal(umask(mask), 027);
	remove_temporary(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listen_open__several_at_once__one_gets_what_was_left_behind),
		cmocka_unit_test(listen_open__while_another_takes_its_file__waits),
		cmocka_unit_test(listen_open__any_mode__is_the_files_from_the_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
