// Optimiser steps, alone and fused with the gradient of the weights.

// Sixteen parameters' new value from their gradient; moments lie at m and v.
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
      f16v first = fma16(splat(u->beta1), load(m), splat(1.0f - u->beta1) * slope);
      f16v second = fma16(splat(u->beta2), load(v), splat(1.0f - u->beta2) * (slope * slope));
      store(m, first);
      store(v, second);
      f16v root = __builtin_elementwise_sqrt(second * splat(u->secondScale)) + splat(u->epsilon);
      return fma16(splat(-u->rate), first * splat(u->firstScale) / root, w);
    }
    default: return fma16(splat(-u->rate), slope, w);
  }
}

INLINE void update_as(int rule, float *p, const float *g, float *m, float *v, size_t count,
                      const ck_update *u) {
  for (size_t i = 0; i < count; i += 16)
    store(p + i, advance(rule, load(p + i), load(g + i), m + i, v + i, u));
}

static void update(float *p, const float *g, float *m, float *v, size_t count,
                   const ck_update *u) {
  switch (u->rule) {
    case CK_MOMENTUM: update_as(CK_MOMENTUM, p, g, m, v, count, u); break;
    case CK_NESTEROV: update_as(CK_NESTEROV, p, g, m, v, count, u); break;
    case CK_ADAM: update_as(CK_ADAM, p, g, m, v, count, u); break;
    default: update_as(CK_SGD, p, g, m, v, count, u); break;
  }
}

INLINE void rescale(float *w, size_t ld, size_t rows, f16v squares, float limit) {
  f16v norm = __builtin_elementwise_sqrt(squares);
  i16v over = norm > splat(limit);
  if (bits_of(over) == 0) return;
  f16v factor = select16(over, splat(limit) / norm, splat(1.0f));
  for (size_t r = 0; r < rows; r++) store(w + r * ld, load(w + r * ld) * factor);
}

static void max_norm(float *w, size_t ld, size_t rows, size_t vectors, float limit) {
  for (size_t v = 0; v < vectors; v++) {
    f16v squares = splat(0.0f);
    for (size_t r = 0; r < rows; r++) {
      f16v x = load(w + r * ld + 16 * v);
      squares = fma16(x, x, squares);
    }
    rescale(w + 16 * v, ld, rows, squares, limit);
  }
}

// How many rows ahead of their use weights and moments are asked for.
#define STEP_AHEAD 8

// One weight layer's gradient and step, `vectors` vectors wide: row i of the gradient is made from
// the survivors of unit i's column, or from the whole column of `a`, and used where it is made.
INLINE void step_panel(int rule, bool lists, ck_weights w, size_t at, const ck_update *u,
                       int vectors) {
  f16v squares[LIST_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) squares[v] = splat(0.0f);
  bool limited = u->maxNorm > 0 && rule != CK_STORE;
  for (size_t i = 0; i < w.inputs; i++) {
    size_t place = i * w.ld + at;
    f16v sum[LIST_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) sum[v] = splat(0.0f);
    const float *dz = w.gradient + at;
    size_t count = lists ? w.columns.start[2 * i + 1] : w.batch;
    const int32_t *index = w.columns.index + i * w.columns.ld;
    const float *value = w.columns.value + i * w.columns.ld;
    // The next rows come from far away; their lines are asked for ahead of their use.
    if (rule != CK_STORE)
      UNROLL for (int v = 0; v < vectors; v++) {
        __builtin_prefetch(w.weights + place + STEP_AHEAD * w.ld + 16 * v, 1);
        if (rule != CK_SGD) __builtin_prefetch(w.m + place + STEP_AHEAD * w.ld + 16 * v, 1);
        if (rule == CK_ADAM) __builtin_prefetch(w.v + place + STEP_AHEAD * w.ld + 16 * v, 1);
      }
    for (size_t n = 0; n < count; n++) {
      const float *row = dz + (lists ? (size_t)index[n] : n) * w.gradientLd;
      f16v factor = splat(lists ? value[n] : w.a[n * w.aLd + i]);
      UNROLL for (int v = 0; v < vectors; v++) sum[v] = fma16(factor, load(row + 16 * v), sum[v]);
    }
    UNROLL for (int v = 0; v < vectors; v++) {
      float *p = w.weights + place + 16 * v;
      if (rule == CK_STORE) {
        store(w.stored + place + 16 * v, sum[v]);
        continue;
      }
      f16v next = advance(rule, load(p), sum[v], w.m + place + 16 * v, w.v + place + 16 * v, u);
      store(p, next);
      if (limited) squares[v] = fma16(next, next, squares[v]);
    }
  }
  if (limited)
    UNROLL for (int v = 0; v < vectors; v++)
      rescale(w.weights + at + 16 * v, w.ld, w.inputs, squares[v], u->maxNorm);
}

