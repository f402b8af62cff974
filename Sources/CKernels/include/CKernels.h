// The C kernels of the dropout laboratory: masks, matrix products, element-wise loops, losses.
//
// One source (body/kernels.h) is compiled for several instruction sets; ck_kernels() returns the
// best table this processor can run, or the one that the environment variable DROPOUT_ISA names.
// Every kernel gives the same bits on every instruction set:
//   * products accumulate each output over k in sequence, from +0, by fused multiply-add;
//   * reductions across the sixteen lanes of a vector use one fixed tree;
//   * exp, log, tanh and the logistic function are our own polynomials;
//   * kernels compute in a floating-point mode of their own, whatever mode the caller is in, and restore
//     the caller's mode. They round to nearest. Subnormal numbers (smaller than 2^-126) count as zero of
//     the same sign, as operands and as results; numbers that are only moved stay unchanged. (x86 calls
//     a result subnormal if it is smaller than 2^-126 after rounding to 24 bits, ARM if it is smaller
//     before: a result less than 2^-151 below 2^-126 is 2^-126 on x86 and zero on ARM.)
//
// Matrices are row-major with a leading dimension (floats from row to row) that is a multiple of
// 16, on 64-byte boundaries. A kernel reads and writes the whole 16-float vectors that hold a row's
// columns, and nothing after them. The floats after the columns in the last vector are padding:
//   * no result depends on it: the padding of an operand may hold anything, NaN too;
//   * every kernel sets the padding of its output to zero, also of a matrix that it changes in place.
// If a vector holds examples (the narrow layout), its padding is the examples beyond the batch.
// Padding bits of a mask are ignored, too. Lists hold columns only.
//
// A mask is a byte matrix: bit u % 8 of byte u / 8 of a row says whether unit u is kept. Its leading
// dimension is in bytes. Batch row r uses mask row r / rowsPerMask.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ck_activation { CK_LINEAR = 0, CK_RELU = 1, CK_TANH = 2, CK_LOGISTIC = 3 };
enum ck_loss { CK_SOFTMAX = 0, CK_SIGMOID = 1, CK_SQUARED = 2 };
enum ck_rule { CK_SGD = 0, CK_MOMENTUM = 1, CK_NESTEROV = 2, CK_ADAM = 3, CK_STORE = 4 };

// A dropout mask applied to a matrix: h = bit ? a * scale : 0. bits == NULL keeps every unit, and
// then h = a * scale, or h = a * factors[r / rowsPerMask * factorLd + unit] if factors is not NULL.
typedef struct {
  const uint8_t *bits;
  size_t ld;
  size_t rowsPerMask;
  float scale;
  const float *factors;
  size_t factorLd;
} ck_mask;

// Some numbers of a matrix, in ascending order. Row lists: entry n of row r is column index[r * ld + n] with
// value[r * ld + n]; start[r * (blocks + 1) + i] is the first entry of the row at or past column
// i * CK_BLOCK, and the last start the number of entries; ld is at least the columns rounded up to 16.
// Column lists: the CK_BLOCK columns of block i share a list that begins at i * CK_BLOCK * ld; entries
// start[2 * c] ... start[2 * c + 1] of it are column c's; ld is at least the rows rounded up to 16, blocks is 1.
#define CK_BLOCK 64
typedef struct {
  int32_t *index;
  float *value;
  uint32_t *start;
  size_t ld;
  size_t blocks;
} ck_lists;

// One step of an optimiser, with g = gradient + decay * p:
//   CK_SGD       p -= rate * g
//   CK_MOMENTUM  m = momentum * m - rate * g; p += m
//   CK_NESTEROV  m as above; p += momentum * m - rate * g: the step from the look-ahead
//   CK_ADAM      m, v: first and second moments of g, m = beta1 * m + gain1 * g, v likewise with g * g
//                (gain1 is 1 - beta1 to the last digit, which 1.0f - beta1 would not be);
//                p -= rate * (m * firstScale) / (sqrt(v * secondScale) + epsilon)
//   CK_STORE     no step: the gradient, without decay, is stored
// If maxNorm is positive it limits the Euclidean norm of a column of weights after the step; the step
// itself only sums the squares.
typedef struct {
  int rule;
  float rate, decay, momentum, beta1, beta2, gain1, gain2, firstScale, secondScale, epsilon, maxNorm;
} ck_update;

