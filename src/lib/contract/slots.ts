/** Zod-free: the browser imports these values. */

export const EVIDENCE_SLOTS = ['id_front', 'id_back', 'poa', 'selfie', 'liveness'] as const;
export type EvidenceSlot = (typeof EVIDENCE_SLOTS)[number];

/** Slots that one picture fills by `PUT …/evidence/{slot}`; `liveness` takes a burst of frames instead. */
export const PICTURE_SLOTS = ['id_front', 'id_back', 'poa', 'selfie'] as const satisfies readonly EvidenceSlot[];
export type PictureSlot = (typeof PICTURE_SLOTS)[number];

/** What a liveness challenge may ask for; left and right are the person's own. */
export const LIVENESS_ACTIONS = ['turn_left', 'turn_right', 'nod', 'blink', 'smile'] as const;
export type LivenessAction = (typeof LIVENESS_ACTIONS)[number];

export const ENVIRONMENTS = ['test', 'live'] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

export const SESSION_STATUSES = [
	'created',
	'capturing',
	'processing',
	'completed',
	'expired',
	'canceled',
	'redacted'
] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

export const REVIEW_STATUSES = ['none', 'pending_review', 'approved', 'rejected'] as const;
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

export const CHECK_OUTCOMES = ['pass', 'fail', 'inconclusive', 'not_run'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

export const DOCUMENT_TYPES = [
	'passport',
	'id_card',
	'driving_licence',
	'residence_permit',
	'visa',
	'unknown'
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

export const DOCUMENT_SIDES = ['front', 'back', 'unknown'] as const;
export type DocumentSide = (typeof DOCUMENT_SIDES)[number];

export const FIELD_NAMES = [
	'primaryIdentifier',
	'secondaryIdentifier',
	'fullName',
	'documentNumber',
	'personalNumber',
	'dateOfBirth',
	'dateOfExpiry',
	'dateOfIssue',
	'sex',
	'nationality',
	'issuingState',
	'placeOfBirth',
	'authority',
	'address',
	'issuer',
	'documentDate',
	'accountNumber'
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export const FIELD_SOURCES = ['viz', 'mrz', 'barcode'] as const;
export type FieldSource = (typeof FIELD_SOURCES)[number];

/** Where the value of a field that goes out comes from: read from the document, or put right by a reviewer. */
export const FIELD_VALUE_SOURCES = [...FIELD_SOURCES, 'reviewer'] as const;
export type FieldValueSource = (typeof FIELD_VALUE_SOURCES)[number];

export const CAPTURE_STEPS = [
	'consent',
	'id_front',
	'id_back',
	'selfie',
	'liveness',
	'poa',
	'submit',
	'processing',
	'result'
] as const;
export type CaptureStep = (typeof CAPTURE_STEPS)[number];

export const SLOT_STATES = ['empty', 'analyzing', 'accepted', 'refused'] as const;
export type SlotState = (typeof SLOT_STATES)[number];

export const MEMBER_ROLES = ['owner', 'admin', 'reviewer', 'viewer'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** Contract, Applicant API: how long a code for another device lives. */
export const HANDOFF_LIFE_MS = 5 * 60_000;

/** How long the instructions for a recording live, and by how much each extension lengthens that: far more than most people need. */
export const CHALLENGE_LIFE_MS = 5 * 60_000;

/** A burst of liveness frames: enough for three movements at five frames a second, little enough for a phone's network. */
export const LIVENESS_BURST = {
	minFrames: 12,
	maxFrames: 90,
	/** Each step needs this many. */
	minStepFrames: 4,
	/** From the first frame to the last. */
	maxMs: 120_000,
	maxFrameBytes: 400_000,
	maxBytes: 12_582_912
} as const;

/** Recordings of the liveness step: all but the last can be refused with advice, the last goes to a person as it is. */
export const LIVENESS_ATTEMPTS = 4;

/** How many are left after so many; never none, since whoever is asked may record. */
export const livenessAttemptsLeft = (attempts: number): number => Math.max(1, LIVENESS_ATTEMPTS - attempts);

/** Largest upload, in bytes: 15 MiB (contract, Applicant API). */
export const MAX_UPLOAD_BYTES = 15_728_640;
