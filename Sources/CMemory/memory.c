#include "cmemory.h"

#if defined(__linux__)
#include <features.h>
#endif
#if defined(__GLIBC__)
#include <malloc.h>
#endif

void cm_release_free_memory(void) {
#if defined(__GLIBC__)
    // Left alone, glibc keeps what was freed on other threads.
    malloc_trim(0);
#endif
}
