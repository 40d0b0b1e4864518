/** Draws what the applicant of a scenario sends. Same scenario and same day, same bytes. */
import type { ScenarioId } from '$lib/contract/scenarios';
import type { PictureSlot } from '$lib/contract/slots';
import {
	AT_REST,
	drawBill,
	drawDrivingLicence,
	drawIdCard,
	drawPassport,
	drawSelfie,
	openHead,
	specimenPerson,
	type SpecimenOptions
} from '$lib/server/vision/testing';
import { animation, cover, coverZone, cutShort, mirrored, plainRoom, saved, shrunk, sideBySide } from './alterPicture';

export interface DrawnEvidence {
	/** In the order in which they are sent. */
	uploads: { slot: PictureSlot; bytes: Uint8Array }[];
}

/** The holder: `adult-01` on documents and `adult-02` before the camera are the same person on two occasions. */
const SEED = 4;
const PRINTED = 'adult-01';
const HEAD = 'adult-02';
const STRANGER = 'adult-06';
const DAY_MS = 86_400_000;
/** Sixteen years and some, in days. */
const SIXTEEN_YEARS = 16 * 365.25 + 60;

type Draw = (daysAgo: (days: number) => string) => Promise<DrawnEvidence>;

/** @param nowMs Dates on documents are drawn against this. */
export const drawScenario = (id: ScenarioId, nowMs: number): Promise<DrawnEvidence> =>
	DRAW[id]((days) => new Date(nowMs - days * DAY_MS).toISOString().slice(0, 10));

const sent = (
	front: Uint8Array,
	selfie: Uint8Array,
	more: { slot: PictureSlot; bytes: Uint8Array }[] = []
): DrawnEvidence => ({
	uploads: [{ slot: 'id_front', bytes: front }, ...more, { slot: 'selfie', bytes: selfie }]
});
const only = (slot: PictureSlot, bytes: Uint8Array): DrawnEvidence => ({ uploads: [{ slot, bytes }] });

const passport = async (options: SpecimenOptions = {}) => drawPassport({ seed: SEED, portrait: PRINTED, ...options });
const selfie = async (options: Parameters<typeof drawSelfie>[0] = {}) =>
	(await drawSelfie({ seed: 1, portrait: HEAD, ...options })).jpeg;
const withPassport =
	(options: SpecimenOptions = {}): Draw =>
	async (daysAgo) =>
		sent((await passport({ ...inDate(daysAgo), ...options })).jpeg, await selfie());
const frontOnly =
	(options: SpecimenOptions): Draw =>
	async (daysAgo) =>
		only('id_front', (await passport({ ...inDate(daysAgo), ...options })).jpeg);
const withSelfie =
	(options: Parameters<typeof drawSelfie>[0]): Draw =>
	async (daysAgo) =>
		sent((await passport(inDate(daysAgo))).jpeg, await selfie(options));
/** A selfie that is given back: nothing needs to stand beside it. */
const selfieOnly =
	(make: () => Promise<Uint8Array>): Draw =>
	async () =>
		only('selfie', await make());
const withBill =
	(days: number, person = specimenPerson(SEED)): Draw =>
	async (daysAgo) => {
		const bill = await drawBill({ seed: SEED, person, documentDate: daysAgo(days) });
		return sent((await passport(inDate(daysAgo))).jpeg, await selfie(), [{ slot: 'poa', bytes: bill.jpeg }]);
	};
const withCovered =
	(groups: readonly string[][]): Draw =>
	async (daysAgo) =>
		sent(await cover(await passport(inDate(daysAgo)), groups), await selfie());
const withCoveredBill =
	(box: string): Draw =>
	async (daysAgo) => {
		const bill = await drawBill({ seed: SEED, person: specimenPerson(SEED), documentDate: daysAgo(30) });
		const poa = { slot: 'poa' as const, bytes: await cover(bill, [[box]]) };
		return sent((await passport(inDate(daysAgo))).jpeg, await selfie(), [poa]);
	};
/** The second line of the zone as it should be decides what is written wrong in it. */
const withZoneError =
	(error: (right: { line: string }) => NonNullable<SpecimenOptions['zoneError']>): Draw =>
	async (daysAgo) => {
		const right = await passport(inDate(daysAgo));
		const zoneError = error({ line: right.truth.mrz?.lines[1] ?? '' });
		return sent((await passport({ ...inDate(daysAgo), zoneError })).jpeg, await selfie());
	};
const anotherDigit = (digit = '0') => String((Number(digit) + 1) % 10);
const cardSides = async (options: SpecimenOptions) => drawIdCard({ seed: SEED, portrait: PRINTED, ...options });
const back = (bytes: Uint8Array) => [{ slot: 'id_back' as const, bytes }];

/** Issued two years ago, good for eight more. */
const inDate = (daysAgo: (days: number) => string) => ({ dateOfIssue: daysAgo(730), dateOfExpiry: daysAgo(-2920) });

