/** Tables for SQLite. pg.ts has the same names and JS types; schema.test.ts compares the two. Times are integer milliseconds. */
import { sql } from 'drizzle-orm';
import { blob, index, integer, primaryKey, sqliteTable as table, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type {
	CheckOutcome,
	DocumentType,
	Environment,
	EvidenceSlot,
	FieldName,
	LivenessAction,
	MemberRole,
	ReviewStatus,
	SessionStatus
} from '$lib/contract/slots';
import type { StoredPolicyInput } from '$lib/contract/policy';
import type { ModelHashes } from '$lib/server/vision/types';
import type { Policy } from '$lib/contract/policy';
import type {
	ArtifactKind,
	AuditActorType,
	AuditDetail,
	EvidenceState,
	JobPayload,
	JsonObject,
	MarkKind,
	ProposalState
} from './types';
import { COUNTED_TOO_EARLY, TO_BE_COUNTED } from './retention';

const ms = (name: string) => integer(name, { mode: 'number' });
const int = (name: string) => integer(name, { mode: 'number' });
const bool = (name: string) => integer(name, { mode: 'boolean' });
const bytes = (name: string) => blob(name, { mode: 'buffer' });
const json = (name: string) => text(name, { mode: 'json' });

export const organizations = table('organizations', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	/** #rrggbb as chosen; pages bring its lightness to where text on it can be read. Null: the product's own. */
	brandAccent: text('brand_accent'),
	/** PNG that this server drew anew from what was uploaded. Null: the name stands there. */
	brandLogo: bytes('brand_logo'),
	/** Where both are served from; a new one with each change, so that caches never show what was. Null: nothing chosen. */
	brandKey: text('brand_key').unique(),
	/** Members without a second step reach nothing of it until they have set one up. */
	secondStepRequired: bool('second_step_required').notNull().default(false),
	/** How long a session may wait for a person before the queue marks it, and before it is late. Both null: the product's own times. */
	reviewSoonMinutes: int('review_soon_minutes'),
	reviewDueMinutes: int('review_due_minutes'),
	createdAt: ms('created_at').notNull()
});

export const users = table('users', {
	id: text('id').primaryKey(),
	/** Lower-cased, trimmed. */
	email: text('email').notNull().unique(),
	passwordHash: text('password_hash').notNull(),
	/** When somebody else ended this person's second step: they are told until they say that they have seen it. */
	secondStepEndedAt: ms('second_step_ended_at'),
	createdAt: ms('created_at').notNull()
});

export const memberships = table(
	'memberships',
	{
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		role: text('role').$type<MemberRole>().notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.organizationId, t.userId] }), index('memberships_user').on(t.userId)]
);

export const loginSessions = table(
	'login_sessions',
	{
		/** SHA-256 of the cookie's value: a copy of this table opens nothing. */
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		/** Idle end; slides. */
		expiresAt: ms('expires_at').notNull(),
		/** The absolute end counts from here. */
		createdAt: ms('created_at').notNull(),
		/** Which of the person's organizations is on show; null, or one they left: their first. */
		organizationId: text('organization_id'),
		/** Browser and kind of device in two words, as its list names it. */
		device: text('device')
	},
	(t) => [index('login_sessions_user').on(t.userId)]
);

/** A right password that waits for the second step: opens nothing by itself. */
export const pendingLogins = table(
	'pending_logins',
	{
		/** SHA-256 of the cookie's value. */
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		expiresAt: ms('expires_at').notNull(),
		/** Codes that were tried. */
		attempts: int('attempts').notNull()
	},
	(t) => [index('pending_logins_user').on(t.userId)]
);

/** The app that shows a person's codes (RFC 6238). */
export const secondSteps = table('second_steps', {
	userId: text('user_id')
		.primaryKey()
		.references(() => users.id),
	secretSealed: bytes('secret_sealed').notNull(),
	/** Null until a first code was right: nothing is asked for before. */
	confirmedAt: ms('confirmed_at'),
	/** The newest time step whose code was used: it opens nothing again. */
	lastStep: int('last_step').notNull()
});

