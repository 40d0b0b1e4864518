import { mount } from 'svelte';
import KycFlow from './KycFlow.svelte';

const session = await (await fetch('/kyc/start', { method: 'POST' })).json();

mount(KycFlow, { target: document.getElementById('app'), props: session });
