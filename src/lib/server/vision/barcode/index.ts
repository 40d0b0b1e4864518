/** Symbols on the back of cards: decoded here, compared with the printed zone elsewhere. */
export { readBarcodes } from './readBarcodes';
export { parseAamva } from './aamva';
