// Base scores of CVSS 3.0 and 3.1 vectors, by the specification's formulas (https://www.first.org/cvss/v3.1/specification-document, 7.1).

const weights = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};
const privileges = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } };

/** The base score of a vector, or undefined where it is of another version. */
export function baseScore(vector) {
  if (!/^CVSS:3\.[01]\//.test(vector)) return undefined;
  const metrics = Object.fromEntries(
    vector
      .split('/')
      .slice(1)
      .map((part) => part.split(':')),
  );
  const value = (name) => weights[name][metrics[name]];
  const isChanged = metrics.S === 'C';
  const sub = 1 - (1 - value('C')) * (1 - value('I')) * (1 - value('A'));
  const impact = isChanged ? 7.52 * (sub - 0.029) - 3.25 * (sub - 0.02) ** 15 : 6.42 * sub;
  if (impact <= 0) return 0;
  const exploitability = 8.22 * value('AV') * value('AC') * privileges[metrics.S][metrics.PR] * value('UI');
  return roundUp(Math.min(isChanged ? 1.08 * (impact + exploitability) : impact + exploitability, 10));
}

/** To one decimal, upwards, over the errors of floating point (specification, appendix A). */
function roundUp(score) {
  const whole = Math.round(score * 100_000);
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10;
}

/** The specification's words for a score. */
export function severityOf(score) {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}
