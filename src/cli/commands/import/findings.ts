import type { OtherLog } from '../../../formats/index.ts';
import type { DamagedInput, Rejects } from '../../../shipping/index.ts';
import { printableJson } from '../../terminal-text.ts';

/** What there is to say of a file, besides what was stored of it. */
export interface Findings {
  readonly file: string;
  readonly rejects: readonly Rejects[];
  /** Other logs than that of events, which were passed over. */
  readonly otherLogs: readonly OtherLog[];
  /** Why it was not read to its end. */
  readonly damage: DamagedInput | undefined;
}

const reasons: Readonly<Record<Rejects['reason'], string>> = {
  'not-json': 'no JSON, or damaged',
  'not-an-object': 'JSON, but no object',
  'not-an-event': 'of another kind than an audit event',
  'no-audit-id': 'without an auditID',
  'engine-refused': 'refused by the engine',
};

/** Says for each reason how many there are, where the first is, how it begins, and what it looks like. A line each, or two. */
export function rejectedText(files: readonly Findings[]): string {
  const lines: string[] = [];
  for (const reason of Object.keys(reasons) as Rejects['reason'][]) {
    const ofReason = files.flatMap(({ file, rejects }) =>
      rejects.flatMap((one) => (one.reason === reason ? [{ file, ...one }] : [])),
    );
    const [one] = ofReason;
    if (!one) continue;
    const count = ofReason.reduce((sum, { count: more }) => sum + more, 0);
    const place = one.first ? `; the first on line ${one.first.line} of ${one.file}:` : '';
    lines.push(`  ${count} ${reasons[reason]} (${reason})${place}`);
    if (one.first) lines.push(`    ${printableJson(JSON.stringify(one.first.text))}`);
    if (one.first?.within !== undefined) lines.push(`    it stood in ${one.first.within}`);
    if (one.first?.looksLike !== undefined) lines.push(`    it looks like ${one.first.looksLike}`);
  }
  return lines.join('\n');
}

/** Says which files could not be unpacked to their end. A line each. */
export function damageTexts(files: readonly Findings[]): readonly string[] {
  return files.flatMap(({ file, damage }) =>
    damage
      ? `cannot unpack "${file}" (${damage.packing}) beyond byte ${damage.packedBytes}: ${damage.message}; what could be unpacked was read`
      : [],
  );
}

/** Says which other logs were passed over. A line each. */
export function otherLogTexts(files: readonly Findings[]): readonly string[] {
  return files.flatMap(({ file, otherLogs }) =>
    otherLogs.map(({ title, count, line }) => `passed over ${count} of ${title}; the first on line ${line} of ${file}`),
  );
}