const DRAW: Record<ScenarioId, Draw> = {
	approved: withPassport(),
	approved_id_card: async (daysAgo) => {
		const card = await cardSides(inDate(daysAgo));
		return sent(card.front.jpeg, await selfie(), back(card.back.jpeg));
	},
	approved_driving_licence: async (daysAgo) => {
		const licence = await drawDrivingLicence({ seed: SEED, portrait: PRINTED, ...inDate(daysAgo) });
		return sent(licence.front.jpeg, await selfie(), back(licence.back.jpeg));
	},
	approved_with_address: withBill(30),
	pending_review: withPassport(),
	minor: async (daysAgo) =>
		sent(
			(await passport({ ...inDate(daysAgo), person: { dateOfBirth: daysAgo(SIXTEEN_YEARS) } })).jpeg,
			await selfie()
		),
	document_expired: async (daysAgo) =>
		sent((await passport({ dateOfIssue: daysAgo(4015), dateOfExpiry: daysAgo(365) })).jpeg, await selfie()),
	document_type_not_allowed: withPassport(),
	country_not_allowed: withPassport(),
	name_mismatch: withPassport(),
	date_of_birth_mismatch: withPassport(),
	another_face: withSelfie({ portrait: STRANGER }),
	face_on_screen: withSelfie({ heldOn: 'screen', defects: { screenRecapture: 1 } }),
	face_on_paper: withSelfie({ heldOn: 'sheet', defects: { print: 1 } }),
	tampered_portrait: withPassport({ defects: { portraitSwap: HEAD, cameraQuality: 95, jpegQuality: 88 } }),
	tampered_text: withPassport({ defects: { textEdit: { field: 'dateOfExpiry', text: '03 JAN 2039' } } }),
	tampered_number: withPassport({ defects: { textEdit: { field: 'documentNumber', text: 'K48213907' } } }),
	screen_recapture: withPassport({ defects: { screenRecapture: 1 } }),
	no_mrz: async (daysAgo) => sent(await coverZone(await passport(inDate(daysAgo))), await selfie()),
	mrz_check_digit_wrong: withZoneError(({ line }) => ({ line: 1, at: 9, text: anotherDigit(line[9]) })),
	mrz_composite_wrong: withZoneError(({ line }) => ({ line: 1, at: 43, text: anotherDigit(line[43]) })),
	barcode_mismatch: async (daysAgo) => {
		const options: SpecimenOptions = { seed: SEED, portrait: PRINTED, ...inDate(daysAgo) };
		const [one, other] = [
			await drawDrivingLicence(options),
			await drawDrivingLicence({ ...options, documentNumber: 'D9081726' })
		];
		return sent(one.front.jpeg, await selfie(), back(other.back.jpeg));
	},
	portrait_covered: withCovered([['portrait'], ['ghostPortrait']]),
	expiry_unknown: withCovered([['mrzLine1', 'mrzLine2'], ['dateOfIssue'], ['dateOfExpiry']]),
	age_uncertain: withCovered([['mrzLine1', 'mrzLine2']]),
	address_mismatch: withBill(30),
	address_covered: withCoveredBill('address'),
	address_date_covered: withCoveredBill('documentDate'),
	expected_details_unread: withCovered([
		['mrzLine1', 'mrzLine2'],
		['primaryIdentifier', 'secondaryIdentifier']
	]),
	sides_do_not_match: async (daysAgo) => {
		const [one, other] = [await cardSides(inDate(daysAgo)), await cardSides({ ...inDate(daysAgo), seed: SEED + 1 })];
		return sent(one.front.jpeg, await selfie(), back(other.back.jpeg));
	},
	address_too_old: withBill(300),
	address_name_mismatch: withBill(30, specimenPerson(SEED + 1)),
	liveness_other_person: withPassport(),
	liveness_alternative: withPassport(),
	virtual_camera: withPassport(),
	liveness_action_missing: withPassport(),
	liveness_frames_frozen: withPassport(),
	liveness_wrong_order: withPassport(),
	liveness_face_lost: withPassport(),
	liveness_face_changed: withPassport(),
	liveness_frames_repeated: withPassport(),
	liveness_frames_altered: withPassport(),
	liveness_timing_impossible: withPassport(),
	face_turned_away: selfieOnly(async () => {
		const head = await openHead({ portrait: HEAD, width: 720, height: 960 });
		return saved(head.frame({ ...AT_REST, yaw: 56 }, 1));
	}),
	wrong_side: async (daysAgo) => only('id_front', (await cardSides(inDate(daysAgo))).back.jpeg),
	no_document: async () => only('id_front', await plainRoom()),
	document_cut_off: frontOnly({ defects: { crop: 0.3 } }),
	document_mirrored: async (daysAgo) => only('id_front', await mirrored((await passport(inDate(daysAgo))).jpeg)),
	no_face: selfieOnly(async () => (await drawBill({ seed: SEED })).jpeg),
	two_faces: selfieOnly(async () => sideBySide(await selfie(), await selfie({ portrait: STRANGER }))),
	face_too_small: selfieOnly(() => selfie({ faceShare: 0.06 })),
	blurred: frontOnly({ defects: { blur: 1 } }),
	glare: frontOnly({ defects: { glare: 1 } }),
	dark: frontOnly({ defects: { lowLight: 1 } }),
	too_small: async (daysAgo) => only('id_front', await shrunk((await passport(inDate(daysAgo))).jpeg)),
	unreadable: async (daysAgo) => only('id_front', cutShort((await passport(inDate(daysAgo))).jpeg)),
	wrong_file_type: async () => only('id_front', await animation())
};
