// The kernels for the compiler's baseline: SSE2 on x86-64, NEON on arm64.
#include <stdbool.h>
#include <string.h>

#include "CKernels.h"

#define CK_NAME "portable"
#define CK_TABLE ck_table_portable
#if defined(__aarch64__)
// A 16-float vector is four registers of thirty-two.
#define TILE_ROWS 5
#define TILE_VECTORS 1
#define LIST_VECTORS 4
#define STEP_VECTORS 4
#else
#define TILE_ROWS 2
#define TILE_VECTORS 1
#define LIST_VECTORS 2
#define STEP_VECTORS 2
#endif
#define NARROW_TILE 2
#include "body/kernels.h"
