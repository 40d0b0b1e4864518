// [receiver]
import { createServer } from 'node:http';
import { webhooks } from '@uniicy/node';

const server = createServer(async (request, response) => {
	const rawBody = Buffer.concat(await request.toArray());
	try {
		const event = webhooks.verify(rawBody, request.headers, process.env.IDB_WEBHOOK_SECRET);
		if (event.event === 'verification.completed') console.log(event.verificationSessionId, event.reviewStatus);
		response.writeHead(200).end('ok');
	} catch {
		response.writeHead(401).end('bad signature');
	}
});
// [/receiver]
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
	console.log(`listening on ${server.address().port}`);
});
