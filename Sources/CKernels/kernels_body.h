// The kernels, once per instruction set: a file that includes this defines CK_NAME (the table's
// name, a string), CK_TABLE (its C name), TILE_ROWS and TILE_VECTORS (the register tile of the
// product). Contracts stand in CKernels.h. Nothing here may contract a * b + c by itself: every
// fused multiply-add is written out, or two instruction sets would round differently.

#include <stdbool.h>
#include <string.h>

#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF
// Vectors pass by value between functions that are always inlined: no call ABI is involved.
#pragma clang diagnostic ignored "-Wpsabi"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

typedef float f16v __attribute__((vector_size(64)));
typedef int32_t i16v __attribute__((vector_size(64)));
typedef uint32_t u16v __attribute__((vector_size(64)));
typedef uint64_t u8v __attribute__((vector_size(64)));
typedef uint8_t b16v __attribute__((vector_size(16)));

INLINE f16v splat(float x) { return (f16v){} + x; }
INLINE u16v splatu(uint32_t x) { return (u16v){} + x; }
INLINE f16v load(const float *p) { return *(const f16v *)p; }
INLINE void store(float *p, f16v x) { *(f16v *)p = x; }
INLINE f16v fma16(f16v a, f16v b, f16v c) { return __builtin_elementwise_fma(a, b, c); }
INLINE f16v select16(i16v m, f16v a, f16v b) { return (f16v)(((i16v)a & m) | ((i16v)b & ~m)); }

