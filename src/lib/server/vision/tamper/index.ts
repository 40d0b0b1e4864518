/** Traces of edits and second captures. Evidence for a person, never a verdict. */
export { analyzePageTamper, analyzeTamper } from './analyzeTamper';
export { TAMPER_SUSPECTED_AT } from './threshold';
export { recapturePeak } from './recapture';
