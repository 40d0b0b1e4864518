import type { Environment } from '$lib/contract/slots';
import type { ErrorCode } from '$lib/contract/errors';
import type { Locale } from '$lib/paraglide/runtime';
import type { Deps } from '$lib/server/deps';
import type { KeyUsed, Login } from '$lib/server/auth';
import type { RateLimitQuota } from '$lib/server/platform';
import type { Caller } from '$lib/server/trpc/router';
import type { TrpcSsr } from '$lib/trpc/ssr';

declare global {
	namespace App {
		interface Locals {
			deps: Deps;
			requestId: string;
			/** Who is logged in to the dashboard; null for everyone else. */
			login: Login | null;
			/** Whose words the page is written in. */
			locale: Locale;
			/** The tRPC procedures, in this process, as this request's caller. */
			caller: Caller;
			/** Whose secret key came with the call, known and of whatever state. */
			keyUsed?: KeyUsed;
			/** That the call made. */
			sessionMade?: string;
			/** The key that came with the call is over this limit, and no call of it can pass before (ms of the clock). */
			overLimit?: { until: number; rateLimit: RateLimitQuota | undefined };
			/** With which the call was refused. */
			errorCode?: ErrorCode;
			/** Who may frame the page, as a CSP source list; absent: nobody. */
			frameAncestors?: string;
		}
		interface Error {
			/** The code's name, never a sentence: pages put it in the reader's language. */
			message: string;
			code?: ErrorCode;
			requestId?: string;
		}
		interface PageState {
			/** What the person did with the session before, on their way through the queue. */
			reviewed?: { sessionId: string; text: string };
			/** Something covers the page, e.g. the applicant's camera. */
			covered?: boolean;
		}
		interface PageData {
			/** What the page's load has read already, for the browser's cache. */
			trpc?: TrpcSsr;
			/** Of the session that the page shows. */
			sessionEnvironment?: Environment;
		}
	}
}

export {};
