/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SYSTEMD_H
#define TOOLS_SERVE_SYSTEMD_H
/* What systemd hands over and wants to be told; the only door to libsystemd. Without systemd all of
 * it does nothing. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes the listening sockets that systemd has opened (socket activation). `tls[i]`: its name says
 * that socket i is for TLS. Returns their number, or -1 after complaining. */
int systemd_sockets(int *sockets, bool *tls, size_t max);

void systemd_ready(void); /* also after a reload */
void systemd_reloading(uint64_t now_us);
void systemd_stopping(void);

/* Tells the watchdog, if there is one, that all is well; to be called every so often. `*told_us` is
 * when it was told last, 0 at first. */
void systemd_alive(uint64_t now_us, uint64_t *told_us);

#endif
