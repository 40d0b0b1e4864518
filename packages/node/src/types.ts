/** What the API speaks. A test of the server's repository holds these against its own schemas. */

export type Environment = 'test' | 'live';
export type SessionStatus = 'created' | 'capturing' | 'processing' | 'completed' | 'expired' | 'canceled' | 'redacted';
export type ReviewStatus = 'none' | 'pending_review' | 'approved' | 'rejected';
export type CheckOutcome = 'pass' | 'fail' | 'inconclusive' | 'not_run';
export type EvidenceSlot = 'id_front' | 'id_back' | 'poa' | 'selfie' | 'liveness';
export type DocumentType = 'passport' | 'id_card' | 'driving_licence' | 'residence_permit' | 'visa' | 'unknown';
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface CreateSession {
	externalUserId?: string;
	returnUrl?: string;
	webhookUrl?: string;
	/** 16 characters or more, yours to choose. */
	webhookSecret?: string;
	/** At most 16 KiB as JSON; comes back in every event. */
	metadata?: Record<string, Json>;
	/** A language tag. */
	locale?: string;
	/** 300 to 604800; one day when absent. */
	expiresInSeconds?: number;
	expectedDetails?: { firstName?: string; lastName?: string; dateOfBirth?: string; address?: string };
	policy?: {
		allowedDocumentTypes?: Exclude<DocumentType, 'unknown'>[];
		/** Three-letter codes (ISO 3166-1). */
		allowedCountries?: string[];
		minimumAge?: number;
		require?: { idBack?: 'auto' | boolean; selfie?: boolean; liveness?: boolean; poa?: boolean };
	};
}

/** The way into a session; whoever holds it can act as the applicant. */
export interface SessionLink {
	ok: true;
	sessionId: string;
	/** An older name of `clientSecret`. */
	token: string;
	clientSecret: string;
	hostedUrl: string;
	expiresAt: string;
}

export interface CreatedSession extends SessionLink {
	warnings?: { code: 'RETURN_URL_IGNORED' }[];
}

export interface SessionSummary {
	sessionId: string;
	environment: Environment;
	externalUserId: string | null;
	metadata: Record<string, Json>;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
	createdAt: string;
	expiresAt: string;
	completedAt: string | null;
}

export interface Session extends SessionSummary {
	ok: true;
	decision: Decision | null;
	checks: Check[];
	fields: Record<string, Field>;
	artifacts: Artifact[];
	timeline: { at: string; action: string; actor: string }[];
}

export interface Decision {
	outcome: 'approved' | 'rejected' | 'pending_review';
	reasons: string[];
	/** `policy`, or the id of the person. */
	decidedBy: string;
	decidedAt: string;
	policyVersion: number;
}

export interface Check {
	name: string;
	outcome: CheckOutcome;
	reasonCodes: string[];
	required: boolean;
	score: number | null;
	threshold: number | null;
}

/** As fractions of the picture. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface Field {
	value: string;
	source: 'viz' | 'mrz' | 'barcode' | 'reviewer';
	/** 0 to 1. */
	score: number;
	box: Box | null;
}

export interface Artifact {
	artifactId: string;
	slot: EvidenceSlot;
	kind: 'picture' | 'heatmap' | 'signal_maps' | 'original';
	mediaType: string;
	width: number | null;
	height: number | null;
	url: string;
}

export interface ListSessions {
	externalUserId?: string;
	status?: SessionStatus;
	reviewStatus?: ReviewStatus;
	/** ISO 8601. */
	createdAfter?: string;
	createdBefore?: string;
	/** Sessions a page, 1 to 100. */
	limit?: number;
}

export interface EventRecord {
	id: string;
	type: WebhookEvent['event'];
	sequence: number;
	/** `none`: no webhookUrl was set, nothing is sent. */
	state: 'none' | 'pending' | 'delivered' | 'failed';
	url: string | null;
	createdAt: string;
	deliveredAt: string | null;
	attempts: {
		number: number;
		startedAt: string;
		durationMs: number;
		status: number | null;
		error: string | null;
		responseText: string | null;
		nextAttemptAt: string | null;
	}[];
}

interface EventParts {
	/** `evt_…`: know an event that arrives twice by it. */
	id: string;
	/** From 1 for each session: sort by it. */
	sequence: number;
	createdAt: string;
	apiVersion: string;
	environment: Environment;
	verificationSessionId: string;
	externalUserId: string | null;
	metadata: Record<string, Json>;
	status: SessionStatus;
	reviewStatus: ReviewStatus;
}

export interface ExtractionEvent extends EventParts {
	event: 'verification.extraction';
	slot: 'id_front' | 'id_back' | 'poa';
	document: { type: string; issuingState: string | null; side: 'front' | 'back' | 'unknown' };
	fields: Record<string, Field>;
	mrz: {
		format: string;
		lines: string[];
		valid: boolean;
		checks: Record<string, 'valid' | 'invalid' | 'absent'>;
	} | null;
	barcode: { format: string; aamvaVersion: number | null } | null;
	quality: { sharpness: number; brightness: number; glareShare: number } | null;
	tamper: {
		score: number;
		signals: { kind: string; score: number }[];
		regions: { box: Box; score: number; signals: string[]; fields: string[] }[];
	} | null;
	heatmaps: { artifactId: string; url: string; kind: string }[];
}

export interface CompletedEvent extends EventParts {
	event: 'verification.completed';
	decision: Decision;
	checks: Check[];
	fields: Record<string, Field>;
}

export type WebhookEvent = ExtractionEvent | CompletedEvent;

export interface Scenario {
	id: string;
	title: string;
	conditions: Record<string, unknown>;
	expected: ScenarioExpectation;
}

export type ScenarioExpectation =
	| { result: 'decided'; reviewStatus: 'approved' | 'rejected' | 'pending_review'; reasons: readonly string[] }
	| { result: 'reopened'; slot: EvidenceSlot; reasons: readonly string[] }
	| { result: 'refused'; slot: EvidenceSlot; code: string; reasons: readonly string[] };

export interface ScenarioRun {
	ok: true;
	sessionId: string;
	scenario: string;
	state: 'waiting' | 'played' | 'failed';
	/** Why it failed, as a code. */
	reason: string | null;
	refused: { slot: EvidenceSlot; code: string; reasons: string[] } | null;
	feedback: { slot: EvidenceSlot; codes: string[] }[];
	expected: ScenarioExpectation;
}
