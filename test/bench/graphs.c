// graphs.c: the same graphs as plain C, with the derivatives written out by hand: no graph at all, the machine's own pace.
// What a row of the benchmark is given and prints: see graphs.mjs.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 100, IN = 2, HIDDEN = 16, PARAMETERS = 337, MOST = 1 << 20 };

static int size;
static double answer[100];
static int answers;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

// Moons: parameters in micrograd's order, neuron by neuron, its weights and then its bias.

static double rows[ROWS][IN + 1], initial[PARAMETERS], p[PARAMETERS], grad[PARAMETERS];
static int step;

static void layer_forward(const double *w, int inputs, int outputs, const double *x, double *y, int relu) {
  for (int j = 0; j < outputs; j++, w += inputs + 1) {
    double sum = w[inputs];
    for (int i = 0; i < inputs; i++) sum += w[i] * x[i];
    y[j] = relu && sum <= 0 ? 0 : sum;
  }
}

static void layer_backward(int at, int inputs, int outputs, const double *x, double *dx, const double *y,
                           const double *dy, int relu) {
  memset(dx, 0, inputs * sizeof *dx);
  for (int j = 0; j < outputs; j++, at += inputs + 1) {
    double d = relu && y[j] <= 0 ? 0 : dy[j];
    for (int i = 0; i < inputs; i++) {
      grad[at + i] += d * x[i];
      dx[i] += d * p[at + i];
    }
    grad[at + inputs] += d;
  }
}

static void moons(void) {
  const int second = HIDDEN * (IN + 1), third = second + HIDDEN * (HIDDEN + 1);
  double h1[HIDDEN], h2[HIDDEN], dh1[HIDDEN], dh2[HIDDEN], dx[IN], score, loss = 0, squares = 0;
  if (step == 0) memcpy(p, initial, sizeof p);
  memset(grad, 0, sizeof grad);
  for (int r = 0; r < ROWS; r++) {
    double *x = rows[r], target = x[IN];
    layer_forward(p, IN, HIDDEN, x, h1, 1);
    layer_forward(p + second, HIDDEN, HIDDEN, h1, h2, 1);
    layer_forward(p + third, HIDDEN, 1, h2, &score, 0);
    double margin = 1 - target * score, dscore = margin > 0 ? -target / ROWS : 0;
    if (margin > 0) loss += margin;
    layer_backward(third, HIDDEN, 1, h2, dh2, &score, &dscore, 0);
    layer_backward(second, HIDDEN, HIDDEN, h1, dh1, h2, dh2, 1);
    layer_backward(0, IN, HIDDEN, x, dx, h1, dh1, 1);
  }
  double rate = 1 - 0.9 * step / 100;
  for (int i = 0; i < PARAMETERS; i++) {
    squares += p[i] * p[i];
    p[i] -= rate * (grad[i] + 2e-4 * p[i]);
  }
  answer[step] = loss / ROWS + 1e-4 * squares;
  if (step + 1 > answers) answers = step + 1;
  step = (step + 1) % size;
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

static double node[MOST + 1], node_grad[MOST + 1];

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

static void read_moons(void) {
  for (int r = 0; r < ROWS; r++)
    for (int i = 0; i <= IN; i++)
      if (scanf("%lf", &rows[r][i]) != 1) exit(1);
  for (int i = 0; i < PARAMETERS; i++)
    if (scanf("%lf", &initial[i]) != 1) exit(1);
}

int main(int count, char **argument) {
  if (count != 5) return 2;
  void (*once)(void) = !strcmp(argument[1], "moons") ? moons : !strcmp(argument[1], "tiny") ? tiny
                       : !strcmp(argument[1], "readme") ? readme : chain;
  size = atoi(argument[2]);
  if (once == chain && size > MOST) return 2;
  if (once == moons) read_moons();
  double warm = now() + atof(argument[3]);
  do once(); while (now() < warm);
  double seconds = atof(argument[4]), start = now();
  printf("{\"times\":[");
  for (int i = 0; i < 3 || now() - start < seconds; i++) {
    double before = now();
    once();
    printf("%s%.9g", i ? "," : "", now() - before);
  }
  printf("],\"answer\":[");
  for (int i = 0; i < answers; i++) printf("%s%.17g", i ? "," : "", answer[i]);
  printf("]}\n");
  return 0;
}
