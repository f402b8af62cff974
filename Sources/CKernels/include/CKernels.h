// The C kernels of the dropout laboratory. Every function is pure: no globals, no allocation.
#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4): `state` holds the eight words, `blocks` count × 64 bytes to mix in.
void ck_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count);

// Pixels as numbers of 0 to 1: output[i] = pixels[i] / 255, correctly rounded, for i < count.
void ck_unit_floats(float *output, const uint8_t *pixels, size_t count);

#endif