/** A public key of WebAuthn; its other half never leaves the device or password manager that made it. */
export const passkeys = table(
	'passkeys',
	{
		/** The credential's id, base64url. */
		id: text('id').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		/** COSE. */
		publicKey: bytes('public_key').notNull(),
		/** As the authenticator counted at the last use; 0 for those that do not count. */
		counter: ms('counter').notNull(),
		/** How the browser reaches it, in WebAuthn's words, with commas between. */
		transports: text('transports').notNull(),
		/** As its person calls it. */
		name: text('name').notNull(),
		createdAt: ms('created_at').notNull(),
		lastUsedAt: ms('last_used_at'),
		/** A new password came since: it opens nothing alone until it was used once after that password. */
		suspendedAt: ms('suspended_at')
	},
	(t) => [index('passkeys_user').on(t.userId)]
);

/** What a passkey has to sign next: five minutes, once, for the browser that asked. */
export const passkeyChallenges = table(
	'passkey_challenges',
	{
		/** SHA-256 of what for, and of what only that browser holds. */
		id: text('id').primaryKey(),
		challengeHash: text('challenge_hash').notNull(),
		expiresAt: ms('expires_at').notNull()
	},
	(t) => [index('passkey_challenges_expires').on(t.expiresAt)]
);

/** For when the phone is gone: each opens one login. */
export const recoveryCodes = table(
	'recovery_codes',
	{
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		codeHash: text('code_hash').notNull()
	},
	(t) => [primaryKey({ columns: [t.userId, t.codeHash] })]
);

/** A link by which somebody joins; only its hash is kept. */
export const invitations = table(
	'invitations',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		email: text('email').notNull(),
		role: text('role').$type<MemberRole>().notNull(),
		tokenHash: text('token_hash').notNull().unique(),
		invitedBy: text('invited_by').notNull(),
		createdAt: ms('created_at').notNull(),
		expiresAt: ms('expires_at').notNull(),
		/** Accepted or taken back. */
		endedAt: ms('ended_at')
	},
	(t) => [index('invitations_organization').on(t.organizationId, t.createdAt)]
);

/** A link by which somebody sets a new password; only its hash is kept, and it goes with its use. */
export const passwordResets = table(
	'password_resets',
	{
		tokenHash: text('token_hash').primaryKey(),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		/** Empty: made on the machine itself, for a person of however many organizations. */
		organizationId: text('organization_id').notNull(),
		createdBy: text('created_by').notNull(),
		expiresAt: ms('expires_at').notNull()
	},
	(t) => [index('password_resets_user').on(t.userId)]
);

export const organizationApiKeys = table(
	'organization_api_keys',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		environment: text('environment').$type<Environment>().notNull(),
		label: text('label').notNull(),
		secretKeyHash: text('secret_key_hash').notNull().unique(),
		publishableKeyHash: text('publishable_key_hash').notNull().unique(),
		secretKeyPrefix: text('secret_key_prefix').notNull(),
		publishableKeyPrefix: text('publishable_key_prefix').notNull(),
		createdBy: text('created_by').notNull(),
		createdAt: ms('created_at').notNull(),
		lastUsedAt: ms('last_used_at'),
		revokedAt: ms('revoked_at')
	},
	(t) => [index('organization_api_keys_organization').on(t.organizationId, t.createdAt)]
);

export const organizationPolicies = table(
	'organization_policies',
	{
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		environment: text('environment').$type<Environment>().notNull(),
		/** From 1; the newest counts, older ones stay because decisions name them. */
		version: int('version').notNull(),
		policy: json('policy').$type<Policy>().notNull(),
		createdBy: text('created_by').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.organizationId, t.environment, t.version] })]
);

