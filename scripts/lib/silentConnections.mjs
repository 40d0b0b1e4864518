/**
 * Browsers open connections ahead of need. One that has sent nothing counts as busy for Node, and would hold up a stop until its last moment.
 * @param {import('node:http').Server} server
 * @returns {() => void} ends those that have sent nothing so far
 */
export function silentConnections(server) {
	/** @type {Set<import('node:net').Socket>} */
	const open = new Set();
	server.on('connection', (socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket));
	});
	return () => {
		for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
	};
}
