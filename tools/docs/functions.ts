import type { CatalogueFunction, Topic } from '../../src/query/functions/catalogue.ts';
import { allFunctions } from '../../src/query/functions/registry.ts';

const titles: Readonly<Record<Exclude<Topic, 'operator'>, string>> = {
  aggregate: 'Aggregates',
  approximate: 'Approximate aggregates',
  window: 'Window functions',
  conditional: 'Conditions',
  conversion: 'Conversion',
  comparison: 'Comparison',
  string: 'Text',
  regexp: 'Regular expressions (RE2)',
  date: 'Date and time',
  json: 'JSON',
  array: 'Arrays',
  lambda: 'Lambdas',
  map: 'Maps',
  math: 'Mathematics',
  bitwise: 'Bits',
  binary: 'Bytes and hashes',
  url: 'URLs',
  ip: 'IP addresses',
  security: 'Security',
  unit: 'Units',
};

function section(topic: keyof typeof titles, entries: readonly CatalogueFunction[]): string {
  const parts = entries.map((entry) => {
    const signatures = entry.overloads.map(({ signature }) => `${entry.name}${signature.replace(' -> ', ' → ')}`);
    const aliases = entry.aliases?.length ? `\n\nAlso ${entry.aliases.map((alias) => `\`${alias}\``).join(', ')}.` : '';
    return `### ${entry.name}\n\n${entry.doc.en}${aliases}\n\n\`\`\`text\n${signatures.join('\n')}\n\`\`\`\n\nExample: \`${entry.example}\`\n`;
  });
  return `## ${titles[topic]}\n\n${parts.join('\n')}`;
}

/** The page docs/reference/functions.md: every function of the catalogue by topic. */
export function functionsPage(): string {
  const topics = Object.keys(titles) as (keyof typeof titles)[];
  const sections = topics.flatMap((topic) => {
    const entries = allFunctions
      .filter((entry) => entry.topic === topic)
      .toSorted((a, b) => a.name.localeCompare(b.name));
    return entries.length === 0 ? [] : [section(topic, entries)];
  });
  const head = [
    '# Functions of the analysis language',
    '',
    'Made from the function catalogue by `npm run docs`.',
    '',
    "Signatures are Trino's: capital letters stand for any type, `x`, `p` and `s` for lengths and digits, `…` repeats. Where a page of",
    "SLS's shows a function that is missing here, the statement says so by name.",
    '',
  ].join('\n');
  return `${head}\n${sections.join('\n')}`;
}
