import type { CaptureStep } from '$lib/contract/slots';
import { NETWORK_FAILURE, readFailure, type ApiFailure, type ApiResult } from './applicantApi';

export interface UploadOptions {
	/** Sent as bearer; without it the applicant cookie speaks. */
	clientSecret?: string | null;
	/** Called with 0 … 1 while bytes leave. */
	onProgress?: (share: number) => void;
	/** Called before each wait for another try, with the number of the try that failed, from 1, and why it did. */
	onRetry?: (attempt: number, code: ApiFailure['code']) => void;
}

/** Milliseconds before tries 2 … 6: about half a minute of bad network in all. */
const RETRY_DELAYS_MS = [1000, 2000, 4000, 8000, 16_000];
/** A phone that has sent nothing for this long has lost its connection. However slow it is: while bytes leave, it goes on. */
const STALLED_AFTER_MS = 30_000;
/** How long the answer may take once all has left, in ms. */
const ANSWER_WITHIN_MS = 90_000;

type Uploaded = ApiResult<{ next: CaptureStep }>;

/**
 * Sends one picture. Repeats where that can help: no answer, a busy or restarting server. Repeating is safe, since the same
 * slot takes the same bytes: where the first try did arrive after all, the server says so with its own code.
 */
export async function uploadEvidence(url: string, picture: Blob, options: UploadOptions): Promise<Uploaded> {
	for (let attempt = 1; ; attempt++) {
		const result = await send(url, picture, options);
		const delayMs = RETRY_DELAYS_MS[attempt - 1];
		if (result.ok || delayMs === undefined || !mayHelpToRepeat(result.code)) return result;
		options.onRetry?.(attempt, result.code);
		await waitToRetry(Math.max(delayMs, (result.retryAfterSeconds ?? 0) * 1000));
	}
}

/** Nothing is wrong with what was sent: the network or the server was at fault, and the same again may arrive. */
export const mayHelpToRepeat = (code: string): boolean =>
	code === 'NETWORK' || code === 'UNAVAILABLE' || code === 'RATE_LIMITED' || code === 'INTERNAL_ERROR';

/** XMLHttpRequest, because fetch cannot tell how much of a body has left. */
function send(url: string, picture: Blob, { onProgress, clientSecret }: UploadOptions): Promise<Uploaded> {
	return new Promise((resolve) => {
		const request = new XMLHttpRequest();
		let timer: ReturnType<typeof setTimeout> | undefined;
		const giveUpIn = (ms: number) => {
			clearTimeout(timer);
			timer = setTimeout(() => request.abort(), ms);
		};
		const finish = (result: Uploaded) => {
			clearTimeout(timer);
			resolve(result);
		};
		request.open('PUT', url);
		request.setRequestHeader('content-type', picture.type || 'application/octet-stream');
		if (clientSecret) request.setRequestHeader('authorization', `Bearer ${clientSecret}`);
		request.upload.onprogress = (event) => {
			giveUpIn(event.loaded < event.total ? STALLED_AFTER_MS : ANSWER_WITHIN_MS);
			if (event.lengthComputable) onProgress?.(event.loaded / event.total);
		};
		request.onload = () => finish(readAnswer(request));
		request.onerror = request.onabort = () => finish(NETWORK_FAILURE);
		onProgress?.(0);
		giveUpIn(STALLED_AFTER_MS);
		request.send(picture);
	});
}

function readAnswer(request: XMLHttpRequest): Uploaded {
	if (request.status < 200 || request.status > 299) {
		return readFailure(request.status, request.responseText, request.getResponseHeader('retry-after'));
	}
	try {
		const { next } = JSON.parse(request.responseText) as { next: CaptureStep };
		return { ok: true, next };
	} catch {
		return NETWORK_FAILURE;
	}
}

/** Waits, but no longer than until the network is back. */
function waitToRetry(delayMs: number): Promise<void> {
	return new Promise((resolve) => {
		const finish = () => {
			clearTimeout(timer);
			removeEventListener('online', finish);
			resolve();
		};
		const timer = setTimeout(finish, delayMs);
		addEventListener('online', finish);
	});
}