/** Days after a session's end. No row: the installation's own numbers. A null: kept until it is redacted. */
export const organizationRetention = table('organization_retention', {
	organizationId: text('organization_id')
		.primaryKey()
		.references(() => organizations.id),
	/** Pictures of the face: selfie, liveness frames. */
	selfieDays: int('selfie_days'),
	/** Pictures of documents and proofs of address, with their heatmaps. */
	documentDays: int('document_days'),
	/** Everything else of the person: the session is redacted. */
	recordDays: int('record_days'),
	updatedBy: text('updated_by').notNull(),
	updatedAt: ms('updated_at').notNull()
});

/** What the sweeps remember about the wall clock, so that one that leaps deletes nothing early. */
export const clockWatch = table('clock_watch', {
	name: text('name').primaryKey(),
	/** The newest wall-clock time that was believed. */
	trustedAt: ms('trusted_at').notNull(),
	/** Wall-clock time of the last look, believed or not. */
	seenAt: ms('seen_at').notNull(),
	/** How long looks have agreed with a clock that leapt, in ms; 0 while it is believed. */
	doubtedMs: ms('doubted_ms').notNull()
});

export const verificationSessions = table(
	'verification_sessions',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		environment: text('environment').$type<Environment>().notNull(),
		externalUserId: text('external_user_id'),
		returnUrl: text('return_url'),
		webhookUrl: text('webhook_url'),
		/** Sealed with the root key (needed again for every delivery), AAD names this session. */
		webhookSecretSealed: bytes('webhook_secret_sealed'),
		metadata: json('metadata').$type<JsonObject>().notNull(),
		locale: text('locale'),
		/** Sealed with the session key: goes when the key goes. */
		expectedDetailsSealed: bytes('expected_details_sealed'),
		/** What the tenant asked for, over the organization's policy. */
		policyInput: json('policy_input').$type<StoredPolicyInput>().notNull(),
		/** The organization's policy version in force at create; 0 = built-in defaults. */
		policyVersion: int('policy_version').notNull(),
		status: text('status').$type<SessionStatus>().notNull(),
		reviewStatus: text('review_status').$type<ReviewStatus>().notNull(),
		clientSecretHash: text('client_secret_hash').notNull().unique(),
		/** SHA-256 of the credential of the device that goes on; null: no other device has taken over. */
		activeCredentialHash: text('active_credential_hash'),
		/** The session key, wrapped by the root key. Null after redaction: everything sealed with it is gone. */
		wrappedKey: bytes('wrapped_key'),
		/** Last webhook sequence given out. */
		sequence: int('sequence').notNull(),
		createdAt: ms('created_at').notNull(),
		expiresAt: ms('expires_at').notNull(),
		submittedAt: ms('submitted_at'),
		completedAt: ms('completed_at'),
		/** As read from the newest document; null until then and after erasure. */
		documentType: text('document_type').$type<DocumentType>(),
		issuingState: text('issuing_state'),
		/** The holder's name for lists, sealed with the session key. */
		holderNameSealed: bytes('holder_name_sealed'),
		/** The person of the team who looks after this session. */
		assigneeId: text('assignee_id'),
		/** The one step that a reviewer asked for again; null: none, or decided since. */
		requestedSlot: text('requested_slot').$type<EvidenceSlot>(),
		/** When the sweep first saw the session ended, by a clock it trusts: retention counts from here. Null: it has not ended. */
		retentionFrom: ms('retention_from')
	},
	(t) => [
		index('verification_sessions_retention').on(t.retentionFrom),
		index('verification_sessions_newest').on(t.organizationId, t.environment, t.createdAt, t.id),
		index('verification_sessions_external').on(t.organizationId, t.environment, t.externalUserId, t.createdAt, t.id),
		index('verification_sessions_status').on(t.organizationId, t.environment, t.status, t.createdAt, t.id),
		index('verification_sessions_review').on(t.organizationId, t.environment, t.reviewStatus, t.createdAt, t.id),
		/** The review queue: what waits for a person, oldest first. */
		index('verification_sessions_queue').on(
			t.organizationId,
			t.environment,
			t.reviewStatus,
			t.status,
			t.completedAt,
			t.id
		),
		index('verification_sessions_expiry').on(t.status, t.expiresAt),
		index('verification_sessions_to_be_counted').on(t.id).where(sql.raw(TO_BE_COUNTED)),
		index('verification_sessions_counted_too_early').on(t.id).where(sql.raw(COUNTED_TOO_EARLY))
	]
);

