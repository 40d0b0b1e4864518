export { resolveCentury } from './centuries';
export { classifyDocument, type DocumentClass } from './classify';
export { mrzFields } from './mrzFields';
export { placeLines, type PlacedLine } from './placedLines';
export { dateOrderOf, findDates, isoDate } from './printedDates';
export { printedFields } from './printedFields';
export { readPrintedFields } from './readPrintedFields';
