/** Zod-free. What the test environment can play: each drawn for the purpose, sent through the real pipeline, and what must come of it. */
import type { ErrorCode } from './errors';
import type { SessionPolicyInput } from './policy';
import type { ReasonCode } from './reasonCodes';
import type { EvidenceSlot, ReviewStatus } from './slots';

export type ScenarioExpectation =
	/** The session is completed; `reasons` are among the decision's. */
	| { result: 'decided'; reviewStatus: Exclude<ReviewStatus, 'none'>; reasons: readonly ReasonCode[] }
	/** The picture is taken, read and given back: `reasons` arrive in `progress.feedback`, the session stays `capturing`. */
	| { result: 'reopened'; slot: EvidenceSlot; reasons: readonly ReasonCode[] }
	/** The upload itself is answered 422 with this code; the session stays `capturing`. */
	| { result: 'refused'; slot: EvidenceSlot; code: ErrorCode; reasons: readonly ReasonCode[] };

/** What the run sets on the session before it begins. */
export interface ScenarioConditions {
	/** Whether passing every check approves, whatever the organization's own switch says. */
	automaticApproval?: boolean;
	policy?: SessionPolicyInput;
	expectedDetails?: { firstName?: string; lastName?: string; dateOfBirth?: string; address?: string };
}

export interface Scenario {
	/** What is drawn and sent. */
	title: string;
	conditions?: ScenarioConditions;
	expected: ScenarioExpectation;
}

const approved = { result: 'decided', reviewStatus: 'approved', reasons: [] } as const;
const toPerson = (...reasons: ReasonCode[]): ScenarioExpectation => ({
	result: 'decided',
	reviewStatus: 'pending_review',
	reasons
});
const reopened = (slot: EvidenceSlot, ...reasons: ReasonCode[]): ScenarioExpectation => ({
	result: 'reopened',
	slot,
	reasons
});
const refused = (slot: EvidenceSlot, ...reasons: ReasonCode[]): ScenarioExpectation => ({
	result: 'refused',
	slot,
	code: 'IMAGE_QUALITY_LOW',
	reasons
});
const automatic = { automaticApproval: true };

