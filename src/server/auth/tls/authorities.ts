import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError, said } from '../../../base/index.ts';

/** Reads certificates of authorities in PEM. Throws AppError `bad-request` where there is none, or one that is no authority. */
export async function readAuthorities(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  const refuse = (reason: string, cause?: unknown): AppError =>
    new AppError('bad-request', said`cannot use client authority "${file}": ${reason}`, { cause });
  if (blocks.length === 0) throw refuse('it holds no certificate in PEM');
  for (const block of blocks) {
    try {
      if (!new X509Certificate(block).ca) throw refuse('it holds a certificate that is no authority');
    } catch (error) {
      throw error instanceof AppError ? error : refuse('it holds a certificate that cannot be read', error);
    }
  }
  return blocks.join('\n');
}