// A layer's weights [inputs][outputs] and the memory of their step. m, v and, for CK_STORE, stored (memory
// for the gradient, from input `first` on) have the layout of the weights; moments that the rule does not use
// may be NULL. squares has room for the squared norms of the columns, one row for each CK_BLOCK inputs, if
// the step limits norms. The layer's input is a [batch][inputs], or the column lists of it (columns.index
// NULL: none). gradient [batch][outputs] is the gradient with respect to the layer's logits. sums, with the
// layout of columns.value, has room for the gradient with respect to the input (NULL: not wanted); it needs
// lists.
typedef struct {
  float *weights, *m, *v, *stored, *squares;
  size_t ld, outputs, first;
  const float *a;
  size_t aLd, batch;
  ck_lists columns;
  const float *gradient;
  size_t gradientLd;
  float *sums;
} ck_weights;

// A weight layer of a narrow net, whose matrices are units x examples: `stride` floats from unit to unit, a
// multiple of 16. parameters: [inputs + 1][outputs], the bias last. slope: their gradient, in the same
// layout; in its rows of weights only the columns are written. below: the layer's input. activated and
// masked: its output before and after the mask (in the last layer, which has no mask, masked is the logits).
// gradient: the gradient of the loss with respect to its logits. mask: bit e % 16 of word e / 16 of a unit's
// row says whether the unit is kept for example e; rows are stride / 16 words. ReLU does not write
// `activated`.
typedef struct {
  size_t inputs, outputs, stride, ld;
  const float *parameters;
  float *slope;
  const float *below;
  float *activated, *masked, *gradient;
  const uint16_t *mask;
  float scale;
} ck_narrow;

// Networks whose logits are a sum of two parts, with examples (points) in the lanes: a [classes][ld], common
// to all, and b + n * classes * ld of network n, in the same layout. labels has room for `points` rounded up
// to 16, on a 64-byte boundary. sums: [classes][ld] for the logits, then [classes][ld] for the probabilities,
// or with one logit two rows, of class 0 and class 1. room: as many floats as sums has numbers, and 16 *
// classes more.
typedef struct {
  size_t classes, points, ld, networks;
  const float *a, *b, *weights;
  const int32_t *labels;
  double factor, *sums;
  float *room, *losses;
  uint32_t *wrong;
} ck_thinned;

