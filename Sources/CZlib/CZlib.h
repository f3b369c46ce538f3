// zlib as the system has it: gzip and deflate. macOS brings it along; on Linux it is the package zlib1g-dev.
#ifndef CZLIB_H
#define CZLIB_H

#include <zlib.h>

#endif
