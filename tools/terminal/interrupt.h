/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H
/* Being asked to stop: SIGINT, SIGTERM and SIGHUP are noted instead of ending the program, so that
 * a command can finish what it has begun. One that comes half a second later or more ends it at
 * once. */

/* Begin to take note. A signal that was ignored (nohup) stays ignored. */
void interrupt_catch(void);

/* The signal that came, or 0. */
int interrupt_signal(void);
const char *interrupt_name(void); /* such as "SIGINT" */

/* Readable once a signal has come; 0 before interrupt_catch(). */
int interrupt_descriptor(void);

#endif
