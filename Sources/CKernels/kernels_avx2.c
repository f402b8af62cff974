// The kernels for AVX2 with fused multiply-add; a 16-float vector is two registers.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define CK_NAME "avx2"
#define CK_TABLE ck_table_avx2
#define TILE_ROWS 6
#define TILE_VECTORS 1
#include "kernels_body.h"
#pragma clang attribute pop
#endif
