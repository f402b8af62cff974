// The kernels for the compiler's baseline: SSE2 on x86-64, NEON on arm64.
#define CK_NAME "portable"
#define CK_TABLE ck_table_portable
#define TILE_ROWS 2
#define TILE_VECTORS 2
#include "kernels_body.h"
