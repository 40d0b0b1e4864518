/** Draws documents of an invented country, with the truth beside each. For tests and the demonstration, never for production. */
export { drawPassport } from './drawPassport';
export { drawIdCard, drawTd2Card } from './drawIdCard';
export { drawDrivingLicence } from './drawDrivingLicence';
export { drawEuLicence } from './drawEuLicence';
export { drawVisa } from './drawVisa';
export { drawZone, type ZoneOptions } from './drawZone';
export { inventZone } from './inventZone';
export { phoneLike } from './phoneLike';
export { drawBill, type Bill, type BillOptions } from './drawBill';
export { drawSelfie, type Selfie, type SelfieOptions } from './drawSelfie';
export { isSamePerson, PORTRAIT_IDS, PORTRAITS, SAME_PERSON, type PortraitId } from './portraits';
export { specimenPerson, type SpecimenPerson } from './people';
export { writeMrz, mrzLetters, type MrzContent } from './mrzText';
export { UTOPIA_IIN, writeAamvaFile } from './aamvaFile';
export { stillCamera, writeMjpeg } from './writeMjpeg';
export { randomStream, type RandomStream } from './random';
export type { Specimen, SpecimenDefects, SpecimenOptions, SpecimenTruth } from './specimen';
