import { eventIn, splitBody } from '../../../audit/index.ts';
import { addRejects, DamagedInput, openLog, type Rejects, rejectsOf, splitStream } from '../../../shipping/index.ts';
import type { Output } from '../../output.ts';
import { damageTexts, otherLogTexts, rejectedText } from '../import/findings.ts';
import { openInput } from '../import/open-input.ts';

export interface EventFiles {
  readonly files: readonly string[];
  /** One of `logFormats`. */
  readonly format: string;
}

/**
 * Reads recorded events from files, plain or packed, in wrappers or not: one event's bytes after another. It needs memory for a few
 * megabytes however long the files are. What is no event is given as it is, for its reader to refuse; what is not read is told.
 */
export async function* eventLines({ files, format }: EventFiles, output: Output): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    const input = await openInput(file);
    const packed = input.read(() => undefined);
    const log = openLog(packed, { format });
    let rejects: readonly Rejects[] = [];
    let damage: DamagedInput | undefined;
    try {
      for await (const body of splitStream(log.pieces)) {
        const { bytes } = body;
        const { pieces } = splitBody(bytes);
        const rejected = pieces.filter(({ reason }) => reason).length;
        if (rejected > 0) rejects = addRejects(rejects, rejectsOf(body, rejected));
        for (const { from, to } of pieces) yield eventIn(bytes.subarray(from, to));
      }
    } catch (error) {
      if (!(error instanceof DamagedInput)) throw error;
      damage = error;
    }
    const findings = [{ file: input.name, rejects, otherLogs: log.otherLogs(), damage }];
    if (rejects.length > 0) output.note(`warning: some of ${input.name} is no audit event:\n${rejectedText(findings)}`);
    for (const text of [...otherLogTexts(findings), ...damageTexts(findings)]) output.note(`warning: ${text}`);
  }
}
