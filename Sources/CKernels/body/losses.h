// Losses and their gradients, from logits.

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

// What a network of one output is told for an example: its class, or for CK_SQUARED the float in the label's bits.
INLINE f16v targets_of(int loss, i16v labels) {
  return loss == CK_SQUARED ? (f16v)labels : __builtin_convertvector(labels, f16v);
}

static void loss_gradient(int loss, const float *z, float *dz, size_t ld, const int32_t *labels,
                          size_t rows, size_t classes, float factor) {
  IN_OWN_MODE;
  size_t vectors = (classes + 15) / 16;
  if (classes == 1) {
    // One logit a row: gather sixteen rows into a vector.
    for (size_t r = 0; r < rows; r += 16) {
      size_t count = rows - r < 16 ? rows - r : 16;
      f16v x = splat(0.0f);
      i16v label = {};
      for (size_t i = 0; i < count; i++) {
        x[i] = z[(r + i) * ld];
        label[i] = labels[r + i];
      }
      f16v y = targets_of(loss, label);
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
  IN_OWN_MODE;
  if (loss == CK_SIGMOID) {
    // Sixteen rows to a vector.
    for (size_t r = 0; r < rows; r += 16) {
      size_t count = rows - r < 16 ? rows - r : 16;
      float x[16] = {0};
      i16v y = {};
      for (size_t i = 0; i < count; i++) x[i] = z[(r + i) * ld];
      memcpy(&y, labels + r, count * sizeof *labels);
      f16v logits;
      memcpy(&logits, x, sizeof x);
      f16v values = sigmoid_loss(logits, __builtin_convertvector(y, f16v));
      memcpy(losses + r, &values, count * sizeof *losses);
    }
    return;
  }
  for (size_t r = 0; r < rows; r++) {
    const float *row = z + r * ld;
    if (loss == CK_SOFTMAX) {
      float largest, sum = softmax_sum(row, classes, &largest);
      losses[r] = float_at(log16(splat(sum))) + (largest - row[labels[r]]);
    } else {
      float sum = 0;
      for (size_t c = 0; c < classes; c++) {
        float target = (size_t)labels[r] == c ? 1.0f : 0.0f;
        if (classes == 1) memcpy(&target, labels + r, sizeof target);
        float d = row[c] - target;
        sum = __builtin_elementwise_fma(d, d, sum);
      }
      losses[r] = 0.5f * sum;
    }
  }
}
