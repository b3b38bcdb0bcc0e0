/** The members of a JSON object; throws where the text is none. */
export function members(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`cannot read "${text.slice(0, 200)}"`);
  return Object.fromEntries(Object.entries(value));
}

/** A member that is text. */
export function textOf(object: Readonly<Record<string, unknown>>, name: string): string {
  const value = object[name];
  if (typeof value !== 'string') throw new Error(`cannot find the text "${name}" in ${JSON.stringify(object)}`);
  return value;
}

/** A member that is a number. */
export function numberOf(object: Readonly<Record<string, unknown>>, name: string): number {
  const value = object[name];
  if (typeof value !== 'number') throw new Error(`cannot find the number "${name}" in ${JSON.stringify(object)}`);
  return value;
}
