// Matrix products. Every output is a sum over k upwards from +0 by fused multiply-add, then the
// bias: blocking, register tiles and terms left out because their factor is zero change no bit.

// One register tile: `rows` x `vectors` outputs over k in [0, depth), continuing from `out` if so.
INLINE void tile(float *out, size_t ldo, const float *a, size_t aRow, size_t aK, const float *b,
                 size_t ldb, const float *bias, size_t depth, bool resume, int rows, int vectors) {
  f16v sum[TILE_ROWS][TILE_VECTORS];
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      sum[r][v] = resume ? load(out + r * ldo + 16 * v) : splat(0.0f);
  for (size_t k = 0; k < depth; k++) {
    f16v row[TILE_VECTORS];
    UNROLL for (int v = 0; v < vectors; v++) row[v] = load(b + k * ldb + 16 * v);
    UNROLL for (int r = 0; r < rows; r++) {
      f16v factor = splat(a[r * aRow + k * aK]);
      UNROLL for (int v = 0; v < vectors; v++) sum[r][v] = fma16(factor, row[v], sum[r][v]);
    }
  }
  UNROLL for (int r = 0; r < rows; r++)
    UNROLL for (int v = 0; v < vectors; v++)
      store(out + r * ldo + 16 * v, bias ? sum[r][v] + load(bias + 16 * v) : sum[r][v]);
}

#define TILES(R)                                                                                \
  switch (width) {                                                                              \
    case 1: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, 1); break;            \
    case 2: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, 2); break;            \
    case 3: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, MIN3); break;         \
    default: tile(o, ldo, x, aRow, aK, w, ldb, last, depthHere, resume, R, TILE_VECTORS); break; \
  }
#define MIN3 (TILE_VECTORS < 3 ? TILE_VECTORS : 3)

// Panels of b that stay in the first cache: up to TILE_VECTORS vectors wide, PANEL_DEPTH deep.
#define PANEL_DEPTH 128

static void product(float *out, size_t ldo, const float *a, size_t aRow, size_t aK, const float *b,
                    size_t ldb, const float *bias, size_t rows, size_t depth, size_t vectors) {
  size_t width;
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
        const float *x = a + r * aRow + k * aK;
        TILES(TILE_ROWS)
      }
      for (; r < rows; r++) {
        float *o = out + r * ldo + 16 * v;
        const float *x = a + r * aRow + k * aK;
        TILES(1)
      }
      k += depthHere;
    } while (k < depth);
  }
}

static void column_sums(float *out, const float *g, size_t ld, size_t rows, size_t vectors) {
  for (size_t v = 0; v < vectors; v++) {
    f16v sum = splat(0.0f);
    for (size_t r = 0; r < rows; r++) sum += load(g + r * ld + 16 * v);
    store(out + 16 * v, sum);
  }
}

// MARK: Lists of survivors

// Appends the survivors among sixteen neighbours; room for sixteen more is there.
INLINE size_t append(int32_t *index, float *value, size_t count, f16v x, int32_t first) {
#ifdef CK_AVX512
  __mmask16 alive = _mm512_cmp_ps_mask((__m512)x, _mm512_setzero_ps(), _CMP_NEQ_UQ);
  const i16v lane = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  _mm512_storeu_si512(index + count, _mm512_maskz_compress_epi32(alive, (__m512i)(lane + first)));
  _mm512_storeu_ps(value + count, _mm512_maskz_compress_ps(alive, (__m512)x));
  return count + (size_t)__builtin_popcount(alive);
#else
  for (int i = 0; i < 16; i++) {
    index[count] = first + i;
    value[count] = x[i];
    count += x[i] != 0.0f;
  }
  return count;
#endif
}

static size_t row_lists(ck_lists lists, const float *a, size_t lda, size_t rows, size_t columns) {
  size_t total = 0, vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    int32_t *index = lists.index + r * lists.ld;
    float *value = lists.value + r * lists.ld;
    uint32_t *start = lists.start + r * (lists.blocks + 1);
    size_t count = 0;
    for (size_t v = 0; v < vectors; v++) {
      if (v % (CK_BLOCK / 16) == 0) start[v / (CK_BLOCK / 16)] = (uint32_t)count;
      count = append(index, value, count, load(a + r * lda + 16 * v), (int32_t)(16 * v));
    }
    start[lists.blocks] = (uint32_t)count;
    total += count;
  }
  return total;
}

