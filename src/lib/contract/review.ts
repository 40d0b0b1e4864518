/** What the dashboard shows. Zod-free types only: these travel through tRPC, never through the public API. */
import type { ReasonCode } from './reasonCodes';
import type {
	CheckOutcome,
	DocumentType,
	Environment,
	EvidenceSlot,
	FieldName,
	FieldSource,
	ReviewStatus,
	SessionStatus
} from './slots';

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

export interface ReviewPicture {
	artifactId: string;
	slot: EvidenceSlot;
	width: number;
	height: number;
	/** The tamper heatmap that lies over this picture. */
	heatmapArtifactId: string | null;
	boxes: { kind: 'viz' | 'mrz' | 'barcode' | 'portrait' | 'face'; label: string; box: BoxFraction }[];
	/** Where signs of editing stand, which signals saw them, and what of the document they touch. */
	tamperRegions: { signals: string[]; fields: string[]; score: number; box: BoxFraction }[];
	attempt: number;
	state: string;
	reasonCodes: string[];
}

export interface ReviewCheck {
	name: string;
	outcome: CheckOutcome;
	reasonCodes: string[];
	required: boolean;
	score: number | null;
	threshold: number | null;
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
	holderName: string | null;
	document: { type: DocumentType; issuingState: string | null } | null;
	mrz: { format: string; lines: string[]; valid: boolean } | null;
	/** Liveness and face figures in plain numbers, with the line they are judged by. */
	pictures: ReviewPicture[];
	fields: ReviewField[];
	checks: ReviewCheck[];
	/** Newest first; automatic and human side by side. */
	decisions: ReviewDecision[];
	timeline: { at: number; action: string; actor: string }[];
	webhooks: ReviewWebhookEvent[];
	/** The figures that the models gave, as measured, for whoever wants to see all. */
	raw: unknown;
	canDecide: boolean;
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

/** How often steps of one session may be asked for again: after that a person decides on what is there. */
export const RESUBMISSION_LIMIT = 3;

const DOCUMENT_ADVICE = [
	'image_blurred',
	'image_glare',
	'image_too_dark',
	'document_cut_off',
	'wrong_side',
	'image_too_small',
	'document_not_found',
	'document_mirrored'
] as const satisfies readonly ReasonCode[];

/** What to do better, by step. Each has advice on the applicant's page, in every language. */
export const RESUBMISSION_REASONS = {
	id_front: DOCUMENT_ADVICE,
	id_back: DOCUMENT_ADVICE,
	poa: [...DOCUMENT_ADVICE, 'file_unreadable'],
	selfie: [
		'image_blurred',
		'image_too_dark',
		'face_too_small',
		'face_turned_away',
		'several_faces',
		'face_not_found',
		'image_glare'
	],
	liveness: ['liveness_face_lost', 'liveness_action_missing', 'liveness_wrong_order']
} as const satisfies Record<EvidenceSlot, readonly ReasonCode[]>;

/** Who is at work on a session, and until when unless they go on. */
export interface ReviewClaim {
	/** E-mail address. */
	by: string;
	mine: boolean;
	claimedAt: number;
	expiresAt: number;
}

/** `by` is null where nobody holds it: it waits for no person any more, or for another person than this one. */
export type ClaimResult =
	{ claimed: true; expiresAt: number } | { claimed: false; by: string | null; expiresAt: number | null };

export interface QueueRow extends ReviewRow {
	/** Since when it waits for a person. */
	waitingSince: number;
	claim: ReviewClaim | null;
	/** A first person's word that waits for a second. */
	proposal: { outcome: 'approved' | 'rejected'; by: string; mine: boolean } | null;
}

/** `proposed`: kept as a first word, another person's is needed. */
export interface DecisionResult {
	state: 'decided' | 'proposed';
}

export interface AskedAgain {
	/** Shown this once: only its hash is kept. */
	hostedUrl: string;
	expiresAt: number;
	number: number;
	limit: number;
}

export interface ReviewProposal {
	id: string;
	outcome: 'approved' | 'rejected';
	reasonCodes: string[];
	by: string;
	mine: boolean;
	state: 'open' | 'confirmed' | 'overridden' | 'replaced' | 'withdrawn';
	comment: string | null;
	applicantComment: string | null;
	createdAt: number;
}

export interface ReviewCorrection {
	name: FieldName;
	original: { value: string; source: string } | null;
	corrected: string;
	by: string;
	createdAt: number;
}

export interface ReviewResubmission {
	slot: EvidenceSlot;
	number: number;
	reasonCodes: string[];
	by: string;
	comment: string | null;
	applicantComment: string | null;
	createdAt: number;
}

/** Where the review of one session stands: what a person needs to know before they decide, and after somebody else did. */
export interface ReviewStanding {
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	completedAt: number | null;
	/** The newest decision, whoever made it. */
	decided: { outcome: Exclude<ReviewStatus, 'none'>; by: string; at: number } | null;
	/** What the policy decided, or what a failed required check amounts to. Deciding otherwise needs a reason. */
	recommendation: 'approved' | 'rejected' | null;
	secondApproval: 'off' | 'approvals' | 'all';
	claim: ReviewClaim | null;
	/** Newest first; at most one is open. */
	proposals: ReviewProposal[];
	/** Oldest first; the newest of a field counts. */
	corrections: ReviewCorrection[];
	/** Each field as it goes out now, for the form that corrects it. */
	fields: { name: FieldName; value: string; source: string }[];
	resubmissions: ReviewResubmission[];
	/** Steps that may be asked for again; empty once the limit is reached. */
	askable: EvidenceSlot[];
}
