// Steps and evaluations of narrow nets, lanes over examples: row u of a matrix holds unit u of all
// examples, sixteen to a vector. Sums over units run as in products.h; sums over examples have
// sixteen partial sums, one per lane, over the vectors upwards by fused multiply-add, and end in the
// fixed tree.

static void apply_lanes(float *out, const float *in, const uint16_t *words, size_t stride,
                        size_t units, size_t rows, float scale) {
  IN_OWN_MODE;
  for (size_t u = 0; u < units; u++)
    for (size_t v = 0; 16 * v < rows; v++) {
      f16v kept = load(in + u * stride + 16 * v) * splat(scale);
      i16v mask = lanes_of(words[u * (stride / 16) + v] & word_below(rows, v));
      store(out + u * stride + 16 * v, select16(mask, kept, splat(0.0f)));
    }
}

INLINE void narrow_forward_tile(const ck_narrow *n, int activation, size_t u, size_t at, int units,
                                int vectors) {
  f16v sum[NARROW_TILE][NARROW_TILE];
  UNROLL for (int i = 0; i < units; i++)
    UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = splat(0.0f);
  for (size_t k = 0; k < n->inputs; k++) {
    f16v x[NARROW_TILE];
    UNROLL for (int v = 0; v < vectors; v++) x[v] = load(n->below + k * n->stride + at + 16 * v);
    UNROLL for (int i = 0; i < units; i++) {
      f16v w = splat(n->parameters[k * n->ld + u + (size_t)i]);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = fma16(w, x[v], sum[i][v]);
    }
  }
  const float *bias = n->parameters + n->inputs * n->ld + u;
  UNROLL for (int i = 0; i < units; i++) {
    size_t row = (u + (size_t)i) * n->stride + at;
    const uint16_t *mask = n->mask ? n->mask + row / 16 : NULL;
    UNROLL for (int v = 0; v < vectors; v++) {
      f16v z = sum[i][v] + splat(bias[i]);
      if (!mask) {
        store(n->masked + row + 16 * v, z);
        continue;
      }
      f16v a = activation_of(activation, z);
      // The derivative of ReLU is taken from the masked activation.
      if (activation != CK_RELU) store(n->activated + row + 16 * v, a);
      store(n->masked + row + 16 * v,
            select16(lanes_of(mask[v]), a * splat(n->scale), splat(0.0f)));
    }
  }
}

INLINE void narrow_input_tile(const ck_narrow *n, const ck_narrow *low, int activation, size_t k,
                              size_t at, int units, int vectors) {
  f16v sum[NARROW_TILE][NARROW_TILE];
  UNROLL for (int i = 0; i < units; i++)
    UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = splat(0.0f);
  for (size_t u = 0; u < n->outputs; u++) {
    f16v g[NARROW_TILE];
    UNROLL for (int v = 0; v < vectors; v++)
      g[v] = load(n->gradient + u * n->stride + at + 16 * v);
    UNROLL for (int i = 0; i < units; i++) {
      f16v w = splat(n->parameters[(k + (size_t)i) * n->ld + u]);
      UNROLL for (int v = 0; v < vectors; v++) sum[i][v] = fma16(w, g[v], sum[i][v]);
    }
  }
  UNROLL for (int i = 0; i < units; i++) {
    size_t row = (k + (size_t)i) * n->stride + at;
    UNROLL for (int v = 0; v < vectors; v++) {
      f16v g = sum[i][v] * splat(low->scale);
      if (activation == CK_RELU) {
        f16v h = load(low->masked + row + 16 * v);
        g = select16(h > splat(0.0f), g, splat(0.0f));
      } else {
        g = select16(lanes_of(low->mask[row / 16 + (size_t)v]), g, splat(0.0f));
        g = derivative_of(activation, load(low->activated + row + 16 * v), g);
      }
      store(low->gradient + row + 16 * v, g);
    }
  }
}

#define NARROW_WIDTHS(CALL, U)                                                                  \
  switch (wide) {                                                                               \
    case 1: CALL(U, 1); break;                                                                  \
    case 2: CALL(U, 2); break;                                                                  \
    case 3: CALL(U, NARROW_MIN(3)); break;                                                      \
    default: CALL(U, NARROW_TILE); break;                                                       \
  }
