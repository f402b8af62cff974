// The kernels for AVX-512; a 16-float vector is one register of thirty-two.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdbool.h>
#include <string.h>

#include "CKernels.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,popcnt"))), apply_to = function)
#define CK_NAME "avx512"
#define CK_TABLE ck_table_avx512
#define CK_AVX512
#define TILE_ROWS 6
#define TILE_VECTORS 4
#define LIST_VECTORS 8
#define STEP_VECTORS 8
#define NARROW_TILE 4
#include "body/kernels.h"
#pragma clang attribute pop
#endif
