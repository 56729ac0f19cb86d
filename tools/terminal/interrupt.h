/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H
/* Notes SIGINT, SIGTERM and SIGHUP instead of letting them end the program, so that a command can
 * finish what it has begun. A further signal that comes at least half a second later ends the
 * program at once. */

/* Starts to note signals. A signal that was ignored (nohup) stays ignored. */
void interrupt_catch(void);

/* For a daemon that blocks SIGINT and SIGTERM and takes them by itself: a descriptor of signalfd(2)
 * on them. Until it has taken one, what follows says that it has come. */
void interrupt_watch(int descriptor);

/* Returns the signal that came, or 0. */
int interrupt_signal(void);
const char *interrupt_name(void); /* its name, such as "SIGINT" */

/* Returns a descriptor that becomes readable once a signal has come; 0 before interrupt_catch(). */
int interrupt_descriptor(void);

#endif
