// format.ts: numbers as the page shows them, short and with a true minus sign.

/** Four decimals, as in the lecture; by powers of 10 if very small or very large. A number input can show it. */
export function fourDecimals(x: number): string {
  const size = Math.abs(x);
  return size !== 0 && (size < 0.0001 || size >= 1e7) ? x.toExponential(2) : x.toFixed(4);
}

/** The same without zeros at the end. */
export function short(x: number): string {
  const text = fourDecimals(x);
  return text.includes('e') ? text : String(Number(text));
}

/** The same with signs as they are printed. */
export function show(x: number): string {
  if (!Number.isFinite(x)) return x === Infinity ? '∞' : x === -Infinity ? '−∞' : 'NaN';
  return short(x).replaceAll('-', '−').replace('e+', 'e');
}

/** `show` as part of a product or a power, where a minus sign in front would be misread. */
export const showInside = (x: number) => (x < 0 ? `(${show(x)})` : show(x));
