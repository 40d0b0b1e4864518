export interface ServerEvent {
	/** `message` where the stream names none. */
	event: string;
	data: string;
}

/** The events of a `text/event-stream` body, as WHATWG HTML 9.2.6 reads them; comments and ids are left out. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let rest = '';
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			rest += decoder.decode(value, { stream: true });
			// A carriage return at the very end may be half of a line break.
			const blocks = rest.replace(/\r\n|\r(?!$)/g, '\n').split('\n\n');
			rest = blocks.pop() ?? '';
			for (const block of blocks) {
				const event = readBlock(block);
				if (event !== null) yield event;
			}
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

function readBlock(block: string): ServerEvent | null {
	let event = 'message';
	const data: string[] = [];
	for (const line of block.split('\n')) {
		const [, name, value = ''] = /^([^:]+)(?:: ?(.*))?$/.exec(line) ?? [];
		if (name === 'event') event = value;
		if (name === 'data') data.push(value);
	}
	return data.length > 0 ? { event, data: data.join('\n') } : null;
}
