/**
 * One promise a key: the first call starts the work, later ones share it. A rejected promise is forgotten, so that the next
 * call tries again.
 */
export function memoizeAsync<K, V>(work: (key: K) => Promise<V>): (key: K) => Promise<V> {
	const started = new Map<K, Promise<V>>();
	return (key) => {
		const known = started.get(key);
		if (known !== undefined) return known;
		const promise = work(key);
		started.set(key, promise);
		promise.catch(() => started.delete(key));
		return promise;
	};
}
