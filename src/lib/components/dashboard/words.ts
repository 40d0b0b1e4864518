/** What people of the back office are told: words for each state of the contract. Reasons and errors: see $lib/i18n. */
import type { SecondStepKind } from '$lib/contract/people';
import type { ReviewTimelineEntry } from '$lib/contract/review';
import type {
	CaptureStep,
	CheckOutcome,
	DocumentType,
	Environment,
	EvidenceSlot,
	FieldName,
	FieldSource,
	LivenessAction,
	MemberRole,
	ReviewStatus,
	SessionStatus
} from '$lib/contract/slots';
import type { IconName, Tone } from '$lib/components/ui';
import { m } from '$lib/paraglide/messages';
import { ACTION_WORDS } from './actionWords';

interface Word {
	text: () => string;
	tone: Tone;
	icon?: IconName;
}

export const STATUS_WORDS: Record<SessionStatus, Word> = {
	created: { text: m.dash_status_created, tone: 'neutral' },
	capturing: { text: m.dash_status_capturing, tone: 'accent', icon: 'camera' },
	processing: { text: m.dash_status_processing, tone: 'accent', icon: 'clock' },
	completed: { text: m.dash_status_completed, tone: 'neutral', icon: 'check' },
	expired: { text: m.dash_status_expired, tone: 'neutral', icon: 'clock' },
	canceled: { text: m.dash_status_canceled, tone: 'neutral', icon: 'ban' },
	redacted: { text: m.dash_status_redacted, tone: 'neutral', icon: 'trash' }
};

export const REVIEW_WORDS: Record<ReviewStatus, Word> = {
	none: { text: m.dash_review_none, tone: 'neutral' },
	pending_review: { text: m.dash_review_pending, tone: 'warn', icon: 'eye' },
	approved: { text: m.dash_review_approved, tone: 'ok', icon: 'checkCircle' },
	rejected: { text: m.dash_review_rejected, tone: 'bad', icon: 'crossCircle' }
};

export const OUTCOME_WORDS: Record<CheckOutcome, Required<Word>> = {
	pass: { text: m.dash_outcome_pass, tone: 'ok', icon: 'checkCircle' },
	fail: { text: m.dash_outcome_fail, tone: 'bad', icon: 'crossCircle' },
	inconclusive: { text: m.dash_outcome_inconclusive, tone: 'warn', icon: 'alert' },
	not_run: { text: m.dash_outcome_not_run, tone: 'neutral', icon: 'minus' }
};

export const ENVIRONMENT_WORDS: Record<Environment, () => string> = {
	test: m.dash_environment_test,
	live: m.dash_environment_live
};

export const ROLE_WORDS: Record<MemberRole, () => string> = {
	owner: m.dash_role_owner,
	admin: m.dash_role_admin,
	reviewer: m.dash_role_reviewer,
	viewer: m.dash_role_viewer
};

export const SECOND_STEP_WORDS: Record<SecondStepKind, () => string> = {
	app: m.dash_people_kind_app,
	passkey: m.dash_people_kind_passkey
};

export const SLOT_WORDS: Record<EvidenceSlot, () => string> = {
	id_front: m.dash_slot_id_front,
	id_back: m.dash_slot_id_back,
	poa: m.dash_slot_poa,
	selfie: m.dash_slot_selfie,
	liveness: m.dash_slot_liveness
};

export const DOCUMENT_WORDS: Record<DocumentType, () => string> = {
	passport: m.dash_document_passport,
	id_card: m.dash_document_id_card,
	driving_licence: m.dash_document_driving_licence,
	residence_permit: m.dash_document_residence_permit,
	visa: m.dash_document_visa,
	unknown: m.dash_document_unknown
};

export const SOURCE_WORDS: Record<FieldSource, () => string> = {
	viz: m.dash_source_viz,
	mrz: m.dash_source_mrz,
	barcode: m.dash_source_barcode
};

export const FIELD_WORDS: Record<FieldName, () => string> = {
	primaryIdentifier: m.dash_field_primaryIdentifier,
	secondaryIdentifier: m.dash_field_secondaryIdentifier,
	fullName: m.dash_field_fullName,
	documentNumber: m.dash_field_documentNumber,
	personalNumber: m.dash_field_personalNumber,
	dateOfBirth: m.dash_field_dateOfBirth,
	dateOfExpiry: m.dash_field_dateOfExpiry,
	dateOfIssue: m.dash_field_dateOfIssue,
	sex: m.dash_field_sex,
	nationality: m.dash_field_nationality,
	issuingState: m.dash_field_issuingState,
	placeOfBirth: m.dash_field_placeOfBirth,
	authority: m.dash_field_authority,
	address: m.dash_field_address,
	issuer: m.dash_field_issuer,
	documentDate: m.dash_field_documentDate,
	accountNumber: m.dash_field_accountNumber
};

