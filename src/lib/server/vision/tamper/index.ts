/** Traces of edits and second captures. Evidence for a person, never a verdict. */
export { analyzePageTamper, analyzeTamper } from './analyzeTamper';
export { reportTamper } from './reportTamper';
export { tamperContents, type Found } from './tamperContents';
export { traceTamper, type TamperTraces } from './traceTamper';
export { TAMPER_SUSPECTED_AT } from './threshold';
export { recapturePeak } from './recapture';
