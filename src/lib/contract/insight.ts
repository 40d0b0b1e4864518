/** Figures: what is counted, and what the page gets. Zod-free: the browser imports these values. */
import type { Environment, ReviewStatus } from './slots';

/** Days that one look covers, up to and with today (UTC). */
export const INSIGHT_DAYS = [7, 30, 90] as const;
export type InsightDays = (typeof INSIGHT_DAYS)[number];

/** Of fewer than this a percentage says nothing; the page says so instead. */
export const TOO_FEW = 20;

/** In the order in which a session passes them. Which of the pictures are asked for depends on the policy and the document. */
export const FUNNEL_STEPS = [
	'created',
	'consented',
	'id_front',
	'id_back',
	'selfie',
	'liveness',
	'poa',
	'submitted',
	'judged',
	'decided'
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/** Coarse on purpose: enough to see where a camera page fails, too little to tell people apart. */
export const DEVICES = ['phone', 'tablet', 'desktop', 'unknown'] as const;
export const BROWSERS = ['chrome', 'safari', 'firefox', 'edge', 'samsung', 'unknown'] as const;

export interface DropOff {
	/** Of DEVICES or BROWSERS. */
	key: string;
	consented: number;
	submitted: number;
	decided: number;
}

export interface CountryDropOff {
	/** As read from the document; `unknown`: none was read; `other`: all countries that are not shown. */
	key: string;
	read: number;
	judged: number;
	decided: number;
}

export type Verdict = Exclude<ReviewStatus, 'none'>;

export interface Times {
	count: number;
	/** To within 2.5 %; null for none. */
	medianMs: number | null;
	p90Ms: number | null;
}

export interface InsightTotals {
	funnel: Record<FunnelStep, number>;
	/** First decisions by the policy alone. */
	automatic: number;
	/** From submission to the first decision, by whomever. */
	times: Times;
}

export interface InsightView extends InsightTotals {
	environment: Environment;
	days: InsightDays;
	/** First and last day, each as its first millisecond. */
	from: number;
	until: number;
	/** Everything that happened until then is counted; null: nothing is yet. */
	countedTo: number | null;
	/** Events that are in the log and not yet counted. */
	waiting: number;
	ended: { canceled: number; expired: number };
	devices: DropOff[];
	browsers: DropOff[];
	countries: CountryDropOff[];
	/** From submission to what the policy said. */
	automaticTimes: Times;
	verdicts: { policy: Record<Verdict, number>; person: Record<Verdict, number> };
	reasons: { code: string; policy: number; person: number }[];
	/** What the policy said of a session, and a person after it. */
	agreement: { policy: Verdict; person: Verdict; count: number }[];
	betweenPersons: { same: number; different: number };
	byDay: { day: number; created: number; decided: number }[];
	/** The same number of days just before. */
	before: InsightTotals;
}