// The same in register tiles of several units, for columns that are mostly survivors.
INLINE void step_tiles(int rule, ck_weights w, size_t at, const ck_update *u, int vectors) {
  f16v squares[TILE_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) squares[v] = splat(0.0f);
  bool limited = u->maxNorm > 0 && rule != CK_STORE;
  for (size_t i = 0; i < w.inputs; i += TILE_ROWS) {
    size_t count = w.inputs - i < TILE_ROWS ? w.inputs - i : TILE_ROWS;
    f16v sum[TILE_ROWS][TILE_VECTORS];
    UNROLL for (int r = 0; r < TILE_ROWS; r++)
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = splat(0.0f);
    for (size_t n = 0; n < w.batch; n++) {
      f16v row[TILE_VECTORS];
      UNROLL for (int v = 0; v < vectors; v++)
        row[v] = load(w.gradient + at + n * w.gradientLd + 16 * v);
      // Past the last unit a tile sums its first unit again, and keeps nothing of that.
      UNROLL for (size_t r = 0; r < TILE_ROWS; r++) {
        f16v factor = splat(w.a[n * w.aLd + (r < count ? i + r : i)]);
        UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = fma16(factor, row[v], sum[r][v]);
      }
    }
    UNROLL for (size_t r = 0; r < TILE_ROWS; r++)
      UNROLL for (int v = 0; v < vectors && r < count; v++) {
        size_t place = (i + r) * w.ld + at + 16 * (size_t)v;
        if (rule == CK_STORE) {
          store(w.stored + place, sum[r][v]);
          continue;
        }
        f16v next = advance(rule, load(w.weights + place), sum[r][v], w.m + place, w.v + place, u);
        store(w.weights + place, next);
        if (limited) squares[v] = fma16(next, next, squares[v]);
      }
  }
  if (limited)
    UNROLL for (int v = 0; v < vectors; v++)
      rescale(w.weights + at + 16 * v, w.ld, w.inputs, squares[v], u->maxNorm);
}

INLINE void step_weights_as(int rule, ck_weights w, size_t from, size_t to, const ck_update *u) {
  size_t v = from;
  if (w.columns.index) {
    for (; to - v >= STEP_VECTORS; v += STEP_VECTORS)
      step_panel(rule, true, w, 16 * v, u, STEP_VECTORS);
    for (; v < to; v++) step_panel(rule, true, w, 16 * v, u, 1);
  } else {
    for (; to - v >= TILE_VECTORS; v += TILE_VECTORS) step_tiles(rule, w, 16 * v, u, TILE_VECTORS);
    for (; v < to; v++) step_tiles(rule, w, 16 * v, u, 1);
  }
}

static void step_weights(ck_weights w, size_t from, size_t to, const ck_update *u) {
  switch (u->rule) {
    case CK_STORE: step_weights_as(CK_STORE, w, from, to, u); break;
    case CK_SGD: step_weights_as(CK_SGD, w, from, to, u); break;
    case CK_MOMENTUM: step_weights_as(CK_MOMENTUM, w, from, to, u); break;
    case CK_NESTEROV: step_weights_as(CK_NESTEROV, w, from, to, u); break;
    case CK_ADAM: step_weights_as(CK_ADAM, w, from, to, u); break;
  }
}