/**
 * What sessions are found by besides their own columns: one row a session, kind and value, in the order of the list. Words of names and
 * numbers stand here as keyed hashes only. All of a session's rows go when it is redacted.
 */
export const sessionMarks = table(
	'session_marks',
	{
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		kind: text('kind').$type<MarkKind>().notNull(),
		value: text('value').notNull(),
		/** The session's own, so that a page of the list is one stretch of the key. */
		createdAt: ms('created_at').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id)
	},
	(t) => [
		primaryKey({ columns: [t.organizationId, t.environment, t.kind, t.value, t.createdAt, t.sessionId] }),
		index('session_marks_session').on(t.sessionId)
	]
);

/** A filter of the sessions' list that an operator gave a name. */
export const savedViews = table(
	'saved_views',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		userId: text('user_id')
			.notNull()
			.references(() => users.id),
		name: text('name').notNull(),
		/** The list's address without its path: `reviewStatus=pending_review&tag=vip`. */
		query: text('query').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [uniqueIndex('saved_views_name').on(t.organizationId, t.userId, t.name)]
);

/** Retention: kept with the session's decision; it is the proof that processing was allowed. */
export const consents = table(
	'consents',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		textVersion: text('text_version').notNull(),
		locale: text('locale').notNull(),
		/** In which kind of device and browser, in a few coarse words, for figures. Null: not known, or erased. */
		device: text('device'),
		browser: text('browser'),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('consents_session').on(t.sessionId)]
);

/** One upload into a slot. Retention: with the session's pictures. */
export const evidence = table(
	'evidence',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		slot: text('slot').$type<EvidenceSlot>().notNull(),
		/** From 1, per slot. The highest counts. */
		attempt: int('attempt').notNull(),
		state: text('state').$type<EvidenceState>().notNull(),
		mediaType: text('media_type').notNull(),
		sha256: text('sha256').notNull(),
		reasonCodes: json('reason_codes').$type<string[]>().notNull(),
		createdAt: ms('created_at').notNull(),
		analyzedAt: ms('analyzed_at')
	},
	(t) => [uniqueIndex('evidence_attempt').on(t.sessionId, t.slot, t.attempt)]
);

/** A stored blob: picture, original or heatmap. The bytes are sealed; the object's key is wrapped by the session key. */
export const artifacts = table(
	'artifacts',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		evidenceId: text('evidence_id')
			.notNull()
			.references(() => evidence.id),
		slot: text('slot').$type<EvidenceSlot>().notNull(),
		kind: text('kind').$type<ArtifactKind>().notNull(),
		mediaType: text('media_type').notNull(),
		width: int('width'),
		height: int('height'),
		byteLength: int('byte_length').notNull(),
		blobKey: text('blob_key').notNull(),
		wrappedKey: bytes('wrapped_key').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('artifacts_session').on(t.sessionId, t.createdAt)]
);

/** What the models measured on one piece of evidence. Sealed with the session key: goes when the key goes. */
export const analyses = table(
	'analyses',
	{
		evidenceId: text('evidence_id')
			.primaryKey()
			.references(() => evidence.id),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		slot: text('slot').$type<EvidenceSlot>().notNull(),
		bodySealed: bytes('body_sealed').notNull(),
		/** The face template, apart from the rest because it is erased at the decision. */
		templateSealed: bytes('template_sealed'),
		modelHashes: json('model_hashes').$type<ModelHashes>().notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('analyses_session').on(t.sessionId)]
);

/** The newest run of every check. Holds codes and numbers, no names. */
export const checkResults = table(
	'check_results',
	{
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		name: text('name').notNull(),
		organizationId: text('organization_id').notNull(),
		outcome: text('outcome').$type<CheckOutcome>().notNull(),
		reasonCodes: json('reason_codes').$type<string[]>().notNull(),
		required: bool('required').notNull(),
		/** As decimal text: the two databases then give back the same number. */
		score: text('score'),
		threshold: text('threshold'),
		position: int('position').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.sessionId, t.name] })]
);

