// Whole gradients, in double, where a product of two floats is exact.

typedef double d8v __attribute__((vector_size(64)));
typedef float f8v __attribute__((vector_size(32)));

// Eight lanes of sixteen, from `first` on.
INLINE d8v widened(f16v x, int first) {
  f8v half;
  memcpy(&half, (const float *)&x + first, sizeof half);
  return __builtin_convertvector(half, d8v);
}

// Lane i + lane i + 4, then + 2, + 1.
INLINE double tree_sum8(d8v x) {
  double s[8];
  memcpy(s, &x, sizeof s);
  for (int width = 4; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

// Sums of products, or of squared differences, of the columns of two matrices.
INLINE double summed(const float *a, const float *b, size_t ld, size_t rows, size_t columns,
                     bool ofDifferences) {
  d8v low = {}, high = {};
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c += 16) {
      i16v inside = lanes_below(columns, c / 16);
      f16v x = within(load(a + r * ld + c), inside), y = within(load(b + r * ld + c), inside);
      d8v x0 = widened(x, 0), x1 = widened(x, 8), y0 = widened(y, 0), y1 = widened(y, 8);
      if (ofDifferences) x0 = y0 = x0 - y0, x1 = y1 = x1 - y1;
      low += x0 * y0;
      high += x1 * y1;
    }
  return tree_sum8(low + high);
}

static double dot(const float *a, const float *b, size_t ld, size_t rows, size_t columns) {
  IN_OWN_MODE;
  return summed(a, b, ld, rows, columns, false);
}

static double squared_distance(const float *a, const float *b, size_t ld, size_t rows,
                               size_t columns) {
  IN_OWN_MODE;
  return summed(a, b, ld, rows, columns, true);
}

static void add_scaled(float *a, const float *b, float factor, size_t ld, size_t rows,
                       size_t columns) {
  IN_OWN_MODE;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c += 16) {
      float *sum = a + r * ld + c;
      store(sum, fma16(splat(factor), load(b + r * ld + c), load(sum)));
    }
  clear_padding(a, ld, rows, columns);
}
