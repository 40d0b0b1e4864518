/** Proof of address: who sent what to whom, when. */
export { extractAddressFields, type AddressFields } from './extractAddressFields';
export { readPdf, type PdfPage, type PdfReading } from './readPdf';
export { readPdfApart } from './readPdfApart';
export { servePdf } from './servePdf';