/** Append-only: automatic and human decisions stand side by side; the newest counts. */
export const decisions = table(
	'decisions',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		outcome: text('outcome').$type<Exclude<ReviewStatus, 'none'>>().notNull(),
		reasonCodes: json('reason_codes').$type<string[]>().notNull(),
		/** `policy`, or a user's id. */
		decidedBy: text('decided_by').notNull(),
		/** A person's words for colleagues. Sealed with the session key. */
		commentSealed: bytes('comment_sealed'),
		/** A person's words for the applicant. Sealed with the session key. */
		applicantCommentSealed: bytes('applicant_comment_sealed'),
		policyVersion: int('policy_version').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('decisions_session').on(t.sessionId, t.createdAt)]
);

/** Who is at work on which session, for a while. One row a session; a lease that ran out is anybody's. */
export const reviewClaims = table(
	'review_claims',
	{
		sessionId: text('session_id')
			.primaryKey()
			.references(() => verificationSessions.id),
		organizationId: text('organization_id').notNull(),
		userId: text('user_id').notNull(),
		claimedAt: ms('claimed_at').notNull(),
		expiresAt: ms('expires_at').notNull()
	},
	(t) => [index('review_claims_user').on(t.organizationId, t.userId)]
);

/** A first person's word where the policy asks for two. At most one of a session is open. Comments are sealed with the session key. */
export const reviewProposals = table(
	'review_proposals',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		outcome: text('outcome').$type<'approved' | 'rejected'>().notNull(),
		reasonCodes: json('reason_codes').$type<string[]>().notNull(),
		proposedBy: text('proposed_by').notNull(),
		state: text('state').$type<ProposalState>().notNull(),
		commentSealed: bytes('comment_sealed'),
		applicantCommentSealed: bytes('applicant_comment_sealed'),
		createdAt: ms('created_at').notNull(),
		closedAt: ms('closed_at')
	},
	(t) => [index('review_proposals_session').on(t.sessionId, t.state)]
);

/** Append-only: what a reviewer read where the machine read something else. Both values are sealed with the session key. */
export const fieldCorrections = table(
	'field_corrections',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		name: text('name').$type<FieldName>().notNull(),
		bodySealed: bytes('body_sealed').notNull(),
		correctedBy: text('corrected_by').notNull(),
		createdAt: ms('created_at').notNull(),
		/** The picture it was read from was asked for again: it counts no more. */
		supersededAt: ms('superseded_at')
	},
	(t) => [index('field_corrections_session').on(t.sessionId, t.createdAt)]
);

/** One step that a reviewer asked for again. Comments are sealed with the session key. */
export const resubmissions = table(
	'resubmissions',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		slot: text('slot').$type<EvidenceSlot>().notNull(),
		/** From 1, per session. */
		number: int('number').notNull(),
		reasonCodes: json('reason_codes').$type<string[]>().notNull(),
		requestedBy: text('requested_by').notNull(),
		commentSealed: bytes('comment_sealed'),
		applicantCommentSealed: bytes('applicant_comment_sealed'),
		createdAt: ms('created_at').notNull()
	},
	(t) => [uniqueIndex('resubmissions_number').on(t.sessionId, t.number)]
);

/**
 * Calls of the public API with a secret key, so that a developer finds what became of one by the id in its answer. Names no person:
 * no body, no query, no address. Erased after thirty days.
 */
