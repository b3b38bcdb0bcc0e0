import { aggregates } from './aggregate/index.ts';
import type { CatalogueFunction } from './catalogue.ts';
import { forms } from './forms.ts';
import { greatestFunctions } from './greatest.ts';
import { operators } from './operator/index.ts';
import { timeSeriesFunctions } from './time-series.ts';
import { windowFunctions } from './window/index.ts';
import { stringFunctions } from './string.ts';
import { stringCodeFunctions } from './string-code.ts';
import { stringSplitFunctions } from './string-split.ts';
import { regexpFunctions } from './regexp.ts';
import { jsonFunctions } from './json.ts';
import { dateFieldFunctions } from './date-fields.ts';
import { dateArithmeticFunctions } from './date-arithmetic.ts';
import { dateFormatFunctions } from './date-format.ts';
import { dateNowFunctions } from './date-now.ts';
import { dateIsoFunctions } from './date-iso.ts';
import { dateParseFunctions } from './date-parse.ts';
import { arrayFunctions } from './array.ts';
import { lambdaFunctions } from './lambda.ts';
import { mapFunctions } from './map.ts';
import { mathRoundFunctions } from './math-round.ts';
import { mathFunctions } from './math.ts';
import { bitwiseFunctions } from './bitwise.ts';
import { binaryFunctions } from './binary.ts';
import { urlFunctions } from './url.ts';
import { ipFunctions } from './ip.ts';
import { securityFunctions } from './security.ts';
import { unitFunctions } from './unit.ts';
import { sequenceFunctions } from './sequence.ts';

/** Every function and operator that a statement can use. */
export const allFunctions: readonly CatalogueFunction[] = [
  ...operators,
  ...forms,
  ...greatestFunctions,
  ...aggregates,
  ...windowFunctions,
  ...timeSeriesFunctions,
  ...stringFunctions,
  ...stringCodeFunctions,
  ...stringSplitFunctions,
  ...regexpFunctions,
  ...jsonFunctions,
  ...dateFieldFunctions,
  ...dateArithmeticFunctions,
  ...dateFormatFunctions,
  ...dateNowFunctions,
  ...dateIsoFunctions,
  ...dateParseFunctions,
  ...arrayFunctions,
  ...lambdaFunctions,
  ...mapFunctions,
  ...mathRoundFunctions,
  ...mathFunctions,
  ...bitwiseFunctions,
  ...binaryFunctions,
  ...urlFunctions,
  ...ipFunctions,
  ...securityFunctions,
  ...unitFunctions,
  ...sequenceFunctions,
];

const byName = new Map<string, CatalogueFunction>(
  allFunctions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const)),
);

/** The catalogue by name; names are in lower case. */
export const catalogue = {
  find: (name: string): CatalogueFunction | undefined => byName.get(name),
  /** Names of functions that a user can call, without the operators. */
  names: [...byName.keys()].filter((name) => !name.startsWith('operator ')),
};
