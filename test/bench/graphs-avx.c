// graphs-avx.c: the training of graphs.c with four rows side by side in AVX2 lanes, by GCC's vector extensions; without
// fused multiply-adds, with which it is no faster. `gcc -DGROUPS=5` has five fours in work at a time, for which a
// weight is loaded but once: nearer still to what the machine can do. This is the last of the files.
#include "row.h"

typedef double lanes __attribute__((vector_size(32)));
typedef long long mask __attribute__((vector_size(32))); // what a comparison gives: all bits of a lane, or none
#ifndef GROUPS
#define GROUPS 1
#endif

static lanes grad[MOST_PARAMETERS], h[LAYERS + 1][MOST_WIDTH][GROUPS], dh[LAYERS + 1][MOST_WIDTH][GROUPS], loss;

static inline lanes where(mask is, lanes value) { return (lanes)(is & (mask)value); }

INLINE void layer_forward(int l, int groups) {
  const double *w = p + first[l];
  int inputs = widths[l], outputs = widths[l + 1], relu = l < LAYERS - 1;
  for (int j = 0; j < outputs; j++, w += inputs + 1) {
    lanes sum[GROUPS];
    for (int g = 0; g < groups; g++) sum[g] = w[inputs] + (lanes){ 0 };
    for (int i = 0; i < inputs; i++)
      for (int g = 0; g < groups; g++) sum[g] += w[i] * h[l][i][g];
    for (int g = 0; g < groups; g++) h[l + 1][j][g] = relu ? where(sum[g] > 0, sum[g]) : sum[g];
  }
}

INLINE void layer_backward(int l, int groups) {
  const double *w = p + first[l];
  lanes *dw = grad + first[l];
  int inputs = widths[l], outputs = widths[l + 1], relu = l < LAYERS - 1;
  for (int j = 0; j < outputs; j++, dw += inputs + 1) {
    lanes d[GROUPS];
    for (int g = 0; g < groups; g++) {
      d[g] = relu ? where(h[l + 1][j][g] > 0, dh[l + 1][j][g]) : dh[l + 1][j][g];
      dh[l + 1][j][g] = d[g];
      dw[inputs] += d[g];
    }
    for (int i = 0; i < inputs; i++)
      for (int g = 0; g < groups; g++) dw[i] += d[g] * h[l][i][g];
  }
  for (int i = 0; i < inputs; i++) {
    lanes sum[GROUPS] = { 0 };
    for (int j = 0; j < outputs; j++)
      for (int g = 0; g < groups; g++) sum[g] += w[j * (inputs + 1) + i] * dh[l + 1][j][g];
    for (int g = 0; g < groups; g++) dh[l][i][g] = sum[g];
  }
}

/** So many fours of rows, from row r. Lanes after the last row have the target 0, and count for nothing. */
INLINE void some_rows(int r, int groups) {
  lanes target[GROUPS] = { 0 };
  for (int g = 0; g < groups; g++)
    for (int k = 0; k < 4; k++, r++) {
      for (int i = 0; i < IN; i++) h[0][i][g][k] = r < rows ? data[r][i] : 0;
      if (r < rows) target[g][k] = data[r][IN];
    }
#pragma GCC unroll 8
  for (int l = 0; l < LAYERS; l++) layer_forward(l, groups);
  for (int g = 0; g < groups; g++) {
    lanes margin = 1 - target[g] * h[LAYERS][0][g];
    mask counts = (margin > 0) & (target[g] != 0);
    loss += where(counts, margin);
    dh[LAYERS][0][g] = where(counts, -target[g] / rows);
  }
#pragma GCC unroll 8
  for (int l = LAYERS - 1; l >= 0; l--) layer_backward(l, groups);
}

static void training(void) {
  static double sums[MOST_PARAMETERS];
  begin_step();
  memset(grad, 0, parameters * sizeof *grad);
  loss = (lanes){ 0 };
  int r = 0;
  for (; r + 4 * GROUPS <= rows; r += 4 * GROUPS) some_rows(r, GROUPS);
  for (; r < rows; r += 4) some_rows(r, 1);
  for (int i = 0; i < parameters; i++) sums[i] = grad[i][0] + grad[i][1] + grad[i][2] + grad[i][3];
  end_step(loss[0] + loss[1] + loss[2] + loss[3], sums);
}

/** Without arguments: whether it runs on this machine. */
int main(int count, char **argument) {
  if (!__builtin_cpu_supports("avx2")) return 3;
  if (count == 1) return 0;
  if (count != 5) return 2;
  size = atoi(argument[2]);
  read_network();
  return run(training, argument);
}
