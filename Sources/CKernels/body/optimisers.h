// Optimiser steps, alone and fused with the gradient of the weights.

// The new values of sixteen parameters from their gradient; their moments are at m and v.
INLINE f16v advance(int rule, f16v w, f16v gradient, float *m, float *v, const ck_update *u) {
  f16v slope = fma16(splat(u->decay), w, gradient), move = splat(-u->rate) * slope;
  switch (rule) {
    case CK_MOMENTUM: {
      f16v velocity = fma16(splat(u->momentum), load(m), move);
      store(m, velocity);
      return w + velocity;
    }
    case CK_NESTEROV: {
      f16v velocity = fma16(splat(u->momentum), load(m), move);
      store(m, velocity);
      return w + fma16(splat(u->momentum), velocity, move);
    }
    case CK_ADAM: {
      f16v first = fma16(splat(u->beta1), load(m), splat(u->gain1) * slope);
      f16v second = fma16(splat(u->beta2), load(v), splat(u->gain2) * (slope * slope));
      store(m, first);
      store(v, second);
      f16v root = __builtin_elementwise_sqrt(second * splat(u->secondScale)) + splat(u->epsilon);
      return fma16(splat(-u->rate), first * splat(u->firstScale) / root, w);
    }
    default: return fma16(splat(-u->rate), slope, w);
  }
}

// A vector in which only the lanes `inside` are parameters: the others, and their moments, become zero.
INLINE void advance_last(int rule, float *p, f16v gradient, float *m, float *v, i16v inside,
                         const ck_update *u) {
  f16v next = advance(rule, within(load(p), inside), within(gradient, inside), m, v, u);
  store(p, within(next, inside));
  if (rule == CK_MOMENTUM || rule == CK_NESTEROV || rule == CK_ADAM)
    store(m, within(load(m), inside));
  if (rule == CK_ADAM) store(v, within(load(v), inside));
}

INLINE void update_as(int rule, float *p, const float *g, float *m, float *v, size_t ld,
                      size_t rows, size_t columns, const ck_update *step) {
  // A copy, which the stores below cannot change.
  const ck_update u = *step;
  size_t whole = columns / 16 * 16;
  i16v inside = lanes_below(columns, columns / 16);
  for (size_t r = 0; r < rows; r++)
    for (size_t i = r * ld; i < r * ld + columns; i += 16) {
      float *first = m ? m + i : m, *second = v ? v + i : v;
      if (i < r * ld + whole)
        store(p + i, advance(rule, load(p + i), load(g + i), first, second, &u));
      else
        advance_last(rule, p + i, load(g + i), first, second, inside, &u);
    }
}

static void update_rows(float *p, const float *g, float *m, float *v, size_t ld, size_t rows,
                        size_t columns, const ck_update *u) {
  switch (u->rule) {
    case CK_MOMENTUM: update_as(CK_MOMENTUM, p, g, m, v, ld, rows, columns, u); break;
    case CK_NESTEROV: update_as(CK_NESTEROV, p, g, m, v, ld, rows, columns, u); break;
    case CK_ADAM: update_as(CK_ADAM, p, g, m, v, ld, rows, columns, u); break;
    default: update_as(CK_SGD, p, g, m, v, ld, rows, columns, u); break;
  }
}

static void update(float *p, const float *g, float *m, float *v, size_t ld, size_t rows,
                   size_t columns, const ck_update *u) {
  IN_OWN_MODE;
  update_rows(p, g, m, v, ld, rows, columns, u);
}

// MARK: Norm limit

// A column's squared norm is kept in parts, one for each block of CK_BLOCK inputs.
INLINE void add_squares(float *squares, f16v next, bool first) {
  store(squares, first ? next * next : fma16(next, next, load(squares)));
}

