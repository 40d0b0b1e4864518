/**
 * `npm run test:signatures -- [--payloads 10000]`: signs random payloads and lets others judge them: the guide's own verifier, Python's
 * hmac, openssl and npm standardwebhooks (W-7), the two in the middle by both of our headers. Each must accept every payload and refuse every one with a single bit flipped.
 */
import crypto from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { installFolder } from './lib/dependencies.mjs';
import { prepareAll, requireNode } from './lib/prepare.mjs';
import { run } from './lib/run.mjs';
import { root } from './lib/site.mjs';
import { bar, machine } from './lib/trials/figures.mjs';

/** @typedef {{ body: Buffer, flipped: Buffer, secret: string, guide: string, headers: Record<string, string> }} Signed */

requireNode(root);
const { values } = parseArgs({ options: { payloads: { type: 'string', default: '10000' } } });
const count = Number(values.payloads);
/** @param {string} line */
const log = (line) => console.error(`[signatures] ${line}`);
await prepareAll({ root, log });
await installFolder({ folder: join(root, 'e2e', 'recipes'), log });
/** @type {{ signatureHeaders: (request: object) => Record<string, string> }} */
const { signatureHeaders } = await import(pathToFileURL(join(root, 'build', 'signing.js')).href);

/** Any text, and the form of Standard Webhooks. */
const SECRETS = ['ünïcode sécret 🔑 of the trial', `whsec_${crypto.randomBytes(32).toString('base64')}`];
/** Every so many payloads one of a megabyte. */
const BIG_EACH = 500;
const BIG_BYTES = 1_000_000;
const folder = mkdtempSync(join(tmpdir(), 'idb-signatures-'));
try {
	const signed = Array.from({ length: count }, (_, n) => sign(n));
	const verdicts = [
		bySameProcess('the guide’s verifier', signed, guideAccepts),
		bySameProcess('npm standardwebhooks', signed, standardVerifier()),
		await byPython(signed),
		await byOpenssl(signed)
	];
	console.log(`signatures  (${machine()})`);
	process.exitCode = verdicts
		.map(({ name, accepted, refused }) =>
			bar(
				accepted === count && refused === count,
				`W-7: ${name} accepts ${accepted} and refuses ${refused} flipped ones, of ${count}`
			)
		)
		.every(Boolean)
		? 0
		: 1;
} finally {
	rmSync(folder, { recursive: true, force: true });
}

/** JSON with what breaks careless receivers: CRLF, emoji, lone surrogates, long text. @param {number} n @returns {Signed} */
function sign(n) {
	const length = n % BIG_EACH === 0 ? BIG_BYTES : 1 + (n % 700);
	const text = crypto.randomBytes(length).toString(n % 2 ? 'utf8' : 'base64');
	const secret = SECRETS[n % SECRETS.length] ?? '';
	const event = { event: 'verification.completed', n, text, odd: ['\r\n', '🛂', '\ud800', 'ü', '\u2028'][n % 5] };
	const body = Buffer.from(JSON.stringify(event), 'utf8');
	const flipped = Buffer.from(body);
	const bit = crypto.randomInt(body.length * 8);
	flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
	const eventId = `evt_${crypto.randomBytes(16).toString('hex')}`;
	const headers = signatureHeaders({ eventId, now: Date.now(), body, secrets: [secret] });
	return { body, flipped, secret, guide: headers['X-Verification-Signature'] ?? '', headers };
}

/** @param {string} name @param {Signed[]} all @param {(body: Buffer, one: Signed) => boolean} accepts */
function bySameProcess(name, all, accepts) {
	const accepted = all.filter((one) => accepts(one.body, one)).length;
	return { name, accepted, refused: all.filter((one) => !accepts(one.flipped, one)).length };
}

/** As the integration guide prints it. @param {Buffer} body @param {Signed} one */
function guideAccepts(body, { guide, secret }) {
	const expected = crypto.createHmac('sha256', secret).update(body).digest('hex');
	return guide.length === expected.length && crypto.timingSafeEqual(Buffer.from(guide), Buffer.from(expected));
}

