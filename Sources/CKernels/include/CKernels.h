// The C kernels of the dropout laboratory: masks, matrix products, element-wise loops, losses.
//
// One source (kernels_body.h) is compiled for several instruction sets; ck_kernels() hands out the
// best table this processor can run, or the one that the environment variable DROPOUT_ISA names.
// Every kernel gives the same bits on every instruction set:
//   * products accumulate each output over k in sequence, from +0, by fused multiply-add;
//   * reductions across the sixteen lanes of a vector use one fixed tree;
//   * exp, log, tanh and the logistic function are our own polynomials.
//
// Matrices are row-major with a leading dimension (floats from row to row) that is a multiple of
// 16, on 64-byte boundaries; "vectors" counts the 16-float vectors of a row that a kernel touches.
// Columns beyond the logical width are padding and hold zero.
//
// A mask is a byte matrix: bit u % 8 of byte u / 8 of a row tells whether unit u survives. Its
// leading dimension is in bytes. Batch row r uses mask row r / rowsPerMask.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

enum ck_activation { CK_LINEAR = 0, CK_RELU = 1, CK_TANH = 2, CK_LOGISTIC = 3 };
enum ck_loss { CK_SOFTMAX = 0, CK_SIGMOID = 1, CK_SQUARED = 2 };

// A dropout mask applied to a matrix: h = bit ? a * scale : 0. bits == NULL keeps every unit, and
// then h = a * scale.
typedef struct {
  const uint8_t *bits;
  size_t ld;
  size_t rowsPerMask;
  float scale;
} ck_mask;

typedef struct {
  const char *name;

  // Mask bits by Philox4x32-10: halfword h of block (unit / 8, row, draw) keyed by (key0, key1)
  // belongs to unit 8 * block + h, where halfwords count from the low half of word 0; the unit
  // survives if its halfword is below threshold (1 ... 65536). Bits beyond `units` are zero.
  void (*mask_bits)(uint8_t *bits, size_t ld, size_t rows, size_t units, uint32_t key0,
                    uint32_t key1, uint64_t draw, uint32_t threshold);

  // out[r][j] = sum over k of a(r, k) * b[k][j], then + bias[j] where bias is not NULL;
  // a(r, k) = a[r * aRow + k * aK]. The sum starts from +0 and runs over k upwards.
  void (*product)(float *out, size_t ldo, const float *a, size_t aRow, size_t aK, const float *b,
                  size_t ldb, const float *bias, size_t rows, size_t depth, size_t vectors);

  // out[j] = sum over r of g[r][j], r upwards from +0.
  void (*column_sums)(float *out, const float *g, size_t ld, size_t rows, size_t vectors);

  // a = activation(z), h = a under the mask; h may be a. z may be a.
  void (*activate)(int activation, const float *z, float *a, float *h, size_t ld, size_t rows,
                   size_t vectors, ck_mask mask);

  // dz = (gradient of h under the mask) * activation'(z), from a = activation(z); dz may be dh.
  void (*activate_backward)(int activation, const float *dh, const float *a, float *dz, size_t ld,
                            size_t rows, size_t vectors, ck_mask mask);

  // dz = factor * (gradient of one example's loss by its logits z). Labels: class numbers.
  // CK_SOFTMAX: p - onehot. CK_SIGMOID (classes == 1): p - label. CK_SQUARED: z - target, target
  // one-hot, or the label itself where classes == 1.
  void (*loss_gradient)(int loss, const float *z, float *dz, size_t ld, const int32_t *labels,
                        size_t rows, size_t classes, float factor);

  // losses[r] = loss of row r, from logits. CK_SOFTMAX and CK_SIGMOID: finite for finite logits up
  // to half the largest float. CK_SQUARED: finite where the sum of squares is a float, so for
  // |z| below 1.8e19 / sqrt(classes).
  void (*loss)(int loss, const float *z, size_t ld, const int32_t *labels, size_t rows,
               size_t classes, float *losses);

  // p -= rate * (g + decay * p).
  void (*sgd)(float *p, const float *g, size_t count, float rate, float decay);
  // v = momentum * v - rate * (g + decay * p); p += v.
  void (*momentum)(float *p, const float *g, float *v, size_t count, float rate, float decay,
                   float momentum);
  // v as above; p += momentum * v - rate * (g + decay * p): Nesterov's step from the look-ahead.
  void (*nesterov)(float *p, const float *g, float *v, size_t count, float rate, float decay,
                   float momentum);
  // m, v: first and second moments; p -= rate * (m * mScale) / (sqrt(v * vScale) + epsilon).
  void (*adam)(float *p, const float *g, float *m, float *v, size_t count, float rate, float decay,
               float beta1, float beta2, float mScale, float vScale, float epsilon);

  // Scales each column of w whose Euclidean norm exceeds `limit` down to it.
  void (*max_norm)(float *w, size_t ld, size_t rows, size_t vectors, float limit);

  // y[i] = f(x[i]) for count floats, a multiple of 16: 0 exp, 1 log, 2 tanh, 3 logistic.
  void (*elementary)(int function, const float *x, float *y, size_t count);
} ck_table;

// The table in use: chosen once, at the first call.
const ck_table *ck_kernels(void);

// The table for one instruction set ("portable", "avx2", "avx512"); NULL where this processor
// cannot run it.
const ck_table *ck_kernels_for(const char *name);

// SHA-256 (FIPS 180-4): `state` holds the eight words, `blocks` count * 64 bytes to mix in.
void ck_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count);

// Pixels as numbers of 0 to 1: output[i] = pixels[i] / 255, correctly rounded, for i < count.
void ck_unit_floats(float *output, const uint8_t *pixels, size_t count);

#endif
