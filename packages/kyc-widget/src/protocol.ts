/**
 * What the page and the frame say to each other, by `postMessage`. The embedded page of the server imports this file too.
 *
 * frame → page  hello     the frame listens (no secret in it; the one message whose receiver is not known yet)
 * page → frame  start     which session, and its client secret; to the frame's exact origin
 * frame → page  ready, step, complete, error     to the exact origin that said `start`
 */

export const VERSION = 1;

export interface Hello {
	type: 'uniicy:hello';
	version: typeof VERSION;
}

export interface Start {
	type: 'uniicy:start';
	version: typeof VERSION;
	sessionId: string;
	clientSecret: string;
}

export interface Ready {
	type: 'uniicy:ready';
	version: typeof VERSION;
	sessionId: string;
}

export interface StepMessage {
	type: 'uniicy:step';
	version: typeof VERSION;
	sessionId: string;
	/** E.g. `consent`, `id_front`, `selfie`, `processing`, `result`. */
	step: string;
	/** From 1, of `total`. */
	index: number;
	total: number;
}

export interface Complete {
	type: 'uniicy:complete';
	version: typeof VERSION;
	sessionId: string;
	status: string;
	/** A hint for the page. What counts is the webhook, or what your backend reads. */
	reviewStatus: string;
}

export interface Failure {
	type: 'uniicy:error';
	version: typeof VERSION;
	sessionId: string;
	code: string;
	message: string;
	docUrl: string;
}

export type FrameMessage = Hello | Ready | StepMessage | Complete | Failure;

type Fields = Record<string, 'string' | 'number'>;

const SHAPES: Record<FrameMessage['type'], Fields> = {
	'uniicy:hello': {},
	'uniicy:ready': { sessionId: 'string' },
	'uniicy:step': { sessionId: 'string', step: 'string', index: 'number', total: 'number' },
	'uniicy:complete': { sessionId: 'string', status: 'string', reviewStatus: 'string' },
	'uniicy:error': { sessionId: 'string', code: 'string', message: 'string', docUrl: 'string' }
};

const START: Fields = { sessionId: 'string', clientSecret: 'string' };

/** A message of the frame; null for anything else, whatever it is. Never throws. */
export function readFrameMessage(data: unknown): FrameMessage | null {
	const message = read(data);
	if (message === null || !Object.hasOwn(SHAPES, message.type)) return null;
	return hasFields(message, SHAPES[message.type as FrameMessage['type']]) ? (message as unknown as FrameMessage) : null;
}

/** The page's `start`; null for anything else. Never throws. */
export function readStart(data: unknown): Start | null {
	const message = read(data);
	return message?.type === 'uniicy:start' && hasFields(message, START) ? (message as unknown as Start) : null;
}

type Message = Record<string, unknown> & { type: string };

function read(data: unknown): Message | null {
	if (typeof data !== 'object' || data === null) return null;
	const { type, version } = data as { type?: unknown; version?: unknown };
	return typeof type === 'string' && version === VERSION ? (data as Message) : null;
}

const hasFields = (message: Message, fields: Fields): boolean =>
	Object.entries(fields).every(([name, kind]) => Object.hasOwn(message, name) && typeof message[name] === kind);
