// exp, log, tanh and the logistic function: own polynomials, at most 2 units in the last place.

INLINE f16v round16(f16v x) { return __builtin_elementwise_roundeven(x); }

// 2^n for integral n in -126 ... 127.
INLINE f16v power_of_two(f16v n) {
  return (f16v)((__builtin_convertvector(n, i16v) + 127) << 23);
}

INLINE f16v clamp16(f16v x, float low, float high) {
  x = select16(x < splat(low), splat(low), x);
  return select16(x > splat(high), splat(high), x);
}

// r in +-ln 2 / 2 and n with x = n ln 2 + r + tail; the tail is the rounding error of r.
INLINE f16v reduce_exp(f16v x, f16v *n, f16v *tail) {
  *n = round16(x * splat(0x1.715476p0f));
  f16v high = fma16(*n, splat(-0x1.62e400p-1f), x);
  f16v r = fma16(*n, splat(-0x1.7f7d1cp-20f), high);
  *tail = fma16(*n, splat(-0x1.7f7d1cp-20f), high - r);
  return r;
}

// exp(r + tail) - 1 on the reduced range, by Taylor's series to r^7; r itself enters unrounded.
INLINE f16v expm1_reduced(f16v r, f16v tail) {
  f16v p = splat(1.0f / 5040);
  p = fma16(p, r, splat(1.0f / 720));
  p = fma16(p, r, splat(1.0f / 120));
  p = fma16(p, r, splat(1.0f / 24));
  p = fma16(p, r, splat(1.0f / 6));
  p = fma16(p, r, splat(0.5f));
  return r + fma16(r * r, p, tail);
}

// exp(x); exactly 0 below -87.3 and exp(88.3) above 88.3, so that no result is infinite or subnormal.
INLINE f16v exp16(f16v x) {
  i16v tiny = x < splat(-87.3f);
  f16v n, tail, r = reduce_exp(clamp16(x, -87.3f, 88.3f), &n, &tail);
  f16v y = (splat(1.0f) + expm1_reduced(r, tail)) * power_of_two(n);
  return select16(tiny, splat(0.0f), y);
}

// log(x) for normal positive x.
INLINE f16v log16(f16v x) {
  i16v bits = (i16v)x;
  i16v e = ((bits - 0x3f3504f3) >> 23);
  f16v f = (f16v)(bits - (e << 23)) - splat(1.0f);
  f16v n = __builtin_convertvector(e, f16v);
  f16v s = f / (splat(2.0f) + f), s2 = s * s;
  f16v p = splat(2.0f / 11);
  p = fma16(p, s2, splat(2.0f / 9));
  p = fma16(p, s2, splat(2.0f / 7));
  p = fma16(p, s2, splat(2.0f / 5));
  p = fma16(p, s2, splat(2.0f / 3));
  f16v half = splat(0.5f) * f * f;
  f16v low = fma16(n, splat(0x1.7f7d1cp-20f), s * fma16(p, s2, half)) - half;
  return fma16(n, splat(0x1.62e400p-1f), low + f);
}

// log(1 + u) for u in 0 ... 1, corrected for the rounding of 1 + u.
INLINE f16v log1p16(f16v u) {
  f16v w = splat(1.0f) + u;
  return log16(w) + (u - (w - splat(1.0f))) / w;
}

// Up to 0.625 an odd polynomial (the coefficients of Moshier's Cephes, tanhf), beyond by expm1:
// tanh t = (e^2t - 1) / (e^2t + 1).
INLINE f16v tanh16(f16v x) {
  i16v sign = (i16v)x & (i16v)splatu(0x80000000u);
  f16v t = (f16v)((i16v)x ^ sign);
  t = select16(t > splat(10.0f), splat(10.0f), t);
  f16v t2 = t * t, p = splat(-5.70498872745e-3f);
  p = fma16(p, t2, splat(2.06390887954e-2f));
  p = fma16(p, t2, splat(-5.37397155531e-2f));
  p = fma16(p, t2, splat(1.33314422036e-1f));
  p = fma16(p, t2, splat(-3.33332819422e-1f));
  f16v small = fma16(p * t2, t, t);
  f16v n, tail, r = reduce_exp(t + t, &n, &tail), scale = power_of_two(n);
  f16v e = fma16(expm1_reduced(r, tail), scale, scale - splat(1.0f));
  f16v y = select16(t < splat(0.625f), small, e / (e + splat(2.0f)));
  return (f16v)((i16v)y | sign);
}

// Computed from exp(-|x|), so that the denominator is never huge.
INLINE f16v logistic16(f16v x) {
  f16v magnitude = (f16v)((i16v)x & 0x7fffffff);
  f16v e = exp16(-magnitude);
  return select16(x < splat(0.0f), e, splat(1.0f)) / (splat(1.0f) + e);
}

static void elementary(int function, const float *x, float *y, size_t count) {
  IN_OWN_MODE;
  for (size_t i = 0; i < count; i += 16) {
    f16v v = load(x + i);
    store(y + i, function == 0   ? exp16(v)
                 : function == 1 ? log16(v)
                 : function == 2 ? tanh16(v)
                                 : logistic16(v));
  }
}
