import type { Rejects } from '../../../shipping/index.ts';
import { printableJson } from '../../terminal-text.ts';

/** What was rejected of a file. */
export interface RejectedOfFile {
  readonly file: string;
  readonly rejects: readonly Rejects[];
}

const reasons: Readonly<Record<Rejects['reason'], string>> = {
  'not-json': 'no JSON, or damaged',
  'not-an-object': 'JSON, but no object',
  'not-an-event': 'of another kind than an audit event',
  'no-audit-id': 'without an auditID',
  'engine-refused': 'refused by the engine',
};

/** Says for each reason how many there are, where the first is, how it begins, and what it looks like. A line each, or two. */
export function rejectedText(files: readonly RejectedOfFile[]): string {
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
    if (one.first?.looksLike !== undefined) lines.push(`    it looks like ${one.first.looksLike}`);
  }
  return lines.join('\n');
}
