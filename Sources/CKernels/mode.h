// The floating-point mode of the kernels, which CKernels.h describes.
#ifndef CK_MODE_H
#define CK_MODE_H

#include <stdbool.h>

#include "CKernels.h"

// Whether this thread is already in the mode: reading it from the processor takes longer than some kernels.
extern _Thread_local bool ck_is_in_mode;

#if defined(__x86_64__)
// MXCSR: round to nearest, every exception masked, results flushed to zero, subnormal operands zero.
#define CK_OWN_MODE 0x9fc0u
static inline uint64_t ck_read_mode(void) {
  uint32_t mode;
  __asm__ volatile("stmxcsr %0" : "=m"(mode) : : "memory");
  return mode;
}
static inline void ck_write_mode(uint64_t mode) {
  uint32_t word = (uint32_t)mode;
  __asm__ volatile("ldmxcsr %0" : : "m"(word) : "memory");
}
#elif defined(__aarch64__)
// FPCR: round to nearest, no exception trapped, FZ.
#define CK_OWN_MODE (1u << 24)
static inline uint64_t ck_read_mode(void) {
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode) : : "memory");
  return mode;
}
static inline void ck_write_mode(uint64_t mode) {
  __asm__ volatile("msr fpcr, %0" : : "r"(mode) : "memory");
}
#else
#error "the kernels do not know how this processor counts subnormal numbers as zero"
#endif

// The first line of every kernel. The compiler treats the two writes of the mode as accesses to all memory, so
// that the kernel's loads and stores, and the arithmetic between a load and a store, stay between them.
static inline ck_mode ck_enter_kernel(void) {
  if (ck_is_in_mode) return (ck_mode){0, false};
  ck_mode callers = {ck_read_mode(), true};
  ck_write_mode(CK_OWN_MODE);
  return callers;
}
static inline void ck_leave_kernel(ck_mode *callers) {
  if (callers->isSaved) ck_write_mode(callers->bits);
}
#define IN_OWN_MODE \
  __attribute__((cleanup(ck_leave_kernel), unused)) ck_mode callersMode = ck_enter_kernel()

#endif
