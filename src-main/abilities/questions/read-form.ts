// A flat JSON schema as the fields of a form; whatever it holds beyond that is left out.
import type { QuestionField } from '#main/contract/questions.ts';

type Schema = Readonly<Record<string, unknown>>;

export const maxFields = 30;

const textOf = (value: unknown) => (typeof value === 'string' ? value.slice(0, 2_000).toWellFormed() : undefined);
const boundOf = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

function optionsOf(schema: Schema): QuestionField['options'] {
  const listed = Array.isArray(schema.oneOf) ? schema.oneOf : Array.isArray(schema.anyOf) ? schema.anyOf : undefined;
  if (listed !== undefined)
    return listed.flatMap((one: { const?: unknown; title?: unknown }) => {
      const value = textOf(one?.const);
      return value === undefined ? [] : [{ value, label: textOf(one.title) ?? value }];
    });
  const values = Array.isArray(schema.enum) ? schema.enum : undefined;
  const names: readonly unknown[] = Array.isArray(schema.enumNames) ? schema.enumNames : [];
  return values?.flatMap((one, index) => {
    const value = textOf(one);
    return value === undefined ? [] : [{ value, label: textOf(names[index]) ?? value }];
  });
}

function typeOf(schema: Schema, options: QuestionField['options']): QuestionField['type'] {
  if (schema.type === 'array') return 'choices';
  if (options !== undefined) return 'choice';
  if (schema.type === 'boolean' || schema.type === 'number' || schema.type === 'integer') return schema.type;
  return 'text';
}

function boundsOf(schema: Schema, type: QuestionField['type']): { min?: number; max?: number } {
  const [low, high] =
    type === 'choices'
      ? [schema.minItems, schema.maxItems]
      : type === 'text'
        ? [schema.minLength, schema.maxLength]
        : [schema.minimum, schema.maximum];
  const [min, max] = [boundOf(low), boundOf(high)];
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function initialOf(value: unknown): QuestionField['initial'] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : undefined;
}

export function readForm(schema: { readonly properties?: unknown; readonly required?: unknown }): QuestionField[] {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).slice(0, maxFields);
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return properties.map(([name, one]): QuestionField => {
    const items = one.type === 'array' ? ((one.items ?? {}) as Schema) : one;
    const options = optionsOf(items);
    const type = typeOf(one, options);
    const initial = initialOf(one.default);
    const [label, description, format] = [textOf(one.title), textOf(one.description), textOf(one.format)];
    return {
      ...{ name, label: label ?? name, required: required.has(name), type },
      ...(description === undefined ? {} : { description }),
      ...(format === undefined ? {} : { format }),
      ...(options === undefined ? {} : { options }),
      ...(initial === undefined ? {} : { initial }),
      ...boundsOf(one, type),
    };
  });
}
