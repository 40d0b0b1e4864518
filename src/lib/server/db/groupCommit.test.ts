import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupCommit, type GroupCommit } from './groupCommit';

describe('transactions that share a commit', () => {
	let folder: string;
	let raw: Database.Database;
	let commits: GroupCommit;
	let announced: number;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'commit-'));
		raw = new Database(join(folder, 'x.db'));
		raw.pragma('journal_mode = WAL');
		raw.exec('create table facts (id text primary key)');
		announced = 0;
		commits = groupCommit(raw, () => announced++);
	});
	afterEach(() => {
		raw.close();
		rmSync(folder, { recursive: true, force: true });
	});

	const insert = (id: string) => raw.prepare('insert into facts values (?)').run(id);
	const ids = () => raw.prepare('select id from facts order by id').pluck().all();
	const outcomes = async (works: (() => unknown)[]) =>
		(await Promise.allSettled(works.map((work) => commits.run(work)))).map((settled) =>
			settled.status === 'fulfilled' ? settled.value : (settled.reason as Error).message
		);

	it('are each kept or undone alone, and told what became of them', async () => {
		const told = await outcomes([
			() => insert('a').changes,
			() => {
				insert('b');
				throw new Error('undo b');
			},
			() => insert('a'),
			() => ids()
		]);
		expect(told).toEqual([1, 'undo b', 'UNIQUE constraint failed: facts.id', ['a']]);
		expect(ids()).toEqual(['a']);
		expect(announced).toBe(1);
	});

	it('wait for the disk once', async () => {
		const other = new Database(join(folder, 'x.db'), { readonly: true });
		const version = () => Number(other.pragma('data_version', { simple: true }));
		const seen = new Set([version()]);
		await Promise.all(
			Array.from({ length: 50 }, (_, index) =>
				commits
					.run(() => insert(`n${index}`))
					.then(() => {
						seen.add(version());
					})
			)
		);
		other.close();
		expect(ids()).toHaveLength(50);
		// One for before, one for after: all fifty came into sight together.
		expect(seen.size).toBe(2);
	});

	it('fail together when the transaction under them is gone', async () => {
		const told = await outcomes([
			() => insert('a'),
			() => {
				// As SQLite does by itself on a full disk.
				raw.exec('rollback');
				throw new Error('disk full');
			},
			() => insert('c')
		]);
		expect(told).toEqual(['disk full', 'disk full', 'disk full']);
		expect(ids()).toEqual([]);
		expect(announced).toBe(0);
		expect(await outcomes([() => insert('d').changes])).toEqual([1]);
	});

	it('fail together when the commit fails, and nothing stays', async () => {
		raw.pragma('foreign_keys = ON');
		raw.exec('create table notes (fact text references facts (id) deferrable initially deferred)');
		const told = await outcomes([() => insert('a'), () => raw.prepare(`insert into notes values ('none')`).run()]);
		expect(told).toEqual(['FOREIGN KEY constraint failed', 'FOREIGN KEY constraint failed']);
		expect(ids()).toEqual([]);
		expect(raw.inTransaction).toBe(false);
	});

	it('are all done when the database is about to be closed', async () => {
		const late = commits.run(() => insert('late').changes);
		commits.flush();
		expect(ids()).toEqual(['late']);
		expect(await late).toBe(1);
	});
});
