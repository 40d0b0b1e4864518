import { z } from 'zod';
import { ERROR_CODES } from './errors';
import { CAPTURE_STEPS } from './slots';

/** What an applicant's page may say went wrong on the device. Codes alone: nothing of a message or of the device. */
export const CLIENT_ERROR_CODES = [
	/** The browser has not asked, or nobody answered. */
	'camera_unanswered',
	'camera_denied',
	'camera_missing',
	'camera_busy',
	/** Not https. */
	'camera_insecure',
	'camera_no_frames',
	'camera_lost',
	/** No answer came from the server. Told once it can be. */
	'network_lost',
	/** The server answered a press of a button with an error; `errorCode` says which. */
	'call_failed',
	/** A part of the page could not be fetched. */
	'page_part_missing',
	/** The page itself is at fault. */
	'script_failed'
] as const;
export type ClientErrorCode = (typeof CLIENT_ERROR_CODES)[number];

export const ClientErrorInput = z.strictObject({
	code: z.enum(CLIENT_ERROR_CODES),
	step: z.enum(CAPTURE_STEPS).describe('Where the person stood'),
	errorCode: z.enum(ERROR_CODES).optional().describe('With `call_failed`: what the server answered')
});
export type ClientErrorInput = z.infer<typeof ClientErrorInput>;

/** More than a page can honestly have to tell; the rest of a session's is dropped. */
export const MOST_CLIENT_ERRORS = 50;