static void column_lists(ck_lists columns, ck_lists rows, size_t rowCount, size_t blockFrom,
                         size_t blockTo) {
  for (size_t c = CK_BLOCK * blockFrom; c < CK_BLOCK * blockTo; c++)
    columns.start[2 * c] = columns.start[2 * c + 1] = 0;
  for (size_t r = 0; r < rowCount; r++) {
    const uint32_t *start = rows.start + r * (rows.blocks + 1);
    for (uint32_t n = start[blockFrom]; n < start[blockTo]; n++) {
      size_t c = (size_t)rows.index[r * rows.ld + n];
      uint32_t at = columns.start[2 * c + 1]++;
      columns.index[c * columns.ld + at] = (int32_t)r;
      columns.value[c * columns.ld + at] = rows.value[r * rows.ld + n];
    }
  }
}

// One row's survivors [from, to) times `vectors` vectors of b.
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

// Asks for rows [from, to) of a block of b that will be needed soon: their lines lie too far apart
// for the processor to foresee.
INLINE void fetch(const float *block, size_t ldb, size_t from, size_t to, int vectors) {
  for (size_t k = from; k < to; k++)
    UNROLL for (int v = 0; v < vectors; v++) __builtin_prefetch(block + k * ldb + 16 * v, 0, 2);
}

#define LIST_PANEL(V)                                                                           \
  for (; vectors - v >= V; v += V)                                                              \
    for (size_t k = 0; k < blocks; k++) {                                                       \
      size_t next = k + 1;                                                                      \
      const float *ahead = next < blocks ? b + next * CK_BLOCK * ldb + 16 * v : b + 16 * (v + V);  \
      for (size_t r = 0; r < rows; r++) {                                                       \
        fetch(ahead, ldb, r * CK_BLOCK / rows, (r + 1) * CK_BLOCK / rows, V);                   \
        const uint32_t *start = lists.start + r * (lists.blocks + 1);                           \
        if (start[k] == start[next] && k > 0 && next < blocks) continue;                        \
        list_tile(out + r * ldo + 16 * v, lists.index + r * lists.ld,                           \
                  lists.value + r * lists.ld, start[k], start[next], b + 16 * v, ldb,           \
                  bias && next == blocks ? bias + 16 * v : NULL, k > 0, V);                     \
      }                                                                                         \
    }

static void list_product(float *out, size_t ldo, ck_lists lists, const float *b, size_t ldb,
                         const float *bias, size_t rows, size_t vectors) {
  size_t v = 0, blocks = lists.blocks;
  LIST_PANEL(LIST_VECTORS)
#if LIST_VECTORS > 4
  LIST_PANEL(4)
#endif
#if LIST_VECTORS > 2
  LIST_PANEL(2)
#endif
  LIST_PANEL(1)
}

// MARK: Rearrangements

// Sixteen rows of sixteen, turned.
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
  for (size_t c = 0; c < columns; c += 16)
    for (size_t r = 0; r < rows; r += 16) {
      f16v x[16];
      UNROLL for (size_t i = 0; i < 16; i++)
        x[i] = r + i < rows ? load(in + (r + i) * ldi + c) : splat(0.0f);
      // Four perfect shuffles are a transpose.
      turn(x);
      turn(x);
      turn(x);
      turn(x);
      size_t count = columns - c < 16 ? columns - c : 16;
      for (size_t i = 0; i < count; i++) store(out + (c + i) * ldo + r, x[i]);
    }
}

INLINE bool bit(const uint8_t *bits, size_t i) { return bits[i / 8] >> i % 8 & 1; }

static void compact(float *out, size_t ldo, const float *in, size_t ldi, const uint8_t *rowBits,
                    size_t rows, const uint8_t *columnBits, size_t columns) {
  size_t vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    if (rowBits && !bit(rowBits, r)) continue;
    const float *from = in + r * ldi;
    size_t count = 0;
    for (size_t v = 0; v < vectors; v++) {
      uint16_t kept = (uint16_t)(columnBits[2 * v] | columnBits[2 * v + 1] << 8);
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
    // What lies behind the last survivor in its vector is padding.
    for (size_t i = count; i < (count + 15) / 16 * 16; i++) out[i] = 0.0f;
    out += ldo;
  }
}

static void expand(float *out, size_t ldo, const float *in, size_t ldi, size_t rows,
                   const uint8_t *columnBits, size_t columns) {
  size_t vectors = (columns + 15) / 16;
  for (size_t r = 0; r < rows; r++) {
    const float *from = in + r * ldi;
    for (size_t v = 0; v < vectors; v++) {
      uint16_t kept = (uint16_t)(columnBits[2 * v] | columnBits[2 * v + 1] << 8);
#ifdef CK_AVX512
      store(out + r * ldo + 16 * v, (f16v)_mm512_maskz_expand_ps(kept, _mm512_loadu_ps(from)));
      from += __builtin_popcount(kept);
#else
      for (int i = 0; i < 16; i++) {
        bool alive = kept >> i & 1;
        out[r * ldo + 16 * v + i] = alive ? *from : 0.0f;
        from += alive;
      }
#endif
    }
  }
}
