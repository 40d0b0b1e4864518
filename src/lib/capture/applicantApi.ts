import type { ClientErrorInput } from '$lib/contract/clientErrors';
import type { ErrorBody, ErrorCode } from '$lib/contract/errors';
import type { LivenessAlternativeInput, LivenessChallengeOutput } from '$lib/contract/liveness';
import type { CaptureStep, EvidenceSlot } from '$lib/contract/slots';
import type { ProgressView, Redeemed } from '$lib/contract/verification';
import { followEvents } from './followEvents';
import { uploadEvidence, type UploadOptions } from './uploadEvidence';

/** A call that did not succeed. `NETWORK`: no answer came; everything else is the server's own code. */
export interface ApiFailure {
	ok: false;
	code: ErrorCode | 'NETWORK';
	/** Reason codes beside the code, e.g. what is wrong with a picture. */
	reasons: string[];
	requestId: string | null;
	retryAfterSeconds: number | null;
}

export type ApiResult<T> = ({ ok: true } & T) | ApiFailure;

export interface Handoff {
	url: string;
	expiresAt: string;
}

/** What the applicant's page may ask of the server. */
export interface ApplicantApi {
	readonly sessionId: string;
	/** Shows the key of the page around this one, which must be of the session's organization and environment. */
	openEmbedded(publishableKey: string): Promise<ApiResult<ProgressView>>;
	progress(): Promise<ApiResult<ProgressView>>;
	consent(textVersion: string, locale: string): Promise<ApiResult<object>>;
	/** A picture, or the recording of a liveness challenge (packBurst). */
	upload(slot: EvidenceSlot, picture: Blob, options: UploadOptions): Promise<ApiResult<{ next: CaptureStep }>>;
	/** Fresh instructions, or more time for those given. */
	challenge(extend?: string): Promise<ApiResult<LivenessChallengeOutput>>;
	goWithoutMovements(reason: LivenessAlternativeInput['reason']): Promise<ApiResult<object>>;
	submit(): Promise<ApiResult<object>>;
	handoff(): Promise<ApiResult<Handoff>>;
	/** Whether the device that shows `number` may go on. */
	confirmHandoff(number: number, same: boolean): Promise<ApiResult<object>>;
	/** This device goes on, the others follow. */
	takeOver(): Promise<ApiResult<object>>;
	/** Tells what went wrong on this device, as codes, for the session's timeline. */
	reportError(report: ClientErrorInput): Promise<ApiResult<object>>;
	/** Hands on what the server says whenever something moved; `onLost` once it stops saying. Returns the way to stop. */
	listen(onProgress: (progress: ProgressView) => void, onLost: () => void): () => void;
}

/**
 * The client of one session. It goes by the applicant cookie, which the browser adds by itself; or, inside another site's page,
 * by the client secret, and then no cookie is sent or kept.
 */
export function createApplicantApi(sessionId: string, clientSecret: string | null = null): ApplicantApi {
	const base = `/api/verification/sessions/${encodeURIComponent(sessionId)}`;
	const call = callerBy(clientSecret);
	return {
		sessionId,
		openEmbedded: (publishableKey) => call<ProgressView>('POST', `${base}/embed`, { publishableKey }),
		progress: () => call<ProgressView>('GET', `${base}/progress`),
		consent: (textVersion, locale) => call('POST', `${base}/consent`, { textVersion, locale }),
		upload: (slot, picture, options) =>
			uploadEvidence(`${base}/${slot === 'liveness' ? 'liveness/frames' : `evidence/${slot}`}`, picture, {
				...options,
				clientSecret
			}),
		challenge: (extend) => call<LivenessChallengeOutput>('POST', `${base}/liveness/challenge`, { extend }),
		goWithoutMovements: (reason) => call('POST', `${base}/liveness/alternative`, { reason }),
		submit: () => call('POST', `${base}/submit`),
		handoff: () => call<Handoff>('POST', `${base}/handoff`, { confirm: true }),
		confirmHandoff: (number, same) => call('POST', `${base}/handoff/confirm`, { number, same }),
		takeOver: () => call('POST', `${base}/handoff/take`),
		reportError: (report) => call('POST', `${base}/client-errors`, report),
		listen: (onProgress, onLost) =>
			clientSecret === null
				? listen(`${base}/events`, onProgress, onLost)
				: followEvents(`${base}/events`, clientSecret, onProgress, onLost)
	};
}

/** Spends a hand-off code; the answer sets this device's cookie. The device that spent it may ask again how it stands. */
export function redeemHandoff(code: string): Promise<ApiResult<Redeemed>> {
	return callerBy(null)('POST', '/api/verification/sessions/handoff/redeem', { code });
}

/** Reads an error envelope; anything else (a proxy's page, an empty body) counts as our own failure. */
export function readFailure(status: number, text: string, retryAfter: string | null): ApiFailure {
	const seconds = Number.parseInt(retryAfter ?? '', 10);
	const failure: ApiFailure = {
		ok: false,
		code: status === 413 ? 'PAYLOAD_TOO_LARGE' : 'INTERNAL_ERROR',
		reasons: [],
		requestId: null,
		retryAfterSeconds: Number.isFinite(seconds) ? seconds : null
	};
	try {
		const { error } = JSON.parse(text) as Partial<ErrorBody>;
		if (error) return { ...failure, code: error.code, reasons: error.reasons ?? [], requestId: error.requestId };
	} catch {
		// Not our envelope: the failure above stands.
	}
	return failure;
}

export const NETWORK_FAILURE: ApiFailure = {
	ok: false,
	code: 'NETWORK',
	reasons: [],
	requestId: null,
	retryAfterSeconds: null
};

const callerBy =
	(clientSecret: string | null) =>
	async <T extends object>(method: 'GET' | 'POST', url: string, body?: object): Promise<ApiResult<T>> => {
		try {
			const response = await fetch(url, {
				method,
				headers: {
					...(body ? { 'content-type': 'application/json' } : {}),
					...(clientSecret === null ? {} : { authorization: `Bearer ${clientSecret}` })
				},
				body: body ? JSON.stringify(body) : null,
				credentials: clientSecret === null ? 'same-origin' : 'omit',
				cache: 'no-store'
			});
			const text = await response.text();
			if (!response.ok) return readFailure(response.status, text, response.headers.get('retry-after'));
			return { ...(JSON.parse(text) as T), ok: true };
		} catch {
			return NETWORK_FAILURE;
		}
	};

function listen(url: string, onProgress: (progress: ProgressView) => void, onLost: () => void): () => void {
	if (typeof EventSource === 'undefined') {
		onLost();
		return () => {};
	}
	const source = new EventSource(url);
	source.addEventListener('progress', (event: MessageEvent<string>) => {
		onProgress(JSON.parse(event.data) as ProgressView);
	});
	// The browser reconnects by itself; until it has, the page asks.
	source.onerror = onLost;
	return () => source.close();
}
