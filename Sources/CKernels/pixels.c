#include "CKernels.h"

void ck_unit_floats(float *output, const uint8_t *pixels, size_t count) {
  for (size_t i = 0; i < count; i++) output[i] = (float)pixels[i] / 255.0f;
}
