/** Builders for tests: plain values in the shape of what vision measures, and a small world over a real database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_POLICY } from '$lib/contract/policyDefaults';
import type { Environment, MemberRole } from '$lib/contract/slots';
import { createCallLimiter } from '$lib/server/auth';
import type { ApplicantPrincipal, OperatorPrincipal, TenantPrincipal } from '$lib/server/auth';
import type { Store } from '$lib/server/db';
import type { Deps } from '$lib/server/deps';
import { createKeyring, createLogger, loadConfig, systemIds, testClock, type TestClock } from '$lib/server/platform';
import { openLocalDisk } from '$lib/server/storage';
import type { DocumentAnalysis, ExtractedField, FaceAnalysis, MrzResult } from '$lib/server/vision/types';
import type { CheckInput, LivenessInput } from './checks/types';

const QUALITY = { width: 1600, height: 1100, sharpness: 900, brightness: 140, glareShare: 0, reasons: [] };
const NO_TAMPER = { score: 0.05, signals: [], regions: [], heatmap: null, signalMaps: null };
const FACE_BOX = { x: 0.1, y: 0.2, width: 0.2, height: 0.4 };
const POINT = { x: 0.2, y: 0.3 };

export const field = (
	name: ExtractedField['name'],
	value: string,
	source: ExtractedField['source'],
	score = 0.95
): ExtractedField => ({ name, value, source, score, box: null });

const HOLDER: [ExtractedField['name'], string][] = [
	['primaryIdentifier', 'ERIKSSON'],
	['secondaryIdentifier', 'ANNA MARIA'],
	['documentNumber', 'L898902C3'],
	['dateOfBirth', '1974-08-12'],
	['dateOfExpiry', '2030-04-15']
];

export const validMrz = (change: Partial<MrzResult> = {}): MrzResult => ({
	format: 'TD3',
	lines: ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3004159ZE184226B<<<<<14'],
	valid: true,
	checks: {
		documentNumber: 'valid',
		dateOfBirth: 'valid',
		dateOfExpiry: 'valid',
		optionalData: 'valid',
		composite: 'valid'
	},
	fields: [],
	score: 0.98,
	boxes: [],
	...change
});

/** A genuine-looking passport of Anna Maria Eriksson: printed zone and MRZ agree. */
export const passport = (change: Partial<DocumentAnalysis> = {}): DocumentAnalysis => ({
	kind: 'document',
	document: { type: 'passport', issuingState: 'UTO', side: 'front', rotation: 0 },
	quality: QUALITY,
	lines: [],
	fields: HOLDER.flatMap(([name, value]) => [field(name, value, 'viz'), field(name, value, 'mrz')]),
	mrz: validMrz(),
	barcode: null,
	portrait: detectedFace(),
	ghost: null,
	tamper: NO_TAMPER,
	reasons: [],
	models: {},
	timingsMs: {},
	...change
});

export const selfie = (change: Partial<FaceAnalysis> = {}): FaceAnalysis => ({
	kind: 'face',
	quality: QUALITY,
	faces: [detectedFace()],
	face: detectedFace(),
	presentationAttack: { score: 0.97, threshold: 0.5, outcome: 'bonaFide', cues: [] },
	reasons: [],
	models: {},
	timingsMs: {},
	...change
});

export const detectedFace = () => ({
	box: FACE_BOX,
	score: 0.99,
	landmarks: [POINT, POINT, POINT, POINT, POINT] as [
		typeof POINT,
		typeof POINT,
		typeof POINT,
		typeof POINT,
		typeof POINT
	],
	quality: {
		faceWidthPx: 300,
		yaw: 0,
		pitch: 0,
		roll: 0,
		interEyePx: 140,
		sharpness: 500,
		illuminationUniformity: 0.9,
		eyesOpen: 1
	},
	template: null
});

const MATCH = {
	comparisonScore: 0.7,
	threshold: 0.43,
	operatingPoint: 'FACE_MATCH_AT_FMR_1E4',
	match: true,
	uncertain: false
};

/** A recording that answers its challenge, of the person on selfie and document. */
export const liveness = (change: Partial<LivenessInput> = {}): LivenessInput => ({
	alternative: false,
	failure: null,
	burst: {
		kind: 'burst',
		frames: [],
		actions: [{ action: 'turn_left', frame: 8 }],
		leastAlike: 0.8,
		presentationAttack: { score: 0.9, threshold: 0.5, outcome: 'bonaFide', cues: [] },
		reasons: [],
		template: null,
		sheet: null,
		models: {},
		timingsMs: {}
	},
	withSelfie: MATCH,
	withDocument: MATCH,
	virtualCamera: false,
	earlier: [],
	...change
});

/** Everything as it should be, on 15 January 2026. */
export const checkInput = (change: Partial<CheckInput> = {}): CheckInput => ({
	policy: DEFAULT_POLICY,
	today: '2026-01-15',
	expectedDetails: null,
	front: passport(),
	back: null,
	address: null,
	selfie: selfie(),
	faceComparison: {
		comparisonScore: 0.7,
		threshold: 0.4,
		operatingPoint: 'FACE_MATCH_AT_FMR_1E4',
		match: true,
		uncertain: false
	},
	liveness: liveness(),
	failures: {},
	...change
});

export interface World {
	deps: Deps & { clock: TestClock };
	tenant(change?: { organizationId?: string; environment?: Environment }): TenantPrincipal;
	operator(change?: { organizationId?: string; role?: MemberRole }): OperatorPrincipal;
	applicant(sessionId: string): ApplicantPrincipal;
	close(): Promise<void>;
}

/** Two organizations, `org-a` and `org-b`, each with one person, over the store given; pictures go to a temporary folder. */
export async function makeWorld(store: Store): Promise<World> {
	const dataDir = mkdtempSync(join(tmpdir(), 'idb-world-'));
	const clock = testClock();
	const keyring = createKeyring(Buffer.alloc(32, 7));
	const deps = {
		config: loadConfig({ ORIGIN: 'http://localhost:3000', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }),
		clock,
		ids: systemIds,
		log: createLogger({ level: 'silent', name: 'test' }),
		store,
		keyring,
		blobs: openLocalDisk(join(dataDir, 'blobs')),
		callLimiter: createCallLimiter({ store, clock, keyring })
	};
	for (const letter of ['a', 'b']) {
		const createdAt = clock.now();
		await store.db
			.insert(store.t.organizations)
			.values({ id: `org-${letter}`, name: `Organization ${letter.toUpperCase()}`, createdAt })
			.onConflictDoNothing();
		await store.db
			.insert(store.t.users)
			.values({ id: `user-${letter}`, email: `${letter}@example.com`, passwordHash: 'none', createdAt })
			.onConflictDoNothing();
	}
	return {
		deps,
		tenant: ({ organizationId = 'org-a', environment = 'test' } = {}) => ({
			kind: 'tenant',
			organizationId,
			environment,
			apiKeyId: 'key-1'
		}),
		operator: ({ organizationId = 'org-a', role = 'owner' } = {}) => ({
			kind: 'operator',
			userId: organizationId === 'org-a' ? 'user-a' : 'user-b',
			organizationId,
			role
		}),
		applicant: (sessionId) => ({
			kind: 'applicant',
			organizationId: 'org-a',
			environment: 'test',
			sessionId,
			credentialHash: null
		}),
		async close() {
			await store.close();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
