import { afterEach, expect, it } from 'vitest';
import { resolverOf } from './resolveHost';
import { openNameServer } from './testNameServer';

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));

type Say = Parameters<typeof openNameServer>[0];
const never = new AbortController().signal;
async function ask(say: Say, more: Parameters<typeof resolverOf>[0] = {}, signal = never): Promise<string[] | string> {
	const { servers, close } = await openNameServer(say);
	open.push(close);
	const lookup = async () => [{ address: '192.0.2.77' }];
	return resolverOf({ servers, timeoutMs: 50, lookup, ...more })('tenant.example', signal).catch(String);
}
const V6 = [0x20, 1, 0xd, 0xb8, ...Array.from({ length: 11 }, () => 0), 1];

it('knows both kinds of address of a name, and either alone', async () => {
	expect(await ask((type) => (type === 'A' ? [192, 0, 2, 1] : V6))).toEqual(['192.0.2.1', '2001:db8::1']);
	expect(await ask((type) => (type === 'A' ? [192, 0, 2, 1] : null))).toEqual(['192.0.2.1']);
	expect(await ask((type) => (type === 'A' ? null : V6))).toEqual(['2001:db8::1']);
	// One kind answered is an answer, though the other stays silent.
	expect(await ask((type) => (type === 'A' ? [192, 0, 2, 1] : 'silent'))).toEqual(['192.0.2.1']);
});

it('asks the system only where the name servers know of no such name', async () => {
	expect(await ask(() => null)).toEqual(['192.0.2.77']);
});

it('takes silence for no answer, and never asks the system after it, which would block a thread', async () => {
	const lookup = () => expect.unreachable('the system was asked');
	expect(await ask(() => 'silent', { lookup })).toContain('No name server answered');
});

it('ends when it is told to', async () => {
	const stop = new AbortController();
	const say: Say = () => {
		stop.abort();
		return 'silent';
	};
	const lookup = () => expect.unreachable('the system was asked');
	expect(await ask(say, { timeoutMs: 60_000, lookup }, stop.signal)).toContain('No name server answered');
});

it('asks nobody for names that are local by definition', async () => {
	const lookup = () => expect.unreachable('the system was asked');
	const resolve = resolverOf({ servers: ['127.0.0.1:1'], lookup });
	expect(await resolve('localhost', never)).toEqual(['127.0.0.1', '::1']);
});
