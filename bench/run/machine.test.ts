import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { measuredCommit } from './machine';

it('keeps figures over a new package that has no part in them, and drops them with a new version of one that has', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'idb-bench-'));
	const git = (...words: string[]) =>
		execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...words], {
			cwd: folder,
			encoding: 'utf8'
		});
	const commit = async (dependencies: Record<string, string>): Promise<string> => {
		await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies }, null, 2));
		git('add', '.');
		git('commit', '-qm', 'x');
		return git('log', '-1', '--format=%h').trim();
	};
	try {
		git('init', '-q');
		await mkdir(join(folder, 'bench'));
		await writeFile(join(folder, 'bench', 'a.ts'), '');
		const first = await commit({ sharp: '1.0.0' });
		expect(measuredCommit(folder)).toEqual({ commit: first, changed: false });
		await commit({ marked: '1.0.0', sharp: '1.0.0' });
		expect(measuredCommit(folder)).toEqual({ commit: first, changed: false });
		const newer = await commit({ marked: '1.0.0', sharp: '1.1.0' });
		expect(measuredCommit(folder)).toEqual({ commit: newer, changed: false });
		await writeFile(join(folder, 'package.json'), JSON.stringify({ dependencies: { sharp: '1.2.0' } }, null, 2));
		expect(measuredCommit(folder).changed).toBe(true);
	} finally {
		await rm(folder, { recursive: true });
	}
});
