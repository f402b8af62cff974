// Chooses the kernels for this processor, once.
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "CKernels.h"

extern const ck_table ck_table_portable;
#if defined(__x86_64__)
extern const ck_table ck_table_avx2, ck_table_avx512;
#endif

const ck_table *ck_kernels_for(const char *name) {
  if (strcmp(name, "portable") == 0) return &ck_table_portable;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(name, "avx2") == 0)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &ck_table_avx2 : NULL;
  if (strcmp(name, "avx512") == 0)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
               ? &ck_table_avx512
               : NULL;
#endif
  return NULL;
}

static const ck_table *choose(void) {
  const char *wanted = getenv("DROPOUT_ISA");
  const ck_table *table = wanted ? ck_kernels_for(wanted) : NULL;
  if (!table) table = ck_kernels_for("avx512");
  if (!table) table = ck_kernels_for("avx2");
  return table ? table : &ck_table_portable;
}

const ck_table *ck_kernels(void) {
  // Two threads that race here choose the same table.
  static _Atomic(const ck_table *) chosen = NULL;
  const ck_table *table = atomic_load_explicit(&chosen, memory_order_acquire);
  if (!table) {
    table = choose();
    atomic_store_explicit(&chosen, table, memory_order_release);
  }
  return table;
}
