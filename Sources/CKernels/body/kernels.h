// The kernels, once per instruction set: a file that includes this defines CK_NAME (the table's
// name, a string), CK_TABLE (its C name), and the register blocks: TILE_ROWS x TILE_VECTORS of a
// dense product, LIST_VECTORS of a product over lists, STEP_VECTORS of a weight gradient,
// NARROW_TILE squared of the narrow layout. Contracts are in CKernels.h. Nothing here may contract
// a * b + c by itself: every fused multiply-add is written out, or two instruction sets would round
// differently. Every function of the table begins with IN_OWN_MODE and is called by no other.

#pragma STDC FP_CONTRACT OFF
// Vectors pass by value between functions that are always inlined: no call ABI is involved.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

#include "../mode.h"

#include "vectors.h"

#include "elementary.h"

#include "masks.h"

#include "noise.h"

#include "products.h"

#include "activations.h"

#include "losses.h"

#include "optimisers.h"

#include "narrow.h"

#include "gradients.h"

#include "thinned.h"

const ck_table CK_TABLE = {
    .name = CK_NAME,
    .mask_bits = mask_bits,
    .mask_lanes = mask_lanes,
    .normal_factors = normal_factors,
    .product = product,
    .row_lists = row_lists,
    .column_lists = column_lists,
    .spread_columns = spread_columns,
    .list_product = list_product,
    .step_weights = step_weights,
    .step_compacted = step_compacted,
    .square_sums = square_sums,
    .limit_norms = limit_norms,
    .column_sums = column_sums,
    .transpose = transpose,
    .compact = compact,
    .expand = expand,
    .activate = activate,
    .activate_backward = activate_backward,
    .loss_gradient = loss_gradient,
    .loss = loss_values,
    .apply_lanes = apply_lanes,
    .narrow_forward = narrow_forward,
    .narrow_gradient = narrow_gradient,
    .thinned = thinned,
    .update = update,
    .elementary = elementary,
    .dot = dot,
    .squared_distance = squared_distance,
    .add_scaled = add_scaled,
};