static void limit_norms(float *w, size_t ld, size_t rows, size_t columns, const float *squares,
                        float limit) {
  IN_OWN_MODE;
  size_t blocks = (rows + CK_BLOCK - 1) / CK_BLOCK;
  for (size_t v = 0; 16 * v < columns; v++) {
    f16v sum = splat(0.0f);
    for (size_t block = 0; block < blocks; block++) sum += load(squares + block * ld + 16 * v);
    f16v norm = __builtin_elementwise_sqrt(sum);
    i16v over = norm > splat(limit);
    if (bits_of(over) == 0) continue;
    f16v factor = select16(over, splat(limit) / norm, splat(1.0f));
    for (size_t r = 0; r < rows; r++)
      store(w + r * ld + 16 * v, load(w + r * ld + 16 * v) * factor);
  }
  clear_padding(w, ld, rows, columns);
}

static void square_sums(float *squares, const float *w, size_t ld, size_t rows, size_t columns) {
  IN_OWN_MODE;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c += 16)
      add_squares(squares + r / CK_BLOCK * ld + c, load(w + r * ld + c), r % CK_BLOCK == 0);
  clear_padding(squares, ld, (rows + CK_BLOCK - 1) / CK_BLOCK, columns);
}

// MARK: Gradient and step of a layer's weights

// Stores the gradient of the weights of input i, or applies the step with it, for `columns` weights from
// column `at` on.
INLINE void finish_row(ck_weights w, size_t i, size_t at, const float *gradient, size_t columns,
                       const ck_update *u) {
  size_t place = i * w.ld + at;
  if (u->rule == CK_STORE) {
    float *stored = w.stored + place - w.first * w.ld;
    for (size_t c = 0; c < columns; c += 16) store(stored + c, load(gradient + c));
    clear_padding(stored, w.ld, 1, columns);
    return;
  }
  update_rows(w.weights + place, gradient, w.m ? w.m + place : NULL, w.v ? w.v + place : NULL,
              w.ld, 1, columns, u);
  if (u->maxNorm <= 0) return;
  // The padding of the new weights is zero, and so is that of their squares.
  for (size_t c = 0; c < columns; c += 16)
    add_squares(w.squares + i / CK_BLOCK * w.ld + at + c, load(w.weights + place + c),
                i % CK_BLOCK == 0);
}

// The number of rows by which weights and moments are prefetched before their use: they come from memory.
#define STEP_AHEAD 8

INLINE void ask_for_row(ck_weights w, size_t place, size_t vectors, const ck_update *u) {
  place += STEP_AHEAD * w.ld;
  for (size_t v = 0; v < vectors; v++) {
    if (u->rule != CK_STORE || w.sums) __builtin_prefetch(w.weights + place + 16 * v, 1);
    if (w.m) __builtin_prefetch(w.m + place + 16 * v, 1);
    if (w.v) __builtin_prefetch(w.v + place + 16 * v, 1);
  }
}

// The number of entries of an input's list that are processed at a time, and the number of output vectors (a
// group) over which products for the input gradient are summed lane by lane.
#define SLICE 128
#define GROUP_VECTORS 8

// Adds the terms of `count` entries to the gradient of one input's weights, `vectors` vectors wide. With
// dots, the products of each entry's gradient row and the weights are added to dots[n], lane by lane.
// In a last vector, which has padding, only the lanes `inside` are used.
INLINE void add_entries(float *gradient, const float *weights, const int32_t *index,
                        const float *value, size_t count, const float *dz, size_t ld, f16v *dots,
                        bool resumeGradient, bool resumeDots, int vectors, bool isLast,
                        i16v inside) {
  f16v sum[STEP_VECTORS], old[STEP_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) {
    sum[v] = resumeGradient ? load(gradient + 16 * v) : splat(0.0f);
    if (dots) old[v] = load(weights + 16 * v);
    if (dots && isLast) old[v] = within(old[v], inside);
  }
  for (size_t n = 0; n < count; n++) {
    const float *row = dz + (size_t)index[n] * ld;
    f16v factor = splat(value[n]), dot = splat(0.0f);
    if (dots && resumeDots) dot = dots[n];
    UNROLL for (int v = 0; v < vectors; v++) {
      f16v d = load(row + 16 * v);
      if (isLast) d = within(d, inside);
      sum[v] = fma16(factor, d, sum[v]);
      if (dots) dot = fma16(old[v], d, dot);
    }
    if (dots) dots[n] = dot;
  }
  UNROLL for (int v = 0; v < vectors; v++) store(gradient + 16 * v, sum[v]);
}

