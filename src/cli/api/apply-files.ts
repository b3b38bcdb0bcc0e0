import type { Command } from 'commander';
import type { z } from 'zod';
import { aboutFile } from '../cli-error.ts';
import { outputOf } from '../common-options.ts';
import { readTextFile } from '../input-file.ts';
import type { Diagnostic } from '../../base/index.ts';
import type { ApiRequest } from './client.ts';
import { connect } from './connect.ts';

/** Where documents of a kind are kept, and what the server answers. */
export interface Applied<Answer> {
  readonly path: string;
  readonly query?: NonNullable<ApiRequest['query']>;
  readonly answer: z.ZodType<Answer>;
  /** Of a file at most. */
  readonly fileBytes: number;
}

/** Has the server keep what files hold, one file after the other, and says what is wrong with each. Gives the answers. */
export async function applyFiles<Answer extends { readonly diagnostics: readonly Diagnostic[] }>(
  files: readonly string[],
  command: Command,
  { answer: schema, fileBytes, ...target }: Applied<Answer>,
): Promise<readonly Answer[]> {
  const output = outputOf(command);
  const client = await connect(command);
  const answers: Answer[] = [];
  for (const file of files) {
    const yaml = await readTextFile(file, fileBytes);
    const answer = await client.call({ method: 'POST', ...target, json: { yaml } }, schema).catch((error: unknown) => {
      throw aboutFile(error, file);
    });
    output.diagnostics(answer.diagnostics, file);
    answers.push(answer);
  }
  return answers;
}