#define NARROW_MIN(N) (NARROW_TILE < N ? NARROW_TILE : N)
#define NARROW_TILES(CALL)                                                                      \
  switch (high) {                                                                               \
    case 1: NARROW_WIDTHS(CALL, 1) break;                                                       \
    case 2: NARROW_WIDTHS(CALL, 2) break;                                                       \
    case 3: NARROW_WIDTHS(CALL, NARROW_MIN(3)) break;                                           \
    default: NARROW_WIDTHS(CALL, NARROW_TILE) break;                                            \
  }

INLINE void narrow_forward_as(const ck_narrow *n, int activation, size_t rows) {
  size_t vectors = (rows + 15) / 16;
#define FORWARD(U, V) narrow_forward_tile(n, activation, u, 16 * v, U, V)
  for (size_t v = 0, wide; v < vectors; v += wide) {
    wide = vectors - v < NARROW_TILE ? vectors - v : NARROW_TILE;
    for (size_t u = 0, high; u < n->outputs; u += high) {
      high = n->outputs - u < NARROW_TILE ? n->outputs - u : NARROW_TILE;
      NARROW_TILES(FORWARD)
    }
  }
  // One vector per unit, after the tiles: inside them it would cost time for every vector.
  clear_padding(n->masked, n->stride, n->outputs, rows);
  if (n->mask && activation != CK_RELU) clear_padding(n->activated, n->stride, n->outputs, rows);
}

INLINE void narrow_input_as(const ck_narrow *n, const ck_narrow *low, int activation,
                            size_t vectors) {
#define INPUT(U, V) narrow_input_tile(n, low, activation, u, 16 * v, U, V)
  for (size_t v = 0, wide; v < vectors; v += wide) {
    wide = vectors - v < NARROW_TILE ? vectors - v : NARROW_TILE;
    for (size_t u = 0, high; u < n->inputs; u += high) {
      high = n->inputs - u < NARROW_TILE ? n->inputs - u : NARROW_TILE;
      NARROW_TILES(INPUT)
    }
  }
}

// Adds a vector of examples to the gradients of some weights; in the last vector, which may have padding,
// only the lanes `inside` are used.
INLINE void narrow_weight_vector(const ck_narrow *n, f16v sum[16], size_t k, size_t u, size_t at,
                                 bool isLast, i16v inside, int inputs, int outputs) {
  f16v g[NARROW_TILE];
  UNROLL for (int j = 0; j < outputs; j++) {
    g[j] = load(n->gradient + (u + (size_t)j) * n->stride + at);
    if (isLast) g[j] = within(g[j], inside);
  }
  UNROLL for (int i = 0; i < inputs; i++) {
    f16v x = load(n->below + (k + (size_t)i) * n->stride + at);
    if (isLast) x = within(x, inside);
    UNROLL for (int j = 0; j < outputs; j++) sum[4 * i + j] = fma16(x, g[j], sum[4 * i + j]);
  }
}

INLINE void narrow_weight_tile(const ck_narrow *n, size_t k, size_t u, size_t rows, int inputs,
                               int outputs) {
  f16v sum[16];
  UNROLL for (int i = 0; i < 16; i++) sum[i] = splat(0.0f);
  size_t v = 0;
  for (; 16 * (v + 1) < rows; v++)
    narrow_weight_vector(n, sum, k, u, 16 * v, false, (i16v){}, inputs, outputs);
  narrow_weight_vector(n, sum, k, u, 16 * v, true, lanes_below(rows, v), inputs, outputs);
  f16v sums = tree_sums(sum);
  UNROLL for (int i = 0; i < inputs; i++)
    UNROLL for (int j = 0; j < outputs; j++)
      n->slope[(k + (size_t)i) * n->ld + u + (size_t)j] = sums[4 * i + j];
}

