import { expect, it } from 'vitest';
import { readEvents, type ServerEvent } from './readEvents';

async function all(body: ReadableStream<Uint8Array>): Promise<ServerEvent[]> {
	const events: ServerEvent[] = [];
	for await (const event of readEvents(body)) events.push(event);
	return events;
}

async function read(...chunks: string[]) {
	const encoder = new TextEncoder();
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
			controller.close();
		}
	});
	return all(body);
}

it('reads events however the network cuts them', async () => {
	const text = ': hello\n\nevent: progress\ndata: {"a":1}\n\ndata: one\ndata: two\nid: 7\n\n';
	const whole = [
		{ event: 'progress', data: '{"a":1}' },
		{ event: 'message', data: 'one\ntwo' }
	];
	expect(await read(text)).toEqual(whole);
	expect(await read(...text)).toEqual(whole);
	expect(await read(...text.replaceAll('\n', '\r\n'))).toEqual(whole);
});

it('keeps letters whole that are cut in two, and drops an event that never ended', async () => {
	const bytes = new TextEncoder().encode('data: é\n\ndata: lost');
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
			controller.close();
		}
	});
	expect(await all(body)).toEqual([{ event: 'message', data: 'é' }]);
});
