import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { mintKeys, revokeKeys, signUp, type Operator } from '../scripts/lib/client/operator.mjs';
import { openHostedUrl } from '../scripts/lib/client/tenant.mjs';
import { browserArguments, withChromium, type Setting } from './fixtures/browser';
import { holdersPassport, holdersSelfie } from './fixtures/specimens';
import { expect, test as base } from './fixtures/test';
import { violations } from './fixtures/violations';

/** What the tenant's page noted. */
interface Noted {
	name: string;
	/** Milliseconds since the page called mount(). */
	ms: number;
	value: { code?: string; step?: string; docUrl?: string; reviewStatus?: string };
}

interface TenantPage {
	publishableKey: string;
	sessionId: string;
	clientSecret: string;
	/** Where the script comes from. */
	script: string;
	/** `self`: the page's own origin. */
	host?: string | undefined;
	headers?: Record<string, string>;
	/** Runs after the widget is in the page, which is `handle`. */
	then?: string;
	/** Instead of the element itself. */
	target?: string;
	/** Instead of the recipe. */
	page?: string;
}

/** The tenant's site: another origin, and another site, than ours. */
const test = base.extend<object, { tenantSite: { open(page: Page, content: TenantPage): Promise<void> } }>({
	tenantSite: [
		async ({}, use) => {
			let content: TenantPage | null = null;
			const server = createServer(({ url }, reply) => {
				if (url !== '/') return reply.writeHead(404, { 'content-type': 'text/html' }).end('<p>Not here</p>');
				reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...content?.headers });
				reply.end(content ? (content.page ?? html(content)) : '');
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			await use({
				open: async (page, next) => {
					content = next;
					// Ours is localhost: to a browser this is another site, not only another origin.
					await page.goto(`http://127.0.0.1:${portOf(server)}/`);
				}
			});
			server.close();
		},
		{ scope: 'worker' }
	]
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** The guide's recipe, word for word but for the address of the script and the noting callbacks. */
const html = ({
	publishableKey,
	sessionId,
	clientSecret,
	script,
	host,
	then = '',
	target
}: TenantPage) => `<!doctype html>
<title>Tenant</title>
<div id="kyc"></div>
<script type="module">
  window.noted = [];
  const note = (name) => (value) => window.noted.push({ name, value, ms: performance.now() - begun });
  ${script.endsWith('.iife.js') ? classic(script) : `const { init } = await import(${JSON.stringify(script)});`}
  const uniicy = init({ publishableKey: ${JSON.stringify(publishableKey)}, host: ${host === 'self' ? 'location.origin' : JSON.stringify(host)} });
  const begun = performance.now();
  window.handle = uniicy.mount(${target ?? 'document.getElementById("kyc")'}, {
    sessionId:    ${JSON.stringify(sessionId)},
    clientSecret: ${JSON.stringify(clientSecret)},
    onReady:    note("ready"),
    onStep:     note("step"),
    onComplete: note("complete"),
    onError:    note("error"),
  });
  ${then}
</script>`;

/** For pages without modules. */
const classic = (script: string) => `const tag = document.createElement("script");
  tag.src = ${JSON.stringify(script)};
  await new Promise((resolve) => { tag.onload = resolve; document.head.append(tag); });
  const { init } = Uniicy;`;

/** A frame that was let in, of a page whose script never comes. */
const ONLY_HELLO = `<!doctype html><script>parent.postMessage({ type: 'uniicy:hello', version: 1 }, '*')</script>`;

const FAKE_CAMERA = ['--use-fake-device-for-media-stream'];

/** Each way in which a camera fails a person, by the code that the page is told. */
const CAMERAS: Record<string, { setting: Setting; camera?: () => void }> = {
	CAMERA_DENIED: { setting: { arguments: FAKE_CAMERA, permissions: [] } },
	CAMERA_MISSING: { setting: { arguments: [] } },
	CAMERA_BUSY: {
		setting: { arguments: FAKE_CAMERA },
		camera: () =>
			Object.assign(navigator.mediaDevices ?? {}, {
				getUserMedia: () => Promise.reject(new DOMException('held', 'NotReadableError'))
			})
	},
	CAMERA_NO_PICTURE: {
		setting: { arguments: FAKE_CAMERA },
		camera: () =>
			Object.assign(navigator.mediaDevices ?? {}, {
				getUserMedia: () => Promise.resolve(document.createElement('canvas').captureStream(0))
			})
	}
};

const noted = (page: Page): Promise<Noted[]> => page.evaluate('window.noted ?? []');
const errorCodes = async (page: Page) =>
	(await noted(page)).filter(({ name }) => name === 'error').map(({ value }) => value.code);

/** A device with a camera: the browser's own test picture. */
test.use({
	launchOptions: {
		executablePath: process.env.CHROMIUM_PATH,
		args: [...browserArguments, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
	}
});

test.describe('Inside a tenant’s page', () => {
	test('the guide’s recipe runs on another site from start to finish, without a cookie', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		test.setTimeout(180_000);
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession({ policy: { require: { liveness: false } } });
		await tenantSite.open(page, { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.js` });
		const flow = page.frameLocator('#kyc iframe');
		await flow.getByRole('checkbox').check();
		expect((await noted(page)).map(({ name }) => name)).toEqual(expect.arrayContaining(['ready', 'step']));
		await flow.getByRole('button', { name: 'Start' }).click();
		await flow.getByRole('button', { name: /^Passport/ }).click();
		await upload(page, flow, (await holdersPassport()).jpeg);
		await expect(flow.getByRole('heading', { name: 'Now your face' })).toBeVisible({ timeout: 90_000 });
		await upload(page, flow, (await holdersSelfie()).jpeg);
		await flow.getByRole('button', { name: 'Send for checking' }).click({ timeout: 90_000 });
		await expect.poll(async () => (await noted(page)).at(-1)?.name, { timeout: 90_000 }).toBe('complete');
		const said = await noted(page);
		expect(said.filter(({ name }) => name === 'complete')).toHaveLength(1);
		expect(said.at(-1)?.value).toMatchObject({ sessionId: created.sessionId, reviewStatus: 'pending_review' });
		expect(said.filter(({ name }) => name === 'error')).toEqual([]);
		expect(said.filter(({ name }) => name === 'step').map(({ value }) => value.step)).toEqual(
			expect.arrayContaining(['consent', 'id_front', 'selfie', 'submit'])
		);
		expect((await page.context().cookies()).filter(({ name }) => name.startsWith('kyc_'))).toEqual([]);
		expect(page.frames().every((frame) => !frame.url().includes('kvs_'))).toBe(true);
		await expect(flow.getByText('You can go on with the page around this one')).toBeVisible();
	});

	test('each thing that leaves a blank frame is told by its code within two seconds of loading', async ({
		backend,
		dataDir,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const keys = await mintKeys(operator);
		const live = await mintKeys(operator, 'live');
		const revoked = await mintKeys(operator);
		await revokeKeys(operator, revoked.id);
		const stranger = await mintKeys(await signUp(origin));
		const { sessionId, clientSecret } = await backend.createSession();
		const good = {
			sessionId,
			clientSecret,
			publishableKey: keys.publishableKey,
			script: `${origin}/sdk/kyc-widget.js`
		};
		const canceled = await backend.createSession();
		await backend.cancel(canceled.sessionId);
		const expired = await backend.createSession();
		expire(dataDir, expired.sessionId);
		const moved = await serve(({ url }, reply) => reply.writeHead(302, { location: `${origin}${url}` }).end());
		const hanging = await serve(() => undefined);
		const dumb = await serve((_, reply) => reply.setHeader('content-type', 'text/html').end(ONLY_HELLO));
		const nowhere = 'kvs_' + '0'.repeat(64);
		const cases: [string, TenantPage, string][] = [
			[
				'the page’s own policy',
				{ ...good, headers: { 'content-security-policy': "frame-src 'none'" } },
				'EMBED_BLOCKED'
			],
			['nobody at the host', { ...good, host: 'http://127.0.0.1:9' }, 'EMBED_BLOCKED'],
			['a revoked key', { ...good, publishableKey: revoked.publishableKey }, 'API_KEY_INVALID'],
			['a key of the other environment', { ...good, publishableKey: live.publishableKey }, 'EMBED_BLOCKED'],
			['another organization’s key', { ...good, publishableKey: stranger.publishableKey }, 'API_KEY_INVALID'],
			['a secret key by mistake', { ...good, publishableKey: keys.secretKey }, 'API_KEY_INVALID'],
			['a wrong client secret', { ...good, clientSecret: nowhere }, 'CLIENT_SECRET_INVALID'],
			['no session', { ...good, sessionId: '' }, 'SESSION_MISSING'],
			['no element', { ...good, target: 'document.getElementById("none")' }, 'MOUNT_TARGET_MISSING'],
			['another name of the host', { ...good, host: moved.origin }, 'HOST_MISMATCH'],
			['the page’s own origin as host', { ...good, host: 'self' }, 'HOST_MISMATCH'],
			['a host without https', { ...good, host: 'http://verify.example' }, 'INSECURE_CONTEXT'],
			['a host that hangs', { ...good, host: hanging.origin }, 'EMBED_TIMEOUT'],
			['a host that lets the frame in and hangs then', { ...good, host: dumb.origin }, 'EMBED_TIMEOUT'],
			['an expired session', { ...good, ...expired }, 'SESSION_EXPIRED'],
			['a canceled session', { ...good, ...canceled }, 'SESSION_CANCELED'],
			['a page that withholds the camera', { ...good, headers: { 'permissions-policy': 'camera=()' } }, 'CAMERA_DENIED']
		];
		for (const [name, content, code] of cases) {
			await tenantSite.open(page, content);
			await expect.poll(() => errorCodes(page), { message: name, timeout: 5000 }).toEqual([code]);
			expect((await noted(page)).find(({ name }) => name === 'error')?.ms, name).toBeLessThan(2000);
			if (name === 'a secret key by mistake') expect(page.frames()).toHaveLength(1);
		}
		for (const host of [moved, hanging, dumb]) host.close();
	});

	test('EMBED_TIMEOUT: a host that hangs is told, and the flow goes on once it answers after all', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		let letGo = () => {};
		const told = new Promise<void>((resolve) => (letGo = resolve));
		await page.route('**/verification/embed?*', async (route) => {
			await told;
			await route.continue();
		});
		await tenantSite.open(page, { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.js` });
		await expect.poll(() => errorCodes(page)).toEqual(['EMBED_TIMEOUT']);
		expect((await noted(page))[0]?.value.docUrl).toBe(`${origin}/docs/widget#embed_timeout`);
		letGo();
		await expect(page.frameLocator('#kyc iframe').getByRole('checkbox')).toBeVisible();
		await expect.poll(async () => (await noted(page)).map(({ name }) => name)).toContain('ready');
	});

	for (const [code, { setting, camera }] of Object.entries(CAMERAS))
		test(`${code}: the page is told, and the person is offered a file`, async ({
			backend,
			operator,
			origin,
			tenantSite
		}) => {
			const { publishableKey } = await mintKeys(operator);
			const created = await backend.createSession();
			await withChromium(setting, async (page) => {
				if (camera) await page.addInitScript(camera);
				await tenantSite.open(page, { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.js` });
				const flow = page.frameLocator('#kyc iframe');
				await openCamera(flow);
				await expect.poll(() => errorCodes(page)).toEqual([code]);
				await expect(flow.getByRole('button', { name: 'Upload instead' })).toBeVisible();
			});
		});

	test('the page of the documentation opens the flow as it stands there', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		const recipe = readFileSync('e2e/recipes/widget.html', 'utf8')
			.replace('https://verify.example.com', origin)
			.replace('pk_test_…', publishableKey);
		await page.route('**/kyc/start', (route) => route.fulfill({ json: created }));
		const said: string[] = [];
		page.on('console', (message) => said.push(message.text()));
		await tenantSite.open(page, { ...created, publishableKey, script: '', page: recipe });
		await expect(page.frameLocator('#kyc iframe').getByRole('checkbox')).toBeVisible();
		await expect.poll(() => said).toContain('ready');
		// And follows the server's events, which come by fetch here, where asking fails.
		await page.route('**/progress', (route) => route.abort());
		expect((await (await openHostedUrl(origin, created)).consent()).status).toBe(200);
		await expect(page.frameLocator('#kyc iframe').getByRole('heading', { level: 1 })).toHaveText(
			'Which document do you have?'
		);
	});

	test('only the origins that an admin names may frame it', async ({ origin, page, tenantSite }) => {
		const operator = await signUp(origin);
		const { publishableKey, secretKey } = await mintKeys(operator);
		const created = await fetch(`${origin}/api/verification/sessions`, {
			method: 'POST',
			headers: { authorization: `Bearer ${secretKey}` }
		}).then((reply) => reply.json());
		const content = { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.js` };
		const save = (origins: string[]) => saveOrigins(operator, origins);
		await save(['https://shop.example']);
		await tenantSite.open(page, content);
		await expect.poll(() => errorCodes(page)).toEqual(['EMBED_BLOCKED']);
		await save([new URL(page.url()).origin]);
		await tenantSite.open(page, content);
		await expect.poll(async () => (await noted(page)).map(({ name }) => name)).toContain('ready');
		const framed = await fetch(`${origin}/verification/embed?key=${publishableKey}`);
		expect(framed.headers.get('content-security-policy')).toContain(`frame-ancestors ${new URL(page.url()).origin}`);
		const other = await fetch(created.hostedUrl);
		expect(other.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`);
	});

	test('stands in a shadow root and twice in a page; destroy() twice, and inside a callback, leaves nothing', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		await tenantSite.open(page, {
			...created,
			publishableKey,
			script: `${origin}/sdk/kyc-widget.js`,
			target: `document.getElementById("kyc").attachShadow({ mode: "open" })`,
			then: `
  const div = document.body.appendChild(document.createElement("div"));
  const second = uniicy.mount(div, {
    sessionId: ${JSON.stringify(created.sessionId)}, clientSecret: ${JSON.stringify(created.clientSecret)},
    onReady() { second.destroy(); second.destroy(); note("second")(null); },
    onStep: note("never"), onError: note("never"),
  });
  const twice = document.body.appendChild(document.createElement("div"));
  twice.id = "twice";
  for (const name of ["never", "last"]) uniicy.mount(twice, {
    sessionId: ${JSON.stringify(created.sessionId)}, clientSecret: ${JSON.stringify(created.clientSecret)},
    onReady: note(name),
  });`
		});
		await expect.poll(async () => (await noted(page)).map(({ name }) => name)).toContain('second');
		await expect(page.locator('#kyc iframe').contentFrame().getByRole('checkbox')).toBeVisible();
		expect((await noted(page)).map(({ name }) => name)).not.toContain('never');
		await expect.poll(async () => (await noted(page)).map(({ name }) => name)).toContain('last');
		expect((await noted(page)).map(({ name }) => name)).not.toContain('never');
		await expect(page.locator('#twice iframe')).toHaveCount(1);
		expect(page.frames()).toHaveLength(3);
		await page.evaluate('handle.destroy(); handle.destroy()');
		expect(page.frames()).toHaveLength(2);
	});

	test('ten thousand messages of others, and of anybody to the frame, cause no reaction', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		await tenantSite.open(page, { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.iife.js` });
		await expect.poll(async () => (await noted(page)).map(({ name }) => name)).toContain('ready');
		const before = await noted(page);
		await page.evaluate(
			async ([sessionId, secret]) => {
				const types = ['ready', 'step', 'complete', 'error', 'hello', 'start', '', '__proto__', 'constructor'];
				const odd: unknown[] = [
					null,
					undefined,
					0,
					'',
					[],
					{},
					NaN,
					{ toString: null },
					sessionId,
					'x'.repeat(9999),
					new Date(0)
				];
				const pick = (list: unknown[], seed: number) => list[seed % list.length];
				const frame = document.querySelector('iframe')?.contentWindow;
				for (let seed = 0; seed < 10_000; seed++) {
					const message = {
						type: `uniicy:${pick(types, seed)}`,
						version: pick([1, 1, 1, 2, '1', null], seed >> 3),
						sessionId: pick([sessionId, sessionId, ...odd], seed >> 2),
						clientSecret: pick(['kvs_' + 'f'.repeat(64), ...odd], seed >> 4),
						step: pick(odd, seed >> 1),
						status: pick(odd, seed >> 5),
						reviewStatus: 'approved',
						code: 'SESSION_EXPIRED'
					};
					const said = seed % 7 === 0 ? pick(odd, seed) : message;
					if (seed % 2 === 0) postMessage(said, '*');
					else frame?.postMessage(said, '*');
				}
				// What was sent last has been heard once this has.
				await new Promise((resolve) => {
					addEventListener('message', ({ data }) => data === secret && resolve(null));
					postMessage(secret, '*');
				});
			},
			[created.sessionId, 'the last one']
		);
		expect(await noted(page)).toEqual(before);
		await page.frameLocator('#kyc iframe').getByRole('checkbox').check();
		await expect(page.frameLocator('#kyc iframe').getByRole('button', { name: 'Start' })).toBeEnabled();
	});

	test('a frame that waits for its session takes none of five thousand wrong starts, and then the right one', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		const bare = `<!doctype html><title>Tenant</title><iframe src="${origin}/verification/embed?key=${publishableKey}"></iframe>
<script>window.said = []; addEventListener('message', ({ data }) => said.push(data.type));</script>`;
		await tenantSite.open(page, { ...created, publishableKey, script: '', page: bare });
		const flow = page.frameLocator('iframe');
		const said = () => page.evaluate<string[]>('said');
		// The second hello is that of the page which listens.
		await expect.poll(said).toEqual(['uniicy:hello', 'uniicy:hello']);
		const start = {
			type: 'uniicy:start',
			version: 1,
			sessionId: created.sessionId,
			clientSecret: created.clientSecret
		};
		await page.evaluate((right) => {
			const wrong: unknown[] = [
				null,
				1,
				'',
				[],
				{},
				'uniicy:start',
				{ ...right, version: 2 },
				{ ...right, version: '1' }
			];
			for (const name of ['type', 'sessionId', 'clientSecret'])
				for (const value of [undefined, null, 7, [], { toString: null }]) wrong.push({ ...right, [name]: value });
			wrong.push({ ...right, type: 'uniicy:ready' }, { ...right, type: '__proto__' }, [right], JSON.stringify(right));
			const frame = document.querySelector('iframe')?.contentWindow;
			for (let seed = 0; seed < 5000; seed++) frame?.postMessage(wrong[seed % wrong.length], '*');
		}, start);
		await expect(flow.getByRole('progressbar')).toBeVisible();
		expect(await said()).toHaveLength(2);
		await page.evaluate((right) => document.querySelector('iframe')?.contentWindow?.postMessage(right, '*'), start);
		await expect(flow.getByRole('checkbox')).toBeVisible();
	});

	test('a page that forbids the camera is told so, and the flow goes on with a file', async ({
		backend,
		operator,
		origin,
		page,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		const script = `${origin}/sdk/kyc-widget.js`;
		const headers = { 'permissions-policy': 'camera=()' };
		await tenantSite.open(page, { ...created, publishableKey, script, headers });
		const flow = page.frameLocator('#kyc iframe');
		await openCamera(flow);
		await expect.poll(() => errorCodes(page)).toEqual(['CAMERA_DENIED']);
		await expect(flow.getByRole('heading', { name: 'The camera is not allowed' })).toBeVisible();
		await expect(flow.getByRole('button', { name: 'Upload instead' })).toBeVisible();
		await flow.getByRole('button', { name: 'Back', exact: true }).click();
		expect(await violations(page, { within: '#kyc' })).toEqual([]);
	});

	test('a narrow frame on a desktop offers the phone too, by a press', async ({
		backend,
		browser,
		operator,
		origin,
		tenantSite
	}) => {
		const { publishableKey } = await mintKeys(operator);
		const created = await backend.createSession();
		const context = await browser.newContext({
			viewport: { width: 700, height: 800 },
			isMobile: false,
			hasTouch: false
		});
		try {
			const page = await context.newPage();
			await tenantSite.open(page, { ...created, publishableKey, script: `${origin}/sdk/kyc-widget.js` });
			const flow = page.frameLocator('#kyc iframe');
			await flow.getByRole('button', { name: 'Continue on your phone' }).click();
			await expect(flow.getByRole('img', { name: /^QR code/ })).toBeVisible();
		} finally {
			await context.close();
		}
	});
});

/** A host that answers as it likes. */
async function serve(answer: RequestListener): Promise<{ origin: string; close(): void }> {
	const server = createServer(answer);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const close = () => {
		server.close();
		server.closeAllConnections();
	};
	return { origin: `http://127.0.0.1:${portOf(server)}`, close };
}

/** As time would. */
function expire(dataDir: string, sessionId: string): void {
	const database = new Database(join(dataDir, 'idbeyond.db'));
	database.pragma('busy_timeout = 5000');
	database.prepare('UPDATE verification_sessions SET expires_at = 1 WHERE id = ?').run(sessionId);
	database.close();
}

async function openCamera(flow: FrameLocator): Promise<void> {
	await flow.getByRole('checkbox').check();
	await flow.getByRole('button', { name: 'Start' }).click();
	await flow.getByRole('button', { name: /^Passport/ }).click();
	await flow.getByRole('button', { name: 'Open the camera' }).click();
}

async function saveOrigins({ origin, cookie }: Operator, origins: string[]): Promise<void> {
	const reply = await fetch(`${origin}/api/trpc/organizations.saveEmbedOrigins`, {
		method: 'POST',
		headers: { cookie, 'content-type': 'application/json' },
		body: JSON.stringify({ json: { environment: 'test', origins } })
	});
	expect(reply.status).toBe(200);
}

async function upload(page: Page, flow: FrameLocator, jpeg: Buffer): Promise<void> {
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		flow.getByRole('button', { name: 'Upload a picture instead' }).click()
	]);
	await chooser.setFiles({ name: 'picture.jpg', mimeType: 'image/jpeg', buffer: jpeg });
	await flow.getByRole('button', { name: 'Use this picture' }).click();
}