export const apiRequests = table(
	'api_requests',
	{
		/** `x-request-id` of the answer. */
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		apiKeyId: text('api_key_id').notNull(),
		method: text('method').notNull(),
		/** With the names of its parameters, not their values. */
		route: text('route').notNull(),
		/** That the path names, or that the call made. */
		sessionId: text('session_id'),
		status: int('status').notNull(),
		errorCode: text('error_code'),
		durationMs: int('duration_ms').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [
		index('api_requests_log').on(t.organizationId, t.environment, t.createdAt, t.id),
		index('api_requests_session').on(t.sessionId, t.createdAt),
		index('api_requests_age').on(t.createdAt)
	]
);

/** Append-only: who did what to which id. Names no person but by id. */
export const auditEvents = table(
	'audit_events',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id'),
		actorType: text('actor_type').$type<AuditActorType>().notNull(),
		actorId: text('actor_id'),
		action: text('action').notNull(),
		targetId: text('target_id'),
		detail: json('detail').$type<AuditDetail>().notNull(),
		createdAt: ms('created_at').notNull(),
		/** Orders the organization's events of one millisecond as they were written, from 1. 0: from before there was this column. */
		sequence: int('sequence').notNull().default(0)
	},
	(t) => [
		index('audit_events_session').on(t.sessionId, t.createdAt),
		index('audit_events_organization').on(t.organizationId, t.createdAt, t.sequence),
		index('audit_events_actor').on(t.organizationId, t.actorId, t.createdAt, t.sequence),
		index('audit_events_action').on(t.organizationId, t.action, t.createdAt, t.sequence),
		index('audit_events_target').on(t.targetId)
	]
);

/**
 * The chain over the audit log: each link's hash holds the link before it and every column of its event. Written by the sweep
 * shortly after the event, so that no request waits in line for the chain's end.
 */
export const auditLinks = table('audit_links', {
	/** From 1, without gaps, over all organizations. */
	position: int('position').primaryKey(),
	eventId: text('event_id').notNull().unique(),
	/** HMAC-SHA256 in hex, under a key derived from the root key. */
	hash: text('hash').notNull()
});

/** Events that are not in the chain yet, in the order in which they will be: the sweep reads these few instead of the whole log. */
export const auditWaiting = table(
	'audit_waiting',
	{
		createdAt: ms('created_at').notNull(),
		sequence: int('sequence').notNull(),
		eventId: text('event_id').notNull()
	},
	(t) => [primaryKey({ columns: [t.createdAt, t.sequence, t.eventId] })]
);

/**
 * Figures: how often something was counted about the sessions that were created on one day of UTC. Filled from the audit log, in the
 * order of its chain. Names no person and no session, so it stays when sessions are redacted.
 */
export const insightCounts = table(
	'insight_counts',
	{
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		/** The day's first millisecond. */
		day: ms('day').notNull(),
		/** What is counted: see contract/insight.ts. */
		measure: text('measure').notNull(),
		key: text('key').notNull(),
		count: int('count').notNull()
	},
	(t) => [primaryKey({ columns: [t.organizationId, t.environment, t.day, t.measure, t.key] })]
);

/** How far in the audit chain the figures have counted. One row. */
export const insightCursors = table('insight_cursors', {
	name: text('name').primaryKey(),
	position: int('position').notNull()
});

export const jobs = table(
	'jobs',
	{
		id: text('id').primaryKey(),
		lane: text('lane').notNull(),
		kind: text('kind').notNull(),
		/** A stable function of the payload: enqueueing twice is once. */
		key: text('key').notNull().unique(),
		payload: json('payload').$type<JobPayload>().notNull(),
		/** Jobs of one group run at most a few at a time, so that one slow outsider holds up nobody else. */
		groupKey: text('group_key'),
		/** Jobs of one owner take at most a share of their lane, however many groups they make. */
		ownerKey: text('owner_key'),
		runAt: ms('run_at').notNull(),
		attempts: int('attempts').notNull(),
		lockedUntil: ms('locked_until'),
		lockToken: text('lock_token'),
		lastError: text('last_error'),
		/** Set when no attempt is left: a dead letter, kept for a person to see. */
		deadAt: ms('dead_at'),
		/** W3C trace context of whatever queued it, where traces are made: its attempts belong to that trace. */
		traceparent: text('traceparent'),
		createdAt: ms('created_at').notNull()
	},
	(t) => [
		/** Holds what a claim passes over, so that a long queue of one group is skipped inside the index. */
		index('jobs_due').on(t.lane, t.deadAt, t.runAt, t.groupKey, t.ownerKey, t.lockedUntil),
		index('jobs_locked').on(t.lockedUntil, t.groupKey, t.ownerKey),
		index('jobs_group').on(t.groupKey, t.runAt)
	]
);

