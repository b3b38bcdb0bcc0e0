export type { AggregateForm, CatalogueFunction, ConstantValue, EmitCall, FailureCode, Overload } from './catalogue.ts';
export { allFunctions, catalogue } from './registry.ts';
export {
  type Bindings,
  instantiate,
  meetsConstraints,
  parameterAt,
  parseSignature,
  type Signature,
  takesCount,
  unify,
} from './signature.ts';
export { unsupportedFunctions } from './unsupported.ts';
export { fixedOffset, instantOfWall, isKnownZone, offsetSecondsAt, wallOfInstant, type ZonePrinter } from './zone.ts';
