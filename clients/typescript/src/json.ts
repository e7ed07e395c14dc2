/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An object whose fields are not checked yet. */
export interface Fields {
  readonly [name: string]: unknown;
}

/** The server has sent a message that breaks the protocol. The error shows the field and what was expected. */
export class BadFrame extends Error {
  override readonly name = "BadFrame";
}

export function object(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unexpected(what, value, "an object");
  return value as Fields;
}

export function text(from: Fields, name: string): string {
  const value = from[name];
  if (typeof value !== "string") throw unexpected(name, value, "a string");
  return value;
}

export function textOrNull(from: Fields, name: string): string | null {
  return from[name] === null ? null : text(from, name);
}

export function integer(from: Fields, name: string): number {
  const value = from[name];
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw unexpected(name, value, "an integer");
  return value;
}

export function flag(from: Fields, name: string): boolean {
  const value = from[name];
  if (typeof value !== "boolean") throw unexpected(name, value, "true or false");
  return value;
}

export function list(from: Fields, name: string): readonly unknown[] {
  const value = from[name];
  if (!Array.isArray(value)) throw unexpected(name, value, "an array");
  return value;
}

/** Values come from `JSON.parse` only, so any value is JSON. */
export function json(from: Fields, name: string): Json {
  const value = from[name];
  if (value === undefined) throw unexpected(name, value, "any JSON");
  return value as Json;
}

/** `{name: value}`, or `{}` if the field is absent: spread it into an object with an optional field. */
export function optional<Name extends string, Value>(
  from: Fields,
  name: Name,
  read: (from: Fields, name: string) => Value,
): { readonly [name in Name]?: Value } {
  return from[name] === undefined ? {} : ({ [name]: read(from, name) } as { [name in Name]?: Value });
}

export function unexpected(name: string, value: unknown, expected: string): BadFrame {
  const shown = value === undefined ? "missing" : JSON.stringify(value).slice(0, 80);
  return new BadFrame(`${name} is ${shown}, expected ${expected}`);
}