/** @returns {(body: Buffer, one: Signed) => boolean} */
function standardVerifier() {
	const { Webhook } = createRequire(join(root, 'e2e', 'recipes', 'package.json'))('standardwebhooks');
	const keyOf = (/** @type {string} */ secret) =>
		secret.startsWith('whsec_') ? secret : Buffer.from(secret, 'utf8').toString('base64');
	const webhooks = new Map(SECRETS.map((secret) => [secret, new Webhook(keyOf(secret))]));
	return (body, { headers, secret }) => {
		try {
			// Bytes that are no UTF-8 any more are no body that a receiver could have read as text.
			const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
			webhooks.get(secret).verify(text, headers);
			return true;
		} catch {
			return false;
		}
	};
}

/** @param {Signed[]} all */
async function byPython(all) {
	const file = join(folder, 'payloads.jsonl');
	const line = (/** @type {Buffer} */ body, /** @type {Signed} */ { guide, secret, headers }) =>
		JSON.stringify([body.toString('base64'), guide, secret, headers]);
	writeFileSync(file, all.flatMap((one) => [line(one.body, one), line(one.flipped, one)]).join('\n'));
	// Both headers: the guide's, and that of Standard Webhooks. A whole one must hold by both, a flipped one by neither.
	const script = `import base64, hashlib, hmac, json, sys
counts = [0, 0]
for n, line in enumerate(open(sys.argv[1], encoding="utf-8")):
    body, received, secret, headers = json.loads(line)
    body = base64.b64decode(body)
    plain = hmac.compare_digest(received, hmac.new(secret.encode(), body, hashlib.sha256).hexdigest())
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    signature = "v1," + base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    standard = hmac.compare_digest(headers["webhook-signature"], signature)
    counts[n % 2] += (plain and standard) if n % 2 == 0 else not (plain or standard)
print(*counts)
`;
	const { status, output } = await run('python3', ['-c', script, file], { cwd: folder, quiet: true });
	const [accepted, refused] = status === 0 ? output.trim().split(' ').map(Number) : [0, 0];
	return { name: 'Python hmac', accepted: accepted ?? 0, refused: refused ?? 0 };
}

/** How many files one process judges: a process for each would take hours. */
const FILES_A_PROCESS = 500;

/** Both headers, as a receiver would judge them in a shell: a whole body must hold by both, a flipped one by neither. @param {Signed[]} all */
async function byOpenssl(all) {
	let accepted = 0;
	let refused = 0;
	for (const secret of SECRETS) {
		const own = all.filter((one) => one.secret === secret);
		for (let start = 0; start < own.length; start += FILES_A_PROCESS) {
			const some = own.slice(start, start + FILES_A_PROCESS);
			const plain = await macsByOpenssl(
				Buffer.from(secret, 'utf8'),
				some.flatMap(({ body, flipped }) => [body, flipped])
			);
			const standard = await macsByOpenssl(
				standardKey(secret),
				some.flatMap((one) => [standardContent(one, one.body), standardContent(one, one.flipped)])
			);
			some.forEach(({ guide, headers }, n) => {
				const holds = (/** @type {number} */ at) => [
					plain[at] === guide,
					`v1,${Buffer.from(standard[at] ?? '', 'hex').toString('base64')}` === headers['webhook-signature']
				];
				if (holds(n * 2).every(Boolean)) accepted++;
				if (standard[n * 2 + 1] !== undefined && !holds(n * 2 + 1).some(Boolean)) refused++;
			});
		}
	}
	return { name: 'openssl', accepted, refused };
}

/** What Standard Webhooks signs. @param {Signed} one @param {Buffer} body */
const standardContent = ({ headers }, body) =>
	Buffer.concat([Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`), body]);

/** @param {string} secret */
const standardKey = (secret) =>
	secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');

/** Each content's HMAC in hex, as openssl reckons it; the key in hex, since it may be any bytes. @param {Buffer} key @param {Buffer[]} contents */
async function macsByOpenssl(key, contents) {
	const files = contents.map((content, n) => {
		writeFileSync(join(folder, `${n}.body`), content);
		return `${n}.body`;
	});
	const asked = ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${key.toString('hex')}`, ...files];
	const { output } = await run('openssl', asked, { cwd: folder, quiet: true });
	return output
		.trim()
		.split('\n')
		.map((row) => row.split('= ')[1]);
}
