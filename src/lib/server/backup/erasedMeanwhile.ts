import Database from 'better-sqlite3';
import { filesBelow } from './durableFiles';

/** Names of the pictures below a folder. */
export const picturesIn = async (folder: string): Promise<Set<string>> =>
	new Set((await filesBelow(folder)).map((path) => path.split(/[\\/]/).at(-1) ?? ''));

/**
 * Pictures that the copied database still names though they were erased before the pictures were copied: retention may take a
 * picture at any moment and leave its session's key. Not one of them is missing.
 */
export function erasedMeanwhile(source: Database.Database, copiedFile: string, there: ReadonlySet<string>): string[] {
	const copy = new Database(copiedFile, { readonly: true });
	try {
		const named = copy.prepare<[], string>('SELECT blob_key FROM artifacts').pluck();
		const stillNamed = source.prepare<[string], number>('SELECT 1 FROM artifacts WHERE blob_key = ?').pluck();
		const erased: string[] = [];
		for (const key of named.iterate()) if (!there.has(key) && stillNamed.get(key) === undefined) erased.push(key);
		return erased;
	} finally {
		copy.close();
	}
}
