/** What the dashboard shows. Zod-free types only: these travel through tRPC, never through the public API. */
import type { CheckRates } from './checkRates';
import type { OperatingPointFigures } from './faceOperatingPoints';
import type { ReasonCode } from './reasonCodes';
import type {
	CaptureStep,
	CheckOutcome,
	DocumentType,
	Environment,
	EvidenceSlot,
	FieldName,
	FieldSource,
	LivenessAction,
	ReviewStatus,
	SessionStatus
} from './slots';

/** What a reviewer read in a field where the machine read something else, or nothing. */
export interface ReviewCorrection {
	name: FieldName;
	original: { value: string; source: string } | null;
	corrected: string;
	by: string;
	createdAt: number;
}

export interface ReviewRow {
	sessionId: string;
	environment: Environment;
	externalUserId: string | null;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	/** Name as read from the document; null until there is one, or after erasure. */
	holderName: string | null;
	documentType: DocumentType | null;
	issuingState: string | null;
	/** The reasons of the newest decision, strongest first. */
	reasons: string[];
	/** In alphabetical order. */
	tags: string[];
	/** E-mail address of the colleague who looks after it. */
	assignee: string | null;
	createdAt: number;
	completedAt: number | null;
}

export interface BoxFraction {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface ReviewField {
	name: FieldName;
	source: FieldSource;
	value: string;
	score: number;
	box: BoxFraction | null;
	slot: EvidenceSlot;
	/** Against the other sources of the same field: true agrees, false differs, null nothing to compare with. */
	agrees: boolean | null;
}

/** What the tenant said beforehand of one field. */
export interface ReviewExpected {
	name: FieldName;
	/** Null where the reader's role may not see it. */
	value: string | null;
	/** Against what was read: true agrees, false differs, null nothing was read. */
	agrees: boolean | null;
}

export interface ReviewPicture {
	artifactId: string;
	slot: EvidenceSlot;
	width: number;
	height: number;
	/** The tamper heatmap that lies over this picture. */
	heatmapArtifactId: string | null;
	/** The same signal by signal, from above to below in one picture. */
	signalMaps: { artifactId: string; signals: string[] } | null;
	boxes: { kind: 'viz' | 'mrz' | 'barcode' | 'portrait' | 'face'; label: string; box: BoxFraction }[];
	/** Where signs of editing stand, which signals saw them, and what of the document they touch. */
	tamperRegions: { signals: string[]; fields: string[]; score: number; box: BoxFraction }[];
	attempt: number;
	state: string;
	reasonCodes: string[];
}

/** A picture that was handed in and is no longer kept. */
export interface ReviewErased {
	slot: EvidenceSlot;
	attempt: number;
	/** When it was erased; null where the log does not say. */
	at: number | null;
}

export interface ReviewFrame {
	/** From 0, in the order in which they were taken. */
	number: number;
	atMs: number;
	/** 0: asked to look ahead; from 1: the action with that number. */
	step: number;
	face: boolean;
}

/** How the newest recording answered its challenge. */
export interface ReviewLiveness {
	evidenceId: string;
	attempt: number;
	/** The way without movements was taken: there are no frames. */
	alternative: boolean;
	reasonCodes: string[];
	actions: { action: LivenessAction; frame: number | null }[];
	frames: ReviewFrame[];
	/** Whether the frames themselves are still kept. */
	framesKept: boolean;
	/** Least cosine between the face that looks ahead and those after it. */
	leastAlike: number | null;
	presentation: { score: number; threshold: number } | null;
}

/** Portrait of the document against the selfie, on what was measured of the comparison. */
export interface ReviewFaceMatch {
	score: number;
	threshold: number;
	outcome: CheckOutcome;
	/** Empty where another model file ran than the one that was measured: its figures say nothing of this score. */
	points: readonly OperatingPointFigures[];
	measuredOn: { people: number; photographs: number; matedPairs: number; nonMatedPairs: number } | null;
}

/** What is known of the applicant's device: nothing is gathered for the purpose. */
export interface ReviewDevice {
	/** Language asked for by the tenant. */
	locale: string | null;
	consent: { textVersion: string; locale: string; at: number } | null;
	/** The camera's name as the browser gave it with the recording. */
	camera: string | null;
	/** How often the session went on with another device. */
	moves: number;
}

export interface ReviewTimelineEntry {
	at: number;
	action: string;
	actor: string;
	/** What the applicant's page said went wrong. */
	trouble: { code: string; step: CaptureStep; errorCode: string | null } | null;
	slot: EvidenceSlot | null;
}

export interface ReviewCheck {
	name: string;
	outcome: CheckOutcome;
	reasonCodes: string[];
	required: boolean;
	score: number | null;
	threshold: number | null;
	/** How often it errs at that threshold; null where that was not measured. */
	rates: CheckRates | null;
}

export interface ReviewDecision {
	outcome: Exclude<ReviewStatus, 'none'>;
	reasonCodes: string[];
	/** `policy`, or the person's e-mail address. */
	decidedBy: string;
	comment: string | null;
	/** What the applicant reads. */
	applicantComment: string | null;
	policyVersion: number;
	createdAt: number;
}

export interface ReviewWebhookAttempt {
	number: number;
	startedAt: number;
	durationMs: number;
	status: number | null;
	error: string | null;
	responseText: string | null;
	nextAttemptAt: number | null;
}

export interface ReviewWebhookEvent {
	id: string;
	sequence: number;
	type: string;
	state: string;
	url: string | null;
	createdAt: number;
	deliveredAt: number | null;
	attempts: ReviewWebhookAttempt[];
}

export interface ReviewView {
	sessionId: string;
	environment: Environment;
	externalUserId: string | null;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	metadata: { [key: string]: unknown };
	/** The colleague who looks after it. */
	assigneeId: string | null;
	/** In alphabetical order. */
	tags: string[];
	holderName: string | null;
	document: { type: DocumentType; issuingState: string | null } | null;
	mrz: { format: string; lines: string[]; valid: boolean } | null;
	pictures: ReviewPicture[];
	erased: ReviewErased[];
	fields: ReviewField[];
	/** Oldest first; the newest of a field counts. */
	corrections: ReviewCorrection[];
	expected: ReviewExpected[];
	faceMatch: ReviewFaceMatch | null;
	liveness: ReviewLiveness | null;
	device: ReviewDevice;
	checks: ReviewCheck[];
	/** Newest first; automatic and human side by side. */
	decisions: ReviewDecision[];
	timeline: ReviewTimelineEntry[];
	webhooks: ReviewWebhookEvent[];
	/** The figures that the models gave, as measured, for whoever wants to see all. */
	raw: unknown;
	canDecide: boolean;
	/** Whether the reader may take the decision bundle away. */
	canExport: boolean;
	createdAt: number;
	expiresAt: number;
	completedAt: number | null;
}

/** Reasons that a person may give for a decision. */
export const HUMAN_REASONS = [
	'manual_review_required',
	'document_expired',
	'document_type_not_allowed',
	'country_not_allowed',
	'under_minimum_age',
	'mrz_check_digit_mismatch',
	'printed_zone_mismatch',
	'face_mismatch',
	'presentation_attack_suspected',
	'tamper_suspected',
	'image_quality_low',
	'expected_name_mismatch',
	'address_name_mismatch'
] as const satisfies readonly ReasonCode[];
export type HumanReason = (typeof HUMAN_REASONS)[number];
