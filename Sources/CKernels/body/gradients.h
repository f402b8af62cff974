// Whole gradients, in double, where a product of two floats is exact. `count` is a multiple of 16.

typedef double d8v __attribute__((vector_size(64)));
typedef float f8v __attribute__((vector_size(32)));

INLINE d8v widened(const float *p) { return __builtin_convertvector(*(const f8v *)p, d8v); }

// Lane i + lane i + 4, then + 2, + 1.
INLINE double tree_sum8(d8v x) {
  double s[8];
  memcpy(s, &x, sizeof s);
  for (int width = 4; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

static double dot(const float *a, const float *b, size_t count) {
  d8v low = {}, high = {};
  for (size_t i = 0; i < count; i += 16) {
    low += widened(a + i) * widened(b + i);
    high += widened(a + i + 8) * widened(b + i + 8);
  }
  return tree_sum8(low + high);
}

static double squared_distance(const float *a, const float *b, size_t count) {
  d8v low = {}, high = {};
  for (size_t i = 0; i < count; i += 16) {
    d8v d = widened(a + i) - widened(b + i), e = widened(a + i + 8) - widened(b + i + 8);
    low += d * d;
    high += e * e;
  }
  return tree_sum8(low + high);
}

static void add_scaled(float *a, const float *b, float factor, size_t count) {
  for (size_t i = 0; i < count; i += 16)
    store(a + i, fma16(splat(factor), load(b + i), load(a + i)));
}
