// Sixteen floats as one value, and their fixed reduction tree.

typedef float f16v __attribute__((vector_size(64)));
typedef int32_t i16v __attribute__((vector_size(64)));
typedef uint32_t u16v __attribute__((vector_size(64)));
typedef uint64_t u8v __attribute__((vector_size(64)));
typedef uint16_t h32v __attribute__((vector_size(64)));
typedef uint8_t b16v __attribute__((vector_size(16)));
typedef bool lanes16 __attribute__((ext_vector_type(16)));

INLINE f16v splat(float x) { return (f16v){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
INLINE u16v splatu(uint32_t x) { return (u16v){} + x; }
INLINE f16v load(const float *p) { return *(const f16v *)p; }
INLINE void store(float *p, f16v x) { *(f16v *)p = x; }
INLINE f16v fma16(f16v a, f16v b, f16v c) { return __builtin_elementwise_fma(a, b, c); }
INLINE f16v select16(i16v m, f16v a, f16v b) { return (f16v)(((i16v)a & m) | ((i16v)b & ~m)); }

// Converts between the bits of a word and lanes: lane i has all ones if bit i is set.
INLINE uint16_t bits_of(i16v mask) {
  lanes16 lanes = __builtin_convertvector(mask, lanes16);
  uint16_t word;
  memcpy(&word, &lanes, sizeof word);
  return word;
}

INLINE i16v lanes_of(uint16_t word) {
  const u16v lanes = {1,     2,     4,     8,      16,     32,     64,     128,
                      0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000};
  return (splatu(word) & lanes) != splatu(0);
}

// All ones in the lanes of a row's vector that hold columns; zero in padding.
INLINE i16v lanes_below(size_t columns, size_t vector) {
  const i16v lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lane < (int32_t)(columns - 16 * vector);
}

// The same as the bits of a word.
INLINE uint16_t word_below(size_t columns, size_t vector) {
  size_t count = columns - 16 * vector;
  return count >= 16 ? 0xffff : (uint16_t)((1u << count) - 1);
}

INLINE f16v within(f16v x, i16v lanes) { return (f16v)((i16v)x & lanes); }

// Makes the padding of each row's last vector zero.
INLINE void clear_padding(float *out, size_t ld, size_t rows, size_t columns) {
  if (columns % 16 == 0) return;
  i16v inside = lanes_below(columns, columns / 16);
  for (size_t r = 0; r < rows; r++) {
    float *last = out + r * ld + columns / 16 * 16;
    store(last, within(load(last), inside));
  }
}

// Sixteen lanes to one number, by the fixed tree: lane i + lane i + 8, then + 4, + 2, + 1.
INLINE float tree_sum(f16v x) {
  float s[16];
  memcpy(s, &x, sizeof s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] += s[i + width];
  return s[0];
}

INLINE float tree_max(f16v x) {
  float s[16];
  memcpy(s, &x, sizeof s);
  for (int width = 8; width > 0; width /= 2)
    for (int i = 0; i < width; i++) s[i] = s[i] > s[i + width] ? s[i] : s[i + width];
  return s[0];
}

#define PAIR(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)

// The tree sums of sixteen vectors at once: lane i is tree_sum(x[i]), to the bit.
INLINE f16v tree_sums(const f16v x[16]) {
  f16v eights[8], fours[4], twos[2];
  UNROLL for (int i = 0; i < 8; i++)
    eights[i] = PAIR(x[i], x[i + 8], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23) +
                PAIR(x[i], x[i + 8], 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  UNROLL for (int i = 0; i < 4; i++)
    fours[i] = PAIR(eights[i], eights[i + 4], 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26,
                    27) +
               PAIR(eights[i], eights[i + 4], 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29,
                    30, 31);
  UNROLL for (int i = 0; i < 2; i++)
    twos[i] = PAIR(fours[i], fours[i + 2], 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28,
                   29) +
              PAIR(fours[i], fours[i + 2], 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30,
                   31);
  return PAIR(twos[0], twos[1], 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30) +
         PAIR(twos[0], twos[1], 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31);
}

#undef PAIR
