// Activations and their derivatives, under a mask.

INLINE f16v activation_of(int activation, f16v z) {
  switch (activation) {
    // NaN stays NaN: a layer with NaN must not look like one whose units are all zero.
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
                        size_t columns, ck_mask mask) {
  f16v scale = splat(mask.scale);
  for (size_t r = 0; r < rows; r++) {
    const uint8_t *bits = mask.bits ? mask.bits + r / mask.rowsPerMask * mask.ld : NULL;
    const float *factors =
        mask.factors ? mask.factors + r / mask.rowsPerMask * mask.factorLd : NULL;
    for (size_t v = 0; 16 * v < columns; v++) {
      size_t at = r * ld + 16 * v;
      f16v value = activation_of(activation, load(z + at));
      store(a + at, value);
      f16v kept = value * (factors ? load(factors + 16 * v) : scale);
      if (bits) kept = select16(survivors(bits, v), kept, splat(0.0f));
      store(h + at, kept);
    }
  }
  // The logistic function of zero is not zero.
  clear_padding(a, ld, rows, columns);
  if (h != a) clear_padding(h, ld, rows, columns);
}

static void activate(int activation, const float *z, float *a, float *h, size_t ld, size_t rows,
                     size_t columns, ck_mask mask) {
  IN_OWN_MODE;
  switch (activation) {
    case CK_RELU: activate_as(CK_RELU, z, a, h, ld, rows, columns, mask); break;
    case CK_TANH: activate_as(CK_TANH, z, a, h, ld, rows, columns, mask); break;
    case CK_LOGISTIC: activate_as(CK_LOGISTIC, z, a, h, ld, rows, columns, mask); break;
    default: activate_as(CK_LINEAR, z, a, h, ld, rows, columns, mask); break;
  }
}

INLINE void backward_as(int activation, const float *dh, const float *a, float *dz, size_t ld,
                        size_t rows, size_t columns, ck_mask mask) {
  f16v scale = splat(mask.scale);
  for (size_t r = 0; r < rows; r++) {
    const uint8_t *bits = mask.bits ? mask.bits + r / mask.rowsPerMask * mask.ld : NULL;
    const float *factors =
        mask.factors ? mask.factors + r / mask.rowsPerMask * mask.factorLd : NULL;
    for (size_t v = 0; 16 * v < columns; v++) {
      size_t at = r * ld + 16 * v;
      f16v g = load(dh + at) * (factors ? load(factors + 16 * v) : scale);
      if (bits) g = select16(survivors(bits, v), g, splat(0.0f));
      store(dz + at, derivative_of(activation, load(a + at), g));
    }
  }
  clear_padding(dz, ld, rows, columns);
}

static void activate_backward(int activation, const float *dh, const float *a, float *dz, size_t ld,
                              size_t rows, size_t columns, ck_mask mask) {
  IN_OWN_MODE;
  switch (activation) {
    case CK_RELU: backward_as(CK_RELU, dh, a, dz, ld, rows, columns, mask); break;
    case CK_TANH: backward_as(CK_TANH, dh, a, dz, ld, rows, columns, mask); break;
    case CK_LOGISTIC: backward_as(CK_LOGISTIC, dh, a, dz, ld, rows, columns, mask); break;
    default: backward_as(CK_LINEAR, dh, a, dz, ld, rows, columns, mask); break;
  }
}
