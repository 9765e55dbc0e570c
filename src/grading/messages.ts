// messages.ts: what a page (in-worker.ts) and its worker (worker.ts) say to each other.
//
// Each request gets an answer: a text that begins with the word of the first request, which comes before any of a
// student's code runs. So what that code posts is not taken for an answer.
import type { Step } from './script.ts';

/** The requests, in this order; the last one comes again and again. `prints`: the page wants what is printed. */
export interface HelloRequest { word: string; prints: boolean }
export interface FileRequest { file: string; names: string[] }
export interface ScriptRequest { steps: readonly Step[] }
export type WorkerRequest = HelloRequest | FileRequest | ScriptRequest;

/** What stands behind the word: the mark of an answer, or that of a line which the student's code has printed. */
export const ANSWER = 'a';
export const LINE = 'l';
