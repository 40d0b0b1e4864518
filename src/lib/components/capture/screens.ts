import { getContext, setContext } from 'svelte';
import type { FramingPage } from '$lib/capture/framingPage';
import type { ClientErrorCode } from '$lib/contract/clientErrors';
import type { HandoffCode } from '$lib/capture/handoff.svelte';

const KEY = Symbol('flow');

/** What the screens of one flow share. */
interface FlowContext {
	handoff: HandoffCode;
	/** Another site's page around this one, which is told how things go; null on a page of our own. */
	framing: FramingPage | null;
	/** Tells the server what went wrong here; the step is the one on the screen. */
	tellError: (code: ClientErrorCode) => void;
	/** Screens shown so far: each one after the first takes the focus to its heading. */
	shown: number;
}

export function provideFlow(context: Omit<FlowContext, 'shown'>): void {
	setContext<FlowContext>(KEY, { ...context, shown: 0 });
}

/** Null on a page without a flow, e.g. the screen of a link that does not work. */
export function useFlow(): FlowContext | null {
	return getContext<FlowContext | undefined>(KEY) ?? null;
}
