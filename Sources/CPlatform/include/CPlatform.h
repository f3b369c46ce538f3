// The few system interfaces that Swift's own C modules leave out.
//
// Linux: epoll and a few calls (Glibc's module map lacks them), and the two functions by which a run loop
// other than libdispatch's own serves the main queue. Apple's systems need neither.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdio.h>

/// Lets each line that a program prints out at once, also into a pipe or a file; and what it has printed until now.
static inline void line_buffer_standard_output(void) {
    fflush(stdout);
    setvbuf(stdout, NULL, _IOLBF, 0);
}

// Darwin declares it nowhere; Swift 6 wants a function rather than a mutable global.
extern char *_Nullable *_Nonnull environ;
static inline char *_Nullable *_Nonnull inherited_environment(void) { return environ; }

#ifdef __linux__
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

// glibc shows these only to those who ask for GNU's extensions.

/// Lets a child process start in another folder.
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *_Nonnull actions, const char *_Nonnull folder);

/// Takes a connection that does not block from the start.
int accept4(int listener, struct sockaddr *_Nullable address, socklen_t *_Nullable length, int flags);

/// A descriptor (an eventfd) that becomes readable whenever work waits on the main queue.
int _dispatch_get_main_queue_handle_4CF(void);

/// Runs what waits on the main queue, on the calling thread, and returns. Only for the main thread, never nested.
void _dispatch_main_queue_callback_4CF(void *_Nullable message);

/// Makes this process the parent of those whose own one, a descendant of this process, has ended. 0, or -1 and `errno`.
static inline int become_parent_of_orphans(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

/// Reads a date by a pattern.
char *_Nullable strptime(const char *_Nonnull text, const char *_Nonnull pattern, struct tm *_Nonnull parts);
#endif

#endif