/** One thing that happened, with the exact bytes that every delivery sends. */
export const webhookEvents = table(
	'webhook_events',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		sequence: int('sequence').notNull(),
		type: text('type').notNull(),
		/** The exact body, sealed with the session key. */
		bodySealed: bytes('body_sealed').notNull(),
		/** Null: no webhookUrl was set; the event is kept for the log, nothing is sent. */
		url: text('url'),
		/** The URL is the organization's default: its secret signs, unless the session has one of its own. */
		usesDefault: bool('uses_default').notNull().default(false),
		/** none | pending | delivered | failed */
		state: text('state').$type<'none' | 'pending' | 'delivered' | 'failed'>().notNull(),
		createdAt: ms('created_at').notNull(),
		/** Set when this event, although still tried, no longer holds back those behind it. */
		releasedAt: ms('released_at'),
		deliveredAt: ms('delivered_at')
	},
	(t) => [
		uniqueIndex('webhook_events_sequence').on(t.sessionId, t.sequence),
		index('webhook_events_state').on(t.organizationId, t.environment, t.state, t.createdAt),
		index('webhook_events_log').on(t.organizationId, t.environment, t.createdAt, t.id)
	]
);

export const webhookAttempts = table(
	'webhook_attempts',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		eventId: text('event_id')
			.notNull()
			.references(() => webhookEvents.id),
		number: int('number').notNull(),
		/** Which delivery it belongs to: null, the event's own; otherwise the resend that was asked for after this attempt. */
		resendAfter: int('resend_after'),
		startedAt: ms('started_at').notNull(),
		durationMs: int('duration_ms').notNull(),
		/** HTTP status, null when no answer came. */
		status: int('status'),
		/** Why it failed, as a code: `timeout`, `address_refused`, `status_500`, … */
		error: text('error'),
		/** The first 1 KiB of the answer. */
		responseText: text('response_text'),
		nextAttemptAt: ms('next_attempt_at')
	},
	(t) => [index('webhook_attempts_event').on(t.eventId, t.number)]
);

/** Where events of one organization and environment go: how it fares, and whether it is held. Names no applicant. */
export const webhookEndpoints = table(
	'webhook_endpoints',
	{
		/** SHA-256 over organization, environment and URL: also the group key of its deliveries. */
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		url: text('url').notNull(),
		/** Failures in a row that say "unwell" (no answer, 5xx, 429). */
		failures: int('failures').notNull(),
		/** The breaker is open: nothing is sent before this time. */
		openUntil: ms('open_until'),
		/** It answered 410: nothing is sent until a person resumes it. */
		pausedAt: ms('paused_at'),
		lastDeliveredAt: ms('last_delivered_at'),
		lastFailedAt: ms('last_failed_at'),
		lastError: text('last_error'),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('webhook_endpoints_organization').on(t.organizationId, t.environment, t.createdAt)]
);