#define ADD_PART(V)                                                                             \
  for (; vectors - v >= V; v += V)                                                              \
    add_entries(gradient + 16 * v, weights + 16 * v, index, value, count, dz + 16 * v, ld, dots, \
                resume, v > 0, V, false, (i16v){});

INLINE void add_slice(float *gradient, const float *weights, const int32_t *index,
                      const float *value, size_t count, const float *dz, size_t ld, f16v *dots,
                      bool resume, size_t columns) {
  size_t v = 0, vectors = columns / 16;
#if STEP_VECTORS > 4
  ADD_PART(STEP_VECTORS)
#endif
#if STEP_VECTORS > 2
  ADD_PART(4)
#endif
  ADD_PART(2)
  ADD_PART(1)
  if (columns % 16 != 0)
    add_entries(gradient + 16 * v, weights + 16 * v, index, value, count, dz + 16 * v, ld, dots,
                resume, v > 0, 1, true, lanes_below(columns, v));
}

// Sums the lanes of `count` entries and adds the results to sums (first: sets sums to them).
INLINE void end_dots(float *sums, const f16v *dots, size_t count, bool first) {
  for (size_t n = 0; n < count; n += 16) {
    f16v sum = tree_sums(dots + n);
    store(sums + n, first ? sum : load(sums + n) + sum);
  }
}

// Gradient and step of a block of inputs and a group of outputs, over column lists.
INLINE void step_block(ck_weights w, size_t from, size_t to, size_t at, size_t columns,
                       const ck_update *u, bool withDots) {
  size_t vectors = (columns + 15) / 16;
  f16v dots[16 + SLICE];
  float gradient[16 * GROUP_VECTORS] __attribute__((aligned(64)));
  size_t base = from * w.columns.ld, ended = 0;
  for (size_t i = from; i < to; i++) {
    ask_for_row(w, i * w.ld + at, vectors, u);
    size_t n = w.columns.start[2 * i], end = w.columns.start[2 * i + 1];
    bool resume = false;
    do {
      size_t count = end - n < SLICE ? end - n : SLICE;
      add_slice(gradient, w.weights + i * w.ld + at, w.columns.index + base + n,
                w.columns.value + base + n, count, w.gradient + at, w.gradientLd,
                withDots ? dots + (n - ended) : NULL, resume, columns);
      n += count;
      resume = true;
      if (!withDots) continue;
      size_t whole = (n - ended) / 16 * 16;
      end_dots(w.sums + base + ended, dots, whole, at == 0);
      for (size_t k = ended + whole; k < n; k++) dots[k - ended - whole] = dots[k - ended];
      ended += whole;
    } while (n < end);
    finish_row(w, i, at, gradient, columns, u);
  }
  size_t rest = withDots ? w.columns.start[2 * to - 1] - ended : 0;
  if (rest == 0) return;
  // A whole vector has room in the block.
  for (size_t k = rest; k < 16; k++) dots[k] = splat(0.0f);
  end_dots(w.sums + base + ended, dots, 1, at == 0);
}

// Gradient and step of a block of inputs in register tiles, without lists: for columns with few zeros.
INLINE void step_tiles(ck_weights w, size_t from, size_t to, size_t at, size_t columns,
                       const ck_update *u, int vectors) {
  for (size_t i = from; i < to; i += TILE_ROWS) {
    size_t count = to - i < TILE_ROWS ? to - i : TILE_ROWS;
    f16v sum[TILE_ROWS][TILE_VECTORS];
    UNROLL for (int r = 0; r < TILE_ROWS; r++)
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = splat(0.0f);
    for (size_t n = 0; n < w.batch; n++) {
      f16v row[TILE_VECTORS];
      UNROLL for (int v = 0; v < vectors; v++)
        row[v] = load(w.gradient + at + n * w.gradientLd + 16 * v);
      // Past the last unit a tile sums its first unit again and discards the result.
      UNROLL for (size_t r = 0; r < TILE_ROWS; r++) {
        f16v factor = splat(w.a[n * w.aLd + (r < count ? i + r : i)]);
        UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = fma16(factor, row[v], sum[r][v]);
      }
    }
    for (size_t r = 0; r < count; r++)
      finish_row(w, i + r, at, (const float *)sum[r], columns, u);
  }
}

