// worker.ts: trains beside the page.
import type { FromWorker, ToWorker } from './protocol.ts';
import { Session } from './session.ts';
import type { Watch } from './trainer.ts';

let session: Session | undefined;
/** What the page looks at, in this run and the next. */
let watch: Watch = { gradients: false };
const say = (message: FromWorker) => { postMessage(message); };

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'start': start(data); break;
    case 'change': session?.change(data.state); break;
    case 'go': session?.go(data.isRunning); break;
    case 'step': session?.step(); break;
    case 'watch':
      ({ watch } = data);
      session?.watch(watch);
      break;
    case 'parameter': session?.setParameter(data.index, data.data); break;
  }
});

function start({ run, state }: ToWorker & { kind: 'start' }): void {
  session?.end();
  const fail = (error: unknown) => { say({ kind: 'error', run, message: String(error) }); };
  try {
    session = new Session(state, (snapshot, speed, halt) => {
      say({ kind: 'snapshot', run, snapshot, speed, halt });
    }, turn);
    session.watch(watch);
    session.live().catch(fail);
  } catch (error) {
    fail(error);
  }
}

/** Behind the messages that wait, through a channel of its own: timers that follow each other wait 4 ms. */
const { port1, port2 } = new MessageChannel();
const turns: (() => void)[] = [];
port1.onmessage = () => { turns.shift()?.(); };

function turn(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve);
    port2.postMessage(null);
  });
}
