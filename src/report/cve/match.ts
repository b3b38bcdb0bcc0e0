import type { StatementAnswer } from '../../analysis/index.ts';
import { textIn } from '../../dashboards/index.ts';
import {
  type Component,
  componentsOfImages,
  componentsOfNodes,
  componentsOfUserAgents,
  type Finding,
  findings,
  nodeInfos,
  type Sighting,
} from '../../vulnerabilities/index.ts';
import type { CveData } from './data.ts';

type Rows = readonly (readonly unknown[])[];

/** What is made of the rows of a panel that looks for versions: those that are vulnerable. */
export interface Matched {
  readonly columns: StatementAnswer['columns'];
  readonly rows: Rows;
  readonly notes: readonly string[];
}

/** The columns of what is found, whatever the versions were seen in. */
const columns: StatementAnswer['columns'] = [
  ['cve', 'varchar'],
  ['severity', 'varchar'],
  ['component', 'varchar'],
  ['version', 'varchar'],
  ['certainty', 'varchar'],
  ['fixedIn', 'varchar'],
  ['seenBy', 'varchar'],
  ['clusters', 'varchar'],
  ['n', 'bigint'],
  ['first', 'bigint'],
  ['last', 'bigint'],
  ['summary', 'varchar'],
  ['link', 'varchar'],
].map(([name = '', type = '']) => ({ name, type }));

/** Names that are listed of who has a version. */
const maxNames = 5;

/** Finds the vulnerable versions in the rows of one of the statements of `vulnerabilities`, which is told by its third column. */
export function matchVersions(
  { columns: given, rows }: Pick<Matched, 'rows'> & { readonly columns: StatementAnswer['columns'] },
  data: CveData,
  language: string,
): Matched {
  const { findings: found, unmatched } = findings(componentsOf(given[2]?.name, rows), data.catalogue);
  const versions = unmatched.map(({ component, version }) => `${component} ${version}`);
  const unread = textIn(
    {
      en: 'Versions that cannot be compared:',
      'zh-CN': '无法比较的版本：',
      ja: '比べられないバージョン：',
    },
    language,
  );
  return {
    columns,
    rows: found.map(rowOf),
    notes: [...dateNotes(data, language), ...(versions.length > 0 ? [`${unread} ${some(versions)}`] : [])],
  };
}

/** From when the data is: what was published later nobody has looked for. And why it is not newer, where it should be. */
export function dateNotes({ catalogue: { date }, problems }: CveData, language: string): readonly string[] {
  const note = textIn(
    {
      en: `CVE data of ${date}. What was published later is unknown.`,
      'zh-CN': `CVE 数据截至 ${date}，此后公布的内容未知。`,
      ja: `CVE データは ${date} 時点。その後に公表されたものは不明。`,
    },
    language,
  );
  return [note, ...problems.slice(0, 1).map(({ message }) => message)];
}

function componentsOf(evidence: string | undefined, rows: Rows): readonly Component[] {
  if (evidence === 'info') return componentsOfNodes(nodeInfos(rows));
  return evidence === 'image' ? componentsOfImages(rows) : componentsOfUserAgents(rows);
}

function rowOf({ vulnerability, component, version, certainty, fixedIn, seen }: Finding): readonly unknown[] {
  const { id, severity, summary, link } = vulnerability;
  const of = (pick: (sighting: Sighting) => string): string => some([...new Set(seen.map(pick))].toSorted());
  return [
    id,
    severity,
    component,
    version,
    certainty,
    fixedIn ?? null,
    of(({ by }) => by),
    of(({ cluster }) => cluster),
    seen.reduce((sum, { count }) => sum + count, 0),
    seen.reduce((earliest, { first }) => Math.min(earliest, first), Infinity),
    seen.reduce((latest, { last }) => Math.max(latest, last), 0),
    summary,
    link,
  ];
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).join(', ');
  return names.length > maxNames ? `${shown}, … (${names.length})` : shown;
}