static void step_weights(ck_weights w, size_t from, size_t to, const ck_update *u) {
  IN_OWN_MODE;
  // Without outputs no group sets the sums.
  for (size_t i = from; w.outputs == 0 && w.sums && i < to; i++) {
    float *sums = w.sums + i / CK_BLOCK * CK_BLOCK * w.columns.ld;
    for (size_t n = w.columns.start[2 * i]; n < w.columns.start[2 * i + 1]; n++) sums[n] = 0.0f;
  }
  size_t width = 16 * (w.columns.index ? GROUP_VECTORS : TILE_VECTORS);
  for (size_t at = 0; at < w.outputs; at += width) {
    size_t here = w.outputs - at < width ? w.outputs - at : width;
    for (size_t block = from; block < to; block += CK_BLOCK) {
      size_t end = to - block < CK_BLOCK ? to : block + CK_BLOCK;
      if (w.columns.index && w.sums) step_block(w, block, end, at, here, u, true);
      else if (w.columns.index) step_block(w, block, end, at, here, u, false);
      else if (here > width - 16) step_tiles(w, block, end, at, here, u, TILE_VECTORS);
      else
        for (size_t one = 0; one < here; one += 16)
          step_tiles(w, block, end, at + one, here - one < 16 ? here - one : 16, u, 1);
    }
  }
}

// The step of one input's weights from the compacted gradient of the kept columns, or with gradient zero if
// the input is dropped. The weights of the next input are prefetched.
INLINE void advance_row(int rule, ck_weights w, size_t i, const float *gradient, bool alive,
                        const uint8_t *columnBits, const ck_update *u) {
  float *stored = w.stored + i * w.ld, *p = w.weights + i * w.ld;
  float *m = rule != CK_SGD && rule != CK_STORE ? w.m + i * w.ld : NULL;
  float *second = rule == CK_ADAM ? w.v + i * w.ld : NULL;
  for (size_t v = 0; 16 * v < w.outputs; v++) {
    size_t at = 16 * v;
    f16v slope = splat(0.0f);
    if (alive) {
      uint16_t kept = word_of(columnBits, w.outputs, v);
      slope = expanded(gradient, kept);
      gradient += __builtin_popcount(kept);
    }
    if (rule == CK_STORE) {
      store(stored + at, slope);
      continue;
    }
    __builtin_prefetch(p + w.ld + at, 1);
    if (rule != CK_SGD) __builtin_prefetch(m + w.ld + at, 1);
    if (rule == CK_ADAM) __builtin_prefetch(second + w.ld + at, 1);
    float *first = m ? m + at : m, *squared = second ? second + at : second;
    if (at + 16 <= w.outputs)
      store(p + at, advance(rule, load(p + at), slope, first, squared, u));
    else
      advance_last(rule, p + at, slope, first, squared, lanes_below(w.outputs, v), u);
  }
}

INLINE void step_compacted_as(int rule, ck_weights w, size_t inputs, size_t from, size_t to,
                              const uint8_t *rowBits, const uint8_t *columnBits,
                              const ck_update *step) {
  const ck_update u = *step;
  size_t row = 0;
  for (size_t i = 0; i < inputs && row < to; i++) {
    bool alive = bit(rowBits, i);
    if (row >= from)
      advance_row(rule, w, i, w.gradient + (row - from) * w.gradientLd, alive, columnBits, &u);
    row += alive;
  }
}

static void step_compacted(ck_weights w, size_t inputs, size_t from, size_t to,
                           const uint8_t *rowBits, const uint8_t *columnBits,
                           const ck_update *u) {
  IN_OWN_MODE;
#define AS(RULE) \
  case RULE: step_compacted_as(RULE, w, inputs, from, to, rowBits, columnBits, u); break;
  switch (u->rule) { AS(CK_SGD) AS(CK_MOMENTUM) AS(CK_NESTEROV) AS(CK_ADAM) AS(CK_STORE) }
#undef AS
}
