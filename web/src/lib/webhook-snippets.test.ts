import { describe, expect, it } from 'vitest';
import { webhookCommand, webhookKubeconfigText } from './webhook-snippets.ts';

const url = 'https://audit.example:7480/ingest/v1/clusters/prod-eu/audit';
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

describe('the snippets of a server with an authority of its own', () => {
  it('hold its certificate', () => {
    expect(webhookKubeconfigText(url, 'secret', pem)).toContain(`certificate-authority-data: ${btoa(pem)}`);
    const command = webhookCommand(url, 'secret', pem);
    expect(command).toContain(`cat > ca.crt <<'EOF'\n${pem}EOF\n`);
    expect(command.endsWith('--webhook-ca ca.crt')).toBe(true);
  });

  it('name none where an authority that everybody knows vouches', () => {
    expect(webhookKubeconfigText(url, 'secret', undefined)).not.toContain('certificate-authority');
    expect(webhookCommand(url, 'secret', undefined)).not.toContain('ca.crt');
  });
});
