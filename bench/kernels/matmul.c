// The native yardstick: float32 matrix product with AVX2 and FMA, one thread, 6×16 register tiles, b packed
// (packing a as well was slower at 256).
// Build: gcc -O3 -mavx2 -mfma -o matmul matmul.c      Run: ./matmul [n] [seconds]
// Prints the best and the median GFLOP/s of an n×n×n product, and of a multiply-add loop in registers only (the peak).
#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 6, COLUMNS = 16, DEPTH_BLOCK = 256, ROW_BLOCK = 96 };

static float *allocate(size_t count) { return aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64); }

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

/** c[6×16] += a·b, with b packed in rows of 16. */
static void tile(const float *a, int aRow, const float *b, float *c, int cRow, int depth) {
  __m256 sum[ROWS][2];
  for (int i = 0; i < ROWS; i++) {
    sum[i][0] = _mm256_loadu_ps(c + i * cRow);
    sum[i][1] = _mm256_loadu_ps(c + i * cRow + 8);
  }
  for (int k = 0; k < depth; k++) {
    const __m256 left = _mm256_load_ps(b), right = _mm256_load_ps(b + 8);
#pragma GCC unroll 6
    for (int i = 0; i < ROWS; i++) {
      const __m256 x = _mm256_broadcast_ss(a + i * aRow);
      sum[i][0] = _mm256_fmadd_ps(x, left, sum[i][0]);
      sum[i][1] = _mm256_fmadd_ps(x, right, sum[i][1]);
    }
    a++;
    b += COLUMNS;
  }
  for (int i = 0; i < ROWS; i++) {
    _mm256_storeu_ps(c + i * cRow, sum[i][0]);
    _mm256_storeu_ps(c + i * cRow + 8, sum[i][1]);
  }
}

/** The tiles that hang over the edge: small enough to be plain. */
static void edge(const float *a, int aRow, const float *b, float *c, int cRow, int depth, int rows, int columns) {
  for (int k = 0; k < depth; k++)
    for (int i = 0; i < rows; i++)
      for (int j = 0; j < columns; j++) c[i * cRow + j] += a[i * aRow + k] * b[k * COLUMNS + j];
}

static float *packed;

static void multiply(const float *a, const float *b, float *c, int n) {
  memset(c, 0, sizeof(float) * n * n);
  for (int k0 = 0; k0 < n; k0 += DEPTH_BLOCK) {
    const int depth = n - k0 < DEPTH_BLOCK ? n - k0 : DEPTH_BLOCK;
    for (int j = 0; j < n; j += COLUMNS)
      for (int k = 0; k < depth; k++)
        for (int l = 0; l < COLUMNS; l++)
          packed[(size_t)j * depth + k * COLUMNS + l] = j + l < n ? b[(size_t)(k0 + k) * n + j + l] : 0;
    for (int i0 = 0; i0 < n; i0 += ROW_BLOCK) {
      const int rows = n - i0 < ROW_BLOCK ? n - i0 : ROW_BLOCK;
      for (int j = 0; j < n; j += COLUMNS)
        for (int i = 0; i < rows; i += ROWS) {
          const float *left = a + (size_t)(i0 + i) * n + k0, *right = packed + (size_t)j * depth;
          float *to = c + (size_t)(i0 + i) * n + j;
          if (i + ROWS <= rows && j + COLUMNS <= n) tile(left, n, right, to, n, depth);
          else edge(left, n, right, to, n, depth, rows - i < ROWS ? rows - i : ROWS, n - j < COLUMNS ? n - j : COLUMNS);
        }
    }
  }
}

/** 12 independent chains of fused multiply-adds: what the vector units can do at all. */
static double peak(void) {
  enum { STEPS = 2000000 };
  __m256 sum[12];
  const __m256 x = _mm256_set1_ps(0.999f), y = _mm256_set1_ps(1e-9f);
  for (int i = 0; i < 12; i++) sum[i] = _mm256_set1_ps((float)i);
  const double start = now();
  for (int k = 0; k < STEPS; k++) {
#pragma GCC unroll 12
    for (int i = 0; i < 12; i++) sum[i] = _mm256_fmadd_ps(sum[i], x, y);
  }
  const double seconds = now() - start;
  for (int i = 1; i < 12; i++) sum[0] = _mm256_add_ps(sum[0], sum[i]);
  volatile float sink = _mm256_cvtss_f32(sum[0]);
  (void)sink;
  return 12.0 * 8 * 2 * STEPS / seconds / 1e9;
}

static int descending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x < y) - (x > y);
}

int main(int count, char **arguments) {
  const int n = count > 1 ? atoi(arguments[1]) : 256;
  const double seconds = count > 2 ? atof(arguments[2]) : 0.5;
  float *a = allocate((size_t)n * n), *b = allocate((size_t)n * n), *c = allocate((size_t)n * n);
  packed = allocate((size_t)(n + COLUMNS) * DEPTH_BLOCK);
  for (int i = 0; i < n * n; i++) a[i] = (float)rand() / RAND_MAX - 0.5f, b[i] = (float)rand() / RAND_MAX - 0.5f;
  multiply(a, b, c, n);
  for (int check = 0; check < 100; check++) {
    const int i = rand() % n, j = rand() % n;
    double sum = 0;
    for (int k = 0; k < n; k++) sum += (double)a[i * n + k] * b[k * n + j];
    if (sum - c[i * n + j] > 1e-3 || c[i * n + j] - sum > 1e-3) return fprintf(stderr, "wrong product\n"), 1;
  }
  const int batch = 1 + (int)(2e7 / ((double)n * n * n));
  double rates[10000];
  int rounds = 0;
  for (const double end = now() + seconds; now() < end && rounds < 10000; rounds++) {
    const double start = now();
    for (int i = 0; i < batch; i++) multiply(a, b, c, n);
    rates[rounds] = 2.0 * batch * n * n * n / (now() - start) / 1e9;
  }
  qsort(rates, rounds, sizeof *rates, descending);
  printf("{\"best\": %.2f, \"median\": %.2f, \"peak\": %.2f}\n", rates[0], rates[rounds / 2], peak());
}
