// row.h: what the rows in C share: a network, and the timing. What a row is given and prints: see row.mjs. graphs.c
// comes next.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// The widths of the network, by `gcc -DNETWORK=2,16,16,1`: our own compiler knows them, too. The loops over the layers
// are unrolled, so that each layer becomes code for its own widths: graphs.c takes 0.032 ms for a step of the demo that
// way, and 0.053 ms with widths that it reads.
#ifndef NETWORK
#define NETWORK 2, 1
#endif
static const int widths[] = { NETWORK };
enum { IN = 2, LAYERS = sizeof widths / sizeof *widths - 1 };
enum { MOST_WIDTH = 256, MOST_PARAMETERS = 1 << 17, MOST_ROWS = 10000, MOST_STEPS = 100 };
#define INLINE __attribute__((always_inline)) static inline

static int size; // how much work one repetition is
static double answer[MOST_STEPS];
static int answers;

// Layer l has widths[l] inputs and widths[l + 1] outputs, and its parameters begin at first[l].
static int rows, first[LAYERS + 1], parameters, step;
static double rate, data[MOST_ROWS][IN + 1], initial[MOST_PARAMETERS], p[MOST_PARAMETERS];

static double number(void) {
  double x;
  if (scanf("%lf", &x) != 1) exit(1);
  return x;
}

static void read_network(void) {
  rate = number(), rows = number();
  if (rows > MOST_ROWS || size > MOST_STEPS || number() != LAYERS) exit(1);
  for (int l = 0; l <= LAYERS; l++) {
    if (number() != widths[l] || widths[l] > MOST_WIDTH) exit(1);
    if (l > 0) first[l] = first[l - 1] + widths[l] * (widths[l - 1] + 1);
  }
  parameters = first[LAYERS];
  if (widths[0] != IN || parameters > MOST_PARAMETERS) exit(1);
  for (int r = 0; r < rows; r++)
    for (int i = 0; i <= IN; i++) data[r][i] = number();
  for (int i = 0; i < parameters; i++) initial[i] = number();
}

/** A step begins; after `size` of them the run begins anew. */
static void begin_step(void) {
  if (step == 0) memcpy(p, initial, parameters * sizeof *p);
}

/** Given the sum of the rows' losses, and the gradient of their mean: the regularizer, and the update. */
static void end_step(double loss, const double *grad) {
  double squares = 0, scheduled = rate * (1 - 0.9 * step / 100);
  for (int i = 0; i < parameters; i++) {
    squares += p[i] * p[i];
    p[i] -= scheduled * (grad[i] + 2e-4 * p[i]);
  }
  answer[step] = loss / rows + 1e-4 * squares;
  if (step + 1 > answers) answers = step + 1;
  step = (step + 1) % size;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

/** Repeats the work for as long as the command line says, and prints. */
static int run(void (*once)(void), char **argument) {
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
