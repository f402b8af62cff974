// Networks that share a part of their logits and differ in the rest: losses, wrong points, sums of predictions.

// Adds a network's weighted number to the sum of a point.
INLINE void add_weighted(float *sum, f16v weight, f16v x) { store(sum, fma16(weight, x, load(sum))); }

typedef struct {
  f16v loss;
  i16v named;
} point_outcome;

// Sixteen points of a network with one logit.
INLINE point_outcome sigmoid_points(const ck_thinned *t, const float *b, f16v weight, size_t at,
                                    i16v labels) {
  size_t ld = t->ld;
  f16v z = load(t->a + at) + load(b + at), y = __builtin_convertvector(labels, f16v);
  i16v positive = z > splat(0.0f);
  f16v e = exp16(-(f16v)((i16v)z & 0x7fffffff)), whole = splat(1.0f) + e;
  f16v large = splat(1.0f) / whole, small = e / whole;
  add_weighted(t->room + at, weight, z);
  add_weighted(t->room + ld + at, weight, select16(positive, small, large));
  add_weighted(t->room + 2 * ld + at, weight, select16(positive, large, small));
  f16v loss = (select16(positive, z, splat(0.0f)) - z * y) + log1p16(e);
  return (point_outcome){loss, -positive};
}

// Sixteen points of a network with a logit for each class.
INLINE point_outcome softmax_points(const ck_thinned *t, const float *b, f16v weight, size_t at,
                                    i16v labels) {
  size_t ld = t->ld, classes = t->classes;
  float *exponentials = t->room + 2 * classes * ld;
  f16v top = load(t->a + at) + load(b + at), own = top, sum = splat(0.0f);
  i16v named = {};
  for (size_t c = 0; c < classes; c++) {
    f16v z = load(t->a + c * ld + at) + load(b + c * ld + at);
    i16v higher = z > top;
    top = select16(higher, z, top);
    named = (named & ~higher) | ((i16v){} + (int32_t)c & higher);
    own = select16(labels == (i16v){} + (int32_t)c, z, own);
    add_weighted(t->room + c * ld + at, weight, z);
  }
  for (size_t c = 0; c < classes; c++) {
    f16v e = exp16((load(t->a + c * ld + at) + load(b + c * ld + at)) - top);
    store(exponentials + 16 * c, e);
    sum += e;
  }
  for (size_t c = 0; c < classes; c++)
    add_weighted(t->room + (classes + c) * ld + at, weight, load(exponentials + 16 * c) / sum);
  return (point_outcome){log16(sum) + (top - own), named};
}

static void thinned(int loss, const ck_thinned *t) {
  IN_OWN_MODE;
  size_t vectors = (t->points + 15) / 16, ld = t->ld;
  size_t sums = t->classes + (loss == CK_SIGMOID ? 2 : t->classes);
  for (size_t i = 0; i < sums * ld; i += 16) store(t->room + i, splat(0.0f));
  for (size_t n = 0; n < t->networks; n++) {
    const float *b = t->b + n * t->classes * ld;
    f16v weight = splat(t->weights[n]), sum = splat(0.0f);
    i16v wrong = {};
    for (size_t v = 0; v < vectors; v++) {
      i16v labels = *(const i16v *)(t->labels + 16 * v), inside = lanes_below(t->points, v);
      point_outcome out = loss == CK_SIGMOID ? sigmoid_points(t, b, weight, 16 * v, labels)
                                             : softmax_points(t, b, weight, 16 * v, labels);
      sum += select16(inside, out.loss, splat(0.0f));
      wrong -= (out.named != labels) & inside;
    }
    t->losses[n] = tree_sum(sum);
    uint32_t count = 0;
    for (int i = 0; i < 16; i++) count += (uint32_t)wrong[i];
    t->wrong[n] = count;
  }
  for (size_t row = 0; row < sums; row++)
    for (size_t i = row * ld; i < row * ld + t->points; i++)
      t->sums[i] += t->factor * (double)t->room[i];
}
