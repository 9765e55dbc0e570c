// channel.ts: a child process's side of its channel to the grader, file descriptor 3. A request is a line of JSON, and
// so is an answer. Answers begin with a word that came with the first request, before any of a student's code ran: what
// that code writes to the channel is not taken for an answer.
import { readSync, writeSync } from 'node:fs';

// Taken now: after a student's file has run, they may be somebody else's.
const { parse } = JSON;
const [read, write, letter] = [readSync, writeSync, String.fromCharCode];
const exit = process.exit.bind(process);

const CHANNEL = 3;
const NEWLINE = 10;
const bytes = new Uint8Array(2 ** 16);
let word = '';

function nextLine(): string {
  let line = '';
  for (;;) {
    const count = read(CHANNEL, bytes, 0, bytes.length, null);
    if (count === 0) exit(); // the grader is gone
    for (let i = 0; i < count; i++) line += letter(bytes[i]);
    if (bytes[count - 1] === NEWLINE) return line; // the next request comes after the answer: nothing follows it yet
  }
}

/** Waits for the next request. */
export const nextRequest = (): unknown => parse(nextLine());

export function answer(text: string): void { write(CHANNEL, `\n${word}${text}\n`); }

/** Takes the first request, says that this process has started, and gives the word. */
export function open(): string {
  ({ word } = parse(nextLine()) as { word: string });
  answer('{}');
  return word;
}
