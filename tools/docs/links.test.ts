import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const docs = readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' });
const atRoot = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'];
const files = [...atRoot, ...docs.filter((name) => name.endsWith('.md')).map((name) => path.join('docs', name))];

/** A page without its code: what looks like a link there is none. */
function proseOf(file: string): string {
  const text = readFileSync(path.join(root, file), 'utf8');
  return text.replaceAll(/^[ ]*```.*?^[ ]*```/gms, '').replaceAll(/`[^`\n]*`/g, 'code');
}

/** The anchor of a heading, as GitHub makes it. */
function anchorsOf(file: string): ReadonlySet<string> {
  const text = readFileSync(path.join(root, file), 'utf8').replaceAll(/^[ ]*```.*?^[ ]*```/gms, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return new Set(
    headings.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function problemOf(file: string, link: string): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [target = '', anchor] = link.split('#');
  const to = target === '' ? file : path.join(path.dirname(file), target);
  if (!existsSync(path.join(root, to))) return `${file}: there is no ${link}`;
  return anchor === undefined || anchorsOf(to).has(anchor) ? undefined : `${file}: ${to} has no heading #${anchor}`;
}

test('every link of the documentation leads somewhere', () => {
  const links = files.flatMap((file) =>
    [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({ file, link })),
  );
  expect(links.length).toBeGreaterThan(100);
  expect(links.map(({ file, link }) => problemOf(file, link)).filter((problem) => problem !== undefined)).toEqual([]);
});

test('every page of the documentation can be reached from its index', () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !file.endsWith('.md')) return;
    seen.add(file);
    for (const [, link = ''] of proseOf(file).matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g))
      if (!/^[a-z]+:/.test(link) && existsSync(path.join(root, path.dirname(file), link)))
        visit(path.join(path.dirname(file), link));
  };
  visit('README.md');
  expect(files.filter((file) => !seen.has(file))).toEqual([]);
});
