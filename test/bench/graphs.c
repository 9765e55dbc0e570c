// graphs.c: the same work as plain C, a row at a time, with the derivatives written out by hand: no graph at all.
// graphs-avx.c comes next.
#include "row.h"

static double grad[MOST_PARAMETERS];

INLINE void layer_forward(int l, const double *x, double *y) {
  const double *w = p + first[l];
  int inputs = widths[l], outputs = widths[l + 1], relu = l < LAYERS - 1;
  for (int j = 0; j < outputs; j++, w += inputs + 1) {
    double sum = w[inputs];
    for (int i = 0; i < inputs; i++) sum += w[i] * x[i];
    y[j] = relu && sum <= 0 ? 0 : sum;
  }
}

INLINE void layer_backward(int l, const double *x, double *dx, const double *y, const double *dy) {
  const double *w = p + first[l];
  double *dw = grad + first[l];
  int inputs = widths[l], outputs = widths[l + 1], relu = l < LAYERS - 1;
  memset(dx, 0, inputs * sizeof *dx);
  for (int j = 0; j < outputs; j++, w += inputs + 1, dw += inputs + 1) {
    double d = relu && y[j] <= 0 ? 0 : dy[j];
    for (int i = 0; i < inputs; i++) {
      dw[i] += d * x[i];
      dx[i] += d * w[i];
    }
    dw[inputs] += d;
  }
}

/** A step of the network; backward in full for every row, even where its loss, and so its gradient, is 0. */
static void training(void) {
  double h[LAYERS + 1][MOST_WIDTH], dh[LAYERS + 1][MOST_WIDTH], loss = 0;
  begin_step();
  memset(grad, 0, parameters * sizeof *grad);
  for (int r = 0; r < rows; r++) {
    double target = data[r][IN];
    memcpy(h[0], data[r], IN * sizeof **h);
#pragma GCC unroll 8
    for (int l = 0; l < LAYERS; l++) layer_forward(l, h[l], h[l + 1]);
    double margin = 1 - target * h[LAYERS][0];
    if (margin > 0) loss += margin;
    dh[LAYERS][0] = margin > 0 ? -target / rows : 0;
#pragma GCC unroll 8
    for (int l = LAYERS - 1; l >= 0; l--) layer_backward(l, h[l], dh[l], h[l + 1], dh[l + 1]);
  }
  end_step(loss, grad);
}

// `volatile` keeps the compiler from computing these once for all repetitions, or not at all.

static volatile double in_a, in_b, out_g, out_a, out_b;

static void keep(double g, double da, double db) {
  out_g = g, out_a = da, out_b = db;
}

static void three(void) {
  answer[0] = out_g, answer[1] = out_a, answer[2] = out_b;
  answers = 3;
}

static void tiny(void) {
  for (int i = 0; i < size; i++) {
    in_a = -41, in_b = 2;
    double a = in_a, b = in_b;
    double c = a + b, d = a * b + b * b * b, e = c - d, f = e * e, g = f / 2;
    double df = 1. / 2, de = df * 2 * e, dc = de, dd = -de;
    keep(g, dc + dd * b, dc + dd * a + dd * 3 * b * b);
  }
  three();
}

static void readme(void) {
  for (int i = 0; i < size; i++) {
    in_a = -4, in_b = 2;
    double a = in_a, b = in_b;
    double c1 = a + b, d1 = a * b + b * b * b, c2 = c1 + (c1 + 1), c3 = c2 + (1 + c2 - a);
    double s = b + a, d2 = d1 + (d1 * 2 + (s > 0 ? s : 0)), t = b - a, d3 = d2 + (3 * d2 + (t > 0 ? t : 0));
    double e = c3 - d3, f = e * e, g = f / 2 + 10 / f;
    double df = 1. / 2 - 10 / (f * f), de = df * 2 * e, dc3 = de, dd3 = -de;
    double dd2 = 4 * dd3, dt = t > 0 ? dd3 : 0, dd1 = 3 * dd2, ds = s > 0 ? dd2 : 0, dc1 = 2 * (2 * dc3);
    keep(g, dc1 - dc3 + dd1 * b + ds - dt, dc1 + dd1 * a + dd1 * 3 * b * b + ds + dt);
  }
  three();
}

enum { MOST_NODES = 1 << 20 };
static double node[MOST_NODES + 1], node_grad[MOST_NODES + 1];

static void chain(void) {
  in_a = 0.5, in_b = 0.999999;
  double w = in_b, dw = 0;
  node[0] = in_a;
  for (int i = 0; i < size; i++) node[i + 1] = node[i] * w;
  node_grad[size] = 1;
  for (int i = size - 1; i >= 0; i--) {
    node_grad[i] = node_grad[i + 1] * w;
    dw += node_grad[i + 1] * node[i];
  }
  keep(node[size], node_grad[0], dw);
  three();
}

int main(int count, char **argument) {
  if (count != 5) return 2;
  const char *work = argument[1];
  void (*once)(void) = !strcmp(work, "training") ? training : !strcmp(work, "tiny") ? tiny
                       : !strcmp(work, "readme") ? readme : chain;
  size = atoi(argument[2]);
  if (once == chain && size > MOST_NODES) return 2;
  if (once == training) read_network();
  return run(once, argument);
}
