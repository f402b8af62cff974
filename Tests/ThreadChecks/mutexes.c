// Linked into a build that checks threads: tells the thread sanitizer of Swift's contended mutexes. They are
// locked and unlocked within the Swift library, which is not checked: it would report races that are none.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

// Both are methods of Synchronization._MutexHandle, called where a mutex has more than one claimant.
#define METHOD __attribute__((swiftcall)) void
#define SELF __attribute__((swift_context)) void *
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

METHOD lock(uint32_t thread, SELF mutex) __asm__(LOCK);
METHOD unlock(SELF mutex) __asm__(UNLOCK);

METHOD lock(uint32_t thread, SELF mutex) {
  METHOD (*library)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
  library(thread, mutex);
  __tsan_acquire(mutex);
}

METHOD unlock(SELF mutex) {
  METHOD (*library)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
  __tsan_release(mutex);
  library(mutex);
}