INLINE void narrow_weights(const ck_narrow *n, size_t rows) {
  size_t vectors = (rows + 15) / 16;
#define WEIGHTS(U, V) narrow_weight_tile(n, u, v, rows, U, V)
  for (size_t u = 0, high; u < n->inputs; u += high) {
    high = n->inputs - u < NARROW_TILE ? n->inputs - u : NARROW_TILE;
    for (size_t v = 0, wide; v < n->outputs; v += wide) {
      wide = n->outputs - v < NARROW_TILE ? n->outputs - v : NARROW_TILE;
      NARROW_TILES(WEIGHTS)
    }
  }
  for (size_t u = 0; u < n->outputs; u += 16) {
    size_t count = n->outputs - u < 16 ? n->outputs - u : 16;
    f16v sum[16];
    UNROLL for (size_t i = 0; i < 16; i++) {
      sum[i] = splat(0.0f);
      for (size_t v = 0; v < vectors && i < count; v++)
        sum[i] += load(n->gradient + (u + i) * n->stride + 16 * v);
    }
    store(n->slope + n->inputs * n->ld + u, tree_sums(sum));
  }
}

// The gradient of each example's loss with respect to its logits, times factor; zero for examples beyond the batch.
static void narrow_loss_gradient(int loss, const ck_narrow *n, const int32_t *labels, size_t rows,
                                 float factor) {
  for (size_t v = 0; 16 * v < rows; v++) {
    i16v label = *(const i16v *)(labels + 16 * v), there = lanes_below(rows, v);
    const float *z = n->masked + 16 * v;
    float *dz = n->gradient + 16 * v;
    f16v largest = load(z), sum = splat(1.0f);
    if (loss == CK_SOFTMAX) {
      for (size_t c = 1; c < n->outputs; c++) {
        f16v x = load(z + c * n->stride);
        largest = select16(x > largest, x, largest);
      }
      // Class by class as losses.h sums them: sixteen partial sums, then the tree.
      f16v part[16];
      for (size_t i = 0; i < 16; i++) part[i] = splat(0.0f);
      for (size_t c = 0; c < n->outputs; c++) {
        f16v e = exp16(load(z + c * n->stride) - largest);
        store(dz + c * n->stride, e);
        part[c % 16] += e;
      }
      for (int width = 8; width > 0; width /= 2)
        for (int i = 0; i < width; i++) part[i] += part[i + width];
      sum = part[0];
    }
    for (size_t c = 0; c < n->outputs; c++) {
      f16v x = load(z + c * n->stride), p = x;
      if (loss == CK_SOFTMAX) p = load(dz + c * n->stride) / sum;
      if (loss == CK_SIGMOID) p = logistic16(x);
      f16v target = n->outputs == 1
                        ? targets_of(loss, label)
                        : select16(label == (int32_t)c, splat(1.0f), splat(0.0f));
      store(dz + c * n->stride, select16(there, (p - target) * splat(factor), splat(0.0f)));
    }
  }
}

INLINE void narrow_gradient_as(int activation, const ck_narrow *layers, size_t count, int loss,
                               const int32_t *labels, size_t rows, float factor) {
  size_t vectors = (rows + 15) / 16;
  for (size_t l = 0; l < count; l++) narrow_forward_as(layers + l, activation, rows);
  narrow_loss_gradient(loss, layers + count - 1, labels, rows, factor);
  for (size_t l = count; l-- > 0;) {
    narrow_weights(layers + l, rows);
    if (l > 0) narrow_input_as(layers + l, layers + l - 1, activation, vectors);
  }
}

static void narrow_forward(int activation, const ck_narrow *layer, size_t rows) {
  IN_OWN_MODE;
  switch (activation) {
    case CK_RELU: narrow_forward_as(layer, CK_RELU, rows); break;
    case CK_TANH: narrow_forward_as(layer, CK_TANH, rows); break;
    case CK_LOGISTIC: narrow_forward_as(layer, CK_LOGISTIC, rows); break;
    default: narrow_forward_as(layer, CK_LINEAR, rows); break;
  }
}

static void narrow_gradient(int activation, const ck_narrow *layers, size_t count, int loss,
                            const int32_t *labels, size_t rows, float factor) {
  IN_OWN_MODE;
#define GRADIENT(A) narrow_gradient_as(A, layers, count, loss, labels, rows, factor)
  switch (activation) {
    case CK_RELU: GRADIENT(CK_RELU); break;
    case CK_TANH: GRADIENT(CK_TANH); break;
    case CK_LOGISTIC: GRADIENT(CK_LOGISTIC); break;
    default: GRADIENT(CK_LINEAR); break;
  }
}
