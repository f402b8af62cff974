// Mask bits by Philox4x32-10.

// Sixteen Philox blocks, one per lane. The four words of a block are kept in 64-bit lanes, separately for even
// and odd blocks. The upper halves of the lanes may hold anything: a product uses the lower halves only.
INLINE void philox(u16v c[4], uint32_t k0, uint32_t k1) {
  u8v even[4], odd[4];
  UNROLL for (int w = 0; w < 4; w++) {
    even[w] = (u8v)c[w];
    odd[w] = (u8v)c[w] >> 32;
  }
  UNROLL for (int round = 0; round < 10; round++) {
    UNROLL for (int half = 0; half < 2; half++) {
      u8v *w = half ? odd : even;
      u8v p0 = (w[0] & 0xffffffffu) * (uint64_t)0xD2511F53u;
      u8v p1 = (w[2] & 0xffffffffu) * (uint64_t)0xCD9E8D57u;
      w[0] = (p1 >> 32) ^ w[1] ^ (uint64_t)k0;
      w[1] = p1;
      w[2] = (p0 >> 32) ^ w[3] ^ (uint64_t)k1;
      w[3] = p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  UNROLL for (int w = 0; w < 4; w++)
    c[w] = (u16v)((even[w] & 0xffffffffu) | (odd[w] << 32));
}

// Sixteen Philox blocks at once, one per lane, running through the blocks of all rows.
static void mask_bits(uint8_t *bits, size_t ld, size_t rows, size_t units, uint32_t key0,
                      uint32_t key1, uint64_t draw, uint32_t threshold) {
  IN_OWN_MODE;
  size_t perRow = (units + 7) / 8, total = rows * perRow;
  if (total == 0) return;
  uint32_t tail = units % 8 == 0 ? 0xff : (1u << units % 8) - 1;
  uint32_t most = (threshold - 1) * 0x10001u;
  uint32_t block[16], row[16];
  for (int lane = 0; lane < 16; lane++) {
    block[lane] = (uint32_t)(lane % perRow);
    row[lane] = (uint32_t)(lane / perRow);
  }
  u16v blocks, rowsOf;
  memcpy(&blocks, block, sizeof blocks);
  memcpy(&rowsOf, row, sizeof rowsOf);
  uint32_t stepRows = (uint32_t)(16 / perRow), stepBlocks = (uint32_t)(16 % perRow);
  for (size_t start = 0; start < total; start += 16) {
    u16v words[4] = {blocks, rowsOf, splatu((uint32_t)draw), splatu((uint32_t)(draw >> 32))};
    philox(words, key0, key1);
    // Even bits of a byte gather in the lower half of a lane, odd ones in the upper.
    h32v bits16 = {};
    UNROLL for (int w = 0; w < 4; w++)
      bits16 |= (h32v)((h32v)words[w] <= (h32v)splatu(most)) & (h32v)splatu(0x20001u << 2 * w);
    u16v bytes = (u16v)bits16 | (u16v)bits16 >> 16;
    bytes &= ((u16v)(blocks == (uint32_t)(perRow - 1)) & tail) |
             ((u16v)(blocks != (uint32_t)(perRow - 1)) & 0xffu);
    b16v packed = __builtin_convertvector(bytes, b16v);
    size_t count = total - start < 16 ? total - start : 16;
    if (ld == perRow) {
      memcpy(bits + start, &packed, count);
    } else {
      memcpy(block, &blocks, sizeof block);
      memcpy(row, &rowsOf, sizeof row);
      for (size_t lane = 0; lane < count; lane++)
        bits[row[lane] * ld + block[lane]] = packed[lane];
    }
    blocks += stepBlocks;
    rowsOf += stepRows;
    u16v over = (u16v)(blocks >= (uint32_t)perRow);
    blocks -= over & (uint32_t)perRow;
    rowsOf -= over;
  }
}

// All ones in the lanes whose unit survives.
INLINE i16v survivors(const uint8_t *bits, size_t vector) {
  return lanes_of((uint16_t)(bits[2 * vector] | bits[2 * vector + 1] << 8));
}

static void mask_lanes(uint16_t *words, size_t ld, const uint32_t *maskRows, size_t rows,
                       size_t units, uint32_t key0, uint32_t key1, uint64_t draw,
                       uint32_t threshold) {
  IN_OWN_MODE;
  size_t vectors = (rows + 15) / 16;
  uint16_t tail = rows % 16 == 0 ? 0xffff : (uint16_t)((1u << rows % 16) - 1);
  bool shared = maskRows[0] == maskRows[rows - 1];
  for (size_t block = 0; 8 * block < units; block++) {
    size_t count = units - 8 * block < 8 ? units - 8 * block : 8;
    for (size_t v = 0; v < (shared ? 1 : vectors); v++) {
      u16v c[4] = {splatu((uint32_t)block), *(const u16v *)(maskRows + 16 * v),
                   splatu((uint32_t)draw), splatu((uint32_t)(draw >> 32))};
      philox(c, key0, key1);
      uint16_t kept[8];
      UNROLL for (int w = 0; w < 4; w++) {
        kept[2 * w] = bits_of((c[w] << 16) < splatu(threshold << 16));
        kept[2 * w + 1] = bits_of(c[w] < splatu(threshold << 16));
      }
      size_t last = shared ? vectors : v + 1;
      for (size_t u = 0; u < count; u++)
        for (size_t to = v; to < last; to++)
          words[(8 * block + u) * ld + to] = to + 1 == vectors ? kept[u] & tail : kept[u];
    }
  }
}
