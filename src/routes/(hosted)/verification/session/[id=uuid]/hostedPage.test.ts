import { isHttpError, isRedirect } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CreateSessionInput } from '$lib/contract/verification';
import { applicantCookieName } from '$lib/server/auth';
import { openTestStore } from '$lib/server/db/testing';
import { createContext } from '$lib/server/trpc/context';
import { createCaller } from '$lib/server/trpc/router';
import { createHandoff, createSession, freshLink } from '$lib/server/verification';
import { makeWorld, type World } from '$lib/server/verification/testing';
import { load } from './+page.server';
import { GET } from './return/+server';

const RETURN_URL = 'https://tenant.example/kyc/done?campaign=q3#top';
const MADE_UP = `kvs_${'0'.repeat(64)}`;

let world: World;
beforeAll(async () => {
	world = await makeWorld(await openTestStore());
});
afterAll(() => world.close());

interface Jar {
	held: Record<string, string>;
	set: { name: string; value: string; options: Record<string, unknown> }[];
}

/** One visit: what a browser with these cookies asks of this address. */
function visit(sessionId: string, search: string, held: Record<string, string> = {}, languages = '') {
	const jar: Jar = { held, set: [] };
	const cookies = {
		get: (name: string) => jar.held[name],
		set: (name: string, value: string, options: Record<string, unknown>) => jar.set.push({ name, value, options })
	};
	const locals = { deps: world.deps, requestId: 'req_1', login: null, locale: 'en' };
	const request = new Request('http://localhost:3000', { headers: { 'accept-language': languages } });
	const event = {
		params: { id: sessionId },
		url: new URL(`/verification/session/${sessionId}${search}`, 'http://localhost:3000'),
		cookies,
		request,
		locals: { ...locals, caller: createCaller(createContext({ locals, cookies, request })) }
	};
	return { jar, event };
}

async function open(sessionId: string, search: string, held: Record<string, string> = {}) {
	const { jar, event } = visit(sessionId, search, held);
	try {
		const data = await load(event as unknown as Parameters<typeof load>[0]);
		return { jar, data, status: 200, location: null, message: null };
	} catch (thrown) {
		if (isRedirect(thrown)) return { jar, data: null, status: thrown.status, location: thrown.location, message: null };
		if (!isHttpError(thrown)) throw thrown;
		return { jar, data: null, status: thrown.status, location: null, message: thrown.body.message };
	}
}

async function goBack(sessionId: string, held: Record<string, string>) {
	try {
		const response = await GET(visit(sessionId, '/return', held).event as unknown as Parameters<typeof GET>[0]);
		return { status: response.status, location: response.headers.get('location') };
	} catch (thrown) {
		if (!isRedirect(thrown)) throw thrown;
		return { status: thrown.status, location: thrown.location };
	}
}

const make = (change: object = {}) => createSession(world.deps, world.tenant(), CreateSessionInput.parse(change));

describe('the hosted link', () => {
	it('is exchanged for a cookie of that session alone and stripped from the address', async () => {
		const { sessionId, clientSecret, expiresAt } = await make({ expiresInSeconds: 600 });
		const { status, location, jar } = await open(sessionId, `?token=${clientSecret}&lang=en`);
		expect({ status, location }).toEqual({ status: 303, location: `/verification/session/${sessionId}?lang=en` });
		const seconds = (Date.parse(expiresAt) - world.deps.clock.now()) / 1000;
		expect(jar.set).toEqual([
			{
				name: `kyc_applicant_${sessionId}`,
				value: clientSecret,
				options: { path: '/', httpOnly: true, sameSite: 'lax', secure: false, maxAge: seconds }
			}
		]);
	});

	it('opens again and again: looking at it spends nothing', async () => {
		const { sessionId, clientSecret } = await make();
		for (let i = 0; i < 3; i++) expect((await open(sessionId, `?token=${clientSecret}`)).status).toBe(303);
	});

	it('refuses a made-up token, another session’s token and one that a fresh link replaced, all alike', async () => {
		const mine = await make();
		const other = await make();
		await freshLink(world.deps, world.tenant(), mine.sessionId);
		for (const token of [MADE_UP, '', other.clientSecret, mine.clientSecret]) {
			const { status, message, jar } = await open(mine.sessionId, `?token=${token}`);
			expect({ status, message, set: jar.set }).toEqual({ status: 401, message: 'CLIENT_SECRET_INVALID', set: [] });
		}
	});
});

describe('the clean address', () => {
	it('shows where the session stands to whoever holds its cookie', async () => {
		const { sessionId, clientSecret } = await make();
		const { data } = await open(sessionId, '', { [applicantCookieName(sessionId)]: clientSecret });
		expect(data).toMatchObject({ progress: { sessionId, step: 'consent', status: 'created' }, resultWaitSeconds: 20 });
	});

	it('says that cookies are blocked when there is none', async () => {
		const { sessionId } = await make();
		const { status, message } = await open(sessionId, '');
		expect({ status, message }).toEqual({ status: 401, message: 'COOKIES_BLOCKED' });
	});

	it('does not open one session with the cookie value of another', async () => {
		const mine = await make();
		const other = await make();
		const held = { [applicantCookieName(mine.sessionId)]: other.clientSecret };
		expect(await open(mine.sessionId, '', held)).toMatchObject({ status: 401, message: 'CLIENT_SECRET_INVALID' });
	});

	it('leaves a hand-off code to the page’s script, unspent', async () => {
		const { sessionId } = await make();
		const { code } = await createHandoff(world.deps, world.applicant(sessionId));
		const { data, jar } = await open(sessionId, `?handoff=${code}`);
		expect(data).toEqual({ handoff: code });
		expect(jar.set).toEqual([]);
	});
});

describe('the language of the clean address', () => {
	async function spoken(locale: string | undefined, languages: string, chosen?: string) {
		const { sessionId, clientSecret } = await make(locale ? { locale } : {});
		const held = { [applicantCookieName(sessionId)]: clientSecret, ...(chosen && { kyc_language: chosen }) };
		const { event } = visit(sessionId, '', held, languages);
		await load(event as unknown as Parameters<typeof load>[0]);
		return event.locals.locale;
	}

	it('is the session’s, else the browser’s, and the reader’s own choice before both', async () => {
		expect(await spoken('ar', 'de')).toBe('ar');
		expect(await spoken(undefined, 'nl, de;q=0.8')).toBe('de');
		expect(await spoken('ar', 'de', 'hi')).toBe('hi');
	});
});

describe('the way back', () => {
	it('is a 302 to the tenant with id and status, its own query and fragment kept', async () => {
		const { sessionId, clientSecret } = await make({ returnUrl: RETURN_URL });
		expect(await goBack(sessionId, { [applicantCookieName(sessionId)]: clientSecret })).toEqual({
			status: 302,
			location: `https://tenant.example/kyc/done?campaign=q3&session_id=${sessionId}&status=none#top`
		});
	});

	it('ends on the session’s own page without a returnUrl, and without access', async () => {
		const without = await make();
		const held = { [applicantCookieName(without.sessionId)]: without.clientSecret };
		const page = `/verification/session/${without.sessionId}`;
		expect(await goBack(without.sessionId, held)).toEqual({ status: 303, location: page });
		const closed = await make({ returnUrl: RETURN_URL });
		expect(await goBack(closed.sessionId, {})).toEqual({
			status: 303,
			location: `/verification/session/${closed.sessionId}`
		});
	});
});
