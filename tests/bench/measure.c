/* SPDX-License-Identifier: MIT */
/* measure COMMAND…: run it, its output thrown away, and print its wall-clock seconds, its seconds
 * of processor time and its peak memory in KiB. Exits with 1, saying so, when the command fails. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void become(char **command)
{
	const int nowhere = open("/dev/null", O_WRONLY);

	if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0)
		execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage used;
	int status = 0;
	const double begin = now();
	const pid_t child = argc > 1 ? fork() : -1;

	if (child == 0)
		become(argv + 1);
	if (child < 0 || wait4(child, &status, 0, &used) < 0 || status != 0) {
		fprintf(stderr, "measure: %s failed\n", argc > 1 ? argv[1] : "nothing");
		return 1;
	}
	printf("%.6f %.6f %ld\n", now() - begin,
		(double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
			1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
		used.ru_maxrss);
	return 0;
}
