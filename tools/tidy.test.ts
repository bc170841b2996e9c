import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const ROOT = path.dirname(import.meta.dirname);
const MOST_LINES = 500;
const MOST_FUNCTION_LINES = 70;
/** Names that say nothing about what is inside. */
const NAMELESS = /(^|\/)(utils?|helpers?|services?|common|misc|shared)(\/|\.|$)/i;

/** What is in the repository or about to be: not what .gitignore leaves out. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));
const sources = files.filter(
  (file) =>
    /\.(ts|tsx|mjs|cjs|css|sql)$/.test(file) && !/\.gen\.ts$|migrations\/schema\.sql$/.test(file),
);

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

test('no file is longer than 500 lines', () => {
  const long = sources
    .map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

/** Functions with a body, and how many lines they take. Suites of tests are lists, not functions. */
function functionsOf(file: string, text: string): { at: string; lines: number }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: { at: string; lines: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const end = source.getLineAndCharacterOfPosition(node.getEnd()).line;
      const called = ts.isCallExpression(node.parent) ? node.parent.expression.getText(source) : '';
      if (!/^describe\b/.test(called))
        found.push({ at: `${file}:${start + 1}`, lines: end - start + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('no function is longer than 70 lines', () => {
  const long = sources
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
    .flatMap((file) => functionsOf(file, read(file)))
    .filter(({ lines }) => lines > MOST_FUNCTION_LINES);
  expect(long).toEqual([]);
});

test('the measure of functions works', () => {
  const body = '\n'.repeat(80);
  expect(functionsOf('a.ts', `const f = () => {${body}};`)).toEqual([{ at: 'a.ts:1', lines: 81 }]);
  expect(functionsOf('a.ts', `describe('x', () => {${body}});`)).toEqual([]);
});

test('no folder or file has a name that says nothing', () => {
  expect(files.filter((file) => NAMELESS.test(file))).toEqual([]);
});

test('every module of the server has a front door and a page that says what it owns', () => {
  const folder = path.join(ROOT, 'server', 'src');
  const modules = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const missing = modules
    .filter(({ name }) => files.some((file) => file.startsWith(`server/src/${name}/`)))
    .flatMap(({ name }) => [...(name === 'cli' ? [] : [`${name}/index.ts`]), `${name}/README.md`])
    .filter((file) => !existsSync(path.join(folder, file)));
  expect(missing).toEqual([]);
});

test('the page of a module has at most 20 lines', () => {
  const long = files
    .filter((file) => /^server\/src\/[^/]+\/README\.md$/.test(file))
    .filter((file) => read(file).trimEnd().split('\n').length > 20);
  expect(long).toEqual([]);
});

test('time, chance and ids come from outside, except in the runtime', () => {
  const direct = /\bDate\.now\(|\bMath\.random\(|\brandomUUID\(|\bnew Date\(\)/;
  const guilty = sources
    .filter(
      (file) =>
        /^(server|contract)\/.*\.ts$/.test(file) && !/\.test\.ts$|^server\/test\//.test(file),
    )
    .filter((file) => !file.startsWith('server/src/runtime/'))
    .filter((file) => direct.test(withoutComments(read(file))));
  expect(guilty).toEqual([]);
});

test('tests do not sleep', () => {
  const sleeping = /setTimeout\(\s*\w+\s*,\s*\d|timers\/promises/;
  const guilty = files
    .filter((file) => /\.test\.tsx?$/.test(file) && file !== 'tools/tidy.test.ts')
    .filter((file) => sleeping.test(read(file)));
  expect(guilty).toEqual([]);
});

/** Waits for a state that leave the patience to Vitest, which gives up after one second. */
function impatient(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.arguments.length < 2) {
      const start = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const called = node.expression.getText(source);
      if (/^vi\.wait(For|Until)$/.test(called)) found.push(`${file}:${start + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('tests that wait for a state say how long', () => {
  expect(impatient('a.ts', 'vi.waitFor(a);\nvi.waitUntil(a, b);')).toEqual(['a.ts:1']);
  const guilty = files
    .filter((file) => /\.tsx?$/.test(file) && /vi\.wait/.test(read(file)))
    .flatMap((file) => impatient(file, read(file)));
  expect(guilty).toEqual([]);
});

test('nothing of a developer’s machine is in the repository', () => {
  const machine =
    /\/(home|Users|work)\/[a-z][\w.-]*\/|registry\.npmjs\.org\/-\/|https?:\/\/(localhost|127\.0\.0\.1):48\d\d/;
  const guilty = files
    .filter(
      (file) =>
        /\.(ts|tsx|mjs|cjs|md|json|sql|yml|css|html)$/.test(file) && file !== 'tools/tidy.test.ts',
    )
    .filter((file) => machine.test(read(file)));
  expect(guilty).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
