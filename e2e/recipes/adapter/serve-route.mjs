/** `node serve-route.mjs route.js [page.html …]`: serves a route handler at its POST, and the pages beside it at their names. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { register } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

register('./hooks.mjs', import.meta.url);
const [routeFile, ...pageFiles] = process.argv.slice(2);
const { POST } = await import(pathToFileURL(routeFile).href);
const pages = new Map(pageFiles.map((file) => [`/${basename(file)}`, readFileSync(file)]));

const server = http.createServer(async (req, res) => {
	const url = new URL(req.url, `http://${req.headers.host}`);
	const page = pages.get(url.pathname);
	if (req.method === 'GET') return res.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html' }).end(page);
	const chunks = [];
	for await (const chunk of req) chunks.push(chunk);
	const headers = Object.entries(req.headers).map(([name, value]) => [name, String(value)]);
	const answer = await POST(new Request(url, { method: req.method, headers, body: Buffer.concat(chunks) }));
	res.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
});
server.listen(0, '127.0.0.1', () => console.log('listening on', server.address().port));
