// Matrix products. Every output is a sum over k upwards from +0 by fused multiply-add, then the
// bias: blocking, register tiles and terms left out because their factor is zero change no bit.

// One register tile: `rows` x `vectors` outputs over k in [0, depth), continuing from `out` if so.
INLINE void tile(float *out, size_t ldo, const float *a, size_t lda, const float *b,
                 size_t ldb, const float *bias, size_t depth, bool resume, int rows, int vectors) {
  f16v sum[TILE_ROWS][TILE_VECTORS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[r][v] = resume ? load(out + r * ldo + 16 * v) : splat(0.0f);
  for (size_t k = 0; k < depth; k++) {
    f16v row[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) row[v] = load(b + k * ldb + 16 * v);
    UNROLL for (int r = 0; r < rows; r++) {
      f16v factor = splat(a[r * lda + k]);
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = fma16(factor, row[v], sum[r][v]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      store(out + r * ldo + 16 * v, bias ? sum[r][v] + load(bias + 16 * v) : sum[r][v]);
}

#define TILES(R)                                                                                \
  switch (width) {                                                                              \
    case 1: tile(o, ldo, x, lda, w, ldb, last, depthHere, resume, R, 1); break;            \
    case 2: tile(o, ldo, x, lda, w, ldb, last, depthHere, resume, R, 2); break;            \
    case 3: tile(o, ldo, x, lda, w, ldb, last, depthHere, resume, R, MIN3); break;         \
    default: tile(o, ldo, x, lda, w, ldb, last, depthHere, resume, R, TILE_VECTORS); break; \
  }
#define MIN3 (TILE_VECTORS < 3 ? TILE_VECTORS : 3)

// Panels of b that stay in the first cache: up to TILE_VECTORS vectors wide, PANEL_DEPTH deep.
#define PANEL_DEPTH 128

static void product(float *out, size_t ldo, const float *a, size_t lda, const float *b, size_t ldb,
                    const float *bias, size_t rows, size_t depth, size_t columns) {
  IN_OWN_MODE;
  size_t width, vectors = (columns + 15) / 16;
  for (size_t v = 0; v < vectors; v += width) {
    width = vectors - v < TILE_VECTORS ? vectors - v : TILE_VECTORS;
    size_t k = 0;
    do {
      size_t depthHere = depth - k < PANEL_DEPTH ? depth - k : PANEL_DEPTH;
      bool resume = k > 0;
      const float *last = bias && k + depthHere == depth ? bias + 16 * v : NULL;
      const float *w = b + k * ldb + 16 * v;
      size_t r = 0;
      for (; r + TILE_ROWS <= rows; r += TILE_ROWS) {
        float *o = out + r * ldo + 16 * v;
        const float *x = a + r * lda + k;
        TILES(TILE_ROWS)
      }
      for (; r < rows; r++) {
        float *o = out + r * ldo + 16 * v;
        const float *x = a + r * lda + k;
        TILES(1)
      }
      k += depthHere;
    } while (k < depth);
  }
  clear_padding(out, ldo, rows, columns);
}

static void column_sums(float *out, const float *g, size_t ld, size_t rows, size_t columns) {
  IN_OWN_MODE;
  for (size_t c = 0; c < columns; c += 16) {
    f16v sum = splat(0.0f);
    for (size_t r = 0; r < rows; r++) sum += load(g + r * ld + c);
    store(out + c, sum);
  }
  clear_padding(out, ld, 1, columns);
}

// MARK: Lists

// Appends the listed ones (`alive`) of sixteen neighbours; the list has room for sixteen more.
INLINE size_t append(int32_t *index, float *value, size_t count, f16v x, i16v alive,
                     int32_t first) {
#ifdef CK_AVX512
  __mmask16 kept = _mm512_movepi32_mask((__m512i)alive);
  const i16v lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  _mm512_storeu_si512(index + count, _mm512_maskz_compress_epi32(kept, (__m512i)(lane + first)));
  _mm512_storeu_ps(value + count, _mm512_maskz_compress_ps(kept, (__m512)x));
  return count + (size_t)__builtin_popcount(kept);
#else
  for (int i = 0; i < 16; i++) {
    index[count] = first + i;
    value[count] = x[i];
    count += alive[i] != 0;
  }
  return count;
#endif
}

static size_t row_lists(ck_lists lists, const float *a, size_t lda, size_t rows, size_t columns) {
  IN_OWN_MODE;
  size_t total = 0, vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    int32_t *index = lists.index + r * lists.ld;
    float *value = lists.value + r * lists.ld;
    uint32_t *start = lists.start + r * (lists.blocks + 1);
    size_t count = 0;
    for (size_t v = 0; v < vectors; v++) {
      if (v % (CK_BLOCK / 16) == 0) start[v / (CK_BLOCK / 16)] = (uint32_t)count;
      f16v x = load(a + r * lda + 16 * v);
      i16v alive = (x != splat(0.0f)) & lanes_below(columns, v);
      count = append(index, value, count, x, alive, (int32_t)(16 * v));
    }
    start[lists.blocks] = (uint32_t)count;
    total += count;
  }
  return total;
}

// One row's listed numbers [from, to) times `vectors` vectors of b.
INLINE void list_tile(float *out, const int32_t *index, const float *value, size_t from, size_t to,
                      const float *b, size_t ldb, const float *bias, bool resume, int vectors) {
  f16v sum[LIST_VECTORS];
  UNROLL for (int v = 0; v < vectors; v++) sum[v] = resume ? load(out + 16 * v) : splat(0.0f);
  for (size_t n = from; n < to; n++) {
    const float *row = b + (size_t)index[n] * ldb;
    f16v factor = splat(value[n]);
    UNROLL for (int v = 0; v < vectors; v++) sum[v] = fma16(factor, load(row + 16 * v), sum[v]);
  }
  UNROLL for (int v = 0; v < vectors; v++)
    store(out + 16 * v, bias ? sum[v] + load(bias + 16 * v) : sum[v]);
}

// Products `vectors` vectors wide, block after block of b. Meanwhile the next block is prefetched, evenly
// over the rows: its cache lines lie too far apart for the processor to predict.
INLINE void list_panel(float *out, size_t ldo, ck_lists lists, const float *b, size_t ldb,
                       const float *bias, size_t rows, int vectors) {
  size_t blocks = lists.blocks;
  for (size_t k = 0; k < blocks; k++) {
    size_t next = k + 1, due = 0;
    const float *ahead = next < blocks ? b + next * CK_BLOCK * ldb : b + 16 * vectors;
    for (size_t r = 0; r < rows; r++) {
      for (due += CK_BLOCK; due >= rows; due -= rows, ahead += ldb)
        UNROLL for (int i = 0; i < vectors; i++) __builtin_prefetch(ahead + 16 * i, 0, 2);
      const uint32_t *start = lists.start + r * (blocks + 1);
      if (start[k] == start[next] && k > 0 && next < blocks) continue;
      list_tile(out + r * ldo, lists.index + r * lists.ld, lists.value + r * lists.ld, start[k],
                start[next], b, ldb, next == blocks ? bias : NULL, k > 0, vectors);
    }
  }
}

static void list_product(float *out, size_t ldo, ck_lists lists, const float *b, size_t ldb,
                         const float *bias, size_t rows, size_t columns) {
  IN_OWN_MODE;
  size_t v = 0, vectors = (columns + 15) / 16;
#define LIST_PANEL(V)                                                                         \
  for (; vectors - v >= V; v += V)                                                            \
    list_panel(out + 16 * v, ldo, lists, b + 16 * v, ldb, bias ? bias + 16 * v : NULL, rows, V);
  LIST_PANEL(LIST_VECTORS)
#if LIST_VECTORS > 4
  LIST_PANEL(4)
#endif
#if LIST_VECTORS > 2
  LIST_PANEL(2)
#endif
  LIST_PANEL(1)
#undef LIST_PANEL
  clear_padding(out, ldo, rows, columns);
}

// MARK: Rearrangements

// Transposes sixteen rows of sixteen.
INLINE void turn(f16v x[16]) {
  f16v y[16];
  UNROLL for (int i = 0; i < 8; i++) {
    y[2 * i] = __builtin_shufflevector(x[i], x[i + 8], 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6,
                                       22, 7, 23);
    y[2 * i + 1] = __builtin_shufflevector(x[i], x[i + 8], 8, 24, 9, 25, 10, 26, 11, 27, 12, 28,
                                           13, 29, 14, 30, 15, 31);
  }
  UNROLL for (int i = 0; i < 16; i++) x[i] = y[i];
}

static void transpose(float *out, size_t ldo, const float *in, size_t ldi, size_t rows,
                      size_t columns) {
  IN_OWN_MODE;
  for (size_t c = 0; c < columns; c += 16)
    for (size_t r = 0; r < rows; r += 16) {
      f16v x[16];
      UNROLL for (size_t i = 0; i < 16; i++)
        x[i] = r + i < rows ? load(in + (r + i) * ldi + c) : splat(0.0f);
      // Four perfect shuffles are a transpose.
      for (int pass = 0; pass < 4; pass++) turn(x);
      size_t count = columns - c < 16 ? columns - c : 16;
      for (size_t i = 0; i < count; i++) store(out + (c + i) * ldo + r, x[i]);
    }
}

// Transposes sixteen columns from `column` on: the numbers of column i go to value + i * ld, and index + i *
// ld gets all ones for a number that is listed.
INLINE void turn_columns(ck_lists lists, const float *a, size_t lda, size_t rows, size_t column,
                         bool masked, ck_mask mask) {
  for (size_t r = 0; r < rows; r += 16) {
    f16v x[16], alive[16];
    UNROLL for (size_t i = 0; i < 16; i++) {
      bool inside = r + i < rows;
      x[i] = inside ? load(a + (r + i) * lda + column) : splat(0.0f);
      if (!masked) continue;
      i16v kept = (i16v){} - inside;
      if (inside && mask.bits)
        kept = survivors(mask.bits + (r + i) / mask.rowsPerMask * mask.ld, column / 16);
      alive[i] = (f16v)kept;
    }
    // Four perfect shuffles are a transpose.
    for (int pass = 0; pass < 4; pass++) turn(x);
    if (masked)
      for (int pass = 0; pass < 4; pass++) turn(alive);
    UNROLL for (size_t i = 0; i < 16; i++) {
      store(lists.value + i * lists.ld + r, x[i]);
      if (masked) store((float *)lists.index + i * lists.ld + r, alive[i]);
    }
  }
}

// Each column is transposed into its own place and then appended to the block's list: the end of the list
// never passes the place that is read.
INLINE void column_lists_as(ck_lists lists, const float *a, size_t lda, size_t rows,
                            size_t columns, bool masked, ck_mask mask) {
  size_t count = 0;
  for (size_t c = 0; c < columns; c++) {
    size_t place = c * lists.ld;
    if (c % 16 == 0) {
      ck_lists here = {lists.index + place, lists.value + place, NULL, lists.ld, 1};
      turn_columns(here, a, lda, rows, c, masked, mask);
    }
    lists.start[2 * c] = (uint32_t)count;
    for (size_t r = 0; r < rows; r += 16) {
      f16v x = load(lists.value + place + r);
      i16v alive = masked ? *(const i16v *)(lists.index + place + r) : x != splat(0.0f);
      count = append(lists.index, lists.value, count, x, alive, (int32_t)r);
    }
    lists.start[2 * c + 1] = (uint32_t)count;
  }
}

static void column_lists(ck_lists lists, const float *a, size_t lda, size_t rows, size_t columns,
                         const ck_mask *mask) {
  IN_OWN_MODE;
  if (mask)
    column_lists_as(lists, a, lda, rows, columns, true, *mask);
  else
    column_lists_as(lists, a, lda, rows, columns, false, (ck_mask){});
}

static void spread_columns(float *out, size_t ldo, ck_lists lists, const float *sums, size_t rows,
                           size_t columns) {
  IN_OWN_MODE;
  for (size_t r = 0; r < rows; r++)
    for (size_t c = 0; c < columns; c += 16) store(out + r * ldo + c, splat(0.0f));
  for (size_t c = 0; c < columns; c++)
    for (size_t n = lists.start[2 * c]; n < lists.start[2 * c + 1]; n++)
      out[(size_t)lists.index[n] * ldo + c] = sums[n];
}

INLINE bool bit(const uint8_t *bits, size_t i) { return bits[i / 8] >> i % 8 & 1; }

// The bits of a vector's columns; zero for padding.
INLINE uint16_t word_of(const uint8_t *bits, size_t columns, size_t vector) {
  uint16_t word = (uint16_t)(bits[2 * vector] | bits[2 * vector + 1] << 8);
  return word & word_below(columns, vector);
}

static void compact(float *out, size_t ldo, const float *in, size_t ldi, const uint8_t *rowBits,
                    size_t rows, const uint8_t *columnBits, size_t columns) {
  IN_OWN_MODE;
  size_t vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    if (rowBits && !bit(rowBits, r)) continue;
    const float *from = in + r * ldi;
    size_t count = 0;
    for (size_t v = 0; v < vectors; v++) {
      uint16_t kept = word_of(columnBits, columns, v);
      __builtin_prefetch(from + ldi + 16 * v);
#ifdef CK_AVX512
      _mm512_storeu_ps(out + count, _mm512_maskz_compress_ps(kept, (__m512)load(from + 16 * v)));
      count += (size_t)__builtin_popcount(kept);
#else
      for (int i = 0; i < 16; i++) {
        out[count] = from[16 * v + i];
        count += kept >> i & 1;
      }
#endif
    }
    // After the last survivor, the rest of its vector is padding.
    for (size_t i = count; i < (count + 15) / 16 * 16; i++) out[i] = 0.0f;
    out += ldo;
  }
}

// Spreads consecutive numbers from `from` on over the lanes whose bit is set; the other lanes are zero.
INLINE f16v expanded(const float *from, uint16_t kept) {
#ifdef CK_AVX512
  return (f16v)_mm512_maskz_expand_ps(kept, _mm512_loadu_ps(from));
#else
  f16v x = splat(0.0f);
  for (int i = 0; i < 16; i++)
    if (kept >> i & 1) x[i] = *from++;
  return x;
#endif
}

static void expand(float *out, size_t ldo, const float *in, size_t ldi, size_t rows,
                   const uint8_t *columnBits, size_t columns) {
  IN_OWN_MODE;
  size_t vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    const float *from = in + r * ldi;
    for (size_t v = 0; v < vectors; v++) {
      uint16_t kept = word_of(columnBits, columns, v);
      store(out + r * ldo + 16 * v, expanded(from, kept));
      from += __builtin_popcount(kept);
    }
  }
}
