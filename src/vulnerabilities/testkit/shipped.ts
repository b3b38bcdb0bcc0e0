import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Catalogue, readCatalogue } from '../catalogue.ts';
import type { CveFile, Indicator, NotDetectable } from '../indicator.ts';
import { readCveFile } from '../read-cve-file.ts';

const folder = path.resolve(import.meta.dirname, '../../../content/cve');

/** The data file that travels with the product. */
export function shippedCatalogue(): Catalogue {
  const read = readCatalogue(readFileSync(path.join(folder, 'vulnerabilities.json'), 'utf8'));
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  return read.value;
}

/** The files about CVEs that travel with the product, by name. */
export function shippedFiles(): ReadonlyMap<string, CveFile> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    names.map((name) => {
      const read = readCveFile(readFileSync(path.join(folder, name), 'utf8'));
      if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.diagnostics)}`);
      return [name, read.value];
    }),
  );
}

export function shippedIndicators(): readonly Indicator[] {
  return [...shippedFiles().values()].filter((file) => file.kind === 'CveIndicator');
}

export function shippedNotDetectable(): NotDetectable {
  const file = [...shippedFiles().values()].find((one) => one.kind === 'NotDetectable');
  if (!file) throw new Error('not-detectable.yaml is missing');
  return file;
}

const Panels = z.object({
  sections: z.array(z.object({ panels: z.array(z.object({ id: z.string(), statement: z.string() })) })),
});

/** The statement of a panel of the CVE dashboard: `nodes`, `clients` or `images`. */
export function shippedStatement(panel: string): string {
  const text = readFileSync(path.join(folder, '../dashboards/cve.yaml'), 'utf8');
  const { sections } = Panels.parse(parse(text));
  const found = sections.flatMap(({ panels }) => panels).find(({ id }) => id === panel);
  if (!found) throw new Error(`the CVE dashboard has no panel ${panel}`);
  return found.statement;
}
