// As much of JSON Schema as the schemas in test/fixtures use. A word that is not known here is an error, not ignored.
export interface Schema {
  title?: string;
  type?: string | string[];
  enum?: unknown[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  items?: Schema;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

type Rule = (x: never, schema: Required<Schema>, path: string) => string[];

const typeOf = (x: unknown) => (x === null ? 'null' : Array.isArray(x) ? 'array' : typeof x);
const unless = (isSo: boolean, complaint: string) => (isSo ? [] : [complaint]);

const rules: Record<keyof Schema, Rule> = {
  title: () => [],
  type: (x: unknown, { type }, path) => {
    const types = [typeOf(x), ...(Number.isInteger(x) ? ['integer'] : [])];
    return unless([type].flat().some((name) => types.includes(name)), `${path}: ${typeOf(x)}, wanted ${String(type)}`);
  },
  enum: (x: unknown, { enum: values }, path) => unless(values.includes(x), `${path}: none of ${values.join(', ')}`),
  oneOf: (x: unknown, { oneOf }, path) => {
    const complaints = oneOf.map((schema) => complaintsOf(x, schema, path));
    const fitting = complaints.filter(({ length }) => length === 0).length;
    return fitting === 1 ? [] : [`${path}: fits ${fitting} of ${oneOf.length}: ${complaints.flat().join('; ')}`];
  },
  properties: (x: Record<string, unknown>, { properties }, path) => Object.entries(properties)
    .flatMap(([key, schema]) => (Object.hasOwn(x, key) ? complaintsOf(x[key], schema, `${path}.${key}`) : [])),
  required: (x: object, { required }, path) =>
    required.flatMap((key) => unless(Object.hasOwn(x, key), `${path}: no ${key}`)),
  additionalProperties: (x: object, { properties, additionalProperties }, path) => Object.keys(x)
    .flatMap((key) => unless(additionalProperties || Object.hasOwn(properties, key), `${path}: what is ${key}?`)),
  items: (x: unknown[], { items }, path) => x.flatMap((entry, i) => complaintsOf(entry, items, `${path}[${i}]`)),
  maxItems: (x: unknown[], { maxItems }, path) => unless(x.length <= maxItems, `${path}: ${x.length} items`),
  minLength: (x: string, { minLength }, path) => unless(x.length >= minLength, `${path}: too short`),
  maxLength: (x: string, { maxLength }, path) => unless(x.length <= maxLength, `${path}: too long`),
  minimum: (x: number, { minimum }, path) => unless(x >= minimum, `${path}: ${x}`),
  maximum: (x: number, { maximum }, path) => unless(x <= maximum, `${path}: ${x}`),
};

/** Where `x` is not what the schema says: nothing, if all is well. */
export function complaintsOf(x: unknown, schema: Schema, path = 'it'): string[] {
  const ofType = schema.type === undefined ? [] : rules.type(x as never, schema as Required<Schema>, path);
  if (ofType.length > 0) return ofType;
  return Object.keys(schema).flatMap((key) => rules[key as keyof Schema](x as never, schema as Required<Schema>, path));
}
