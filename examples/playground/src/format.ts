// format.ts: numbers as the page shows them, short and with a true minus sign.

/** At most four decimals, as in the lecture, without zeros at the end; by powers of 10 if very small or very large. */
export function show(x: number): string {
  if (!Number.isFinite(x)) return x === Infinity ? '∞' : x === -Infinity ? '−∞' : 'NaN';
  const size = Math.abs(x);
  const text = size !== 0 && (size < 0.0001 || size >= 1e7) ? x.toExponential(2) : String(Number(x.toFixed(4)));
  return text.replaceAll('-', '−').replace('e+', 'e');
}

/** The same as part of a product or a power, where a minus sign in front would be misread. */
export const showInside = (x: number) => (x < 0 ? `(${show(x)})` : show(x));
