/** Modules to what they may import, besides base. */
export const rows: Readonly<Record<string, readonly string[]>>;
/** Modules to their inner rows. */
export const innerRows: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
/** The message about an import of `source` in a file, or undefined where it is allowed. */
export function problem(filename: string, source: string, isDynamic?: boolean): string | undefined;
