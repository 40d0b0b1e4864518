import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PdfReading } from './readPdf';

export interface PdfLimits {
	/** Of the whole reading, the start of the process with it. */
	wallMs: number;
	/** What the process may hold, in bytes, however it came by it: heap, pictures, canvas. */
	memory: number;
}

/** The process itself takes some 0.2 s; a scan of two pages another second. */
const LIMITS: PdfLimits = { wallMs: 5000, memory: 768 * 1024 ** 2 };

/**
 * readPdf in a process of its own, which ends with the file that it read. A stranger's file may loop in one step, fill the memory or
 * crash the renderer: none of that can be stopped from within, nor on a thread, whose native code nobody interrupts. It is killed
 * when its time is over, the system refuses it memory beyond its share, and it knows none of this process's secrets.
 * @param file of the program's own entry (src/pdfReader.ts, built)
 */
export async function readPdfApart(
	bytes: Uint8Array,
	file: string | URL,
	limits: Partial<PdfLimits> = {}
): Promise<PdfReading> {
	const { wallMs, memory } = { ...LIMITS, ...limits };
	const child = startReader(String(file).startsWith('file:') ? fileURLToPath(file) : String(file), { wallMs, memory });
	const timer = setTimeout(() => child.kill('SIGKILL'), wallMs);
	const ended = new Promise<void>((resolve) => {
		child.once('close', () => resolve());
		child.once('error', () => resolve());
	});
	const answered = new Promise<PdfReading>((resolve) => {
		child.once('message', (reading) => resolve(reading as PdfReading));
		void ended.then(() => resolve({ ok: false }));
	});
	try {
		// A process that ended before it took the file is seen by its end.
		child.send(bytes, () => undefined);
		return await answered;
	} finally {
		clearTimeout(timer);
		child.kill('SIGKILL');
		await ended;
	}
}

/** The rest is for what lies outside of the heap: the program, its threads' stacks, pictures, canvas. */
const HEAP_SHARE = 0.3;

/**
 * Started by the shell, since only that sets limits which the system keeps: `-d` bytes of data, `-t` seconds of processor time, which
 * end it too where whoever asked was killed meanwhile. A system without a shell has the limits of time and heap alone.
 */
function startReader(file: string, { wallMs, memory }: PdfLimits): ChildProcess {
	const heap = `--max-old-space-size=${String(Math.floor((HEAP_SHARE * memory) / 1024 ** 2))}`;
	const node = [process.execPath, heap, file];
	const seconds = String(2 * Math.ceil(wallMs / 1000));
	const limited = `ulimit -c 0 && ulimit -t ${seconds} && ulimit -d ${String(memory >> 10)} && exec "$0" "$@"`;
	const [command = '', ...args] = process.platform === 'win32' ? node : ['/bin/sh', '-c', limited, ...node];
	return spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', env: {} });
}
