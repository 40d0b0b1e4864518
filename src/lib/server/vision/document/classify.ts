/** Kind, state and side of a document, from its zone, its barcode and its words. Pure. */
import type { DocumentSide, DocumentType } from '$lib/contract/slots';
import type { BarcodeResult, MrzResult } from '../types';
import { findApproximately, tolerance } from './approximate';
import { STATE_NAMES } from './stateNames';
import { TYPE_WORDS } from './typeWords';
import type { PlacedLine } from './placedLines';

export interface DocumentClass {
	type: DocumentType;
	/** ICAO code, or null. */
	issuingState: string | null;
	side: DocumentSide;
}

export function classifyDocument(
	lines: readonly PlacedLine[],
	mrz: MrzResult | null,
	barcode: BarcodeResult | null,
	hasPortrait: boolean
): DocumentClass {
	const type = typeOf(lines, mrz, barcode);
	return { type, issuingState: stateOf(lines, mrz, barcode), side: sideOf(type, lines, mrz, barcode, hasPortrait) };
}

function typeOf(lines: readonly PlacedLine[], mrz: MrzResult | null, barcode: BarcodeResult | null): DocumentType {
	const printed = printedType(lines);
	// Enhanced licences carry both.
	if (mrz && !(mrz.format === 'TD1' && barcode?.aamva)) {
		const code = mrz.lines[0]?.slice(0, 2) ?? '';
		if (mrz.format === 'FRA-DL') return 'driving_licence';
		if (mrz.format === 'MRV-A' || mrz.format === 'MRV-B') return 'visa';
		if (mrz.format === 'TD3') return 'passport';
		// States mark permits R or T in the second place; print says so too.
		return printed === 'residence_permit' || /^[AIC]R/.test(code) ? 'residence_permit' : 'id_card';
	}
	if (barcode?.aamva)
		return barcode.aamva.elements.DCT === undefined && printed === 'id_card' ? 'id_card' : 'driving_licence';
	return printed ?? 'unknown';
}

function printedType(lines: readonly PlacedLine[]): DocumentType | null {
	let best: DocumentType | null = null;
	let most = 0;
	for (const [type, words] of TYPE_WORDS) {
		for (const line of lines) {
			for (const word of words) {
				if (line.key.length < word.length - tolerance(word)) continue;
				const match = findApproximately(line.key, word, tolerance(word));
				if (!match || (word.length <= 6 && line.key.length > word.length + 3)) continue;
				// A title is printed large; longer words are surer.
				const evidence = word.length * (1 - match.errors / word.length);
				if (evidence > most) {
					most = evidence;
					best = type;
				}
			}
		}
	}
	return best;
}

function stateOf(lines: readonly PlacedLine[], mrz: MrzResult | null, barcode: BarcodeResult | null): string | null {
	const fromZone = mrz?.fields.find(({ name }) => name === 'issuingState')?.value;
	if (fromZone) return fromZone;
	const country = barcode?.aamva?.elements.DCG;
	if (country) return country === 'CAN' ? 'CAN' : country === 'USA' ? 'USA' : country;
	if (barcode?.aamva) return 'USA';
	let best: string | null = null;
	let longest = 0;
	for (const [name, code] of Object.entries(STATE_NAMES)) {
		if (name.length <= longest || name.length < 4) continue;
		if (lines.some(({ key: text }) => text.length < 60 && findApproximately(text, name, tolerance(name)) !== null)) {
			best = code;
			longest = name.length;
		}
	}
	// `RHODE ISLAND` and towns named after countries: a licence of a state or province says so itself.
	return longest < 9 ? (usState(lines) ?? best) : best;
}

/** Names of states and provinces open the cards of North America. */
const US_STATES =
	'ALABAMA ALASKA ARIZONA ARKANSAS CALIFORNIA COLORADO CONNECTICUT DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS INDIANA IOWA KANSAS KENTUCKY LOUISIANA MAINE MARYLAND MASSACHUSETTS MICHIGAN MINNESOTA MISSISSIPPI MISSOURI MONTANA NEBRASKA NEVADA NEWHAMPSHIRE NEWJERSEY NEWMEXICO NEWYORK NORTHCAROLINA NORTHDAKOTA OHIO OKLAHOMA OREGON PENNSYLVANIA RHODEISLAND SOUTHCAROLINA SOUTHDAKOTA TENNESSEE TEXAS UTAH VERMONT VIRGINIA WASHINGTON WESTVIRGINIA WISCONSIN WYOMING'.split(
		' '
	);
const PROVINCES = 'ALBERTA BRITISHCOLUMBIA MANITOBA NEWBRUNSWICK NOVASCOTIA ONTARIO QUEBEC SASKATCHEWAN'.split(' ');

function usState(lines: readonly PlacedLine[]): string | null {
	const licence = lines.some(({ key: text }) => /DRIVER.?S?LICEN[SC]E|IDENTIFICATIONCARD|PERMISDECONDUIRE/.test(text));
	if (!licence) return null;
	if (lines.some(({ key: text }) => PROVINCES.some((name) => text.includes(name)))) return 'CAN';
	return lines.some(({ key: text }) => US_STATES.some((name) => text.includes(name))) ? 'USA' : null;
}

/** Cards: a portrait or the holder's name marks the front, a barcode or a three-line zone without a portrait the back. */
function sideOf(
	type: DocumentType,
	lines: readonly PlacedLine[],
	mrz: MrzResult | null,
	barcode: BarcodeResult | null,
	hasPortrait: boolean
): DocumentSide {
	if (type === 'passport' || type === 'visa' || mrz?.format === 'FRA-DL') return 'front';
	// ICAO Doc 9303-5: a TD1 card carries its zone on the back, where a ghost portrait may stand too; AAMVA: so does the PDF417.
	if (mrz?.format === 'TD1' || barcode?.aamva) return 'back';
	if (hasPortrait) return 'front';
	const named = lines.some(({ labels }) =>
		labels.some(({ field }) => field === 'primaryIdentifier' || field === 'dateOfBirth')
	);
	return named && type !== 'unknown' ? 'front' : 'unknown';
}
