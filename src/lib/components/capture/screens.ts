import { getContext, setContext } from 'svelte';
import type { HandoffCode } from '$lib/capture/handoff.svelte';

const KEY = Symbol('flow');

/** What the screens of one flow share. */
interface FlowContext {
	handoff: HandoffCode;
	/** Screens shown so far: each one after the first takes the focus to its heading. */
	shown: number;
}

export function provideFlow(context: Pick<FlowContext, 'handoff'>): void {
	setContext<FlowContext>(KEY, { ...context, shown: 0 });
}

/** Null on a page without a flow, e.g. the screen of a link that does not work. */
export function useFlow(): FlowContext | null {
	return getContext<FlowContext | undefined>(KEY) ?? null;
}
