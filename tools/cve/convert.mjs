// Writes the data file of vulnerabilities from what others publish:
//
//   node tools/cve/convert.mjs --out content/cve/vulnerabilities.json --osv cve-feed-osv.json --vulndb golang-vulndb-k8s.json \
//     --gathered cve-2024-2026.json [--additions tools/cve/additions.json]
//
// --osv is a list of OSV records of kubernetes-sigs/cve-feed-osv, --vulndb one of golang/vulndb's `data/osv`, --gathered a list of the
// form of docs/how-to/update-cve-data.md. Each may be left out. Where several know a CVE, the list gathered by hand goes first, then the
// Kubernetes feed, then vulndb; the additions correct all of them, member by member, and say why.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { componentOfPackage, componentOfTitle, platformOf } from './components.mjs';
import { baseScore, severityOf } from './cvss.mjs';

const sources = {
  gathered: {
    name: 'Announcements, CVE records and issues of Kubernetes and its components, each named in its entry',
    url: 'https://kubernetes.io/docs/reference/issues-security/official-cve-feed/',
    licence: 'facts',
  },
  osv: {
    name: 'kubernetes-sigs/cve-feed-osv',
    url: 'https://github.com/kubernetes-sigs/cve-feed-osv',
    licence: 'Apache-2.0',
  },
  vulndb: { name: 'golang/vulndb', url: 'https://github.com/golang/vulndb', licence: 'CC-BY-4.0' },
};

/** The ranges of OSV events, which may stand in any order: each `introduced` with the least end after it. */
function rangesOf(events) {
  const starts = events.flatMap((event) => (event.introduced === undefined ? [] : [event.introduced]));
  const ends = events.flatMap((event) => (event.fixed === undefined ? [] : [event.fixed]));
  const ordered = starts.toSorted(byNumbers);
  return ordered.map((introduced, index) => {
    const next = ordered[index + 1];
    const fixed = ends
      .filter((end) => byNumbers(end, introduced) > 0 && (next === undefined || byNumbers(end, next) <= 0))
      .toSorted(byNumbers)[0];
    return fixed === undefined ? { introduced } : { introduced, fixed };
  });
}

function byNumbers(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Ranges of an OSV record: those for the module's own numbers where its tags do not follow Go's rules. */
function eventsOf(affected) {
  const ranges = affected.ecosystem_specific?.custom_ranges ?? affected.ranges ?? [];
  return ranges.flatMap((range) => range.events);
}

function severityMembers(vector) {
  const score = vector === undefined ? undefined : baseScore(vector);
  return score === undefined ? { severity: 'unknown' } : { severity: severityOf(score), score };
}

function fromOsv(record) {
  const id = [record.id, ...(record.aliases ?? [])].find((name) => name.startsWith('CVE-'));
  if (id === undefined || record.withdrawn !== undefined) return [];
  const components = record.affected.flatMap((affected) => {
    const name = componentOfPackage(id, affected.package.name);
    return name === undefined ? [] : [{ name, ...platformOf(id), affected: rangesOf(eventsOf(affected)) }];
  });
  if (components.length === 0) return [];
  const vector = (record.affected[0].severity ?? []).find((severity) => severity.type === 'CVSS_V3')?.score;
  return [
    {
      id,
      aliases: [record.id, ...(record.aliases ?? [])].filter((name) => name !== id),
      // What has no date is of the year 1 in vulndb.
      ...(record.published > '1000' ? { published: record.published.slice(0, 10) } : {}),
      summary: record.summary.trim().slice(0, 300),
      ...severityMembers(vector),
      components,
      link: record.references.find((one) => one.url.startsWith('https://'))?.url,
    },
  ];
}

function fromGathered(entry) {
  const affected = entry.affected.map(({ introduced, fixed }) => ({
    introduced,
    ...(fixed ? { fixed } : entry.mitigatedByDefaultFrom ? { mitigated: entry.mitigatedByDefaultFrom } : {}),
  }));
  const first = affected[0]?.introduced;
  // Older lines that the sources disagree about.
  const isOpen = /assume|likely|unknown/.test(entry.olderLines ?? '') && first !== '0';
  return [
    {
      id: entry.id,
      aliases: [],
      published: entry.announced,
      summary: entry.title,
      severity: entry.severity.label.toLowerCase(),
      ...(entry.severity.cvss === null ? {} : { score: entry.severity.cvss }),
      components: [
        {
          name: componentOfTitle(entry.component),
          ...(entry.platform ? { platform: entry.platform } : {}),
          affected: isOpen ? [{ introduced: '0', fixed: first, assumed: true }, ...affected] : affected,
        },
      ],
      mitigation: entry.mitigation,
      link: entry.source,
    },
  ];
}

function readList(file) {
  if (file === undefined) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    process.stderr.write(`cannot read "${file}": ${error.message}\n`);
    return process.exit(1);
  }
}

function main() {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      osv: { type: 'string' },
      vulndb: { type: 'string' },
      gathered: { type: 'string' },
      additions: { type: 'string', default: path.join(import.meta.dirname, 'additions.json') },
    },
  });
  if (!values.out) throw new Error('--out FILE is missing');
  const known = new Map();
  const lists = {
    gathered: readList(values.gathered).flatMap(fromGathered),
    osv: readList(values.osv).flatMap(fromOsv),
    vulndb: readList(values.vulndb).flatMap(fromOsv),
  };
  for (const vulnerability of Object.values(lists).flat()) {
    const earlier = known.get(vulnerability.id);
    const aliases = [...new Set([...(earlier?.aliases ?? []), ...vulnerability.aliases])];
    known.set(vulnerability.id, { ...(earlier ?? vulnerability), aliases });
  }
  for (const { why: _why, ...addition } of readList(values.additions))
    known.set(addition.id, { aliases: [], ...known.get(addition.id), ...addition });
  // An addition corrects an entry; without one, as where a list is left out, there is nothing to correct.
  const vulnerabilities = [...known.values()]
    .filter(({ summary, components }) => summary !== undefined && components !== undefined)
    .toSorted((a, b) => byNumbers(a.id, b.id));
  const catalogue = {
    kind: 'Vulnerabilities',
    date: vulnerabilities.map(({ published }) => published ?? '').reduce((a, b) => (a > b ? a : b), ''),
    sources: Object.keys(lists)
      .filter((name) => lists[name].length > 0)
      .map((name) => sources[name]),
    vulnerabilities,
  };
  writeFileSync(values.out, `${JSON.stringify(catalogue, null, 1)}\n`);
}

main();
