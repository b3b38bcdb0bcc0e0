/** An event whose sender chose every text to do harm: markup, bidi, terminal escapes, formulas, sheer length. */
export function hostileEvent(): string {
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'RequestResponse',
    auditID: 'chosen-by-the-client',
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/prod/pods/web/exec?command=cat&command=%2Fetc%2Fshadow%1b%5B2J&stdin=true',
    verb: 'create',
    user: { username: '<img src=x onerror=alert(1)>\u202Eevil\u001b[31mred', groups: ['<script>alert(2)</script>'] },
    sourceIPs: ['203.0.113.9', '10.0.0.1'],
    userAgent: `=HYPERLINK("http://x")\u0000 ${'A'.repeat(1_000_000)}`,
    objectRef: {
      resource: 'pods',
      namespace: 'prod',
      name: `web-${'7'.repeat(5000)}`,
      subresource: 'exec',
      apiVersion: 'v1',
    },
    responseStatus: {
      code: 403,
      status: 'Failure',
      reason: '<who/>{{name}}$t(common)',
      message: 'no\r\n<b>no</b>',
    },
    requestObject: { number: 'NUMBER', ['__proto__x']: { constructor: '</script>' } },
    requestReceivedTimestamp: '2026-11-20T18:07:20.000001Z',
    stageTimestamp: '2026-11-20T18:07:21.000001Z',
    annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': '' },
  };
  return JSON.stringify(event).replace('"NUMBER"', '123456789012345678901234567890');
}
