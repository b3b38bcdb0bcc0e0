import fc from 'fast-check';

/**
 * Properties run from one seed, so that a run that passed passes again; `FAST_CHECK_SEED=random` (or a number) looks further, as
 * the long runs do. A failure prints its seed and path either way.
 */
const wanted = process.env['FAST_CHECK_SEED'] ?? '20261121';
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(wanted) });
