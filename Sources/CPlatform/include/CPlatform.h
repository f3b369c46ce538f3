// The few system interfaces that Swift's own C modules leave out.
//
// Linux: epoll and eventfd (Glibc's module map lacks the headers), and the two functions by which a run loop
// other than libdispatch's own serves the main queue. Apple's systems need none of these: there the file is empty.
#ifndef CPLATFORM_H
#define CPLATFORM_H

#ifdef __linux__
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/sendfile.h>

/// A descriptor (an eventfd) that becomes readable whenever work waits on the main queue.
int _dispatch_get_main_queue_handle_4CF(void);

/// Runs what waits on the main queue, on the calling thread, and returns. Only for the main thread, never nested.
void _dispatch_main_queue_callback_4CF(void *_Nullable message);
#endif

#endif
