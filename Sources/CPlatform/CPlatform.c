// SwiftPM wants one source file in a C target; the headers are all there is.
#include "CPlatform.h"
