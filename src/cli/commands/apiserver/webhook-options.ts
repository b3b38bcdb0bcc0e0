import { X509Certificate } from 'node:crypto';
import { type WebhookTarget, webhookKubeconfig } from '../../../apiserver/index.ts';
import { CliError, wrongInput, wrongUsage } from '../../cli-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { readTextFile } from '../../input-file.ts';
import type { Output } from '../../output.ts';

/** What the user says about the webhook. */
export interface WebhookOptions {
  readonly webhookUrl?: string;
  readonly webhookCa?: string;
  readonly webhookToken?: string;
}

/** Writes the kubeconfig that the user's options ask for; undefined where they name no URL. */
export async function kubeconfigFor(options: WebhookOptions, output: Output): Promise<string | undefined> {
  const { webhookUrl: url, webhookCa, webhookToken: token } = options;
  if (url === undefined) {
    if (webhookCa === undefined && token === undefined) return undefined;
    throw wrongUsage('--webhook-ca and --webhook-token need --webhook-url');
  }
  const caBase64 = webhookCa === undefined ? undefined : await readCa(webhookCa);
  const target: WebhookTarget = {
    url,
    ...(caBase64 === undefined ? {} : { caBase64 }),
    ...(token === undefined ? {} : { token }),
  };
  const written = webhookKubeconfig(target);
  if (!written.ok) throw wrongInput(written.diagnostics);
  output.diagnostics(written.diagnostics);
  return written.value;
}

/** kube-apiserver does not start with a CA that it cannot read, so what is no certificate is refused here. */
async function readCa(file: string): Promise<string> {
  const text = await readTextFile(file, 1_000_000);
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const certificate of certificates) void new X509Certificate(certificate);
    if (certificates.length > 0) return Buffer.from(text).toString('base64');
  } catch {
    // Said below.
  }
  throw new CliError(exitCodes.wrongInput, `cannot use "${file}" as CA: it holds no certificate in PEM`);
}
