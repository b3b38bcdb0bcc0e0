import { createPrivateKey, X509Certificate } from 'node:crypto';
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
  readonly webhookClientCertificate?: string;
  readonly webhookClientKey?: string;
}

/** Writes the kubeconfig that the user's options ask for; undefined where they name no URL. */
export async function kubeconfigFor(options: WebhookOptions, output: Output): Promise<string | undefined> {
  const { webhookUrl: url, webhookCa, webhookToken: token } = options;
  if (url === undefined) {
    const others = [webhookCa, token, options.webhookClientCertificate, options.webhookClientKey];
    if (others.every((other) => other === undefined)) return undefined;
    throw wrongUsage('--webhook-ca, --webhook-token and --webhook-client-certificate need --webhook-url');
  }
  const caBase64 = webhookCa === undefined ? undefined : await readCa(webhookCa);
  const client = await readClient(options);
  const target: WebhookTarget = {
    url,
    ...(caBase64 === undefined ? {} : { caBase64 }),
    ...(token === undefined ? {} : { token }),
    ...(client === undefined ? {} : { client }),
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

/** The same holds for a client certificate and its key, which must belong together. */
async function readClient(options: WebhookOptions): Promise<WebhookTarget['client']> {
  const { webhookClientCertificate: certificateFile, webhookClientKey: keyFile } = options;
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined)
    throw wrongUsage('--webhook-client-certificate and --webhook-client-key need each other');
  const [certificate, key] = [await readTextFile(certificateFile, 1_000_000), await readTextFile(keyFile, 1_000_000)];
  if (!belongTogether(certificate, key)) {
    const message = `cannot use "${certificateFile}" as client certificate: "${keyFile}" is not its key, or one of them is not PEM`;
    throw new CliError(exitCodes.wrongInput, message);
  }
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return { certificateBase64: base64(certificate), keyBase64: base64(key) };
}

function belongTogether(certificate: string, key: string): boolean {
  try {
    return (
      certificate.includes('-----BEGIN') && new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
    );
  } catch {
    return false;
  }
}
