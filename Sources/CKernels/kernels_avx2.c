// The kernels for AVX2 with fused multiply-add; a 16-float vector is two registers of sixteen.
#if defined(__x86_64__)
#include <stdbool.h>
#include <string.h>

#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_NAME "avx2"
#define CK_TABLE ck_table_avx2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#define LIST_VECTORS 4
#define STEP_VECTORS 4
#define NARROW_TILE 2
#include "body/kernels.h"
#pragma clang attribute pop
#endif