const TAMPER_SIGNAL_WORDS: Record<string, () => string> = {
	errorLevel: m.dash_tamper_signal_errorLevel,
	noise: m.dash_tamper_signal_noise,
	doubleCompression: m.dash_tamper_signal_doubleCompression,
	copyMove: m.dash_tamper_signal_copyMove,
	recapture: m.dash_tamper_signal_recapture,
	textEdit: m.dash_tamper_signal_textEdit,
	irregularPrint: m.dash_tamper_signal_irregularPrint,
	irregularBaseline: m.dash_tamper_signal_irregularBaseline,
	photoSubstitution: m.dash_tamper_signal_photoSubstitution,
	ghostMismatch: m.dash_tamper_signal_ghostMismatch
};

const TAMPERED_PART_WORDS: Record<string, () => string> = {
	...FIELD_WORDS,
	portrait: m.dash_tamper_part_portrait,
	ghostPortrait: m.dash_tamper_part_ghostPortrait,
	mrz: m.dash_tamper_part_mrz,
	barcode: m.dash_tamper_part_barcode
};

/** What one signal says of a place. */
export const tamperSignalWords = (signal: string): string => TAMPER_SIGNAL_WORDS[signal]?.() ?? signal;

/** What signs of editing were seen, and where on the document: "Date of birth: paper painted over". */
export function tamperRegionWords({ signals, fields }: { signals: string[]; fields: string[] }): string {
	const named = fields.map((field) => TAMPERED_PART_WORDS[field]?.() ?? field);
	return m.dash_tamper_region({
		place: named.length > 0 ? named.join(', ') : m.dash_tamper_elsewhere(),
		signals: signals.map(tamperSignalWords).join(', ')
	});
}

const CHECK_WORDS: Record<string, () => string> = {
	image_quality: m.dash_check_image_quality,
	document_type: m.dash_check_document_type,
	document_country: m.dash_check_document_country,
	document_expiry: m.dash_check_document_expiry,
	age: m.dash_check_age,
	mrz: m.dash_check_mrz,
	barcode: m.dash_check_barcode,
	printed_zone: m.dash_check_printed_zone,
	document_sides: m.dash_check_document_sides,
	expected_details: m.dash_check_expected_details,
	face_match: m.dash_check_face_match,
	liveness: m.dash_check_liveness,
	tamper: m.dash_check_tamper,
	address: m.dash_check_address
};

/** What the audit log's filter offers. */
export const KNOWN_ACTIONS: readonly string[] = Object.keys(ACTION_WORDS);

const ACTOR_WORDS: Record<string, () => string> = {
	policy: m.dash_actor_policy,
	operator: m.dash_actor_operator,
	tenant: m.dash_actor_tenant,
	applicant: m.dash_actor_applicant,
	system: m.dash_actor_system
};

export const KNOWN_ACTORS: readonly string[] = Object.keys(ACTOR_WORDS);

export const STEP_WORDS: Record<CaptureStep, () => string> = {
	consent: m.dash_step_consent,
	id_front: m.dash_step_id_front,
	id_back: m.dash_step_id_back,
	selfie: m.dash_step_selfie,
	liveness: m.dash_step_liveness,
	poa: m.dash_step_poa,
	submit: m.dash_step_submit,
	processing: m.dash_step_processing,
	result: m.dash_step_result
};

export const LIVENESS_WORDS: Record<LivenessAction, () => string> = {
	turn_left: m.dash_liveness_turn_left,
	turn_right: m.dash_liveness_turn_right,
	nod: m.dash_liveness_nod,
	blink: m.dash_liveness_blink,
	smile: m.dash_liveness_smile
};

const TROUBLE_WORDS: Record<string, () => string> = {
	camera_unanswered: m.dash_trouble_camera_unanswered,
	camera_denied: m.dash_trouble_camera_denied,
	camera_missing: m.dash_trouble_camera_missing,
	camera_busy: m.dash_trouble_camera_busy,
	camera_insecure: m.dash_trouble_camera_insecure,
	camera_no_frames: m.dash_trouble_camera_no_frames,
	camera_lost: m.dash_trouble_camera_lost,
	network_lost: m.dash_trouble_network_lost,
	call_failed: m.dash_trouble_call_failed,
	page_part_missing: m.dash_trouble_page_part_missing,
	script_failed: m.dash_trouble_script_failed
};

/** What the applicant's page said went wrong: "The camera was not allowed, at step: selfie". */
export function troubleWords({ code, step, errorCode }: NonNullable<ReviewTimelineEntry['trouble']>): string {
	const what = errorCode ? m.dash_trouble_call_failed_code({ code: errorCode }) : wordOr(TROUBLE_WORDS, code);
	return m.dash_trouble({ what, step: STEP_WORDS[step]() });
}

/** A name that this version has no words for is shown as it is: better a code than nothing. */
const wordOr = (words: Record<string, () => string>, code: string): string =>
	Object.hasOwn(words, code) ? (words[code]?.() ?? code) : code;

export const checkWord = (name: string): string => wordOr(CHECK_WORDS, name);
export const actionWord = (action: string): string => wordOr(ACTION_WORDS, action);
export const actorWord = (actor: string): string => wordOr(ACTOR_WORDS, actor);
