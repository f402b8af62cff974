// Normal factors by Philox4x32-10.

// sin(pi x / 2) for x in 0 ... 1, by Taylor's series to x^11; the error is at most 6e-8.
INLINE f16v quarter_sine(f16v x) {
  f16v x2 = x * x, p = splat(-0x1.e3074fp-19f);
  p = fma16(p, x2, splat(0x1.50782ep-13f));
  p = fma16(p, x2, splat(-0x1.32d2ccp-8f));
  p = fma16(p, x2, splat(0x1.466bc6p-4f));
  p = fma16(p, x2, splat(-0x1.4abbcep-1f));
  p = fma16(p, x2, splat(0x1.921fb6p+0f));
  return x * p;
}

// Two normal numbers from two words (Box and Muller 1958).
INLINE void normal_pair(u16v radius, u16v angle, f16v *first, f16v *second) {
  f16v u = __builtin_convertvector((i16v)((radius >> 8) + 1), f16v) * splat(0x1p-24f);
  f16v r = __builtin_elementwise_sqrt(splat(-2.0f) * log16(u));
  f16v x = __builtin_convertvector((i16v)((angle >> 8) & 0x3fffffu), f16v) * splat(0x1p-22f);
  f16v s = quarter_sine(x), c = quarter_sine(splat(1.0f) - x);
  u16v quarter = angle >> 30;
  i16v odd = (i16v)((quarter & 1u) == 1u);
  u16v minusCosine = ((quarter + 1u) & 2u) << 30, minusSine = (quarter & 2u) << 30;
  *first = r * (f16v)((u16v)select16(odd, s, c) ^ minusCosine);
  *second = r * (f16v)((u16v)select16(odd, c, s) ^ minusSine);
}

static void normal_factors(float *factors, size_t ld, size_t rows, size_t units, uint32_t key0,
                           uint32_t key1, uint64_t draw, float sigma) {
  IN_OWN_MODE;
  const u16v lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  for (size_t row = 0; row < rows; row++)
    for (size_t group = 0; 64 * group < units; group++) {
      u16v c[4] = {lanes + (uint32_t)(16 * group), splatu((uint32_t)row), splatu((uint32_t)draw),
                   splatu((uint32_t)(draw >> 32))};
      philox(c, key0, key1);
      f16v normal[4];
      normal_pair(c[0], c[1], normal, normal + 1);
      normal_pair(c[2], c[3], normal + 2, normal + 3);
      for (size_t w = 0; w < 4 && 64 * group + 16 * w < units; w++) {
        size_t at = 64 * group + 16 * w;
        f16v value = fma16(splat(sigma), normal[w], splat(1.0f));
        u16v within = (u16v)(lanes < (uint32_t)(units - at));
        store(factors + row * ld + at, select16((i16v)within, value, splat(0.0f)));
      }
    }
}
