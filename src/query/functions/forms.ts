import { said } from '../../base/index.ts';
import type { CatalogueFunction, EmitCall, FunctionDoc, Topic } from './catalogue.ts';
import type { Operand } from '../types/index.ts';

/** What is no function but a form of the language: resolve/special-form.ts and resolve/row-functions.ts take it apart before. */
function form(
  name: string,
  topic: Topic,
  signatures: readonly string[],
  doc: FunctionDoc,
  example: string,
): CatalogueFunction {
  const emit = (_: readonly Operand[], call: EmitCall): never => call.reject(said`${name} cannot stand here`);
  return { name, topic, kind: 'scalar', overloads: signatures.map((signature) => ({ signature, emit })), doc, example };
}

/** Forms that look like functions. */
export const forms: readonly CatalogueFunction[] = [
  form(
    'coalesce',
    'conditional',
    ['(T, T, T...) -> T'],
    { en: 'First argument that is not NULL.', zh: '第一个非 NULL 的参数。', ja: '最初の NULL でない引数。' },
    'coalesce("objectRef.namespace", \'-\')',
  ),
  form(
    'if',
    'conditional',
    ['(boolean, T) -> T', '(boolean, T, T) -> T'],
    {
      en: 'Second argument where the condition is true, else the third, or NULL.',
      zh: '条件为真时返回第二个参数，否则返回第三个（缺省为 NULL）。',
      ja: '条件が真なら第 2 引数、それ以外は第 3 引数（なければ NULL）。',
    },
    "if(\"responseStatus.code\" >= 400, 'failed', 'ok')",
  ),
  form(
    'nullif',
    'conditional',
    ['(T, T) -> T'],
    {
      en: 'NULL where the two are equal, else the first.',
      zh: '两者相等时为 NULL，否则为第一个。',
      ja: '等しければ NULL、それ以外は第 1 引数。',
    },
    "nullif(verb, 'get')",
  ),
  form(
    'try',
    'conditional',
    ['(T) -> T'],
    { en: 'NULL where computing the argument fails.', zh: '计算出错时返回 NULL。', ja: '計算が失敗すれば NULL。' },
    'try(cast("objectRef.name" as bigint))',
  ),
  form(
    'typeof',
    'conversion',
    ['(T) -> varchar'],
    { en: 'Name of the type.', zh: '类型名称。', ja: '型の名前。' },
    'typeof("responseStatus.code")',
  ),
  form(
    'grouping',
    'aggregate',
    ['(T, T...) -> integer'],
    {
      en: 'A bit for each argument, set where the row is a total over it (ROLLUP, CUBE, GROUPING SETS).',
      zh: '每个参数一位，该行为其汇总行时置位（ROLLUP、CUBE、GROUPING SETS）。',
      ja: '引数ごとのビット。行がその集計行なら 1（ROLLUP、CUBE、GROUPING SETS）。',
    },
    'grouping(verb)',
  ),
  form(
    'compare',
    'comparison',
    ['(double, bigint, bigint...) -> array(double)'],
    {
      en: 'Value now and so many seconds earlier: array of now, then, now / then, and the start of the earlier window. The column comes from a subquery.',
      zh: '与 n 秒前同比：数组依次为当前值、之前的值、比值、之前窗口的起点；列来自子查询。',
      ja: '現在と n 秒前の比較。配列は現在、以前、比、以前の窓の始まり。列はサブクエリから。',
    },
    'compare(pv, 86400)',
  ),
  form(
    'ts_compare',
    'comparison',
    ['(double, bigint, bigint...) -> array(double)'],
    {
      en: 'compare for a series: GROUP BY names the time column, whose earlier values are moved up to now.',
      zh: '时间序列的同比，需按时间列 GROUP BY。',
      ja: '時系列の compare。時刻列で GROUP BY する。',
    },
    'ts_compare(pv, 86400)',
  ),
  form(
    'histogram_u',
    'aggregate',
    ['(T) -> row(T, bigint)'],
    {
      en: 'Each value and its number of rows, as rows.',
      zh: '以多行返回每个值及其出现次数。',
      ja: '値ごとの件数を行で返す。',
    },
    'histogram_u(verb)',
  ),
  form(
    'numeric_histogram_u',
    'approximate',
    ['(bigint, double) -> row(double, double)'],
    { en: 'numeric_histogram as rows.', zh: '以多行返回的 numeric_histogram。', ja: 'numeric_histogram を行で返す。' },
    'numeric_histogram_u(10, "responseStatus.code")',
  ),
];