typedef struct {
  const char *name;

  // Mask bits by Philox4x32-10: halfword h of block (unit / 8, row, draw) keyed by (key0, key1)
  // belongs to unit 8 * block + h, where halfwords count from the low half of word 0; the unit
  // survives if its halfword is below threshold (1 ... 65536). Bits beyond `units` are zero.
  void (*mask_bits)(uint8_t *bits, size_t ld, size_t rows, size_t units, uint32_t key0,
                    uint32_t key1, uint64_t draw, uint32_t threshold);

  // Normal factors 1 + sigma * n, n by Philox4x32-10 and Box and Muller: unit u takes word u / 16 % 4 of
  // block (16 * (u / 64) + u % 16, row, draw). Words 0 and 1 make the normals of both: the radius
  // sqrt(-2 log((w0 / 2^8 + 1) / 2^24)), the angle (w1 / 2^8) / 2^24 of a turn, word 0's unit the
  // cosine and word 1's the sine; words 2 and 3 likewise. ld is at least the units rounded up to 16.
  void (*normal_factors)(float *factors, size_t ld, size_t rows, size_t units, uint32_t key0,
                         uint32_t key1, uint64_t draw, float sigma);

  // The same bits with rows in the lanes: bit e % 16 of word e / 16 of row u of `words` (ld words per row)
  // is the bit of unit u in mask row maskRows[e], for e < rows; bits from `rows` on are zero. maskRows is
  // ascending, and has room for `rows` rounded up to 16, on a 64-byte boundary. rows is at least 1, and
  // threshold is below 65536.
  void (*mask_lanes)(uint16_t *words, size_t ld, const uint32_t *maskRows, size_t rows,
                     size_t units, uint32_t key0, uint32_t key1, uint64_t draw,
                     uint32_t threshold);

  // out[r][j] = sum over k of a[r][k] * b[k][j], then + bias[j] if bias is not NULL. The sum starts from
  // +0 and runs over k upwards.
  void (*product)(float *out, size_t ldo, const float *a, size_t lda, const float *b, size_t ldb,
                  const float *bias, size_t rows, size_t depth, size_t columns);

  // Lists the numbers of each row that are not 0, and returns how many there are. lists.blocks is
  // columns / CK_BLOCK, rounded up.
  size_t (*row_lists)(ck_lists lists, const float *a, size_t lda, size_t rows, size_t columns);

  // One block of column lists, of `columns` columns: the numbers that are not 0, or with a mask all
  // numbers whose bit is set, including zeros (bits NULL: all). The block's list has room for
  // CK_BLOCK * ld.
  void (*column_lists)(ck_lists lists, const float *a, size_t lda, size_t rows, size_t columns,
                       const ck_mask *mask);

  // Writes the numbers `sums` of one block of column lists into a matrix [rows][columns], with zero for
  // numbers that are not listed.
  void (*spread_columns)(float *out, size_t ldo, ck_lists lists, const float *sums, size_t rows,
                         size_t columns);

  // The product of listed rows, of at least one column. Terms whose factor is 0 are left out, which
  // changes no bit if b is finite; 0 times infinity or NaN would have been NaN.
  void (*list_product)(float *out, size_t ldo, ck_lists lists, const float *b, size_t ldb,
                       const float *bias, size_t rows, size_t columns);

  // Gradient and optimiser step of the weights of inputs [from, to), from a multiple of CK_BLOCK:
  // gradient[i][j] = sum over r of a[r][i] * gradient[r][j], r upwards from +0, and the squares of the new
  // weights. The gradient with respect to the input uses the weights before the step: for each entry of the
  // column lists, in row r and column i, the sum over j of gradient[r][j] * weights[i][j]. It is taken in
  // groups of 128 outputs: sixteen partial sums, j in sum j % 16, upwards from +0 by fused multiply-add; then
  // the fixed tree. The groups' sums are added upwards; without outputs they are +0.
  void (*step_weights)(ck_weights layer, size_t from, size_t to, const ck_update *update);

  // The step of a layer's weights, given a packed gradient: only for the inputs and outputs whose bits are
  // set, stored without gaps; all others have gradient zero. One call steps the inputs that have at least
  // `from` and fewer than `to` set bits before them, and layer.gradient begins with the first set input among
  // these. The squares are not written; lists and sums are not used.
  void (*step_compacted)(ck_weights layer, size_t inputs, size_t from, size_t to,
                         const uint8_t *rowBits, const uint8_t *columnBits,
                         const ck_update *update);

  // squares[i / CK_BLOCK][j] = the sum of w[i][j] squared over a block of rows, upwards from +0 by
  // fused multiply-add.
  void (*square_sums)(float *squares, const float *w, size_t ld, size_t rows, size_t columns);

  // Scales each column of w whose Euclidean norm exceeds `limit` down to it. The squared norm is the
  // sum of its parts in `squares`, upwards from +0.
  void (*limit_norms)(float *w, size_t ld, size_t rows, size_t columns, const float *squares,
                      float limit);

  // out[j] = sum over r of g[r][j], r upwards from +0.
  void (*column_sums)(float *out, const float *g, size_t ld, size_t rows, size_t columns);

  // out[c][r] = in[r][c].
  void (*transpose)(float *out, size_t ldo, const float *in, size_t ldi, size_t rows,
                    size_t columns);

  // Compacts a matrix: takes the rows whose bit is set (rowBits NULL: all), and of these the columns whose
  // bit is set, without gaps. ldo is at least the number of all columns, rounded up to 16.
  void (*compact)(float *out, size_t ldo, const float *in, size_t ldi, const uint8_t *rowBits,
                  size_t rows, const uint8_t *columnBits, size_t columns);

  // The reverse of compact for columns: columns whose bit is not set become zero. ldi is at least the
  // number of all columns, rounded up to 16.
  void (*expand)(float *out, size_t ldo, const float *in, size_t ldi, size_t rows,
                 const uint8_t *columnBits, size_t columns);

  // a = activation(z), h = a under the mask; h may be a. z may be a.
  void (*activate)(int activation, const float *z, float *a, float *h, size_t ld, size_t rows,
                   size_t columns, ck_mask mask);

  // dz = (gradient of h under the mask) * activation'(z), from a = activation(z); dz may be dh.
  void (*activate_backward)(int activation, const float *dh, const float *a, float *dz, size_t ld,
                            size_t rows, size_t columns, ck_mask mask);

  // dz = factor * (gradient of one example's loss with respect to its logits z). Labels: class numbers.
  // CK_SOFTMAX: p - onehot. CK_SIGMOID (classes == 1): p - label. CK_SQUARED: z - target, target
  // one-hot, or the float whose bits the label has if classes == 1.
  void (*loss_gradient)(int loss, const float *z, float *dz, size_t ld, const int32_t *labels,
                        size_t rows, size_t classes, float factor);

  // losses[r] = loss of row r, from logits. CK_SOFTMAX and CK_SIGMOID: finite for finite logits up
  // to half the largest float. CK_SQUARED: finite if the sum of squares does not overflow, that is for
  // |z| below 1.8e19 / sqrt(classes).
  void (*loss)(int loss, const float *z, size_t ld, const int32_t *labels, size_t rows,
               size_t classes, float *losses);

  // out = in under a mask of words as in mask_lanes, for `rows` examples, times scale.
  void (*apply_lanes)(float *out, const float *in, const uint16_t *words, size_t stride,
                      size_t units, size_t rows, float scale);

  // One layer's outputs for `rows` examples: activated and masked, or the logits if there is no mask.
  // slope and gradient are not used.
  void (*narrow_forward)(int activation, const ck_narrow *layer, size_t rows);

  // The gradients of the mean loss of `rows` examples, at least one, for every layer of a narrow net.
  // labels has room for `rows` rounded up to 16, on a 64-byte boundary. A sum over examples has sixteen
  // partial sums, example e in sum e % 16, e upwards from +0 by fused multiply-add; then the fixed tree.
  void (*narrow_gradient)(int activation, const ck_narrow *layers, size_t count, int loss,
                          const int32_t *labels, size_t rows, float factor);

  // For CK_SOFTMAX and CK_SIGMOID, of each network: losses[n], the sum of the points' losses, sixteen
  // partial sums, point p in sum p % 16, upwards by plain addition, then the tree; and wrong[n], the points
  // whose label is not the class of the largest logit, the first of equals (one logit: whether it is
  // above 0). A softmax's denominator is summed over classes upwards. To each of sums is added factor times
  // the sum over networks of weights[n] times the network's logit or probability: this sum upwards from +0 by
  // fused multiply-add in float, the rest in double. Sums of points beyond `points` are unchanged.
  void (*thinned)(int loss, const ck_thinned *networks);

  // An optimiser's step on parameters [rows][columns]; their gradient and moments have the same layout.
  // maxNorm is ignored.
  void (*update)(float *p, const float *g, float *m, float *v, size_t ld, size_t rows,
                 size_t columns, const ck_update *update);

  // y[i] = f(x[i]) for count floats, a multiple of 16: 0 exp, 1 log, 2 tanh, 3 logistic.
  void (*elementary)(int function, const float *x, float *y, size_t count);

  // Over two matrices, in double: the sum of a[i][j] * b[i][j], and that of (a[i][j] - b[i][j]) squared.
  // Sixteen partial sums, column j in sum j % 16, row by row upwards; then sum i + sum i + 8, and the tree of
  // eight: + 4, + 2, + 1.
  double (*dot)(const float *a, const float *b, size_t ld, size_t rows, size_t columns);
  double (*squared_distance)(const float *a, const float *b, size_t ld, size_t rows,
                             size_t columns);

  // a[i][j] += factor * b[i][j] by fused multiply-add.
  void (*add_scaled)(float *a, const float *b, float factor, size_t ld, size_t rows,
                     size_t columns);
} ck_table;

// The table in use: chosen once, at the first call.
const ck_table *ck_kernels(void);

// The table for one instruction set ("portable", "avx2", "avx512"); NULL if this processor
// cannot run it.
const ck_table *ck_kernels_for(const char *name);

// A thread's floating-point mode before it entered that of the kernels; not saved if it was in it before.
typedef struct {
  uint64_t bits;
  bool isSaved;
} ck_mode;

// Enters the mode of the kernels once for all kernels that this thread calls, until ck_leave_mode is called with
// the result. Nested calls do nothing.
ck_mode ck_enter_mode(void);
void ck_leave_mode(ck_mode callers);

// Signals to the processor that the thread is waiting in a loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// SHA-256 (FIPS 180-4): updates the eight words of `state` with `blocks`, count * 64 bytes.
void ck_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count);

// Pixels as numbers of 0 to 1: output[i] = pixels[i] / 255, correctly rounded, for i < count.
void ck_unit_floats(float *output, const uint8_t *pixels, size_t count);

#endif
