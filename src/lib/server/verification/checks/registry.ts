/** Pure. Every check, in the order in which people read them. */
import { checkAddress } from './addressCheck';
import { checkAge, checkDocumentCountry, checkDocumentExpiry, checkDocumentType } from './documentChecks';
import { checkBarcode, checkDocumentSides, checkMrz, checkPrintedZone } from './machineReadableChecks';
import { checkLiveness } from './livenessCheck';
import { checkExpectedDetails, checkFaceMatch } from './personChecks';
import { checkImageQuality, checkTamper } from './pictureChecks';
import type { CheckInput, CheckName, CheckResult } from './types';

const CHECKS: Record<CheckName, (input: CheckInput) => CheckResult> = {
	image_quality: checkImageQuality,
	document_type: checkDocumentType,
	document_country: checkDocumentCountry,
	document_expiry: checkDocumentExpiry,
	age: checkAge,
	mrz: checkMrz,
	barcode: checkBarcode,
	printed_zone: checkPrintedZone,
	document_sides: checkDocumentSides,
	expected_details: checkExpectedDetails,
	face_match: checkFaceMatch,
	liveness: checkLiveness,
	tamper: checkTamper,
	address: checkAddress
};

/** Runs every check; each result says for itself whether it counts. */
export const runChecks = (input: CheckInput): CheckResult[] => Object.values(CHECKS).map((check) => check(input));