/** Whose pages may frame the embedded flow. An environment without a row: any https page (and, in test, a local one). */
export const embedOrigins = table(
	'embed_origins',
	{
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		environment: text('environment').$type<Environment>().notNull(),
		/** As browsers write an origin: scheme, host, port where it is not the scheme's own. */
		origin: text('origin').notNull(),
		createdAt: ms('created_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.organizationId, t.environment, t.origin] })]
);

/** URL and secret for sessions that name no URL. The secret before the newest still signs beside it for a while. */
export const webhookDefaults = table(
	'webhook_defaults',
	{
		organizationId: text('organization_id')
			.notNull()
			.references(() => organizations.id),
		environment: text('environment').$type<Environment>().notNull(),
		url: text('url').notNull(),
		secretSealed: bytes('secret_sealed').notNull(),
		previousSecretSealed: bytes('previous_secret_sealed'),
		previousUntil: ms('previous_until'),
		updatedBy: text('updated_by').notNull(),
		updatedAt: ms('updated_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.organizationId, t.environment] })]
);

export const idempotencyKeys = table(
	'idempotency_keys',
	{
		organizationId: text('organization_id').notNull(),
		environment: text('environment').$type<Environment>().notNull(),
		key: text('key').notNull(),
		requestHash: text('request_hash').notNull(),
		/** The first answer, sealed with the root key (it holds a client secret). */
		responseSealed: bytes('response_sealed').notNull(),
		createdAt: ms('created_at').notNull(),
		expiresAt: ms('expires_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.organizationId, t.environment, t.key] }),
		index('idempotency_keys_expiry').on(t.expiresAt)
	]
);

export const handoffs = table(
	'handoffs',
	{
		/** SHA-256 of the code. */
		codeHash: text('code_hash').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		createdAt: ms('created_at').notNull(),
		expiresAt: ms('expires_at').notNull(),
		redeemedAt: ms('redeemed_at'),
		/** What both screens show, 10 … 99; null: the code opens without being asked about. */
		number: int('number'),
		/** SHA-256 of what the device that brought the code was given. */
		credentialHash: text('credential_hash'),
		confirmedAt: ms('confirmed_at'),
		refusedAt: ms('refused_at')
	},
	(t) => [index('handoffs_session').on(t.sessionId)]
);

/** Liveness challenges: what was asked of whom, and the one burst that answered. Rows go when the session is redacted. */
export const livenessChallenges = table(
	'liveness_challenges',
	{
		id: text('id').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		/** In the order in which they must be seen. */
		actions: json('actions').$type<LivenessAction[]>().notNull(),
		createdAt: ms('created_at').notNull(),
		expiresAt: ms('expires_at').notNull(),
		/** How often the time was extended. */
		extensions: int('extensions').notNull(),
		/** Set once, by the burst that answered. */
		answeredAt: ms('answered_at'),
		evidenceId: text('evidence_id'),
		/** SHA-256 over the frames alone: the same pictures under another challenge are a replay. */
		framesDigest: text('frames_digest')
	},
	(t) => [
		index('liveness_challenges_session').on(t.sessionId),
		index('liveness_challenges_digest').on(t.organizationId, t.framesDigest)
	]
);

/** Each picture of a recording by its digest: frames that come again in another recording of the organization are a replay. */
export const livenessFrames = table(
	'liveness_frames',
	{
		challengeId: text('challenge_id')
			.notNull()
			.references(() => livenessChallenges.id, { onDelete: 'cascade' }),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		/** Half of its SHA-256. */
		digest: text('digest').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.challengeId, t.digest] }),
		index('liveness_frames_digest').on(t.organizationId, t.digest),
		index('liveness_frames_session').on(t.sessionId)
	]
);

/** Device credentials of one session beside its client secret: the phone that redeemed a hand-off. */
export const applicantCredentials = table(
	'applicant_credentials',
	{
		/** SHA-256 of the cookie's value. */
		hash: text('hash').primaryKey(),
		organizationId: text('organization_id').notNull(),
		sessionId: text('session_id')
			.notNull()
			.references(() => verificationSessions.id),
		createdAt: ms('created_at').notNull()
	},
	(t) => [index('applicant_credentials_session').on(t.sessionId)]
);

/** Fixed windows: one row a bucket and window. */
export const rateLimitCounters = table(
	'rate_limit_counters',
	{
		bucket: text('bucket').notNull(),
		windowStart: ms('window_start').notNull(),
		count: int('count').notNull()
	},
	(t) => [primaryKey({ columns: [t.bucket, t.windowStart] })]
);

/** One row a limited caller: the time at which all that was allowed so far will have flowed back in (GCRA). */
export const rateLimitBuckets = table(
	'rate_limit_buckets',
	{
		bucket: text('bucket').primaryKey(),
		fullAt: ms('full_at').notNull()
	},
	(t) => [index('rate_limit_buckets_full').on(t.fullAt)]
);
