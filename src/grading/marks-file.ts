// marks-file.ts: the table of a class's marks, a file of comma-separated values:
//
//     name,score,max_score,1.1,1.2,first_failure,hash
//     ada,25,25,10,15,,sha256-5d1f…
//     ben,10,25,10,0,"`a.add(b)` with a = 2, b = -3: a.grad is 0…",sha256-90cc…
//
// It is written anew after each submission, by way of a file beside it: whatever ends this program, the table is whole.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Report } from './marking.ts';

type Row = string[];

export class MarksFile {
  readonly #path: string;
  readonly #header: Row;
  readonly #rows: Row[];

  /**
   * Reads the table, if there is one.
   * @throws Error if the file is none, or has the columns of other tasks: it might be somebody's only copy
   */
  constructor(path: string, tasks: readonly string[]) {
    this.#path = path;
    this.#header = ['name', 'score', 'max_score', ...tasks, 'first_failure', 'hash'];
    const [header, ...rows] = parseTable(textOf(path)) as [Row?, ...Row[]];
    if (header && lineOf(header) !== lineOf(this.#header)) {
      throw new Error(`${path} does not begin with ${lineOf(this.#header)}, as a table of these marks does. ` +
        'It stays as it is: name another file.');
    }
    this.#rows = rows;
  }

  /** The points of a submission that the table has already, by its name and its hash. */
  find(name: string, hash: string): { score: number; maxScore: number } | undefined {
    const row = this.#rows.find((row) => row[0] === safe(name) && row[this.#header.length - 1] === hash);
    return row && { score: Number(row[1]), maxScore: Number(row[2]) };
  }

  /** Adds a row. It takes the place of the one for what the same student had handed in before. */
  add(name: string, report: Report, hash: string): void {
    const points = [report.score, report.maxScore, ...this.#scores(report)].map(String);
    const row = [safe(name), ...points, firstFailure(report), hash];
    const at = this.#rows.findIndex(([other]) => other === row[0]);
    this.#rows[at < 0 ? this.#rows.length : at] = row;
    const beside = `${this.#path}.new`;
    writeFileSync(beside, [this.#header, ...this.#rows].map((row) => `${lineOf(row)}\n`).join(''));
    renameSync(beside, this.#path);
  }

  #scores({ tests }: Report): number[] {
    return this.#header.slice(3, -2).map((task) => {
      const own = tests.filter((test) => test.task === task);
      return own.reduce((sum, { score }) => sum + score, 0);
    });
  }
}

function firstFailure({ tests }: Report): string {
  const failed = tests.find(({ passed }) => !passed);
  return failed ? safe(failed.message.replaceAll(/\s+/g, ' ')) : '';
}

/** A spreadsheet takes a cell that begins like this for a formula, and a student may have chosen its text. */
const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

const cellOf = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const lineOf = (row: Row) => row.map(cellOf).join(',');

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The rows of a table as spreadsheets write it (RFC 4180). */
function parseTable(text: string): Row[] {
  const rows: Row[] = [];
  let row: Row = [];
  const cells = text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g);
  for (const [, quoted = '', plain = '', end] of cells) {
    const cell = quoted.replaceAll('""', '"') + plain;
    if (end === '' && row.length === 0 && cell === '') break; // after the last line
    row.push(cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