// Sixteen lanes to one number, by the fixed tree: lane i + lane i + 8, then + 4, + 2, + 1.
INLINE float tree_sum(f16v x) {
  float s[16];
  memcpy(s, &x, sizeof s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

INLINE float tree_max(f16v x) {
  float s[16];
  memcpy(s, &x, sizeof s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] = s[i] > s[i + width] ? s[i] : s[i + width];
  return s[0];
}

// MARK: Elementary functions

INLINE f16v round16(f16v x) { return __builtin_elementwise_roundeven(x); }

// 2^n for integral n in -126 ... 127.
INLINE f16v power_of_two(f16v n) {
  return (f16v)((__builtin_convertvector(n, i16v) + 127) << 23);
}

INLINE f16v clamp16(f16v x, float low, float high) {
  x = select16(x < splat(low), splat(low), x);
  return select16(x > splat(high), splat(high), x);
}

// r in +-ln 2 / 2 and n with x = n ln 2 + r + tail; the tail is what rounding r left over.
INLINE f16v reduce_exp(f16v x, f16v *n, f16v *tail) {
  *n = round16(x * splat(0x1.715476p0f));
  f16v high = fma16(*n, splat(-0x1.62e400p-1f), x);
  f16v r = fma16(*n, splat(-0x1.7f7d1cp-20f), high);
  *tail = fma16(*n, splat(-0x1.7f7d1cp-20f), high - r);
  return r;
}

// exp(r + tail) - 1 on the reduced range, by Taylor's series to r^7; r itself enters unrounded.
INLINE f16v expm1_reduced(f16v r, f16v tail) {
  f16v p = splat(1.0f / 5040);
  p = fma16(p, r, splat(1.0f / 720));
  p = fma16(p, r, splat(1.0f / 120));
  p = fma16(p, r, splat(1.0f / 24));
  p = fma16(p, r, splat(1.0f / 6));
  p = fma16(p, r, splat(0.5f));
  return r + fma16(r * r, p, tail);
}

// exp(x); below -87.3 exactly 0, above 88.3 held at exp(88.3): no infinity, no denormal.
INLINE f16v exp16(f16v x) {
  i16v tiny = x < splat(-87.3f);
  f16v n, tail, r = reduce_exp(clamp16(x, -87.3f, 88.3f), &n, &tail);
  f16v y = (splat(1.0f) + expm1_reduced(r, tail)) * power_of_two(n);
  return select16(tiny, splat(0.0f), y);
}

// log(x) for normal positive x.
INLINE f16v log16(f16v x) {
  i16v bits = (i16v)x;
  i16v e = ((bits - 0x3f3504f3) >> 23);
  f16v f = (f16v)(bits - (e << 23)) - splat(1.0f);
  f16v n = __builtin_convertvector(e, f16v);
  f16v s = f / (splat(2.0f) + f), s2 = s * s;
  f16v p = splat(2.0f / 11);
  p = fma16(p, s2, splat(2.0f / 9));
  p = fma16(p, s2, splat(2.0f / 7));
  p = fma16(p, s2, splat(2.0f / 5));
  p = fma16(p, s2, splat(2.0f / 3));
  f16v half = splat(0.5f) * f * f;
  f16v low = fma16(n, splat(0x1.7f7d1cp-20f), s * fma16(p, s2, half)) - half;
  return fma16(n, splat(0x1.62e400p-1f), low + f);
}

// log(1 + u) for u in 0 ... 1: the rounding of 1 + u is put back.
INLINE f16v log1p16(f16v u) {
  f16v w = splat(1.0f) + u;
  return log16(w) + (u - (w - splat(1.0f))) / w;
}

// Up to 0.625 an odd polynomial (the coefficients of Moshier's Cephes, tanhf), beyond by expm1:
// tanh t = (e^2t - 1) / (e^2t + 1).
INLINE f16v tanh16(f16v x) {
  i16v sign = (i16v)x & (i16v)splatu(0x80000000u);
  f16v t = (f16v)((i16v)x ^ sign);
  t = select16(t > splat(10.0f), splat(10.0f), t);
  f16v t2 = t * t, p = splat(-5.70498872745e-3f);
  p = fma16(p, t2, splat(2.06390887954e-2f));
  p = fma16(p, t2, splat(-5.37397155531e-2f));
  p = fma16(p, t2, splat(1.33314422036e-1f));
  p = fma16(p, t2, splat(-3.33332819422e-1f));
  f16v small = fma16(p * t2, t, t);
  f16v n, tail, r = reduce_exp(t + t, &n, &tail), scale = power_of_two(n);
  f16v e = fma16(expm1_reduced(r, tail), scale, scale - splat(1.0f));
  f16v y = select16(t < splat(0.625f), small, e / (e + splat(2.0f)));
  return (f16v)((i16v)y | sign);
}

// From exp(-|x|), so that neither side is 1 / (1 + something huge).
INLINE f16v logistic16(f16v x) {
  f16v magnitude = (f16v)((i16v)x & 0x7fffffff);
  f16v e = exp16(-magnitude);
  return select16(x < splat(0.0f), e, splat(1.0f)) / (splat(1.0f) + e);
}

static void elementary(int function, const float *x, float *y, size_t count) {
  for (size_t i = 0; i < count; i += 16) {
    f16v v = load(x + i);
    store(y + i, function == 0   ? exp16(v)
                 : function == 1 ? log16(v)
                 : function == 2 ? tanh16(v)
                                 : logistic16(v));
  }
}

// MARK: Masks

INLINE void multiply_wide(u16v c, uint32_t factor, u16v *high, u16v *low) {
  u8v even = ((u8v)c & 0xffffffffu) * factor;
  u8v odd = ((u8v)c >> 32) * factor;
  *low = (u16v)((even & 0xffffffffu) | (odd << 32));
  *high = (u16v)((even >> 32) | (odd & 0xffffffff00000000u));
}

INLINE void philox(u16v *c0, u16v *c1, u16v *c2, u16v *c3, uint32_t k0, uint32_t k1) {
  UNROLL for (int round = 0; round < 10; round++) {
    u16v h0, l0, h1, l1;
    multiply_wide(*c0, 0xD2511F53u, &h0, &l0);
    multiply_wide(*c2, 0xCD9E8D57u, &h1, &l1);
    *c0 = h1 ^ *c1 ^ k0;
    *c1 = l1;
    *c2 = h0 ^ *c3 ^ k1;
    *c3 = l0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

// Sixteen Philox blocks at once, one a lane, running through the blocks of all rows.
static void mask_bits(uint8_t *bits, size_t ld, size_t rows, size_t units, uint32_t key0,
                      uint32_t key1, uint64_t draw, uint32_t threshold) {
  size_t perRow = (units + 7) / 8, total = rows * perRow;
  if (total == 0) return;
  uint32_t tail = units % 8 == 0 ? 0xff : (1u << units % 8) - 1;
  uint32_t block[16], row[16];
  for (int lane = 0; lane < 16; lane++) {
    block[lane] = (uint32_t)(lane % perRow);
    row[lane] = (uint32_t)(lane / perRow);
  }
  u16v blocks, rowsOf;
  memcpy(&blocks, block, sizeof blocks);
  memcpy(&rowsOf, row, sizeof rowsOf);
  uint32_t stepRows = (uint32_t)(16 / perRow), stepBlocks = (uint32_t)(16 % perRow);
  for (size_t start = 0; start < total; start += 16) {
    u16v c0 = blocks, c1 = rowsOf, c2 = splatu((uint32_t)draw), c3 = splatu((uint32_t)(draw >> 32));
    philox(&c0, &c1, &c2, &c3, key0, key1);
    u16v words[4] = {c0, c1, c2, c3}, bytes = splatu(0);
    UNROLL for (int w = 0; w < 4; w++) {
      bytes |= (u16v)((words[w] & 0xffffu) < threshold) & (1u << 2 * w);
      bytes |= (u16v)((words[w] >> 16) < threshold) & (2u << 2 * w);
    }
    bytes &= ((u16v)(blocks == (uint32_t)(perRow - 1)) & tail) |
             ((u16v)(blocks != (uint32_t)(perRow - 1)) & 0xffu);
    b16v packed = __builtin_convertvector(bytes, b16v);
    size_t count = total - start < 16 ? total - start : 16;
    if (ld == perRow) {
      memcpy(bits + start, &packed, count);
    } else {
      memcpy(block, &blocks, sizeof block);
      memcpy(row, &rowsOf, sizeof row);
      for (size_t lane = 0; lane < count; lane++)
        bits[row[lane] * ld + block[lane]] = packed[lane];
    }
    blocks += stepBlocks;
    rowsOf += stepRows;
    u16v over = (u16v)(blocks >= (uint32_t)perRow);
    blocks -= over & (uint32_t)perRow;
    rowsOf -= over;
  }
}

// All ones in the lanes whose unit survives.
INLINE i16v survivors(const uint8_t *bits, size_t vector) {
  uint32_t word = (uint32_t)bits[2 * vector] | (uint32_t)bits[2 * vector + 1] << 8;
  const u16v lanes = {1,     2,     4,     8,      16,     32,     64,     128,
                      0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000};
  return (splatu(word) & lanes) != splatu(0);
}

// MARK: Products

// One register tile: `rows` x `vectors` outputs over k in [0, depth), continuing from `out` if so.
INLINE void tile(float *out, size_t ldo, const float *a, size_t aRow, size_t aK, const float *b,
                 size_t ldb, const float *bias, size_t depth, bool resume, int rows, int vectors) {
  f16v sum[TILE_ROWS][TILE_VECTORS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[r][v] = resume ? load(out + r * ldo + 16 * v) : splat(0.0f);
  for (size_t k = 0; k < depth; k++) {
    f16v row[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) row[v] = load(b + k * ldb + 16 * v);
    UNROLL for (int r = 0; r < rows; r++) {
      f16v factor = splat(a[r * aRow + k * aK]);
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = fma16(factor, row[v], sum[r][v]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      store(out + r * ldo + 16 * v, bias ? sum[r][v] + load(bias + 16 * v) : sum[r][v]);
}

#define TILES(R)                                                                                \
  switch (width) {                                                                              \
    case 1: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, 1); break;            \
    case 2: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, 2); break;            \
    case 3: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, MIN3); break;         \
    default: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, TILE_VECTORS); break; \
  }
#define MIN3 (TILE_VECTORS < 3 ? TILE_VECTORS : 3)

// Panels of b that stay in the first cache: up to TILE_VECTORS vectors wide, PANEL_DEPTH deep.
#define PANEL_DEPTH 128

static void product(float *out, size_t ldo, const float *a, size_t aRow, size_t aK, const float *b,
                    size_t ldb, const float *bias, size_t rows, size_t depth, size_t vectors) {
  size_t width;
  for (size_t v = 0; v < vectors; v += width) {
    width = vectors - v < TILE_VECTORS ? vectors - v : TILE_VECTORS;
    size_t k = 0;
    do {
      size_t depthHere = depth - k < PANEL_DEPTH ? depth - k : PANEL_DEPTH;
      bool resume = k > 0;
      const float *last = bias && k + depthHere == depth ? bias + 16 * v : NULL;
      const float *w = b + k * ldb + 16 * v;
      size_t r = 0;
      for (; r + TILE_ROWS <= rows; r += TILE_ROWS) {
        float *o = out + r * ldo + 16 * v;
        const float *x = a + r * aRow + k * aK;
        TILES(TILE_ROWS)
      }
      for (; r < rows; r++) {
        float *o = out + r * ldo + 16 * v;
        const float *x = a + r * aRow + k * aK;
        TILES(1)
      }
      k += depthHere;
    } while (k < depth);
  }
}

static void column_sums(float *out, const float *g, size_t ld, size_t rows, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    f16v sum = splat(0.0f);
    for (size_t r = 0; r < rows; r++) sum += load(g + r * ld + 16 * v);
    store(out + 16 * v, sum);
  }
}

// MARK: Activations

INLINE f16v activation_of(int activation, f16v z) {
  switch (activation) {
    // NaN stays NaN: a broken layer must not look like a silent one.
    case CK_RELU: return select16(z <= splat(0.0f), splat(0.0f), z);
    case CK_TANH: return tanh16(z);
    case CK_LOGISTIC: return logistic16(z);
    default: return z;
  }
}

INLINE f16v derivative_of(int activation, f16v a, f16v g) {
  switch (activation) {
    case CK_RELU: return select16(a > splat(0.0f), g, splat(0.0f));
    case CK_TANH: return g * (splat(1.0f) - a * a);
    case CK_LOGISTIC: return g * (a * (splat(1.0f) - a));
    default: return g;
  }
}

INLINE void activate_as(int activation, const float *z, float *a, float *h, size_t ld, size_t rows,
                        size_t vectors, ck_mask mask) {
  f16v scale = splat(mask.scale);
  for (size_t r = 0; r < rows; r++) {
    const uint8_t *bits = mask.bits ? mask.bits + r / mask.rowsPerMask * mask.ld : NULL;
    for (size_t v = 0; v < vectors; v++) {
      size_t at = r * ld + 16 * v;
      f16v value = activation_of(activation, load(z + at));
      store(a + at, value);
      f16v kept = value * scale;
      if (bits) kept = select16(survivors(bits, v), kept, splat(0.0f));
      store(h + at, kept);
    }
  }
}

static void activate(int activation, const float *z, float *a, float *h, size_t ld, size_t rows,
                     size_t vectors, ck_mask mask) {
  switch (activation) {
    case CK_RELU: activate_as(CK_RELU, z, a, h, ld, rows, vectors, mask); break;
    case CK_TANH: activate_as(CK_TANH, z, a, h, ld, rows, vectors, mask); break;
    case CK_LOGISTIC: activate_as(CK_LOGISTIC, z, a, h, ld, rows, vectors, mask); break;
    default: activate_as(CK_LINEAR, z, a, h, ld, rows, vectors, mask); break;
  }
}

INLINE void backward_as(int activation, const float *dh, const float *a, float *dz, size_t ld,
                        size_t rows, size_t vectors, ck_mask mask) {
  f16v scale = splat(mask.scale);
  for (size_t r = 0; r < rows; r++) {
    const uint8_t *bits = mask.bits ? mask.bits + r / mask.rowsPerMask * mask.ld : NULL;
    for (size_t v = 0; v < vectors; v++) {
      size_t at = r * ld + 16 * v;
      f16v g = load(dh + at) * scale;
      if (bits) g = select16(survivors(bits, v), g, splat(0.0f));
      store(dz + at, derivative_of(activation, load(a + at), g));
    }
  }
}

static void activate_backward(int activation, const float *dh, const float *a, float *dz, size_t ld,
                              size_t rows, size_t vectors, ck_mask mask) {
  switch (activation) {
    case CK_RELU: backward_as(CK_RELU, dh, a, dz, ld, rows, vectors, mask); break;
    case CK_TANH: backward_as(CK_TANH, dh, a, dz, ld, rows, vectors, mask); break;
    case CK_LOGISTIC: backward_as(CK_LOGISTIC, dh, a, dz, ld, rows, vectors, mask); break;
    default: backward_as(CK_LINEAR, dh, a, dz, ld, rows, vectors, mask); break;
  }
}

// MARK: Losses

// All ones in the lanes below `width - 16 * vector`.
INLINE i16v lanes_below(size_t width, size_t vector) {
  const i16v lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lane < (int32_t)(width - 16 * vector);
}

// The largest logit of a row and the sum of exp(z - largest), the sum by vectors, then the tree.
INLINE float softmax_sum(const float *z, size_t classes, float *largest) {
  size_t vectors = (classes + 15) / 16;
  f16v top = splat(z[0]);
  for (size_t v = 0; v < vectors; v++) {
    f16v x = select16(lanes_below(classes, v), load(z + 16 * v), splat(z[0]));
    top = select16(x > top, x, top);
  }
  *largest = tree_max(top);
  f16v sum = splat(0.0f);
  for (size_t v = 0; v < vectors; v++) {
    f16v e = exp16(load(z + 16 * v) - splat(*largest));
    sum += select16(lanes_below(classes, v), e, splat(0.0f));
  }
  return tree_sum(sum);
}

INLINE float float_at(f16v x) { return x[0]; }

static void loss_gradient(int loss, const float *z, float *dz, size_t ld, const int32_t *labels,
                          size_t rows, size_t classes, float factor) {
  size_t vectors = (classes + 15) / 16;
  if (classes == 1) {
    // One logit a row: gather sixteen rows into a vector.
    for (size_t r = 0; r < rows; r += 16) {
      size_t count = rows - r < 16 ? rows - r : 16;
      f16v x = splat(0.0f), y = splat(0.0f);
      for (size_t i = 0; i < count; i++) {
        x[i] = z[(r + i) * ld];
        y[i] = (float)labels[r + i];
      }
      f16v p = loss == CK_SIGMOID ? logistic16(x) : x;
      f16v g = (p - y) * splat(factor);
      for (size_t i = 0; i < count; i++) {
        store(dz + (r + i) * ld, splat(0.0f));
        dz[(r + i) * ld] = g[i];
      }
    }
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    const float *row = z + r * ld;
    float *out = dz + r * ld, largest = 0, sum = 1;
    if (loss == CK_SOFTMAX) sum = softmax_sum(row, classes, &largest);
    for (size_t v = 0; v < vectors; v++) {
      f16v x = load(row + 16 * v);
      f16v p = loss == CK_SOFTMAX ? exp16(x - splat(largest)) / splat(sum) : x;
      store(out + 16 * v, select16(lanes_below(classes, v), p, splat(0.0f)));
    }
    out[labels[r]] -= 1.0f;
    for (size_t v = 0; v < vectors; v++) store(out + 16 * v, load(out + 16 * v) * splat(factor));
  }
}

// max(z, 0) - z y + log(1 + exp(-|z|)): finite for every finite z.
INLINE f16v sigmoid_loss(f16v z, f16v y) {
  f16v magnitude = (f16v)((i16v)z & 0x7fffffff);
  f16v positive = select16(z > splat(0.0f), z, splat(0.0f));
  return (positive - z * y) + log1p16(exp16(-magnitude));
}

static void loss_values(int loss, const float *z, size_t ld, const int32_t *labels, size_t rows,
                        size_t classes, float *losses) {
  for (size_t r = 0; r < rows; r++) {
    const float *row = z + r * ld;
    if (loss == CK_SIGMOID) {
      losses[r] = float_at(sigmoid_loss(splat(row[0]), splat((float)labels[r])));
    } else if (loss == CK_SOFTMAX) {
      float largest, sum = softmax_sum(row, classes, &largest);
      losses[r] = float_at(log16(splat(sum))) + (largest - row[labels[r]]);
    } else {
      float sum = 0;
      for (size_t c = 0; c < classes; c++) {
        float target = classes == 1 ? (float)labels[r] : (size_t)labels[r] == c ? 1.0f : 0.0f;
        float d = row[c] - target;
        sum = __builtin_elementwise_fma(d, d, sum);
      }
      losses[r] = 0.5f * sum;
    }
  }
}

// MARK: Optimisers

static void sgd(float *p, const float *g, size_t count, float rate, float decay) {
  for (size_t i = 0; i < count; i += 16) {
    f16v w = load(p + i), slope = fma16(splat(decay), w, load(g + i));
    store(p + i, fma16(splat(-rate), slope, w));
  }
}

static void momentum_step(float *p, const float *g, float *v, size_t count, float rate, float decay,
                          float momentum) {
  for (size_t i = 0; i < count; i += 16) {
    f16v w = load(p + i), slope = fma16(splat(decay), w, load(g + i));
    f16v velocity = fma16(splat(momentum), load(v + i), splat(-rate) * slope);
    store(v + i, velocity);
    store(p + i, w + velocity);
  }
}

static void nesterov(float *p, const float *g, float *v, size_t count, float rate, float decay,
                     float momentum) {
  for (size_t i = 0; i < count; i += 16) {
    f16v w = load(p + i), slope = fma16(splat(decay), w, load(g + i));
    f16v move = splat(-rate) * slope;
    f16v velocity = fma16(splat(momentum), load(v + i), move);
    store(v + i, velocity);
    store(p + i, w + fma16(splat(momentum), velocity, move));
  }
}

static void adam(float *p, const float *g, float *m, float *v, size_t count, float rate,
                 float decay, float beta1, float beta2, float mScale, float vScale, float epsilon) {
  for (size_t i = 0; i < count; i += 16) {
    f16v w = load(p + i), slope = fma16(splat(decay), w, load(g + i));
    f16v first = fma16(splat(beta1), load(m + i), splat(1.0f - beta1) * slope);
    f16v second = fma16(splat(beta2), load(v + i), splat(1.0f - beta2) * (slope * slope));
    store(m + i, first);
    store(v + i, second);
    f16v root = __builtin_elementwise_sqrt(second * splat(vScale)) + splat(epsilon);
    store(p + i, fma16(splat(-rate), first * splat(mScale) / root, w));
  }
}

static void max_norm(float *w, size_t ld, size_t rows, size_t vectors, float limit) {
  for (size_t v = 0; v < vectors; v++) {
    f16v sum = splat(0.0f);
    for (size_t r = 0; r < rows; r++) {
      f16v x = load(w + r * ld + 16 * v);
      sum = fma16(x, x, sum);
    }
    f16v norm = __builtin_elementwise_sqrt(sum);
    i16v over = norm > splat(limit);
    f16v factor = select16(over, splat(limit) / norm, splat(1.0f));
    for (size_t r = 0; r < rows; r++) {
      float *x = w + r * ld + 16 * v;
      store(x, load(x) * factor);
    }
  }
}

const ck_table CK_TABLE = {
    .name = CK_NAME,
    .mask_bits = mask_bits,
    .product = product,
    .column_sums = column_sums,
    .activate = activate,
    .activate_backward = activate_backward,
    .loss_gradient = loss_gradient,
    .loss = loss_values,
    .sgd = sgd,
    .momentum = momentum_step,
    .nesterov = nesterov,
    .adam = adam,
    .max_norm = max_norm,
    .elementary = elementary,
};