const ALL = {
	approved: { title: 'A passport and its holder', conditions: automatic, expected: approved },
	approved_id_card: {
		title: 'An identity card, both sides, and its holder',
		conditions: automatic,
		expected: approved
	},
	approved_driving_licence: {
		title: 'A driving licence with its barcode, and its holder',
		conditions: automatic,
		expected: approved
	},
	approved_with_address: {
		title: 'A passport, its holder, and an electricity bill of last month',
		conditions: { ...automatic, policy: { require: { poa: true } } },
		expected: approved
	},
	pending_review: {
		title: 'A passport and its holder, where a person has the last word',
		conditions: { automaticApproval: false },
		expected: toPerson('manual_review_required')
	},
	minor: {
		title: 'The passport of somebody of sixteen',
		expected: { result: 'decided', reviewStatus: 'rejected', reasons: ['under_minimum_age'] }
	},
	document_expired: { title: 'A passport that ran out last year', expected: toPerson('document_expired') },
	document_type_not_allowed: {
		title: 'A passport, where only identity cards are allowed',
		conditions: { policy: { allowedDocumentTypes: ['id_card'] } },
		expected: toPerson('document_type_not_allowed')
	},
	country_not_allowed: {
		title: 'A passport of a country that is not allowed',
		conditions: { policy: { allowedCountries: ['FRA'] } },
		expected: toPerson('country_not_allowed')
	},
	name_mismatch: {
		title: 'A passport of somebody else than you expect',
		conditions: { expectedDetails: { firstName: 'Josephine', lastName: 'Quartermaine' } },
		expected: toPerson('expected_name_mismatch')
	},
	date_of_birth_mismatch: {
		title: 'A passport with another date of birth than you expect',
		conditions: { expectedDetails: { dateOfBirth: '1955-05-05' } },
		expected: toPerson('expected_date_of_birth_mismatch')
	},
	another_face: { title: 'A passport in the hands of another person', expected: toPerson('face_mismatch') },
	face_on_screen: {
		title: 'A face shown on a screen before the camera',
		expected: toPerson('presentation_attack_suspected')
	},
	face_on_paper: {
		title: 'A printed face held before the camera',
		expected: toPerson('presentation_attack_suspected')
	},
	tampered_portrait: { title: 'A passport with a strange portrait pasted in', expected: toPerson('tamper_suspected') },
	tampered_text: {
		title: 'A passport whose printed date of expiry was painted over',
		expected: toPerson('printed_zone_mismatch')
	},
	tampered_number: {
		title: 'A passport whose printed number was painted over, label and all',
		conditions: automatic,
		expected: toPerson('printed_zone_unread')
	},
	screen_recapture: {
		title: 'A passport photographed from a screen',
		expected: toPerson('tamper_suspected')
	},
	no_mrz: { title: 'A passport whose machine-readable zone is covered', expected: toPerson('mrz_not_found') },
	mrz_check_digit_wrong: {
		title: 'A passport whose zone gives its number another check digit',
		expected: toPerson('mrz_check_digit_mismatch')
	},
	mrz_composite_wrong: {
		title: 'A passport whose zone ends in another check digit over all of it',
		expected: toPerson('mrz_composite_mismatch')
	},
	barcode_mismatch: {
		title: 'A driving licence whose barcode says another number than is printed',
		expected: toPerson('barcode_mismatch')
	},
	portrait_covered: {
		title: 'A passport whose portraits are covered, and its holder',
		expected: toPerson('portrait_not_found')
	},
	expiry_unknown: {
		title: 'A passport whose zone and printed dates are covered',
		expected: toPerson('expiry_unknown')
	},
	age_uncertain: {
		title: 'A passport whose date of birth is printed and confirmed by nothing',
		expected: toPerson('age_uncertain')
	},
	address_mismatch: {
		title: 'A passport, its holder, and an electricity bill for another address than you expect',
		conditions: { policy: { require: { poa: true } }, expectedDetails: { address: '9 Nowhere Lane, 99999 Elsewhere' } },
		expected: toPerson('expected_address_mismatch')
	},
	address_covered: {
		title: 'A passport, its holder, and an electricity bill whose address is covered',
		conditions: { policy: { require: { poa: true } } },
		expected: toPerson('address_not_found')
	},
	address_date_covered: {
		title: 'A passport, its holder, and an electricity bill whose date is covered',
		conditions: { policy: { require: { poa: true } } },
		expected: toPerson('address_date_not_found')
	},
	expected_details_unread: {
		title: 'A passport on which nothing of what you expect can be read',
		conditions: { expectedDetails: { firstName: 'Josephine', lastName: 'Quartermaine' } },
		expected: toPerson('expected_details_unread')
	},
	sides_do_not_match: {
		title: 'The front of one card with the back of another',
		expected: toPerson('sides_do_not_match')
	},
	address_too_old: {
		title: 'A passport, its holder, and an electricity bill of last year',
		conditions: { policy: { require: { poa: true } } },
		expected: toPerson('address_document_too_old')
	},
	address_name_mismatch: {
		title: 'A passport, its holder, and the electricity bill of somebody else',
		conditions: { policy: { require: { poa: true } } },
		expected: toPerson('address_name_mismatch')
	},
	liveness_other_person: {
		title: 'A selfie of the holder, and somebody else who answers the liveness challenge',
		expected: toPerson('liveness_face_mismatch')
	},
	liveness_alternative: {
		title: 'An applicant who cannot do the movements and takes the way without them',
		expected: toPerson('liveness_alternative')
	},
	virtual_camera: {
		title: 'The liveness challenge answered through a camera that is a program',
		expected: toPerson('virtual_camera_suspected')
	},
	liveness_action_missing: {
		title: 'Somebody who sits still when asked to move',
		expected: reopened('liveness', 'liveness_action_missing')
	},
	liveness_frames_frozen: {
		title: 'A still picture in place of a recording',
		expected: reopened('liveness', 'liveness_frames_frozen')
	},
	liveness_wrong_order: {
		title: 'The movements of a challenge in another order',
		expected: reopened('liveness', 'liveness_wrong_order')
	},
	liveness_face_lost: {
		title: 'Somebody who leaves the picture while the challenge runs',
		expected: reopened('liveness', 'liveness_face_lost')
	},
	liveness_face_changed: {
		title: 'A challenge that one person begins and another ends',
		expected: reopened('liveness', 'liveness_face_changed')
	},
	liveness_frames_repeated: {
		title: 'A recording that shows some of its frames again',
		expected: reopened('liveness', 'liveness_frames_repeated')
	},
	liveness_frames_altered: {
		title: 'A recording of which some frames were saved by another program',
		expected: reopened('liveness', 'liveness_frames_altered')
	},
	liveness_timing_impossible: {
		title: 'A recording that says it took longer than it did',
		expected: reopened('liveness', 'liveness_timing_impossible')
	},
	face_turned_away: {
		title: 'A selfie that looks to the side',
		expected: reopened('selfie', 'face_turned_away')
	},
	wrong_side: { title: 'The back of a card in place of its front', expected: reopened('id_front', 'wrong_side') },
	no_document: { title: 'A desk without a document', expected: reopened('id_front', 'document_not_found') },
	document_cut_off: {
		title: 'A passport that is not wholly in the picture',
		expected: reopened('id_front', 'document_cut_off')
	},
	document_mirrored: {
		title: 'A passport as a mirror shows it',
		expected: reopened('id_front', 'document_mirrored')
	},
	no_face: { title: 'A sheet of paper where a face should be', expected: reopened('selfie', 'face_not_found') },
	two_faces: { title: 'A selfie with two people in it', expected: reopened('selfie', 'several_faces') },
	face_too_small: { title: 'A selfie from across the room', expected: reopened('selfie', 'face_too_small') },
	blurred: { title: 'A blurred picture of a passport', expected: refused('id_front', 'image_blurred') },
	glare: { title: 'A lamp mirrored in a passport', expected: refused('id_front', 'image_glare') },
	dark: { title: 'A passport in the dark', expected: refused('id_front', 'image_too_dark') },
	too_small: { title: 'A picture the size of a stamp', expected: refused('id_front', 'image_too_small') },
	unreadable: {
		title: 'A file that was cut short',
		expected: { result: 'refused', slot: 'id_front', code: 'IMAGE_UNREADABLE', reasons: [] }
	},
	wrong_file_type: {
		title: 'An animated GIF',
		expected: { result: 'refused', slot: 'id_front', code: 'IMAGE_TYPE_UNSUPPORTED', reasons: [] }
	}
} as const satisfies Record<string, Scenario>;

export type ScenarioId = keyof typeof ALL;
export const SCENARIOS: Readonly<Record<ScenarioId, Scenario>> = ALL;
export const SCENARIO_IDS = Object.keys(ALL) as [ScenarioId, ...ScenarioId[]];
