export { blindPairs, checkDigit } from './checkDigit';
export { isSeed as isZoneLine } from './findZone';
export { zoneClasses, type ZoneClasses } from './lattice';
export { parseMrz } from './parseMrz';
export { readMrz } from './readMrz';
export { isStateCode, STATE_CODES } from './states';
